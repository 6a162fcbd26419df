"""One item that cannot be read, in each table that stays: it holds up no other, and is told of."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import pytest
from stagemarkt.adapters.dynamodb import access_items, rejects
from stagemarkt.adapters.dynamodb.abonnementen import AbonnementenTable
from stagemarkt.adapters.dynamodb.access import SleutelTable
from stagemarkt.adapters.dynamodb.deliveries import DeliveryTable, state_key
from stagemarkt.adapters.dynamodb.feed import FeedTable
from stagemarkt.adapters.dynamodb.mutaties import MutatieTable
from stagemarkt.adapters.dynamodb.outbox import OutboxTable
from stagemarkt.adapters.dynamodb.outbox_items import number_key
from stagemarkt.adapters.dynamodb.sbb_subscriptions import SubscriptionTable
from stagemarkt.domain.changes.fanout import FanOut
from stagemarkt.domain.changes.feed_reading import Numbered, read_page
from stagemarkt.model.aflevering import Aflevering, DeliveryStand, FeedLine
from stagemarkt.model.errors import StorageError
from stagemarkt.model.toegang import Afnemer, Limiet, Toegang
from stagemarkt.ports.intake import MessageHeader, Rejected
from stagemarkt.ports.sbb_subscriptions import KnownSubscription

from tests.integration.support.template import Tables
from tests.unit.fakes.outbox import FakeInvalidator, FakeWaker, abonnement, mutatie

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient

NOW: Final = 1_788_256_800.0
GOOD, BAD, LAST = (abonnement(abonnement_id=f"0193a9c8-0000-7000-8000-00000000000{n}") for n in (1, 2, 3))
SCHOOL: Final = GOOD.school
# What a hand, a script or another release may leave of an attribute; None takes it away.
FORMS: Final[tuple[Any, ...]] = (
    None,
    {"NULL": True},
    {"S": "x"},
    {"N": "-1"},
    {"N": "1.5e30"},
    {"L": [{"N": "1"}]},
    {"M": {}},
    {"BOOL": True},
)
Spoil = Callable[[str, dict[str, Any], str, Any], None]


@pytest.fixture
def spoil(dynamodb: "DynamoDBClient") -> Spoil:
    """Puts another form in the place of an attribute of an item that is there."""

    def do(table: str, key: dict[str, Any], name: str, form: Any) -> None:
        item = dynamodb.get_item(TableName=table, Key=key)["Item"]
        kept = {n: value for n, value in item.items() if n != name}
        dynamodb.put_item(TableName=table, Item=kept if form is None else {**kept, name: form})

    return do


@pytest.fixture
def told(caplog: pytest.LogCaptureFixture) -> Callable[[], int]:
    """How often an item was told of since it was last asked."""

    def count() -> int:
        found = [record.message for record in caplog.records].count("beschadigd")
        caplog.clear()
        return found

    return count


def _line(number: int) -> FeedLine:
    return FeedLine(number, mutatie(number), earlier=False, numbered_at=NOW)


def _feed(dynamodb: "DynamoDBClient", tables: Tables, until: int) -> FeedTable:
    feed = FeedTable(dynamodb, tables.outgoing)
    assert feed.write(SCHOOL, [_line(n) for n in range(1, until + 1)])
    return feed


def _place(number: int) -> dict[str, Any]:
    return {"pk": {"S": f"feed#{SCHOOL}"}, "sk": {"S": number_key(number)}}


@pytest.mark.parametrize("form", FORMS[:5])
@pytest.mark.parametrize("name", ["regelnummer", "mutatie", "genummerdOp"])
def test_a_line_of_a_feed(
    dynamodb: "DynamoDBClient",
    tables: Tables,
    spoil: Spoil,
    told: Callable[[], int],
    name: str,
    form: Any,
) -> None:
    """Whoever reads on gets what stands before and behind it, also one by one, and whoever begins there."""
    feed = _feed(dynamodb, tables, 5)
    spoil(tables.outgoing, _place(3), name, form)

    def read(after: int, count: int) -> list[Numbered]:
        return [Numbered(line.number, line) for line in feed.read(SCHOOL, after, count)]

    def page(after: int | None, limit: int) -> list[int]:
        return [one.number for one in read_page(read, 5, after, lambda _: True, limit, NOW).resultaten]

    assert (page(None, 25), page(2, 1), page(3, 25)) == ([1, 2, 4, 5], [4], [4, 5])
    assert told() > 0


def test_a_whole_stretch_of_a_feed(dynamodb: "DynamoDBClient", tables: Tables, spoil: Spoil) -> None:
    """More that cannot be read than is read at once: what is behind them is found."""
    feed = _feed(dynamodb, tables, 8)
    for number in range(2, 8):
        spoil(tables.outgoing, _place(number), "mutatie", None)
    assert [line.number for line in feed.read(SCHOOL, 1, 2)] == [8]
    spoil(tables.outgoing, _place(8), "mutatie", None)
    assert feed.read(SCHOOL, 1, 2) == []


@pytest.mark.parametrize("form", FORMS[:5])
@pytest.mark.parametrize("name", ["stand", "pogingen", "sinds"])
def test_a_delivery(
    dynamodb: "DynamoDBClient",
    tables: Tables,
    spoil: Spoil,
    told: Callable[[], int],
    name: str,
    form: Any,
) -> None:
    """The others of its abonnement are delivered, listed and read, forward and back."""
    numberer, outbox = DeliveryTable(dynamodb, tables.outgoing), OutboxTable(dynamodb, tables.outgoing)
    assert AbonnementenTable(dynamodb, tables.abonnementen, tables.outgoing).make(GOOD, 0, NOW)
    deliveries = [Aflevering(n, _line(n), "wacht", 0, NOW, NOW) for n in (1, 2, 3)]
    assert numberer.number(GOOD.sleutel, DeliveryStand(0, 0), deliveries, 3)
    spoil(tables.outgoing, {**state_key(GOOD.sleutel), "sk": {"S": number_key(2)}}, name, form)
    assert [one.volgnummer for one in outbox.wachtend(GOOD.sleutel)] == [1, 3]
    assert [one.volgnummer for one in numberer.read(GOOD.sleutel, 1, 1)] == [3]
    assert [one.volgnummer for one in numberer.read_back(GOOD.sleutel, 3, 1)] == [1]
    assert told() == 3


def _fan_out(dynamodb: "DynamoDBClient", tables: Tables, waker: FakeWaker) -> FanOut:
    return FanOut(
        MutatieTable(dynamodb, tables.mutaties),
        FakeInvalidator(),
        FeedTable(dynamodb, tables.outgoing),
        AbonnementenTable(dynamodb, tables.abonnementen, tables.outgoing),
        DeliveryTable(dynamodb, tables.outgoing),
        waker,
        lambda: NOW,
        lambda *_: None,
    )


_ANOTHERS: Final[tuple[Any, ...]] = (None, {"S": "later"}, {"M": {"later": {"L": []}}})
_OF_THE_ABONNEMENT: Final[list[tuple[str, str, Any]]] = [
    ("abonnementen", name, form)
    for name in ("filter", "versie", "toestand", "sleutels", "aangemaaktOp")
    for form in _ANOTHERS
]
_OF_ITS_STATE: Final[list[tuple[str, str, Any]]] = [
    *(("outgoing", "gelezenTot", form) for form in FORMS[2:5]),
    *(("outgoing", "teller", form) for form in FORMS[2:5]),
]


@pytest.mark.parametrize("broken", _OF_THE_ABONNEMENT + _OF_ITS_STATE, ids=str)
def test_an_abonnement(
    dynamodb: "DynamoDBClient",
    tables: Tables,
    spoil: Spoil,
    told: Callable[[], int],
    broken: tuple[str, str, Any],
) -> None:
    """The others of the school are told; put right, it gets all that it missed."""
    registry = AbonnementenTable(dynamodb, tables.abonnementen, tables.outgoing)
    store, numberer = MutatieTable(dynamodb, tables.mutaties), DeliveryTable(dynamodb, tables.outgoing)
    for one in (GOOD, replace(BAD, adres="https://b.example/"), replace(LAST, adres="https://c.example/")):
        assert registry.make(one, 0, NOW)
    table, name, form = broken
    keys: dict[str, dict[str, Any]] = {
        "outgoing": state_key(BAD.sleutel),
        "abonnementen": {"pk": {"S": f"school#{SCHOOL}"}, "sk": {"S": f"abonnement#{BAD.abonnement_id}"}},
    }
    key, name_of_table = keys[table], getattr(tables, table)
    sound = dynamodb.get_item(TableName=name_of_table, Key=key)["Item"]
    spoil(name_of_table, key, name, form)
    store.keep([mutatie(1), mutatie(2)])
    fan_out = _fan_out(dynamodb, tables, FakeWaker())
    done = fan_out.fan_out(SCHOOL, [mutatie(1).mutatie_id])
    assert (done.numbered, done.deliveries) == (1, 2)
    assert told() > 0
    dynamodb.put_item(TableName=name_of_table, Item=sound)
    assert fan_out.fan_out(SCHOOL, [mutatie(2).mutatie_id]).deliveries == 4
    assert [one.volgnummer for one in numberer.read(BAD.sleutel, 0, 9)] == [1, 2]


def test_a_mutatie(dynamodb: "DynamoDBClient", tables: Tables, spoil: Spoil) -> None:
    """The others of its message are passed on; put right, it is found to be missing. By itself it fails."""
    store = MutatieTable(dynamodb, tables.mutaties)
    lines = [mutatie(n) for n in (1, 2, 3)]
    store.keep(lines)
    key = {"pk": {"S": f"mutatie#{lines[1].mutatie_id}"}, "sk": {"S": "mutatie"}}
    spoil(tables.mutaties, key, "mutatietijdstip", {"S": "2026-01-01T00:00:00"})
    done = _fan_out(dynamodb, tables, FakeWaker()).fan_out(SCHOOL, [one.mutatie_id for one in lines])
    assert (done.unknown, done.numbered) == (1, 2)
    with pytest.raises(StorageError):
        store.read(lines[1].mutatie_id)
    spoil(tables.mutaties, key, "mutatietijdstip", None)
    assert _fan_out(dynamodb, tables, FakeWaker()).fan_out(SCHOOL, [lines[1].mutatie_id]).numbered == 1


def test_a_message(dynamodb: "DynamoDBClient", tables: Tables, told: Callable[[], int]) -> None:
    """The messages behind it are walked along, and SBB is not told that it was taken."""
    store = MutatieTable(dynamodb, tables.mutaties)
    place = {"pk": {"S": f"school#{SCHOOL}"}, "sk": {"S": "000000000000001#x"}}
    dynamodb.put_item(TableName=tables.mutaties, Item={**place, "aantal": {"S": "twee"}})
    assert list(store.walk(SCHOOL, 0.0)) == []
    assert told() == 1
    header = MessageHeader("b", "a", SCHOOL, 1, "c")
    store.accept(header, NOW)
    dynamodb.put_item(TableName=tables.mutaties, Item={"pk": {"S": "bericht#b"}, "sk": {"S": "bericht"}})
    with pytest.raises(StorageError):
        store.accept(header, NOW)


def test_who_is_due(dynamodb: "DynamoDBClient", tables: Tables, told: Callable[[], int]) -> None:
    """The sweep finds the abonnementen that are due, beside what is nobody's."""
    outbox = OutboxTable(dynamodb, tables.outgoing)
    assert AbonnementenTable(dynamodb, tables.abonnementen, tables.outgoing).make(GOOD, 0, NOW)
    outbox.set_due_time(GOOD.sleutel, NOW)
    lost = {"pk": {"S": "uit"}, "sk": {"S": "stand"}, "wekOp": {"N": "1"}}
    for number in range(8):
        item = {**lost, "sk": {"S": f"{number}"}, "wachtrij": {"S": f"wek#{number}"}}
        dynamodb.put_item(TableName=tables.outgoing, Item=item)
    assert list(outbox.due(NOW + 1)) == [GOOD.sleutel]
    assert told() == 8


