"""Refused certificates, on either side: recognised for what they are, and never tried again."""

import ssl
from typing import Final

import pytest
from stagemarkt.adapters.soap.tls import tls_context
from stagemarkt.adapters.tls_probe import TlsPeiler
from stagemarkt.model.errors import BronCertificaat, BronNietBeschikbaar, SchoolcertificaatOngeschikt
from stagemarkt.model.school import Schoolgeheim

from tests.integration.support.behaviour import beantwoord
from tests.integration.support.line import Lijn, met_context, stuur
from tests.integration.support.pki import Pki
from tests.integration.support.server import Server

VERSIES: Final = {"TLS 1.2": ssl.TLSVersion.TLSv1_2, "TLS 1.3": ssl.TLSVersion.TLSv1_3}
elke_versie = pytest.mark.parametrize("versie", VERSIES.values(), ids=VERSIES)
# Who is refused, and how the log calls it.
GEWEIGERDEN: Final = {"van een andere CA": "UNKNOWN_CA", "verlopen": "CERTIFICATE_EXPIRED"}
elke_geweigerde = pytest.mark.parametrize("wie", GEWEIGERDEN)


def _school(pki: Pki, wie: str) -> Schoolgeheim:
    return (
        pki.school("99XX", uitgever=pki.vreemd)
        if wie == "van een andere CA"
        else pki.school("99XX", dagen=-1)
    )


def _weiger(lijn: Lijn, server: Server, geheim: Schoolgeheim | None = None, ca: str | None = None) -> str:
    with pytest.raises(BronCertificaat) as gevangen:
        stuur(lijn.transport(server.url, geheim, ca=ca))
    assert gevangen.value.opnieuw_na is None
    return f"{gevangen.value.detail.en} {gevangen.value.intern}"


@elke_versie
def test_beide_versies_werken(lijn: Lijn, versie: ssl.TLSVersion) -> None:
    """TLS 1.2 and 1.3 are both spoken, with the school's certificate."""
    server = lijn.server(beantwoord(), context=lijn.pki.bij_sbb(versie))
    assert stuur(lijn.transport(server.url)).status == 200
    assert server.namen == ["99XX"]


@elke_versie
@elke_geweigerde
def test_certificaat_van_de_school_geweigerd(lijn: Lijn, versie: ssl.TLSVersion, wie: str) -> None:
    """SBB's refusal arrives as what it is, in one attempt, though TLS 1.3 tells it after the handshake."""
    server = lijn.server(beantwoord(), context=lijn.pki.bij_sbb(versie))
    tekst = _weiger(lijn, server, _school(lijn.pki, wie))
    assert "refuses the certificate of this school" in tekst
    assert GEWEIGERDEN[wie] in tekst
    assert (server.aangenomen, server.verzoeken) == (1, [])


@elke_versie
@elke_geweigerde
def test_weigering_door_wie_meteen_ophangt(lijn: Lijn, versie: ssl.TLSVersion, wie: str) -> None:
    """So it does from a server that hangs up at once: its reset may overtake its refusal, not hide it."""
    server = lijn.server(beantwoord(), context=lijn.pki.bij_sbb(versie), netjes=False)
    geheim = _school(lijn.pki, wie)
    for _ in range(50):
        assert "refuses the certificate of this school" in _weiger(lijn, server, geheim)
    assert server.verzoeken == []


@elke_versie
def test_certificaat_van_sbb_van_een_andere_ca(lijn: Lijn, versie: ssl.TLSVersion) -> None:
    """Who cannot show SBB's certificate hears nothing: no request, no second attempt."""
    context = lijn.pki.bij_sbb(versie, uitgever=lijn.pki.vreemd)
    server = lijn.server(beantwoord(), context=context)
    assert "not trusted" in _weiger(lijn, server)
    assert (server.aangenomen, server.verzoeken) == (1, [])


