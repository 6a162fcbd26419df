"""A facade that checks batches, as the API does, for the command that sends them."""

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import httpx

CHECKED_AT = "2026-11-27T09:30:00Z"


@dataclass
class FakeVerifications:
    """Answers by what the leerbedrijf's ID begins with and by the code; keeps what it was asked.

    Attributes:
        asked: how often each pair was asked of it in a batch.
        alone: the paths that were asked for alone.
        sizes: of the batches.
        fails: how the next batches end, first to last: a whole answer, a problem for each slot, or well.
        stops_after: batches until Ctrl-C.
    """

    asked: Counter[tuple[str, str]] = field(default_factory=Counter)
    alone: list[str] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    fails: list[httpx.Response | dict[str, Any] | None] = field(default_factory=list)
    stops_after: int = 1000

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """A batch, or one."""
        if request.method == "GET":
            self.alone.append(request.url.path)
            leerbedrijf_id = request.url.path.split("/")[3]
            unknown = "leerbedrijf" if leerbedrijf_id.startswith("99") else "code"
            return httpx.Response(404, json={"title": "Onbekend", "code": f"{unknown}-onbekend"})
        if len(self.sizes) == self.stops_after:
            raise KeyboardInterrupt
        asked = json.loads(request.content)["requests"]
        self.sizes.append(len(asked))
        failure = self.fails.pop(0) if self.fails else None
        if isinstance(failure, httpx.Response):
            return failure
        self.asked.update((one["key"][0], one["key"][1]) for one in asked)
        slots = [{"probleem": failure} if failure else _slot(one) for one in asked]
        return httpx.Response(200, json={"results": slots})


def _slot(asked: dict[str, Any]) -> dict[str, Any] | None:
    leerbedrijf_id, code = asked["key"]
    if leerbedrijf_id.startswith("99") or code == "99999":
        return None
    slot: dict[str, Any] = {"leerbedrijfId": leerbedrijf_id, "code": code, "peildatum": asked["peildatum"]}
    slot |= {"startdatum": "2018-08-01", "actualiteit": {"opgehaaldOp": CHECKED_AT, "verouderd": False}}
    if code == "25174":
        return {**slot, "erkend": False, "status": "ingetrokken", "einddatum": "2023-03-15"}
    if "totEnMet" not in asked:
        return {**slot, "erkend": True, "status": "erkend"}
    ends = code == "25168"
    end = {"einddatum": "2027-01-01"} if ends else {}
    judged = {"erkendGehelePeriode": not ends, "eindigtTijdensPeriode": ends}
    return {**slot, "erkend": True, "status": "erkend", **end, **judged}
