"""Decision, lease and invalidation as a model: nothing from before a completed invalidation is ever served.

Questions and invalidations run side by side, step by step over the real table; what comes in between which
step is for hypothesis to choose. The source tells of each leerbedrijf in which version it is; an
invalidation promises that versions from before it began are gone once it is done.
"""

import json
from collections.abc import Callable
from contextlib import ExitStack
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from stagemarkt.adapters.dynamodb.cache import AnswerTable
from stagemarkt.adapters.dynamodb.cache_invalidation import AnswerInvalidator
from stagemarkt.domain.cache.freshness import CacheControl
from stagemarkt.domain.cache.lease import LEASE_LIFETIME
from stagemarkt.domain.cache.lookup import look_up
from stagemarkt.domain.cache.lookup_outcome import CachedQuestion, FreshAnswer, LookupOutcome, Storage
from stagemarkt.domain.cache.refresh import refresh
from stagemarkt.domain.cache.retention import IDENTIFICATIE, CacheMode, Duration
from stagemarkt.model.errors import Bilingual, BronUnavailable, FacadeError, LeerbedrijfUnknown
from stagemarkt.ports.cache import AnswerKey
from stagemarkt.ports.deadline import Deadline

from tests.integration.dynamodb.stepper import Runner, pause, stop_at_every_call
from tests.integration.support.template import make_tables
from tests.unit.fakes.cache import any_content

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient

SCHOOL = "99XX"
BEDRIJVEN = ("900000001", "900000002")
# What can be asked: each leerbedrijf, and two lists; the second tells of both.
QUESTIONS: dict[str, tuple[str, ...]] = {
    **{f"leerbedrijf#{id_}": (id_,) for id_ in BEDRIJVEN},
    "vraag#een": BEDRIJVEN[:1],
    "vraag#beide": BEDRIJVEN,
}
CACHE_CONTROLS = (
    CacheControl(),
    CacheControl(),
    CacheControl(no_cache=True),
    CacheControl(max_age=3),
    CacheControl(max_age=3, max_stale=1000),
    CacheControl(only_if_cached=True),
)
TEXT = Bilingual("Weg.", "Gone.")
# More at once would seldom come to an end.
_AT_ONCE = 3


class AskedQuestion(NamedTuple):
    """A question under way, and which versions were ruled out when it was asked."""

    runner: Runner
    limit: dict[str, int]


class ModelChange(NamedTuple):
    """An invalidation under way, and the version that there was when it began."""

    runner: Runner
    leerbedrijf_id: str
    versie: int


