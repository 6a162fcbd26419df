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
from stagemarkt_cli.certificates.judgement import Keuring, keur
from stagemarkt_cli.certificates.reading import Aangeboden, NietTeLezen, WachtwoordNodig, lees_pem, lees_pfx

from tests.unit.cli.pki import NU, OIN, Paar, Pki, maak

GOED = Pki.nieuw()


def _keur(pki: Pki, *, keten: list[Paar] | None = None, sleutel: Any = None, ca: bool = True) -> Keuring:
    certificaten = [deel.certificaat for deel in ([pki.school, pki.tussen] if keten is None else keten)]
    aangeboden = Aangeboden(certificaten, sleutel or pki.school.sleutel)
    return keur(aangeboden, OIN, [pki.wortel.certificaat] if ca else [], NU)


@pytest.mark.parametrize("ca", [True, False])
@pytest.mark.parametrize(
    "keten",
    [
        [GOED.school, GOED.tussen],
        [GOED.school, GOED.tussen, GOED.wortel],
    ],
    ids=["chain", "chain-and-root"],
)
def test_in_orde(keten: list[Paar], ca: bool) -> None:  # noqa: FBT001 - a case
    """A good one has no faults; kept is the chain without the root, and a key that TLS can use with it."""
    keuring = _keur(GOED, keten=keten, ca=ca)
    assert keuring.fouten == ()
    assert keuring.certificaat.encode() == GOED.school.pem + GOED.tussen.pem
    assert (keuring.oin, keuring.geldig_tot) == (OIN, NU + dt.timedelta(days=300))
    with tempfile.NamedTemporaryFile("w") as bestand:
        bestand.write(keuring.certificaat + keuring.sleutel)
        bestand.flush()
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_cert_chain(bestand.name)
    assert "PRIVATE" not in repr(keuring)


def _met(**anders: Any) -> Callable[[], Keuring]:
    return lambda: _keur(Pki.nieuw(**anders))


def _tussen(**anders: Any) -> Keuring:
    wortel = maak("Wortel", ca=True, tot=3000)
    tussen = maak("Tussen", wortel, **({"ca": True} | anders))
    return _keur(Pki(wortel, tussen, maak("School", tussen, oin=OIN)))


def _vals() -> Keuring:
    """An issuer with the right name and another key."""
    return _keur(GOED, keten=[GOED.school, maak("Tussen", GOED.wortel, ca=True)])


def _twee() -> Keuring:
    return _keur(Pki.nieuw(tot=-1, oin=None, gebruik=[ExtendedKeyUsageOID.SERVER_AUTH]), keten=None)


GEBREKEN: dict[str, tuple[Callable[[], Keuring], list[str]]] = {
    "another-key": (
        lambda: _keur(GOED, sleutel=ec.generate_private_key(ec.SECP256R1())),
        ["hoort niet bij het certificaat"],
    ),
    "not-yet-valid": (_met(van=1), ["is nog niet geldig: pas vanaf 02-09-2026"]),
    "expired": (_met(tot=-1), ["is verlopen op 31-08-2026"]),
    "expires-this-second": (_met(tot=0), ["is verlopen op 01-09-2026"]),
    "no-oin": (_met(oin=None), ["staat geen OIN"]),
    "no-oin-at-all": (_met(oin="99XX"), ["is geen OIN"]),
    "of-another-school": (_met(oin="0000000700030AA00000"), ["van school 30AA; deze school heeft"]),
    "of-another-party": (_met(oin="00000003273711120000"), ["heeft OIN 00000003273711120000; deze school"]),
    "rsa-too-short": (
        _met(sleutel=rsa.generate_private_key(65537, 1024)),  # noqa: S505 - to be refused
        ["RSA 1024 bits"],
    ),
    "ec-too-short": (_met(sleutel=ec.generate_private_key(ec.SECP224R1())), ["EC 224 bits"]),
    "a-curve-of-no-use": (
        _met(sleutel=ec.generate_private_key(ec.BrainpoolP256R1())),
        ["EC 256 bits, brainpoolP256r1"],
    ),
    "for-a-server": (_met(gebruik=[ExtendedKeyUsageOID.SERVER_AUTH]), ["clientAuth"]),
    "may-not-sign": (_met(ondertekent=False), ["digitalSignature"]),
    "a-ca": (_met(ca=True), ["van een CA"]),
    "by-itself": (
        lambda: _keur(GOED._replace(school=(zelf := maak("School", oin=OIN))), keten=[zelf]),
        ["door zichzelf ondertekend"],
    ),
    "no-issuer": (lambda: _keur(GOED, keten=[GOED.school]), ["de uitgever van School is er niet bij"]),
    "issuer-of-another-ca": (
        lambda: _keur(Pki.nieuw()._replace(wortel=GOED.wortel)),
        ["de uitgever van Tussen is er niet bij"],
    ),
    "issuer-that-did-not-sign": (_vals, ["niet ondertekend", "niet compleet"]),
    "issuer-expired": (lambda: _tussen(tot=-1), ["tussencertificaat Tussen is verlopen"]),
    "issuer-not-yet-valid": (lambda: _tussen(van=1), ["tussencertificaat Tussen is nog niet geldig"]),
    "issuer-that-is-no-ca": (lambda: _tussen(ca=False), ["Tussen mag geen certificaten uitgeven"]),
    "all-at-once": (_twee, ["is verlopen", "staat geen OIN", "clientAuth"]),
}


