"""The secrets of a webhook, and the token that proves whose a queue is."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stagemarkt.domain.changes.proofs import (
    GELDIGHEID,
    maak_token,
    nieuw_bewijsgeheim,
    nieuw_ondertekengeheim,
    token_klopt,
)

NU = 1_800_000_000.5
GEHEIM, ABONNEMENT, ARN = "geheim", "a1", "arn:aws:sqs:eu-west-1:111122223333:a"
TOKEN = maak_token(GEHEIM, ABONNEMENT, ARN, NU)


def test_ondertekengeheim_naar_standard_webhooks() -> None:
    """A signing secret is `whsec_` and the base64 of 32 bytes, another one each time."""
    een, ander = nieuw_ondertekengeheim(), nieuw_ondertekengeheim()
    assert een != ander
    assert len(base64.b64decode(een.removeprefix("whsec_"), validate=True)) == 32
    assert nieuw_bewijsgeheim() != nieuw_bewijsgeheim()


def test_token_klopt_een_dag() -> None:
    """A token is good until a day after it was made, to the second."""
    assert token_klopt(TOKEN, GEHEIM, ABONNEMENT, ARN, NU)
    assert token_klopt(TOKEN, GEHEIM, ABONNEMENT, ARN, NU + GELDIGHEID - 1)
    assert not token_klopt(TOKEN, GEHEIM, ABONNEMENT, ARN, NU + GELDIGHEID)


@pytest.mark.parametrize(
    ("geheim", "abonnement", "arn"),
    [("ander", ABONNEMENT, ARN), (GEHEIM, "a2", ARN), (GEHEIM, ABONNEMENT, f"{ARN}2"), (GEHEIM, "a1\n", ARN)],
)
def test_token_van_een_ander(geheim: str, abonnement: str, arn: str) -> None:
    """A token of another secret, abonnement or queue proves nothing."""
    assert not token_klopt(TOKEN, geheim, abonnement, arn, NU)


def test_een_langere_geldigheid_is_een_ander_token() -> None:
    """Whoever writes a later end on a token has no token."""
    tot, _, som = TOKEN.partition(".")
    assert not token_klopt(f"{int(tot) + 1}.{som}", GEHEIM, ABONNEMENT, ARN, NU)
    assert not token_klopt(f"0{TOKEN}", GEHEIM, ABONNEMENT, ARN, NU)


@given(st.text(max_size=80) | st.builds("{}.{}".format, st.integers(0, 10**12), st.text(max_size=50)))
def test_rommel_is_geen_token(tekst: str) -> None:
    """Whatever is sent back that we did not make is refused, without an error."""
    assert not token_klopt(tekst, GEHEIM, ABONNEMENT, ARN, NU)
