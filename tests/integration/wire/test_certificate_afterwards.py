"""A server that asks for the certificate after it has read the request, as IIS does for some paths."""

import ssl
from typing import Final

import pytest
from stagemarkt.adapters.soap.tls import tls_context
from stagemarkt.adapters.tls_probe import TlsPeiler
from stagemarkt.model.errors import SchoolcertificaatOngeschikt

from tests.integration.support.behaviour import http
from tests.integration.support.line import Lijn, met_context, stuur
from tests.integration.support.server import Gedrag, Verbinding

VERBODEN: Final = http(b"<html>403 - Forbidden: Access is denied.</html>", "403 Forbidden")


def achteraf(vanaf: int = 1) -> Gedrag:
    """Ask for a certificate at the nth request of a connection; without one it is 403, as with IIS."""

    def gedrag(verbinding: Verbinding) -> None:
        getoond, nummer = vanaf == 0, 0
        while verbinding.lees() is not None:
            nummer += 1
            if nummer == vanaf:
                try:
                    getoond = verbinding.vraag_certificaat()
                except ssl.SSLError as fout:
                    if fout.reason != "EXTENSION_NOT_RECEIVED":
                        raise
            verbinding.stuur(http() if getoond or nummer < vanaf else VERBODEN)

    return gedrag


def _context(lijn: Lijn) -> ssl.SSLContext:
    return lijn.pki.bij_sbb(ssl.TLSVersion.TLSv1_3, achteraf=True)


@pytest.mark.parametrize("vanaf", [1, 2, 5])
def test_certificaat_na_het_verzoek(lijn: Lijn, vanaf: int) -> None:
    """The certificate is shown when it is asked for, at the first or a later request of one line."""
    server = lijn.server(achteraf(vanaf), context=_context(lijn))
    transport = lijn.transport(server.url)
    gezien = []
    for _ in range(vanaf + 2):
        assert stuur(transport).status == 200
        gezien.append([*server.namen])
    assert gezien == [[]] * (vanaf - 1) + [["99XX"]] * 3
    assert server.aangenomen == 1


def test_wie_het_niet_aanbiedt_krijgt_403(lijn: Lijn) -> None:
    """What the test server does to a client that cannot: the very 403 that a refused certificate gives."""
    server = lijn.server(achteraf(), context=_context(lijn))
    context = tls_context(lijn.pki.sbb_ca, lijn.school)
    context.post_handshake_auth = False
    with met_context(server.url, context) as transport:
        assert stuur(transport).status == 403
    assert server.namen == []


@pytest.mark.parametrize("vanaf", [1, 3])
def test_gevraagd_en_dan_geweigerd(lijn: Lijn, vanaf: int) -> None:
    """A certificate that is asked for and then refused is told as that, whenever it is, and not retried."""
    server = lijn.server(achteraf(vanaf), context=_context(lijn))
    transport = lijn.transport(server.url, lijn.pki.school("99XX", uitgever=lijn.pki.vreemd))
    for _ in range(vanaf - 1):
        assert stuur(transport).status == 200
    with pytest.raises(SchoolcertificaatOngeschikt) as gevangen:
        stuur(transport)
    assert "UNKNOWN_CA" in gevangen.value.intern
    assert len(server.verzoeken) == vanaf
    assert server.namen == []


def test_in_tls_1_2_mag_de_server_opnieuw_onderhandelen(lijn: Lijn) -> None:
    """In TLS 1.2 the same is asked by renegotiating: nothing here forbids that."""
    assert not tls_context(lijn.pki.sbb_ca, lijn.school).options & ssl.OP_NO_RENEGOTIATION


def test_peiling_van_zo_een_deur(lijn: Lijn) -> None:
    """Trying the door asks nothing, and so is asked nothing."""
    server = lijn.server(achteraf(), context=_context(lijn))
    TlsPeiler(server.url, lijn.pki.sbb_ca).peil()
    assert server.verzoeken == []
