"""One call for many: 200 threads, each a function of its own, over one table and the simulator of SBB."""

import sys
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from stagemarkt.adapters.dynamodb.cache import AnswerTable
from stagemarkt.adapters.dynamodb.connection import make_quick_client
from stagemarkt.domain.cache.freshness import CacheControl
from stagemarkt.domain.cache.lookup import look_up
from stagemarkt.domain.cache.lookup_outcome import LookupOutcome, Storage
from stagemarkt.domain.cache.retention import CacheMode
from stagemarkt.model.questions import Identificatievraag
from stagemarkt.ports.deadline import Deadline
from stagemarkt.web.input import cached_questions

from local.sbb.disturbances.catalogue import Disturbance
from local.sbb.register import examples
from local.sbb.simulator import Simulator
from tests.integration.sbb.test_disturbances_cache import SOMEBODY, BreakingSources
from tests.integration.support.aws import fake_aws, one_at_a_time
from tests.integration.support.template import make_tables
from tests.unit.fakes.cache import any_content
from tests.unit.fakes.composition import SCHOOL


@pytest.mark.proof
def test_many_miss_at_once(
    sim: Simulator, scale: Callable[[int], int], capsys: pytest.CaptureFixture[str]
) -> None:
    """However many miss one key at once: SBB is asked once, and each of them has its answer."""
    count = max(8, scale(200))
    together, notices, sources = Barrier(count), list[str](), [BreakingSources(sim) for _ in range(count)]
    # Less than a call may take here, and long enough that everybody is waiting.
    sim.disturbances.add(Disturbance("vertraging", seconden=0.5))
    with fake_aws():
        client = one_at_a_time(make_quick_client())
        table = AnswerTable(client, make_tables(client).answers, any_content)

        def storage() -> Storage:
            return Storage(
                mode=CacheMode.FULL,
                durations={},
                reader=table,
                writer=lambda: table,
                refresh=lambda _: None,
                report=lambda wat, error: notices.append(f"{wat}: {error}"),
                clock=time.time,
                sleep=time.sleep,
            )

        def question(bron: BreakingSources) -> LookupOutcome:
            question = Identificatievraag(leerbedrijf_id=examples.SHOWPIECE, inclusief_historisch=True)
            piece = cached_questions.identificatie(bron, question, SCHOOL, Deadline.after(20), SOMEBODY)
            together.wait()
            return look_up(piece, CacheControl(), Deadline.after(20), storage())

        begin = time.monotonic()
        with ThreadPoolExecutor(count) as threads:
            outcomes = list(threads.map(question, sources))
        duration = time.monotonic() - begin
        client.close()
    for bron in sources:
        bron.verbindingen.close()
    how = Counter("SBB" if u.fresh else "the other's call" if u.together else "the table" for u in outcomes)
    with capsys.disabled():
        sys.stdout.write(f"\n{count} misses at once: {dict(how)}, {duration:.1f} s in all\n")
    assert [u.fout for u in outcomes if u.fout] == []
    assert (how["SBB"], how.total(), notices) == (1, count, [])
    assert sum(sim.logbook.totals().values()) == 1
