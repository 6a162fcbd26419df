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


def _all(soort: type[httpx.HTTPError]) -> Iterator[type[httpx.HTTPError]]:
    yield soort
    for inner in soort.__subclasses__():
        yield from _all(inner)


def _translate(fout: BaseException) -> BronError:
    translated = translate(fout)
    assert isinstance(translated, BronError)
    return translated


def _make(soort: type[httpx.HTTPError]) -> httpx.HTTPError:
    if soort is httpx.HTTPStatusError:
        verzoek = httpx.Request("POST", "https://sbb.example")
        return httpx.HTTPStatusError("GEHEIM", request=verzoek, response=httpx.Response(500))
    return soort("GEHEIM")


def _tls(reden: str, soort: type[ssl.SSLError] = ssl.SSLError) -> ssl.SSLError:
    fout = soort(1, "GEHEIM")
    fout.reason = reden
    return fout


def _door(fout: httpx.HTTPError, cause: BaseException) -> httpx.HTTPError:
    fout.__cause__ = cause
    return fout


def test_the_table_is_whole() -> None:
    """An error that a newer httpx brings fails here until somebody decides what it means."""
    assert set(_all(httpx.HTTPError)) == set(TABLE)


@pytest.mark.parametrize(("soort", "expected"), TABLE.items())
def test_every_error_of_httpx(soort: type[httpx.HTTPError], expected: tuple[type[BronError], bool]) -> None:
    """Each error becomes the one of the table, is retried as it says, and its text goes nowhere."""
    fout = _make(soort)
    translated = _translate(fout)
    assert (type(translated), may_retry(fout)) == expected
    assert "GEHEIM" not in everything_of(translated)
    assert soort.__name__ in translated.internal


@pytest.mark.parametrize("reden", REFUSALS)
@pytest.mark.parametrize("soort", [httpx.ConnectError, httpx.ReadError, httpx.WriteError])
def test_refused_certificate(soort: type[httpx.HTTPError], reden: str) -> None:
    """A refusal of our certificate is found behind whatever it hides in, and is never tried again."""
    fout = _door(soort("x"), _tls(reden))
    assert type(_translate(fout)) is SchoolCertificateUnsuitable
    assert reden in _translate(fout).internal
    assert not may_retry(fout)


def test_refused_certificate_of_sbb() -> None:
    """SBB's own certificate that is not trusted is a matter of certificates too."""
    fout = _door(httpx.ConnectError("x"), _tls("X", ssl.SSLCertVerificationError))
    assert type(_translate(fout)) is BronCertificate
    assert not may_retry(fout)


@pytest.mark.parametrize(
    "reden",
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
def test_other_tls_errors(reden: str) -> None:
    """Any other trouble with TLS is an SBB that cannot be reached."""
    fout = _door(httpx.ConnectError("x"), _tls(reden))
    assert type(_translate(fout)) is BronUnavailable


def test_no_http() -> None:
    """What h11 cannot read is no answer, and asking again would give no other."""
    fout = _door(httpx.RemoteProtocolError("x"), h11.RemoteProtocolError("GEHEIM"))
    assert type(_translate(fout)) is BronAnswerInvalid
    assert "GEHEIM" not in _translate(fout).internal
    assert not may_retry(fout)


def test_too_large() -> None:
    """An answer over the limit is no answer, and is not asked for again."""
    assert type(_translate(ResponseTooLarge(1))) is BronAnswerInvalid
    assert not may_retry(ResponseTooLarge(1))


@pytest.mark.parametrize("fout", [OSError("GEHEIM"), ConnectionResetError("GEHEIM"), _tls("X")])
def test_what_httpx_lets_through(fout: Exception) -> None:
    """An error of the system that httpx did not wrap is an SBB that cannot be reached."""
    assert type(_translate(fout)) is BronUnavailable
    assert "GEHEIM" not in everything_of(_translate(fout))
