"""Tries a school's certificate and licence at SBB, now, with a question whose answer is of no matter."""

import datetime as dt
from collections.abc import Callable
from typing import Final, Literal, NamedTuple

from stagemarkt.domain.guard.outcome import outcome_of
from stagemarkt.domain.guard.passage import Passage, Recorder
from stagemarkt.model.errors import Bilingual, BronLicentie, FacadeError, SchoolCertificateUnsuitable
from stagemarkt.model.questions import Erkenningsvraag
from stagemarkt.ports.deadline import Deadline
from stagemarkt.ports.sbb import Sbb

TrialEnding = Literal["aanvaard", "terugval", "geweigerd", "niet-beantwoord"]

# An ID that SBB gives to nobody: it says so, after it looked at who asks.
_NOBODY: Final = "900000000"
_CODE: Final = "25998"
_ACCEPTED: Final = Bilingual(
    "SBB accepteert het certificaat en de licentie van de school.",
    "SBB accepts the school's certificate and licence.",
)
_FALLBACK: Final = Bilingual(
    "SBB weigert het nieuwe certificaat van de school; het vorige doet nog dienst.",
    "SBB refuses the school's new certificate; the one before still serves.",
)


class TrialOutcome(NamedTuple):
    """What SBB said.

    Attributes:
        uitkomst: whether it took the school, only with the certificate before, not, or could not be asked.
        code: that of the problem, None when it took the school.
        detail: in words.
        signaalcode: SBB's own, if it gave one with a refusal.
    """

    uitkomst: TrialEnding
    code: str | None
    detail: Bilingual
    signaalcode: int | None


def probeer(
    open_sbb: Callable[[], Sbb], recorder: Recorder, today: dt.date, deadline: Deadline
) -> TrialOutcome:
    """Ask SBB, and give what it made of the school; `open_sbb` opens the way with what its secret says now.

    Raises:
        StorageError: the secret cannot be read.
    """
    passage = Passage()
    try:
        sbb = open_sbb()
    except FacadeError as error:
        # What is wanting is wanting here: SBB was not asked.
        return _failed("niet-beantwoord", error)
    try:
        question = Erkenningsvraag(_NOBODY, _CODE, today)
        recorder.ask(lambda t: sbb.verify(question, t), deadline, passage)
    except (BronLicentie, SchoolCertificateUnsuitable) as error:
        return _failed("geweigerd", error)
    except FacadeError as error:
        # That SBB knows no such leerbedrijf is what it says to a school that it takes.
        if outcome_of(error).school != "goed":
            return _failed("niet-beantwoord", error)
    if passage.fell_back:
        return TrialOutcome("terugval", "bron-certificaat", _FALLBACK, None)
    return TrialOutcome("aanvaard", None, _ACCEPTED, None)


def _failed(outcome: TrialEnding, error: FacadeError) -> TrialOutcome:
    signaalcode = error.sbb_signal.signaalcode if error.sbb_signal is not None else None
    return TrialOutcome(outcome, error.code, error.detail, signaalcode)
