"""Trying SBB's door: a handshake without a school's certificate, which SBB is free to refuse."""

import socket
import ssl

import pytest
from stagemarkt.adapters.tls_probe import TlsPeiler
from stagemarkt.model.errors import BronCertificaat, BronNietBeschikbaar

from tests.integration.support.behaviour import beantwoord
from tests.integration.support.line import Lijn


@pytest.mark.parametrize("versie", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_deur_die_een_certificaat_wil_is_open(lijn: Lijn, versie: ssl.TLSVersion) -> None:
    """An SBB that shows its certificate and then asks for ours is there, in TLS 1.2 as in 1.3."""
    server = lijn.server(beantwoord(), context=lijn.pki.bij_sbb(versie))
    TlsPeiler(server.url, lijn.pki.sbb_ca).peil()
    assert server.aangenomen == 1


def test_andermans_deur(lijn: Lijn) -> None:
    """Who shows another's certificate is not SBB."""
    server = lijn.server(beantwoord(), context=lijn.pki.bij_sbb(uitgever=lijn.pki.vreemd))
    with pytest.raises(BronCertificaat):
        TlsPeiler(server.url, lijn.pki.sbb_ca).peil()


def test_niemand_luistert(lijn: Lijn) -> None:
    """A port where nobody listens is an SBB that is not available."""
    with socket.create_server(("127.0.0.1", 0)) as vrij:
        poort = vrij.getsockname()[1]
    with pytest.raises(BronNietBeschikbaar):
        TlsPeiler(f"https://127.0.0.1:{poort}/", lijn.pki.sbb_ca).peil()


def test_onbekende_naam(lijn: Lijn) -> None:
    """A name without an address is an SBB that is not available."""
    with pytest.raises(BronNietBeschikbaar):
        TlsPeiler("https://sbb.invalid/", lijn.pki.sbb_ca).peil()


def test_zonder_leesbare_ca(lijn: Lijn) -> None:
    """Without a CA nobody is tried: there is nothing to recognise SBB by."""
    server = lijn.server(beantwoord())
    with pytest.raises(BronCertificaat):
        TlsPeiler(server.url, "geen PEM").peil()
    assert server.aangenomen == 0
