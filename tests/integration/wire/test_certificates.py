"""Refused certificates, on either side: recognised for what they are, and never tried again."""

import ssl
from typing import Final

import pytest
from stagemarkt.adapters.soap.tls import tls_context
from stagemarkt.adapters.tls_probe import TlsProber
from stagemarkt.model.errors import BronCertificate, BronUnavailable, SchoolCertificateUnsuitable
from stagemarkt.model.school import SchoolSecret

from tests.integration.support.behaviour import respond
from tests.integration.support.line import Link, send, with_context
from tests.integration.support.pki import ThrowawayPki
from tests.integration.support.server import HttpsServer

VERSIONS: Final = {"TLS 1.2": ssl.TLSVersion.TLSv1_2, "TLS 1.3": ssl.TLSVersion.TLSv1_3}
each_version = pytest.mark.parametrize("version", VERSIONS.values(), ids=VERSIONS)
# Who is refused, and how the log calls it.
REFUSED_CERTIFICATES: Final = {"van een andere CA": "UNKNOWN_CA", "verlopen": "CERTIFICATE_EXPIRED"}
each_refused = pytest.mark.parametrize("who", REFUSED_CERTIFICATES)


def _school(pki: ThrowawayPki, who: str) -> SchoolSecret:
    return (
        pki.school("99XX", issuer=pki.foreign) if who == "van een andere CA" else pki.school("99XX", days=-1)
    )


def _refuse(
    link: Link, server: HttpsServer, secret: SchoolSecret | None = None, ca: str | None = None
) -> str:
    with pytest.raises(BronCertificate) as caught:
        send(link.transport(server.url, secret, ca=ca))
    assert caught.value.retry_after is None
    return f"{caught.value.detail.en} {caught.value.internal}"


@each_version
def test_both_versions_work(link: Link, version: ssl.TLSVersion) -> None:
    """TLS 1.2 and 1.3 are both spoken, with the school's certificate."""
    server = link.server(respond(), context=link.pki.at_sbb(version))
    assert send(link.transport(server.url)).status == 200
    assert server.names == ["99XX"]


@each_version
@each_refused
def test_certificate_of_the_school_refused(link: Link, version: ssl.TLSVersion, who: str) -> None:
    """SBB's refusal arrives as what it is, in one attempt, though TLS 1.3 tells it after the handshake."""
    server = link.server(respond(), context=link.pki.at_sbb(version))
    text = _refuse(link, server, _school(link.pki, who))
    assert "refuses the certificate of this school" in text
    assert REFUSED_CERTIFICATES[who] in text
    assert (server.aangenomen, server.requests) == (1, [])


@each_version
@each_refused
def test_refusal_by_who_hangs_up_at_once(link: Link, version: ssl.TLSVersion, who: str) -> None:
    """So it does from a server that hangs up at once: its reset may overtake its refusal, not hide it."""
    server = link.server(respond(), context=link.pki.at_sbb(version), graceful=False)
    secret = _school(link.pki, who)
    for _ in range(50):
        assert "refuses the certificate of this school" in _refuse(link, server, secret)
    assert server.requests == []


@each_version
def test_certificate_of_sbb_from_another_ca(link: Link, version: ssl.TLSVersion) -> None:
    """Who cannot show SBB's certificate hears nothing: no request, no second attempt."""
    context = link.pki.at_sbb(version, issuer=link.pki.foreign)
    server = link.server(respond(), context=context)
    assert "not trusted" in _refuse(link, server)
    assert (server.aangenomen, server.requests) == (1, [])


def test_certificate_of_sbb_for_another_name(link: Link) -> None:
    """SBB's own CA is not enough: the certificate must be that of the address."""
    server = link.server(respond(), context=link.pki.at_sbb(name="elders.example"))
    assert "not trusted" in _refuse(link, server)
    assert (server.aangenomen, server.requests) == (1, [])


def test_a_ca_below_the_root_is_enough(link: Link) -> None:
    """The operator may trust the CA that issued SBB's certificate, without the root above it."""
    between = link.pki.sbb.create_child_ca()
    server = link.server(respond(), context=link.pki.at_sbb(issuer=between))
    ca = between.cert_pem.bytes().decode()
    assert send(link.transport(server.url, ca=ca)).status == 200


def test_not_a_ca_beside_that_of_sbb(link: Link) -> None:
    """Another CA under the same root is not SBB's."""
    between, beside = link.pki.sbb.create_child_ca(), link.pki.sbb.create_child_ca()
    server = link.server(respond(), context=link.pki.at_sbb(issuer=between))
    assert "not trusted" in _refuse(link, server, ca=beside.cert_pem.bytes().decode())


def test_school_below_an_intermediate_ca(link: Link) -> None:
    """The chain in the school's secret is shown whole: SBB need know the root alone."""
    server = link.server(respond())
    secret = link.pki.school("99XX", issuer=link.pki.scholen.create_child_ca())
    assert send(link.transport(server.url, secret)).status == 200
    assert server.names == ["99XX"]


def test_the_environment_does_not_count(link: Link, monkeypatch: pytest.MonkeyPatch) -> None:
    """No proxy and no CA from the environment comes between the facade and SBB."""
    with link.pki.foreign.cert_pem.tempfile() as foreign:
        monkeypatch.setenv("SSL_CERT_FILE", foreign)
        monkeypatch.setenv("SSL_CERT_DIR", "/")
        for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "HTTP_PROXY"):
            monkeypatch.setenv(name, "http://127.0.0.1:9")
        server = link.server(respond())
        assert send(link.transport(server.url)).status == 200
        fake = link.server(respond(), context=link.pki.at_sbb(issuer=link.pki.foreign))
        assert "not trusted" in _refuse(link, fake)


def test_a_server_that_disagrees_about_something_else(link: Link) -> None:
    """Without anything to encrypt by that both know, `handshake_failure` is no word about the certificate."""
    context = link.pki.at_sbb(ssl.TLSVersion.TLSv1_2)
    context.set_ciphers("AES128-SHA")
    # A certificate on a curve, and a cipher for RSA alone: nothing is left to choose.
    server = link.server(respond(), context=context)
    with pytest.raises(BronUnavailable) as caught:
        send(link.transport(server.url))
    assert "HANDSHAKE_FAILURE" in caught.value.internal
    assert server.requests == []
    with pytest.raises(BronUnavailable):
        TlsProber(server.url, link.pki.sbb_ca).probe()


def test_a_server_that_gets_no_certificate(link: Link) -> None:
    """In TLS 1.2 the same alert, after the server has asked for a certificate, is about that."""
    server = link.server(respond(), context=link.pki.at_sbb(ssl.TLSVersion.TLSv1_2))
    with (
        with_context(server.url, tls_context(link.pki.sbb_ca, None)) as transport,
        pytest.raises(SchoolCertificateUnsuitable) as caught,
    ):
        send(transport)
    assert "HANDSHAKE_FAILURE" in caught.value.internal
