"""SBB away for ten minutes under load: functions, queue and breaker in one process, over one clock."""

import json
import random
import sys
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from stagemarkt.domain.guard.guarded_sbb import GuardedSbb
from stagemarkt.model.errors import Bilingual, BronUnavailable
from stagemarkt.model.leerbedrijf import Leerbedrijf
from stagemarkt.model.questions import Identificatievraag
from stagemarkt.ports.deadline import Deadline
from stagemarkt.ports.guard import Requester
from stagemarkt.ports.sbb import Sbb

from functions.identificatie import app as identificatie
from functions.verversing import app as refresh
from tests.unit.fakes.cache import FakeClock, FakeStore
from tests.unit.fakes.composition import BAKERY, NOW, SCHOOL, FakeComposition, FakeContext, FakeSbb
from tests.unit.fakes.guard import GuardScene
from tests.unit.requests import build_event, json_of

STORING = BronUnavailable(Bilingual("Weg.", "Gone."))
HOUR = 3600
GONE, BACK, END = 60, 660, 780


class AllKnowingSbb(FakeSbb):
    """Knows every leerbedrijf; what is said of it changes by the hour."""

    def identificeer(self, question: Identificatievraag, _deadline: Deadline) -> list[Leerbedrijf]:
        """As the port says."""
        self._note(question)
        return [BAKERY.model_copy(update={"leerbedrijf_id": question.leerbedrijf_id})]


class FacadeUnderLoad(FakeComposition):
    """Two functions over one table, one queue, one watch and one clock."""

    def __init__(self) -> None:
        self.scene = GuardScene()
        super().__init__(AllKnowingSbb(), FakeStore(), clock=FakeClock(float(NOW)))
        self._handler = identificatie.make_handler(self)
        self._refresh = refresh.make_handler(self)
        self._guard = self.scene.guard()

    def sbb(self, school: str, requester: Requester) -> Sbb:  # type: ignore[override]  # the whole way, not the fake alone
        """SBB, behind the watch."""
        self.scene.clock.now = self.fake_clock.now
        assert school == SCHOOL
        return GuardedSbb(self.fake_sbb, self._guard, requester)

    def question(self, leerbedrijf_id: str, cache_control: str = "") -> dict[str, Any]:
        """One caller."""
        event = build_event(
            resource="/leerbedrijven/{leerbedrijfId}",
            path_fields={"leerbedrijfId": leerbedrijf_id},
            headers={"Cache-Control": cache_control} if cache_control else {},
        )
        return self._handler(event, FakeContext())

    def work_off_queue(self) -> None:
        """What Lambda does with the queue."""
        while self.store.row:
            message = {"messageId": "m", "body": json.dumps(self.store.row.pop(0)._asdict())}
            assert self._refresh({"Records": [message]}, FakeContext()) == {"batchItemFailures": []}


@pytest.mark.proof
def test_ten_minutes_away(scale: Callable[[int], int], capsys: pytest.CaptureFixture[str]) -> None:
    """Every kept answer is served; only who asks for a fresh one hears of it; back within one probe."""
    facade, rng = FacadeUnderLoad(), random.Random(20261124)  # noqa: S311 - the same draw each time
    ids = [str(100_000_000 + nr) for nr in range(max(40, scale(400)))]
    for leerbedrijf_id in ids:
        # So that about a third becomes stale while SBB is away.
        facade.fake_clock.now = NOW - 24 * HOUR + rng.uniform(-HOUR / 2, HOUR)
        assert facade.question(leerbedrijf_id)["statusCode"] == 200
    seen: dict[str, Counter[int]] = {"kept": Counter(), "no-cache": Counter()}
    verouderd, restored, asked = 0, None, 0
    for second in range(END):
        facade.fake_clock.now = float(NOW + second)
        facade.fake_sbb.fout = STORING if GONE <= second < BACK else None
        beforehand = len(facade.fake_sbb.asked)
        for _ in range(max(2, scale(20))):
            answer = facade.question(rng.choice(ids))
            seen["kept"][answer["statusCode"]] += 1
            verouderd += GONE <= second < BACK and json_of(answer)["actualiteit"]["verouderd"]
        fresh = facade.question(rng.choice(ids), "no-cache")["statusCode"]
        if GONE <= second < BACK:
            seen["no-cache"][fresh] += 1
            asked += len(facade.fake_sbb.asked) - beforehand
        elif second >= BACK and fresh == 200 and restored is None:
            restored = second - BACK
        facade.work_off_queue()
    assert seen["kept"].keys() == {200}
    assert seen["no-cache"].keys() == {503}
    assert verouderd > 0
    assert restored is not None
    assert restored <= 30
    # Five failures open the circuit breaker; then a probe now and then, and no more.
    assert asked <= 5 + (BACK - GONE) // 15 + 1
    assert all(
        json_of(facade.question(id_))["actualiteit"]["verouderd"] is False for id_ in _afterwards(facade, ids)
    )
    with capsys.disabled():
        sys.stdout.write(
            f"\nSBB away for {BACK - GONE} s: {seen['kept'].total()} of kept answers all 200, "
            f"{verouderd} of them stale; {seen['no-cache'].total()} with no-cache all 503; "
            f"{asked} calls to SBB; back after {restored} s\n"
        )


def _afterwards(facade: FacadeUnderLoad, ids: list[str]) -> list[str]:
    """Once everything was asked again a minute after the last mark, the queue has done its work."""
    for seconds in (61, 122):
        facade.fake_clock.now = float(NOW + END + seconds)
        for leerbedrijf_id in ids:
            facade.question(leerbedrijf_id)
            facade.fake_clock.now += 0.1
            facade.work_off_queue()
    return ids
