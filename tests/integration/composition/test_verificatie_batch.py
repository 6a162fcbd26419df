"""Many checks through the function as it is composed: side by side, in time, each with its own answer."""

import json
import threading
from collections.abc import Iterator
from typing import Any, Final

import pytest
from stagemarkt.composition.verificatie import VerificatiePorts

from functions.verificatie.app import make_handler
from local.sbb.disturbances.catalogue import Disturbance
from local.sbb.register import examples
from local.sbb.simulator import Simulator
from tests.integration.composition.world import SCHOOL, World
from tests.unit.fakes.composition import FakeContext
from tests.unit.requests import build_event, json_of, with_toegang

Slot = dict[str, Any] | None
# Erkend for all of them, but on other days.
CODES: Final = ("25180", "25168", "25171", "25173", "25174", "25998", "25172")


@pytest.fixture
def calls(sim: Simulator) -> Iterator[Simulator]:
    """SBB with an empty record of what it was asked."""
    sim.logbook.erase()
    yield sim
    sim.logbook.erase()


def _ask(world: World, keys: list[tuple[str, str]], milliseconds: int = 28_000) -> list[Slot]:
    ports = world.compose_live(VerificatiePorts, SBB_PER_SECONDE="50")
    body = {"requests": [{"key": key, "referentie": str(number)} for number, key in enumerate(keys)]}
    event = build_event("POST", "/verificaties/_batch", body=json.dumps(body))
    answer = make_handler(ports)(with_toegang(event, {SCHOOL: ["verificatie"]}), FakeContext(milliseconds))
    assert answer["statusCode"] == 200
    results: list[Slot] = json_of(answer)["results"]
    return results


def _codes(results: list[Slot]) -> list[str | None]:
    return [None if slot is None else slot.get("probleem", {}).get("code") for slot in results]


def test_each_has_its_own_answer(world: World, calls: Simulator) -> None:
    """Each answer is where it belongs, asked no more often than needed; no thread outlives the request."""
    keys = [examples.ERKEND_CREBO, (examples.UNKNOWN_LEERBEDRIJF, "25998")]
    keys += [(examples.ALTERNATING, code) for code in CODES]
    results = _ask(world, keys)
    assert [slot and slot["erkend"] for slot in results[:2]] == [True, None]
    told = [slot and (slot["leerbedrijfId"], slot["code"], slot["referentie"]) for slot in results[2:]]
    assert told == [(*key, str(number)) for number, key in enumerate(keys) if number > 1]
    assert calls.logbook.totals() == {"VerifieerAccreditatie": len(keys), "GeefDetails": 2}
    assert [thread for thread in threading.enumerate() if thread.name.startswith("baan")] == []


def test_the_same_a_hundred_times(world: World, calls: Simulator) -> None:
    """What is asked a hundred times goes to SBB once, and its list once."""
    results = _ask(world, [examples.ERKEND_CREBO] * 100)
    assert [slot and slot["erkend"] for slot in results] == [True] * 100
    assert calls.logbook.totals() == {"VerifieerAccreditatie": 1, "GeefDetails": 1}


def test_out_of_time(world: World, calls: Simulator) -> None:
    """What the time did not reach says so: it is neither an answer nor unknown, and SBB was not asked."""
    # Five seconds are kept for the rest of the request; a call needs one.
    results = _ask(world, [(f"9{number:08d}", "25998") for number in range(100)], milliseconds=5_900)
    assert _codes(results) == ["niet-gevraagd"] * 100
    assert calls.logbook.totals() == {}


def test_sbb_away(world: World, calls: Simulator) -> None:
    """A source that is down is told as that at each check, and soon is not asked any more."""
    calls.disturbances.add(Disturbance("http503"))
    results = _ask(world, [(f"9{number:08d}", "25998") for number in range(60)])
    assert {*_codes(results)} <= {"bron-niet-beschikbaar", "bron-overbelast"}
    assert all(slot and slot["probleem"]["herhaalbaar"] for slot in results)
    assert sum(calls.logbook.totals().values()) < 30
