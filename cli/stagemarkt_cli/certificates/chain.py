"""The chain of a certificate: from the school's own up to whoever is trusted, in the order that TLS wants."""

from collections.abc import Sequence
from typing import NamedTuple

from cryptography import x509
from cryptography.exceptions import InvalidSignature

# More than any PKI has; a loop of certificates ends here.
_LONGEST = 10


class Keten(NamedTuple):
    """A chain.

    Attributes:
        certificates: the school's own first, each signed by the next; without the root itself.
        over: how many certificates were given that are not in it.
        root: the root or trusted certificate that signed the last, if it was found.
        impostors: issuers by name whose key did not sign, the subject of each.
    """

    certificates: tuple[x509.Certificate, ...]
    over: int
    root: x509.Certificate | None
    impostors: tuple[str, ...]


def build_chain(
    sheet: x509.Certificate, given: Sequence[x509.Certificate], trusted: Sequence[x509.Certificate]
) -> Keten:
    """Follow the issuers of `sheet` through what was given, up to one that is trusted or a root."""
    keten, impostors = [sheet], list[str]()
    candidates = [certificate for certificate in given if certificate != sheet]
    root: x509.Certificate | None = None
    while len(keten) < _LONGEST:
        laatste = keten[-1]
        root = _issuer(laatste, trusted, [])
        if root is not None or is_self_signed(laatste):
            break
        following = _issuer(laatste, [k for k in candidates if k not in keten], impostors)
        if following is None:
            break
        if is_self_signed(following):
            root = following
            break
        keten.append(following)
    used = {*keten, *([root] if root else [])}
    over = sum(1 for certificate in given if certificate not in used and not is_self_signed(certificate))
    return Keten(tuple(keten), over, root, tuple(impostors))


def is_self_signed(certificate: x509.Certificate) -> bool:
    """Whether it is its own issuer: a root, or nobody's."""
    return certificate.issuer == certificate.subject


def _issuer(
    certificate: x509.Certificate, candidates: Sequence[x509.Certificate], impostors: list[str]
) -> x509.Certificate | None:
    for candidate in candidates:
        if candidate.subject != certificate.issuer:
            continue
        try:
            certificate.verify_directly_issued_by(candidate)
        except (InvalidSignature, ValueError, TypeError):
            impostors.append(candidate.subject.rfc4514_string())
        else:
            return candidate
    return None
