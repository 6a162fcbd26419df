"""What SBB is to be recognised by must be CA certificates, all of them, and be able to verify something."""

import ssl
from collections.abc import Callable

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
from stagemarkt_cli.certificates.authorities import GeenBundel, als_pem, lees_bundel
from stagemarkt_cli.certificates.reading import NietTeLezen

from tests.unit.cli.pki import NU, Pki, maak

GOED = Pki.nieuw()
WORTEL, TUSSEN = GOED.wortel.certificaat, GOED.tussen.certificaat
KORT = rsa.generate_private_key(65537, 1024)  # noqa: S505 - to be refused
DER = WORTEL.public_bytes(Encoding.DER)
VERLOPEN = maak("Oud", ca=True, tot=-1)
STRAKS = maak("Straks", ca=True, van=1)


@pytest.mark.parametrize(
    ("inhoud", "verwacht"),
    [
        (GOED.wortel.pem, [WORTEL]),
        (GOED.wortel.pem + GOED.tussen.pem, [WORTEL, TUSSEN]),
        (GOED.tussen.pem, [TUSSEN]),
        (GOED.wortel.pem * 3, [WORTEL]),
        (b"van SBB\xe9\n" + GOED.wortel.pem + b"\nen nog een:\n" + GOED.tussen.pem, [WORTEL, TUSSEN]),
        (GOED.wortel.pem.replace(b"\n", b"\r\n"), [WORTEL]),
        (GOED.wortel.pem.decode().encode("utf-16"), [WORTEL]),
        (b"\xef\xbb\xbf" + GOED.wortel.pem, [WORTEL]),
        (DER, [WORTEL]),
        (pkcs7.serialize_certificates([WORTEL], Encoding.PEM), [WORTEL]),
        (pkcs7.serialize_certificates([WORTEL], Encoding.DER), [WORTEL]),
    ],
    ids=[
        "one", "two", "issuing", "thrice", "remarks", "crlf", "utf-16", "bom", "der", "p7b-pem", "p7b-der",
    ],
)  # fmt: skip
def test_wat_een_bundel_is(inhoud: bytes, verwacht: list[x509.Certificate]) -> None:
    """PEM, DER and P7B, in whatever encoding, with remarks or doubles: each certificate once, and of use."""
    gelezen = lees_bundel(inhoud, NU)
    assert set(gelezen) == set(verwacht)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(cadata=als_pem(gelezen))
    assert len(context.get_ca_certs()) == len(verwacht)


@pytest.mark.parametrize(
    ("inhoud", "delen"),
    [
        (GOED.school.pem, ["School is geen CA-certificaat"]),
        (GOED.wortel.pem + GOED.school.pem, ["School is geen CA-certificaat"]),
        (maak("Zelf").pem, ["Zelf is geen CA-certificaat"]),
        (VERLOPEN.pem, ["Oud is verlopen op"]),
        (GOED.wortel.pem + VERLOPEN.pem, ["Oud is verlopen op"]),
        (STRAKS.pem, ["Straks is nog niet geldig"]),
        (maak("Kort", ca=True, sleutel=KORT).pem, ["de sleutel is te kort, RSA 1024"]),
        (GOED.wortel.pem + GOED.wortel.sleutel_pem(), ["privésleutel"]),
        (GOED.wortel.pem + GOED.wortel.sleutel_pem(b"x"), ["privésleutel"]),
        (VERLOPEN.pem + GOED.school.pem, ["Oud is verlopen", "School is geen CA"]),
    ],
    ids=[
        "leaf",
        "mixed",
        "self-signed",
        "expired",
        "one-expired",
        "not-yet",
        "weak",
        "key",
        "locked-key",
        "all",
    ],
)
def test_wat_geen_bundel_is(inhoud: bytes, delen: list[str]) -> None:
    """A certificate that may not issue, is not valid, or comes with a key: refused, each by its name."""
    with pytest.raises(GeenBundel) as gevangen:
        lees_bundel(inhoud, NU)
    assert len(gevangen.value.fouten) == len(delen)
    for fout, deel in zip(gevangen.value.fouten, delen, strict=True):
        assert deel in fout
        assert fout.endswith(".")


def _half(pem: bytes) -> bytes:
    return pem[: len(pem) // 2]


@pytest.mark.parametrize(
    "inhoud",
    [
        b"",
        b"niets",
        b"\0" * 100,
        DER[:-5],
        _half(GOED.wortel.pem),
        GOED.wortel.pem + _half(GOED.tussen.pem),
        _half(GOED.wortel.pem) + GOED.tussen.pem,
        GOED.wortel.pem.replace(b"M", b"*", 3),
        GOED.wortel.pem + b"-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n",
        GOED.school.pfx(),
        b"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n",
        b"x" * 300_000,
    ],
)
def test_wat_niet_te_lezen_is(inhoud: bytes) -> None:
    """Nothing, half of one, or something else: told, whatever stands before or behind it."""
    with pytest.raises(NietTeLezen):
        lees_bundel(inhoud, NU)


@pytest.mark.parametrize("lees", [lambda: GOED.school, lambda: maak("Zonder", GOED.wortel, ca=False)])
def test_niets_van_de_inhoud_in_de_melding(lees: Callable[[], Pki]) -> None:
    """A refusal names a certificate, and quotes nothing else of the file."""
    with pytest.raises(GeenBundel) as gevangen:
        lees_bundel(GOED.wortel.pem + lees().pem, NU)  # type: ignore[attr-defined]
    assert "BEGIN" not in str(gevangen.value)
