"""How SBB does, and each school with it, in the table that the template makes."""

from typing import TYPE_CHECKING

import pytest
from stagemarkt.adapters.dynamodb.records import RecordTable
from stagemarkt.domain.guard.rate_limit import Asking, RateLimits, take
from stagemarkt.model.errors import StorageError
from stagemarkt.model.school import Marks
from stagemarkt.ports.guard import (
    Circuit,
    CircuitBreaker,
    PlaceRequest,
    Priority,
    RateLimit,
    Requester,
    Waiting,
)
from stagemarkt.ports.records import (
    Both,
    EndpointChange,
    EndpointRecord,
    Refused,
    SchoolChange,
    SchoolRecord,
    SchoolWritten,
    Sightings,
    Swap,
)
from stagemarkt.ports.standing import CertificateState, KeptStanding, Refusal

from tests.integration.support.template import Tables

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient
    from types_boto3_dynamodb.type_defs import AttributeValueTypeDef

NOW = 1_700_000_000.123
LIMITS = RateLimits(per_seconde=10, tegelijk=3, geduld=2.0, slot_duration=24.0)
EINDPUNT = "https://sbb.example/whitelabel.asmx"
OPEN = CircuitBreaker(1, 5, "bron-timeout", NOW - 60, NOW, NOW + 15, "wie", NOW + 24.5)


@pytest.fixture
def table(dynamodb: "DynamoDBClient", tables: Tables) -> RecordTable:
    """The adapter under test."""
    return RecordTable(dynamodb, tables.sightings, EINDPUNT)


def _ask(table: RecordTable, seen: RateLimit, now: float, plaats: str | None) -> SchoolWritten:
    decision = take(seen, now, LIMITS, Asking(plaats, Requester("pakket"), LIMITS.geduld))
    assert isinstance(decision, PlaceRequest)
    return table.claim("99XX", decision)


def _swap(table: RecordTable, which_circuit: Circuit, old: CircuitBreaker, new: CircuitBreaker) -> bool:
    """Put a circuit in place of another."""
    if which_circuit == "bron":
        return table.write_endpoint(EndpointChange(circuit=Swap(old, new))).done
    return table.write_school("99XX", SchoolChange(NOW, circuit=Swap(old, new))).done


def _release(table: RecordTable, plaats: str) -> None:
    assert table.write_school("99XX", SchoolChange(NOW, plaats)).done


def _take(table: RecordTable, now: float, plaats: str | None) -> RateLimit:
    """Take a turn and a place upon what is there."""
    occupy = _ask(table, table.school("99XX").room, now, plaats)
    assert occupy.done
    assert table.school("99XX") == occupy.record
    return occupy.record.room


def test_the_beginning_is_whole_and_quiet(table: RecordTable) -> None:
    """Before anything happened both circuit breakers are closed and nobody is busy."""
    assert table.both("99XX") == Both()
    assert table.endpoint() == EndpointRecord()
    assert table.school("99XX") == SchoolRecord()


@pytest.mark.parametrize("breaker", [OPEN, CircuitBreaker(1), CircuitBreaker(1, 2, "bron-licentie", NOW)])
def test_a_breaker_comes_back_as_it_was(table: RecordTable, breaker: CircuitBreaker) -> None:
    """Every field is kept, to the millisecond, and what is absent stays so."""
    assert _swap(table, "bron", CircuitBreaker(), breaker)
    assert table.endpoint() == EndpointRecord(breaker)
    assert table.both("01AA") == Both(EndpointRecord(breaker))


def test_the_breaker_of_a_school_is_its_own(table: RecordTable) -> None:
    """One school's is not another's, nor SBB's."""
    assert _swap(table, "school", CircuitBreaker(), OPEN)
    assert table.both("99XX") == Both(school=SchoolRecord(OPEN))
    assert table.both("01AA") == Both()


def test_another_endpoint_has_another_breaker(
    dynamodb: "DynamoDBClient", tables: Tables, table: RecordTable
) -> None:
    """After a change of SBB's address its circuit breaker is a new one."""
    _swap(table, "bron", CircuitBreaker(), OPEN)
    assert RecordTable(dynamodb, tables.sightings, f"{EINDPUNT}/2").endpoint() == EndpointRecord()


