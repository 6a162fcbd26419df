"""The secrets of a webhook, and the token that proves whose a queue is."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stagemarkt.domain.changes.proofs import (
    VALIDITY,
    make_token,
    new_proof_secret,
    new_signing_secret,
    token_matches,
)

NOW = 1_800_000_000.5
SECRET, ABONNEMENT, ARN = "geheim", "a1", "arn:aws:sqs:eu-west-1:111122223333:a"
TOKEN = make_token(SECRET, ABONNEMENT, ARN, NOW)


def test_signing_secret_by_standard_webhooks() -> None:
    """A signing secret is `whsec_` and the base64 of 32 bytes, another one each time."""
    one, other = new_signing_secret(), new_signing_secret()
    assert one != other
    assert len(base64.b64decode(one.removeprefix("whsec_"), validate=True)) == 32
    assert new_proof_secret() != new_proof_secret()


def test_a_token_is_valid_for_a_day() -> None:
    """A token is good until a day after it was made, to the second."""
    assert token_matches(TOKEN, SECRET, ABONNEMENT, ARN, NOW)
    assert token_matches(TOKEN, SECRET, ABONNEMENT, ARN, NOW + VALIDITY - 1)
    assert not token_matches(TOKEN, SECRET, ABONNEMENT, ARN, NOW + VALIDITY)


@pytest.mark.parametrize(
    ("secret", "abonnement", "arn"),
    [("ander", ABONNEMENT, ARN), (SECRET, "a2", ARN), (SECRET, ABONNEMENT, f"{ARN}2"), (SECRET, "a1\n", ARN)],
)
def test_token_of_another(secret: str, abonnement: str, arn: str) -> None:
    """A token of another secret, abonnement or queue proves nothing."""
    assert not token_matches(TOKEN, secret, abonnement, arn, NOW)


def test_a_longer_validity_is_another_token() -> None:
    """Whoever writes a later end on a token has no token."""
    until, _, digest = TOKEN.partition(".")
    assert not token_matches(f"{int(until) + 1}.{digest}", SECRET, ABONNEMENT, ARN, NOW)
    assert not token_matches(f"0{TOKEN}", SECRET, ABONNEMENT, ARN, NOW)


@given(st.text(max_size=80) | st.builds("{}.{}".format, st.integers(0, 10**12), st.text(max_size=50)))
def test_rubbish_is_no_token(text: str) -> None:
    """Whatever is sent back that we did not make is refused, without an error."""
    assert not token_matches(text, SECRET, ABONNEMENT, ARN, NOW)
