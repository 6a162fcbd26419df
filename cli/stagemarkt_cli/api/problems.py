"""What went wrong at the facade, as lines for people."""

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any, Final

from stagemarkt.client import (
    AnswerTooLate,
    NoAnswer,
    ProblemError,
    StagemarktError,
    UnexpectedAnswer,
    WrongSettings,
)

from stagemarkt_cli.messages import FAILED, NOT_REACHABLE, WRONG_USAGE, Notice
from stagemarkt_cli.views.values import listing, text

# These are no outage: somebody has to set something right.
_NOT_AN_OUTAGE: Final = frozenset({"bron-licentie", "bron-certificaat", "niet-in-cache"})


class ApiRefusal(Notice):
    """An answer that is no success, or none at all.

    Args:
        lines: what to say.
        code: the exit code.
        problem: the code of the API's problem; empty where there was none.
        repeatable: whether the same request can succeed later.
        retry_after: in how many seconds, where that was said.
    """

    def __init__(
        self,
        *lines: str,
        code: int = FAILED,
        problem: str = "",
        repeatable: bool = False,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(*lines, code=code)
        self.problem, self.repeatable, self.retry_after = problem, repeatable, retry_after


@contextmanager
def told(api_url: str) -> Iterator[None]:
    """Within it, what the client raises is raised as a Notice."""
    try:
        yield
    except StagemarktError as error:
        raise _of(error, api_url) from None


def _of(error: StagemarktError, api_url: str) -> Notice:
    match error:
        case ProblemError():
            return as_notice(error.status, error.probleem, error.retry_after)
        case AnswerTooLate():
            return ApiRefusal(
                f"De facade antwoordde niet op tijd: {api_url}", code=NOT_REACHABLE, repeatable=True
            )
        case NoAnswer():
            return ApiRefusal(
                f"De facade is niet bereikbaar: {api_url}",
                f"Oorzaak: {error.kind}. Draait ze? Lokaal start `make up` haar.",
                code=NOT_REACHABLE,
                repeatable=True,
            )
        case UnexpectedAnswer() if error.status >= HTTPStatus.MULTIPLE_CHOICES:
            return as_notice(error.status, None, error.retry_after)
        case WrongSettings():
            return Notice(str(error), code=WRONG_USAGE)
        case _:
            return Notice(str(error), code=NOT_REACHABLE)


def as_notice(status: int, content: Any, retry_after: float | None = None) -> ApiRefusal:  # noqa: ANN401 - whatever came
    """What to tell of an answer that is no success; 3 as exit code when the facade or SBB is out."""
    code = text(content, "code")
    disturbance = status >= HTTPStatus.INTERNAL_SERVER_ERROR and code not in _NOT_AN_OUTAGE
    return ApiRefusal(
        *_lines(status, content),
        code=NOT_REACHABLE if disturbance else FAILED,
        problem=code,
        # What is no problem of ours comes from something before us: that passes, if it is a failure.
        repeatable=text(content, "herhaalbaar") == "true" if code else disturbance,
        retry_after=retry_after,
    )


def _lines(status: int, content: Any) -> Iterator[str]:  # noqa: ANN401 - whatever came
    titel = text(content, "title")
    if not titel:
        yield f"De facade antwoordt met HTTP {status}, zonder uitleg."
        yield "Klopt het adres? Het eindigt op /v1."
        return
    yield f"{titel} ({status}, {text(content, 'code') or 'zonder code'})"
    errors = listing(content, "fouten")
    # With faults the detail only points at them.
    if text(content, "detail") and not errors:
        yield text(content, "detail")
    for error in errors:
        where = text(error, "naam") or text(error, "pointer").removeprefix("#/") or text(error, "in")
        yield f"- {where}: {text(error, 'detail') or text(error, 'code')}"
    if text(content, "bron", "signaalcode"):
        notice = text(content, "bron", "melding")
        yield f"SBB: signaalcode {text(content, 'bron', 'signaalcode')}{f', {notice}' if notice else ''}"
    if text(content, "herhaalbaar") == "true":
        yield "Later opnieuw proberen kan helpen."
    if text(content, "instance"):
        yield f"Noem bij navraag: {text(content, 'instance').removeprefix('urn:uuid:')}"