def test_two_addresses_one_school(table: RecordTable) -> None:
    """What has an address of its own has a breaker of its own; the school's and its room are shared."""
    zoeken = table.at(f"{EINDPUNT}/zoeken")
    assert _swap(zoeken, "bron", CircuitBreaker(), OPEN)
    assert (table.endpoint().circuit, zoeken.endpoint().circuit) == (CircuitBreaker(), OPEN)
    assert _swap(table, "school", CircuitBreaker(), OPEN)
    _take(table, NOW, "een")
    assert zoeken.school("99XX") == table.school("99XX")


@pytest.mark.parametrize("which_circuit", ["bron", "school"])
def test_who_is_too_late_loses(table: RecordTable, which_circuit: Circuit) -> None:
    """Of two who replace the same state the second one fails, and changes nothing."""
    assert _swap(table, which_circuit, CircuitBreaker(), CircuitBreaker(1, 1))
    assert not _swap(table, which_circuit, CircuitBreaker(), OPEN)
    assert _swap(table, which_circuit, CircuitBreaker(1, 1), CircuitBreaker(2, 2))
    assert not _swap(table, which_circuit, CircuitBreaker(1, 1), OPEN)
    both = table.both("99XX")
    circuits: dict[Circuit, CircuitBreaker] = {"bron": both.endpoint.circuit, "school": both.school.circuit}
    assert circuits[which_circuit] == CircuitBreaker(2, 2)


def test_turns_and_places(table: RecordTable) -> None:
    """Each call has the turn after the one before, and its own place; after a pause its turn is at once."""
    one = _take(table, NOW, "een")
    assert one.free_at == pytest.approx(NOW + 0.1)
    assert one.places == {"een": NOW + 24}
    assert _take(table, NOW, "twee").free_at == pytest.approx(NOW + 0.2)
    three = _take(table, NOW + 9, "drie")
    assert three.free_at == pytest.approx(NOW + 9.1)
    assert three.places.keys() == {"een", "twee", "drie"}
    assert table.school("01AA").room == RateLimit()


def test_giving_back_a_place(table: RecordTable) -> None:
    """Giving a place back leaves the others; doing it twice does no harm."""
    for plaats in ("een", "twee"):
        _take(table, NOW, plaats)
    _release(table, "een")
    _release(table, "een")
    assert table.school("99XX").room.places.keys() == {"twee"}


@pytest.mark.parametrize("seen", [RateLimit(), RateLimit(NOW - 60, {}, new=False)])
def test_who_looked_too_early_sees_what_is_there(table: RecordTable, seen: RateLimit) -> None:
    """A call that thought it was the first after a pause is told what is there; then it has its turn."""
    one = _take(table, NOW, "een")
    occupy = _ask(table, seen, NOW, "twee")
    assert (occupy.done, occupy.record.room) == (False, one)
    assert _ask(table, occupy.record.room, NOW, "twee").done


def test_old_news_is_in_nobodys_way(table: RecordTable) -> None:
    """Turns are added up, not replaced: who looked before another took one, takes the next in one write."""
    one = _take(table, NOW, "een")
    assert [_ask(table, one, NOW, str(number)).done for number in range(2)] == [True, True]
    assert table.school("99XX").room.free_at == pytest.approx(NOW + 0.3)


def test_full_is_full(table: RecordTable) -> None:
    """With all places taken, or too long a queue, a call that did not see it gets nothing."""
    empty = _take(table, NOW, None)
    for plaats in ("een", "twee", "drie"):
        full = _take(table, NOW + 0.2, plaats)
    assert _ask(table, empty, NOW + 0.2, "vier") == SchoolWritten(done=False, record=SchoolRecord(room=full))
    assert _ask(table, empty, NOW, None).done
    while full.free_at <= NOW + 2:
        full = _take(table, NOW, None)
    assert _ask(table, empty, NOW, None) == SchoolWritten(done=False, record=SchoolRecord(room=full))


