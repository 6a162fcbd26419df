"""What may be kept, and for how long: the operator's choice under SBB's terms, in one table."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, NamedTuple


class CacheMode(StrEnum):
    """What whoever deploys this has chosen to keep at rest. There is no default: SBB's terms differ."""

    FULL = "volledig"
    WITHOUT_PERSONAL_DATA = "zonder-persoonsgegevens"
    OFF = "uit"


class Duration(NamedTuple):
    """How long an answer is good for, in seconds since SBB was asked for it.

    Attributes:
        fresh: until then it is served as it is.
        verloopt: until then it is served for want of a better one; never after.
    """

    fresh: int
    verloopt: int


class AnswerKind(NamedTuple):
    """A kind of answer, as far as keeping it goes.

    Attributes:
        naam: its name in the keys of what is kept.
        personal_data: whether it can hold data about a person.
        duration: for how long, when something was found.
        nothing: for how long, when nothing was: an empty list, an unknown leerbedrijf.
    """

    naam: str
    personal_data: bool
    duration: Duration
    nothing: Duration


_HOUR: Final = 3600
# A leerbedrijf that SBB takes in must not stay unknown here for long.
_NOTHING: Final = Duration(300, _HOUR)
# The name and address of a one-person business are personal data, and SBB does not say which
# leerbedrijven are one-person businesses: every identification counts as personal. A weekend without SBB
# must be survived: hence three days.
IDENTIFICATIE: Final = AnswerKind("identificatie", True, Duration(24 * _HOUR, 72 * _HOUR), _NOTHING)  # noqa: FBT003 - a table
# People come and go more often than companies move.
DETAILGEGEVENS: Final = AnswerKind("detailgegevens", True, Duration(4 * _HOUR, 24 * _HOUR), _NOTHING)  # noqa: FBT003 - a table

KINDS: Final[Mapping[str, AnswerKind]] = {kind.naam: kind for kind in (IDENTIFICATIE, DETAILGEGEVENS)}
# Under what name the operator says how long "nothing" is kept.
NOTHING: Final = "niets"


def as_chosen(kind: AnswerKind, durations: Mapping[str, Duration]) -> AnswerKind:
    """The kind, with how long as the operator chose; `durations` by the name of the kind, or `NOTHING`."""
    return kind._replace(
        duration=durations.get(kind.naam, kind.duration),
        nothing=durations.get(NOTHING, kind.nothing),
    )


def may_keep(kind: AnswerKind, mode: CacheMode) -> bool:
    """Whether an answer of this kind may be at rest anywhere under this choice."""
    match mode:
        case CacheMode.FULL:
            return True
        case CacheMode.WITHOUT_PERSONAL_DATA:
            return not kind.personal_data
        case CacheMode.OFF:
            return False


def allowed_kinds(mode: CacheMode) -> frozenset[str]:
    """The names of the kinds that may be at rest; whatever else is there must go."""
    return frozenset(name for name, kind in KINDS.items() if may_keep(kind, mode))
