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

from stagemarkt.adapters.own_failures import as_shortage

# Which of the two SBB's server speaks is its own affair: both must do.
VERSIONS: Final = (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3)
_NAME: Final = "server.invalid"
_LONGEST: Final = 20
# X509_V_FLAG_NO_CHECK_TIME, nameless in Python's ssl: the dates are judged apart, at a moment of their own.
_WITHOUT_CLOCK: Final = 0x200000


class HandshakeFailure(NamedTuple):
    """Why a handshake did not come about.

    Attributes:
        versie: `TLS 1.2` or `TLS 1.3`; empty when it did not come to a handshake.
        side: whether the pair itself is of no use in TLS, or the server does not trust it.
        reden: OpenSSL's word for it, such as `KEY_VALUES_MISMATCH` or `unable to get issuer certificate`.
    """

    versie: str
    side: Literal["paar", "vertrouwen"]
    reden: str


def shake_hands(
    certificate: str, sleutel: str, trusted: Sequence[x509.Certificate]
) -> list[HandshakeFailure]:
    """Shake hands with this pair (PEM, the own certificate first) in TLS 1.2 and in TLS 1.3.

    The server trusts `trusted` as clients' CAs, roots or not. What fails is told, nothing when both do.

    Raises:
        OwnShortage: there is no descriptor or room on the disk to try by.
    """
    try:
        client = _client(certificate, sleutel)
        server = _server(trusted)
    except ssl.SSLError as error:
        return [HandshakeFailure("", "paar", error.reason or "SSLError")]
    except OSError as error:
        # The file is ours: whatever is wrong with it is no fault of the pair.
        raise as_shortage(error) from error
    except ValueError as error:
        return [HandshakeFailure("", "paar", type(error).__name__)]
    return [failure for version in VERSIONS if (failure := _try(client, server, version))]


def _try(client: ssl.SSLContext, server: ssl.SSLContext, version: ssl.TLSVersion) -> HandshakeFailure | None:
    name = "TLS 1.2" if version is ssl.TLSVersion.TLSv1_2 else "TLS 1.3"
    client.minimum_version = ssl.TLSVersion.TLSv1_2
    client.maximum_version = version
    client.minimum_version = version
    try:
        _connect(client, server)
    except ssl.SSLCertVerificationError as error:
        return HandshakeFailure(name, "vertrouwen", error.verify_message)
    except ssl.SSLError as error:
        return HandshakeFailure(name, "paar", error.reason or "SSLError")
    return None


def _connect(client: ssl.SSLContext, server: ssl.SSLContext) -> None:
    """Let both speak in turn until both are done. Raises what the server, or else the client, found."""
    there, back = ssl.MemoryBIO(), ssl.MemoryBIO()
    sides = [
        server.wrap_bio(there, back, server_side=True),
        client.wrap_bio(back, there, server_hostname=_NAME),
    ]
    ready: set[int] = set()
    stopped: ssl.SSLError | None = None
    for _ in range(_LONGEST):
        for number, side in enumerate(sides):
            if number in ready:
                continue
            try:
                side.do_handshake()
            except ssl.SSLWantReadError:
                continue
            except ssl.SSLError as error:
                # What the client ends with may be the server's refusal, that says more.
                if number == 0 or stopped is not None:
                    raise
                stopped = error
            ready.add(number)
        if len(ready) == len(sides):
            break
    if stopped is not None:
        raise stopped
    if len(ready) < len(sides):
        raise ssl.SSLError(0, "handshake without an end")


def _client(certificate: str, sleutel: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(cadata=_server_certificate()[0])
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    context.verify_flags = ssl.VerifyFlags(context.verify_flags | _WITHOUT_CLOCK)
    _load(context, certificate, sleutel)
    return context


def _server(trusted: Sequence[x509.Certificate]) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.verify_mode = ssl.CERT_REQUIRED
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    context.verify_flags = ssl.VerifyFlags(context.verify_flags | _WITHOUT_CLOCK)
    context.load_verify_locations(
        cadata="".join(certificate.public_bytes(Encoding.PEM).decode() for certificate in trusted)
    )
    _load(context, *_server_certificate())
    return context


def _load(context: ssl.SSLContext, certificate: str, sleutel: str) -> None:
    # OpenSSL reads the pair from a file only: one of our own, gone as soon as it is read.
    with tempfile.NamedTemporaryFile("w", encoding="ascii", errors="replace") as file:
        file.write(f"{certificate.strip()}\n{sleutel.strip()}\n")
        file.flush()
        # A key that wants a passphrase must fail here, not ask for one on a terminal.
        context.load_cert_chain(file.name, password="")


@lru_cache(maxsize=1)
def _server_certificate() -> tuple[str, str]:
    """That of the server in memory, with its key; made once, and of no use anywhere else."""
    sleutel = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, _NAME)])
    begin = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(sleutel.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(begin + dt.timedelta(days=36_500))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(_NAME)]), critical=False)
        .sign(sleutel, SHA256())
    )
    pem = sleutel.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return certificate.public_bytes(Encoding.PEM).decode(), pem.decode()
