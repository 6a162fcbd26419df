"""Everything that can be wrong with a school's certificate, and that all of it is told at once."""

import datetime as dt
import ssl
import tempfile
from collections.abc import Callable
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from cryptography.x509.oid import ExtendedKeyUsageOID
from stagemarkt_cli.certificates import reading
from stagemarkt_cli.certificates.judgement import Vetting, vet
from stagemarkt_cli.certificates.reading import (
    OfferedFiles,
    PasswordNeeded,
    UnreadableMaterial,
    read_pem,
    read_pfx,
)

from tests.unit.cli.pki import NOW, OIN, Pair, SchoolPki, make

GOOD = SchoolPki.new()


def _vet(pki: SchoolPki, *, keten: list[Pair] | None = None, sleutel: Any = None, ca: bool = True) -> Vetting:
    certificates = [part.certificaat for part in ([pki.school, pki.between] if keten is None else keten)]
    offered = OfferedFiles(certificates, sleutel or pki.school.sleutel)
    return vet(offered, OIN, [pki.root.certificaat] if ca else [], NOW)


@pytest.mark.parametrize("ca", [True, False])
@pytest.mark.parametrize(
    "keten",
    [
        [GOOD.school, GOOD.between],
        [GOOD.school, GOOD.between, GOOD.root],
    ],
    ids=["chain", "chain-and-root"],
)
def test_all_in_order(keten: list[Pair], ca: bool) -> None:  # noqa: FBT001 - a case
    """A good one has no faults; kept is the chain without the root, and a key that TLS can use with it."""
    vetting = _vet(GOOD, keten=keten, ca=ca)
    assert vetting.fouten == ()
    assert vetting.certificaat.encode() == GOOD.school.pem + GOOD.between.pem
    assert (vetting.oin, vetting.geldig_tot) == (OIN, NOW + dt.timedelta(days=300))
    with tempfile.NamedTemporaryFile("w") as file:
        file.write(vetting.certificaat + vetting.sleutel)
        file.flush()
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_cert_chain(file.name)
    assert "PRIVATE" not in repr(vetting)


def _with(**otherwise: Any) -> Callable[[], Vetting]:
    return lambda: _vet(SchoolPki.new(**otherwise))


def _intermediate(**otherwise: Any) -> Vetting:
    root = make("Wortel", ca=True, until=3000)
    between = make("Tussen", root, **({"ca": True} | otherwise))
    return _vet(SchoolPki(root, between, make("School", between, oin=OIN)))


def _forged() -> Vetting:
    """An issuer with the right name and another key."""
    return _vet(GOOD, keten=[GOOD.school, make("Tussen", GOOD.root, ca=True)])


def _two() -> Vetting:
    return _vet(SchoolPki.new(until=-1, oin=None, usage=[ExtendedKeyUsageOID.SERVER_AUTH]), keten=None)


DEFECTS: dict[str, tuple[Callable[[], Vetting], list[str]]] = {
    "another-key": (
        lambda: _vet(GOOD, sleutel=ec.generate_private_key(ec.SECP256R1())),
        ["hoort niet bij het certificaat"],
    ),
    "not-yet-valid": (_with(van=1), ["is nog niet geldig: pas vanaf 02-09-2026"]),
    "expired": (_with(until=-1), ["is verlopen op 31-08-2026"]),
    "expires-this-second": (_with(until=0), ["is verlopen op 01-09-2026"]),
    "no-oin": (_with(oin=None), ["staat geen OIN"]),
    "no-oin-at-all": (_with(oin="99XX"), ["is geen OIN"]),
    "of-another-school": (_with(oin="0000000700030AA00000"), ["van school 30AA; deze school heeft"]),
    "of-another-party": (_with(oin="00000003273711120000"), ["heeft OIN 00000003273711120000; deze school"]),
    "rsa-too-short": (
        _with(sleutel=rsa.generate_private_key(65537, 1024)),  # noqa: S505 - to be refused
        ["RSA 1024 bits"],
    ),
    "ec-too-short": (_with(sleutel=ec.generate_private_key(ec.SECP224R1())), ["EC 224 bits"]),
    "a-curve-of-no-use": (
        _with(sleutel=ec.generate_private_key(ec.BrainpoolP256R1())),
        ["EC 256 bits, brainpoolP256r1"],
    ),
    "for-a-server": (_with(usage=[ExtendedKeyUsageOID.SERVER_AUTH]), ["clientAuth"]),
    "may-not-sign": (_with(may_sign=False), ["digitalSignature"]),
    "a-ca": (_with(ca=True), ["van een CA"]),
    "by-itself": (
        lambda: _vet(GOOD._replace(school=(itself := make("School", oin=OIN))), keten=[itself]),
        ["door zichzelf ondertekend"],
    ),
    "no-issuer": (lambda: _vet(GOOD, keten=[GOOD.school]), ["de uitgever van School is er niet bij"]),
    "issuer-of-another-ca": (
        lambda: _vet(SchoolPki.new()._replace(root=GOOD.root)),
        ["de uitgever van Tussen is er niet bij"],
    ),
    "issuer-that-did-not-sign": (_forged, ["niet ondertekend", "niet compleet"]),
    "issuer-expired": (lambda: _intermediate(until=-1), ["tussencertificaat Tussen is verlopen"]),
    "issuer-not-yet-valid": (lambda: _intermediate(van=1), ["tussencertificaat Tussen is nog niet geldig"]),
    "issuer-that-is-no-ca": (lambda: _intermediate(ca=False), ["Tussen mag geen certificaten uitgeven"]),
    "all-at-once": (_two, ["is verlopen", "staat geen OIN", "clientAuth"]),
}


