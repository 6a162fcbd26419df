"""SBB is protected: circuit breakers and limits, on a stack of their own with small numbers."""

import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from statistics import median

import httpx
import pytest

from local.deployment import first_school
from local.sbb.register import examples
from local.settings import Settings
from local.stack.local_stack import LocalStack
from tests.e2e.client import FacadeClient
from tests.e2e.conftest import SbbSightings
from tests.e2e.sleutels import make_sleutel

PER_SECOND = 5
AT_ONCE = 3
# Long enough for a busy machine to do in between what must happen before a probe.
PROBE_AFTER = 5
OTHER = "99XZ"
# What a busy machine may add, and what the way to SBB may shift.
SLACK = 8
JITTER = 0.25
Ask = Callable[[], httpx.Response]


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalStack]:
    """A stack with low limits and an impatient circuit breaker, and the template's own deadline."""
    guard_parameters = (
        ("SbbPerSeconde", str(PER_SECOND)),
        ("SbbTegelijk", str(AT_ONCE)),
        ("SbbProefNa", str(PROBE_AFTER)),
    )
    this_stack = LocalStack(
        Settings(tmp_path_factory.mktemp("bewaking"), cache_mode="uit", guard_parameters=guard_parameters),
        report=lambda _: None,
    )
    this_stack.up()
    yield this_stack
    this_stack.down()


@pytest.fixture(scope="module")
def client(own: LocalStack) -> Iterator[FacadeClient]:
    """Its client."""
    with FacadeClient(own.stack_json.parent) as client:
        yield client


@pytest.fixture(scope="module")
def sightings(own: LocalStack) -> Iterator[SbbSightings]:
    """What it has seen of SBB."""
    sightings = SbbSightings(own)
    yield sightings
    sightings.close()


@pytest.fixture
def facade(sightings: SbbSightings, client: FacadeClient) -> Iterator[FacadeClient]:
    """The client, with everything closed and SBB in good order."""
    sightings.reset_guard()
    client.restore_sbb()
    yield client
    client.restore_sbb()


@pytest.fixture(scope="module")
def other_school(own: LocalStack, client: FacadeClient) -> str:
    """The key of another school."""
    admin = first_school.admin_of(*own.deployed())
    school = client.sbb.get("/").json()["scholen"][OTHER]
    first_school.store_school(admin, first_school.school_from(school, OTHER))
    return make_sleutel(admin, {OTHER: ("verificatie",)})


def _ask(facade: FacadeClient, sleutel: str | None = None) -> httpx.Response:
    leerbedrijf, code = examples.ERKEND_CREBO
    return facade.question(f"/leerbedrijven/{leerbedrijf}/erkenningen/{code}", sleutel=sleutel)


def _force_open(facade: FacadeClient, code: str = "bron-niet-beschikbaar") -> None:
    for _ in range(5):
        assert _ask(facade).json()["code"] == code
    assert len(facade.requests()) == 5


def _adem() -> None:
    """A caller that insists, and leaves the machine to the others."""
    threading.Event().wait(0.05)


def _until_it_succeeds(question: Ask) -> tuple[float, Counter[int]]:
    """Ask until it succeeds: how long that took, and how often each status came."""
    begin, seen = time.monotonic(), Counter[int]()
    while time.monotonic() < begin + 30:
        _adem()
        answer = question()
        seen[answer.status_code] += 1
        if answer.status_code == 200:
            return time.monotonic() - begin, seen
        assert 1 <= int(answer.headers["Retry-After"]) <= 30
    raise AssertionError(f"never: {seen}")


def _moments(facade: FacadeClient) -> list[float]:
    return sorted(datetime.fromisoformat(v["tijdstip"]).timestamp() for v in facade.requests())


def _shortest_span(moments: list[float], count: int) -> float:
    """The shortest time in which one more than `count` began."""
    return min(later - then for then, later in zip(moments, moments[count:], strict=False))


def test_after_five_failures_nothing_reaches_sbb(facade: FacadeClient) -> None:
    """The sixth call, and one of another function, is 503 at once, and the status says so and until when."""
    # Warm: a cold start of the other one would take as long as the pause before a probe.
    assert facade.question(f"/leerbedrijven/{examples.SHOWPIECE}").status_code == 200
    facade.restore_sbb()
    facade.storing("http500-html")
    _force_open(facade)
    for refused in (_ask(facade), facade.question(f"/leerbedrijven/{examples.SHOWPIECE}")):
        assert (refused.status_code, refused.json()["code"]) == (503, "bron-niet-beschikbaar")
        assert "niet gevraagd" in refused.json()["detail"]
        assert 1 <= int(refused.headers["Retry-After"]) <= PROBE_AFTER
    assert len(facade.requests()) == 5
    status = facade.http.get("/status").json()
    assert (status["status"], status["sbb"]["status"]) == ("verstoord", "storing")
    breaker = status["sbb"]["zekering"]
    assert breaker["status"] in {"open", "op-proef"}
    assert datetime.fromisoformat(breaker["sinds"]).timestamp() <= time.time()


