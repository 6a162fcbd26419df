"""Reading the dates of certificates that a real PKI made."""

import re
import ssl
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from stagemarkt.adapters.certificates import Certificatenkast
from stagemarkt.model.errors import BronLicentie, OnbruikbaarGeheim, OpslagFout, Tekst
from stagemarkt.model.school import Certificaatpaar, Schoolgeheim
from stagemarkt.ports.certificates import Gezien

from tests.integration.support.pki import Pki
from tests.unit.cli.pki import maak

SCHOOL = "99XX"
DAG = 86_400


class Kluis:
    """One school's secret and SBB's CA, which a test changes; `fout` instead of either."""

    def __init__(self, pki: Pki) -> None:
        self.geheim = pki.school(SCHOOL, dagen=45)
        self.ca = pki.sbb_ca
        self.fout: Exception | None = None

    def van(self, _brin: str) -> Schoolgeheim:
        """As the port says."""
        if self.fout is not None:
            raise self.fout
        return self.geheim

    def ververs(self, _brin: str) -> None:
        """As the port says."""

    def sbb_ca(self) -> str:
        """As the port says."""
        return self.ca


@pytest.fixture(scope="module")
def pki() -> Pki:
    """The authorities."""
    return Pki()


@pytest.fixture
def kluis(pki: Pki) -> Kluis:
    """A school whose certificate has 45 days left."""
    return Kluis(pki)


def _bekijk(kluis: Kluis, school: str = SCHOOL) -> Gezien:
    return Certificatenkast(kluis, lambda: [SCHOOL]).bekijk(school)


def test_de_dagen_van_een_certificaat(kluis: Kluis) -> None:
    """From when until when, and which certificate it is."""
    gezien = _bekijk(kluis)
    nu = datetime.now(UTC).timestamp()
    assert gezien.geldig_tot == pytest.approx(nu + 45 * DAG, abs=60)
    assert gezien.geldig_van == pytest.approx(nu - 60 * DAG, abs=60)
    # Who asks SBB and who watches tell a certificate and a licence from others by the same.
    assert (gezien.vingerafdruk, gezien.licentiemerk) == kluis.geheim.merken
    assert len(gezien.vingerafdruk) == 64
    assert (gezien.vorig_tot, gezien.onbruikbaar) == (None, None)


def test_het_eigen_certificaat_en_niet_dat_van_de_uitgever(kluis: Kluis, pki: Pki) -> None:
    """Of a chain the school's own counts, which stands first."""
    kluis.geheim = pki.school(SCHOOL, dagen=9, uitgever=pki.scholen.create_child_ca())
    assert _bekijk(kluis).geldig_tot == pytest.approx(datetime.now(UTC).timestamp() + 9 * DAG, abs=60)


def test_ook_het_vorige(kluis: Kluis, pki: Pki) -> None:
    """While there are two, the end of the previous one is told; one that cannot be read is passed over."""
    oud = pki.school(SCHOOL, dagen=5)
    kluis.geheim = replace(kluis.geheim, vorig=Certificaatpaar(oud.certificaat, oud.sleutel))
    vorig_tot = _bekijk(kluis).vorig_tot
    assert vorig_tot == pytest.approx(datetime.now(UTC).timestamp() + 5 * DAG, abs=60)
    kluis.geheim = replace(kluis.geheim, vorig=Certificaatpaar("x", "y"))
    assert (_bekijk(kluis).vorig_tot, _bekijk(kluis).onbruikbaar) == (None, None)


@pytest.mark.parametrize("welke", ["certificaat", "sleutel", "niet-bij-elkaar", "wachtwoord"])
def test_wat_niet_te_gebruiken_is(kluis: Kluis, pki: Pki, welke: str) -> None:
    """A PEM that is none, a key of another certificate, a key behind a passphrase: of no use."""
    anders = {
        "certificaat": {"certificaat": "geen PEM"},
        "sleutel": {"sleutel": "geen PEM"},
        "niet-bij-elkaar": {"sleutel": pki.school(SCHOOL).sleutel},
        "wachtwoord": {"sleutel": kluis.geheim.sleutel.replace("PRIVATE", "ENCRYPTED PRIVATE")},
    }[welke]
    kluis.geheim = replace(kluis.geheim, **anders)  # type: ignore[arg-type]
    assert _bekijk(kluis).onbruikbaar == "onleesbaar"


@pytest.mark.parametrize(
    ("kromme", "verwacht"), [(ec.BrainpoolP256R1(), "ongeschikt"), (ec.SECP384R1(), None)]
)
def test_een_sleutel_waarmee_tls_niet_kan(
    kluis: Kluis, kromme: ec.EllipticCurve, verwacht: str | None
) -> None:
    """A pair that belongs together and that no handshake uses is found before SBB is asked."""
    eigen = maak("School", sleutel=ec.generate_private_key(kromme))
    kluis.geheim = replace(kluis.geheim, certificaat=eigen.pem.decode(), sleutel=eigen.sleutel_pem().decode())
    assert _bekijk(kluis).onbruikbaar == verwacht


def test_een_certificaat_met_een_versie_die_niet_bestaat(kluis: Kluis) -> None:
    """What the reader of certificates refuses in its own way is unreadable as well, and ends no round."""
    (blok,) = re.findall(r"-----BEGIN CERT.+?-----END CERT[^\n]+", kluis.geheim.certificaat, re.DOTALL)
    der = bytearray(ssl.PEM_cert_to_DER_cert(blok))
    versie = der.index(bytes.fromhex("a003020102"))
    der[versie + 4] = 9
    kluis.geheim = replace(kluis.geheim, certificaat=ssl.DER_cert_to_PEM_cert(bytes(der)))
    assert _bekijk(kluis).onbruikbaar == "onleesbaar"


@pytest.mark.parametrize("fout", [BronLicentie(Tekst("geen", "none")), OnbruikbaarGeheim("geen JSON")])
def test_een_geheim_dat_niet_heel_is(kluis: Kluis, fout: Exception) -> None:
    """A secret that lacks something, or is none, is told as that."""
    kluis.fout = fout
    assert _bekijk(kluis) == Gezien(onbruikbaar="onvolledig")


def test_een_kluis_die_niet_antwoordt(kluis: Kluis) -> None:
    """That is nothing of the certificate's: it goes through."""
    kluis.fout = OpslagFout("Timeout")
    with pytest.raises(OpslagFout):
        _bekijk(kluis)


def test_van_de_cas_telt_de_langste(kluis: Kluis, pki: Pki) -> None:
    """SBB is recognised until the last of its CAs ends."""
    kort = pki.school(SCHOOL, dagen=3).certificaat
    kluis.ca = f"{kort}\n{pki.sbb_ca}"
    over_een_maand = (datetime.now(UTC) + timedelta(days=30)).timestamp()
    assert _bekijk(kluis, "sbb").geldig_tot > over_een_maand
    assert len(Certificatenkast(kluis, lambda: [SCHOOL]).scholen()) == 1
