"""Who brings a message: by the client certificate that API Gateway verified, and by nothing else."""

import base64
import contextlib
import ssl
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stagemarkt.adapters.client_certificate import read_client_certificate
from stagemarkt.entry.client_certificate import NoSender, oin_of_sender, require_sender
from stagemarkt.ports.intake import UnreadableCertificate

from tests.unit.client_certificates import NOW, of_unknown_version, pem, with_bits_for_a_name

OIN = "00000003273711120000"
OTHER = "0000000700099XX00000"


def _oin(this_event: dict[str, Any]) -> str:
    return oin_of_sender(this_event, NOW.timestamp(), read_client_certificate)


def _eis(this_event: dict[str, Any], oin: str = OIN) -> None:
    require_sender(this_event, oin, NOW.timestamp(), read_client_certificate)


def event(**clientcert: Any) -> dict[str, Any]:
    """An event of API Gateway with this client certificate."""
    return {"requestContext": {"identity": {"clientCert": clientcert}}}


UIT_DE_TIJD = {"notBefore": "Jul  3 00:00:00 2025 GMT", "notAfter": "Oct  1 00:00:00 2025 GMT"}


@pytest.mark.parametrize(
    "beside",
    [
        {},
        {"subjectDN": f"C=NL,O=SBB,CN=x,serialNumber={OIN}"},
        {"subjectDN": f"serialNumber={OTHER}"},
        {"subjectDN": "www.example.com"},
        {"subjectDN": 7, "issuerDN": f"serialNumber={OTHER}", "serialNumber": OTHER},
        {"validity": UIT_DE_TIJD},
        {"validity": "altijd"},
    ],
)
def test_sbb_is_recognized(beside: dict[str, Any]) -> None:
    """The OIN is that in the certificate, whatever is said of it beside it."""
    this_event = event(clientCertPem=pem(OIN), **beside)
    assert _oin(this_event) == OIN
    _eis(this_event)


@pytest.mark.parametrize(
    "empty", [{}, {"clientCertPem": None}, {"clientCertPem": ""}, {"clientCertPem": ["x"]}]
)
@pytest.mark.parametrize(
    "text", [f"serialNumber={OIN}", f"CN=x,2.5.4.5=#1314{OIN.encode().hex()}", "CN=x", ""]
)
def test_a_subject_is_worth_nothing_without_a_certificate(empty: dict[str, Any], text: str) -> None:
    """A subject as text lets nobody in, SBB neither: without the certificate itself this fails closed."""
    with pytest.raises(NoSender, match="without its PEM"):
        _eis(event(subjectDN=text, **empty))


@pytest.mark.parametrize(
    ("clientcert", "why"),
    [
        ({}, "no client certificate"),
        ({"serialNumber": OIN, "issuerDN": f"serialNumber={OIN}"}, "without its PEM"),
        ({"clientCertPem": pem(), "subjectDN": f"serialNumber={OIN}"}, "0 serialNumbers"),
        ({"clientCertPem": pem(cn=f"x,serialNumber={OIN}")}, "0 serialNumbers"),
        (
            {"clientCertPem": pem(cn=f"x+2.5.4.5={OIN}"), "subjectDN": f"CN=x,serialNumber={OIN}"},
            "0 serialNumb",
        ),
        ({"clientCertPem": pem(OIN, OIN)}, "2 serialNumbers"),
        ({"clientCertPem": pem(OIN, OTHER)}, "2 serialNumbers"),
        ({"clientCertPem": pem(OTHER), "subjectDN": f"serialNumber={OIN}"}, "another OIN"),
        ({"clientCertPem": pem(f"{OIN}0")}, "another OIN"),
        ({"clientCertPem": "CERT_CONTENT", "subjectDN": f"serialNumber={OIN}"}, "cannot be read"),
        ({"clientCertPem": pem(OIN)[:400], "subjectDN": f"serialNumber={OIN}"}, "cannot be read"),
        ({"clientCertPem": "\ud800"}, "cannot be read"),
        ({"clientCertPem": of_unknown_version(pem(OIN))}, "cannot be read"),
        ({"clientCertPem": with_bits_for_a_name(pem(OIN))}, "cannot be read"),
        ({"clientCertPem": pem(OIN, days=-1)}, "out of time"),
        ({"clientCertPem": pem(OIN, since=-1)}, "out of time"),
    ],
)
def test_anyone_else_is_nobody(clientcert: dict[str, Any], why: str) -> None:
    """None, another, several, hidden in a name, out of time, unreadable: refused, and it is said why."""
    with pytest.raises(NoSender, match=why) as caught:
        _eis(event(**clientcert))
    assert OIN not in str(caught.value)
    assert OTHER not in str(caught.value)


@pytest.mark.parametrize(
    "otherwise",
    [
        {},
        {"requestContext": None},
        {"requestContext": {"identity": None}},
        {"requestContext": {"identity": {"clientCert": None}}},
        {"requestContext": {"identity": {"clientCert": pem(OIN)}}},
        {"requestContext": {"authorizer": {"clientCert": {"clientCertPem": pem(OIN)}}}},
        {"identity": {"clientCert": {"clientCertPem": pem(OIN)}}},
        {
            "headers": {
                "X-SSL-Client-S-DN": f"serialNumber={OIN}",
                "X-Client-Cert": base64.b64encode(pem(OIN).encode()).decode(),
            }
        },
    ],
)
def test_only_the_context_counts(otherwise: dict[str, Any]) -> None:
    """Headers, and anything else that a caller could send, are not looked at."""
    with pytest.raises(NoSender):
        _oin(otherwise)


def test_without_an_oin_of_sbb_nobody_may() -> None:
    """An OIN that was left empty lets nobody in, not everybody without one."""
    with pytest.raises(NoSender):
        _eis(event(clientCertPem=pem()), "")


@given(spot=st.integers(0, 2000), byte=st.integers(0, 255))
@pytest.mark.filterwarnings("ignore:Parsed a serial number:cryptography.utils.CryptographyDeprecationWarning")
def test_one_byte_otherwise(spot: int, byte: int) -> None:
    """Whatever a certificate is made of, it is read or told to be unreadable: it is never our own fault."""
    der = bytearray(ssl.PEM_cert_to_DER_cert(pem(OIN)))
    der[spot % len(der)] = byte
    with contextlib.suppress(UnreadableCertificate):
        assert read_client_certificate(ssl.DER_cert_to_PEM_cert(bytes(der))).valid_from.tzinfo
