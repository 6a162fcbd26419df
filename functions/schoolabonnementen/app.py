"""The schools' subscriptions at SBB: what an operator asks of them, and the daily check that they run.

Called by the operators' tool and by a schedule. Touches the schools' secrets, SBB, the table of mutaties (it
remembers the subscriptions), the record of how each school stands, and the topic of warnings.
"""

from collections.abc import Callable
from typing import Any

from stagemarkt.composition.schoolabonnementen import SchoolabonnementenPorts
from stagemarkt.entry.last_resort import without_text
from stagemarkt.entry.operator_commands import CheckFailed, run_subscription_command
from stagemarkt.web.handler import LambdaContext


def make_handler(ports: SchoolabonnementenPorts) -> Callable[[dict[str, Any], LambdaContext], dict[str, Any]]:
    """The handler over these ports."""

    def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
        return run_subscription_command(event, ports.subscriber, ports.warner, ports.clock, context)

    return without_text("abonnementcontrole", handler, CheckFailed)


handler = make_handler(SchoolabonnementenPorts())
