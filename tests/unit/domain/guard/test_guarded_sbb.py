"""SBB behind its own ports: each call passes what stands round it."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from stagemarkt.domain.guard.guarded_sbb import GuardedSbb, RecordedSubscriptions, Ring, SbbService
from stagemarkt.model.detailgegevens import Detailgegevens
from stagemarkt.model.leerplaats import Leerplaats, Vestiging
from stagemarkt.model.questions import Erkenningsvraag, Identificatievraag, Zoekvraag
from stagemarkt.ports.deadline import Deadline
from stagemarkt.ports.guard import Priority, Requester
from stagemarkt.ports.sbb import Details, SearchPage

from tests.unit.fakes.composition import BAKERY, DEADLINE, ERKENNING, LEERBEDRIJF_ID, TODAY, FakeSbb

T = TypeVar("T")
LEERPLAATS = Leerplaats(leerplaats_id="7", leerbedrijf=Vestiging(leerbedrijf_id=LEERBEDRIJF_ID))


class CountingRing:
    """A ring that notes for whom each call passes it."""

    def __init__(self) -> None:
        self.requesters: list[Requester] = []

    def ask(self, call: Callable[[Deadline], T], deadline: Deadline, requester: Requester) -> T:
        """As the ring says."""
        self.requesters.append(requester)
        return call(deadline)


def test_what_sbb_gives_is_passed_on() -> None:
    """Behind its own port SBB gives the same, and every question passes."""
    counter, sbb = CountingRing(), FakeSbb()
    sbb.leerplaatsen = (LEERPLAATS,)
    sbb.details = Details(Detailgegevens(**BAKERY.model_dump()), (ERKENNING,))
    guarded = GuardedSbb(sbb, counter, Requester("pakket"))
    identificatie = Identificatievraag(leerbedrijf_id=LEERBEDRIJF_ID)
    erkenning = Erkenningsvraag(LEERBEDRIJF_ID, "25998", TODAY)
    search_query = Zoekvraag(plaats="Amersfoort")
    questions: list[tuple[Callable[[], object], object]] = [
        (lambda: guarded.identificeer(identificatie, DEADLINE), (BAKERY,)),
        (lambda: guarded.verify(erkenning, DEADLINE), ERKENNING),
        (lambda: guarded.get_details(LEERBEDRIJF_ID, DEADLINE), sbb.details),
        (lambda: guarded.get_leerplaats("7", DEADLINE), LEERPLAATS),
        (lambda: guarded.search_leerplaatsen(search_query, 1, DEADLINE), SearchPage((LEERPLAATS,), 1)),
        (lambda: guarded.search_erkenningen(search_query, 2, DEADLINE), SearchPage((), 0)),
    ]
    for question, answer in questions:
        assert question() == answer
    assert sbb.asked == [identificatie, erkenning, LEERBEDRIJF_ID, "7", (search_query, 1), (search_query, 2)]
    # The pages of a search go after who waits for one answer.
    single, page = Requester("pakket"), Requester("pakket", Priority.PAGE)
    assert counter.requesters == [single] * 4 + [page] * 2


def test_what_nobody_waits_for_is_made_no_more_urgent_by_searching() -> None:
    """A search within bulk stays bulk."""
    counter = CountingRing()
    bulk = Requester(priority=Priority.BULK)
    GuardedSbb(FakeSbb(), counter, bulk).search_leerplaatsen(Zoekvraag(plaats="Amersfoort"), 1, DEADLINE)
    assert counter.requesters == [bulk]


def test_each_service_its_own_ring() -> None:
    """What is at an address of its own passes the ring of that one, and only that."""
    passed: list[str] = []

    class NamedRing:
        """A ring that notes what passes it."""

        def __init__(self, naam: str) -> None:
            self._name = naam

        def ask(self, call: Callable[[Deadline], T], deadline: Deadline, _requester: Requester) -> T:
            """As the ring says."""
            passed.append(self._name)
            return call(deadline)

    elders: dict[SbbService, Ring] = {"zoeken": NamedRing("zoeken"), "detailleren": NamedRing("details")}
    sbb = GuardedSbb(FakeSbb(), NamedRing("rest"), Requester("pakket"), elders)
    sbb.verify(Erkenningsvraag(LEERBEDRIJF_ID, "25998", TODAY), DEADLINE)
    sbb.identificeer(Identificatievraag(leerbedrijf_id=LEERBEDRIJF_ID), DEADLINE)
    sbb.get_details(LEERBEDRIJF_ID, DEADLINE)
    sbb.search_leerplaatsen(Zoekvraag(), 1, DEADLINE)
    sbb.search_erkenningen(Zoekvraag(), 1, DEADLINE)
    assert passed == ["rest", "rest", "details", "zoeken", "zoeken"]


def test_calls_about_subscriptions_are_recorded() -> None:
    """Each call about subscriptions is recorded, and gives what SBB gives."""
    asked: list[tuple[object, ...]] = []

    class ScriptedSbb:
        """SBB's subscriptions."""

        def subscribe(self, endpoint: str, deadline: Deadline) -> str:
            """As the port says."""
            asked.append((endpoint, deadline))
            return "nieuw"

        def list_running(self, deadline: Deadline) -> list[str]:
            """As the port says."""
            asked.append((deadline,))
            return ["een"]

        def end(self, abonnement_id: str, deadline: Deadline) -> bool:
            """As the port says."""
            asked.append((abonnement_id, deadline))
            return True

    class RecordingRecorder:
        """Gives each call a deadline of its own."""

        def ask(self, call: Callable[[Deadline], T], deadline: Deadline) -> T:
            """As the recorder does."""
            return call(deadline._replace(end=1.0))

    abonnementen = RecordedSubscriptions(cast("Any", ScriptedSbb()), cast("Any", RecordingRecorder()))
    assert abonnementen.subscribe("https://hier.example", DEADLINE) == cast("Any", "nieuw")
    assert list(abonnementen.list_running(DEADLINE)) == cast("Any", ["een"])
    assert abonnementen.end("een", DEADLINE)
    own = DEADLINE._replace(end=1.0)
    assert asked == [("https://hier.example", own), (own,), ("een", own)]
