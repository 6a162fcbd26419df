"""The chain of a certificate: from the school's own up to whoever is trusted, in the order that TLS wants."""

from collections.abc import Sequence
from typing import NamedTuple

from cryptography import x509
from cryptography.exceptions import InvalidSignature

# More than any PKI has; a loop of certificates ends here.
_LANGSTE = 10


class Keten(NamedTuple):
    """A chain.

    Attributes:
        certificaten: the school's own first, each signed by the next; without the root itself.
        over: how many certificates were given that are not in it.
        wortel: the root or trusted certificate that signed the last, if it was found.
        vals: issuers by name whose key did not sign, the subject of each.
    """

    certificaten: tuple[x509.Certificate, ...]
    over: int
    wortel: x509.Certificate | None
    vals: tuple[str, ...]


def maak_keten(
    blad: x509.Certificate, gegeven: Sequence[x509.Certificate], vertrouwd: Sequence[x509.Certificate]
) -> Keten:
    """Follow the issuers of `blad` through what was given, up to one that is trusted or a root."""
    keten, vals = [blad], list[str]()
    kandidaten = [certificaat for certificaat in gegeven if certificaat != blad]
    wortel: x509.Certificate | None = None
    while len(keten) < _LANGSTE:
        laatste = keten[-1]
        wortel = _uitgever(laatste, vertrouwd, [])
        if wortel is not None or is_zelfondertekend(laatste):
            break
        volgende = _uitgever(laatste, [k for k in kandidaten if k not in keten], vals)
        if volgende is None:
            break
        if is_zelfondertekend(volgende):
            wortel = volgende
            break
        keten.append(volgende)
    gebruikt = {*keten, *([wortel] if wortel else [])}
    over = sum(
        1 for certificaat in gegeven if certificaat not in gebruikt and not is_zelfondertekend(certificaat)
    )
    return Keten(tuple(keten), over, wortel, tuple(vals))


def is_zelfondertekend(certificaat: x509.Certificate) -> bool:
    """Whether it is its own issuer: a root, or nobody's."""
    return certificaat.issuer == certificaat.subject


def _uitgever(
    certificaat: x509.Certificate, kandidaten: Sequence[x509.Certificate], vals: list[str]
) -> x509.Certificate | None:
    for kandidaat in kandidaten:
        if kandidaat.subject != certificaat.issuer:
            continue
        try:
            certificaat.verify_directly_issued_by(kandidaat)
        except (InvalidSignature, ValueError, TypeError):
            vals.append(kandidaat.subject.rfc4514_string())
        else:
            return kandidaat
    return None
