"""What AWS says when it refuses, for people. Translated here and nowhere else."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectionError,  # noqa: A004 - botocore's name of it
    CredentialRetrievalError,
    HTTPClientError,
    NoCredentialsError,
    PartialCredentialsError,
    ProfileNotFound,
    SSOError,
)

from stagemarkt_cli.messages import NIET_BEREIKBAAR, Melding

_GEWEIGERD: Final = frozenset({"AccessDenied", "AccessDeniedException", "UnauthorizedOperation"})
_ONGELDIG: Final = frozenset(
    {
        "ExpiredToken",
        "ExpiredTokenException",
        "IncompleteSignature",
        "InvalidAccessKeyId",
        "InvalidClientTokenId",
        "SignatureDoesNotMatch",
        "UnrecognizedClientException",
    }
)


@contextmanager
def vertaald(eindpunt: str) -> Iterator[None]:
    """Within it, whatever AWS raises becomes a `Melding`; `eindpunt` is named where it cannot be reached.

    The text of AWS itself is left out: it may quote what was sent.
    """
    try:
        yield
    except (NoCredentialsError, PartialCredentialsError, CredentialRetrievalError, ProfileNotFound, SSOError):
        raise geen_gegevens() from None
    except (ConnectionError, HTTPClientError) as fout:
        raise Melding(
            f"AWS is niet bereikbaar: {eindpunt}",
            f"Oorzaak: {type(fout).__name__}. Lokaal: draait `make up`, en is AWS_ENDPOINT_URL de "
            "awsEndpointUrl uit .local/stack.json?",
            code=NIET_BEREIKBAAR,
        ) from None
    except ClientError as fout:
        raise _van_aws(fout) from None
    except BotoCoreError as fout:
        raise Melding(f"AWS werkt niet mee: {type(fout).__name__}") from None


def geen_gegevens() -> Melding:
    """Nobody is logged in."""
    return Melding(
        "Er zijn geen AWS-gegevens, of ze zijn niet volledig.",
        "Log in (`aws sso login`, of AWS_PROFILE). Voor de lokale stapel: zet AWS_ENDPOINT_URL op de "
        "awsEndpointUrl uit .local/stack.json.",
    )


def code_van(fout: ClientError) -> str:
    """AWS's own code of an error."""
    return fout.response.get("Error", {}).get("Code", "ClientError")


def _van_aws(fout: ClientError) -> Melding:
    code = code_van(fout)
    if code in _ONGELDIG:
        return Melding(
            f"AWS aanvaardt deze gegevens niet: {code}.",
            "Voor de lokale stapel zijn er geen nodig: haal AWS_ACCESS_KEY_ID en AWS_PROFILE dan weg.",
        )
    if code in _GEWEIGERD:
        return Melding(f"Uw AWS-rol mag dit niet: {fout.operation_name}.")
    return Melding(f"AWS weigert {fout.operation_name}: {code}.")
