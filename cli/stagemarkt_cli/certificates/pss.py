"""An RSA key as one of the kind RSASSA-PSS, for a certificate of that kind: in TLS the two must be alike."""

import base64
import textwrap
from typing import Final

# AlgorithmIdentifier of rsaEncryption with its NULL, and of id-RSASSA-PSS without restrictions (RFC 4055).
_RSA: Final = bytes.fromhex("300d06092a864886f70d0101010500")
_PSS: Final = bytes.fromhex("300b06092a864886f70d01010a")
_VERSION: Final = bytes.fromhex("020100")
_SERIES: Final = 0x30
# A length of more than this takes bytes of its own.
_SHORT: Final = 0x80


def as_pss(pkcs8: bytes) -> str:
    """PKCS #8 (DER) of an RSA key, as PEM of a key of the kind RSASSA-PSS; of any other key as it is."""
    before, found, after = pkcs8.partition(_VERSION + _RSA)
    if not found or len(before) > 1 + 1 + 4:
        return _pem(pkcs8)
    content = _VERSION + _PSS + after
    return _pem(bytes([_SERIES]) + _length(len(content)) + content)


def _length(count: int) -> bytes:
    if count < _SHORT:
        return bytes([count])
    numeric = count.to_bytes((count.bit_length() + 7) // 8, "big")
    return bytes([_SHORT | len(numeric)]) + numeric


def _pem(der: bytes) -> str:
    lines = "\n".join(textwrap.wrap(base64.b64encode(der).decode(), 64))
    return f"-----BEGIN PRIVATE KEY-----\n{lines}\n-----END PRIVATE KEY-----\n"
