"""Whose a queue is: the token of the test message, sent back."""

import json
from dataclasses import replace
from typing import Any

import pytest
from stagemarkt.domain.changes import abonnementen
from stagemarkt.domain.changes.abonnementen import Houder, Wens, begin, wijzig
from stagemarkt.domain.changes.proofs import GELDIGHEID
from stagemarkt.model.abonnement import Abonnement, Filter
from stagemarkt.model.errors import OngeldigeInvoer

NU = 1_800_000_000.0
ARN = "arn:aws:sqs:eu-west-1:111122223333:mutaties.fifo"
NIEUW = begin("a1", Houder("afnemer", "99XX"), "sqs", ARN, Filter(), NU)


def token_van(abonnement: Abonnement, nu: float = NU) -> str | None:
    """What a test message at this moment carries."""
    inhoud: dict[str, Any] = json.loads(abonnementen.testbericht(abonnement, "t1", nu, "urn:x").inhoud)
    token: str | None = inhoud["data"].get("token")
    return token


def test_wie_het_token_terugstuurt_krijgt_wijzigingen() -> None:
    """The token of any test message of the last day makes the abonnement active; a later one has none."""
    for gestuurd in (NU, NU + 3600):
        actief = wijzig(NIEUW, Wens(token=token_van(NIEUW, gestuurd)), NU + GELDIGHEID - 1)
        assert (actief.toestand, actief.actief_sinds) == ("actief", NU + GELDIGHEID - 1)
        assert token_van(actief) is None


@pytest.mark.parametrize("tekst", ["", "x", f"{NU:.0f}.x", NIEUW.bewijs], ids=["leeg", "x", "som", "geheim"])
def test_iets_anders_bewijst_niets(tekst: str) -> None:
    """What was not in a test message proves nothing, the secret behind it neither."""
    with pytest.raises(OngeldigeInvoer):
        wijzig(NIEUW, Wens(token=tekst), NU)


def test_een_token_van_gisteren_of_van_een_ander() -> None:
    """A token of a day ago, of another abonnement, or for the queue before this one is refused."""
    token = token_van(NIEUW)
    elders = wijzig(NIEUW, Wens(adres=f"{ARN[:-5]}2.fifo"), NU)
    ander = begin("a2", Houder("afnemer", "99XX"), "sqs", ARN, Filter(), NU)
    for abonnement, nu in ((NIEUW, NU + GELDIGHEID), (elders, NU), (ander, NU)):
        with pytest.raises(OngeldigeInvoer):
            wijzig(abonnement, Wens(token=token), nu)
    # Also when the secret were to stay the same.
    with pytest.raises(OngeldigeInvoer):
        wijzig(replace(elders, bewijs=NIEUW.bewijs), Wens(token=token), NU)


def test_een_webhook_heeft_niets_te_bewijzen() -> None:
    """A webhook begins active, and its test messages carry no token."""
    webhook = begin("a1", Houder("afnemer", "99XX"), "webhook", "https://hook.example.nl/", Filter(), NU)
    assert webhook.toestand == "actief"
    assert token_van(webhook) is None
    with pytest.raises(OngeldigeInvoer):
        wijzig(webhook, Wens(token="x"), NU)  # noqa: S106 - not a secret
