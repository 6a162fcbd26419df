"""The daily watch over the certificates: warns at 60, 30, 14 and 7 days, and when one has expired.

Called by a schedule, and by the operators' tool: to look at a school that it changed, and to try it at SBB.
Touches the schools' secrets and SBB's, the record of how each school stands, the topic of warnings, and SBB
when it is told to try; nobody's data.
"""

from collections.abc import Callable
from typing import Any

from stagemarkt.composition.certificaatwacht import CertificaatwachtPorts
from stagemarkt.entry.last_resort import without_text
from stagemarkt.entry.operator_commands import run_trial
from stagemarkt.observability import logger
from stagemarkt.web.handler import LambdaContext


class RoundFailed(RuntimeError):
    """Some schools could not be looked at; the log names them. The schedule's retries look again."""


def make_handler(ports: CertificaatwachtPorts) -> Callable[[dict[str, Any], LambdaContext], dict[str, Any]]:
    """The handler over these ports."""

    def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
        if "probeer" in event:
            return run_trial(event["probeer"], ports.proef, context)
        # The operators' tool names the one school that it has just changed; the schedule names none.
        this_round = ports.watch.go_round(int(ports.clock()), event.get("scholen"))
        logger.info("certificaatwacht", extra=this_round._asdict())
        if this_round.mislukt:
            raise RoundFailed
        return this_round._asdict()

    return without_text("certificaatwacht", handler, RoundFailed)


handler = make_handler(CertificaatwachtPorts())
