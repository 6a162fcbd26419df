"""`stagemarkt school` where a step fails, or where what is set does not go with what was there."""

from types import SimpleNamespace
from typing import Any

import pytest
from botocore.exceptions import ClientError
from stagemarkt_cli.admin import scholen
from stagemarkt_cli.admin.admin import Beheer
from stagemarkt_cli.aws.stack import Stapel

from tests.integration.cli.conftest import NU, Regel
from tests.unit.cli import pki

ANDERE_OIN = "00000001003214345000"


class Weigerachtig:
    """Secrets Manager for somebody who may not delete."""

    def __init__(self, echt: Any) -> None:
        self.exceptions = SimpleNamespace(
            ResourceNotFoundException=echt.exceptions.ResourceNotFoundException,
            InvalidRequestException=echt.exceptions.InvalidRequestException,
        )

    def delete_secret(self, **_: object) -> None:
        """Refused."""
        raise ClientError({"Error": {"Code": "AccessDeniedException"}}, "DeleteSecret")


def _zonder_recht(stapel: Stapel) -> Beheer:
    def maak(dienst: str) -> Any:
        echt = stapel.client(dienst)
        return Weigerachtig(echt) if dienst == "secretsmanager" else echt

    namen = ("ToegangTabel", "GeheimenVoorvoegsel", "VersleutelingArn")
    return Beheer(Stapel("proef", {naam: stapel.uitvoer(naam) for naam in namen}, maak), lambda: float(NU))


def test_verwijderen_dat_niet_lukt_kan_opnieuw(regel: Regel, stapel: Stapel) -> None:
    """While the secret cannot be removed the school stays known: nobody forgets where its key is."""
    with pytest.raises(ClientError, match="AccessDenied"):
        scholen.verwijder(_zonder_recht(stapel), "99XX")
    assert [school.brin for school in regel.beheer.tabel.scholen()] == ["99XX"]
    assert regel("school verwijderen 99XX --ja").code == 0
    assert (regel.beheer.tabel.scholen(), regel.beheer.geheimen.lees("99XX")) == ([], {})


@pytest.mark.parametrize("certificaat", [pki.maak("school", oin=pki.OIN).pem.decode(), "rommel"])
def test_een_oin_die_niet_bij_het_certificaat_hoort(regel: Regel, certificaat: str) -> None:
    """An operator who changes the OIN hears that the certificate does not go with it."""
    regel.beheer.geheimen.wijzig("99XX", certificaat=certificaat, licentie="L")
    anders = regel(f"school toevoegen 99XX --oin {ANDERE_OIN}")
    assert anders.code == 0
    assert "niet van deze OIN" in anders.fout
    terug = regel(f"school toevoegen 99XX --oin {pki.OIN}")
    assert ("niet van deze OIN" in terug.fout) == (certificaat == "rommel")


def test_een_licentie_die_het_geheim_heel_maakt(regel: Regel) -> None:
    """With the licence of a school that has a certificate the watch is asked to look, and only then."""
    alleen = regel("school licentie 99XX", invoer="L")
    assert (alleen.code, "wacht" in alleen.fout) == (0, False)
    regel.beheer.geheimen.wijzig("99XX", certificaat="PEM")
    heel = regel("school licentie 99XX", invoer="L")
    assert (heel.code, "wacht" in heel.fout) == (0, True)
