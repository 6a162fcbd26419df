"""A question and an invalidation of what it asks, in every order that their steps can have.

`make test` takes a draw of the orders, `make proof` all of them: some hundreds for each case.
"""

import itertools
import json
import random
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING

import pytest
from stagemarkt.adapters.dynamodb.cache import AnswerTable
from stagemarkt.adapters.dynamodb.cache_invalidation import AnswerInvalidator
from stagemarkt.domain.cache.freshness import CacheControl
from stagemarkt.domain.cache.lookup import look_up
from stagemarkt.domain.cache.lookup_outcome import CachedQuestion, FreshAnswer, Storage
from stagemarkt.domain.cache.retention import IDENTIFICATIE, CacheMode
from stagemarkt.model.errors import Bilingual, BronUnavailable, LeerbedrijfUnknown
from stagemarkt.ports.cache import AnswerKey
from stagemarkt.ports.deadline import Deadline

from tests.integration.dynamodb.stepper import Runner, pause, stop_at_every_call
from tests.integration.support.template import Tables
from tests.unit.fakes.cache import any_content

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient

ID = "900000001"
NOW = 1_700_000_000
TEXT = Bilingual("Weg.", "Gone.")
_AT_LEAST = 12


class FreshnessScene:
    """A question and an invalidation, each at its own first step; another school each time."""

    def __init__(self, client: "DynamoDBClient", table: str, number: int, onderwerp: str) -> None:
        self.school = f"{number:04d}"
        self.sleutel = AnswerKey(self.school, onderwerp, "identificatie")
        self.table = AnswerTable(client, table, any_content)
        self.invalidator = AnswerInvalidator(client, table)
        self.versie = 1
        self.fout: Exception | None = None
        self.storage = Storage(
            mode=CacheMode.FULL,
            durations={},
            reader=self.table,
            writer=lambda: self.table,
            refresh=lambda _: None,
            report=lambda _what, fout: pytest.fail(str(fout)),
            clock=lambda: NOW,
            sleep=lambda _: None,
        )

    def question(self, cache_control: CacheControl) -> tuple[int | None, bool]:
        """The version that is served, None for a failure; and whether it came from the table."""
        outcome = look_up(
            CachedQuestion(self.sleutel, IDENTIFICATIE, self._fetch),
            cache_control,
            Deadline(60.0, lambda: 0.0),
            self.storage,
        )
        if outcome.kept is not None:
            return json.loads(outcome.kept.body or b"0"), True
        return (None if outcome.fresh is None else json.loads(outcome.fresh.body)), False

    def make_change(self) -> None:
        """Something changes at SBB, and SBB says so."""
        self.versie = 2
        self.invalidator.invalidate(self.school, ID)

    def _fetch(self, _now: int) -> FreshAnswer:
        pause()
        error, content = (self.fout if self.versie == 1 else None), str(self.versie).encode()
        pause()
        if error is not None:
            raise error
        return FreshAnswer(content, content, 'W/"x"', over=(ID,))


def _interleavings(steps: int, of_other: int) -> Iterator[list[bool]]:
    """Each way to mix this many steps of one with that many of the other."""
    everything = range(steps + of_other)
    for spots in itertools.combinations(everything, of_other):
        yield [spot in spots for spot in everything]


def _count(runner: Runner) -> int:
    steps = 0
    while not runner.ready:
        runner.step()
        steps += 1
        assert steps < 1000
    return steps


@pytest.mark.proof
@pytest.mark.parametrize(
    ("subject", "cache_control", "error"),
    [
        pytest.param(f"leerbedrijf#{ID}", CacheControl(), None, id="one"),
        pytest.param("vraag#a", CacheControl(), None, id="list"),
        pytest.param(f"leerbedrijf#{ID}", CacheControl(no_cache=True), None, id="no-cache"),
        pytest.param(f"leerbedrijf#{ID}", CacheControl(), LeerbedrijfUnknown(TEXT), id="unknown"),
        pytest.param(
            f"leerbedrijf#{ID}",
            CacheControl(max_age=0, max_stale=10**6),
            BronUnavailable(TEXT),
            id="fall-back",
        ),
    ],
)
def test_in_every_order(
    dynamodb: "DynamoDBClient",
    tables: Tables,
    scale: Callable[[int], int],
    subject: str,
    cache_control: CacheControl,
    error: Exception | None,
) -> None:
    """Whoever asks once the invalidation is done is never served from the table what was there before it."""
    all_numbers = itertools.count()

    def scene() -> FreshnessScene:
        new = FreshnessScene(dynamodb, tables.answers, next(all_numbers), subject)
        if isinstance(error, BronUnavailable):
            new.question(CacheControl())
        new.fout = error
        return new

    with ExitStack() as purge:
        proef = scene()
        purge.callback(stop_at_every_call(dynamodb))
        steps, of_other = (
            _count(Runner(lambda: proef.question(cache_control))),
            _count(Runner(proef.make_change)),
        )
        everything = list(_interleavings(steps, of_other))
        # The same draw each time, no secret.
        drawn = random.Random(20261124).sample(everything, max(_AT_LEAST, scale(len(everything))))  # noqa: S311
        for order in drawn:
            scenario = scene()
            question, changing = (
                Runner(partial(scenario.question, cache_control)),
                Runner(scenario.make_change),
            )
            for of_change in order:
                runner = changing if of_change else question
                if not runner.ready:
                    runner.step()
            question.run_to_end()
            changing.run_to_end()
            version, kept = scenario.question(CacheControl())
            assert not kept or version == 2, order
