"""The functions behind the queues and the schedule of the way out: what they do, hand back and log."""

import json
from collections.abc import Sequence
from typing import Any

from stagemarkt.domain.changes.fanout import FanOutReport
from stagemarkt.ports.delivery import DeliveryOutcome

from functions.aflevering import app as delivery
from functions.veger import app as sweeper
from functions.verdeling import app as distribution
from tests.cloudwatch.embedded_metrics import read_points
from tests.unit.conftest import LogCapture
from tests.unit.fakes.composition import OTHER_SCHOOL, SCHOOL, FakeContext
from tests.unit.fakes.outbox import Disasters, mutatie
from tests.unit.outbox_setup import ABONNEMENT_ID, outgoing_composition


def row(*messages: tuple[str, object]) -> dict[str, Any]:
    """An event of a FIFO queue: each message with its group."""
    return {
        "Records": [
            {
                "messageId": f"m{n}",
                "body": content if isinstance(content, str) else json.dumps(content),
                "attributes": {"MessageGroupId": group},
            }
            for n, (group, content) in enumerate(messages)
        ]
    }


def back(answer: dict[str, Any]) -> list[str]:
    """The messages that were handed back."""
    return [one["itemIdentifier"] for one in answer["batchItemFailures"]]


def _piece(school: str, positions: Sequence[int]) -> dict[str, Any]:
    return {"school": school, "mutatieIds": [mutatie(n).mutatie_id for n in positions]}


def test_what_fails_is_not_overtaken(logbook: LogCapture) -> None:
    """After a message that fails the later ones of its school come back untried; another school goes on."""
    composition = outgoing_composition()
    composition.way_out.mutaties.inhoud |= {m.mutatie_id: m for m in (mutatie(n) for n in range(2, 9))}
    handler = distribution.make_handler(composition)
    event = row(
        (SCHOOL, _piece(SCHOOL, [2])),
        (SCHOOL, "geen JSON"),
        (SCHOOL, _piece(SCHOOL, [3])),
        (OTHER_SCHOOL, _piece(OTHER_SCHOOL, [4])),
    )
    assert back(handler(event, FakeContext())) == ["m1", "m2"]
    assert composition.feed.stand(SCHOOL) == 2
    assert composition.feed.stand(OTHER_SCHOOL) == 1
    assert [line["level"] for line in logbook.lines] == ["INFO", "ERROR", "INFO"]
    assert logbook.lines[0]["genummerd"] == 1
    assert "Korst" not in logbook.tekst


def test_the_deliverer_works_on_one_abonnement(logbook: LogCapture) -> None:
    """A nudge delivers what is due, and the log says how much, never to where."""
    composition = outgoing_composition()
    handler = delivery.make_handler(composition)
    por = {"school": SCHOOL, "abonnementId": ABONNEMENT_ID}
    assert back(handler(row((ABONNEMENT_ID, por)), FakeContext())) == []
    [line] = logbook.lines
    assert (line["message"], line["einde"], line["afgeleverd"], line["opzij"]) == (
        "aflevering",
        "klaar",
        1,
        0,
    )
    assert ".example" not in logbook.tekst


def test_the_fan_out_tells_how_long_it_took_since_it_came_in(logbook: LogCapture) -> None:
    """The oldest that got its number counts; what has one already says nothing again."""
    composition = outgoing_composition()
    new = [mutatie(n)._replace(gelogd_op=composition.way_out.now - 10 * n) for n in (2, 3)]
    composition.way_out.mutaties.inhoud |= {one.mutatie_id: one for one in new}
    handler = distribution.make_handler(composition)
    event = row((SCHOOL, _piece(SCHOOL, [2, 3])))
    handler(event, FakeContext())
    handler(event, FakeContext())
    first, again = [{point.name: point.value for point in read_points(line)} for line in logbook.lines]
    assert (first, again) == ({"Verwerktijd": 30}, {})


