"""The matrix of lost answers: each conditional write of the project, done, unanswered, and asked again.

Every write of every case is lost in turn, by the SDK's own client over DynamoDB. What comes of it must be
what comes of it undisturbed: the same outcome, the same to be read afterwards.
"""

import ast
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pytest
from stagemarkt.adapters.dynamodb.abonnementen import AbonnementenTable
from stagemarkt.adapters.dynamodb.access import SleutelTable
from stagemarkt.adapters.dynamodb.audit import ProcessingTable
from stagemarkt.adapters.dynamodb.cache import AnswerTable
from stagemarkt.adapters.dynamodb.deliveries import DeliveryTable
from stagemarkt.adapters.dynamodb.feed import FeedTable
from stagemarkt.adapters.dynamodb.mutaties import MutatieTable
from stagemarkt.adapters.dynamodb.outbox import OutboxTable
from stagemarkt.adapters.dynamodb.pace import PaceTable
from stagemarkt.adapters.dynamodb.records import RecordTable
from stagemarkt.adapters.dynamodb.rejects import RejectsTable
from stagemarkt.domain.guard.rate_limit import Asking, RateLimits, take
from stagemarkt.model.aflevering import Aflevering, Attempt, DeliveryStand, FeedLine
from stagemarkt.model.school import Marks
from stagemarkt.model.toegang import Afnemer, Limiet, School, SleutelData, Toegang
from stagemarkt.ports.audit import Processing
from stagemarkt.ports.cache import AnswerKey, KeptAnswer, SharedFailure
from stagemarkt.ports.cache import CacheLease as AnswerLease
from stagemarkt.ports.guard import CircuitBreaker, PlaceRequest, Requester, Waiting
from stagemarkt.ports.intake import Rejected
from stagemarkt.ports.outbox import DeliveryLease, Pace
from stagemarkt.ports.records import EndpointChange, Refused, SchoolChange, Swap
from stagemarkt_cli.admin.access_table import ToegangTable
from stagemarkt_cli.admin.catching_up import CatchingUp
from stagemarkt_cli.admin.ending import Ending

from tests.integration.support.loss import losing, persistent_client
from tests.integration.support.template import PROJECT, Tables, make_tables
from tests.mutatie_examples import header
from tests.unit.fakes.cache import any_content
from tests.unit.fakes.outbox import abonnement, mutatie

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient

NOW: Final = 1_788_256_800.25


class LostAnswersWorld(NamedTuple):
    """The tables, and a school that nothing has been done for yet."""

    client: "DynamoDBClient"
    tables: Tables
    school: str

    @property
    def outbox(self) -> OutboxTable:
        """What waits."""
        return OutboxTable(self.client, self.tables.outgoing)

    @property
    def numberer(self) -> DeliveryTable:
        """Who numbers."""
        return DeliveryTable(self.client, self.tables.outgoing)

    @property
    def abonnementen(self) -> AbonnementenTable:
        """The abonnementen."""
        return AbonnementenTable(self.client, self.tables.abonnementen, self.tables.outgoing)

    @property
    def who(self) -> Any:
        """The abonnement of this school."""
        return abonnement(f"a-{self.school}", school=self.school, afnemer_id=f"afnemer-{self.school}")

    def lines(self, van: int, until: int) -> list[FeedLine]:
        """Lines of its feed, with mutaties of its own."""
        own = [mutatie(n, school=self.school) for n in range(van, until + 1)]
        return [
            FeedLine(m.positie, m._replace(mutatie_id=f"{self.school}-{m.positie}"), m.positie > 1, NOW)
            for m in own
        ]

    def deliveries(self, van: int, until: int) -> list[Aflevering]:
        """The deliveries of those lines."""
        return [Aflevering(r.number, r, "wacht", 0, NOW, NOW) for r in self.lines(van, until)]

    def begin(self, count: int = 3) -> DeliveryLease:
        """An abonnement with so many that wait, and the right to deliver them."""
        self.abonnementen.make(self.who, 0, NOW)
        self.numberer.number(self.who.sleutel, DeliveryStand(), self.deliveries(1, count), count)
        return self.outbox.lease(self.who.sleutel, NOW, NOW + 45) or pytest.fail("it was free")

    def outgoing(self) -> Any:
        """All that is known of the abonnement and its deliveries, but names that differ each time."""
        sleutel = self.who.sleutel
        wachtend = list(self.outbox.wachtend(sleutel))
        gewekt = [s.abonnement_id for s in self.outbox.due(NOW + 999) if s == sleutel]
        everything = self.numberer.read(sleutel, 0, 99)
        return self.numberer.stand(sleutel), wachtend, gewekt, everything, self.abonnementen.read(sleutel)

    @property
    def answers(self) -> AnswerTable:
        """The kept answers."""
        return AnswerTable(self.client, self.tables.answers, any_content)

    @property
    def answer_key(self) -> AnswerKey:
        """An entry of this school."""
        return AnswerKey(self.school, "leerbedrijf#900000001", "identificatie")

    @property
    def toegang(self) -> ToegangTable:
        """The operator's table."""
        return ToegangTable(self.client, self.tables.toegang)

    @property
    def afnemer(self) -> Afnemer:
        """An afnemer of its own."""
        return Afnemer(f"afnemer-{self.school}", "Afnemer", "x@voorbeeld.example", Limiet(5, 10, 100), "p")

    def sleutel(self) -> SleutelData:
        """A key of its afnemer."""
        return SleutelData(f"abc1{self.school}", "ab" * 32, self.afnemer.id, int(NOW))


