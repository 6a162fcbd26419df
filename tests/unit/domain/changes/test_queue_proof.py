"""Whose a queue is: the token of the test message, sent back."""

import json
from dataclasses import replace
from typing import Any

import pytest
from stagemarkt.domain.changes import abonnementen
from stagemarkt.domain.changes.abonnementen import AbonnementHolder, AbonnementWish, begin, modify
from stagemarkt.domain.changes.proofs import VALIDITY
from stagemarkt.model.abonnement import Abonnement, Filter
from stagemarkt.model.errors import InvalidInput

NOW = 1_800_000_000.0
ARN = "arn:aws:sqs:eu-west-1:111122223333:mutaties.fifo"
NEW = begin("a1", AbonnementHolder("afnemer", "99XX"), "sqs", ARN, Filter(), NOW)


def token_of(abonnement: Abonnement, now: float = NOW) -> str | None:
    """What a test message at this moment carries."""
    content: dict[str, Any] = json.loads(abonnementen.test_message(abonnement, "t1", now, "urn:x").inhoud)
    token: str | None = content["data"].get("token")
    return token


def test_who_returns_the_token_gets_changes() -> None:
    """The token of any test message of the last day makes the abonnement active; a later one has none."""
    for sent in (NOW, NOW + 3600):
        active = modify(NEW, AbonnementWish(token=token_of(NEW, sent)), NOW + VALIDITY - 1)
        assert (active.toestand, active.actief_sinds) == ("actief", NOW + VALIDITY - 1)
        assert token_of(active) is None


@pytest.mark.parametrize("text", ["", "x", f"{NOW:.0f}.x", NEW.bewijs], ids=["leeg", "x", "som", "geheim"])
def test_anything_else_proves_nothing(text: str) -> None:
    """What was not in a test message proves nothing, the secret behind it neither."""
    with pytest.raises(InvalidInput):
        modify(NEW, AbonnementWish(token=text), NOW)


def test_a_token_of_yesterday_or_of_another() -> None:
    """A token of a day ago, of another abonnement, or for the queue before this one is refused."""
    token = token_of(NEW)
    elders = modify(NEW, AbonnementWish(adres=f"{ARN[:-5]}2.fifo"), NOW)
    other = begin("a2", AbonnementHolder("afnemer", "99XX"), "sqs", ARN, Filter(), NOW)
    for abonnement, now in ((NEW, NOW + VALIDITY), (elders, NOW), (other, NOW)):
        with pytest.raises(InvalidInput):
            modify(abonnement, AbonnementWish(token=token), now)
    # Also when the secret were to stay the same.
    with pytest.raises(InvalidInput):
        modify(replace(elders, bewijs=NEW.bewijs), AbonnementWish(token=token), NOW)


def test_a_webhook_has_nothing_to_prove() -> None:
    """A webhook begins active, and its test messages carry no token."""
    webhook = begin(
        "a1", AbonnementHolder("afnemer", "99XX"), "webhook", "https://hook.example.nl/", Filter(), NOW
    )
    assert webhook.toestand == "actief"
    assert token_of(webhook) is None
    with pytest.raises(InvalidInput):
        modify(webhook, AbonnementWish(token="x"), NOW)  # noqa: S106 - not a secret
