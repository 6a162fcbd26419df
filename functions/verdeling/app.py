"""Fan-out: passes on what SBB told, school by school in order of arrival. Behind the queue Verwerking.

Touches the mutaties, the kept answers (to forget), the feeds, the abonnementen and the outbox.
"""

import json
from collections.abc import Callable, Sequence
from typing import Any, Final

from stagemarkt.composition.verdeling import VerdelingPorts
from stagemarkt.entry.queue_batch import BatchOutcome, per_group
from stagemarkt.metrics import FAN_OUT_AGE, embed
from stagemarkt.ports.deadline import Deadline
from stagemarkt.web.handler import LambdaContext

# What is left of a function's time for the write that is under way, asked again and again.
_RESERVE: Final = 8.0


def make_handler(ports: VerdelingPorts) -> Callable[[dict[str, Any], LambdaContext], dict[str, Any]]:
    """The handler over these ports."""

    def read(body: str) -> tuple[str, list[str]]:
        content = json.loads(body)
        return str(content["school"]), [str(mutatie_id) for mutatie_id in content["mutatieIds"]]

    def fan_out(pieces: Sequence[tuple[str, list[str]]], seconds: float) -> BatchOutcome:
        # The group is the school.
        school = pieces[0][0]
        piece_ids = [ids for _, ids in pieces]
        done = ports.distributor.fan_out_pieces(school, piece_ids, Deadline.after(seconds))
        fields = {
            "school": school,
            "berichten": done.pieces,
            "onbekend": done.unknown,
            "genummerd": done.numbered,
            "afleveringen": done.deliveries,
            **embed({} if done.age is None else {FAN_OUT_AGE: round(done.age, 1)}, ports.clock()),
        }
        return BatchOutcome(done.pieces, fields, done.fout)

    return per_group("verdeling", read, fan_out, _RESERVE)


handler = make_handler(VerdelingPorts())