# What is done before, giving what is done under test, which gives what came of it.
Case = Callable[[LostAnswersWorld], Callable[[], Any]]
ANSWER: Final = KeptAnswer("99XX", bytes(range(256)), 'W/"a"', int(NOW), "gevonden", "{}")
HOLDER: Final = AnswerLease("houder", NOW + 10.5)
LIMITS: Final = RateLimits(per_seconde=10, tegelijk=3, geduld=2.0, slot_duration=24.0)
WE: Final = Requester("pakket")
OPEN: Final = CircuitBreaker(1, 5, "bron-timeout", NOW - 60, NOW, NOW + 15, "wie", NOW + 24.5)


def _do_all(*acts: Callable[[], object]) -> list[object]:
    """Do these in order; what each gave."""
    return [act() for act in acts]


def _write_feed(w: LostAnswersWorld) -> Callable[[], Any]:
    feed = FeedTable(w.client, w.tables.outgoing)

    def run() -> Any:
        # Refused, whoever numbers looks again, and finds its own lines.
        succeeded = feed.write(w.school, w.lines(1, 3))
        ids = [r.mutatie.mutatie_id for r in w.lines(1, 3)]
        return succeeded or len(feed.numbered(ids)) == 3, feed.stand(w.school), feed.read(w.school, 0, 9)

    return run


def _number(w: LostAnswersWorld) -> Callable[[], Any]:
    w.abonnementen.make(w.who, 0, NOW)
    return lambda: (
        w.numberer.number(w.who.sleutel, DeliveryStand(), w.deliveries(1, 3), 3),
        w.outgoing(),
    )


def _lease(w: LostAnswersWorld) -> Callable[[], Any]:
    w.outbox.lay_down(w.who.sleutel, w.begin(), NOW, 0, 0.0)

    def run() -> Any:
        own = w.outbox.lease(w.who.sleutel, NOW, NOW + 45)
        assert own is not None
        # It is the right that counts: with it everything can be noted.
        one = w.deliveries(1, 1)[0]._replace(stand="afgeleverd")
        return w.outbox.note(w.who.sleutel, own.fence, one), w.outgoing()

    return run


def _note(state: Any) -> Case:
    def one_case(w: LostAnswersWorld) -> Callable[[], Any]:
        fence = w.begin().fence
        after = w.deliveries(1, 1)[0]._replace(
            stand=state, pogingen=1, poging_op=NOW + 5, laatste=Attempt(NOW, 500, "http-status")
        )
        return lambda: (w.outbox.note(w.who.sleutel, fence, after), w.outgoing())

    return one_case


def _put_back(until: int) -> Case:
    def one_case(w: LostAnswersWorld) -> Callable[[], Any]:
        at_first = w.begin()
        for delivery in w.deliveries(1, 3):
            w.outbox.note(w.who.sleutel, at_first.fence, delivery._replace(stand="afgeleverd"))
        w.outbox.redeliver(w.who.sleutel, 1, 3, NOW)
        w.outbox.lay_down(w.who.sleutel, at_first, NOW, 0, 0.0)
        then = w.outbox.lease(w.who.sleutel, NOW, NOW + 45)
        assert then is not None
        return lambda: (w.outbox.put_back(w.who.sleutel, then, until, NOW), w.outgoing())

    return one_case


