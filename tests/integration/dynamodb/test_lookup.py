"""A kept answer from end to end: the domain's road over the real table."""

from typing import TYPE_CHECKING

import pytest
from stagemarkt.adapters.dynamodb.cache import AnswerTable
from stagemarkt.domain.cache.freshness import CacheControl
from stagemarkt.domain.cache.lookup import look_up
from stagemarkt.domain.cache.lookup_outcome import CachedQuestion, FreshAnswer, LookupOutcome, Storage
from stagemarkt.domain.cache.retention import IDENTIFICATIE, CacheMode
from stagemarkt.model.errors import Bilingual, BronTimeout, StorageError
from stagemarkt.ports.cache import AnswerKey
from stagemarkt.ports.deadline import Deadline

from tests.integration.support.template import Tables
from tests.unit.fakes.cache import any_content

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient

SLEUTEL = AnswerKey("99XX", "leerbedrijf#900000001", "identificatie")
NOW = 1_700_000_000
DAY = 86_400


class CountingSource:
    """A source that counts how often it is asked, and fails when told to."""

    def __init__(self) -> None:
        self.asked = 0
        self.fout: Exception | None = None

    def __call__(self, _now: int) -> FreshAnswer:
        """The next answer."""
        self.asked += 1
        if self.fout is not None:
            raise self.fout
        return FreshAnswer(b"{}", f"antwoord {self.asked}".encode(), f'W/"{self.asked}"')


class LookupDesk:
    """The road with a table, a source, and a list of what was reported of the storage."""

    def __init__(self, client: "DynamoDBClient", table: str, mode: CacheMode) -> None:
        self.bron = CountingSource()
        self.reported: list[tuple[str, str]] = []
        self.queue: list[AnswerKey] = []
        answers = AnswerTable(client, table, any_content)
        self._now = 0.0
        self._storage = Storage(
            mode=mode,
            durations={},
            reader=answers,
            writer=lambda: answers,
            refresh=self.queue.append,
            report=self._report,
            clock=lambda: self._now,
            sleep=self._sleep,
        )

    def question(self, now: float, sleutel: AnswerKey = SLEUTEL) -> LookupOutcome:
        """Ask at this moment, with twenty seconds to go."""
        self._now = now
        piece = CachedQuestion(sleutel, IDENTIFICATIE, self.bron)
        return look_up(piece, CacheControl(), Deadline.after(20, lambda: self._now), self._storage)

    def _sleep(self, seconds: float) -> None:
        self._now += seconds

    def _report(self, operation: str, error: StorageError) -> None:
        self.reported.append((operation, str(error)))


@pytest.fixture
def service_desk(dynamodb: "DynamoDBClient", tables: Tables) -> LookupDesk:
    """Everything may be kept."""
    return LookupDesk(dynamodb, tables.answers, CacheMode.FULL)


def test_the_second_question_is_a_hit(service_desk: LookupDesk) -> None:
    """The first question fetches and keeps, the second is served from the table."""
    first, second = service_desk.question(NOW), service_desk.question(NOW + 10)
    assert first.stored
    assert second.kept is not None
    assert (second.kept.body, second.kept.etag) == (b"antwoord 1", 'W/"1"')
    assert second.kept.opgehaald_op == NOW
    assert (service_desk.bron.asked, service_desk.reported) == (1, [])


def test_an_expired_answer_is_not_given(service_desk: LookupDesk) -> None:
    """DynamoDB deletes late (moto never does): what is too old is fetched anew and replaced."""
    service_desk.question(NOW)
    assert service_desk.question(NOW + 3 * DAY - 1).kept is not None
    assert service_desk.question(NOW + 3 * DAY).fresh is not None
    again = service_desk.question(NOW + 3 * DAY + 1).kept
    assert again is not None
    assert again.body == b"antwoord 2"


def test_what_is_stale_is_offered_for_refresh_once(service_desk: LookupDesk) -> None:
    """A stale answer is served, and one caller a minute asks for a refresh."""
    service_desk.question(NOW)
    moments = (NOW + DAY, NOW + DAY + 1, NOW + DAY + 60, NOW + DAY + 61)
    assert all(service_desk.question(moment).verouderd for moment in moments)
    assert (service_desk.queue, service_desk.bron.asked) == ([SLEUTEL] * 2, 1)


def test_another_school_gets_its_own_answer(service_desk: LookupDesk) -> None:
    """Another school with the same question asks SBB itself."""
    service_desk.question(NOW)
    assert service_desk.question(NOW, SLEUTEL._replace(school="01AA")).fresh is not None
    assert service_desk.bron.asked == 2


@pytest.mark.parametrize("mode", [CacheMode.OFF, CacheMode.WITHOUT_PERSONAL_DATA])
def test_what_may_not_be_kept_does_not_enter_the_table(
    dynamodb: "DynamoDBClient", tables: Tables, mode: CacheMode
) -> None:
    """Under the two strict choices an identification never reaches the table."""
    service_desk = LookupDesk(dynamodb, tables.answers, mode)
    service_desk.question(NOW)
    assert service_desk.question(NOW).reden == "bypass"
    assert dynamodb.scan(TableName=tables.answers)["Count"] == 0


def test_without_a_table_the_answer_comes_all_the_same(
    dynamodb: "DynamoDBClient", tables: Tables, service_desk: LookupDesk
) -> None:
    """A table that is deleted in between costs speed, not the answer; both failures are reported."""
    service_desk.question(NOW)
    dynamodb.delete_table(TableName=tables.answers)
    answer = service_desk.question(NOW + 10)
    assert answer.fresh is not None
    assert not answer.stored
    code = "ResourceNotFoundException"
    assert service_desk.reported == [("lezen", code), ("pacht", code)]


def test_a_failed_question_keeps_nothing_and_holds_nobody_up(service_desk: LookupDesk) -> None:
    """When SBB fails nothing is kept, and the next one asks at once."""
    service_desk.bron.fout = BronTimeout(Bilingual("te laat", "too late"))
    assert isinstance(service_desk.question(NOW).fout, BronTimeout)
    service_desk.bron.fout = None
    assert service_desk.question(NOW + 0.1).fresh is not None
    assert service_desk.reported == []
