import datetime as dt
import ssl
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from local.sbb.pki.authority import SBB_CLIENT, Pki, lees_ca, maak_pki
from local.sbb.pki.certificates import Geldigheid, maak_client
from local.sbb.pki.defective import client_zonder_oin, verlopen_client, vreemde_client
from local.sbb.pki.files import Sleutelpaar
from local.sbb.protocol import OIN_SBB
from local.sbb.simulator import Simulator
from tests.integration.sbb.client import Klant
from tests.integration.sbb.controller import bedien

SCHOLEN = {"99XX": "School Een", "99XZ": "School Twee"}


def certificaat(pad: Path) -> x509.Certificate:
    """Read a certificate."""
    return x509.load_pem_x509_certificate(pad.read_bytes())


def inhoud(folder: Path) -> dict[str, bytes]:
    """Read all files of a folder."""
    return {bestand.name: bestand.read_bytes() for bestand in folder.iterdir()}


def test_oin_in_subject(tmp_path: Path) -> None:
    """A school's OIN stands in its subject's serialNumber, as PKIoverheid writes it, and so does SBB's."""
    pki = maak_pki(tmp_path / "pki", scholen=SCHOLEN)
    subject = certificaat(pki.scholen["99XX"].cert).subject
    assert subject.rfc4514_string() == (
        "2.5.4.5=0000000700099XX00000,CN=whitelabel.99xx.example,O=School Een,C=NL"
    )
    sbb = certificaat(pki.sbb_client.cert).subject
    assert sbb.get_attributes_for_oid(NameOID.SERIAL_NUMBER)[0].value == OIN_SBB


def test_uitbreidingen(tmp_path: Path) -> None:
    """CA, server and client say what they may be used for; none but the CA signs, none lives over a year."""
    pki = maak_pki(tmp_path / "pki", scholen=SCHOLEN)
    ca, server, client = (certificaat(pad) for pad in (pki.ca, pki.server.cert, pki.scholen["99XZ"].cert))
    gebruik = ca.extensions.get_extension_for_class(x509.KeyUsage)
    assert gebruik.critical
    assert gebruik.value.key_cert_sign
    assert gebruik.value.crl_sign
    assert ca.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    for blad, doel in ((server, ExtendedKeyUsageOID.SERVER_AUTH), (client, ExtendedKeyUsageOID.CLIENT_AUTH)):
        blad.verify_directly_issued_by(ca)
        assert list(blad.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value) == [doel]
        assert not blad.extensions.get_extension_for_class(x509.KeyUsage).value.key_cert_sign
        assert not blad.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
        assert blad.not_valid_after_utc - blad.not_valid_before_utc <= dt.timedelta(days=366)
    hosts = server.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert hosts.get_values_for_type(x509.DNSName) == ["localhost"]
    assert [str(ip) for ip in hosts.get_values_for_type(x509.IPAddress)] == ["127.0.0.1", "::1"]


def test_rechten(tmp_path: Path) -> None:
    """Only the owner reads the keys and the folder."""
    pki = maak_pki(tmp_path / "pki", scholen=SCHOLEN)
    assert stat.S_IMODE(pki.folder.stat().st_mode) == 0o700
    sleutels = list(pki.folder.glob("*.key"))
    assert len(sleutels) == 5
    assert {stat.S_IMODE(sleutel.stat().st_mode) for sleutel in sleutels} == {0o600}


def test_tweede_keer_niets_nieuw(tmp_path: Path) -> None:
    """Making the PKI again changes nothing."""
    maak_pki(tmp_path, scholen=SCHOLEN)
    eerst = inhoud(tmp_path)
    maak_pki(tmp_path, scholen=SCHOLEN)
    assert inhoud(tmp_path) == eerst


def test_alleen_wat_ontbreekt(tmp_path: Path) -> None:
    """What lacks, does not fit its key, or names another school is made anew; the rest stays."""
    pki = maak_pki(tmp_path, scholen=SCHOLEN)
    eerst = inhoud(tmp_path)
    pki.scholen["99XZ"].key.unlink()
    pki.server.key.write_bytes(pki.sbb_client.key.read_bytes())
    maak_pki(tmp_path, scholen={"99XX": "Andere Naam", "99XZ": "School Twee"})
    nu = inhoud(tmp_path)
    anders = {naam for naam in nu if nu[naam] != eerst.get(naam)}
    assert anders == {"99XX.pem", "99XX.key", "99XZ.pem", "99XZ.key", "server.pem", "server.key"}


def test_bijna_verlopen_wordt_vervangen(tmp_path: Path) -> None:
    """A certificate that runs out within a week is made anew."""
    pki = maak_pki(tmp_path, scholen=SCHOLEN)
    ca = lees_ca(tmp_path)
    assert ca is not None
    nu = dt.datetime.now(dt.UTC)
    kort = Geldigheid(nu - dt.timedelta(days=1), nu + dt.timedelta(days=6))
    pki.sbb_client.schrijf(maak_client(ca, SBB_CLIENT, kort))
    oud = pki.sbb_client.cert.read_bytes()
    maak_pki(tmp_path, scholen=SCHOLEN)
    assert pki.sbb_client.cert.read_bytes() != oud


def test_nieuwe_ca_vernieuwt_alles(tmp_path: Path) -> None:
    """Without its CA no certificate stays."""
    pki = maak_pki(tmp_path, scholen=SCHOLEN)
    eerst = inhoud(tmp_path)
    pki.ca.unlink()
    maak_pki(tmp_path, scholen=SCHOLEN)
    nu = inhoud(tmp_path)
    assert all(nu[naam] != eerst[naam] for naam in eerst)


def test_ieder_certificaat_dat_hoort_mag_erin(sim: Simulator) -> None:
    """Each school connects with its own certificate."""
    for brin in ("99XX", "99XZ", "99XY"):
        with Klant(sim, brin) as klant:
            assert klant.vraag("GeefDetails", ("CodeLeerbedrijf", "900000001")).signaalcode == 0


@pytest.mark.parametrize("maak", [verlopen_client, vreemde_client])
def test_slecht_certificaat_wordt_geweigerd(sim: Simulator, maak: Callable[[Pki, str], Sleutelpaar]) -> None:
    """An expired certificate and one of another CA do not get past the handshake, and are counted."""
    voor = bedien(sim, "GET", "/tellers")[1]["geweigerde_handdrukken"]
    paar = maak(sim.pki, "99XX")
    with Klant(sim, paar=paar) as klant, pytest.raises(ssl.SSLError, match="alert"):
        klant.vraag("GeefDetails", ("CodeLeerbedrijf", "900000001"))
    assert bedien(sim, "GET", "/tellers")[1]["geweigerde_handdrukken"] == voor + 1


def test_zonder_oin_geeft_997(sim: Simulator) -> None:
    """A certificate of the right CA without OIN gets in, but no answer."""
    with Klant(sim, paar=client_zonder_oin(sim.pki)) as klant:
        assert klant.vraag("GeefDetails", ("CodeLeerbedrijf", "900000001")).signaalcode == 997
