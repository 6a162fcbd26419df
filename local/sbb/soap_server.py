"""The counter of the SOAP service: HTTP over mutual TLS, and the contract on request."""

import contextlib
import ssl
import time
from http.server import BaseHTTPRequestHandler
from typing import Final
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.x509.oid import NameOID

from local.sbb.answer import XML_TYPE, Antwoord
from local.sbb.disturbances.wire import DRAAD, Draad, koppen_van
from local.sbb.pki.authority import Pki
from local.sbb.processing import Verwerking
from local.sbb.protocol import CONTRACT, PAD, PADEN
from local.sbb.request_body import Geweigerd, kondigt_aan, lees_lichaam
from local.sbb.threads import DradenServer

MAX_BYTES: Final = 2**20
ACHTERAF: Final = "certificaat-achteraf"
_ACHTERAF_SECONDEN: Final = 5.0
_BLIK: Final = 0.02
_CONTRACTEN: Final = {
    f"{PAD}?wsdl": "whitelabel.wsdl",
    f"{PAD}?xsd": "whitelabel.xsd",
    # Where the relative schemaLocation of the WSDL leads to.
    "/whitelabel.xsd": "whitelabel.xsd",
}


class SoapServer(DradenServer):
    """Serves `/whitelabel` to clients with a certificate of the PKI."""

    def __init__(self, poort: int, pki: Pki, verwerking: Verwerking) -> None:
        self.verwerking = verwerking
        self._achteraf = _context(pki, achteraf=True)
        super().__init__(poort, Loket, _context(pki))

    def kies_context(self) -> ssl.SSLContext | None:
        """As the base says; with the storing that is about it, the certificate is asked for afterwards."""
        return self._achteraf if self.verwerking.staat_aan(ACHTERAF) else self.context


def _context(pki: Pki, *, achteraf: bool = False) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_cert_chain(pki.server.cert, pki.server.key)
    context.load_verify_locations(pki.ca)
    # No session tickets: each connection shows its certificate, and nothing follows the handshake unasked.
    context.num_tickets = 0
    context.post_handshake_auth = achteraf
    return context


class Loket(BaseHTTPRequestHandler):
    """Handles one connection, request after request."""

    server: SoapServer
    connection: ssl.SSLSocket
    protocol_version = "HTTP/1.1"
    # Seconds that a connection may lie idle, or take over its request.
    timeout = 120
    disable_nagle_algorithm = True

    def setup(self) -> None:
        """Look once per connection who is at the other end."""
        super().setup()
        self._oin = _oin(self.connection.getpeercert(binary_form=True))

    def do_POST(self) -> None:
        """Answer a SOAP request."""
        tekst = self._lees()
        if tekst is None:
            return
        if self.connection.context.post_handshake_auth and self._oin is None:
            self._vraag_certificaat()
        verwerkt = self.server.verwerking.verwerk(
            tekst, self.headers.get("SOAPAction", ""), self._oin, urlsplit(self.path).path
        )
        draad = Draad(self.connection, self.server.stop)
        draad.wacht(verwerkt.wachten)
        if verwerkt.storing is not None and verwerkt.storing.soort in DRAAD:
            self.close_connection = True
            DRAAD[verwerkt.storing.soort](draad, verwerkt.antwoord, verwerkt.storing)
        else:
            self._antwoord(verwerkt.antwoord)

    def _vraag_certificaat(self) -> None:
        """Ask for it now; whoever does not offer that goes on without, as with IIS, and is a stranger.

        Raises:
            ssl.SSLError: what is shown is refused.
        """
        try:
            self.connection.verify_client_post_handshake()
        except ssl.SSLError:
            return
        self.connection.settimeout(_BLIK)
        tot = time.monotonic() + _ACHTERAF_SECONDEN
        while self._oin is None and time.monotonic() < tot:
            # Reading sends the question and takes the certificate; there is nothing else to read.
            with contextlib.suppress(TimeoutError):
                self.connection.recv(1)
            # Half-way there is no certificate to look at.
            with contextlib.suppress(ValueError):
                self._oin = _oin(self.connection.getpeercert(binary_form=True))
        self.connection.settimeout(self.timeout)

    def do_GET(self) -> None:
        """Answer the WSDL or the schema."""
        self.close_connection |= kondigt_aan(self.headers)
        bestand = _CONTRACTEN.get(self.path.lower())
        if bestand is not None:
            self._antwoord(Antwoord(200, (CONTRACT / bestand).read_bytes(), XML_TYPE))
        elif urlsplit(self.path).path == PAD:
            self._tekst(405, "POST, or GET with ?wsdl or ?xsd", ("Allow", "GET, POST"))
        else:
            self._tekst(404, "not found")

    def _lees(self) -> bytes | None:
        """Read the body; None when the request was refused already."""
        try:
            tekst = lees_lichaam(self.rfile, self.headers, self.request_version, MAX_BYTES)
        except Geweigerd as fout:
            self.close_connection = True
            self._tekst(fout.status, fout.tekst)
            return None
        if tekst is None:
            self._tekst(411, "Content-Length, or Transfer-Encoding: chunked, is required")
        elif urlsplit(self.path).path not in {PAD, *PADEN}:
            self._tekst(404, "not found")
        elif self.headers.get_content_type() != "text/xml":
            self._tekst(415, "SOAP 1.1 is text/xml")
        else:
            return tekst
        return None

    def _tekst(self, status: int, tekst: str, *koppen: tuple[str, str]) -> None:
        self._antwoord(Antwoord(status, tekst.encode(), "text/plain; charset=utf-8", koppen))

    def _antwoord(self, antwoord: Antwoord) -> None:
        koppen = koppen_van(antwoord, lengte=len(antwoord.body), sluit=self.close_connection)
        # In one piece: two writes would be two TLS records, and mostly two packets.
        self.connection.sendall(koppen + antwoord.body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        """Stay silent: the logbook of the control interface has what may be known."""


def _oin(certificaat: bytes | None) -> str | None:
    if certificaat is None:
        return None
    namen = x509.load_der_x509_certificate(certificaat).subject.get_attributes_for_oid(NameOID.SERIAL_NUMBER)
    return str(namen[0].value) if namen else None
