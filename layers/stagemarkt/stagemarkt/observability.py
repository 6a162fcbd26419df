"""Logging, in one neutral place: which events there are, and that nothing personal is among their fields.

Events and levels are described in docs/operations.md.
"""

import traceback
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from aws_lambda_powertools import Logger

from stagemarkt.metrics import SBB_DURATION, SBB_FAILED, SERVICE, embed
from stagemarkt.model.errors import FacadeError, StorageError

if TYPE_CHECKING:
    from stagemarkt.domain.guard.guard import EndedCall

logger: Final = Logger(service=SERVICE, use_rfc3339=True, log_uncaught_exceptions=False)


def report_unreadable(
    school: str | None, operation: str, onleesbaar: Mapping[str, int], omitted: Mapping[str, int]
) -> None:
    """Log what of a message of SBB could not be read: names of elements and numbers, never what they hold.

    The template makes a metric of `aantal`, and an alarm of that.
    """
    fields = {
        "school": school,
        "operatie": operation,
        "velden": dict(onleesbaar),
        "weggelaten": dict(omitted),
        "aantal": sum(onleesbaar.values()) + sum(omitted.values()),
    }
    logger.warning("onleesbaar", extra=fields)


def report_storage_error(operation: str, error: StorageError) -> None:
    """Log a storage that failed where the answer goes on without it."""
    logger.warning("opslag", extra={"bewerking": operation, "fout": str(error)})


def report_call(call: "EndedCall") -> None:
    """Log how a call to SBB ended, and how long it took."""
    duration = round(call.seconds * 1000, 1)
    fields = {
        "school": call.school,
        "uitkomst": call.outcome.bron,
        "code": call.outcome.code,
        "duurMs": duration,
        **embed({SBB_DURATION: duration, SBB_FAILED: int(call.outcome.bron == "mis")}, call.ended),
    }
    logger.info("sbb", extra=fields)


def report_settings(names: Sequence[str]) -> None:
    """Log which variables a function lacks, or cannot read; never what they hold."""
    logger.error("instellingen", extra={"variabelen": list(names)})


def report_unreadable_item(place: str) -> None:
    """Log an item of a table that cannot be read, where the others are gone on with. `place` is its key.

    The template makes a metric of it, and an alarm of that.
    """
    logger.error("beschadigd", extra={"plaats": place})


def report_leerweg(error: FacadeError) -> None:
    """Log that SBB did not say what holds per leerweg, where the answer goes on without it."""
    logger.warning("leerweg", extra={"code": error.code, "intern": error.internal})


def report_check(error: Exception) -> None:
    """Log a check of a batch that failed by our own fault, while the others have their answers."""
    logger.error("reeks", extra={"spoor": trail(error)})


def report_school(school: str, error: StorageError) -> None:
    """Log a school that the watch could not look at."""
    logger.error("certificaatwacht", extra={"school": school, "fout": str(error)})


def describe(error: BaseException) -> dict[str, object]:
    """What a log line says of an error that nobody expected: its trail, and of AWS how it refused."""
    fields: dict[str, object] = {"spoor": trail(error)}
    if isinstance(error, StorageError):
        fields["intern"] = str(error)
    return fields


def trail(error: BaseException) -> list[str]:
    """Where an error came from, as `module:function:line`, and the kinds of error in its chain.

    Not its text: that can hold what a caller sent or SBB answered.
    """
    lines: list[str] = []
    seen: set[int] = set()
    following: BaseException | None = error
    # An error can be its own cause.
    while following is not None and id(following) not in seen:
        seen.add(id(following))
        lines.append(type(following).__name__)
        lines += [
            f"{step.filename.rpartition('/')[2]}:{step.name}:{step.lineno}"
            for step in traceback.extract_tb(following.__traceback__)
        ]
        following = following.__cause__ or following.__context__
    return lines
