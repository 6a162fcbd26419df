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

from stagemarkt_cli.messages import NOT_REACHABLE, Notice

_REFUSED: Final = frozenset({"AccessDenied", "AccessDeniedException", "UnauthorizedOperation"})
_INVALID: Final = frozenset(
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
def translated(endpoint: str) -> Iterator[None]:
    """Within it, whatever AWS raises becomes a `Notice`; `endpoint` is named where it cannot be reached.

    The text of AWS itself is left out: it may quote what was sent.
    """
    try:
        yield
    except (NoCredentialsError, PartialCredentialsError, CredentialRetrievalError, ProfileNotFound, SSOError):
        raise no_credentials() from None
    except (ConnectionError, HTTPClientError) as error:
        raise Notice(
            f"AWS is niet bereikbaar: {endpoint}",
            f"Oorzaak: {type(error).__name__}. Lokaal: draait `make up`, en is AWS_ENDPOINT_URL de "
            "awsEndpointUrl uit .local/stack.json?",
            code=NOT_REACHABLE,
        ) from None
    except ClientError as error:
        raise _from_aws(error) from None
    except BotoCoreError as error:
        raise Notice(f"AWS werkt niet mee: {type(error).__name__}") from None


def no_credentials() -> Notice:
    """Nobody is logged in."""
    return Notice(
        "Er zijn geen AWS-gegevens, of ze zijn niet volledig.",
        "Log in (`aws sso login`, of AWS_PROFILE). Voor de lokale stapel: zet AWS_ENDPOINT_URL op de "
        "awsEndpointUrl uit .local/stack.json.",
    )


def code_of(error: ClientError) -> str:
    """AWS's own code of an error."""
    return error.response.get("Error", {}).get("Code", "ClientError")


def _from_aws(error: ClientError) -> Notice:
    code = code_of(error)
    if code in _INVALID:
        return Notice(
            f"AWS aanvaardt deze gegevens niet: {code}.",
            "Voor de lokale stapel zijn er geen nodig: haal AWS_ACCESS_KEY_ID en AWS_PROFILE dan weg.",
        )
    if code in _REFUSED:
        return Notice(f"Uw AWS-rol mag dit niet: {error.operation_name}.")
    return Notice(f"AWS weigert {error.operation_name}: {code}.")