def test_where_an_abonnement_is(dynamodb: "DynamoDBClient", tables: Tables, spoil: Spoil) -> None:
    """Of one of which nobody can tell how far it is nothing is delivered, and no other error is raised."""
    outbox = OutboxTable(dynamodb, tables.outgoing)
    assert AbonnementenTable(dynamodb, tables.abonnementen, tables.outgoing).make(GOOD, 0, NOW)
    spoil(tables.outgoing, state_key(GOOD.sleutel), "rustTot", {"S": "straks"})
    with pytest.raises(StorageError):
        outbox.lease(GOOD.sleutel, NOW, NOW + 45)
    spoil(tables.outgoing, state_key(GOOD.sleutel), "gelezenTot", None)
    with pytest.raises(StorageError):
        DeliveryTable(dynamodb, tables.outgoing).stand(GOOD.sleutel)


def test_how_far_a_feed_is(dynamodb: "DynamoDBClient", tables: Tables, spoil: Spoil) -> None:
    """A feed of which nobody can tell the last number gives none a second time: it stands still."""
    feed = _feed(dynamodb, tables, 2)
    spoil(tables.outgoing, {"pk": {"S": f"feed#{SCHOOL}"}, "sk": {"S": "stand"}}, "nummer", None)
    with pytest.raises(StorageError):
        feed.stand(SCHOOL)