def test_dead_places_go_away(table: RecordTable) -> None:
    """What was killed long ago makes place; who did not see that another put it right, looks again."""
    for plaats in ("een", "twee", "drie"):
        _take(table, NOW, plaats)
    seen = table.school("99XX").room
    assert _take(table, NOW + 30, "vier").places.keys() == {"vier"}
    assert not _ask(table, seen, NOW + 30, "vijf").done


def test_a_wild_clock_is_put_right(table: RecordTable) -> None:
    """A turn an hour ahead is begun anew, by one of two who see it."""
    _take(table, NOW + 3600, None)
    seen = table.school("99XX").room
    assert [_ask(table, seen, NOW, plaats).done for plaats in ("een", "twee")] == [True, False]
    assert table.school("99XX").room.free_at == pytest.approx(NOW + 0.1)


SEARCHING, OTHER = Requester("pakket", Priority.PAGE), Requester("ander")


def test_who_waits_and_who_has_had_a_turn(table: RecordTable) -> None:
    """Each requester is kept apart, by priority too; a turn ends its waiting, and is remembered."""
    _take(table, NOW, "een")
    table.wait("99XX", OTHER, Waiting(NOW - 9, NOW + 0.7))
    rate_limit = table.wait("99XX", SEARCHING, Waiting(0.0, NOW + 0.7)).room
    assert rate_limit.requesters == {
        Requester("pakket"): Waiting(NOW),
        OTHER: Waiting(NOW - 9, NOW + 0.7),
        SEARCHING: Waiting(0.0, NOW + 0.7),
    }
    requested = take(rate_limit, NOW + 0.2, LIMITS, Asking("twee", OTHER, 2.0))
    assert isinstance(requested, PlaceRequest)
    assert table.claim("99XX", requested).record.room.requesters[OTHER] == Waiting(round(NOW + 0.2, 3))
    assert table.school("01AA").room == RateLimit()


@pytest.mark.parametrize(("wachtend", "proceeds"), [(OTHER, False), (SEARCHING, True)])
def test_who_did_not_see_that_another_waits(
    table: RecordTable, wachtend: Requester, *, proceeds: bool
) -> None:
    """A call that goes by what it remembers passes nobody who goes first; it is told who waits."""
    seen = _take(table, NOW, "een")
    table.wait("99XX", wachtend, Waiting(0.0, NOW + 0.7))
    for after, unseen in ((0.2, True), (0.4, False)):
        decision = take(seen, NOW + after, LIMITS, Asking(f"na{after}", Requester("pakket"), 2.0, unseen))
        assert isinstance(decision, PlaceRequest)
        occupy = table.claim("99XX", decision)
        assert occupy.done == (proceeds or not unseen)
        assert wachtend in occupy.record.room.requesters
    _release(table, "een")
    later = take(seen, NOW + 0.8, LIMITS, Asking("later", Requester("pakket"), 2.0, unseen=True))
    assert isinstance(later, PlaceRequest)
    assert table.claim("99XX", later).done


def test_who_is_long_gone_is_forgotten(table: RecordTable) -> None:
    """The item does not grow with every afnemer that ever asked."""
    for number in range(4):
        _take_for(table, Requester(f"a{number}"), NOW + number)
        _release(table, f"a{number}")
    assert _take_for(table, OTHER, NOW + 62.5).requesters.keys() == {Requester("a3"), OTHER}


def test_what_a_previous_version_wrote(
    dynamodb: "DynamoDBClient", tables: Tables, table: RecordTable
) -> None:
    """What was kept before the room was shared stops no call and stays not as it is: it begins anew."""
    old: AttributeValueTypeDef = {
        "M": {"vrijOp": {"N": f"{NOW - 9}"}, "plaatsen": {"M": {"dood": {"N": f"{NOW}"}}}}
    }
    item: dict[str, AttributeValueTypeDef] = {"pk": {"S": "school#99XX"}, "drukte": old}
    dynamodb.put_item(TableName=tables.sightings, Item=item)
    assert _take_for(table, OTHER, NOW).requesters.keys() == {OTHER}
    assert table.school("99XX").room.places.keys() == {"ander"}


