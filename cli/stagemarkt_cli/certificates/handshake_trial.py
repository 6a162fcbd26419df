"""What TLS makes of a certificate with its key, in Dutch: a handshake in memory, as SBB would see it."""

from collections.abc import Iterator, Sequence
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import dsa, ec, rsa
from stagemarkt.adapters.handshake import HandshakeFailure, shake_hands

# By OpenSSL's own words for what stopped it.
_REASONS: Final = {
    "EE_KEY_TOO_SMALL": "de sleutel is te kort",
    "CA_KEY_TOO_SMALL": "de sleutel van een uitgever in de keten is te kort",
    "CA_MD_TOO_WEAK": "een certificaat in de keten is ondertekend met een methode die niet meer telt",
    "EE certificate key too weak": "de sleutel is te kort",
    "CA certificate key too weak": "de sleutel van een uitgever in de keten is te kort",
    "CA signature digest algorithm too weak": (
        "een certificaat in de keten is ondertekend met een methode die niet meer telt"
    ),
    "KEY_VALUES_MISMATCH": "de privésleutel hoort niet bij het certificaat",
    "KEY_TYPE_MISMATCH": "de privésleutel is van een andere soort dan die in het certificaat",
    "WRONG_CURVE": "de elliptische kromme van de sleutel telt in TLS niet mee",
    "PEER_DID_NOT_RETURN_A_CERTIFICATE": "met deze soort sleutel kan niet worden ondertekend",
    "NO_SUITABLE_SIGNATURE_ALGORITHM": "met deze soort sleutel kan niet worden ondertekend",
    "NO_SHARED_SIGNATURE_ALGORITHMS": "met deze soort sleutel kan niet worden ondertekend",
    "UNKNOWN_CERTIFICATE_TYPE": "de sleutel is van een soort die TLS niet kent",
    "UNSUPPORTED_ALGORITHM": "de sleutel is van een soort die TLS niet kent",
    "unable to get local issuer certificate": "de keten komt niet uit bij een CA die vertrouwd wordt",
    "unable to get issuer certificate": "de keten komt niet uit bij een CA die vertrouwd wordt",
    "unable to verify the first certificate": "de keten komt niet uit bij een CA die vertrouwd wordt",
    "self-signed certificate": "het is door zichzelf ondertekend",
    "self-signed certificate in certificate chain": "de keten komt niet uit bij een CA die vertrouwd wordt",
    "unsuitable certificate purpose": "het is niet voor een client, of een uitgever mag niet uitgeven",
    "invalid CA certificate": "een uitgever in de keten is geen CA",
    "path length constraint exceeded": "de keten is langer dan een van de uitgevers toestaat",
    "permitted subtree violation": "een uitgever mag voor deze naam niet uitgeven",
    "excluded subtree violation": "een uitgever mag voor deze naam niet uitgeven",
    "unhandled critical extension": "er staat een kritieke extensie in die TLS niet kent",
    "certificate signature failure": "een handtekening in de keten klopt niet",
    "certificate chain too long": "de keten is te lang",
}


def try_out(
    certificate: str, sleutel: str, trusted: Sequence[x509.Certificate], public_key: object
) -> Iterator[str]:
    """Why a handshake with this pair (PEM) fails, a sentence each; nothing when it comes about.

    Args:
        certificate: the own first, then its chain.
        sleutel: the key, without a passphrase.
        trusted: what the server trusts.
        public_key: the public key, to name its kind.
    """
    mislukt = shake_hands(certificate, sleutel, trusted)
    if not mislukt:
        return
    per_reason: dict[str, list[str]] = {}
    for failure in mislukt:
        per_reason.setdefault(_reason(failure), []).append(failure.versie)
    why = "; ".join(": ".join(filter(None, (" en ".join(who), reason))) for reason, who in per_reason.items())
    if all(failure.side == "vertrouwen" for failure in mislukt):
        yield f"Een server weigert dit certificaat ({why})."
    else:
        yield (
            f"Met deze sleutel ({kind_of(public_key)}) komt geen TLS-verbinding tot stand ({why}). "
            "Neem RSA vanaf 2048 bits, of EC P-256, P-384 of P-521."
        )


def kind_of(public_key: object) -> str:
    """The kind of a key, for people: `RSA 2048 bits`, `EC 256 bits, brainpoolP256r1`."""
    if isinstance(public_key, rsa.RSAPublicKey):
        return f"RSA {public_key.key_size} bits"
    if isinstance(public_key, ec.EllipticCurvePublicKey):
        return f"EC {public_key.key_size} bits, {public_key.curve.name}"
    if isinstance(public_key, dsa.DSAPublicKey):
        return "DSA"
    return "van een andere soort"


def _reason(failure: HandshakeFailure) -> str:
    return _REASONS.get(failure.reden, f"OpenSSL zegt {failure.reden}")