@pytest.mark.parametrize("defect", DEFECTS)
def test_every_defect_is_named(defect: str) -> None:
    """Each fault is told in Dutch, every one of them, and no other."""
    make_it, expected = DEFECTS[defect]
    errors = make_it().fouten
    assert len(errors) == len(expected), errors
    for error, part in zip(errors, expected, strict=True):
        assert part in error
        assert error.endswith(".")


@pytest.mark.parametrize(
    ("vetting", "part"),
    [
        (lambda: _vet(SchoolPki.new(until=59)), "verloopt al op"),
        (lambda: _vet(GOOD, keten=[GOOD.between, GOOD.school]), "volgorde"),
        (
            lambda: _vet(GOOD, keten=[GOOD.school, GOOD.between, SchoolPki.new().between]),
            "horen niet bij de keten",
        ),
        (lambda: _vet(GOOD, keten=[GOOD.school], ca=False), "niet te zeggen"),
        (_with(sleutel=ed25519.Ed25519PrivateKey.generate()), "Servers van Windows"),
    ],
    ids=["expires-soon", "order", "others", "no-bundle", "not-on-windows"],
)
def test_what_gives_cause_for_concern(vetting: Callable[[], Vetting], part: str) -> None:
    """What is not wrong but may become so is told, and does not stop it; the order is mended."""
    given = vetting()
    assert given.fouten == ()
    assert any(part in warning for warning in given.all_warnings)
    assert given.certificaat.encode().startswith(GOOD.school.pem[:27])


def test_without_extended_key_usage() -> None:
    """Without extendedKeyUsage a certificate is for anything."""
    assert _with(usage=None)().fouten == ()


@pytest.mark.parametrize("password", [None, b"geheim", "gehéim".encode()])
def test_pfx(password: bytes | None) -> None:
    """A PFX, behind a passphrase or not, gives the certificates and a key without one."""
    offered = read_pfx(GOOD.school.pfx([GOOD.between], password), password)
    assert [c.subject for c in offered.certificates] == [
        GOOD.school.certificaat.subject,
        GOOD.between.certificaat.subject,
    ]
    sleutel = load_pem_private_key(offered.sleutel_pem().encode(), None)
    assert isinstance(sleutel, ec.EllipticCurvePrivateKey)
    assert "PRIVATE" not in repr(offered)


@pytest.mark.parametrize("password", [None, b"geheim"])
@pytest.mark.parametrize("together", [True, False])
def test_pem(password: bytes | None, *, together: bool) -> None:
    """PEM in one file or two, its key behind a passphrase or not; a passphrase too many is no mistake."""
    certificates = GOOD.school.pem + GOOD.between.pem
    sleutel = GOOD.school.sleutel_pem(password)
    alles = b"Bag Attributes\n" + sleutel + certificates
    offered = read_pem(alles if together else certificates, alles if together else sleutel, b"geheim")
    assert vet(offered, OIN, [GOOD.root.certificaat], NOW).fouten == ()
    assert "ENCRYPTED" not in offered.sleutel_pem()


@pytest.mark.parametrize("given", [None, b"", b"fout"])
def test_a_wrong_password(given: bytes | None) -> None:
    """Without the passphrase, or with another, it is told that one is wanted: whatever the form."""
    with pytest.raises(PasswordNeeded):
        read_pfx(GOOD.school.pfx(password=b"geheim"), given)
    with pytest.raises(PasswordNeeded):
        read_pem(GOOD.school.pem, GOOD.school.sleutel_pem(b"geheim"), given)


@pytest.mark.parametrize(
    ("certificates", "sleutel"),
    [
        (b"", b""),
        (b"\xff" * 100, GOOD.school.sleutel_pem()),
        (GOOD.school.pem, b"geen sleutel"),
        (GOOD.school.pem, GOOD.school.sleutel_pem() * 2),
        (GOOD.school.pem, b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"),
        (b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", GOOD.school.sleutel_pem()),
        (GOOD.school.pem + b"x" * reading.LARGEST, GOOD.school.sleutel_pem()),
    ],
)
def test_what_cannot_be_read(certificates: bytes, sleutel: bytes) -> None:
    """What is no certificate, or no key, is told as that; nothing of it is repeated."""
    with pytest.raises(UnreadableMaterial) as caught:
        read_pem(certificates, sleutel, None)
    assert "AAAA" not in str(caught.value)


@pytest.mark.parametrize("content", [b"", b"geen pfx", GOOD.school.pem, b"\x30" * 1000])
def test_no_pfx(content: bytes) -> None:
    """What is no PFX is told as that."""
    with pytest.raises(UnreadableMaterial):
        read_pfx(content, None)