def _put_down(w: LostAnswersWorld) -> Callable[[], Any]:
    own = w.begin()
    return lambda: (w.outbox.lay_down(w.who.sleutel, own, NOW + 5, 1, NOW), w.outgoing())


def _put_down_woken(w: LostAnswersWorld) -> Callable[[], Any]:
    own = w.begin()
    w.outbox.set_due_time(w.who.sleutel, NOW)
    return lambda: (w.outbox.lay_down(w.who.sleutel, own, NOW + 86_400, 1, NOW), w.outgoing())


def _set_due_time(w: LostAnswersWorld) -> Callable[[], Any]:
    w.outbox.lay_down(w.who.sleutel, w.begin(), NOW + 86_400, 0, 0.0)
    return lambda: _do_all(lambda: w.outbox.set_due_time(w.who.sleutel, NOW), w.outgoing)


def _redeliver(w: LostAnswersWorld) -> Callable[[], Any]:
    w.outbox.lay_down(w.who.sleutel, w.begin(), NOW + 86_400, 0, 0.0)

    def run() -> Any:
        w.outbox.redeliver(w.who.sleutel, 1, 3, NOW)
        own = w.outbox.lease(w.who.sleutel, NOW, NOW + 45)
        assert own is not None
        return own.retry_from, own.retry_until, w.outgoing()

    return run


def _take_turn(keer: int) -> Case:
    def one_case(w: LostAnswersWorld) -> Callable[[], Any]:
        w.abonnementen.make(w.who, 0, NOW)
        table = PaceTable(w.client, w.tables.outgoing)
        tempo = Pace("proef", 10.0, 3)

        def turn() -> float:
            return table.take_turn(w.who.sleutel, tempo, NOW)

        for _ in range(keer):
            turn()
        # One answer is lost, one turn is paid.
        return lambda: [turn() for _ in range(4 - keer)]

    return one_case


def _forget(w: LostAnswersWorld) -> Callable[[], Any]:
    w.begin()
    w.abonnementen.remove(w.who, NOW)
    return lambda: _do_all(lambda: w.outbox.forget(w.who.sleutel, NOW), w.outgoing)


def _make(w: LostAnswersWorld) -> Callable[[], Any]:
    return lambda: _do_all(lambda: w.abonnementen.make(w.who, 7, NOW), w.outgoing)


def _change(w: LostAnswersWorld) -> Callable[[], Any]:
    w.outbox.lay_down(w.who.sleutel, w.begin(), NOW + 86_400, 0, 0.0)
    new = replace(w.who, adres="https://elders.example/", versie=2, actief_sinds=NOW + 0.5)
    return lambda: (w.abonnementen.modify(w.who, new, NOW), w.outgoing())


def _remove(w: LostAnswersWorld) -> Callable[[], Any]:
    w.begin()
    return lambda: (
        w.abonnementen.remove(w.who, NOW),
        w.outgoing(),
        w.abonnementen.is_ended(w.who.sleutel, w.who.afnemer_id),
    )


def _accept(w: LostAnswersWorld) -> Callable[[], Any]:
    storage = MutatieTable(w.client, w.tables.mutaties)
    message = header(1)._replace(bericht_id=w.school, school=w.school)
    return lambda: _do_all(
        lambda: storage.accept(message, NOW),
        lambda: storage.complete(w.school),
        lambda: storage.accept(message, NOW + 1),
    )


def _reject(w: LostAnswersWorld) -> Callable[[], Any]:
    book = RejectsTable(w.client, w.tables.mutaties)
    old = Rejected(w.school, "ongeldig", "Mutaties", "0" * 20, w.school, None, b"<x/>", 4, NOW, NOW)
    book.reject(old)
    return lambda: _do_all(
        lambda: book.reject(old._replace(last_at=NOW + 60)),
        lambda: [one for one in book.rejected_messages() if one.tag == w.school],
    )