@pytest.mark.parametrize("gebrek", GEBREKEN)
def test_elk_gebrek_wordt_genoemd(gebrek: str) -> None:
    """Each fault is told in Dutch, every one of them, and no other."""
    maak_het, verwacht = GEBREKEN[gebrek]
    fouten = maak_het().fouten
    assert len(fouten) == len(verwacht), fouten
    for fout, deel in zip(fouten, verwacht, strict=True):
        assert deel in fout
        assert fout.endswith(".")


@pytest.mark.parametrize(
    ("keuring", "deel"),
    [
        (lambda: _keur(Pki.nieuw(tot=59)), "verloopt al op"),
        (lambda: _keur(GOED, keten=[GOED.tussen, GOED.school]), "volgorde"),
        (
            lambda: _keur(GOED, keten=[GOED.school, GOED.tussen, Pki.nieuw().tussen]),
            "horen niet bij de keten",
        ),
        (lambda: _keur(GOED, keten=[GOED.school], ca=False), "niet te zeggen"),
        (_met(sleutel=ed25519.Ed25519PrivateKey.generate()), "Servers van Windows"),
    ],
    ids=["expires-soon", "order", "others", "no-bundle", "not-on-windows"],
)
def test_wat_te_denken_geeft(keuring: Callable[[], Keuring], deel: str) -> None:
    """What is not wrong but may become so is told, and does not stop it; the order is mended."""
    gegeven = keuring()
    assert gegeven.fouten == ()
    assert any(deel in waarschuwing for waarschuwing in gegeven.waarschuwingen)
    assert gegeven.certificaat.encode().startswith(GOED.school.pem[:27])


def test_zonder_uitgebreid_gebruik() -> None:
    """Without extendedKeyUsage a certificate is for anything."""
    assert _met(gebruik=None)().fouten == ()


@pytest.mark.parametrize("wachtwoord", [None, b"geheim", "gehéim".encode()])
def test_pfx(wachtwoord: bytes | None) -> None:
    """A PFX, behind a passphrase or not, gives the certificates and a key without one."""
    aangeboden = lees_pfx(GOED.school.pfx([GOED.tussen], wachtwoord), wachtwoord)
    assert [c.subject for c in aangeboden.certificaten] == [
        GOED.school.certificaat.subject,
        GOED.tussen.certificaat.subject,
    ]
    sleutel = load_pem_private_key(aangeboden.sleutel_pem().encode(), None)
    assert isinstance(sleutel, ec.EllipticCurvePrivateKey)
    assert "PRIVATE" not in repr(aangeboden)


@pytest.mark.parametrize("wachtwoord", [None, b"geheim"])
@pytest.mark.parametrize("samen", [True, False])
def test_pem(wachtwoord: bytes | None, *, samen: bool) -> None:
    """PEM in one file or two, its key behind a passphrase or not; a passphrase too many is no mistake."""
    certificaten = GOED.school.pem + GOED.tussen.pem
    sleutel = GOED.school.sleutel_pem(wachtwoord)
    alles = b"Bag Attributes\n" + sleutel + certificaten
    aangeboden = lees_pem(alles if samen else certificaten, alles if samen else sleutel, b"geheim")
    assert keur(aangeboden, OIN, [GOED.wortel.certificaat], NU).fouten == ()
    assert "ENCRYPTED" not in aangeboden.sleutel_pem()


@pytest.mark.parametrize("gegeven", [None, b"", b"fout"])
def test_een_verkeerd_wachtwoord(gegeven: bytes | None) -> None:
    """Without the passphrase, or with another, it is told that one is wanted: whatever the form."""
    with pytest.raises(WachtwoordNodig):
        lees_pfx(GOED.school.pfx(wachtwoord=b"geheim"), gegeven)
    with pytest.raises(WachtwoordNodig):
        lees_pem(GOED.school.pem, GOED.school.sleutel_pem(b"geheim"), gegeven)


@pytest.mark.parametrize(
    ("certificaten", "sleutel"),
    [
        (b"", b""),
        (b"\xff" * 100, GOED.school.sleutel_pem()),
        (GOED.school.pem, b"geen sleutel"),
        (GOED.school.pem, GOED.school.sleutel_pem() * 2),
        (GOED.school.pem, b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"),
        (b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", GOED.school.sleutel_pem()),
        (GOED.school.pem + b"x" * reading.GROOTSTE, GOED.school.sleutel_pem()),
    ],
)
def test_wat_niet_te_lezen_is(certificaten: bytes, sleutel: bytes) -> None:
    """What is no certificate, or no key, is told as that; nothing of it is repeated."""
    with pytest.raises(NietTeLezen) as gevangen:
        lees_pem(certificaten, sleutel, None)
    assert "AAAA" not in str(gevangen.value)


@pytest.mark.parametrize("inhoud", [b"", b"geen pfx", GOED.school.pem, b"\x30" * 1000])
def test_geen_pfx(inhoud: bytes) -> None:
    """What is no PFX is told as that."""
    with pytest.raises(NietTeLezen):
        lees_pfx(inhoud, None)
