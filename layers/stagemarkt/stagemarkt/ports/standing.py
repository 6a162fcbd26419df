"""The part of a school's record that says how SBB takes her, and the port to who is warned of it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal, NamedTuple, Protocol

# What SBB refuses: the licence, the certificate, or only the newest certificate of two.
Soort = Literal["licentie", "certificaat", "wisseling"]
Wissel = Literal["terugval", "hersteld"]
SOORTEN: Final[tuple[Soort, ...]] = ("licentie", "certificaat", "wisseling")


class Weigering(NamedTuple):
    """A refusal by SBB; moments in seconds since 1970.

    Attributes:
        op: the last time.
        signaalcode: what SBB said; None when it was a handshake or an HTTP status.
        gewaarschuwd_op: when the operator was last warned of one of this kind.
        hersteld_op: when that was over, as far as it was seen.
        merk: what was refused, by its mark (see `model.school.Merken`); None where that is not known.
    """

    op: float
    signaalcode: int | None = None
    gewaarschuwd_op: float | None = None
    hersteld_op: float | None = None
    merk: str | None = None


class Certificaatstand(NamedTuple):
    """What the watch saw of a certificate; moments in whole seconds since 1970.

    Attributes:
        vingerafdruk: SHA-256 of the certificate, hex: tells one from another, and nothing else.
        geldig_van: from when on it is valid.
        geldig_tot: until when.
        gezien_op: when the watch looked.
        gewaarschuwd_bij: the lowest number of days left that was warned of; None for none yet.
        vorig_tot: until when the certificate before it is valid, when that is still kept.
        licentiemerk: tells the licence beside it from another; None where that was not looked at.
    """

    vingerafdruk: str
    geldig_van: int
    geldig_tot: int
    gezien_op: int
    gewaarschuwd_bij: int | None = None
    vorig_tot: int | None = None
    licentiemerk: str | None = None


class Schooltoestand(NamedTuple):
    """All that is known of a school's standing; nothing in it is secret.

    Attributes:
        laatste_succes: when SBB last took a question of this school, seconds since 1970.
        weigeringen: the last refusal of each kind.
        certificaat: as the watch last saw it.
        onbruikbaar: why the watch could not read the school's secret, a short code; None when it could.
        geslaagd: when SBB last took a question with this certificate, or this licence, by its mark.
    """

    laatste_succes: float | None = None
    weigeringen: Mapping[Soort, Weigering] = MappingProxyType({})
    certificaat: Certificaatstand | None = None
    onbruikbaar: str | None = None
    geslaagd: Mapping[str, float] = MappingProxyType({})


class Waarschuwing(NamedTuple):
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


class Waarschuwer(Protocol):
    """Tells the operator."""

    def waarschuw(self, waarschuwing: Waarschuwing) -> None:
        """Send it. Raises OpslagFout."""
        ...
