"""The verdict on a certificate is that of TLS: what gets through a real handshake is usable, the rest not."""

import datetime as dt
import ssl
import tempfile
from collections.abc import Callable
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from stagemarkt.adapters.handshake import schud_hand
from stagemarkt_cli.certificates.judgement import Keuring, keur
from stagemarkt_cli.certificates.reading import lees_pem, lees_pfx

from tests.unit.cli.pki import NU, OIN, Paar, Pki, maak, maak_pss

GOED = Pki.nieuw()
SLEUTELS: dict[str, tuple[Callable[[], Any], bool]] = {
    "rsa-1024": (lambda: rsa.generate_private_key(65537, 1024), False),  # noqa: S505 - to be refused
    "rsa-2048": (lambda: rsa.generate_private_key(65537, 2048), True),
    "rsa-3072": (lambda: rsa.generate_private_key(65537, 3072), True),
    "rsa-4096": (lambda: rsa.generate_private_key(65537, 4096), True),
    "p-192": (lambda: ec.generate_private_key(ec.SECP192R1()), False),
    "p-224": (lambda: ec.generate_private_key(ec.SECP224R1()), False),
    "p-256": (lambda: ec.generate_private_key(ec.SECP256R1()), True),
    "p-384": (lambda: ec.generate_private_key(ec.SECP384R1()), True),
    "p-521": (lambda: ec.generate_private_key(ec.SECP521R1()), True),
    "brainpool-256": (lambda: ec.generate_private_key(ec.BrainpoolP256R1()), False),
    "brainpool-384": (lambda: ec.generate_private_key(ec.BrainpoolP384R1()), False),
    "brainpool-512": (lambda: ec.generate_private_key(ec.BrainpoolP512R1()), False),
    "secp256k1": (lambda: ec.generate_private_key(ec.SECP256K1()), False),
    "ed25519": (ed25519.Ed25519PrivateKey.generate, True),
    "ed448": (ed448.Ed448PrivateKey.generate, True),
    "dsa-2048": (lambda: dsa.generate_private_key(2048), False),
}


def _keur(school: Paar, keten: list[Paar], vorm: str, *, ca: bool = True) -> Keuring:
    """As the command does, from files."""
    if vorm == "pfx":
        aangeboden = lees_pfx(school.pfx(keten, b"geheim"), b"geheim")
    else:
        pem = school.pem + b"".join(deel.pem for deel in keten)
        aangeboden = lees_pem(pem, school.sleutel_pem(b"geheim"), b"geheim")
    return keur(aangeboden, OIN, [GOED.wortel.certificaat] if ca else [], NU)


def _echt(keuring: Keuring) -> bool:
    """Whether what is kept can be loaded by a client, and gets through to a server that trusts the root."""
    return not schud_hand(keuring.certificaat, keuring.sleutel, [GOED.wortel.certificaat])


@pytest.mark.parametrize("vorm", ["pem", "pfx"])
@pytest.mark.parametrize("soort", SLEUTELS)
def test_elke_soort_sleutel(soort: str, vorm: str) -> None:
    """Usable exactly where both TLS 1.2 and 1.3 take it, from PEM as from PFX; a refusal names the key."""
    maak_sleutel, goed = SLEUTELS[soort]
    school = maak("School", GOED.tussen, oin=OIN, sleutel=maak_sleutel())
    keuring = _keur(school, [GOED.tussen], vorm)
    assert (keuring.fouten == ()) is goed is _echt(keuring), keuring.fouten
    if not goed:
        (fout,) = keuring.fouten
        assert "sleutel" in fout
        assert any(naam in fout for naam in ("RSA 1024", "EC ", "DSA"))
        assert "OpenSSL zegt" not in fout


def test_rsa_pss() -> None:
    """A key of the kind RSASSA-PSS is kept as that: as plain RSA it would not go with its certificate."""
    certificaat, sleutel = maak_pss(GOED.tussen)
    aangeboden = lees_pem(certificaat + GOED.tussen.pem, sleutel, None)
    keuring = keur(aangeboden, OIN, [GOED.wortel.certificaat], NU)
    assert keuring.fouten == ()
    assert _echt(keuring)


@pytest.mark.parametrize("ca", [True, False])
def test_de_uitkomst_hangt_niet_van_de_klok_af(ca: bool) -> None:  # noqa: FBT001 - a case
    """Dates are judged at the moment that is asked for, not at that of this machine."""
    for van, tot in ((-4000, -3000), (3000, 4000)):
        school = maak("School", GOED.tussen, oin=OIN, van=van, tot=tot)
        fouten = _keur(school, [GOED.tussen], "pem", ca=ca).fouten
        assert len(fouten) == 1
        assert "geldig" in fouten[0] or "verlopen" in fouten[0]


def test_te_lange_keten() -> None:
    """What only TLS sees is told as well: an issuer that may have none below it."""
    wortel = maak("Kort", ca=True, tot=3000, lengte=0)
    tussen = maak("Onder", wortel, ca=True, tot=2000)
    school = maak("School", tussen, oin=OIN)
    aangeboden = lees_pem(school.pem + tussen.pem, school.sleutel_pem(), None)
    (fout,) = keur(aangeboden, OIN, [wortel.certificaat], NU).fouten
    assert "de keten is langer dan een van de uitgevers toestaat" in fout


def test_een_zwakke_uitgever() -> None:
    """An issuer with a key that is too short is refused by servers, and so here."""
    zwak = rsa.generate_private_key(65537, 1024)  # noqa: S505 - to be refused
    tussen = maak("Zwak", GOED.wortel, ca=True, sleutel=zwak)
    school = maak("School", tussen, oin=OIN)
    (fout,) = _keur(school, [tussen], "pem").fouten
    assert "uitgever in de keten is te kort" in fout


def test_zonder_ca_toch_beproefd() -> None:
    """Without a bundle the key is proved all the same."""
    school = maak("School", GOED.tussen, oin=OIN, sleutel=ec.generate_private_key(ec.BrainpoolP256R1()))
    (fout,) = _keur(school, [], "pem", ca=False).fouten
    assert "brainpoolP256r1" in fout


def test_een_echte_server_zegt_hetzelfde() -> None:
    """What was found usable is loaded by ssl as the functions do, at this moment and with this clock."""
    nu = dt.datetime.now(dt.UTC)
    dagen = (nu - NU).days
    wortel = maak("Wortel", ca=True, van=dagen - 5, tot=dagen + 50)
    school = maak("School", wortel, oin=OIN, van=dagen - 5, tot=dagen + 50)
    aangeboden = lees_pem(school.pem, school.sleutel_pem(), None)
    keuring = keur(aangeboden, OIN, [wortel.certificaat], nu)
    assert keuring.fouten == ()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    with tempfile.NamedTemporaryFile("w", encoding="ascii") as bestand:
        bestand.write(keuring.certificaat + keuring.sleutel)
        bestand.flush()
        context.load_cert_chain(bestand.name)
    (blad,) = x509.load_pem_x509_certificates(keuring.certificaat.encode())
    assert blad.public_bytes(Encoding.PEM) == school.pem
