"""No error of the wire goes untranslated: a table of all that httpx, h11 and OpenSSL have."""

import ssl
from collections.abc import Iterator
from typing import Final

import h11
import httpx
import pytest
from stagemarkt.adapters.soap.transport_errors import IsGroter, mag_opnieuw, vertaal
from stagemarkt.model.errors import (
    BronAntwoordOngeldig,
    BronCertificaat,
    Bronfout,
    BronNietBeschikbaar,
    BronTimeout,
    SchoolcertificaatOngeschikt,
)

from tests.integration.support.secret import alles_van

# Per error: what it becomes, and whether the call is tried once more.
TABEL: Final[dict[type[httpx.HTTPError], tuple[type[Bronfout], bool]]] = {
    httpx.HTTPError: (BronNietBeschikbaar, False),
    httpx.RequestError: (BronNietBeschikbaar, False),
    httpx.TransportError: (BronNietBeschikbaar, False),
    httpx.TimeoutException: (BronTimeout, False),
    httpx.ConnectTimeout: (BronTimeout, False),
    httpx.ReadTimeout: (BronTimeout, False),
    httpx.WriteTimeout: (BronTimeout, False),
    httpx.PoolTimeout: (BronTimeout, False),
    httpx.NetworkError: (BronNietBeschikbaar, False),
    httpx.ConnectError: (BronNietBeschikbaar, True),
    httpx.ReadError: (BronNietBeschikbaar, True),
    httpx.WriteError: (BronNietBeschikbaar, True),
    httpx.CloseError: (BronNietBeschikbaar, False),
    httpx.ProtocolError: (BronNietBeschikbaar, False),
    httpx.LocalProtocolError: (BronNietBeschikbaar, False),
    httpx.RemoteProtocolError: (BronNietBeschikbaar, True),
    # The transport has no proxy, follows nothing, decodes nothing: these never come, but if they did.
    httpx.ProxyError: (BronNietBeschikbaar, False),
    httpx.UnsupportedProtocol: (BronNietBeschikbaar, False),
    httpx.DecodingError: (BronNietBeschikbaar, False),
    httpx.TooManyRedirects: (BronNietBeschikbaar, False),
    httpx.HTTPStatusError: (BronNietBeschikbaar, False),
}
# What OpenSSL calls a server that does not want our certificate, in TLS 1.2 and 1.3.
WEIGERINGEN: Final = (
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


def _alle(soort: type[httpx.HTTPError]) -> Iterator[type[httpx.HTTPError]]:
    yield soort
    for onder in soort.__subclasses__():
        yield from _alle(onder)


def _vertaal(fout: BaseException) -> Bronfout:
    vertaald = vertaal(fout)
    assert isinstance(vertaald, Bronfout)
    return vertaald


def _maak(soort: type[httpx.HTTPError]) -> httpx.HTTPError:
    if soort is httpx.HTTPStatusError:
        verzoek = httpx.Request("POST", "https://sbb.example")
        return httpx.HTTPStatusError("GEHEIM", request=verzoek, response=httpx.Response(500))
    return soort("GEHEIM")


def _tls(reden: str, soort: type[ssl.SSLError] = ssl.SSLError) -> ssl.SSLError:
    fout = soort(1, "GEHEIM")
    fout.reason = reden
    return fout


def _door(fout: httpx.HTTPError, oorzaak: BaseException) -> httpx.HTTPError:
    fout.__cause__ = oorzaak
    return fout


def test_de_tabel_is_heel() -> None:
    """An error that a newer httpx brings fails here until somebody decides what it means."""
    assert set(_alle(httpx.HTTPError)) == set(TABEL)


@pytest.mark.parametrize(("soort", "verwacht"), TABEL.items())
def test_elke_fout_van_httpx(soort: type[httpx.HTTPError], verwacht: tuple[type[Bronfout], bool]) -> None:
    """Each error becomes the one of the table, is retried as it says, and its text goes nowhere."""
    fout = _maak(soort)
    vertaald = _vertaal(fout)
    assert (type(vertaald), mag_opnieuw(fout)) == verwacht
    assert "GEHEIM" not in alles_van(vertaald)
    assert soort.__name__ in vertaald.intern


@pytest.mark.parametrize("reden", WEIGERINGEN)
@pytest.mark.parametrize("soort", [httpx.ConnectError, httpx.ReadError, httpx.WriteError])
def test_geweigerd_certificaat(soort: type[httpx.HTTPError], reden: str) -> None:
    """A refusal of our certificate is found behind whatever it hides in, and is never tried again."""
    fout = _door(soort("x"), _tls(reden))
    assert type(_vertaal(fout)) is SchoolcertificaatOngeschikt
    assert reden in _vertaal(fout).intern
    assert not mag_opnieuw(fout)


def test_geweigerd_certificaat_van_sbb() -> None:
    """SBB's own certificate that is not trusted is a matter of certificates too."""
    fout = _door(httpx.ConnectError("x"), _tls("X", ssl.SSLCertVerificationError))
    assert type(_vertaal(fout)) is BronCertificaat
    assert not mag_opnieuw(fout)


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
def test_andere_tls_fouten(reden: str) -> None:
    """Any other trouble with TLS is an SBB that cannot be reached."""
    fout = _door(httpx.ConnectError("x"), _tls(reden))
    assert type(_vertaal(fout)) is BronNietBeschikbaar


def test_geen_http() -> None:
    """What h11 cannot read is no answer, and asking again would give no other."""
    fout = _door(httpx.RemoteProtocolError("x"), h11.RemoteProtocolError("GEHEIM"))
    assert type(_vertaal(fout)) is BronAntwoordOngeldig
    assert "GEHEIM" not in _vertaal(fout).intern
    assert not mag_opnieuw(fout)


def test_te_groot() -> None:
    """An answer over the limit is no answer, and is not asked for again."""
    assert type(_vertaal(IsGroter(1))) is BronAntwoordOngeldig
    assert not mag_opnieuw(IsGroter(1))


@pytest.mark.parametrize("fout", [OSError("GEHEIM"), ConnectionResetError("GEHEIM"), _tls("X")])
def test_wat_httpx_doorlaat(fout: Exception) -> None:
    """An error of the system that httpx did not wrap is an SBB that cannot be reached."""
    assert type(_vertaal(fout)) is BronNietBeschikbaar
    assert "GEHEIM" not in alles_van(_vertaal(fout))
