"""Hostile receivers and destinations, as the deployed functions meet them: refused, or survived."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from local.receiver.behaviour import BEHAVIOURS, CERTIFICATES
from local.receiver.pki import make_pki
from local.receiver.server import Receiver
from tests.e2e.client import FacadeClient

# What takes ten seconds each is in the integration tests; one of them is here.
OUTCOMES = {
    "goed": ("geleverd", 204, None),
    "omleiding": ("mislukt", 307, "omleiding"),
    "fout": ("mislukt", 500, "http-status"),
    "druk": ("mislukt", 429, "overbelast"),
    "weg": ("afgemeld", 410, "afgemeld"),
    "sluit": ("mislukt", None, "geen-verbinding"),
    "eindeloos": ("geleverd", 200, None),
    "grote-koppen": ("mislukt", None, "antwoord-ongeldig"),
    "druppel-koppen": ("mislukt", None, "te-laat"),
    **dict.fromkeys(CERTIFICATES, ("mislukt", None, "certificaat-niet-vertrouwd")),
}


class HostileAbonnement:
    """A webhook at the third of the addresses that the stack may send to."""

    def __init__(self, facade: FacadeClient) -> None:
        self._facade = facade
        self.url: str = facade.stack["ontvangers"][2]
        self._pki = make_pki(Path(facade.stack["ontvangerCa"]).parent)
        answer = facade.question("/abonnementen", method="POST", json={"soort": "webhook", "url": self.url})
        assert answer.status_code == 201, answer.text
        self._content = answer.json()
        self.path = f"/abonnementen/{self._content['abonnementId']}"

    def receiver(self, behaviour: str) -> Receiver:
        """One that behaves like this."""
        bad = {"andere-naam": self._pki.other_name, "verlopen": self._pki.expired}
        port = urlsplit(self.url).port or 0
        receiver = Receiver(port, bad.get(behaviour, self._pki.server), [self._content["geheim"]])
        receiver.behaviour = BEHAVIOURS.get(behaviour, BEHAVIOURS["goed"])
        return receiver

    def test(self) -> dict[str, Any]:
        """How a test message fares."""
        answer = self._facade.question(f"{self.path}/testberichten", method="POST")
        assert answer.status_code == 200, answer.text
        content: dict[str, Any] = answer.json()
        return content

    def end(self) -> None:
        """End it."""
        self._facade.question(self.path, method="DELETE", headers={"If-Match": "*"}).raise_for_status()


@pytest.fixture
def abonnement(shared_facade: FacadeClient) -> Iterator[HostileAbonnement]:
    """One of its own for each: a receiver can switch it off."""
    one = HostileAbonnement(shared_facade)
    yield one
    one.end()


@pytest.mark.parametrize("behaviour", OUTCOMES)
def test_a_hostile_receiver(abonnement: HostileAbonnement, behaviour: str) -> None:
    """Whatever a receiver does, the deployed function says how it ended, and was led nowhere."""
    with abonnement.receiver(behaviour) as receiver:
        outcome = abonnement.test()
        received = list(receiver.received)
    kind, status, reason = OUTCOMES[behaviour]
    assert (outcome["uitkomst"], outcome.get("httpStatus"), outcome.get("reden")) == (kind, status, reason)
    assert len(received) == (behaviour not in CERTIFICATES)
    assert all(one.is_right for one in received)


def test_nobody_listens(abonnement: HostileAbonnement) -> None:
    """A receiver that is not there is a failure with a reason, and with words to it."""
    outcome = abonnement.test()
    assert (outcome["uitkomst"], outcome["reden"]) == ("mislukt", "geen-verbinding")
    assert "verbinding" in outcome["uitleg"]


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
def test_a_url_where_nothing_goes(facade: FacadeClient, url: str) -> None:
    """What cannot be the URL of a public receiver is refused when the abonnement is made, at the field."""
    answer = facade.question("/abonnementen", method="POST", json={"soort": "webhook", "url": url})
    assert answer.status_code == 400, answer.text
    assert {error["pointer"] for error in answer.json()["fouten"]} == {"#/url"}


@pytest.mark.parametrize(
    "arn",
    [
        "arn:aws:sqs:eu-west-1:000000000000:stagemarkt-Verwerking.fifo",
        "arn:aws-cn:sqs:cn-north-1:111122223333:mutaties",
        "https://sqs.eu-west-1.amazonaws.com/111122223333/mutaties",
        "arn:aws:sqs:*:*:*",
    ],
)
def test_a_queue_where_nothing_goes(facade: FacadeClient, arn: str) -> None:
    """A queue of our own account, of another partition, and what is no queue is refused."""
    answer = facade.question("/abonnementen", method="POST", json={"soort": "sqs", "queueArn": arn})
    assert answer.status_code == 400, answer.text
    assert {error["pointer"] for error in answer.json()["fouten"]} == {"#/queueArn"}