def test_recovery_within_one_probe(facade: FacadeClient) -> None:
    """When SBB is back one call tries after the interval, and when it succeeds all others pass at once."""
    facade.storing("html200")
    _force_open(facade, "bron-antwoord-ongeldig")
    facade.restore_sbb()
    duration, seen = _until_it_succeeds(lambda: _ask(facade))
    assert duration < PROBE_AFTER + SLACK
    assert seen[503] > 0
    # One verification; what it asks besides is not another try.
    assert [v["operatie"] for v in facade.requests()].count("VerifieerAccreditatie") == 1
    assert [_ask(facade).status_code for _ in range(3)] == [200] * 3
    status = facade.http.get("/status").json()
    assert (status["status"], status["sbb"]["zekering"]["status"]) == ("in-orde", "gesloten")


def test_one_probe_at_a_time(facade: FacadeClient) -> None:
    """While SBB stays away and three callers insist, it gets one call per interval and no more."""
    facade.storing("http500-html")
    _force_open(facade)
    begin = time.monotonic()
    until = begin + 1.5 * PROBE_AFTER

    def insist() -> int:
        times = 0
        while time.monotonic() < until:
            # API Gateway has a limit of its own, which a quick machine reaches.
            assert _ask(facade).status_code in {503, 429}
            times += 1
            _adem()
        return times

    with ThreadPoolExecutor(3) as threads:
        asked = sum(threads.map(lambda _: insist(), range(3)))
    probes = len(facade.requests()) - 5
    assert 1 <= probes <= 1 + (time.monotonic() - begin) / PROBE_AFTER
    assert asked > 5 * probes


def test_a_refused_licentie_does_not_affect_another_school(facade: FacadeClient, other_school: str) -> None:
    """A school without a licence is asked for five times and no more; another goes on; it recovers."""
    facade.storing("signaalcode", signaalcode=996, brin="99XX")
    _force_open(facade, "bron-licentie")
    refused = _ask(facade)
    assert (refused.status_code, refused.json()["code"]) == (502, "bron-licentie")
    assert "herhaaldelijk" in refused.json()["detail"]
    assert int(refused.headers["Retry-After"]) >= 1
    assert len(facade.requests()) == 5
    assert [_ask(facade, other_school).status_code for _ in range(3)] == [200] * 3
    assert facade.http.get("/status").json()["status"] == "in-orde"
    facade.restore_sbb()
    duration, seen = _until_it_succeeds(lambda: _ask(facade))
    assert duration < PROBE_AFTER + SLACK
    assert seen.keys() == {200, 502}


def test_a_refused_certificate_does_not_affect_another_school(
    facade: FacadeClient, other_school: str
) -> None:
    """A certificate that SBB refuses is this school's trouble alone, and her own status says so."""
    facade.storing("http403-html", brin="99XX")
    _force_open(facade, "bron-certificaat")
    assert _ask(facade).json()["code"] == "bron-certificaat"
    assert len(facade.requests()) == 5
    assert _ask(facade, other_school).status_code == 200
    own, other = (
        facade.question("/status/school").json(),
        facade.question("/status/school", sleutel=other_school).json(),
    )
    assert (own["certificaat"]["status"], other["zekering"]["status"]) == ("geweigerd", "gesloten")
    assert own["zekering"]["status"] in {"open", "op-proef"}
    assert (own["sbb"]["status"], own["sbb"]["zekering"]["status"]) == ("in-orde", "gesloten")
    assert (own["limiet"]["perSeconde"], own["limiet"]["tegelijk"]) == (PER_SECOND, AT_ONCE)


def test_a_wrong_ca_is_the_operators_business(own_folder: Path) -> None:
    """With a CA that is not SBB's the facade is at fault: before anybody asked, and after it."""
    this_stack = LocalStack(Settings(own_folder, cache_mode="uit"), report=lambda _: None)
    this_stack.up()
    try:
        admin = first_school.admin_of(*this_stack.deployed())
        with FacadeClient(own_folder) as facade:
            facade.restore_sbb()
            # The school's own certificate: a CA that signed nothing of SBB.
            first_school.store_ca(admin, Path(facade.stack["sbbClientCert"]).read_text())
            for _ in range(2):
                status = facade.http.get("/status").json()
                assert (status["status"], status["facade"]["status"]) == ("verstoord", "storing")
                assert status["sbb"]["laatsteFout"]["code"] == "bron-certificaat"
                assert _ask(facade).json()["code"] == "bron-certificaat"
            assert facade.question("/status/school").json()["facade"]["status"] == "storing"
            assert facade.requests() == []
    finally:
        this_stack.down()


