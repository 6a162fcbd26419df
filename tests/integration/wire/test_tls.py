"""The school's certificate and key on their way into OpenSSL: unreadable ones, and nothing left behind."""

import ssl
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest
from cryptography.hazmat.primitives import serialization
from stagemarkt.adapters.soap.tls import tls_context
from stagemarkt.model.errors import BronCertificaat
from stagemarkt.model.school import Schoolgeheim

from tests.integration.support.pki import Pki
from tests.integration.support.secret import alles_van

ONZIN: Final = "-----BEGIN CERTIFICATE-----\nGEHEIM\n-----END CERTIFICATE-----\n"
ONLEESBAAR: Final = ["", " ", "GEHEIM", "GEHEIM é \u2603 \ud800", "\x00", ONZIN]


@pytest.fixture
def tijdelijk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for temporary files, empty."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@pytest.fixture(scope="module")
def school(pki: Pki) -> Schoolgeheim:
    """A school whose secret is whole."""
    return pki.school("99XX")


def _weiger(ca: str, geheim: Schoolgeheim | None) -> None:
    with pytest.raises(BronCertificaat) as gevangen:
        tls_context(ca, geheim)
    tekst = alles_van(gevangen.value)
    assert "GEHEIM" not in tekst
    assert "PRIVATE KEY" not in tekst


def test_context_eist_wat_het_moet(pki: Pki, school: Schoolgeheim) -> None:
    """SBB is always checked, by certificate and by name, and nothing older than TLS 1.2 is spoken."""
    context = tls_context(pki.sbb_ca, school)
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname
    assert context.minimum_version is ssl.TLSVersion.TLSv1_2
    assert len(context.get_ca_certs()) == 1


def test_zonder_school_geen_certificaat(pki: Pki) -> None:
    """The door can be tried without any school's certificate, and SBB is checked none the less."""
    assert tls_context(pki.sbb_ca, None).verify_mode is ssl.CERT_REQUIRED


def test_er_blijft_niets_achter(tijdelijk: Path, pki: Pki, school: Schoolgeheim) -> None:
    """No file with the key outlives the call, nor a call that fails."""
    tls_context(pki.sbb_ca, school)
    assert list(tijdelijk.iterdir()) == []
    for kapot in (replace(school, sleutel=ONZIN), replace(school, certificaat="")):
        _weiger(pki.sbb_ca, kapot)
        assert list(tijdelijk.iterdir()) == []


def test_witruimte_eromheen_doet_er_niet_toe(pki: Pki, school: Schoolgeheim) -> None:
    """A secret that was pasted with blank lines, or without its last one, is as good."""
    ruim = replace(school, certificaat=f"\n\n{school.certificaat}\n\n", sleutel=school.sleutel.strip())
    tls_context(pki.sbb_ca, ruim)


@pytest.mark.parametrize("pem", ONLEESBAAR)
def test_onleesbaar_certificaat(pki: Pki, school: Schoolgeheim, pem: str) -> None:
    """Rubbish instead of a certificate is the certificate's error, and is not quoted."""
    _weiger(pki.sbb_ca, replace(school, certificaat=pem))


@pytest.mark.parametrize("pem", ONLEESBAAR)
def test_onleesbare_sleutel(pki: Pki, school: Schoolgeheim, pem: str) -> None:
    """Rubbish instead of a key is the certificate's error, and is not quoted."""
    _weiger(pki.sbb_ca, replace(school, sleutel=pem))


@pytest.mark.parametrize("pem", ONLEESBAAR)
def test_onleesbare_ca(school: Schoolgeheim, pem: str) -> None:
    """Rubbish instead of the CA trusts nobody."""
    _weiger(pem, school)


def test_ca_met_een_opschrift(pki: Pki, school: Schoolgeheim) -> None:
    """A PEM with a line of explanation above it, as CAs publish them, is read; with an accent as well."""
    assert len(tls_context(f"# SBB, geldig t/m 2030\n{pki.sbb_ca}", school).get_ca_certs()) == 1
    assert len(tls_context(f"# Staat der Nederlanden, één\n{pki.sbb_ca}", school).get_ca_certs()) == 1


def test_sleutel_van_een_ander(pki: Pki, school: Schoolgeheim) -> None:
    """A key that does not belong to the certificate is refused here, not by SBB."""
    _weiger(pki.sbb_ca, replace(school, sleutel=pki.school("01AA").sleutel))


@pytest.mark.parametrize(
    "vorm", [serialization.PrivateFormat.PKCS8, serialization.PrivateFormat.TraditionalOpenSSL]
)
@pytest.mark.parametrize("wachtwoord", [b"x", b"GEHEIM"])
def test_sleutel_met_wachtwoord(
    pki: Pki, school: Schoolgeheim, wachtwoord: bytes, vorm: serialization.PrivateFormat
) -> None:
    """A key behind a passphrase is refused at once; nobody is asked for one."""
    sleutel = serialization.load_pem_private_key(school.sleutel.encode(), None)
    dicht = sleutel.private_bytes(
        serialization.Encoding.PEM, vorm, serialization.BestAvailableEncryption(wachtwoord)
    )
    assert b"ENCRYPTED" in dicht
    _weiger(pki.sbb_ca, replace(school, sleutel=dicht.decode()))
