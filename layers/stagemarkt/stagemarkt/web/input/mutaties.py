"""From a request about mutaties to what is asked."""

from typing import Any, Final, Literal, NamedTuple

from stagemarkt.model.abonnement import Filter
from stagemarkt.model.aflevering import FeedLine
from stagemarkt.model.errors import Bilingual
from stagemarkt.web.input import fields
from stagemarkt.web.input.cursor import from_cursor
from stagemarkt.web.input.validation import Input
from stagemarkt.web.request import Request

# A caller's clock may be ahead of ours, seconds.
_CLOCK_SKEW: Final = 60


class FollowQuery(NamedTuple):
    """What to read on in.

    Attributes:
        abonnement_id: whose list; None for the school's own.
        after: after which number; None to begin elsewhere.
        vanaf: since when, seconds since 1970 or `nu`; None to begin with the oldest.
        filter: what fits.
        limit: how many at most.
        tag: what a cursor is tied to.
    """

    abonnement_id: str | None
    after: int | None
    vanaf: float | Literal["nu"] | None
    filter: Filter
    limit: int
    tag: dict[str, Any]

    def fits(self, line: FeedLine) -> bool:
        """Whether this line is asked for."""
        return self.filter.fits(line.mutatie)


def follow_query(request: Request, now: float) -> FollowQuery:
    """`GET /mutaties`, asked at `now` (seconds since 1970). Raises InvalidInput with every fault."""
    inputs = Input()
    inputs.query(request, fields.FIELDS_OF["geefMutaties"])
    values = inputs.values
    asked: dict[str, str] = {
        name: values[name] for name in ("abonnementId", "leerbedrijfId", "code") if name in values
    }
    tag = {"operatie": request.resource, "school": request.school, **asked}
    after = from_cursor(inputs, tag)
    vanaf = _from(inputs, request, now)
    inputs.finish()
    filter_ = Filter(
        (asked["leerbedrijfId"],) if "leerbedrijfId" in asked else (),
        (asked["code"],) if "code" in asked else (),
    )
    limit = values.get("limit", fields.DEFAULT_LIMIT)
    return FollowQuery(asked.get("abonnementId"), after, vanaf, filter_, limit, tag)


def _from(inputs: Input, request: Request, now: float) -> float | Literal["nu"] | None:
    vanaf: float | Literal["nu"] | None = inputs.values.get("vanaf")
    if {"vanaf", "cursor"} <= request.query.keys():
        detail = Bilingual(
            "Niet samen met `cursor`: die zegt al waar u was.",
            "Not together with `cursor`: that says already where you were.",
        )
        inputs.fout("query", "vanaf", detail)
    elif isinstance(vanaf, float) and vanaf > now:
        if vanaf <= now + _CLOCK_SKEW:
            return "nu"
        detail = Bilingual("Ligt in de toekomst; bedoelt u `nu`?", "Is in the future; do you mean `nu`?")
        inputs.fout("query", "vanaf", detail)
    return vanaf


def refuse_ahead(question: FollowQuery, state: int) -> None:
    """Raise InvalidInput for a cursor beyond the end: it is of a list that is no more."""
    if question.after is not None and question.after > state:
        inputs = Input()
        detail = Bilingual("Deze cursor hoort hier niet.", "This cursor does not belong here.")
        inputs.fout("query", "cursor", detail)
        inputs.finish()