def test_a_delivery_tells_how_long_it_waited(logbook: LogCapture) -> None:
    """From when it was first due until its receiver took it; an attempt that failed says nothing."""
    composition = outgoing_composition()
    handler = delivery.make_handler(composition)
    event = row((ABONNEMENT_ID, {"school": SCHOOL, "abonnementId": ABONNEMENT_ID}))
    composition.way_out.sender.says[ABONNEMENT_ID] = lambda _message: DeliveryOutcome("mislukt", 500)
    handler(event, FakeContext())
    composition.way_out.sender.says.clear()
    composition.way_out.now += 900
    handler(event, FakeContext())
    failed, done = logbook.lines
    assert (failed["mislukt"], read_points(failed)) == (1, [])
    assert {point.name: point.value for point in read_points(done)} == {"Aflevertijd": 900}


def test_without_time_nothing_is_begun() -> None:
    """A function that is nearly over leaves the work to the next, and nudges it."""
    composition = outgoing_composition()
    por = {"school": SCHOOL, "abonnementId": ABONNEMENT_ID}
    delivery.make_handler(composition)(row((ABONNEMENT_ID, por)), FakeContext(12_000))
    assert composition.way_out.sender.pogingen == []
    assert composition.way_out.waker.gewekt[-1].abonnement_id == ABONNEMENT_ID


def test_a_failure_comes_back() -> None:
    """When the tables fail the nudge comes back."""
    composition = outgoing_composition()
    composition.way_out.outbox.disasters = Disasters(chance=2.0)
    por = {"school": SCHOOL, "abonnementId": ABONNEMENT_ID}
    assert back(delivery.make_handler(composition)(row((ABONNEMENT_ID, por)), FakeContext())) == ["m0"]


def test_the_sweeper_wakes_what_is_due() -> None:
    """Each minute what is due is nudged, under a name for that minute; what is not due is left alone."""
    composition = outgoing_composition()
    composition.way_out.waker.gewekt.clear()
    handler = sweeper.make_handler(composition)
    assert handler({}, FakeContext()) == {"gewekt": 1, "opTijd": True}
    assert [one.abonnement_id for one in composition.way_out.waker.gewekt] == [ABONNEMENT_ID]
    first = composition.way_out.waker.features[-1]
    handler({}, FakeContext())
    assert composition.way_out.waker.features[-1] == first
    composition.way_out.now += 60
    handler({}, FakeContext())
    assert composition.way_out.waker.features[-1] != first
    composition.way_out.drain()
    assert handler({}, FakeContext()) == {"gewekt": 0, "opTijd": True}


def test_the_sweeper_stops_in_time() -> None:
    """A sweep that is nearly over nudges no more, and says so; the next one does."""
    composition = outgoing_composition()
    assert sweeper.make_handler(composition)({}, FakeContext(8_000)) == {"gewekt": 0, "opTijd": False}


def test_the_fan_out_stops_in_time(logbook: LogCapture) -> None:
    """A fan-out that is nearly over hands back what it did not begin, and that is no error."""
    composition = outgoing_composition()
    composition.way_out.mutaties.inhoud |= {m.mutatie_id: m for m in (mutatie(n) for n in range(2, 9))}
    handler = distribution.make_handler(composition)
    event = row(*((SCHOOL, _piece(SCHOOL, [n])) for n in (2, 3)), (OTHER_SCHOOL, _piece(SCHOOL, [4])))
    assert back(handler(event, FakeContext(7_900))) == ["m0", "m1", "m2"]
    assert composition.feed.stand(SCHOOL) == 1
    assert {line["level"] for line in logbook.lines} == {"INFO"}
    assert back(handler(event, FakeContext())) == []
    assert composition.feed.stand(SCHOOL) == 4


def test_every_school_gets_its_share_of_the_time() -> None:
    """Of the time that there is each school gets its share, so that none waits for another's abonnementen."""
    composition, got = outgoing_composition(), list[float]()
    fan_out = composition.distributor.fan_out_pieces

    class FakeFanOut:
        """Notes how much time each gets."""

        def fan_out_pieces(self, *question: Any) -> FanOutReport:
            got.append(round(question[-1].remaining))
            return fan_out(*question)

    composition.distributor = FakeFanOut()  # type: ignore[assignment]
    event = row(*((school, _piece(school, [2])) for school in (SCHOOL, OTHER_SCHOOL, "25LX", "27ZZ")))
    assert back(distribution.make_handler(composition)(event, FakeContext(28_000))) == []
    assert got == [5, 7, 10, 20]