def _take_for(table: RecordTable, requester: Requester, now: float) -> RateLimit:
    decision = take(table.both("99XX").school.room, now, LIMITS, Asking(requester.afnemer, requester, 2.0))
    assert isinstance(decision, PlaceRequest)
    occupy = table.claim("99XX", decision)
    assert occupy.done
    return occupy.record.room


def test_waiting_without_an_item(table: RecordTable) -> None:
    """The table may have been emptied: then there is nothing to wait for."""
    assert table.wait("99XX", OTHER, Waiting(0.0, NOW)) == SchoolRecord()


def test_a_lost_answer(table: RecordTable) -> None:
    """Who asks for its place again, for the answer was lost, has it: also when it took the last one."""
    for plaats in ("een", "twee"):
        _take(table, NOW, plaats)
    seen = table.school("99XX").room
    decision = take(seen, NOW + 0.1, LIMITS, Asking("drie", Requester("pakket"), 2.0))
    assert isinstance(decision, PlaceRequest)
    times = [table.claim("99XX", decision) for _ in range(2)]
    assert [occupy.done for occupy in times] == [True, True]
    assert times[1].record.room.places.keys() == {"een", "twee", "drie"}


def test_release_without_an_item(table: RecordTable) -> None:
    """Giving back to a school that is not there is no failure: the table may have been emptied."""
    _release(table, "een")
    assert table.both("99XX") == Both()


def test_the_end_of_a_question_is_one_write(
    dynamodb: "DynamoDBClient", tables: Tables, table: RecordTable
) -> None:
    """Place, circuit, what SBB took and that it answers: all of it is there at once, or none of it."""
    _take(table, NOW, "een")
    marks = Marks("aa" * 32, "1234abcd")
    change = SchoolChange(
        NOW + 1, "een", Swap(CircuitBreaker(), CircuitBreaker(1, 1)), answered=True, accepted=marks
    )
    zag = table.school("99XX")
    assert table.write_school("99XX", change) == SchoolWritten(done=True, record=zag)
    record = table.school("99XX")
    assert (record.circuit, record.room.places) == (CircuitBreaker(1, 1), {})
    assert record.standing == KeptStanding(NOW + 1, passed=dict.fromkeys(marks, NOW + 1))
    assert record.answered_at == NOW + 1
    # At another address she was not answered.
    assert RecordTable(dynamodb, tables.sightings, f"{EINDPUNT}/2").school("99XX").answered_at is None
    _take(table, NOW, "twee")
    te_laat = change._replace(place="twee", answered=False)
    assert not table.write_school("99XX", te_laat).done
    assert table.school("99XX").answered_at == NOW + 1
    assert table.school("99XX").room.places.keys() == {"twee"}
    assert table.write_school("99XX", te_laat._replace(circuit=None)).done
    assert table.school("99XX").answered_at is None


def test_who_lost_its_place_still_tells_how_it_ended(table: RecordTable) -> None:
    """A place that is gone, for the call was too long or the table was emptied, costs nothing else."""
    refused = (Refused("licentie", 996),)
    change = SchoolChange(NOW, "weg", Swap(CircuitBreaker(), CircuitBreaker(1, 1)), refused=refused)
    assert table.write_school("99XX", change).done
    record = table.school("99XX")
    assert record.circuit == CircuitBreaker(1, 1)
    assert record.standing.refusals == {"licentie": Refusal(NOW, 996)}


def test_success_and_failure_stand_side_by_side(table: RecordTable) -> None:
    """A success does not erase the failure, nor the failure the success; each keeps its last moment."""
    for change in (EndpointChange(NOW), EndpointChange(NOW + 1, "bron-timeout"), EndpointChange(NOW + 9)):
        assert table.write_endpoint(change).done
    assert table.endpoint().seen == Sightings(NOW + 9, NOW + 1, "bron-timeout")


