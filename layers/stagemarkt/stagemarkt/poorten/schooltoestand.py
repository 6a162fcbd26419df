"""The ports to how a school stands with SBB: its certificate, its refusals, and who is warned of them."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, Literal, NamedTuple, Protocol, TypeVar

from stagemarkt.model.school import Merken

# What SBB refuses: the licence, the certificate, or only the newest certificate of two.
Soort = Literal["licentie", "certificaat", "wisseling"]
Wissel = Literal["terugval", "hersteld"]
T = TypeVar("T")
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


class Schooltoestanden(Protocol):
    """The shared record, per BRIN. Everything raises OpslagFout; losing it costs no answer."""

    def lees(self, brin: str) -> Schooltoestand:
        """The record; an empty one for a school that nothing is known of."""
        ...

    def meld_succes(self, brin: str, op: float, merken: Merken | None = None) -> None:
        """SBB took a question of this school at `op`, asked with these."""
        ...

    def meld_weigering(
        self, brin: str, soort: Soort, op: float, signaalcode: int | None, merk: str | None = None
    ) -> Schooltoestand:
        """SBB refused what has this mark at `op`; gives the record as it was before."""
        ...

    def meld_herstel(self, brin: str, soort: Soort, op: float) -> None:
        """What was refused is taken again."""
        ...

    def eis_waarschuwing(self, brin: str, soort: Soort, op: float, vorige: float | None) -> bool:
        """Claim the right to warn; `vorige` is when that was last done. One of those who claim gets True."""
        ...

    def laat_waarschuwing(self, brin: str, soort: Soort) -> None:
        """Give a claim up: the warning could not be sent."""
        ...

    def bewaar_certificaat(self, brin: str, stand: Certificaatstand | None, onbruikbaar: str | None) -> None:
        """What the watch saw; without `stand` what was seen before stays."""
        ...


class Schoolwaarnemer(Protocol):
    """Watches how SBB takes a school. It raises nothing of its own."""

    def bij(self, school: str, vraag: Callable[[], T], met: Callable[[], Merken | None]) -> T:
        """Do this call to SBB on behalf of this school, and give or raise what it gave or raised.

        `met` says, once it is done, with which certificate and licence SBB took or refused it.
        """
        ...

    def wissel(self, school: str, wissel: Wissel, nieuw: Merken) -> None:
        """The school fell back on the certificate before its newest (`nieuw`), or no longer has to."""
        ...


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
