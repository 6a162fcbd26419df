"""What SBB is to be recognised by must be CA certificates, all of them, and be able to verify something."""

import ssl
from collections.abc import Callable

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
from stagemarkt_cli.certificates.authorities import InvalidBundle, as_pem, read_bundle
from stagemarkt_cli.certificates.reading import UnreadableMaterial

from tests.unit.cli.pki import NOW, SchoolPki, make

GOOD = SchoolPki.new()
ROOT, INTERMEDIATE = GOOD.root.certificaat, GOOD.between.certificaat
SHORT = rsa.generate_private_key(65537, 1024)  # noqa: S505 - to be refused
DER = ROOT.public_bytes(Encoding.DER)
EXPIRED = make("Oud", ca=True, until=-1)
SOON = make("Straks", ca=True, van=1)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (GOOD.root.pem, [ROOT]),
        (GOOD.root.pem + GOOD.between.pem, [ROOT, INTERMEDIATE]),
        (GOOD.between.pem, [INTERMEDIATE]),
        (GOOD.root.pem * 3, [ROOT]),
        (b"van SBB\xe9\n" + GOOD.root.pem + b"\nen nog een:\n" + GOOD.between.pem, [ROOT, INTERMEDIATE]),
        (GOOD.root.pem.replace(b"\n", b"\r\n"), [ROOT]),
        (GOOD.root.pem.decode().encode("utf-16"), [ROOT]),
        (b"\xef\xbb\xbf" + GOOD.root.pem, [ROOT]),
        (DER, [ROOT]),
        (pkcs7.serialize_certificates([ROOT], Encoding.PEM), [ROOT]),
        (pkcs7.serialize_certificates([ROOT], Encoding.DER), [ROOT]),
    ],
    ids=[
        "one", "two", "issuing", "thrice", "remarks", "crlf", "utf-16", "bom", "der", "p7b-pem", "p7b-der",
    ],
)  # fmt: skip
def test_what_is_a_bundle(content: bytes, expected: list[x509.Certificate]) -> None:
    """PEM, DER and P7B, in whatever encoding, with remarks or doubles: each certificate once, and of use."""
    parsed = read_bundle(content, NOW)
    assert set(parsed) == set(expected)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(cadata=as_pem(parsed))
    assert len(context.get_ca_certs()) == len(expected)


@pytest.mark.parametrize(
    ("content", "parts"),
    [
        (GOOD.school.pem, ["School is geen CA-certificaat"]),
        (GOOD.root.pem + GOOD.school.pem, ["School is geen CA-certificaat"]),
        (make("Zelf").pem, ["Zelf is geen CA-certificaat"]),
        (EXPIRED.pem, ["Oud is verlopen op"]),
        (GOOD.root.pem + EXPIRED.pem, ["Oud is verlopen op"]),
        (SOON.pem, ["Straks is nog niet geldig"]),
        (make("Kort", ca=True, sleutel=SHORT).pem, ["de sleutel is te kort, RSA 1024"]),
        (GOOD.root.pem + GOOD.root.sleutel_pem(), ["privésleutel"]),
        (GOOD.root.pem + GOOD.root.sleutel_pem(b"x"), ["privésleutel"]),
        (EXPIRED.pem + GOOD.school.pem, ["Oud is verlopen", "School is geen CA"]),
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
def test_what_is_no_bundle(content: bytes, parts: list[str]) -> None:
    """A certificate that may not issue, is not valid, or comes with a key: refused, each by its name."""
    with pytest.raises(InvalidBundle) as caught:
        read_bundle(content, NOW)
    assert len(caught.value.fouten) == len(parts)
    for error, part in zip(caught.value.fouten, parts, strict=True):
        assert part in error
        assert error.endswith(".")


def _half(pem: bytes) -> bytes:
    return pem[: len(pem) // 2]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"niets",
        b"\0" * 100,
        DER[:-5],
        _half(GOOD.root.pem),
        GOOD.root.pem + _half(GOOD.between.pem),
        _half(GOOD.root.pem) + GOOD.between.pem,
        GOOD.root.pem.replace(b"M", b"*", 3),
        GOOD.root.pem + b"-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n",
        GOOD.school.pfx(),
        b"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n",
        b"x" * 300_000,
    ],
)
def test_what_cannot_be_read(content: bytes) -> None:
    """Nothing, half of one, or something else: told, whatever stands before or behind it."""
    with pytest.raises(UnreadableMaterial):
        read_bundle(content, NOW)


@pytest.mark.parametrize("read", [lambda: GOOD.school, lambda: make("Zonder", GOOD.root, ca=False)])
def test_nothing_of_the_content_in_the_message(read: Callable[[], SchoolPki]) -> None:
    """A refusal names a certificate, and quotes nothing else of the file."""
    with pytest.raises(InvalidBundle) as caught:
        read_bundle(GOOD.root.pem + read().pem, NOW)  # type: ignore[attr-defined]
    assert "BEGIN" not in str(caught.value)