def _concurrently(count: int, question: Ask) -> list[httpx.Response]:
    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(lambda _: question(), range(count)))


def test_no_more_within_one_second(facade: FacadeClient, other_school: str) -> None:
    """However many ask at once, SBB gets no more in a second; who would wait too long is told how long."""
    answers = _concurrently(12, lambda: _ask(facade)) + _concurrently(12, lambda: _ask(facade))
    moments = _moments(facade)
    # What left here in one second may arrive in less where the machine is busy: some more, never a burst.
    assert _shortest_span(moments, 2 * PER_SECOND) > 1
    assert (len(moments) - 1) / (moments[-1] - moments[0]) < PER_SECOND * 1.5
    seen = Counter(answer.status_code for answer in answers)
    assert seen.keys() <= {200, 503}, [answer.text for answer in answers]
    assert seen[200] >= PER_SECOND
    for answer in answers:
        if answer.status_code == 503:
            assert answer.json()["code"] == "bron-overbelast"
            assert "niet die van SBB" in answer.json()["detail"]
            assert 1 <= int(answer.headers["Retry-After"]) <= 10
    assert _ask(facade, other_school).status_code == 200


def test_no_more_at_once(facade: FacadeClient) -> None:
    """While SBB takes a second for each, no more are under way than the limit."""
    facade.storing("vertraging", seconden=1)
    answers = _concurrently(8, lambda: _ask(facade))
    assert {answer.status_code for answer in answers} <= {200, 503}
    assert _shortest_span(_moments(facade), AT_ONCE) > 1 - JITTER


@pytest.mark.proof
def test_two_afnemers_on_a_slow_source(
    own: LocalStack, facade: FacadeClient, scale: Callable[[int], int], capsys: pytest.CaptureFixture[str]
) -> None:
    """While one afnemer searches for all it can, another's single checks are answered: places are left."""
    other = make_sleutel(first_school.admin_of(*own.deployed()), {"99XX": ("verificatie",)})
    facade.storing("vertraging", operatie="Zoeken", seconden=1)

    def search() -> int:
        return facade.question("/leerplaatsen", params={"limit": "50"}).status_code

    def question() -> httpx.Response:
        return _ask(facade, other)

    count = max(8, scale(40))
    quiet = [question() for _ in range(4)]
    with ThreadPoolExecutor(6) as threads:
        searchers = [threads.submit(search) for _ in range(6)]
        emit = [question() for _ in range(count)]
        sought = Counter(searcher.result() for searcher in searchers)
    alone, beside = (median(a.elapsed.total_seconds() for a in group) for group in (quiet[1:], emit))
    with capsys.disabled():
        sys.stdout.write(
            f"\nA check beside 6 searches: {beside:.2f} s, alone {alone:.2f} s; {dict(sought)}\n"
        )
    assert [answer.status_code for answer in emit] == [200] * count
    assert sought.keys() <= {200, 503}
    assert sought[200] > 0
    # A third place is never a search's.
    searching = sorted(
        datetime.fromisoformat(v["tijdstip"]).timestamp()
        for v in facade.requests()
        if v["operatie"] == "Zoeken"
    )
    assert _shortest_span(searching, AT_ONCE - 1) > 1 - JITTER


# A tenth of it, where this is no proof, is no slow source: all four pages come.
VIER_BLADZIJDEN = {9: 504}


@pytest.mark.proof
def test_a_slow_source(facade: FacadeClient, scale: Callable[[int], int]) -> None:
    """With nine seconds an answer, one question is answered, and one of four pages ends at its deadline."""
    facade.storing("vertraging", seconden=scale(9))
    with ThreadPoolExecutor(2) as threads:
        zoeken = threads.submit(facade.question, "/leerplaatsen", params={"limit": "100"})
        answer = _ask(facade)
        sought = zoeken.result()
    assert answer.status_code == 200
    assert scale(9) <= answer.elapsed.total_seconds() < scale(9) + SLACK
    assert sought.status_code == VIER_BLADZIJDEN.get(scale(9), 200)
    assert sought.elapsed.total_seconds() < 26
