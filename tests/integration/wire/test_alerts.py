"""Every TLS alert, by its number on the wire, from a server that says nothing else."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import pytest
from stagemarkt.model.errors import BronUnavailable, SchoolCertificateUnsuitable

from tests.integration.support.line import Link, send

# RFC 8446, 6.2, and what came before it.
ABOUT_THE_CERTIFICATE: Final = {
    41: "no_certificate",
    42: "bad_certificate",
    43: "unsupported_certificate",
    44: "certificate_revoked",
    45: "certificate_expired",
    46: "certificate_unknown",
    48: "unknown_ca",
    49: "access_denied",
    116: "certificate_required",
}
ABOUT_SOMETHING_ELSE: Final = {
    10: "unexpected_message",
    20: "bad_record_mac",
    22: "record_overflow",
    # Before the server has said a word.
    40: "handshake_failure",
    47: "illegal_parameter",
    50: "decode_error",
    51: "decrypt_error",
    70: "protocol_version",
    71: "insufficient_security",
    80: "internal_error",
    86: "inappropriate_fallback",
    90: "user_canceled",
    109: "missing_extension",
    110: "unsupported_extension",
    112: "unrecognized_name",
    113: "bad_certificate_status_response",
    115: "unknown_psk_identity",
    120: "no_application_protocol",
}


@contextmanager
def alerting_server(number: int) -> Iterator[str]:
    """The address of a server that answers a ClientHello with this alert, fatal, and goes."""

    class AlertHandler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            self.request.recv(65536)
            self.request.sendall(bytes((21, 3, 3, 0, 2, 2, number)))

    with socketserver.TCPServer(("127.0.0.1", 0), AlertHandler) as server:
        wire = threading.Thread(target=server.serve_forever, args=(0.01,))
        wire.start()
        try:
            yield f"https://127.0.0.1:{server.server_address[1]}/"
        finally:
            server.shutdown()
            wire.join()


@pytest.mark.parametrize("number", ABOUT_THE_CERTIFICATE, ids=ABOUT_THE_CERTIFICATE.values())
def test_alerts_about_the_certificate(link: Link, number: int) -> None:
    """What an alert says of our certificate is told as that."""
    with alerting_server(number) as url, pytest.raises(SchoolCertificateUnsuitable):
        send(link.transport(url))


@pytest.mark.parametrize("number", ABOUT_SOMETHING_ELSE, ids=ABOUT_SOMETHING_ELSE.values())
def test_alerts_about_something_else(link: Link, number: int) -> None:
    """Any other alert is an SBB that cannot be reached, and no word about the school."""
    with alerting_server(number) as url, pytest.raises(BronUnavailable):
        send(link.transport(url))
