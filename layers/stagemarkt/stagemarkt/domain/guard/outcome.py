"""What the end of a call says: of SBB, and of the school on whose behalf it was made."""

from typing import Final, Literal, NamedTuple

from stagemarkt.model.errors import (
    BronAnswerInvalid,
    BronCertificate,
    BronCodeUnknown,
    BronLicentie,
    BronOverloaded,
    BronTimeout,
    BronUnavailable,
    CodeUnknown,
    InvalidInput,
    LeerbedrijfUnknown,
    MessageRejected,
    NoRoom,
    SchoolCertificateUnsuitable,
    TooManyResults,
    UnknownResource,
)

Sign = Literal["goed", "mis", "niets"]


class CallOutcome(NamedTuple):
    """What a call says of SBB and of its school.

    Attributes:
        bron, school: of each, whether that is good, bad or nothing; of SBB also that it answers, and does not
            take what this facade sends.
        code: of the failure (its `kenmerk`), when there is one.
        cooldown: for how many seconds SBB itself asks to be left alone.
    """

    bron: Sign | Literal["afgewezen"]
    school: Sign
    code: str = ""
    cooldown: float = 0.0


GOOD: Final = CallOutcome("goed", "goed")
_NOTHING: Final = CallOutcome("niets", "niets")


def outcome_of(error: BaseException, *, fair: bool = True) -> CallOutcome:  # noqa: PLR0911 - a table
    """What a call that raised `error` says; `fair` is whether it had the time that SBB may take.

    A refused licence, or a certificate that does not go with it, is an answer of SBB about one school. A
    certificate that is refused at the door says nothing of what is behind it. That SBB's own certificate is
    not trusted here strikes every school. A message that SBB will not take is a fault of ours, and no reason
    to ask it less; a code of SBB that nobody knows is no sign of anything.
    """
    match error:
        case BronTimeout() if not fair:
            return _NOTHING
        case NoRoom():
            # SBB was not asked.
            return _NOTHING
        case MessageRejected():
            return CallOutcome("afgewezen", "niets", error.tag)
        case BronCodeUnknown():
            return _NOTHING
        case BronLicentie() | SchoolCertificateUnsuitable():
            return CallOutcome("niets" if error.sbb_signal is None else "goed", "mis", error.code)
        case BronUnavailable() | BronTimeout() | BronOverloaded() | BronAnswerInvalid() | BronCertificate():
            return CallOutcome("mis", "niets", error.code, error.cooldown or 0.0)
        case LeerbedrijfUnknown() | CodeUnknown() | UnknownResource() | TooManyResults() | InvalidInput():
            return GOOD
        case _:
            return _NOTHING
