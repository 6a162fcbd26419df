"""A bundle of CA certificates, judged before anything is trusted for it."""

import datetime as dt
import ssl
from collections.abc import Iterator, Sequence

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding

from stagemarkt_cli.certificates.chain import is_zelfondertekend
from stagemarkt_cli.certificates.names import moment, naam_van
from stagemarkt_cli.certificates.reading import NietTeLezen, is_sleutel, lees_certificaten

_KORTSTE_RSA = 2048


class GeenBundel(NietTeLezen):
    """It cannot be trusted; `fouten` says all that is wrong, a sentence each."""

    def __init__(self, fouten: Sequence[str]) -> None:
        super().__init__(" ".join(fouten))
        self.fouten = tuple(fouten)


def lees_bundel(inhoud: bytes, nu: dt.datetime) -> list[x509.Certificate]:
    """The CA certificates in a file, each once.

    Raises:
        GeenBundel: a private key is in it, or one of them is no CA, not valid at `nu`, or of no use in TLS.
        NietTeLezen: there is no certificate in it, or one cannot be read.
    """
    if is_sleutel(inhoud):
        raise GeenBundel(
            ["Er staat een privésleutel in dit bestand: die hoort hier niet. Er is niets bewaard."]
        )
    alle = list(dict.fromkeys(lees_certificaten(inhoud)))
    fouten = [fout for certificaat in alle for fout in _keur(certificaat, nu)]
    if not fouten:
        fouten = list(_keur_in_tls(alle))
    if fouten:
        raise GeenBundel(fouten)
    return alle


def als_pem(certificaten: Sequence[x509.Certificate]) -> str:
    """As one PEM, without whatever stood around them."""
    return "".join(certificaat.public_bytes(Encoding.PEM).decode() for certificaat in certificaten)


def _keur(certificaat: x509.Certificate, nu: dt.datetime) -> Iterator[str]:
    naam = naam_van(certificaat)
    try:
        mag_uitgeven = _is_ca(certificaat)
        sleutel = certificaat.public_key()
    except ValueError:
        yield f"{naam}: dit certificaat is niet te lezen."
        return
    if not mag_uitgeven:
        yield f"{naam} is geen CA-certificaat: het mag geen certificaten uitgeven."
    if nu >= certificaat.not_valid_after_utc:
        yield f"{naam} is verlopen op {moment(certificaat.not_valid_after_utc)}: haal het uit het bestand."
    if nu < certificaat.not_valid_before_utc:
        yield f"{naam} is nog niet geldig: pas vanaf {moment(certificaat.not_valid_before_utc)}."
    if isinstance(sleutel, rsa.RSAPublicKey) and sleutel.key_size < _KORTSTE_RSA:
        yield f"{naam}: de sleutel is te kort, RSA {sleutel.key_size} bits; ten minste {_KORTSTE_RSA}."


def _is_ca(certificaat: x509.Certificate) -> bool:
    # Before version 3 nothing says who may issue; one that is its own issuer is taken for a CA, as TLS does.
    if certificaat.version is x509.Version.v1:
        return is_zelfondertekend(certificaat)
    try:
        grenzen = certificaat.extensions.get_extension_for_class(x509.BasicConstraints).value
    except x509.ExtensionNotFound:
        return False
    try:
        gebruik = certificaat.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return grenzen.ca
    return grenzen.ca and gebruik.key_cert_sign


def _keur_in_tls(alle: Sequence[x509.Certificate]) -> Iterator[str]:
    """What counts is what TLS takes for a CA: each of them must."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:
        context.load_verify_locations(cadata=als_pem(alle))
    except ssl.SSLError as fout:
        yield f"TLS kan dit bestand niet gebruiken ({fout.reason})."
        return
    erkend = {x509.load_der_x509_certificate(der) for der in context.get_ca_certs(binary_form=True)}
    for certificaat in alle:
        if certificaat not in erkend:
            yield f"{naam_van(certificaat)} telt in TLS niet als CA-certificaat."
