"""The TLS side of a school's connection to SBB."""

import ssl
import tempfile

from stagemarkt.adapters.own_failures import as_shortage, is_own
from stagemarkt.model.errors import Bilingual, BronCertificate, SchoolCertificateUnsuitable
from stagemarkt.model.school import SchoolSecret


def tls_context(sbb_ca: str, secret: SchoolSecret | None) -> ssl.SSLContext:
    """The context that trusts only `sbb_ca` and, with a `secret`, presents that school's certificate.

    Made once per school: loading a CA and a key costs more than a call on a kept connection.

    Raises:
        BronCertificate: the PEM of the CA cannot be read.
        SchoolCertificateUnsuitable: the school's cannot, or key and certificate do not belong together.
        OwnShortage: there is no descriptor, memory or room on the disk to read them by.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    # An operator may trust the CA that issues SBB's certificate without the root above it.
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    # A server that wants a certificate for some paths only asks for it after it has read the request: in
    # TLS 1.3 only of whoever offers that, in TLS 1.2 by renegotiating, which OpenSSL lets it.
    context.post_handshake_auth = True
    try:
        # What is not ASCII can only be a remark above a certificate.
        context.load_verify_locations(cadata=sbb_ca.encode("ascii", "replace").decode("ascii"))
    except (ssl.SSLError, ValueError) as error:
        if is_own(error):
            raise as_shortage(error) from error
        raise BronCertificate(
            Bilingual(
                "Het CA-certificaat waarmee deze facade SBB herkent, is niet leesbaar.",
                "The CA certificate by which this facade recognises SBB cannot be read.",
            ),
            internal=type(error).__name__,
        ) from None
    if secret is not None:
        _load_certificate(context, secret)
    return context


def _load_certificate(context: ssl.SSLContext, secret: SchoolSecret) -> None:
    # OpenSSL reads the pair from a file only: one of our own, gone as soon as it is read.
    try:
        with tempfile.NamedTemporaryFile("w", encoding="ascii", errors="replace") as file:
            file.write(f"{secret.certificaat.strip()}\n{secret.sleutel.strip()}\n")
            file.flush()
            _load(context, file.name)
    except (OSError, MemoryError) as error:
        # The file is ours: whatever is wrong with it is no fault of what is in it.
        raise as_shortage(error) from error


def _load(context: ssl.SSLContext, path: str) -> None:
    try:
        # A key that wants a passphrase must fail here, not ask for one on a terminal.
        context.load_cert_chain(path, password="")
    except (ssl.SSLError, ValueError) as error:
        if is_own(error):
            raise as_shortage(error) from error
        raise SchoolCertificateUnsuitable(
            Bilingual(
                "Certificaat en sleutel van de school zijn niet leesbaar of horen niet bij elkaar.",
                "The school's certificate and key cannot be read or do not belong together.",
            ),
            internal=f"{type(error).__name__} {getattr(error, 'reason', '') or ''}".strip(),
        ) from None
