"""Hostile receivers and destinations, as the deployed functions meet them: refused, or survived."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from local.receiver.behaviour import CERTIFICATEN, GEDRAGINGEN
from local.receiver.pki import maak_pki
from local.receiver.server import Ontvanger
from tests.e2e.client import Facade

# What takes ten seconds each is in the integration tests; one of them is here.
UITKOMSTEN = {
    "goed": ("geleverd", 204, None),
    "omleiding": ("mislukt", 307, "omleiding"),
    "fout": ("mislukt", 500, "http-status"),
    "druk": ("mislukt", 429, "overbelast"),
    "weg": ("afgemeld", 410, "afgemeld"),
    "sluit": ("mislukt", None, "geen-verbinding"),
    "eindeloos": ("geleverd", 200, None),
    "grote-koppen": ("mislukt", None, "antwoord-ongeldig"),
    "druppel-koppen": ("mislukt", None, "te-laat"),
    **dict.fromkeys(CERTIFICATEN, ("mislukt", None, "certificaat-niet-vertrouwd")),
}


class Abonnement:
    """A webhook at the third of the addresses that the stack may send to."""

    def __init__(self, facade: Facade) -> None:
        self._facade = facade
        self.url: str = facade.stack["ontvangers"][2]
        self._pki = maak_pki(Path(facade.stack["ontvangerCa"]).parent)
        antwoord = facade.vraag("/abonnementen", methode="POST", json={"soort": "webhook", "url": self.url})
        assert antwoord.status_code == 201, antwoord.text
        self._inhoud = antwoord.json()
        self.pad = f"/abonnementen/{self._inhoud['abonnementId']}"

    def ontvanger(self, gedrag: str) -> Ontvanger:
        """One that behaves like this."""
        slecht = {"andere-naam": self._pki.andere_naam, "verlopen": self._pki.verlopen}
        poort = urlsplit(self.url).port or 0
        ontvanger = Ontvanger(poort, slecht.get(gedrag, self._pki.server), [self._inhoud["geheim"]])
        ontvanger.gedrag = GEDRAGINGEN.get(gedrag, GEDRAGINGEN["goed"])
        return ontvanger

    def test(self) -> dict[str, Any]:
        """How a test message fares."""
        antwoord = self._facade.vraag(f"{self.pad}/testberichten", methode="POST")
        assert antwoord.status_code == 200, antwoord.text
        inhoud: dict[str, Any] = antwoord.json()
        return inhoud

    def beeindig(self) -> None:
        """End it."""
        self._facade.vraag(self.pad, methode="DELETE", headers={"If-Match": "*"}).raise_for_status()


@pytest.fixture
def abonnement(facade_van_allen: Facade) -> Iterator[Abonnement]:
    """One of its own for each: a receiver can switch it off."""
    een = Abonnement(facade_van_allen)
    yield een
    een.beeindig()


@pytest.mark.parametrize("gedrag", UITKOMSTEN)
def test_een_vijandige_ontvanger(abonnement: Abonnement, gedrag: str) -> None:
    """Whatever a receiver does, the deployed function says how it ended, and was led nowhere."""
    with abonnement.ontvanger(gedrag) as ontvanger:
        uitkomst = abonnement.test()
        ontvangen = list(ontvanger.ontvangen)
    soort, status, reden = UITKOMSTEN[gedrag]
    assert (uitkomst["uitkomst"], uitkomst.get("httpStatus"), uitkomst.get("reden")) == (soort, status, reden)
    assert len(ontvangen) == (gedrag not in CERTIFICATEN)
    assert all(een.klopt for een in ontvangen)


def test_niemand_luistert(abonnement: Abonnement) -> None:
    """A receiver that is not there is a failure with a reason, and with words to it."""
    uitkomst = abonnement.test()
    assert (uitkomst["uitkomst"], uitkomst["reden"]) == ("mislukt", "geen-verbinding")
    assert "verbinding" in uitkomst["uitleg"]


@pytest.mark.parametrize(
    "url",
    [
        "http://bpv.example.nl/",
        "https://169.254.169.254/latest/meta-data/",
        "https://[fd00:ec2::254]/",
        "https://127.0.0.1/",
        "https://2130706433/",
        "https://0x7f.1/",
        "https://localhost/",
        "https://localhost:1/",
        "https://u:p@bpv.example.nl/",
        "https://bpv.example.nl:22/",
        "https://metadata.google.internal/",
    ],
)
def test_een_url_waar_niets_heen_gaat(facade: Facade, url: str) -> None:
    """What cannot be the URL of a public receiver is refused when the abonnement is made, at the field."""
    antwoord = facade.vraag("/abonnementen", methode="POST", json={"soort": "webhook", "url": url})
    assert antwoord.status_code == 400, antwoord.text
    assert {fout["pointer"] for fout in antwoord.json()["fouten"]} == {"#/url"}


@pytest.mark.parametrize(
    "arn",
    [
        "arn:aws:sqs:eu-west-1:000000000000:stagemarkt-Verwerking.fifo",
        "arn:aws-cn:sqs:cn-north-1:111122223333:mutaties",
        "https://sqs.eu-west-1.amazonaws.com/111122223333/mutaties",
        "arn:aws:sqs:*:*:*",
    ],
)
def test_een_wachtrij_waar_niets_heen_gaat(facade: Facade, arn: str) -> None:
    """A queue of our own account, of another partition, and what is no queue is refused."""
    antwoord = facade.vraag("/abonnementen", methode="POST", json={"soort": "sqs", "queueArn": arn})
    assert antwoord.status_code == 400, antwoord.text
    assert {fout["pointer"] for fout in antwoord.json()["fouten"]} == {"#/queueArn"}