class FreshnessModel(RuleBasedStateMachine):
    """See the module."""

    client: "DynamoDBClient"

    @initialize()
    def begin(self) -> None:
        """An empty table; every leerbedrijf in its first version."""
        self.purge = ExitStack()
        table = make_tables(self.client).answers
        self.purge.callback(self._erase_tables)
        self.table = AnswerTable(self.client, table, any_content)
        self.invalidator = AnswerInvalidator(self.client, table)
        self.purge.callback(stop_at_every_call(self.client))
        self.now = 1_700_000_000.0
        self.versions = dict.fromkeys(BEDRIJVEN, 1)
        self.limit = dict.fromkeys(BEDRIJVEN, 0)
        self.storing = False
        self.known = True
        self.asked_questions: list[AskedQuestion] = []
        self.changes: list[ModelChange] = []
        self.queue: list[AnswerKey] = []
        self.storage = Storage(
            mode=CacheMode.FULL,
            durations={"identificatie": Duration(20, 60), "niets": Duration(5, 15)},
            reader=self.table,
            writer=lambda: self.table,
            refresh=self.queue.append,
            report=lambda wat, error: (_ for _ in ()).throw(AssertionError(f"{wat}: {error}")),
            clock=lambda: self.now,
            sleep=self._sleep,
        )

    @precondition(lambda self: len(self.asked_questions) < _AT_ONCE)
    @rule(subject=st.sampled_from(sorted(QUESTIONS)), cache_control=st.sampled_from(CACHE_CONTROLS))
    def question(self, subject: str, cache_control: CacheControl) -> None:
        """Somebody asks."""
        piece, deadline = self._question(subject), Deadline.after(20, lambda: self.now)
        runner = Runner(lambda: look_up(piece, cache_control, deadline, self.storage))
        self.asked_questions.append(AskedQuestion(runner, dict(self.limit)))

    @precondition(lambda self: self.queue)
    @rule()
    def refresh(self) -> None:
        """A message of the queue is worked on."""
        sleutel = self.queue.pop(0)
        piece, deadline = self._question(sleutel.onderwerp), Deadline.after(20, lambda: self.now)
        runner = Runner(lambda: refresh(sleutel, lambda _ask: piece, deadline, self.storage))
        self.asked_questions.append(AskedQuestion(runner, {}))

    @precondition(lambda self: not self.changes)
    @rule(leerbedrijf_id=st.sampled_from(BEDRIJVEN))
    def modify(self, leerbedrijf_id: str) -> None:
        """Something changes at SBB, and SBB says so."""
        self.versions[leerbedrijf_id] += 1
        runner = Runner(lambda: self.invalidator.invalidate(SCHOOL, leerbedrijf_id))
        self.changes.append(ModelChange(runner, leerbedrijf_id, self.versions[leerbedrijf_id]))

    @precondition(lambda self: self.asked_questions or self.changes)
    @rule(data=st.data(), steps=st.sampled_from([1, 2, 3, 4, 5, 6, 99, 99]))
    def step(self, data: st.DataObject, steps: int) -> None:
        """One of those under way goes on for a while."""
        runner = data.draw(st.sampled_from(self._runners()))
        for _ in range(steps):
            if not runner.ready:
                runner.step()
        self._harvest()

    @rule(seconds=st.sampled_from([0.5, 4.0, LEASE_LIFETIME, 25.0, 70.0]))
    def wait(self, seconds: float) -> None:
        """Time passes."""
        self.now += seconds

    @rule(disturbance=st.booleans(), known=st.booleans())
    def bron(self, disturbance: bool, known: bool) -> None:  # noqa: FBT001 - drawn by hypothesis
        """SBB goes away and comes back, forgets a leerbedrijf and knows it again: news, so SBB says so."""
        self.storing = disturbance
        if known != self.known:
            self.known = known
            for leerbedrijf_id in BEDRIJVEN:
                self.modify(leerbedrijf_id)

    @invariant()
    def no_errors(self) -> None:
        """Nothing of all this raises."""
        assert [busy.runner.fout for busy in getattr(self, "asked_questions", []) if busy.runner.fout] == []

    def teardown(self) -> None:
        """Everything comes to its end; afterwards a reader finds nothing that is ruled out."""
        if not hasattr(self, "purge"):
            return
        with self.purge:
            for runner in self._runners():
                runner.run_to_end()
                self._harvest()
            for subject in QUESTIONS:
                answer = self.table.read(self._sleutel(subject)).answer
                if answer is not None and answer.uitkomst == "gevonden":
                    self._vet(answer.body, self.limit)

    def _runners(self) -> list[Runner]:
        return [g.runner for g in self.asked_questions] + [w.runner for w in self.changes]

    def _harvest(self) -> None:
        for change in [w for w in self.changes if w.runner.ready]:
            self.changes.remove(change)
            id_ = change.leerbedrijf_id
            self.limit[id_] = max(self.limit[id_], change.versie)
        for asked_questions in [g for g in self.asked_questions if g.runner.ready]:
            self.asked_questions.remove(asked_questions)
            outcome = asked_questions.runner.uitkomst
            if isinstance(outcome, LookupOutcome) and outcome.kept is not None:
                self._vet(outcome.kept.body, asked_questions.limit)

    def _vet(self, body: bytes, limit: dict[str, int]) -> None:
        """The one promise: no version that was ruled out when the question was asked."""
        versions = json.loads(body) if body else {}
        assert {id_: v for id_, v in versions.items() if v < limit[id_]} == {}, (versions, limit)

    def _question(self, subject: str) -> CachedQuestion:
        return CachedQuestion(self._sleutel(subject), IDENTIFICATIE, lambda now: self._fetch(subject, now))

    def _fetch(self, subject: str, _now: int) -> FreshAnswer:
        """SBB: what it answers is settled at one moment between question and answer."""
        pause()
        error: FacadeError | None = BronUnavailable(TEXT) if self.storing else None
        if error is None and not self.known and not subject.startswith("vraag#"):
            error = LeerbedrijfUnknown(TEXT)
        leerbedrijven = QUESTIONS[subject] if self.known else ()
        content = json.dumps({id_: self.versions[id_] for id_ in leerbedrijven}).encode()
        pause()
        if error is not None:
            raise error
        return FreshAnswer(
            content, content, 'W/"x"', "gevonden" if leerbedrijven else "leeg", tuple(leerbedrijven)
        )

    def _sleutel(self, subject: str) -> AnswerKey:
        return AnswerKey(SCHOOL, subject, "identificatie")

    def _sleep(self, seconds: float) -> None:
        self.now += seconds
        pause()

    def _erase_tables(self) -> None:
        for table in self.client.list_tables()["TableNames"]:
            self.client.delete_table(TableName=table)


@pytest.mark.proof
def test_never_anything_from_before_a_completed_change(
    dynamodb: "DynamoDBClient", scale: Callable[[int], int]
) -> None:
    """Whatever happens in between whatever: what was forgotten is served to nobody who asks afterwards."""
    FreshnessModel.client = dynamodb
    run_state_machine_as_test(
        FreshnessModel,
        settings=settings(
            max_examples=scale(140),
            stateful_step_count=50,
            deadline=None,
            derandomize=True,
            database=None,
            # Making a failure smaller takes minutes here; the steps are readable as they are.
            phases=[Phase.generate],
        ),
    )
