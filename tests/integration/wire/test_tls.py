"""The school's certificate and key on their way into OpenSSL: unreadable ones, and nothing left behind."""

import ssl
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest
from cryptography.hazmat.primitives import serialization
from stagemarkt.adapters.soap.tls import tls_context
from stagemarkt.model.errors import BronCertificate
from stagemarkt.model.school import SchoolSecret

from tests.integration.support.pki import ThrowawayPki
from tests.integration.support.secret import everything_of

NONSENSE: Final = "-----BEGIN CERTIFICATE-----\nGEHEIM\n-----END CERTIFICATE-----\n"
UNREADABLE: Final = ["", " ", "GEHEIM", "GEHEIM é \u2603 \ud800", "\x00", NONSENSE]


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for temporary files, empty."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@pytest.fixture(scope="module")
def school(pki: ThrowawayPki) -> SchoolSecret:
    """A school whose secret is whole."""
    return pki.school("99XX")


def _refuse(ca: str, secret: SchoolSecret | None) -> None:
    with pytest.raises(BronCertificate) as caught:
        tls_context(ca, secret)
    text = everything_of(caught.value)
    assert "GEHEIM" not in text
    assert "PRIVATE KEY" not in text


def test_the_context_demands_what_it_must(pki: ThrowawayPki, school: SchoolSecret) -> None:
    """SBB is always checked, by certificate and by name, and nothing older than TLS 1.2 is spoken."""
    context = tls_context(pki.sbb_ca, school)
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname
    assert context.minimum_version is ssl.TLSVersion.TLSv1_2
    assert len(context.get_ca_certs()) == 1


def test_no_school_no_certificate(pki: ThrowawayPki) -> None:
    """The door can be tried without any school's certificate, and SBB is checked none the less."""
    assert tls_context(pki.sbb_ca, None).verify_mode is ssl.CERT_REQUIRED


def test_nothing_is_left_behind(temporary: Path, pki: ThrowawayPki, school: SchoolSecret) -> None:
    """No file with the key outlives the call, nor a call that fails."""
    tls_context(pki.sbb_ca, school)
    assert list(temporary.iterdir()) == []
    for broken in (replace(school, sleutel=NONSENSE), replace(school, certificaat="")):
        _refuse(pki.sbb_ca, broken)
        assert list(temporary.iterdir()) == []


def test_surrounding_whitespace_does_not_matter(pki: ThrowawayPki, school: SchoolSecret) -> None:
    """A secret that was pasted with blank lines, or without its last one, is as good."""
    padded = replace(school, certificaat=f"\n\n{school.certificaat}\n\n", sleutel=school.sleutel.strip())
    tls_context(pki.sbb_ca, padded)


@pytest.mark.parametrize("pem", UNREADABLE)
def test_unreadable_certificate(pki: ThrowawayPki, school: SchoolSecret, pem: str) -> None:
    """Rubbish instead of a certificate is the certificate's error, and is not quoted."""
    _refuse(pki.sbb_ca, replace(school, certificaat=pem))


@pytest.mark.parametrize("pem", UNREADABLE)
def test_unreadable_key(pki: ThrowawayPki, school: SchoolSecret, pem: str) -> None:
    """Rubbish instead of a key is the certificate's error, and is not quoted."""
    _refuse(pki.sbb_ca, replace(school, sleutel=pem))


@pytest.mark.parametrize("pem", UNREADABLE)
def test_unreadable_ca(school: SchoolSecret, pem: str) -> None:
    """Rubbish instead of the CA trusts nobody."""
    _refuse(pem, school)


def test_ca_with_a_caption(pki: ThrowawayPki, school: SchoolSecret) -> None:
    """A PEM with a line of explanation above it, as CAs publish them, is read; with an accent as well."""
    assert len(tls_context(f"# SBB, geldig t/m 2030\n{pki.sbb_ca}", school).get_ca_certs()) == 1
    assert len(tls_context(f"# Staat der Nederlanden, één\n{pki.sbb_ca}", school).get_ca_certs()) == 1


def test_key_of_another(pki: ThrowawayPki, school: SchoolSecret) -> None:
    """A key that does not belong to the certificate is refused here, not by SBB."""
    _refuse(pki.sbb_ca, replace(school, sleutel=pki.school("01AA").sleutel))


@pytest.mark.parametrize(
    "form", [serialization.PrivateFormat.PKCS8, serialization.PrivateFormat.TraditionalOpenSSL]
)
@pytest.mark.parametrize("password", [b"x", b"GEHEIM"])
def test_key_with_a_password(
    pki: ThrowawayPki, school: SchoolSecret, password: bytes, form: serialization.PrivateFormat
) -> None:
    """A key behind a passphrase is refused at once; nobody is asked for one."""
    sleutel = serialization.load_pem_private_key(school.sleutel.encode(), None)
    closed = sleutel.private_bytes(
        serialization.Encoding.PEM, form, serialization.BestAvailableEncryption(password)
    )
    assert b"ENCRYPTED" in closed
    _refuse(pki.sbb_ca, replace(school, sleutel=closed.decode()))
