import datetime as dt
import ssl
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from local.certificates import KeyPair, Validity, make_client
from local.sbb.pki import (
    SBB_CLIENT,
    Pki,
    client_without_oin,
    expired_client,
    foreign_client,
    make_pki,
    read_ca,
)
from local.sbb.protocol import OIN_SBB
from local.sbb.simulator import Simulator
from tests.integration.sbb.client import SoapClient
from tests.integration.sbb.controller import control

SCHOLEN = {"99XX": "School Een", "99XZ": "School Twee"}


def certificate(path: Path) -> x509.Certificate:
    """Read a certificate."""
    return x509.load_pem_x509_certificate(path.read_bytes())


def content(folder: Path) -> dict[str, bytes]:
    """Read all files of a folder."""
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_oin_in_subject(tmp_path: Path) -> None:
    """A school's OIN stands in its subject's serialNumber, as PKIoverheid writes it, and so does SBB's."""
    pki = make_pki(tmp_path / "pki", scholen=SCHOLEN)
    subject = certificate(pki.scholen["99XX"].cert).subject
    assert subject.rfc4514_string() == (
        "2.5.4.5=0000000700099XX00000,CN=whitelabel.99xx.example,O=School Een,C=NL"
    )
    sbb = certificate(pki.sbb_client.cert).subject
    assert sbb.get_attributes_for_oid(NameOID.SERIAL_NUMBER)[0].value == OIN_SBB


def test_extensions(tmp_path: Path) -> None:
    """CA, server and client say what they may be used for; none but the CA signs, none lives over a year."""
    pki = make_pki(tmp_path / "pki", scholen=SCHOLEN)
    ca, server, client = (certificate(path) for path in (pki.ca, pki.server.cert, pki.scholen["99XZ"].cert))
    usage = ca.extensions.get_extension_for_class(x509.KeyUsage)
    assert usage.critical
    assert usage.value.key_cert_sign
    assert usage.value.crl_sign
    assert ca.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    for sheet, target in (
        (server, ExtendedKeyUsageOID.SERVER_AUTH),
        (client, ExtendedKeyUsageOID.CLIENT_AUTH),
    ):
        sheet.verify_directly_issued_by(ca)
        assert list(sheet.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value) == [target]
        assert not sheet.extensions.get_extension_for_class(x509.KeyUsage).value.key_cert_sign
        assert not sheet.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
        assert sheet.not_valid_after_utc - sheet.not_valid_before_utc <= dt.timedelta(days=366)
    hosts = server.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert hosts.get_values_for_type(x509.DNSName) == ["localhost"]
    assert [str(ip) for ip in hosts.get_values_for_type(x509.IPAddress)] == ["127.0.0.1", "::1"]


def test_rights(tmp_path: Path) -> None:
    """Only the owner reads the keys and the folder."""
    pki = make_pki(tmp_path / "pki", scholen=SCHOLEN)
    assert stat.S_IMODE(pki.folder.stat().st_mode) == 0o700
    sleutels = list(pki.folder.glob("*.key"))
    assert len(sleutels) == 5
    assert {stat.S_IMODE(sleutel.stat().st_mode) for sleutel in sleutels} == {0o600}


def test_the_second_time_nothing_is_new(tmp_path: Path) -> None:
    """Making the PKI again changes nothing."""
    make_pki(tmp_path, scholen=SCHOLEN)
    at_first = content(tmp_path)
    make_pki(tmp_path, scholen=SCHOLEN)
    assert content(tmp_path) == at_first


def test_only_what_is_missing(tmp_path: Path) -> None:
    """What lacks, does not fit its key, or names another school is made anew; the rest stays."""
    pki = make_pki(tmp_path, scholen=SCHOLEN)
    at_first = content(tmp_path)
    pki.scholen["99XZ"].key.unlink()
    pki.server.key.write_bytes(pki.sbb_client.key.read_bytes())
    make_pki(tmp_path, scholen={"99XX": "Andere Naam", "99XZ": "School Twee"})
    now = content(tmp_path)
    otherwise = {name for name in now if now[name] != at_first.get(name)}
    assert otherwise == {"99XX.pem", "99XX.key", "99XZ.pem", "99XZ.key", "server.pem", "server.key"}


def test_almost_expired_is_replaced(tmp_path: Path) -> None:
    """A certificate that runs out within a week is made anew."""
    pki = make_pki(tmp_path, scholen=SCHOLEN)
    ca = read_ca(tmp_path)
    assert ca is not None
    now = dt.datetime.now(dt.UTC)
    short = Validity(now - dt.timedelta(days=1), now + dt.timedelta(days=6))
    pki.sbb_client.write(make_client(ca, SBB_CLIENT, short))
    old = pki.sbb_client.cert.read_bytes()
    make_pki(tmp_path, scholen=SCHOLEN)
    assert pki.sbb_client.cert.read_bytes() != old


def test_a_new_ca_renews_everything(tmp_path: Path) -> None:
    """Without its CA no certificate stays."""
    pki = make_pki(tmp_path, scholen=SCHOLEN)
    at_first = content(tmp_path)
    pki.ca.unlink()
    make_pki(tmp_path, scholen=SCHOLEN)
    now = content(tmp_path)
    assert all(now[name] != at_first[name] for name in at_first)


def test_every_certificate_that_belongs_is_let_in(sim: Simulator) -> None:
    """Each school connects with its own certificate."""
    for brin in ("99XX", "99XZ", "99XY"):
        with SoapClient(sim, brin) as client:
            assert client.question("GeefDetails", ("CodeLeerbedrijf", "900000001")).signaalcode == 0


@pytest.mark.parametrize("make", [expired_client, foreign_client])
def test_a_bad_certificate_is_refused(sim: Simulator, make: Callable[[Pki, str], KeyPair]) -> None:
    """An expired certificate and one of another CA do not get past the handshake, and are counted."""
    before = control(sim, "GET", "/tellers")[1]["geweigerde_handdrukken"]
    pair = make(sim.pki, "99XX")
    with SoapClient(sim, pair=pair) as client, pytest.raises(ssl.SSLError, match="alert"):
        client.question("GeefDetails", ("CodeLeerbedrijf", "900000001"))
    assert control(sim, "GET", "/tellers")[1]["geweigerde_handdrukken"] == before + 1


def test_without_an_oin_it_gives_997(sim: Simulator) -> None:
    """A certificate of the right CA without OIN gets in, but no answer."""
    with SoapClient(sim, pair=client_without_oin(sim.pki)) as client:
        assert client.question("GeefDetails", ("CodeLeerbedrijf", "900000001")).signaalcode == 997