def _catch_up(w: LostAnswersWorld) -> Callable[[], Any]:
    spot: Any = {"pk": {"S": f"uit#{w.school}#a"}, "sk": {"S": "stand"}}
    before = {**spot, "teller": {"N": "4"}, "gelezenTot": {"N": "9"}}
    later: Any = {"pk": {"S": f"gezien#{w.school}#1"}, "sk": {"S": "25998"}}
    # That of the abonnementen stands in for the table before: it has the same keys. Each case has a school of
    # its own, and needs nothing of what those before it left there.
    for left in w.client.scan(TableName=w.tables.abonnementen)["Items"]:
        w.client.delete_item(TableName=w.tables.abonnementen, Key={name: left[name] for name in ("pk", "sk")})
    for item in (before, later):
        w.client.put_item(TableName=w.tables.abonnementen, Item=item)
    own = {**spot, "teller": {"N": "104"}, "gelezenTot": {"N": "3"}}
    w.client.put_item(TableName=w.tables.outgoing, Item=own)

    def run() -> Any:
        outcome = CatchingUp(w.client, "Uitgaand", w.tables.abonnementen, w.tables.outgoing).run(NOW)
        keys = (own, later)
        found = [
            w.client.get_item(TableName=w.tables.outgoing, Key={"pk": k["pk"], "sk": k["sk"]}) for k in keys
        ]
        for item in (before, later):
            w.client.delete_item(TableName=w.tables.abonnementen, Key={"pk": item["pk"], "sk": item["sk"]})
        return outcome.added, [answer.get("Item") for answer in found]

    return run


def _take_answer(w: LostAnswersWorld) -> Callable[[], Any]:
    return lambda: (
        w.answers.take(w.answer_key, HOLDER, NOW, take_over=False)[0] is not None,
        w.answers.read(w.answer_key),
    )


def _keep_answer(w: LostAnswersWorld) -> Callable[[], Any]:
    own, _ = w.answers.take(w.answer_key, HOLDER, NOW, take_over=False)
    assert own is not None
    answer = ANSWER._replace(school=w.school)
    return lambda: (
        w.answers.keep(w.answer_key, answer, own, int(NOW) + 9, ()),
        w.answers.read(w.answer_key)._replace(answer=ANSWER),
    )


def _give_up_answer(w: LostAnswersWorld) -> Callable[[], Any]:
    own, _ = w.answers.take(w.answer_key, HOLDER, NOW, take_over=False)
    assert own is not None
    failed = SharedFailure("houder", "bron-timeout", "Te laat.", "Late.", 10, 999)
    return lambda: _do_all(
        lambda: w.answers.give_up(w.answer_key, own, failed),
        lambda: w.answers.read(w.answer_key),
    )


def _mark_answer(w: LostAnswersWorld) -> Callable[[], Any]:
    own, _ = w.answers.take(w.answer_key, HOLDER, NOW, take_over=False)
    assert own is not None
    w.answers.keep(w.answer_key, ANSWER._replace(school=w.school), own, int(NOW) + 9, ())
    return lambda: (
        w.answers.claim_refresh(w.answer_key, ANSWER.opgehaald_op, NOW, 30),
        w.answers.claim_refresh(w.answer_key, ANSWER.opgehaald_op, NOW + 1, 30),
    )


def _records(w: LostAnswersWorld) -> RecordTable:
    return RecordTable(w.client, w.tables.sightings, f"https://{w.school}.example")


def _circuit_van_sbb(old: CircuitBreaker) -> Case:
    def one_case(w: LostAnswersWorld) -> Callable[[], Any]:
        table = _records(w)
        if old.versie:
            table.write_endpoint(EndpointChange(circuit=Swap(CircuitBreaker(), old)))
        change = EndpointChange(NOW, "bron-timeout", Swap(old, OPEN._replace(versie=old.versie + 1)))
        return lambda: (table.write_endpoint(change).done, table.endpoint())

    return one_case


def _end(old: CircuitBreaker, new: CircuitBreaker | None) -> Case:
    """The end of a call, with what it tells of its school and perhaps her circuit."""

    def one_case(w: LostAnswersWorld) -> Callable[[], Any]:
        table = _records(w)
        if old.versie:
            table.write_school(w.school, SchoolChange(NOW, circuit=Swap(CircuitBreaker(), old)))
        _occupied(w, "wij")
        change = SchoolChange(
            NOW + 1,
            "wij",
            None if new is None else Swap(old, new),
            answered=True,
            accepted=Marks("ab" * 32, "1234abcd"),
            refused=(Refused("wisseling", None, "cd" * 32),),
        )
        return lambda: (table.write_school(w.school, change).done, table.school(w.school))

    return one_case


