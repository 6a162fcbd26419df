"""The front itself: a client certificate of SBB's CA or no connection, one address, one method."""

import ssl
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from stagemarkt_cli.files import read_text

from local.certificates import KeyPair
from local.intake.invocation import DeployedFunction, InvocationRequest, InvocationResponse
from local.request_body import BodyRefused
from local.server import SilentHandler, ThreadingServer, tls_context

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
        super().__init__(port, IntakeHandler, tls_context(own, read_text(ca)))

    @property
    def url(self) -> str:
        """Where SBB brings mutaties."""
        return f"https://localhost:{self.port}{PATH}"


class IntakeHandler(SilentHandler):
    """Handles one connection of the front; what is to be logged the function logs."""

    server: IntakeServer
    connection: ssl.SSLSocket

    def do_POST(self) -> None:
        """Hand a message to the function."""
        try:
            body = self.body(_MAX_BYTES) or b""
        except BodyRefused as error:
            self._answer(_REFUSED[error.status])
            return
        certificate = self.connection.getpeercert(binary_form=True)
        if urlsplit(self.path).path != PATH or certificate is None:
            self._no_such_path()
            return
        headers = {n: w for n, w in self.headers.items() if n.lower() not in _HOP_BY_HOP}
        request = InvocationRequest("POST", PATH, headers, body, certificate, self.client_address[0])
        self._answer(self.server.functie.question(request))

    def _no_such_path(self) -> None:
        """Answer as API Gateway does where there is no such method or path."""
        self._answer(InvocationResponse(403, _JSON, b'{"message": "Missing Authentication Token"}'))

    def do_GET(self) -> None:
        """There is nothing to see."""
        self.without_body()
        self._no_such_path()

    def do_PUT(self) -> None:
        """There is nothing to change."""
        self.without_body()
        self._no_such_path()

    def _answer(self, answer: InvocationResponse) -> None:
        self.send_response(answer.status)
        for name, value in answer.koppen.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(answer.body)
