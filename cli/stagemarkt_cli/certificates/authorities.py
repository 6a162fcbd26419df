"""A bundle of CA certificates, judged before anything is trusted for it."""

import datetime as dt
import ssl
from collections.abc import Iterator, Sequence

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding

from stagemarkt_cli.certificates.chain import is_self_signed
from stagemarkt_cli.certificates.names import moment, name_of
from stagemarkt_cli.certificates.reading import UnreadableMaterial, is_sleutel, read_certificates

_SHORTEST_RSA = 2048


class InvalidBundle(UnreadableMaterial):
    """It cannot be trusted; `fouten` says all that is wrong, a sentence each."""

    def __init__(self, fouten: Sequence[str]) -> None:
        super().__init__(" ".join(fouten))
        self.fouten = tuple(fouten)


def read_bundle(content: bytes, now: dt.datetime) -> list[x509.Certificate]:
    """The CA certificates in a file, each once.

    Raises:
        InvalidBundle: a private key is in it, or one is no CA, not valid at `now`, or of no use in TLS.
        UnreadableMaterial: there is no certificate in it, or one cannot be read.
    """
    if is_sleutel(content):
        raise InvalidBundle(
            ["Er staat een privésleutel in dit bestand: die hoort hier niet. Er is niets bewaard."]
        )
    everything = list(dict.fromkeys(read_certificates(content)))
    errors = [error for certificate in everything for error in _vet(certificate, now)]
    if not errors:
        errors = list(_vet_in_tls(everything))
    if errors:
        raise InvalidBundle(errors)
    return everything


def as_pem(certificates: Sequence[x509.Certificate]) -> str:
    """As one PEM, without whatever stood around them."""
    return "".join(certificate.public_bytes(Encoding.PEM).decode() for certificate in certificates)


def _vet(certificate: x509.Certificate, now: dt.datetime) -> Iterator[str]:
    name = name_of(certificate)
    try:
        may_issue = _is_ca(certificate)
        sleutel = certificate.public_key()
    except ValueError:
        yield f"{name}: dit certificaat is niet te lezen."
        return
    if not may_issue:
        yield f"{name} is geen CA-certificaat: het mag geen certificaten uitgeven."
    if now >= certificate.not_valid_after_utc:
        yield f"{name} is verlopen op {moment(certificate.not_valid_after_utc)}: haal het uit het bestand."
    if now < certificate.not_valid_before_utc:
        yield f"{name} is nog niet geldig: pas vanaf {moment(certificate.not_valid_before_utc)}."
    if isinstance(sleutel, rsa.RSAPublicKey) and sleutel.key_size < _SHORTEST_RSA:
        yield f"{name}: de sleutel is te kort, RSA {sleutel.key_size} bits; ten minste {_SHORTEST_RSA}."


def _is_ca(certificate: x509.Certificate) -> bool:
    # Before version 3 nothing says who may issue; one that is its own issuer is taken for a CA, as TLS does.
    if certificate.version is x509.Version.v1:
        return is_self_signed(certificate)
    try:
        limits = certificate.extensions.get_extension_for_class(x509.BasicConstraints).value
    except x509.ExtensionNotFound:
        return False
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return limits.ca
    return limits.ca and usage.key_cert_sign


def _vet_in_tls(everything: Sequence[x509.Certificate]) -> Iterator[str]:
    """What counts is what TLS takes for a CA: each of them must."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:
        context.load_verify_locations(cadata=as_pem(everything))
    except ssl.SSLError as error:
        yield f"TLS kan dit bestand niet gebruiken ({error.reason})."
        return
    erkend = {x509.load_der_x509_certificate(der) for der in context.get_ca_certs(binary_form=True)}
    for certificate in everything:
        if certificate not in erkend:
            yield f"{name_of(certificate)} telt in TLS niet als CA-certificaat."
