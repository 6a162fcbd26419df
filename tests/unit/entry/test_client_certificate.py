"""Who brings a message: by the client certificate that API Gateway verified, and by nothing else."""

import base64
from typing import Any

import pytest
from stagemarkt.adapters.client_certificate import read_client_certificate
from stagemarkt.entry.client_certificate import GeenAfzender, eis_afzender, oin_van_afzender

from tests.unit.client_certificates import NU, pem

OIN = "00000003273711120000"
ANDER = "0000000700099XX00000"


def _oin(gebeurtenis: dict[str, Any]) -> str:
    return oin_van_afzender(gebeurtenis, NU.timestamp(), read_client_certificate)


def _eis(gebeurtenis: dict[str, Any], oin: str = OIN) -> None:
    eis_afzender(gebeurtenis, oin, NU.timestamp(), read_client_certificate)


def event(**clientcert: Any) -> dict[str, Any]:
    """An event of API Gateway with this client certificate."""
    return {"requestContext": {"identity": {"clientCert": clientcert}}}


UIT_DE_TIJD = {"notBefore": "Jul  3 00:00:00 2025 GMT", "notAfter": "Oct  1 00:00:00 2025 GMT"}


@pytest.mark.parametrize(
    "ernaast",
    [
        {},
        {"subjectDN": f"C=NL,O=SBB,CN=x,serialNumber={OIN}"},
        {"subjectDN": f"serialNumber={ANDER}"},
        {"subjectDN": "www.example.com"},
        {"subjectDN": 7, "issuerDN": f"serialNumber={ANDER}", "serialNumber": ANDER},
        {"validity": UIT_DE_TIJD},
        {"validity": "altijd"},
    ],
)
def test_sbb_wordt_herkend(ernaast: dict[str, Any]) -> None:
    """The OIN is that in the certificate, whatever is said of it beside it."""
    gebeurtenis = event(clientCertPem=pem(OIN), **ernaast)
    assert _oin(gebeurtenis) == OIN
    _eis(gebeurtenis)


@pytest.mark.parametrize(
    "leeg", [{}, {"clientCertPem": None}, {"clientCertPem": ""}, {"clientCertPem": ["x"]}]
)
@pytest.mark.parametrize(
    "tekst", [f"serialNumber={OIN}", f"CN=x,2.5.4.5=#1314{OIN.encode().hex()}", "CN=x", ""]
)
def test_zonder_certificaat_is_een_onderwerp_niets_waard(leeg: dict[str, Any], tekst: str) -> None:
    """A subject as text lets nobody in, SBB neither: without the certificate itself this fails closed."""
    with pytest.raises(GeenAfzender, match="without its PEM"):
        _eis(event(subjectDN=tekst, **leeg))


@pytest.mark.parametrize(
    ("clientcert", "waarom"),
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
        ({"clientCertPem": pem(OIN, ANDER)}, "2 serialNumbers"),
        ({"clientCertPem": pem(ANDER), "subjectDN": f"serialNumber={OIN}"}, "another OIN"),
        ({"clientCertPem": pem(f"{OIN}0")}, "another OIN"),
        ({"clientCertPem": "CERT_CONTENT", "subjectDN": f"serialNumber={OIN}"}, "cannot be read"),
        ({"clientCertPem": pem(OIN)[:400], "subjectDN": f"serialNumber={OIN}"}, "cannot be read"),
        ({"clientCertPem": "\ud800"}, "cannot be read"),
        ({"clientCertPem": pem(OIN, dagen=-1)}, "out of time"),
        ({"clientCertPem": pem(OIN, sinds=-1)}, "out of time"),
    ],
)
def test_ieder_ander_is_niemand(clientcert: dict[str, Any], waarom: str) -> None:
    """None, another, several, hidden in a name, out of time, unreadable: refused, and it is said why."""
    with pytest.raises(GeenAfzender, match=waarom) as gevangen:
        _eis(event(**clientcert))
    assert OIN not in str(gevangen.value)
    assert ANDER not in str(gevangen.value)


@pytest.mark.parametrize(
    "anders",
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
def test_alleen_de_context_telt(anders: dict[str, Any]) -> None:
    """Headers, and anything else that a caller could send, are not looked at."""
    with pytest.raises(GeenAfzender):
        _oin(anders)


def test_zonder_oin_van_sbb_mag_niemand() -> None:
    """An OIN that was left empty lets nobody in, not everybody without one."""
    with pytest.raises(GeenAfzender):
        _eis(event(clientCertPem=pem()), "")
