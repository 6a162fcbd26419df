"""Refreshing what is kept, when it has become old: behind a queue, so that no caller waits for it.

Touches what the functions touch whose answers it refreshes: the kept answers, the schools' secrets, SBB and
the record of what was seen of it.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

from stagemarkt.composition.verversing import VerversingPorts
from stagemarkt.domain.cache.refresh import ververs
from stagemarkt.entry.queue_batch import per_bericht
from stagemarkt.ports.cache import Antwoordsleutel
from stagemarkt.ports.deadline import Termijn
from stagemarkt.web.input import cached_questions
from stagemarkt.web.request import RESERVE


def maak_handler(ports: VerversingPorts) -> Callable[[dict[str, Any], Any], dict[str, Any]]:
    """The handler over these ports."""

    def doe(lichaam: str, seconden: float) -> Mapping[str, object]:
        sleutel = Antwoordsleutel(**json.loads(lichaam))
        termijn = Termijn.van(max(0.0, seconden - RESERVE))
        gedaan = ververs(
            sleutel,
            lambda vraag: cached_questions.opnieuw(ports, sleutel, vraag, termijn),
            termijn,
            ports.opslag,
        )
        # Not what it is about: an ID of a leerbedrijf is in no log.
        return {
            "school": sleutel.school,
            "soort": sleutel.soort,
            "uitkomst": gedaan.uitkomst,
            "code": gedaan.code,
        }

    return per_bericht("verversing", doe)


handler = maak_handler(VerversingPorts())
