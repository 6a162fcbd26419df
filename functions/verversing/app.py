"""Refreshing what is kept, when it has become old: behind a queue, so that no caller waits for it.

Touches what the functions touch whose answers it refreshes: the kept answers, the schools' secrets, SBB and
the record of what was seen of it.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

from stagemarkt.composition.verversing import VerversingPorts
from stagemarkt.domain.cache.refresh import refresh
from stagemarkt.entry.queue_batch import per_message
from stagemarkt.ports.cache import AnswerKey
from stagemarkt.ports.deadline import Deadline
from stagemarkt.web.input import cached_questions
from stagemarkt.web.request import RESERVE


def make_handler(ports: VerversingPorts) -> Callable[[dict[str, Any], Any], dict[str, Any]]:
    """The handler over these ports."""

    def run(body: str, seconds: float) -> Mapping[str, object]:
        sleutel = AnswerKey(**json.loads(body))
        deadline = Deadline.after(max(0.0, seconds - RESERVE))
        done = refresh(
            sleutel,
            lambda question: cached_questions.again(ports, sleutel, question, deadline),
            deadline,
            ports.storage,
        )
        # Not what it is about: an ID of a leerbedrijf is in no log.
        return {
            "school": sleutel.school,
            "soort": sleutel.soort,
            "uitkomst": done.uitkomst,
            "code": done.code,
        }

    return per_message("verversing", run)


handler = make_handler(VerversingPorts())