def test_sightings_and_circuit_are_one_write(table: RecordTable) -> None:
    """Who comes too late with the circuit tells nothing either, and sees what is there."""
    _swap(table, "bron", CircuitBreaker(), CircuitBreaker(1, 1))
    te_laat = EndpointChange(NOW, "bron-timeout", Swap(CircuitBreaker(), CircuitBreaker(1, 1)))
    seen = table.write_endpoint(te_laat)
    assert (seen.done, seen.record) == (False, EndpointRecord(CircuitBreaker(1, 1)))
    assert table.endpoint().seen == Sightings()
    again = te_laat._replace(circuit=Swap(CircuitBreaker(1, 1), CircuitBreaker(2, 2)))
    assert table.write_endpoint(again).done
    assert table.endpoint() == EndpointRecord(CircuitBreaker(2, 2), Sightings(None, NOW, "bron-timeout"))


def test_one_looks_per_interval(table: RecordTable) -> None:
    """Of twenty who ask at once exactly one may try SBB's door, and again after the interval."""
    now = int(NOW)
    assert [table.claim_peek(now, 30) for _ in range(20)].count(True) == 1
    assert [table.claim_peek(now + 29, 30) for _ in range(20)].count(True) == 0
    assert [table.claim_peek(now + 30, 30) for _ in range(20)].count(True) == 1
    assert table.endpoint() == EndpointRecord()


STATE = CertificateState(
    "ab" * 32, 1_700_000_000, 1_800_000_000, 1_750_000_000, 30, 1_790_000_000, "1234abcd"
)


def _refuse(table: RecordTable, at: float, *refused: Refused) -> SchoolRecord:
    return table.write_school("99XX", SchoolChange(at, refused=refused)).record


def test_all_of_a_school_comes_back(table: RecordTable) -> None:
    """What is written comes back, each by itself, whatever the order; another school has none of it."""
    table.keep_certificate("99XX", STATE, None)
    _refuse(table, 5.25, Refused("licentie", 996))
    _refuse(table, 6, Refused("wisseling"))
    table.write_school("99XX", SchoolChange(7, restored=True))
    table.write_school("99XX", SchoolChange(4.125, accepted=Marks("", "")))
    assert table.school("99XX").standing == KeptStanding(
        4.125, {"licentie": Refusal(5.25, 996), "wisseling": Refusal(6, None, None, 7)}, STATE
    )
    assert table.school("01AA") == SchoolRecord()


def test_a_refusal_gives_how_it_was(table: RecordTable) -> None:
    """Writing a refusal gives the record before it; a handshake after a signaalcode leaves no code behind."""
    assert _refuse(table, 5, Refused("certificaat", 997)) == SchoolRecord()
    was = _refuse(table, 6, Refused("certificaat"))
    assert was.standing.refusals == {"certificaat": Refusal(5, 997)}
    assert table.school("99XX").standing.refusals == {"certificaat": Refusal(6)}


def test_what_succeeded_stays(table: RecordTable) -> None:
    """What SBB took is kept for each certificate and licence by itself, and what it refused says which."""
    old, new = Marks("aa" * 32, "1234abcd"), Marks("bb" * 32, "1234abcd")
    for at, marks in ((4, new), (5, old), (6, Marks("", "99999999"))):
        table.write_school("99XX", SchoolChange(at, accepted=marks))
    _refuse(table, 7, Refused("certificaat", 997, old.certificaat))
    condition = table.school("99XX").standing
    assert condition.passed == {new.certificaat: 4, old.certificaat: 5, old.licentie: 5, "99999999": 6}
    assert condition.laatste_succes == 6
    assert condition.refusals == {"certificaat": Refusal(7, 997, merk=old.certificaat)}
    _refuse(table, 8, Refused("certificaat"))
    assert table.school("99XX").standing.refusals == {"certificaat": Refusal(8)}


def test_one_of_all_may_warn(table: RecordTable) -> None:
    """Of those who saw the same record one may tell; who gives it up or dies, leaves it to the next."""

    def claims(*moments: float, previous: float | None = None) -> list[bool]:
        return [table.claim_warning("99XX", "licentie", at, at + 60, previous) for at in moments]

    _refuse(table, 5, Refused("licentie", 996))
    assert claims(5.001, 5.002) == [True, False]
    table.confirm_warning("99XX", "licentie", 5.001)
    assert table.school("99XX").standing.refusals["licentie"].warned_at == 5.001
    assert claims(70) == [False]
    assert claims(70, 129, 131, previous=5.001) == [True, False, True]
    table.drop_warning("99XX", "licentie")
    assert claims(132, previous=5.001) == [True]


