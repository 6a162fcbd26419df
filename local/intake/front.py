"""The front itself: a client certificate of SBB's CA or no connection, one address, one method."""

import ssl
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from stagemarkt_cli.files import lees_tekst

from local.intake.invocation import Antwoord, Functie, Verzoek
from local.sbb.pki.files import Sleutelpaar
from local.sbb.request_body import Geweigerd, kondigt_aan, lees_lichaam
from local.sbb.threads import DradenServer

PAD: Final = "/sbb/v1/mutaties"
# API Gateway takes no more.
_MAX_BYTES: Final = 10 * 1024 * 1024
_JSON: Final = {"Content-Type": "application/json"}
# What API Gateway says of a body before any function sees it.
_GEWEIGERD: Final = {
    400: Antwoord(400, _JSON, b'{"message": "Bad Request"}'),
    413: Antwoord(413, _JSON, b'{"message": "Request Too Long"}'),
    501: Antwoord(501, _JSON, b'{"message": "Not Implemented"}'),
}
# How it came, which the function is not told: it gets the body whole.
_VAN_DE_VERBINDING: Final = frozenset({"connection", "keep-alive", "te", "trailer", "transfer-encoding"})


class IntakeServer(DradenServer):
    """Listens on 127.0.0.1 for clients with a certificate that `ca` issued.

    Args:
        poort: 0 for any that is free.
        eigen: the server's certificate and key.
        ca: what the truststore holds.
        functie: answers.
    """

    def __init__(self, poort: int, eigen: Sleutelpaar, ca: Path, functie: Functie) -> None:
        self.functie = functie
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_cert_chain(eigen.cert, eigen.key)
        # What stands between the certificates may be in any encoding; OpenSSL takes none of it.
        context.load_verify_locations(cadata=lees_tekst(ca).encode("ascii", "ignore").decode())
        # Each connection shows its certificate, and nothing follows the handshake unasked.
        context.num_tickets = 0
        super().__init__(poort, Balie, context)

    @property
    def url(self) -> str:
        """Where SBB brings mutaties."""
        return f"https://localhost:{self.poort}{PAD}"


class Balie(BaseHTTPRequestHandler):
    """Handles one connection, request after request."""

    server: IntakeServer
    connection: ssl.SSLSocket
    protocol_version = "HTTP/1.1"
    timeout = 120
    disable_nagle_algorithm = True

    def do_POST(self) -> None:
        """Hand a message to the function."""
        try:
            lichaam = lees_lichaam(self.rfile, self.headers, self.request_version, _MAX_BYTES) or b""
        except Geweigerd as fout:
            self.close_connection = True
            self._antwoord(_GEWEIGERD[fout.status])
            return
        certificaat = self.connection.getpeercert(binary_form=True)
        if urlsplit(self.path).path != PAD or certificaat is None:
            self._geen_adres()
            return
        koppen = {n: w for n, w in self.headers.items() if n.lower() not in _VAN_DE_VERBINDING}
        verzoek = Verzoek("POST", PAD, koppen, lichaam, certificaat, self.client_address[0])
        self._antwoord(self.server.functie.vraag(verzoek))

    def _geen_adres(self) -> None:
        """Answer as API Gateway does where there is no such method or path."""
        self._antwoord(Antwoord(403, _JSON, b'{"message": "Missing Authentication Token"}'))

    def do_GET(self) -> None:
        """There is nothing to see."""
        self.close_connection |= kondigt_aan(self.headers)
        self._geen_adres()

    def do_PUT(self) -> None:
        """There is nothing to change."""
        self.close_connection |= kondigt_aan(self.headers)
        self._geen_adres()

    def _antwoord(self, antwoord: Antwoord) -> None:
        self.send_response(antwoord.status)
        for naam, waarde in antwoord.koppen.items():
            self.send_header(naam, waarde)
        self.send_header("Content-Length", str(len(antwoord.lichaam)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(antwoord.lichaam)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        """Stay silent: the function logs."""