def _occupied(w: LostAnswersWorld, name: str) -> Any:
    table = _records(w)
    decision = take(table.school(w.school).room, NOW, LIMITS, Asking(name, WE, LIMITS.geduld))
    assert isinstance(decision, PlaceRequest)
    return table.claim(w.school, decision)


def _plaats(first: bool) -> Case:  # noqa: FBT001 - whether it is the first of its school
    def one_case(w: LostAnswersWorld) -> Callable[[], Any]:
        if not first:
            _occupied(w, "iemand")
        return lambda: (_occupied(w, "wij").done, sorted(_records(w).school(w.school).room.places))

    return one_case


def _release(w: LostAnswersWorld) -> Callable[[], Any]:
    table = _records(w)
    _occupied(w, "wij")
    change = SchoolChange(NOW, "wij")
    return lambda: (table.write_school(w.school, change).done, table.school(w.school).room.places)


def _wait(w: LostAnswersWorld) -> Callable[[], Any]:
    _occupied(w, "wij")
    table = _records(w)
    return lambda: (table.wait(w.school, WE, Waiting(NOW, NOW + 2)), table.school(w.school))


def _claim_warning(previous: float | None) -> Case:
    def one_case(w: LostAnswersWorld) -> Callable[[], Any]:
        table = _records(w)
        table.write_school(w.school, SchoolChange(NOW, refused=(Refused("licentie", 996),)))
        if previous is not None:
            table.confirm_warning(w.school, "licentie", previous)

        def confirmed() -> object:
            table.confirm_warning(w.school, "licentie", NOW)
            return table.school(w.school)

        return lambda: (
            table.claim_warning(w.school, "licentie", NOW, NOW + 60, previous),
            table.claim_warning(w.school, "licentie", NOW, NOW + 60, previous),
            confirmed(),
        )

    return one_case


def _claim_peek(w: LostAnswersWorld) -> Callable[[], Any]:
    table, now = _records(w), int(NOW)
    return lambda: (table.claim_peek(now, 60), table.claim_peek(now + 1, 60))


def _record(w: LostAnswersWorld) -> Callable[[], Any]:
    # A moment that DynamoDB gives back without the nought at its end.
    line = Processing(
        "7c0a5c9e", "zoek", "demo", "abcdefgh", w.school, ("900000001",), ("naam",), "sbb", NOW - 0.05
    )
    table = ProcessingTable(w.client, w.tables.audit, 30)
    return lambda: table.record(line)


def _report_usage(w: LostAnswersWorld) -> Callable[[], Any]:
    w.toegang.make_afnemer(w.afnemer)
    w.toegang.add_sleutel(w.sleutel(), ())
    table = SleutelTable(w.client, w.tables.toegang, lambda: "peper")
    return lambda: _do_all(
        lambda: table.report_usage(w.sleutel().prefix, int(NOW), 60),
        lambda: table.search(w.sleutel().prefix),
    )


def _make_afnemer(w: LostAnswersWorld) -> Callable[[], Any]:
    return lambda: (w.toegang.make_afnemer(w.afnemer), w.toegang.rights(w.afnemer.id))


def _add_sleutel(w: LostAnswersWorld) -> Callable[[], Any]:
    w.toegang.make_afnemer(w.afnemer)
    return lambda: (w.toegang.add_sleutel(w.sleutel(), ()), w.toegang.prefixes(w.afnemer.id))


def _modify_toegang(w: LostAnswersWorld) -> Callable[[], Any]:
    w.toegang.make_afnemer(w.afnemer)
    w.toegang.store_school(School(w.school, "0000000700099XX00000", "ROC"))
    toegang = Toegang(w.school, ("mutaties",))
    return lambda: (
        w.toegang.modify_toegang(w.afnemer.id, None, toegang),
        w.toegang.rights(w.afnemer.id),
    )


def _terminate(w: LostAnswersWorld) -> Callable[[], Any]:
    w.begin()
    end = Ending(w.client, w.tables.abonnementen, w.tables.outgoing)
    return lambda: (end.end(w.who.afnemer_id), end.has(w.who.afnemer_id), w.outgoing())