def test_an_unusable_secret_leaves_what_was_known(table: RecordTable) -> None:
    """While a secret is of no use the last certificate stays known; once mended the reason is gone."""
    table.keep_certificate("99XX", STATE, None)
    table.keep_certificate("99XX", None, "onleesbaar")
    assert table.school("99XX").standing == KeptStanding(certificaat=STATE, unusable="onleesbaar")
    table.keep_certificate("99XX", STATE._replace(warned_for=None, previous_until=None), None)
    assert table.school("99XX").standing.unusable is None


@pytest.mark.parametrize("part", ["zekering", "drukte"])
def test_a_broken_item_is_a_storage_error(
    dynamodb: "DynamoDBClient", tables: Tables, table: RecordTable, part: str
) -> None:
    """A part of another shape is a storage that failed, as the port says, not a KeyError."""
    for pk in ("school#99XX", f"sbb#{EINDPUNT}"):
        broken: AttributeValueTypeDef = {"M": {"versie": {"BOOL": True}}}
        dynamodb.put_item(TableName=tables.sightings, Item={"pk": {"S": pk}, part: broken})
    with pytest.raises(StorageError):
        table.both("99XX")


@pytest.mark.parametrize(
    "attribute",
    [
        "laatsteSucces",
        "certificaat",
        "licentieGeweigerdOp",
        "geslaagd_1234abcd",
    ],
)
def test_what_a_call_does_not_need_does_not_stop_it(
    dynamodb: "DynamoDBClient", tables: Tables, table: RecordTable, attribute: str
) -> None:
    """Where a status reads a `StorageError`, a call goes by what it needs: that is whole."""
    item: dict[str, AttributeValueTypeDef] = {"pk": {"S": "school#99XX"}, attribute: {"BOOL": True}}
    dynamodb.put_item(TableName=tables.sightings, Item=item)
    with pytest.raises(StorageError):
        table.school("99XX")
    assert _take_for(table, OTHER, NOW).places.keys() == {"ander"}


@pytest.mark.parametrize("attribute", ["laatsteSucces", "laatsteFout", "foutcode"])
def test_what_cannot_be_read_of_sbb_is_overwritten(
    dynamodb: "DynamoDBClient", tables: Tables, table: RecordTable, attribute: str
) -> None:
    """A sighting that cannot be read was not seen; the next ones put it right."""
    item: dict[str, AttributeValueTypeDef] = {"pk": {"S": f"sbb#{EINDPUNT}"}, attribute: {"BOOL": True}}
    dynamodb.put_item(TableName=tables.sightings, Item=item)
    assert table.endpoint() == EndpointRecord()
    for change in (EndpointChange(NOW), EndpointChange(NOW, "bron-timeout")):
        table.write_endpoint(change)
    assert table.endpoint().seen == Sightings(NOW, NOW, "bron-timeout")


def test_a_missing_table_names_the_aws_code(
    dynamodb: "DynamoDBClient", tables: Tables, table: RecordTable
) -> None:
    """Without a table every call fails with the code of AWS."""
    dynamodb.delete_table(TableName=tables.sightings)
    for invocation in (
        lambda: table.both("99XX"),
        table.endpoint,
        lambda: table.school("99XX"),
        lambda: _swap(table, "bron", CircuitBreaker(), OPEN),
        lambda: _ask(table, RateLimit(), NOW, "een"),
        lambda: table.wait("99XX", Requester("pakket"), Waiting()),
        lambda: _release(table, "een"),
        lambda: table.claim_peek(int(NOW), 30),
        lambda: table.claim_warning("99XX", "licentie", 1, 61, None),
        lambda: table.confirm_warning("99XX", "licentie", 1),
        lambda: table.drop_warning("99XX", "licentie"),
        lambda: table.keep_certificate("99XX", STATE, None),
    ):
        with pytest.raises(StorageError, match=r"^ResourceNotFoundException$"):
            invocation()
