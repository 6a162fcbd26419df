"""Proves a certificate and its key by TLS itself: a handshake in memory, with a server that asks for them.

No list of curves and key sizes says what TLS takes; OpenSSL does. Only the watch and the command import this:
cryptography is in a layer of its own.
"""

import datetime as dt
import ssl
import tempfile
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from stagemarkt.adapters.own_failures import als_tekort

# Which of the two SBB's server speaks is its own affair: both must do.
VERSIES: Final = (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3)
_NAAM: Final = "server.invalid"
_LANGSTE: Final = 20
# X509_V_FLAG_NO_CHECK_TIME, nameless in Python's ssl: the dates are judged apart, at a moment of their own.
_ZONDER_KLOK: Final = 0x200000


class Mislukking(NamedTuple):
    """Why a handshake did not come about.

    Attributes:
        versie: `TLS 1.2` or `TLS 1.3`; empty when it did not come to a handshake.
        kant: whether the pair itself is of no use in TLS, or the server does not trust it.
        reden: OpenSSL's word for it, such as `KEY_VALUES_MISMATCH` or `unable to get issuer certificate`.
    """

    versie: str
    kant: Literal["paar", "vertrouwen"]
    reden: str


def schud_hand(certificaat: str, sleutel: str, vertrouwd: Sequence[x509.Certificate]) -> list[Mislukking]:
    """Shake hands with this pair (PEM, the own certificate first) in TLS 1.2 and in TLS 1.3.

    The server trusts `vertrouwd` as clients' CAs, roots or not. What fails is told, nothing when both do.

    Raises:
        EigenTekort: there is no descriptor or room on the disk to try by.
    """
    try:
        client = _client(certificaat, sleutel)
        server = _server(vertrouwd)
    except ssl.SSLError as fout:
        return [Mislukking("", "paar", fout.reason or "SSLError")]
    except OSError as fout:
        # The file is ours: whatever is wrong with it is no fault of the pair.
        raise als_tekort(fout) from fout
    except ValueError as fout:
        return [Mislukking("", "paar", type(fout).__name__)]
    return [mislukking for versie in VERSIES if (mislukking := _probeer(client, server, versie))]


def _probeer(client: ssl.SSLContext, server: ssl.SSLContext, versie: ssl.TLSVersion) -> Mislukking | None:
    naam = "TLS 1.2" if versie is ssl.TLSVersion.TLSv1_2 else "TLS 1.3"
    client.minimum_version = ssl.TLSVersion.TLSv1_2
    client.maximum_version = versie
    client.minimum_version = versie
    try:
        _verbind(client, server)
    except ssl.SSLCertVerificationError as fout:
        return Mislukking(naam, "vertrouwen", fout.verify_message)
    except ssl.SSLError as fout:
        return Mislukking(naam, "paar", fout.reason or "SSLError")
    return None


def _verbind(client: ssl.SSLContext, server: ssl.SSLContext) -> None:
    """Let both speak in turn until both are done. Raises what the server, or else the client, found."""
    heen, terug = ssl.MemoryBIO(), ssl.MemoryBIO()
    kanten = [
        server.wrap_bio(heen, terug, server_side=True),
        client.wrap_bio(terug, heen, server_hostname=_NAAM),
    ]
    klaar: set[int] = set()
    gestopt: ssl.SSLError | None = None
    for _ in range(_LANGSTE):
        for nummer, kant in enumerate(kanten):
            if nummer in klaar:
                continue
            try:
                kant.do_handshake()
            except ssl.SSLWantReadError:
                continue
            except ssl.SSLError as fout:
                # What the client ends with may be the server's refusal, that says more.
                if nummer == 0 or gestopt is not None:
                    raise
                gestopt = fout
            klaar.add(nummer)
        if len(klaar) == len(kanten):
            break
    if gestopt is not None:
        raise gestopt
    if len(klaar) < len(kanten):
        raise ssl.SSLError(0, "handshake without an end")


def _client(certificaat: str, sleutel: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(cadata=_servercertificaat()[0])
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    context.verify_flags = ssl.VerifyFlags(context.verify_flags | _ZONDER_KLOK)
    _laad(context, certificaat, sleutel)
    return context


def _server(vertrouwd: Sequence[x509.Certificate]) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.verify_mode = ssl.CERT_REQUIRED
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    context.verify_flags = ssl.VerifyFlags(context.verify_flags | _ZONDER_KLOK)
    context.load_verify_locations(
        cadata="".join(certificaat.public_bytes(Encoding.PEM).decode() for certificaat in vertrouwd)
    )
    _laad(context, *_servercertificaat())
    return context


def _laad(context: ssl.SSLContext, certificaat: str, sleutel: str) -> None:
    # OpenSSL reads the pair from a file only: one of our own, gone as soon as it is read.
    with tempfile.NamedTemporaryFile("w", encoding="ascii", errors="replace") as bestand:
        bestand.write(f"{certificaat.strip()}\n{sleutel.strip()}\n")
        bestand.flush()
        # A key that wants a passphrase must fail here, not ask for one on a terminal.
        context.load_cert_chain(bestand.name, password="")


@lru_cache(maxsize=1)
def _servercertificaat() -> tuple[str, str]:
    """That of the server in memory, with its key; made once, and of no use anywhere else."""
    sleutel = ec.generate_private_key(ec.SECP256R1())
    naam = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, _NAAM)])
    begin = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    certificaat = (
        x509.CertificateBuilder()
        .subject_name(naam)
        .issuer_name(naam)
        .public_key(sleutel.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(begin + dt.timedelta(days=36_500))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(_NAAM)]), critical=False)
        .sign(sleutel, SHA256())
    )
    pem = sleutel.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return certificaat.public_bytes(Encoding.PEM).decode(), pem.decode()
