"""No error of the wire goes untranslated: a table of all that httpx, h11 and OpenSSL have."""

import ssl
from collections.abc import Iterator
from typing import Final

import h11
import httpx
import pytest
from stagemarkt.adapters.soap.transport_errors import ResponseTooLarge, may_retry, translate
from stagemarkt.model.errors import (
    BronAnswerInvalid,
    BronCertificate,
    BronError,
    BronTimeout,
    BronUnavailable,
    SchoolCertificateUnsuitable,
)

from tests.integration.support.secret import everything_of

# Per error: what it becomes, and whether the call is tried once more.
TABLE: Final[dict[type[httpx.HTTPError], tuple[type[BronError], bool]]] = {
    httpx.HTTPError: (BronUnavailable, False),
    httpx.RequestError: (BronUnavailable, False),
    httpx.TransportError: (BronUnavailable, False),
    httpx.TimeoutException: (BronTimeout, False),
    httpx.ConnectTimeout: (BronTimeout, False),
    httpx.ReadTimeout: (BronTimeout, False),
    httpx.WriteTimeout: (BronTimeout, False),
    httpx.PoolTimeout: (BronTimeout, False),
    httpx.NetworkError: (BronUnavailable, False),
    httpx.ConnectError: (BronUnavailable, True),
    httpx.ReadError: (BronUnavailable, True),
    httpx.WriteError: (BronUnavailable, True),
    httpx.CloseError: (BronUnavailable, False),
    httpx.ProtocolError: (BronUnavailable, False),
    httpx.LocalProtocolError: (BronUnavailable, False),
    httpx.RemoteProtocolError: (BronUnavailable, True),
    # The transport has no proxy, follows nothing, decodes nothing: these never come, but if they did.
    httpx.ProxyError: (BronUnavailable, False),
    httpx.UnsupportedProtocol: (BronUnavailable, False),
    httpx.DecodingError: (BronUnavailable, False),
    httpx.TooManyRedirects: (BronUnavailable, False),
    httpx.HTTPStatusError: (BronUnavailable, False),
}
# What OpenSSL calls a server that does not want our certificate, in TLS 1.2 and 1.3.
REFUSALS: Final = (
    "SSLV3_ALERT_BAD_CERTIFICATE",
    "SSLV3_ALERT_UNSUPPORTED_CERTIFICATE",
    "SSLV3_ALERT_CERTIFICATE_REVOKED",
    "SSLV3_ALERT_CERTIFICATE_EXPIRED",
    "SSLV3_ALERT_CERTIFICATE_UNKNOWN",
    "SSLV3_ALERT_NO_CERTIFICATE",
    "SSLV3_ALERT_HANDSHAKE_FAILURE",
    "TLSV1_ALERT_UNKNOWN_CA",
    "TLSV1_ALERT_ACCESS_DENIED",
    "TLSV13_ALERT_CERTIFICATE_REQUIRED",
)


def _all(kind: type[httpx.HTTPError]) -> Iterator[type[httpx.HTTPError]]:
    yield kind
    for inner in kind.__subclasses__():
        yield from _all(inner)


def _translate(error: BaseException) -> BronError:
    translated = translate(error)
    assert isinstance(translated, BronError)
    return translated


def _make(kind: type[httpx.HTTPError]) -> httpx.HTTPError:
    if kind is httpx.HTTPStatusError:
        request = httpx.Request("POST", "https://sbb.example")
        return httpx.HTTPStatusError("GEHEIM", request=request, response=httpx.Response(500))
    return kind("GEHEIM")


def _tls(reason: str, kind: type[ssl.SSLError] = ssl.SSLError) -> ssl.SSLError:
    error = kind(1, "GEHEIM")
    error.reason = reason
    return error


def _door(error: httpx.HTTPError, cause: BaseException) -> httpx.HTTPError:
    error.__cause__ = cause
    return error


def test_the_table_is_whole() -> None:
    """An error that a newer httpx brings fails here until somebody decides what it means."""
    assert set(_all(httpx.HTTPError)) == set(TABLE)


@pytest.mark.parametrize(("kind", "expected"), TABLE.items())
def test_every_error_of_httpx(kind: type[httpx.HTTPError], expected: tuple[type[BronError], bool]) -> None:
    """Each error becomes the one of the table, is retried as it says, and its text goes nowhere."""
    error = _make(kind)
    translated = _translate(error)
    assert (type(translated), may_retry(error)) == expected
    assert "GEHEIM" not in everything_of(translated)
    assert kind.__name__ in translated.internal


@pytest.mark.parametrize("reason", REFUSALS)
@pytest.mark.parametrize("kind", [httpx.ConnectError, httpx.ReadError, httpx.WriteError])
def test_refused_certificate(kind: type[httpx.HTTPError], reason: str) -> None:
    """A refusal of our certificate is found behind whatever it hides in, and is never tried again."""
    error = _door(kind("x"), _tls(reason))
    assert type(_translate(error)) is SchoolCertificateUnsuitable
    assert reason in _translate(error).internal
    assert not may_retry(error)


def test_refused_certificate_of_sbb() -> None:
    """SBB's own certificate that is not trusted is a matter of certificates too."""
    error = _door(httpx.ConnectError("x"), _tls("X", ssl.SSLCertVerificationError))
    assert type(_translate(error)) is BronCertificate
    assert not may_retry(error)


@pytest.mark.parametrize(
    "reason",
    [
        "TLSV1_ALERT_PROTOCOL_VERSION",
        "TLSV1_ALERT_INTERNAL_ERROR",
        "TLSV1_ALERT_INSUFFICIENT_SECURITY",
        "TLSV1_ALERT_DECRYPT_ERROR",
        "TLSV1_ALERT_USER_CANCELLED",
        "TLSV1_UNRECOGNIZED_NAME",
        "SSLV3_ALERT_ILLEGAL_PARAMETER",
        "SSLV3_ALERT_UNEXPECTED_MESSAGE",
        "TLSV1_BAD_CERTIFICATE_STATUS_RESPONSE",
        "TLSV1_CERTIFICATE_UNOBTAINABLE",
        "UNKNOWN_CERTIFICATE_TYPE",
        "WRONG_VERSION_NUMBER",
        "",
    ],
)
def test_other_tls_errors(reason: str) -> None:
    """Any other trouble with TLS is an SBB that cannot be reached."""
    error = _door(httpx.ConnectError("x"), _tls(reason))
    assert type(_translate(error)) is BronUnavailable


def test_no_http() -> None:
    """What h11 cannot read is no answer, and asking again would give no other."""
    error = _door(httpx.RemoteProtocolError("x"), h11.RemoteProtocolError("GEHEIM"))
    assert type(_translate(error)) is BronAnswerInvalid
    assert "GEHEIM" not in _translate(error).internal
    assert not may_retry(error)


def test_too_large() -> None:
    """An answer over the limit is no answer, and is not asked for again."""
    assert type(_translate(ResponseTooLarge(1))) is BronAnswerInvalid
    assert not may_retry(ResponseTooLarge(1))


@pytest.mark.parametrize("error", [OSError("GEHEIM"), ConnectionResetError("GEHEIM"), _tls("X")])
def test_what_httpx_lets_through(error: Exception) -> None:
    """An error of the system that httpx did not wrap is an SBB that cannot be reached."""
    assert type(_translate(error)) is BronUnavailable
    assert "GEHEIM" not in everything_of(_translate(error))
