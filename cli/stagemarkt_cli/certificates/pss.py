"""An RSA key as one of the kind RSASSA-PSS, for a certificate of that kind: in TLS the two must be alike."""

import base64
import textwrap
from typing import Final

# AlgorithmIdentifier of rsaEncryption with its NULL, and of id-RSASSA-PSS without restrictions (RFC 4055).
_RSA: Final = bytes.fromhex("300d06092a864886f70d0101010500")
_PSS: Final = bytes.fromhex("300b06092a864886f70d01010a")
_VERSIE: Final = bytes.fromhex("020100")
_REEKS: Final = 0x30
# A length of more than this takes bytes of its own.
_KORT: Final = 0x80


def als_pss(pkcs8: bytes) -> str:
    """PKCS #8 (DER) of an RSA key, as PEM of a key of the kind RSASSA-PSS; of any other key as it is."""
    voor, gevonden, na = pkcs8.partition(_VERSIE + _RSA)
    if not gevonden or len(voor) > 1 + 1 + 4:
        return _pem(pkcs8)
    inhoud = _VERSIE + _PSS + na
    return _pem(bytes([_REEKS]) + _lengte(len(inhoud)) + inhoud)


def _lengte(aantal: int) -> bytes:
    if aantal < _KORT:
        return bytes([aantal])
    getal = aantal.to_bytes((aantal.bit_length() + 7) // 8, "big")
    return bytes([_KORT | len(getal)]) + getal


def _pem(der: bytes) -> str:
    regels = "\n".join(textwrap.wrap(base64.b64encode(der).decode(), 64))
    return f"-----BEGIN PRIVATE KEY-----\n{regels}\n-----END PRIVATE KEY-----\n"
