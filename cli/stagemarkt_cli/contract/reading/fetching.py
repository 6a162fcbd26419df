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

from stagemarkt_cli.certificates.authorities import as_pem
from stagemarkt_cli.certificates.reading import read_certificates, read_pem
from stagemarkt_cli.contract.model import UnreadableContract
from stagemarkt_cli.files import read_bytes
from stagemarkt_cli.texts import UnreadableText

MAX_BYTES: Final = 5 * 1024 * 1024
_SECONDS: Final = 20.0
# For the WSDL and all that it imports together: a server that drips or never ends must not hold us.
_TOGETHER: Final = 120.0


class Fetcher(Protocol):
    """Gives the bytes of an address: a path, or an https URL."""

    def __call__(self, adres: str) -> bytes:
        """The bytes. Raises UnreadableContract when it cannot."""
        ...


@dataclass(frozen=True, slots=True)
class FetchCertificate:
    """PEM files: the client's certificate and key, and the CA that signs the server."""

    cert: Path | None = None
    key: Path | None = None
    ca: Path | None = None


class DocumentFetcher:
    """Reads files, and fetches https. The client certificate is for the host of `bron` alone.

    Args:
        bron: the address that all begins with.
        certificaat: for its host.
        clock: seconds that only go up; all fetches together have two minutes.
    """

    def __init__(
        self,
        bron: str,
        certificaat: FetchCertificate = FetchCertificate(),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._host = urlsplit(bron).netloc if is_url(bron) else ""
        self._certificate = certificaat
        self._clock = clock
        self._end = clock() + _TOGETHER

    def __call__(self, adres: str) -> bytes:
        """As `Fetcher` says."""
        if not is_url(adres):
            return _read_file(Path(adres))
        if urlsplit(adres).scheme != "https":
            raise UnreadableContract(f"{adres}: alleen https en bestanden worden gelezen")
        with_certificate = bool(self._host) and urlsplit(adres).netloc == self._host
        try:
            return self._fetch(adres, self._tls(with_certificate=with_certificate))
        except (httpx.HTTPError, httpx.InvalidURL, ssl.SSLError) as error:
            raise UnreadableContract(f"{adres} is niet op te halen: {error}") from None

    def _fetch(self, adres: str, tls: ssl.SSLContext) -> bytes:
        content = bytearray()
        with (
            httpx.Client(verify=tls, timeout=_SECONDS, follow_redirects=False) as client,
            client.stream("GET", adres, headers={"Accept-Encoding": "identity"}) as answer,
        ):
            if answer.status_code != httpx.codes.OK:
                raise UnreadableContract(f"{adres} antwoordt met HTTP {answer.status_code}")
            for part in answer.iter_raw():
                content += part
                if len(content) > MAX_BYTES:
                    raise UnreadableContract(f"{adres} is groter dan {MAX_BYTES // 1024 // 1024} MB")
                if self._clock() > self._end:
                    raise UnreadableContract(f"het ophalen duurt langer dan {_TOGETHER:.0f} seconden")
        return bytes(content)

    def _tls(self, *, with_certificate: bool) -> ssl.SSLContext:
        c = self._certificate
        try:
            ca = None if c.ca is None else as_pem(read_certificates(read_bytes(c.ca)))
            tls = ssl.create_default_context(cadata=ca)
            # IIS asks for a certificate per path, and so after it has read the request.
            tls.post_handshake_auth = True
            if with_certificate and c.cert is not None:
                _load(tls, c.cert, c.key or c.cert)
        except (OSError, ValueError) as error:
            raise UnreadableContract(f"het certificaat of de sleutel is niet te gebruiken: {error}") from None
        return tls


def is_url(adres: str) -> bool:
    """Whether this is a URL and not a path."""
    return "://" in adres


def resolve(basis: str, reference: str) -> str:
    """The address that a document at `basis` refers to.

    Raises:
        UnreadableContract: a document from the network refers to a file on this machine.
    """
    if is_url(basis):
        adres = urljoin(basis, reference)
        if urlsplit(adres).scheme not in {"http", "https"}:
            raise UnreadableContract(f"{basis} verwijst naar iets anders dan https: {reference}")
        return adres
    return reference if is_url(reference) else str((Path(basis).parent / reference).resolve())


def _load(tls: ssl.SSLContext, cert: Path, key: Path) -> None:
    pair = read_pem(read_bytes(cert), read_bytes(key), None)
    # OpenSSL reads the pair from a file only: one of our own, gone as soon as it is read.
    with tempfile.NamedTemporaryFile("w", encoding="ascii") as file:
        file.write(as_pem(pair.certificates) + pair.sleutel_pem())
        file.flush()
        tls.load_cert_chain(file.name)


def _read_file(path: Path) -> bytes:
    try:
        return read_bytes(path, MAX_BYTES)
    except UnreadableText as error:
        raise UnreadableContract(str(error).removeprefix("Niet te lezen: ").rstrip(".")) from None
