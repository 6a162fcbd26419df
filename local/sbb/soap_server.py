"""The counter of the SOAP service: HTTP over mutual TLS, and the contract on request."""

import contextlib
import ssl
import time
from typing import Final
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.x509.oid import NameOID

from local.request_body import BodyRefused
from local.sbb.disturbances.wire import WIRE, AnswerWire, headers_of
from local.sbb.envelope import XML_TYPE, SoapAnswer
from local.sbb.pki import Pki
from local.sbb.processing import AnswerProcessing
from local.sbb.protocol import CONTRACT, PATH, PATHS
from local.server import SilentHandler, ThreadingServer, tls_context

MAX_BYTES: Final = 2**20
AFTERWARDS: Final = "certificaat-achteraf"
_AFTERWARDS_SECONDS: Final = 5.0
_GLANCE: Final = 0.02
_CONTRACTS: Final = {
    f"{PATH}?wsdl": "whitelabel.wsdl",
    f"{PATH}?xsd": "whitelabel.xsd",
    # Where the relative schemaLocation of the WSDL leads to.
    "/whitelabel.xsd": "whitelabel.xsd",
}


class SoapServer(ThreadingServer):
    """Serves `/whitelabel` to clients with a certificate of the PKI."""

    def __init__(self, port: int, pki: Pki, processing: AnswerProcessing) -> None:
        self.processing = processing
        self._afterwards = _context(pki, afterwards=True)
        super().__init__(port, SoapHandler, _context(pki))

    def choose_context(self) -> ssl.SSLContext | None:
        """As the base says; with the disturbance about it, the certificate is asked for afterwards."""
        return self._afterwards if self.processing.is_on(AFTERWARDS) else self.context


def _context(pki: Pki, *, afterwards: bool = False) -> ssl.SSLContext:
    context = tls_context(pki.server, pki.ca.read_text())
    context.post_handshake_auth = afterwards
    return context


class SoapHandler(SilentHandler):
    """Handles one connection of the SOAP service."""

    server: SoapServer
    connection: ssl.SSLSocket

    def setup(self) -> None:
        """Look once per connection who is at the other end."""
        super().setup()
        self._oin = _oin(self.connection.getpeercert(binary_form=True))

    def do_POST(self) -> None:
        """Answer a SOAP request."""
        text = self._read()
        if text is None:
            return
        if self.connection.context.post_handshake_auth and self._oin is None:
            self._ask_certificate()
        processed = self.server.processing.process_request(
            text, self.headers.get("SOAPAction", ""), self._oin, urlsplit(self.path).path
        )
        wire = AnswerWire(self.connection, self.server.stop)
        wire.wait(processed.waits)
        if processed.storing is not None and processed.storing.soort in WIRE:
            self.close_connection = True
            WIRE[processed.storing.soort](wire, processed.answer, processed.storing)
        else:
            self._answer(processed.answer)

    def _ask_certificate(self) -> None:
        """Ask for it now; whoever does not offer that goes on without, as with IIS, and is a stranger.

        Raises:
            ssl.SSLError: what is shown is refused.
        """
        try:
            self.connection.verify_client_post_handshake()
        except ssl.SSLError:
            return
        self.connection.settimeout(_GLANCE)
        until = time.monotonic() + _AFTERWARDS_SECONDS
        while self._oin is None and time.monotonic() < until:
            # Reading sends the question and takes the certificate; there is nothing else to read.
            with contextlib.suppress(TimeoutError):
                self.connection.recv(1)
            # Half-way there is no certificate to look at.
            with contextlib.suppress(ValueError):
                self._oin = _oin(self.connection.getpeercert(binary_form=True))
        self.connection.settimeout(self.timeout)

    def do_GET(self) -> None:
        """Answer the WSDL or the schema."""
        self.without_body()
        file = _CONTRACTS.get(self.path.lower())
        if file is not None:
            self._answer(SoapAnswer(200, (CONTRACT / file).read_bytes(), XML_TYPE))
        elif urlsplit(self.path).path == PATH:
            self._text(405, "POST, or GET with ?wsdl or ?xsd", ("Allow", "GET, POST"))
        else:
            self._text(404, "not found")

    def _read(self) -> bytes | None:
        """Read the body; None when the request was refused already."""
        try:
            text = self.body(MAX_BYTES)
        except BodyRefused as error:
            self._text(error.status, error.tekst)
            return None
        if text is None:
            self._text(411, "Content-Length, or Transfer-Encoding: chunked, is required")
        elif urlsplit(self.path).path not in {PATH, *PATHS}:
            self._text(404, "not found")
        elif self.headers.get_content_type() != "text/xml":
            self._text(415, "SOAP 1.1 is text/xml")
        else:
            return text
        return None

    def _text(self, status: int, text: str, *headers: tuple[str, str]) -> None:
        self._answer(SoapAnswer(status, text.encode(), "text/plain; charset=utf-8", headers))

    def _answer(self, answer: SoapAnswer) -> None:
        headers = headers_of(answer, length=len(answer.body), close=self.close_connection)
        # In one piece: two writes would be two TLS records, and mostly two packets.
        self.connection.sendall(headers + answer.body)


def _oin(certificate: bytes | None) -> str | None:
    if certificate is None:
        return None
    try:
        subject = x509.load_der_x509_certificate(certificate).subject
    except (ValueError, TypeError, x509.InvalidVersion):
        # Nobody that we know, as one without an OIN.
        return None
    names = subject.get_attributes_for_oid(NameOID.SERIAL_NUMBER)
    return str(names[0].value) if names else None
