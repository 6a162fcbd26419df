"""The schools' secrets: what is whole, what is missing, and that none of it is ever shown."""

import json
from typing import TYPE_CHECKING

import pytest
from stagemarkt.adapters.secrets_manager import MINSTENS, Geheimen, Schoolkluis
from stagemarkt.model.errors import BronCertificaat, BronLicentie, OpslagFout
from stagemarkt.model.school import Certificaatpaar, Schoolgeheim

from tests.integration.support.clock import Klok
from tests.integration.support.secret import alles_van

if TYPE_CHECKING:
    from types_boto3_secretsmanager.client import SecretsManagerClient

NAAM = "stagemarkt/test/school/99XX"
HEEL = {
    "oin": "0000000700099XX00000",
    "licentie": "LICENTIE-GEHEIM",
    "certificaat": "CERT-GEHEIM",
    "sleutel": "SLEUTEL-GEHEIM",
}


@pytest.fixture
def kluis(geheimen: Geheimen) -> Schoolkluis:
    """The adapter under test."""
    return Schoolkluis(geheimen, "stagemarkt/test")


def test_leest_de_hele_school(client: "SecretsManagerClient", kluis: Schoolkluis) -> None:
    """Every part lands in its own field."""
    client.create_secret(Name=NAAM, SecretString=json.dumps(HEEL))
    assert kluis.van("99XX") == Schoolgeheim(
        "99XX", "0000000700099XX00000", "LICENTIE-GEHEIM", "CERT-GEHEIM", "SLEUTEL-GEHEIM"
    )


def test_school_krijgt_alleen_haar_eigen_geheim(client: "SecretsManagerClient", kluis: Schoolkluis) -> None:
    """A school without a secret has no licence, whatever other schools have."""
    client.create_secret(Name=NAAM, SecretString=json.dumps(HEEL))
    with pytest.raises(BronLicentie):
        kluis.van("01AA")


@pytest.mark.parametrize("licentie", [None, ""])
def test_zonder_licentie(client: "SecretsManagerClient", kluis: Schoolkluis, licentie: str | None) -> None:
    """A missing or blank licence is the licence's error."""
    inhoud = {k: v for k, v in {**HEEL, "licentie": licentie}.items() if v is not None}
    client.create_secret(Name=NAAM, SecretString=json.dumps(inhoud))
    with pytest.raises(BronLicentie) as gevangen:
        kluis.van("99XX")
    assert "GEHEIM" not in alles_van(gevangen.value)


@pytest.mark.parametrize("deel", ["oin", "certificaat", "sleutel"])
@pytest.mark.parametrize("blanco", [True, False])
def test_zonder_certificaat(
    client: "SecretsManagerClient", kluis: Schoolkluis, deel: str, *, blanco: bool
) -> None:
    """Without OIN, certificate or key the school cannot show who it is."""
    inhoud = {**HEEL, deel: ""} if blanco else {k: v for k, v in HEEL.items() if k != deel}
    client.create_secret(Name=NAAM, SecretString=json.dumps(inhoud))
    with pytest.raises(BronCertificaat) as gevangen:
        kluis.van("99XX")
    assert "GEHEIM" not in alles_van(gevangen.value)


@pytest.mark.parametrize(
    "tekst",
    [
        '{"licentie": "GEHEIM"',
        "GEHEIM",
        '"GEHEIM"',
        '["GEHEIM"]',
        '{"licentie": ["GEHEIM"]}',
        '{"licentie": null, "oin": "GEHEIM"}',
        '{"licentie": 1, "oin": "GEHEIM"}',
        '{"GEHEIM": {}}',
        "null",
        "7",
    ],
)
def test_wat_geen_json_van_teksten_is(client: "SecretsManagerClient", kluis: Schoolkluis, tekst: str) -> None:
    """Anything but a JSON object of texts is a storage that failed, with nothing of it in the error."""
    client.create_secret(Name=NAAM, SecretString=tekst)
    with pytest.raises(OpslagFout) as gevangen:
        kluis.van("99XX")
    assert "GEHEIM" not in alles_van(gevangen.value)
    assert gevangen.value.__cause__ is None


def test_ca_van_sbb(client: "SecretsManagerClient", kluis: Schoolkluis) -> None:
    """The CA has a secret of its own."""
    client.create_secret(Name="stagemarkt/test/sbb", SecretString='{"ca": "PEM"}')
    assert kluis.sbb_ca() == "PEM"


@pytest.mark.parametrize("tekst", [None, "{}", '{"ca": ""}'])
def test_zonder_ca(client: "SecretsManagerClient", kluis: Schoolkluis, tekst: str | None) -> None:
    """Without a CA nobody is trusted: an error, never a connection without a check."""
    if tekst is not None:
        client.create_secret(Name="stagemarkt/test/sbb", SecretString=tekst)
    with pytest.raises(BronCertificaat):
        kluis.sbb_ca()


def test_repr_toont_geen_geheim() -> None:
    """The school's secret can be printed without giving anything away."""
    geheim = Schoolgeheim("99XX", HEEL["oin"], HEEL["licentie"], HEEL["certificaat"], HEEL["sleutel"])
    assert "GEHEIM" not in f"{geheim!r}{geheim}"
    assert "99XX" in repr(geheim)


def test_leest_het_paar_van_voorheen(client: "SecretsManagerClient", kluis: Schoolkluis) -> None:
    """While a certificate changes the pair before it is there as well; half a pair is none."""
    vorig = {"vorigCertificaat": "OUD-CERT-GEHEIM", "vorigeSleutel": "OUDE-SLEUTEL-GEHEIM"}
    client.create_secret(Name=NAAM, SecretString=json.dumps({**HEEL, **vorig}))
    geheim = kluis.van("99XX")
    assert geheim.vorig == Certificaatpaar("OUD-CERT-GEHEIM", "OUDE-SLEUTEL-GEHEIM")
    assert "GEHEIM" not in repr(geheim)


def test_een_half_paar_is_geen_paar(client: "SecretsManagerClient", kluis: Schoolkluis) -> None:
    """A previous certificate without its key is passed over."""
    client.create_secret(Name=NAAM, SecretString=json.dumps({**HEEL, "vorigCertificaat": "OUD"}))
    assert kluis.van("99XX").vorig is None


def test_wat_geweigerd_is_wordt_opnieuw_gelezen(
    client: "SecretsManagerClient", kluis: Schoolkluis, klok: Klok
) -> None:
    """After a refusal the secret is read afresh, but not more often than every `MINSTENS` seconds."""
    client.create_secret(Name=NAAM, SecretString=json.dumps(HEEL))
    kluis.van("99XX")
    client.put_secret_value(SecretId=NAAM, SecretString=json.dumps({**HEEL, "licentie": "NIEUW"}))
    kluis.ververs("99XX")
    assert kluis.van("99XX").licentie == "LICENTIE-GEHEIM"
    klok.nu += MINSTENS
    kluis.ververs("99XX")
    assert kluis.van("99XX").licentie == "NIEUW"
    kluis.ververs("01AA")
