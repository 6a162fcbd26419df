"""Reading secrets, and how long they are kept in memory."""

from typing import TYPE_CHECKING

import pytest
from stagemarkt.adapters.secrets_manager import HOUDBAAR, Geheimen, Schoolkluis
from stagemarkt.model.errors import OpslagFout

from tests.integration.support.clock import Klok

if TYPE_CHECKING:
    from types_boto3_secretsmanager.client import SecretsManagerClient


def test_wordt_vijf_minuten_onthouden(client: "SecretsManagerClient", geheimen: Geheimen, klok: Klok) -> None:
    """A change is seen after 300 seconds and not before."""
    client.create_secret(Name="n", SecretString="oud")
    assert geheimen.lees("n") == "oud"
    client.put_secret_value(SecretId="n", SecretString="nieuw")
    klok.nu += HOUDBAAR - 1
    assert geheimen.lees("n") == "oud"
    klok.nu += 1
    assert (HOUDBAAR, geheimen.lees("n")) == (300, "nieuw")


def test_namen_worden_apart_onthouden(client: "SecretsManagerClient", geheimen: Geheimen) -> None:
    """One school's secret never stands in for another's."""
    client.create_secret(Name="a", SecretString="van a")
    client.create_secret(Name="b", SecretString="van b")
    assert [geheimen.lees(naam) for naam in "abab"] == ["van a", "van b", "van a", "van b"]


def test_wat_verlopen_is_blijft_niet_in_het_geheugen(
    client: "SecretsManagerClient", geheimen: Geheimen, klok: Klok
) -> None:
    """A key that has had its time is not kept by a worker that goes on for others."""
    client.create_secret(Name="a", SecretString="van a")
    client.create_secret(Name="b", SecretString="van b")
    geheimen.lees("a")
    klok.nu += HOUDBAAR
    geheimen.lees("b")
    assert "van a" not in repr(vars(geheimen))
    assert "van b" in repr(vars(geheimen))


def test_ontbrekend_geheim_wordt_niet_onthouden(client: "SecretsManagerClient", geheimen: Geheimen) -> None:
    """That there is none is None, and is asked again at once: an operator is about to mend it."""
    assert geheimen.lees("n") is None
    client.create_secret(Name="n", SecretString="gemaakt")
    assert geheimen.lees("n") == "gemaakt"


def test_bekend_geheim_overleeft_een_uitval_van_secrets_manager(
    client: "SecretsManagerClient", geheimen: Geheimen, klok: Klok
) -> None:
    """Within its time a secret that was read needs no Secrets Manager."""
    client.create_secret(Name="n", SecretString="gelezen")
    geheimen.lees("n")
    client.delete_secret(SecretId="n", ForceDeleteWithoutRecovery=True)
    klok.nu += HOUDBAAR - 1
    assert geheimen.lees("n") == "gelezen"


def test_geheim_in_verwijdering_is_een_opslagfout(client: "SecretsManagerClient", geheimen: Geheimen) -> None:
    """What AWS refuses is named by its code."""
    client.create_secret(Name="n", SecretString="weg")
    client.delete_secret(SecretId="n", RecoveryWindowInDays=7)
    with pytest.raises(OpslagFout, match=r"^InvalidRequestException$"):
        geheimen.lees("n")


def test_binair_geheim_is_een_opslagfout(client: "SecretsManagerClient", geheimen: Geheimen) -> None:
    """A secret without a text is not one of ours."""
    client.create_secret(Name="n", SecretBinary=b"\x00\x01")
    with pytest.raises(OpslagFout):
        geheimen.lees("n")


def test_de_namen_van_geheimen(client: "SecretsManagerClient", geheimen: Geheimen) -> None:
    """The secrets that begin so, all of them, in order, and no other."""
    namen = [f"stagemarkt/test/school/{nummer:02d}AA" for nummer in range(1, 31)]
    for naam in [*reversed(namen), "stagemarkt/test/sbb", "x/stagemarkt/test/school/99ZZ"]:
        client.create_secret(Name=naam, SecretString="{}")
    assert geheimen.namen("stagemarkt/test/school/") == namen
    assert Schoolkluis(geheimen, "stagemarkt/test").brins()[:2] == ["01AA", "02AA"]
