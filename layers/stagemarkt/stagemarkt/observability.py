"""Logging, in one neutral place: which events there are, and that nothing personal is among their fields.

Events and levels are described in docs/operations.md.
"""

import traceback
from collections.abc import Mapping, Sequence
from typing import Final

from aws_lambda_powertools import Logger

from stagemarkt.model.errors import Fout, OpslagFout

logger: Final = Logger(service="stagemarkt", use_rfc3339=True, log_uncaught_exceptions=False)


def meld_onleesbaar(
    school: str | None, operatie: str, onleesbaar: Mapping[str, int], weggelaten: Mapping[str, int]
) -> None:
    """Log what of a message of SBB could not be read: names of elements and numbers, never what they hold.

    The template makes a metric of `aantal`, and an alarm of that.
    """
    velden = {
        "school": school,
        "operatie": operatie,
        "velden": dict(onleesbaar),
        "weggelaten": dict(weggelaten),
        "aantal": sum(onleesbaar.values()) + sum(weggelaten.values()),
    }
    logger.warning("onleesbaar", extra=velden)


def meld_opslagfout(bewerking: str, fout: OpslagFout) -> None:
    """Log a storage that failed where the answer goes on without it."""
    logger.warning("opslag", extra={"bewerking": bewerking, "fout": str(fout)})


def report_settings(names: Sequence[str]) -> None:
    """Log which variables a function lacks, or cannot read; never what they hold."""
    logger.error("instellingen", extra={"variabelen": list(names)})


def meld_leerweg(fout: Fout) -> None:
    """Log that SBB did not say what holds per leerweg, where the answer goes on without it."""
    logger.warning("leerweg", extra={"code": fout.code, "intern": fout.intern})


def meld_school(school: str, fout: OpslagFout) -> None:
    """Log a school that the watch could not look at."""
    logger.error("certificaatwacht", extra={"school": school, "fout": str(fout)})


def spoor(fout: BaseException) -> list[str]:
    """Where an error came from, as `module:function:line`, and the kinds of error in its chain.

    Not its text: that can hold what a caller sent or SBB answered.
    """
    regels: list[str] = []
    gezien: set[int] = set()
    volgende: BaseException | None = fout
    # An error can be its own cause.
    while volgende is not None and id(volgende) not in gezien:
        gezien.add(id(volgende))
        regels.append(type(volgende).__name__)
        regels += [
            f"{stap.filename.rpartition('/')[2]}:{stap.name}:{stap.lineno}"
            for stap in traceback.extract_tb(volgende.__traceback__)
        ]
        volgende = volgende.__cause__ or volgende.__context__
    return regels
