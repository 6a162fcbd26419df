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
from stagemarkt.adapters.handshake import shake_hands
from stagemarkt_cli.certificates.judgement import Vetting, vet
from stagemarkt_cli.certificates.reading import read_pem, read_pfx

from tests.unit.cli.pki import NOW, OIN, Pair, SchoolPki, make, make_pss

GOOD = SchoolPki.new()
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


def _vet(school: Pair, keten: list[Pair], form: str, *, ca: bool = True) -> Vetting:
    """As the command does, from files."""
    if form == "pfx":
        offered = read_pfx(school.pfx(keten, b"geheim"), b"geheim")
    else:
        pem = school.pem + b"".join(part.pem for part in keten)
        offered = read_pem(pem, school.sleutel_pem(b"geheim"), b"geheim")
    return vet(offered, OIN, [GOOD.root.certificaat] if ca else [], NOW)


def _works_for_real(vetting: Vetting) -> bool:
    """Whether what is kept can be loaded by a client, and gets through to a server that trusts the root."""
    return not shake_hands(vetting.certificaat, vetting.sleutel, [GOOD.root.certificaat])


@pytest.mark.parametrize("form", ["pem", "pfx"])
@pytest.mark.parametrize("kind", SLEUTELS)
def test_every_kind_of_key(kind: str, form: str) -> None:
    """Usable exactly where both TLS 1.2 and 1.3 take it, from PEM as from PFX; a refusal names the key."""
    make_sleutel, good = SLEUTELS[kind]
    school = make("School", GOOD.between, oin=OIN, sleutel=make_sleutel())
    vetting = _vet(school, [GOOD.between], form)
    assert (vetting.fouten == ()) is good is _works_for_real(vetting), vetting.fouten
    if not good:
        (error,) = vetting.fouten
        assert "sleutel" in error
        assert any(name in error for name in ("RSA 1024", "EC ", "DSA"))
        assert "OpenSSL zegt" not in error


def test_rsa_pss() -> None:
    """A key of the kind RSASSA-PSS is kept as that: as plain RSA it would not go with its certificate."""
    certificate, sleutel = make_pss(GOOD.between)
    offered = read_pem(certificate + GOOD.between.pem, sleutel, None)
    vetting = vet(offered, OIN, [GOOD.root.certificaat], NOW)
    assert vetting.fouten == ()
    assert _works_for_real(vetting)


@pytest.mark.parametrize("ca", [True, False])
def test_the_outcome_does_not_depend_on_the_clock(ca: bool) -> None:  # noqa: FBT001 - a case
    """Dates are judged at the moment that is asked for, not at that of this machine."""
    for van, until in ((-4000, -3000), (3000, 4000)):
        school = make("School", GOOD.between, oin=OIN, van=van, until=until)
        errors = _vet(school, [GOOD.between], "pem", ca=ca).fouten
        assert len(errors) == 1
        assert "geldig" in errors[0] or "verlopen" in errors[0]


def test_too_long_a_chain() -> None:
    """What only TLS sees is told as well: an issuer that may have none below it."""
    root = make("Kort", ca=True, until=3000, length=0)
    between = make("Onder", root, ca=True, until=2000)
    school = make("School", between, oin=OIN)
    offered = read_pem(school.pem + between.pem, school.sleutel_pem(), None)
    (error,) = vet(offered, OIN, [root.certificaat], NOW).fouten
    assert "de keten is langer dan een van de uitgevers toestaat" in error


def test_a_weak_issuer() -> None:
    """An issuer with a key that is too short is refused by servers, and so here."""
    weak = rsa.generate_private_key(65537, 1024)  # noqa: S505 - to be refused
    between = make("Zwak", GOOD.root, ca=True, sleutel=weak)
    school = make("School", between, oin=OIN)
    (error,) = _vet(school, [between], "pem").fouten
    assert "uitgever in de keten is te kort" in error


def test_proved_without_a_ca_all_the_same() -> None:
    """Without a bundle the key is proved all the same."""
    school = make("School", GOOD.between, oin=OIN, sleutel=ec.generate_private_key(ec.BrainpoolP256R1()))
    (error,) = _vet(school, [], "pem", ca=False).fouten
    assert "brainpoolP256r1" in error


def test_a_real_server_says_the_same() -> None:
    """What was found usable is loaded by ssl as the functions do, at this moment and with this clock."""
    now = dt.datetime.now(dt.UTC)
    days = (now - NOW).days
    root = make("Wortel", ca=True, van=days - 5, until=days + 50)
    school = make("School", root, oin=OIN, van=days - 5, until=days + 50)
    offered = read_pem(school.pem, school.sleutel_pem(), None)
    vetting = vet(offered, OIN, [root.certificaat], now)
    assert vetting.fouten == ()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    with tempfile.NamedTemporaryFile("w", encoding="ascii") as file:
        file.write(vetting.certificaat + vetting.sleutel)
        file.flush()
        context.load_cert_chain(file.name)
    (sheet,) = x509.load_pem_x509_certificates(vetting.certificaat.encode())
    assert sheet.public_bytes(Encoding.PEM) == school.pem