CASES: Final[dict[str, Case]] = {
    "ending: beeindig": _terminate,
    "feed: schrijf": _write_feed,
    "deliveries: nummer": _number,
    "outbox: pacht": _lease,
    "outbox: noteer afgeleverd": _note("afgeleverd"),
    "outbox: noteer opzij": _note("opzij"),
    "outbox: noteer mislukt": _note("wacht"),
    "outbox: zet_terug, een deel": _put_back(2),
    "outbox: zet_terug, de rest": _put_back(3),
    "outbox: leg_neer": _put_down,
    "outbox: leg_neer, intussen gewekt": _put_down_woken,
    "outbox: vergeet": _forget,
    "pace: de eerste": _take_turn(0),
    "pace: de laatste": _take_turn(2),
    "due_times: zet_wekker": _set_due_time,
    "due_times: herlever": _redeliver,
    "abonnementen: maak": _make,
    "abonnementen: wijzig": _change,
    "abonnementen: verwijder": _remove,
    "mutaties: neem_aan en rond_af": _accept,
    "rejects: wijs af": _reject,
    "catching_up: vul aan": _catch_up,
    "cache: neem": _take_answer,
    "cache: bewaar": _keep_answer,
    "cache: geef_op": _give_up_answer,
    "cache: merk": _mark_answer,
    "record_form: de eerste zekering van SBB": _circuit_van_sbb(CircuitBreaker()),
    "record_form: een volgende van SBB": _circuit_van_sbb(CircuitBreaker(1, 2, "bron-timeout", NOW)),
    "record_form: een einde": _end(CircuitBreaker(), None),
    "record_form: een einde met de eerste zekering": _end(
        CircuitBreaker(), CircuitBreaker(1, 1, "bron-licentie", NOW)
    ),
    "record_form: een einde met een volgende": _end(
        CircuitBreaker(1, 4, "bron-licentie", NOW), CircuitBreaker(2, 5, "bron-licentie", NOW, NOW, NOW + 15)
    ),
    "record_form: een plaats terug": _release,
    "rate_limit: de eerste plaats": _plaats(first=True),
    "rate_limit: een volgende plaats": _plaats(first=False),
    "rate_limit: wait": _wait,
    "records: eerste waarschuwing": _claim_warning(None),
    "records: volgende waarschuwing": _claim_warning(NOW - 9999),
    "records: claim_peek": _claim_peek,
    "audit: leg_vast": _record,
    "access: meld_gebruik": _report_usage,
    "access_table: maak_afnemer": _make_afnemer,
    "access_table: voeg_sleutel_toe": _add_sleutel,
    "access_table: wijzig_toegang": _modify_toegang,
}


@pytest.fixture(scope="module")
def worlds(dynamodb: "DynamoDBClient") -> Iterator[Callable[[], LostAnswersWorld]]:
    """A school that nothing has been done for yet, each time; its client asks again."""
    client, tables = persistent_client(), make_tables(dynamodb)
    # No number that is in anything else.
    all_numbers = count(1)
    yield lambda: LostAnswersWorld(client, tables, f"Q{next(all_numbers):03d}")
    client.close()
    for table in dynamodb.list_tables()["TableNames"]:
        dynamodb.delete_table(TableName=table)


def _without_school(anything: Any, school: str) -> str:
    return repr(anything).replace(school, "SCHOOL")


@pytest.mark.parametrize("name", CASES)
def test_who_wrote_recognizes_its_own_work(name: str, worlds: Callable[[], LostAnswersWorld]) -> None:
    """Whichever answer is lost, the outcome and what is there are those of a write that was answered."""

    def live_through(which: Callable[[int], bool]) -> tuple[str, int]:
        world = worlds()
        run = CASES[name](world)
        with losing(world.client, which) as written:
            outcome = run()
        return _without_school(outcome, world.school), len(written)

    undisturbed, count = live_through(lambda _: False)
    assert count > 0
    for k in range(count):
        lost, written = live_through(k.__eq__)
        assert lost == undisturbed, f"write {k} of {name}"
        assert written <= count + 1


def test_no_condition_is_missing() -> None:
    """Every module that writes on a condition stands in the matrix."""
    modules = {name.partition(":")[0] for name in CASES}
    found = {
        path.stem
        for root in ("layers", "cli", "functions")
        for path in (PROJECT / root).rglob("*.py")
        if _has_condition(path)
    }
    assert found - {"transactions"} == modules


def _has_condition(path: Path) -> bool:
    """Whether it names a `ConditionExpression`, or has another module make an item on condition."""
    tree = ast.parse(path.read_text())
    words = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    words |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.keyword)}
    calls = {k.attr for k in ast.walk(tree) if isinstance(k, ast.Attribute)}
    return "ConditionExpression" in words or "update_if" in calls
