"""Reading the dates of certificates that a real PKI made."""

import re
import ssl
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from stagemarkt.adapters.certificates import CertificateStore
from stagemarkt.model.errors import Bilingual, BronLicentie, StorageError, UnusableSecret
from stagemarkt.model.school import CertificatePair, SchoolSecret
from stagemarkt.ports.schools import SeenCertificate

from tests.integration.support.pki import ThrowawayPki
from tests.unit.cli.pki import make

SCHOOL = "99XX"
DAY = 86_400


class CertificateVault:
    """One school's secret and SBB's CA, which a test changes; `fout` instead of either."""

    def __init__(self, pki: ThrowawayPki) -> None:
        self.geheim = pki.school(SCHOOL, days=45)
        self.ca = pki.sbb_ca
        self.fout: Exception | None = None

    def van(self, _brin: str) -> SchoolSecret:
        """As the port says."""
        if self.fout is not None:
            raise self.fout
        return self.geheim

    def refresh(self, _brin: str) -> None:
        """As the port says."""

    def sbb_ca(self) -> str:
        """As the port says."""
        return self.ca


@pytest.fixture(scope="module")
def pki() -> ThrowawayPki:
    """The authorities."""
    return ThrowawayPki()


@pytest.fixture
def vault(pki: ThrowawayPki) -> CertificateVault:
    """A school whose certificate has 45 days left."""
    return CertificateVault(pki)


def _inspect(vault: CertificateVault, school: str = SCHOOL) -> SeenCertificate:
    return CertificateStore(vault, lambda: [SCHOOL]).examine(school)


def test_the_days_of_a_certificate(vault: CertificateVault) -> None:
    """From when until when, and which certificate it is."""
    seen = _inspect(vault)
    now = datetime.now(UTC).timestamp()
    assert seen.geldig_tot == pytest.approx(now + 45 * DAY, abs=60)
    assert seen.valid_from == pytest.approx(now - 60 * DAY, abs=60)
    # Who asks SBB and who watches tell a certificate and a licence from others by the same.
    assert (seen.fingerprint, seen.licentie_mark) == vault.geheim.marks
    assert len(seen.fingerprint) == 64
    assert (seen.previous_until, seen.unusable) == (None, None)


def test_the_own_certificate_and_not_the_issuers(vault: CertificateVault, pki: ThrowawayPki) -> None:
    """Of a chain the school's own counts, which stands first."""
    vault.geheim = pki.school(SCHOOL, days=9, issuer=pki.scholen.create_child_ca())
    assert _inspect(vault).geldig_tot == pytest.approx(datetime.now(UTC).timestamp() + 9 * DAY, abs=60)


def test_the_previous_one_too(vault: CertificateVault, pki: ThrowawayPki) -> None:
    """While there are two, the end of the previous one is told; one that cannot be read is passed over."""
    old = pki.school(SCHOOL, days=5)
    vault.geheim = replace(vault.geheim, previous=CertificatePair(old.certificaat, old.sleutel))
    previous_until = _inspect(vault).previous_until
    assert previous_until == pytest.approx(datetime.now(UTC).timestamp() + 5 * DAY, abs=60)
    vault.geheim = replace(vault.geheim, previous=CertificatePair("x", "y"))
    assert (_inspect(vault).previous_until, _inspect(vault).unusable) == (None, None)


@pytest.mark.parametrize("which", ["certificaat", "sleutel", "niet-bij-elkaar", "wachtwoord"])
def test_what_cannot_be_used(vault: CertificateVault, pki: ThrowawayPki, which: str) -> None:
    """A PEM that is none, a key of another certificate, a key behind a passphrase: of no use."""
    otherwise = {
        "certificaat": {"certificaat": "geen PEM"},
        "sleutel": {"sleutel": "geen PEM"},
        "niet-bij-elkaar": {"sleutel": pki.school(SCHOOL).sleutel},
        "wachtwoord": {"sleutel": vault.geheim.sleutel.replace("PRIVATE", "ENCRYPTED PRIVATE")},
    }[which]
    vault.geheim = replace(vault.geheim, **otherwise)  # type: ignore[arg-type]
    assert _inspect(vault).unusable == "onleesbaar"


@pytest.mark.parametrize(
    ("curve", "expected"), [(ec.BrainpoolP256R1(), "ongeschikt"), (ec.SECP384R1(), None)]
)
def test_a_key_that_tls_cannot_use(
    vault: CertificateVault, curve: ec.EllipticCurve, expected: str | None
) -> None:
    """A pair that belongs together and that no handshake uses is found before SBB is asked."""
    own = make("School", sleutel=ec.generate_private_key(curve))
    vault.geheim = replace(vault.geheim, certificaat=own.pem.decode(), sleutel=own.sleutel_pem().decode())
    assert _inspect(vault).unusable == expected


def test_a_certificate_with_a_version_that_does_not_exist(vault: CertificateVault) -> None:
    """What the reader of certificates refuses in its own way is unreadable as well, and ends no round."""
    (block,) = re.findall(r"-----BEGIN CERT.+?-----END CERT[^\n]+", vault.geheim.certificaat, re.DOTALL)
    der = bytearray(ssl.PEM_cert_to_DER_cert(block))
    version = der.index(bytes.fromhex("a003020102"))
    der[version + 4] = 9
    vault.geheim = replace(vault.geheim, certificaat=ssl.DER_cert_to_PEM_cert(bytes(der)))
    assert _inspect(vault).unusable == "onleesbaar"


@pytest.mark.parametrize("error", [BronLicentie(Bilingual("geen", "none")), UnusableSecret("geen JSON")])
def test_a_secret_that_is_incomplete(vault: CertificateVault, error: Exception) -> None:
    """A secret that lacks something, or is none, is told as that."""
    vault.fout = error
    assert _inspect(vault) == SeenCertificate(unusable="onvolledig")


def test_a_vault_that_does_not_answer(vault: CertificateVault) -> None:
    """That is nothing of the certificate's: it goes through."""
    vault.fout = StorageError("Timeout")
    with pytest.raises(StorageError):
        _inspect(vault)


def test_of_the_cas_the_longest_counts(vault: CertificateVault, pki: ThrowawayPki) -> None:
    """SBB is recognised until the last of its CAs ends."""
    short = pki.school(SCHOOL, days=3).certificaat
    vault.ca = f"{short}\n{pki.sbb_ca}"
    in_a_month = (datetime.now(UTC) + timedelta(days=30)).timestamp()
    assert _inspect(vault, "sbb").geldig_tot > in_a_month
    assert len(CertificateStore(vault, lambda: [SCHOOL]).scholen()) == 1
