"""Tries a school's certificate and licence at SBB, now, with a question whose answer is of no matter."""

import datetime as dt
from collections.abc import Callable
from typing import Final, Literal, NamedTuple, TypeVar

from stagemarkt.domein.uitkomst import uitkomst_van
from stagemarkt.model.fouten import (
    BronLicentie,
    Fout,
    SchoolcertificaatOngeschikt,
    Tekst,
)
from stagemarkt.model.school import Merken
from stagemarkt.model.vragen import Erkenningsvraag
from stagemarkt.poorten.sbb import Sbb
from stagemarkt.poorten.schooltoestand import Schoolwaarnemer, Wissel
from stagemarkt.poorten.termijn import Termijn

Uitkomst = Literal["aanvaard", "terugval", "geweigerd", "niet-beantwoord"]
T = TypeVar("T")

# An ID that SBB gives to nobody: it says so, after it looked at who asks.
_NIEMAND: Final = "900000000"
_CODE: Final = "25998"
_AANVAARD: Final = Tekst(
    "SBB accepteert het certificaat en de licentie van de school.",
    "SBB accepts the school's certificate and licence.",
)
_TERUGVAL: Final = Tekst(
    "SBB weigert het nieuwe certificaat van de school; het vorige doet nog dienst.",
    "SBB refuses the school's new certificate; the one before still serves.",
)


class Proefuitkomst(NamedTuple):
    """What SBB said.

    Attributes:
        uitkomst: whether it took the school, only with the certificate before, not, or could not be asked.
        code: that of the problem, None when it took the school.
        detail: in words.
        signaalcode: SBB's own, if it gave one with a refusal.
    """

    uitkomst: Uitkomst
    code: str | None
    detail: Tekst
    signaalcode: int | None


class Meeluisteraar:
    """Passes on what a school's watcher is told, and remembers whether it fell back."""

    def __init__(self, waarnemer: Schoolwaarnemer) -> None:
        self._waarnemer = waarnemer
        self.terugval = False

    def bij(self, school: str, vraag: Callable[[], T], met: Callable[[], Merken | None]) -> T:
        """As the port says."""
        return self._waarnemer.bij(school, vraag, met)

    def wissel(self, school: str, wissel: Wissel, nieuw: Merken) -> None:
        """As the port says."""
        self.terugval = wissel == "terugval"
        self._waarnemer.wissel(school, wissel, nieuw)


def probeer(
    maak: Callable[[Schoolwaarnemer], Sbb], waarnemer: Schoolwaarnemer, vandaag: dt.date, termijn: Termijn
) -> Proefuitkomst:
    """Ask SBB, and give what it made of the school; `maak` opens the way with what its secret says now.

    Raises:
        OpslagFout: the secret cannot be read.
    """
    luisteraar = Meeluisteraar(waarnemer)
    try:
        sbb = maak(luisteraar)
    except Fout as fout:
        # What is wanting is wanting here: SBB was not asked.
        return _mislukt("niet-beantwoord", fout)
    try:
        sbb.verifieer(Erkenningsvraag(_NIEMAND, _CODE, vandaag), termijn)
    except (BronLicentie, SchoolcertificaatOngeschikt) as fout:
        return _mislukt("geweigerd", fout)
    except Fout as fout:
        # That SBB knows no such leerbedrijf is what it says to a school that it takes.
        if uitkomst_van(fout).school != "goed":
            return _mislukt("niet-beantwoord", fout)
    if luisteraar.terugval:
        return Proefuitkomst("terugval", "bron-certificaat", _TERUGVAL, None)
    return Proefuitkomst("aanvaard", None, _AANVAARD, None)


def _mislukt(uitkomst: Uitkomst, fout: Fout) -> Proefuitkomst:
    signaalcode = fout.signaal.signaalcode if fout.signaal is not None else None
    return Proefuitkomst(uitkomst, fout.code, fout.detail, signaalcode)