def test_certificaat_van_sbb_op_een_andere_naam(lijn: Lijn) -> None:
    """SBB's own CA is not enough: the certificate must be that of the address."""
    server = lijn.server(beantwoord(), context=lijn.pki.bij_sbb(naam="elders.example"))
    assert "not trusted" in _weiger(lijn, server)
    assert (server.aangenomen, server.verzoeken) == (1, [])


def test_een_ca_onder_de_wortel_is_genoeg(lijn: Lijn) -> None:
    """The operator may trust the CA that issued SBB's certificate, without the root above it."""
    tussen = lijn.pki.sbb.create_child_ca()
    server = lijn.server(beantwoord(), context=lijn.pki.bij_sbb(uitgever=tussen))
    ca = tussen.cert_pem.bytes().decode()
    assert stuur(lijn.transport(server.url, ca=ca)).status == 200


def test_een_ca_naast_die_van_sbb_niet(lijn: Lijn) -> None:
    """Another CA under the same root is not SBB's."""
    tussen, ernaast = lijn.pki.sbb.create_child_ca(), lijn.pki.sbb.create_child_ca()
    server = lijn.server(beantwoord(), context=lijn.pki.bij_sbb(uitgever=tussen))
    assert "not trusted" in _weiger(lijn, server, ca=ernaast.cert_pem.bytes().decode())


def test_school_onder_een_tussen_ca(lijn: Lijn) -> None:
    """The chain in the school's secret is shown whole: SBB need know the root alone."""
    server = lijn.server(beantwoord())
    geheim = lijn.pki.school("99XX", uitgever=lijn.pki.scholen.create_child_ca())
    assert stuur(lijn.transport(server.url, geheim)).status == 200
    assert server.namen == ["99XX"]


def test_omgeving_telt_niet_mee(lijn: Lijn, monkeypatch: pytest.MonkeyPatch) -> None:
    """No proxy and no CA from the environment comes between the facade and SBB."""
    with lijn.pki.vreemd.cert_pem.tempfile() as vreemd:
        monkeypatch.setenv("SSL_CERT_FILE", vreemd)
        monkeypatch.setenv("SSL_CERT_DIR", "/")
        for naam in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "HTTP_PROXY"):
            monkeypatch.setenv(naam, "http://127.0.0.1:9")
        server = lijn.server(beantwoord())
        assert stuur(lijn.transport(server.url)).status == 200
        nep = lijn.server(beantwoord(), context=lijn.pki.bij_sbb(uitgever=lijn.pki.vreemd))
        assert "not trusted" in _weiger(lijn, nep)


def test_een_server_die_het_over_iets_anders_niet_eens_wordt(lijn: Lijn) -> None:
    """Without anything to encrypt by that both know, `handshake_failure` is no word about the certificate."""
    context = lijn.pki.bij_sbb(ssl.TLSVersion.TLSv1_2)
    context.set_ciphers("AES128-SHA")
    # A certificate on a curve, and a cipher for RSA alone: nothing is left to choose.
    server = lijn.server(beantwoord(), context=context)
    with pytest.raises(BronNietBeschikbaar) as gevangen:
        stuur(lijn.transport(server.url))
    assert "HANDSHAKE_FAILURE" in gevangen.value.intern
    assert server.verzoeken == []
    with pytest.raises(BronNietBeschikbaar):
        TlsPeiler(server.url, lijn.pki.sbb_ca).peil()


def test_een_server_die_geen_certificaat_krijgt(lijn: Lijn) -> None:
    """In TLS 1.2 the same alert, after the server has asked for a certificate, is about that."""
    server = lijn.server(beantwoord(), context=lijn.pki.bij_sbb(ssl.TLSVersion.TLSv1_2))
    with (
        met_context(server.url, tls_context(lijn.pki.sbb_ca, None)) as transport,
        pytest.raises(SchoolcertificaatOngeschikt) as gevangen,
    ):
        stuur(transport)
    assert "HANDSHAKE_FAILURE" in gevangen.value.intern
