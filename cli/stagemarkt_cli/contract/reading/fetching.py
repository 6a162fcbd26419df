"""The one place with IO: files, and https with a client certificate where the server asks for it."""

import ssl
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol
from urllib.parse import urljoin, urlsplit

import httpx

from stagemarkt_cli.certificates.authorities import als_pem
from stagemarkt_cli.certificates.reading import lees_certificaten, lees_pem
from stagemarkt_cli.contract.model import OnleesbaarContract
from stagemarkt_cli.files import lees_bytes
from stagemarkt_cli.texts import Onleesbaar

MAX_BYTES: Final = 5 * 1024 * 1024
_SECONDEN: Final = 20.0
# For the WSDL and all that it imports together: a server that drips or never ends must not hold us.
_SAMEN: Final = 120.0


class Haler(Protocol):
    """Gives the bytes of an address: a path, or an https URL."""

    def __call__(self, adres: str) -> bytes:
        """The bytes. Raises OnleesbaarContract when it cannot."""
        ...


@dataclass(frozen=True, slots=True)
class Certificaat:
    """PEM files: the client's certificate and key, and the CA that signs the server."""

    cert: Path | None = None
    key: Path | None = None
    ca: Path | None = None


class Ophaler:
    """Reads files, and fetches https. The client certificate is for the host of `bron` alone.

    Args:
        bron: the address that all begins with.
        certificaat: for its host.
        klok: seconds that only go up; all fetches together have two minutes.
    """

    def __init__(
        self,
        bron: str,
        certificaat: Certificaat = Certificaat(),
        klok: Callable[[], float] = time.monotonic,
    ) -> None:
        self._host = urlsplit(bron).netloc if is_url(bron) else ""
        self._certificaat = certificaat
        self._klok = klok
        self._einde = klok() + _SAMEN

    def __call__(self, adres: str) -> bytes:
        """As `Haler` says."""
        if not is_url(adres):
            return _lees_bestand(Path(adres))
        if urlsplit(adres).scheme != "https":
            raise OnleesbaarContract(f"{adres}: alleen https en bestanden worden gelezen")
        met_certificaat = bool(self._host) and urlsplit(adres).netloc == self._host
        try:
            return self._haal(adres, self._tls(met_certificaat=met_certificaat))
        except (httpx.HTTPError, httpx.InvalidURL, ssl.SSLError) as fout:
            raise OnleesbaarContract(f"{adres} is niet op te halen: {fout}") from None

    def _haal(self, adres: str, tls: ssl.SSLContext) -> bytes:
        inhoud = bytearray()
        with (
            httpx.Client(verify=tls, timeout=_SECONDEN, follow_redirects=False) as client,
            client.stream("GET", adres, headers={"Accept-Encoding": "identity"}) as antwoord,
        ):
            if antwoord.status_code != httpx.codes.OK:
                raise OnleesbaarContract(f"{adres} antwoordt met HTTP {antwoord.status_code}")
            for deel in antwoord.iter_raw():
                inhoud += deel
                if len(inhoud) > MAX_BYTES:
                    raise OnleesbaarContract(f"{adres} is groter dan {MAX_BYTES // 1024 // 1024} MB")
                if self._klok() > self._einde:
                    raise OnleesbaarContract(f"het ophalen duurt langer dan {_SAMEN:.0f} seconden")
        return bytes(inhoud)

    def _tls(self, *, met_certificaat: bool) -> ssl.SSLContext:
        c = self._certificaat
        try:
            ca = None if c.ca is None else als_pem(lees_certificaten(lees_bytes(c.ca)))
            tls = ssl.create_default_context(cadata=ca)
            # IIS asks for a certificate per path, and so after it has read the request.
            tls.post_handshake_auth = True
            if met_certificaat and c.cert is not None:
                _laad(tls, c.cert, c.key or c.cert)
        except (OSError, ValueError) as fout:
            raise OnleesbaarContract(f"het certificaat of de sleutel is niet te gebruiken: {fout}") from None
        return tls


def is_url(adres: str) -> bool:
    """Whether this is a URL and not a path."""
    return "://" in adres


def los_op(basis: str, verwijzing: str) -> str:
    """The address that a document at `basis` refers to.

    Raises:
        OnleesbaarContract: a document from the network refers to a file on this machine.
    """
    if is_url(basis):
        adres = urljoin(basis, verwijzing)
        if urlsplit(adres).scheme not in {"http", "https"}:
            raise OnleesbaarContract(f"{basis} verwijst naar iets anders dan https: {verwijzing}")
        return adres
    return verwijzing if is_url(verwijzing) else str((Path(basis).parent / verwijzing).resolve())


def _laad(tls: ssl.SSLContext, cert: Path, key: Path) -> None:
    paar = lees_pem(lees_bytes(cert), lees_bytes(key), None)
    # OpenSSL reads the pair from a file only: one of our own, gone as soon as it is read.
    with tempfile.NamedTemporaryFile("w", encoding="ascii") as bestand:
        bestand.write(als_pem(paar.certificaten) + paar.sleutel_pem())
        bestand.flush()
        tls.load_cert_chain(bestand.name)


def _lees_bestand(pad: Path) -> bytes:
    try:
        return lees_bytes(pad, MAX_BYTES)
    except Onleesbaar as fout:
        raise OnleesbaarContract(str(fout).removeprefix("Niet te lezen: ").rstrip(".")) from None
