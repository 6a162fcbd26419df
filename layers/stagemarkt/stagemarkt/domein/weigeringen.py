"""Whether SBB takes a school's licence and certificate: told to all, once per incident to the operator."""

from collections.abc import Callable
from typing import Final, TypeVar

from stagemarkt.domein.uitkomst import uitkomst_van
from stagemarkt.domein.waarschuwingen import geweigerd
from stagemarkt.model.fouten import (
    BronLicentie,
    Fout,
    OpslagFout,
    SchoolcertificaatOngeschikt,
)
from stagemarkt.model.school import Merken
from stagemarkt.poorten.schooltoestand import Schooltoestand, Schooltoestanden, Soort, Waarschuwer, Wissel

# That all is well is told at most this often (seconds) per school, and a refusal that lasts likewise.
SUCCES_TUSSENTIJD: Final = 300
WEIGERING_TUSSENTIJD: Final = 30
# A refusal within this many seconds after the last one is the same incident, whatever went well in between.
RUST: Final = 3600
# What SBB says of a school by letting her in or not.
_OORDELEN: Final[tuple[Soort, ...]] = ("licentie", "certificaat")
T = TypeVar("T")


def is_nieuw_incident(was: Schooltoestand, soort: Soort, nu: float) -> bool:
    """Whether a refusal at `nu` (seconds since 1970) is one that the operator has not heard of."""
    vorige = was.weigeringen.get(soort)
    if vorige is None or vorige.gewaarschuwd_op is None:
        return True
    over = vorige.hersteld_op if soort == "wisseling" else was.laatste_succes
    return over is not None and over > vorige.op and nu - vorige.op >= RUST


def waarschuw_van_weigering(  # noqa: PLR0913, PLR0917 - who tells whom, and the five facts
    toestanden: Schooltoestanden,
    waarschuwer: Callable[[], Waarschuwer],
    school: str,
    soort: Soort,
    was: Schooltoestand,
    nu: float,
    signaalcode: int | None,
) -> bool:
    """Tell the operator of a refusal, if it is a new one and nobody else does so now; whether it was told.

    Raises:
        OpslagFout: it could not be told; then the next who meets it tries again.
    """
    vorige = was.weigeringen.get(soort)
    if not is_nieuw_incident(was, soort, nu):
        return False
    if not toestanden.eis_waarschuwing(school, soort, nu, vorige.gewaarschuwd_op if vorige else None):
        return False
    try:
        waarschuwer().waarschuw(geweigerd(school, soort, signaalcode))
    except OpslagFout:
        toestanden.laat_waarschuwing(school, soort)
        raise
    return True


class Schoolmelder:
    """Tells how SBB takes each school (implements `poorten.schooltoestand.Schoolwaarnemer`).

    Args:
        toestanden: the shared record.
        waarschuwer: makes what tells the operator, when there is something to tell.
        klok: seconds since 1970.
        meld: told of a record or a warning that failed; the call goes on without it.
    """

    def __init__(
        self,
        toestanden: Schooltoestanden,
        waarschuwer: Callable[[], Waarschuwer],
        klok: Callable[[], float],
        meld: Callable[[str, OpslagFout], None],
    ) -> None:
        self._toestanden = toestanden
        self._waarschuwer = waarschuwer
        self._klok = klok
        self._meld = meld
        # When each was last told, and of which certificate and licence.
        self._succes: dict[str, tuple[float, Merken | None]] = {}
        self._weigering: dict[tuple[str, Soort], tuple[float, str | None]] = {}

    def bij(self, school: str, vraag: Callable[[], T], met: Callable[[], Merken | None]) -> T:
        """As the port says."""
        try:
            antwoord = vraag()
        except BronLicentie as fout:
            self._geweigerd(school, "licentie", fout, met())
            raise
        except SchoolcertificaatOngeschikt as fout:
            self._geweigerd(school, "certificaat", fout, met())
            raise
        except Fout as fout:
            # Any other failure says that she was let in, or that SBB did not get to look at her.
            if uitkomst_van(fout).school == "goed":
                self._aanvaard(school, met())
            raise
        self._aanvaard(school, met())
        return antwoord

    def wissel(self, school: str, wissel: Wissel, nieuw: Merken) -> None:
        """As the port says."""
        if wissel == "terugval":
            self._geweigerd(school, "wisseling", None, nieuw)
        else:
            self._weigering.pop((school, "wisseling"), None)
            self._vertel(lambda: self._toestanden.meld_herstel(school, "wisseling", self._klok()))

    def _aanvaard(self, school: str, met: Merken | None) -> None:
        nu = self._klok()
        # The first that is refused after this is told at once.
        for soort in _OORDELEN:
            self._weigering.pop((school, soort), None)
        vorige, waarmee = self._succes.get(school, (0.0, None))
        # What was not tried before is told at once.
        if met != waarmee or nu - vorige >= SUCCES_TUSSENTIJD:
            self._succes[school] = nu, met
            self._vertel(lambda: self._toestanden.meld_succes(school, nu, met))

    def _geweigerd(self, school: str, soort: Soort, fout: Fout | None, met: Merken | None) -> None:
        nu = self._klok()
        merk = _merk(soort, met)
        vorige, welk = self._weigering.get((school, soort), (0.0, None))
        if merk == welk and nu - vorige < WEIGERING_TUSSENTIJD:
            return
        self._weigering[school, soort] = nu, merk
        # The first that goes well again is told at once.
        self._succes.pop(school, None)
        signaalcode = fout.signaal.signaalcode if fout is not None and fout.signaal is not None else None
        self._vertel(lambda: self._vertel_weigering(school, soort, nu, signaalcode, merk))

    def _vertel_weigering(
        self, school: str, soort: Soort, nu: float, signaalcode: int | None, merk: str | None
    ) -> None:
        was = self._toestanden.meld_weigering(school, soort, nu, signaalcode, merk)
        waarschuw_van_weigering(self._toestanden, self._waarschuwer, school, soort, was, nu, signaalcode)

    def _vertel(self, schrijf: Callable[[], None]) -> None:
        try:
            schrijf()
        except OpslagFout as fout:
            self._meld("schooltoestand", fout)


def _merk(soort: Soort, met: Merken | None) -> str | None:
    """Which of the two a refusal of this kind is about."""
    if met is None:
        return None
    return (met.licentie if soort == "licentie" else met.certificaat) or None
