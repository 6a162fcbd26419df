"""Fan-out: passes on what SBB told, school by school in order of arrival. Behind the queue Verwerking.

Touches the mutaties, the kept answers (to forget), the feeds, the abonnementen and the outbox.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

from stagemarkt.opbouw import Opbouw
from stagemarkt.web.ingang import LambdaContext
from stagemarkt.web.wachtrij import per_bericht


def maak_handler(opbouw: Opbouw) -> Callable[[dict[str, Any], LambdaContext], dict[str, Any]]:
    """The handler over these ports."""

    def verdeel(lichaam: str, _seconden: float) -> Mapping[str, object]:
        inhoud = json.loads(lichaam)
        school = str(inhoud["school"])
        gedaan = opbouw.verdeler.verdeel(school, [str(mutatie_id) for mutatie_id in inhoud["mutatieIds"]])
        return {"school": school, **gedaan._asdict()}

    return per_bericht("verdeling", verdeel)


handler = maak_handler(Opbouw())
