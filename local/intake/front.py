"""The front itself: a client certificate of SBB's CA or no connection, one address, one method."""

import ssl
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from stagemarkt_cli.files import read_text

from local.intake.invocation import DeployedFunction, InvocationRequest, InvocationResponse
from local.sbb.pki.files import KeyPair
from local.sbb.request_body import BodyRefused, announces_body, read_body
from local.sbb.threads import ThreadingServer

PATH: Final = "/sbb/v1/mutaties"
# API Gateway takes no more.
_MAX_BYTES: Final = 10 * 1024 * 1024
_JSON: Final = {"Content-Type": "application/json"}
# What API Gateway says of a body before any function sees it.
_REFUSED: Final = {
    400: InvocationResponse(400, _JSON, b'{"message": "Bad Request"}'),
    413: InvocationResponse(413, _JSON, b'{"message": "Request Too Long"}'),
    501: InvocationResponse(501, _JSON, b'{"message": "Not Implemented"}'),
}
# How it came, which the function is not told: it gets the body whole.
_HOP_BY_HOP: Final = frozenset({"connection", "keep-alive", "te", "trailer", "transfer-encoding"})


class IntakeServer(ThreadingServer):
    """Listens on 127.0.0.1 for clients with a certificate that `ca` issued.

    Args:
        port: 0 for any that is free.
        own: the server's certificate and key.
        ca: what the truststore holds.
        functie: answers.
    """

    def __init__(self, port: int, own: KeyPair, ca: Path, functie: DeployedFunction) -> None:
        self.functie = functie
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_cert_chain(own.cert, own.key)
        # What stands between the certificates may be in any encoding; OpenSSL takes none of it.
        context.load_verify_locations(cadata=read_text(ca).encode("ascii", "ignore").decode())
        # Each connection shows its certificate, and nothing follows the handshake unasked.
        context.num_tickets = 0
        super().__init__(port, IntakeHandler, context)

    @property
    def url(self) -> str:
        """Where SBB brings mutaties."""
        return f"https://localhost:{self.port}{PATH}"


class IntakeHandler(BaseHTTPRequestHandler):
    """Handles one connection, request after request."""

    server: IntakeServer
    connection: ssl.SSLSocket
    protocol_version = "HTTP/1.1"
    timeout = 120
    disable_nagle_algorithm = True

    def do_POST(self) -> None:
        """Hand a message to the function."""
        try:
            body = read_body(self.rfile, self.headers, self.request_version, _MAX_BYTES) or b""
        except BodyRefused as fout:
            self.close_connection = True
            self._answer(_REFUSED[fout.status])
            return
        certificaat = self.connection.getpeercert(binary_form=True)
        if urlsplit(self.path).path != PATH or certificaat is None:
            self._no_such_path()
            return
        koppen = {n: w for n, w in self.headers.items() if n.lower() not in _HOP_BY_HOP}
        verzoek = InvocationRequest("POST", PATH, koppen, body, certificaat, self.client_address[0])
        self._answer(self.server.functie.question(verzoek))

    def _no_such_path(self) -> None:
        """Answer as API Gateway does where there is no such method or path."""
        self._answer(InvocationResponse(403, _JSON, b'{"message": "Missing Authentication Token"}'))

    def do_GET(self) -> None:
        """There is nothing to see."""
        self.close_connection |= announces_body(self.headers)
        self._no_such_path()

    def do_PUT(self) -> None:
        """There is nothing to change."""
        self.close_connection |= announces_body(self.headers)
        self._no_such_path()

    def _answer(self, answer: InvocationResponse) -> None:
        self.send_response(answer.status)
        for naam, value in answer.koppen.items():
            self.send_header(naam, value)
        self.send_header("Content-Length", str(len(answer.body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        """Stay silent: the function logs."""
