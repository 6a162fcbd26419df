"""The part of a school's record that says how SBB takes her, and the port to who is warned of it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal, NamedTuple, Protocol

# What SBB refuses: the licence, the certificate, or only the newest certificate of two.
RefusalKind = Literal["licentie", "certificaat", "wisseling"]
CertificateSwitch = Literal["terugval", "hersteld"]
KINDS: Final[tuple[RefusalKind, ...]] = ("licentie", "certificaat", "wisseling")


class Refusal(NamedTuple):
    """A refusal by SBB; moments in seconds since 1970.

    Attributes:
        at: the last time.
        signaalcode: what SBB said; None when it was a handshake or an HTTP status.
        warned_at: when the operator was last warned of one of this kind.
        recovered_at: when that was over, as far as it was seen.
        merk: what was refused, by its mark (see `model.school.Marks`); None where that is not known.
    """

    at: float
    signaalcode: int | None = None
    warned_at: float | None = None
    recovered_at: float | None = None
    merk: str | None = None


class CertificateState(NamedTuple):
    """What the watch saw of a certificate; moments in whole seconds since 1970.

    Attributes:
        fingerprint: SHA-256 of the certificate, hex: tells one from another, and nothing else.
        valid_from: from when on it is valid.
        geldig_tot: until when.
        seen_at: when the watch looked.
        warned_for: the lowest number of days left that was warned of; None for none yet.
        previous_until: until when the certificate before it is valid, when that is still kept.
        licentie_mark: tells the licence beside it from another; None where that was not looked at.
    """

    fingerprint: str
    valid_from: int
    geldig_tot: int
    seen_at: int
    warned_for: int | None = None
    previous_until: int | None = None
    licentie_mark: str | None = None


class KeptStanding(NamedTuple):
    """All that is known of a school's standing; nothing in it is secret.

    Attributes:
        laatste_succes: when SBB last took a question of this school, seconds since 1970.
        refusals: the last refusal of each kind.
        certificaat: as the watch last saw it.
        unusable: why the watch could not read the school's secret, a short code; None when it could.
        passed: when SBB last took a question with this certificate, or this licence, by its mark.
    """

    laatste_succes: float | None = None
    refusals: Mapping[RefusalKind, Refusal] = MappingProxyType({})
    certificaat: CertificateState | None = None
    unusable: str | None = None
    passed: Mapping[str, float] = MappingProxyType({})


class OperatorWarning(NamedTuple):
    """What an operator must hear.

    Attributes:
        school: the BRIN, or `sbb` for SBB's own CA.
        soort: a short code.
        onderwerp: one line, ASCII, at most 100 characters.
        tekst: what happens, to whom, and what to do; nothing secret.
    """

    school: str
    soort: str
    onderwerp: str
    tekst: str


class OperatorWarner(Protocol):
    """Tells the operator."""

    def warn(self, warning: OperatorWarning) -> None:
        """Send it. Raises StorageError."""
        ...
