"""Trying SBB's door: a handshake without a school's certificate, which SBB is free to refuse."""

import socket
import ssl

import pytest
from stagemarkt.adapters.tls_probe import TlsProber
from stagemarkt.model.errors import BronCertificate, BronUnavailable

from tests.integration.support.behaviour import respond
from tests.integration.support.line import Link


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_a_door_that_wants_a_certificate_is_open(link: Link, version: ssl.TLSVersion) -> None:
    """An SBB that shows its certificate and then asks for ours is there, in TLS 1.2 as in 1.3."""
    server = link.server(respond(), context=link.pki.at_sbb(version))
    TlsProber(server.url, link.pki.sbb_ca).probe()
    assert server.aangenomen == 1


def test_somebody_elses_door(link: Link) -> None:
    """Who shows another's certificate is not SBB."""
    server = link.server(respond(), context=link.pki.at_sbb(issuer=link.pki.foreign))
    with pytest.raises(BronCertificate):
        TlsProber(server.url, link.pki.sbb_ca).probe()


def test_nobody_listens(link: Link) -> None:
    """A port where nobody listens is an SBB that is not available."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(BronUnavailable):
        TlsProber(f"https://127.0.0.1:{port}/", link.pki.sbb_ca).probe()


def test_unknown_name(link: Link) -> None:
    """A name without an address is an SBB that is not available."""
    with pytest.raises(BronUnavailable):
        TlsProber("https://sbb.invalid/", link.pki.sbb_ca).probe()


def test_without_a_readable_ca(link: Link) -> None:
    """Without a CA nobody is tried: there is nothing to recognise SBB by."""
    server = link.server(respond())
    with pytest.raises(BronCertificate):
        TlsProber(server.url, "geen PEM").probe()
    assert server.aangenomen == 0
