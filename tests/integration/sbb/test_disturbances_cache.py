"""Each fault of the simulator at each state of the cache: `STATES` and `DISTURBANCES` are the whole table.

The real way to SBB, over mutual TLS, behind the road of every cached answer; what keeps answers is in memory,
and so is the clock.
"""

import gzip
import json
import math
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

import pytest
from stagemarkt.adapters.soap.envelope import Endpoint
from stagemarkt.adapters.soap.school_connections import SchoolConnections
from stagemarkt.adapters.soap.transport import TransportLimits
from stagemarkt.domain.cache.freshness import CacheControl
from stagemarkt.domain.cache.lookup import look_up
from stagemarkt.domain.cache.retention import IDENTIFICATIE
from stagemarkt.domain.questions.detailgegevens import get_detailgegevens
from stagemarkt.model.detailgegevens import Detailgegevens
from stagemarkt.model.questions import Identificatievraag
from stagemarkt.model.school import SchoolSecret
from stagemarkt.ports.cache import AnswerContent, KeptAnswer
from stagemarkt.ports.deadline import Deadline
from stagemarkt.ports.guard import Requester
from stagemarkt.ports.sbb import Sbb
from stagemarkt.web.input import cached_questions
from stagemarkt.web.output import freshness_headers

from local.sbb.disturbances.catalogue import KINDS, Disturbance
from local.sbb.protocol import TNS
from local.sbb.register import examples
from local.sbb.simulator import Simulator
from tests.integration.sbb.conftest import TODAY
from tests.unit.fakes.cache import FakeClock, FakeStore
from tests.unit.fakes.composition import NOW, SCHOOL
from tests.unit.requests import make_request

# What SBB's faults are to a caller that waits for SBB: 200 where the answer can be used all the same.
DISTURBANCES: Final[dict[str, int]] = {
    "vertraging": 200,
    "soapfault": 503,
    "soapfault-client": 502,
    "soapfault-actie": 502,
    "soapfault-adres": 502,
    "soapfault-klok": 502,
    "soapfault-toegang": 502,
    "soapfault-intern": 503,
    "soapfault-onbekend": 502,
    "soapfault-12": 502,
    "http400-certificaat": 502,
    "http400-html": 502,
    "http403-ip": 502,
    "certificaat-achteraf": 200,
    "http500-html": 503,
    "http503": 503,
    "http403-html": 502,
    "http404-html": 502,
    "html200": 502,
    "leeg": 502,
    "reset": 503,
    "verbreek": 503,
    "afgebroken": 502,
    "halve-xml": 502,
    "rommel": 502,
    "rommel-http": 502,
    "verkeerd-type": 502,
    "druppel": 504,
    "druppel-koppen": 504,
    "vloed": 502,
    "vloed-gzip": 502,
    "entiteiten": 502,
    "xxe": 502,
    "dtd": 502,
    "signaalcode": 503,
    "ander-berichtid": 502,
    "ander-leerbedrijf": 502,
    "utf16": 200,
    "latin1": 502,
    "andere-prefixen": 200,
    "onbekende-elementen": 200,
    "tijdzone-datums": 200,
    "net-datums": 200,
    "nederlandse-getallen": 200,
    "vreemde-velden": 200,
    "rij-zonder-id": 200,
    # A status that nobody knows: absent, and in an erkenning not erkend.
    "ongeldige-waarde": 200,
    "andere-namespace": 502,
}
# SBB refuses the school: nothing older is served in its place.
REFUSES: Final = frozenset({"http403-html", "http400-certificaat", "soapfault-toegang"})


class DisturbedState(NamedTuple):
    """A state of the cache, what the caller asks, and what comes of it.

    Attributes:
        age: of the entry, seconds; None for none.
        cache_control: what the caller asks.
        sbb: whether SBB is asked.
        fallback: what is answered when SBB fails; None for the failure itself.
        without_sbb: what is answered when SBB is not asked.
        uitkomst: what the entry says.
    """

    age: int | None
    cache_control: CacheControl
    sbb: bool
    fallback: int | None = None
    without_sbb: int = 200
    uitkomst: AnswerContent = "gevonden"


DAY: Final = 86_400
FRESH_OR_STALE: Final = CacheControl(max_age=1, max_stale=math.inf)
STATES: Final[dict[str, DisturbedState]] = {
    "nothing": DisturbedState(None, CacheControl(), sbb=True),
    "expired": DisturbedState(3 * DAY, CacheControl(), sbb=True),
    "fresh": DisturbedState(10, CacheControl(), sbb=False),
    "stale": DisturbedState(DAY, CacheControl(), sbb=False),
    "fresh, no-cache": DisturbedState(10, CacheControl(no_cache=True), sbb=True),
    "stale, no-cache": DisturbedState(DAY, CacheControl(no_cache=True), sbb=True),
    "fresh, max-age=1": DisturbedState(10, CacheControl(max_age=1), sbb=True),
    "stale, max-age=1, max-stale": DisturbedState(DAY, FRESH_OR_STALE, sbb=True, fallback=200),
    "nothing, only-if-cached": DisturbedState(
        None, CacheControl(only_if_cached=True), sbb=False, without_sbb=504
    ),
    "unknown": DisturbedState(10, CacheControl(), sbb=False, without_sbb=404, uitkomst="onbekend"),
    "unknown, a while ago": DisturbedState(600, CacheControl(), sbb=True, fallback=404, uitkomst="onbekend"),
}


