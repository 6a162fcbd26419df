"""A server that asks for the certificate after it has read the request, as IIS does for some paths."""

import ssl
from typing import Final

import pytest
from stagemarkt.adapters.soap.tls import tls_context
from stagemarkt.adapters.tls_probe import TlsProber
from stagemarkt.model.errors import SchoolCertificateUnsuitable

from tests.integration.support.behaviour import http
from tests.integration.support.line import Link, send, with_context
from tests.integration.support.server import Behaviour, Connection

FORBIDDEN: Final = http(b"<html>403 - Forbidden: Access is denied.</html>", "403 Forbidden")


def afterwards(vanaf: int = 1) -> Behaviour:
    """Ask for a certificate at the nth request of a connection; without one it is 403, as with IIS."""

    def behaviour(connection: Connection) -> None:
        shown, number = vanaf == 0, 0
        while connection.read() is not None:
            number += 1
            if number == vanaf:
                try:
                    shown = connection.request_certificate()
                except ssl.SSLError as error:
                    if error.reason != "EXTENSION_NOT_RECEIVED":
                        raise
            connection.send(http() if shown or number < vanaf else FORBIDDEN)

    return behaviour


def _context(link: Link) -> ssl.SSLContext:
    return link.pki.at_sbb(ssl.TLSVersion.TLSv1_3, afterwards=True)


@pytest.mark.parametrize("vanaf", [1, 2, 5])
def test_certificate_after_the_request(link: Link, vanaf: int) -> None:
    """The certificate is shown when it is asked for, at the first or a later request of one line."""
    server = link.server(afterwards(vanaf), context=_context(link))
    transport = link.transport(server.url)
    seen = []
    for _ in range(vanaf + 2):
        assert send(transport).status == 200
        seen.append([*server.names])
    assert seen == [[]] * (vanaf - 1) + [["99XX"]] * 3
    assert server.aangenomen == 1


def test_who_does_not_offer_it_gets_403(link: Link) -> None:
    """What the test server does to a client that cannot: the very 403 that a refused certificate gives."""
    server = link.server(afterwards(), context=_context(link))
    context = tls_context(link.pki.sbb_ca, link.school)
    context.post_handshake_auth = False
    with with_context(server.url, context) as transport:
        assert send(transport).status == 403
    assert server.names == []


@pytest.mark.parametrize("vanaf", [1, 3])
def test_asked_for_and_then_refused(link: Link, vanaf: int) -> None:
    """A certificate that is asked for and then refused is told as that, whenever it is, and not retried."""
    server = link.server(afterwards(vanaf), context=_context(link))
    transport = link.transport(server.url, link.pki.school("99XX", issuer=link.pki.foreign))
    for _ in range(vanaf - 1):
        assert send(transport).status == 200
    with pytest.raises(SchoolCertificateUnsuitable) as caught:
        send(transport)
    assert "UNKNOWN_CA" in caught.value.internal
    assert len(server.requests) == vanaf
    assert server.names == []


def test_in_tls_1_2_the_server_may_renegotiate(link: Link) -> None:
    """In TLS 1.2 the same is asked by renegotiating: nothing here forbids that."""
    assert not tls_context(link.pki.sbb_ca, link.school).options & ssl.OP_NO_RENEGOTIATION


def test_probing_such_a_door(link: Link) -> None:
    """Trying the door asks nothing, and so is asked nothing."""
    server = link.server(afterwards(), context=_context(link))
    TlsProber(server.url, link.pki.sbb_ca).probe()
    assert server.requests == []