_OF_A_TOEGANG: Final[list[tuple[str, Any]]] = [
    *(("scopes", form) for form in FORMS),
    *(("einddatum", form) for form in FORMS[1:]),
]


@pytest.mark.parametrize(("name", "form"), _OF_A_TOEGANG, ids=str)
def test_a_toegang(
    dynamodb: "DynamoDBClient",
    tables: Tables,
    told: Callable[[], int],
    name: str,
    form: Any,
) -> None:
    """It opens nothing, and the afnemer's other schools stay open."""
    afnemer = Afnemer("demo", "Demo", "", Limiet(5, 10, 100), "poort")
    toegangen = [
        access_items.of_toegang("demo", Toegang(brin, ("zoeken",), None)) for brin in ("98XX", "99XX")
    ]
    toegangen[0] = {n: value for n, value in toegangen[0].items() if n != name}
    if form is not None:
        toegangen[0][name] = form
    for item in (access_items.of_afnemer(afnemer), *toegangen):
        dynamodb.put_item(TableName=tables.toegang, Item=item)
    rights = SleutelTable(dynamodb, tables.toegang, lambda: "").rights("demo")
    assert rights is not None
    assert [one.brin for one in rights.toegangen] == ["99XX"]
    assert told() == 1


def test_a_subscription_at_sbb(dynamodb: "DynamoDBClient", tables: Tables, spoil: Spoil) -> None:
    """The daily check looks at the others."""
    book = SubscriptionTable(dynamodb, tables.mutaties)
    for name in ("a", "b"):
        book.remember(KnownSubscription(name, "99XX", "1", "https://x.example/", NOW))
    spoil(tables.mutaties, {"pk": {"S": "sbb-abonnementen"}, "sk": {"S": "a"}}, "sinds", {"S": "ooit"})
    assert [one.abonnement_id for one in book.everything()] == ["b"]


def test_what_was_refused(dynamodb: "DynamoDBClient", tables: Tables, spoil: Spoil) -> None:
    """The operator sees the others."""
    book = rejects.RejectsTable(dynamodb, tables.mutaties)
    for tag in ("a", "b"):
        book.keep_apart(
            [Rejected(tag, "ongeldig", "x", "1", None, None, b"<x/>", 4, NOW, NOW, 1, None, None)]
        )
    spoil(tables.mutaties, {"pk": {"S": "afgekeurd"}, "sk": {"S": "a"}}, "inhoud", {"B": b"\x1f\x8b\x08"})
    assert [one.tag for one in book.rejected_messages()] == ["b"]