SLOW: Final = {"druppel", "druppel-koppen", "reset", "verbreek"}
WAITS_FOR_SBB: Final = {"expired", "fresh, no-cache", "stale, no-cache", "fresh, max-age=1"}


class DisturbedVault:
    """The secrets of the simulator's first school."""

    def __init__(self, sim: Simulator) -> None:
        b = sim.description()
        self.oin = str(b["ontvangerOin"])
        licenties = b["licenties"]
        assert isinstance(licenties, dict)
        self._ca = Path(str(b["ca"])).read_text()
        certificaat, sleutel = (Path(str(b[naam])).read_text() for naam in ("clientCert", "clientKey"))
        self._secret = SchoolSecret(SCHOOL, "0000000700099XX00000", licenties[SCHOOL], certificaat, sleutel)

    def van(self, _brin: str) -> SchoolSecret:
        """As the port says."""
        return self._secret

    def refresh(self, _brin: str) -> None:
        """As the port says; nothing changes here."""

    def sbb_ca(self) -> str:
        """As the port says."""
        return self._ca


SOMEBODY = Requester("pakket")


class BreakingSources:
    """SBB, through everything that is between it and the domain; a call takes so many seconds at most."""

    def __init__(self, sim: Simulator, seconden: float = 20) -> None:
        vault = DisturbedVault(sim)
        endpoint = Endpoint(sim.url, TNS, f"{TNS}/", vault.oin)
        self.verbindingen = SchoolConnections(endpoint, vault, TransportLimits(seconden=seconden))

    def sbb(self, school: str, _requester: Requester = SOMEBODY) -> Sbb:
        """As the port says."""
        return self.verbindingen.using(school)

    def get_detailgegevens(
        self, school: str, requester: Requester, leerbedrijf_id: str, deadline: Deadline
    ) -> Detailgegevens:
        """As the port says."""
        return get_detailgegevens(self.sbb(school, requester), leerbedrijf_id, TODAY, deadline)


@pytest.fixture
def sources(sim: Simulator, kind: str) -> Iterator[BreakingSources]:
    """One way to SBB for all states of the cache; little is waited for what never comes."""
    made = BreakingSources(sim, 0.8 if DISTURBANCES[kind] == 504 else 20)
    yield made
    made.verbindingen.close()


def test_the_table_is_complete() -> None:
    """A fault that the simulator learns must get its line here."""
    assert set(KINDS) == DISTURBANCES.keys()


@pytest.mark.proof
@pytest.mark.parametrize("kind", sorted(DISTURBANCES))
def test_every_disturbance_in_every_state(
    sim: Simulator, sources: BreakingSources, scale: Callable[[int], int], kind: str
) -> None:
    """What is kept is served whatever SBB does; who asked for fresh hears of it; nobody is misled."""
    sim.disturbances.add(Disturbance(kind, seconden=0.01 if kind == "vertraging" else None))
    # Half a second each: of the states in which SBB is asked, those that end differently will do.
    states = STATES.keys() - (WAITS_FOR_SBB if kind in SLOW and scale(20) < 20 else set())
    seen = {name: _answer(sim, sources, STATES[name]) for name in states}
    assert seen == {name: _expected(kind, STATES[name]) for name in states}


def _answer(sim: Simulator, sources: BreakingSources, state: DisturbedState) -> tuple[int, bool, bool | None]:
    """The status, whether SBB was asked, and what the answer says of being old."""
    clock, store = FakeClock(float(NOW)), FakeStore()
    question = Identificatievraag(leerbedrijf_id=examples.SHOWPIECE, inclusief_historisch=True)
    piece = cached_questions.identificatie(sources, question, SCHOOL, Deadline.after(20), SOMEBODY)
    if state.age is not None:
        store.inhoud[piece.sleutel] = _kept(state)
    sim.logbook.erase()
    outcome = look_up(piece, state.cache_control, Deadline.after(20), store.storage(clock))
    answer = freshness_headers.lookup_response(outcome, make_request())
    verouderd = None
    if answer.status == 200 and not answer.compressed:
        verouderd = json.loads(answer.body)["actualiteit"]["verouderd"]
    asked = "fwd=" in answer.koppen["Cache-Status"]
    assert store.notices == []
    return answer.status, asked, verouderd


def _kept(state: DisturbedState) -> KeptAnswer:
    """An entry of this age, with the content of another day."""
    content = {"leerbedrijfId": examples.SHOWPIECE, "actualiteit": {"bron": "cache", "verouderd": False}}
    body = b"" if state.uitkomst == "onbekend" else gzip.compress(json.dumps(content).encode())
    assert state.age is not None
    return KeptAnswer(SCHOOL, body, 'W/"x"', NOW - state.age, state.uitkomst)


def _expected(kind: str, state: DisturbedState) -> tuple[int, bool, bool | None]:
    if not state.sbb:
        old = state.age is not None and state.age >= IDENTIFICATIE.duration.fresh
        return state.without_sbb, False, True if old and state.without_sbb == 200 else None
    status = DISTURBANCES[kind]
    if status == 200:
        return 200, True, False
    if state.fallback is None or kind in REFUSES:
        return status, True, None
    return state.fallback, True, True if state.fallback == 200 else None
