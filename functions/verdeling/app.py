"""Fan-out: passes on what SBB told, school by school in order of arrival. Behind the queue Verwerking.

Touches the mutaties, the kept answers (to forget), the feeds, the abonnementen and the outbox.
"""

import json
from collections.abc import Callable, Sequence
from typing import Any, Final

from stagemarkt.composition.verdeling import VerdelingPorts
from stagemarkt.entry.queue_batch import Gedaan, per_groep
from stagemarkt.ports.deadline import Termijn
from stagemarkt.web.handler import LambdaContext

# What is left of a function's time for the write that is under way, asked again and again.
_RESERVE: Final = 8.0


def maak_handler(ports: VerdelingPorts) -> Callable[[dict[str, Any], LambdaContext], dict[str, Any]]:
    """The handler over these ports."""

    def lees(lichaam: str) -> tuple[str, list[str]]:
        inhoud = json.loads(lichaam)
        return str(inhoud["school"]), [str(mutatie_id) for mutatie_id in inhoud["mutatieIds"]]

    def verdeel(stukken: Sequence[tuple[str, list[str]]], seconden: float) -> Gedaan:
        # The group is the school.
        school = stukken[0][0]
        stukken_ids = [ids for _, ids in stukken]
        gedaan = ports.verdeler.verdeel_stukken(school, stukken_ids, Termijn.van(seconden))
        velden = {
            "school": school,
            "berichten": gedaan.stukken,
            "onbekend": gedaan.onbekend,
            "genummerd": gedaan.genummerd,
            "afleveringen": gedaan.afleveringen,
        }
        return Gedaan(gedaan.stukken, velden, gedaan.fout)

    return per_groep("verdeling", lees, verdeel, _RESERVE)


handler = maak_handler(VerdelingPorts())
