"""Tries a school's certificate and licence at SBB, now, with a question whose answer is of no matter."""

import datetime as dt
from collections.abc import Callable
from typing import Final, Literal, NamedTuple

from stagemarkt.domain.guard.outcome import uitkomst_van
from stagemarkt.domain.guard.passage import Passage, Recorder
from stagemarkt.model.errors import BronLicentie, Fout, SchoolcertificaatOngeschikt, Tekst
from stagemarkt.model.questions import Erkenningsvraag
from stagemarkt.ports.deadline import Termijn
from stagemarkt.ports.sbb import Sbb

Uitkomst = Literal["aanvaard", "terugval", "geweigerd", "niet-beantwoord"]

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


def probeer(
    open_sbb: Callable[[], Sbb], recorder: Recorder, vandaag: dt.date, termijn: Termijn
) -> Proefuitkomst:
    """Ask SBB, and give what it made of the school; `open_sbb` opens the way with what its secret says now.

    Raises:
        OpslagFout: the secret cannot be read.
    """
    passage = Passage()
    try:
        sbb = open_sbb()
    except Fout as fout:
        # What is wanting is wanting here: SBB was not asked.
        return _mislukt("niet-beantwoord", fout)
    try:
        vraag = Erkenningsvraag(_NIEMAND, _CODE, vandaag)
        recorder.ask(lambda t: sbb.verifieer(vraag, t), termijn, passage)
    except (BronLicentie, SchoolcertificaatOngeschikt) as fout:
        return _mislukt("geweigerd", fout)
    except Fout as fout:
        # That SBB knows no such leerbedrijf is what it says to a school that it takes.
        if uitkomst_van(fout).school != "goed":
            return _mislukt("niet-beantwoord", fout)
    if passage.fell_back:
        return Proefuitkomst("terugval", "bron-certificaat", _TERUGVAL, None)
    return Proefuitkomst("aanvaard", None, _AANVAARD, None)


def _mislukt(uitkomst: Uitkomst, fout: Fout) -> Proefuitkomst:
    signaalcode = fout.signaal.signaalcode if fout.signaal is not None else None
    return Proefuitkomst(uitkomst, fout.code, fout.detail, signaalcode)
