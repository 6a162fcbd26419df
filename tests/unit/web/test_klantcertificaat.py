"""Who brings a message: by the client certificate that API Gateway verified, and by nothing else."""

import base64
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from stagemarkt.web.klantcertificaat import GeenAfzender, eis_afzender, oin_van_afzender

OIN = "00000003273711120000"
ANDER = "0000000700099XX00000"
NU = datetime(2026, 9, 1, tzinfo=UTC)
DAG = timedelta(days=1)
_SLEUTEL = ec.generate_private_key(ec.SECP256R1())


def pem(*nummers: str, cn: str = "whitelabel.sbb.example", dagen: int = 30) -> str:
    """A certificate with these serialNumbers in its subject, valid until so many days after `NU`."""
    paren = [(NameOID.COMMON_NAME, cn), *((NameOID.SERIAL_NUMBER, nummer) for nummer in nummers)]
    naam = x509.Name([x509.NameAttribute(soort, waarde) for soort, waarde in paren])
    certificaat = (
        x509.CertificateBuilder()
        .subject_name(naam)
        .issuer_name(naam)
        .public_key(_SLEUTEL.public_key())
        .serial_number(1)
        .not_valid_before(NU - 60 * DAG)
        .not_valid_after(NU + dagen * DAG)
        .sign(_SLEUTEL, hashes.SHA256())
    )
    return certificaat.public_bytes(serialization.Encoding.PEM).decode()


def event(**clientcert: Any) -> dict[str, Any]:
    """An event of API Gateway with this client certificate."""
    return {"requestContext": {"identity": {"clientCert": clientcert}}}


PERIODE = {"notBefore": "Jul  3 00:00:00 2026 GMT", "notAfter": "Oct  1 00:00:00 2026 GMT"}


@pytest.mark.parametrize(
    "clientcert",
    [
        {"clientCertPem": pem(OIN)},
        {"subjectDN": f"C=NL,O=SBB,CN=x,serialNumber={OIN}"},
        {
            "clientCertPem": pem(OIN),
            "subjectDN": f"2.5.4.5=#1314{OIN.encode().hex()},CN=x",
            "validity": PERIODE,
        },
        {"clientCertPem": pem(OIN), "subjectDN": "www.example.com"},
        {"clientCertPem": pem(OIN), "subjectDN": f"/CN=x/serialNumber={ANDER}"},
        {"clientCertPem": pem(OIN), "subjectDN": "CN=x"},
    ],
)
def test_sbb_wordt_herkend(clientcert: dict[str, Any]) -> None:
    """The OIN comes from the certificate, or from its subject as text where there is no certificate."""
    assert oin_van_afzender(event(**clientcert), NU.timestamp()) == OIN
    eis_afzender(event(**clientcert), OIN, NU.timestamp())


@pytest.mark.parametrize(
    "clientcert",
    [
        {},
        {"subjectDN": ""},
        {"subjectDN": 7},
        {"subjectDN": "CN=x"},
        {"subjectDN": f"CN=x\\,serialNumber={OIN}"},
        {"subjectDN": f'CN="x,serialNumber={OIN}"'},
        {"subjectDN": f"/CN=x/serialNumber={OIN}"},
        {"subjectDN": f"serialNumber={OIN},serialNumber={OIN}"},
        {"subjectDN": f"serialNumber={ANDER}"},
        {"subjectDN": f"serialNumber={OIN}0"},
        {"serialNumber": OIN, "issuerDN": f"serialNumber={OIN}"},
        {"clientCertPem": pem(), "subjectDN": "CN=x"},
        {"clientCertPem": pem(cn=f"x,serialNumber={OIN}")},
        {"clientCertPem": pem(cn=f"x+2.5.4.5={OIN}"), "subjectDN": f"CN=x,serialNumber={OIN}"},
        {"clientCertPem": pem(OIN, OIN)},
        {"clientCertPem": pem(ANDER)},
        {"clientCertPem": pem(ANDER), "subjectDN": f"serialNumber={OIN}"},
        {"clientCertPem": pem(OIN), "subjectDN": f"serialNumber={ANDER}"},
        {"clientCertPem": pem(OIN), "subjectDN": f"serialNumber={OIN},serialNumber={ANDER}"},
        {"clientCertPem": "CERT_CONTENT", "subjectDN": f"serialNumber={OIN}"},
        {"clientCertPem": pem(OIN)[:400], "subjectDN": f"serialNumber={OIN}"},
        {"clientCertPem": ["x"], "subjectDN": f"serialNumber={OIN}"},
        {"clientCertPem": pem(OIN, dagen=-1)},
        {"subjectDN": f"serialNumber={OIN}", "validity": {**PERIODE, "notAfter": "Aug 31 23:59:59 2026 GMT"}},
        {
            "subjectDN": f"serialNumber={OIN}",
            "validity": {**PERIODE, "notBefore": "Sep  2 00:00:00 2026 GMT"},
        },
        {"subjectDN": f"serialNumber={OIN}", "validity": {"notAfter": "Oct  1 00:00:00 2026 GMT"}},
        {"subjectDN": f"serialNumber={OIN}", "validity": {"notBefore": "x", "notAfter": "y"}},
        {"subjectDN": f"serialNumber={OIN}", "validity": "altijd"},
    ],
)
def test_ieder_ander_is_niemand(clientcert: dict[str, Any]) -> None:
    """None, another, several, hidden in a name, out of time, unreadable: all are refused."""
    with pytest.raises(GeenAfzender) as gevangen:
        eis_afzender(event(**clientcert), OIN, NU.timestamp())
    assert OIN not in str(gevangen.value)
    assert ANDER not in str(gevangen.value)


@pytest.mark.parametrize(
    "anders",
    [
        {},
        {"requestContext": None},
        {"requestContext": {"identity": None}},
        {"requestContext": {"identity": {"clientCert": None}}},
        {"requestContext": {"identity": {"clientCert": f"serialNumber={OIN}"}}},
        {"requestContext": {"authorizer": {"clientCert": {"subjectDN": f"serialNumber={OIN}"}}}},
        {"identity": {"clientCert": {"subjectDN": f"serialNumber={OIN}"}}},
        {
            "headers": {
                "X-SSL-Client-S-DN": f"serialNumber={OIN}",
                "X-Client-Cert": base64.b64encode(b"x").decode(),
            }
        },
    ],
)
def test_alleen_de_context_telt(anders: dict[str, Any]) -> None:
    """Headers, and anything else that a caller could send, are not looked at."""
    with pytest.raises(GeenAfzender):
        oin_van_afzender(anders, NU.timestamp())


def test_zonder_oin_van_sbb_mag_niemand() -> None:
    """An OIN that was left empty lets nobody in, not everybody without one."""
    with pytest.raises(GeenAfzender):
        eis_afzender(event(subjectDN="serialNumber="), "", NU.timestamp())
