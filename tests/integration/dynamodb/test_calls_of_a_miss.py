"""What one question costs in calls to DynamoDB: the whole way, over the tables, around one call to SBB."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import pytest
from stagemarkt.composition import identificatie as identificatie_ports
from stagemarkt.composition import verificatie as verificatie_ports
from stagemarkt.domain.guard.shared_state import ANSWERED, SUCCESS_INTERVAL

from functions.identificatie import app as identificatie
from functions.verificatie import app as verificatie
from tests.integration.support.behaviour import http
from tests.integration.support.contract import NS
from tests.integration.support.envelope import IDENTIFICEER, LEERBEDRIJF, VERIFY, answer
from tests.integration.support.line import Link
from tests.integration.support.pki import ThrowawayPki
from tests.integration.support.server import Connection, HttpsServer
from tests.integration.support.template import Tables
from tests.unit.fakes.cache import FakeClock
from tests.unit.fakes.composition import LEERBEDRIJF_ID, NOW, SCHOOL, FakeContext
from tests.unit.requests import build_event

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient

CALLS = ("GetItem", "BatchGetItem", "PutItem", "UpdateItem", "BatchWriteItem")
KNOWN: Any = [("Signaalcode", "0"), ("Leerbedrijven", [("Leerbedrijf", LEERBEDRIJF)])]
ERKEND: Any = [("Signaalcode", "0"), ("CodeLeerbedrijf", LEERBEDRIJF_ID), ("Status", "ACT")]


class Worker(identificatie_ports.IdentificatiePorts, verificatie_ports.VerificatiePorts):
    """A worker of two functions: what they do to the tables is counted as one."""

    needs = identificatie_ports.NEEDS | verificatie_ports.NEEDS


class CountedSecrets:
    """Secrets Manager: SBB's CA, and the secret of one school, the same each time."""

    def __init__(self, pki: ThrowawayPki) -> None:
        school = pki.school(SCHOOL)
        self._sbb = json.dumps({"ca": pki.sbb_ca})
        self._school = json.dumps(
            {
                "oin": school.oin,
                "licentie": school.licentie,
                "certificaat": school.certificaat,
                "sleutel": school.sleutel,
            }
        )

    def read(self, name: str) -> str:
        """The text of a secret."""
        return self._sbb if name.endswith("/sbb") else self._school


class Facade:
    """Workers over one DynamoDB and one SBB, which knows one leerbedrijf."""

    def __init__(self, link: Link, client: "DynamoDBClient") -> None:
        self.clock = FakeClock(float(NOW))
        self.called: list[str] = []
        self._workers: list[Worker] = []
        self._secrets, self._client = CountedSecrets(link.pki), client
        self.server: HttpsServer = link.server(self._answer)
        for call in CALLS:
            client.meta.events.register(f"before-call.dynamodb.{call}", self._note, unique_id=call)

    def worker(self) -> Worker:
        """One more, that has done nothing yet."""
        worker = Worker(self.clock, self.clock.sleep)
        worker.__dict__ |= {"_dynamodb": self._client, "_secrets": self._secrets}
        self._workers.append(worker)
        return worker

    def costs(self, ask: Callable[[], int]) -> list[str]:
        """The calls that this question makes; it is answered, and costs SBB one call or none."""
        self.called.clear()
        assert ask() == 200
        return list(self.called)

    def close(self) -> None:
        """Count no more, and end every connection to SBB."""
        for worker in self._workers:
            if "_connections" in worker.__dict__:
                worker.__dict__["_connections"].close()
        for call in CALLS:
            self._client.meta.events.unregister(f"before-call.dynamodb.{call}", unique_id=call)

    def _note(self, model: Any, **_: object) -> None:
        self.called.append(model.name)

    def _answer(self, connection: Connection) -> None:
        while (request := connection.read()) is not None:
            child = (IDENTIFICEER, KNOWN) if IDENTIFICEER.encode() in request.inhoud else (VERIFY, ERKEND)
            connection.send(http(answer(*child, refers_to=None)))


def identify(worker: Worker, wish: str = "") -> Callable[[], int]:
    """Vaststellen by ID, of which the answer is kept."""
    event = build_event(
        resource="/leerbedrijven/{leerbedrijfId}",
        path_fields={"leerbedrijfId": LEERBEDRIJF_ID},
        headers={"Cache-Control": wish} if wish else {},
    )
    handler = identificatie.make_handler(worker)
    return lambda: int(handler(event, FakeContext())["statusCode"])


def verify(worker: Worker) -> Callable[[], int]:
    """Natrekken, of which nothing is kept."""
    event = build_event(
        resource="/leerbedrijven/{leerbedrijfId}/erkenningen/{code}",
        path_fields={"leerbedrijfId": LEERBEDRIJF_ID, "code": "25998"},
    )
    handler = verificatie.make_handler(worker)
    return lambda: int(handler(event, FakeContext())["statusCode"])


@pytest.fixture(scope="module")
def pki() -> ThrowawayPki:
    """The authorities."""
    return ThrowawayPki()


@pytest.fixture
def facade(
    pki: ThrowawayPki, dynamodb: "DynamoDBClient", tables: Tables, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Facade]:
    """The functions' settings, and both ends of the wire."""
    with ExitStack() as purger:
        facade = Facade(Link(pki, purger), dynamodb)
        purger.callback(facade.close)
        settings = {
            "ANTWOORDEN_TABEL": tables.answers,
            "WAARNEMINGEN_TABEL": tables.sightings,
            "CACHE_MODE": "volledig",
            "VERVERSINGEN_URL": "https://sqs.example/verversingen",
            "WAARSCHUWINGEN_ONDERWERP": "arn:aws:sns:eu-west-1:000000000000:waarschuwingen",
            "SBB_URL": facade.server.url,
            "SBB_NAMESPACE": NS,
            "SBB_SOAPACTION": f"{NS}/",
            "SBB_OIN": "0" * 20,
            "SBB_TERMIJN": "20",
            "SBB_PER_SECONDE": "20",
            "SBB_TEGELIJK": "10",
            "SBB_PROEF_NA": "15",
            "GEHEIMEN_VOORVOEGSEL": "test",
        }
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
        yield facade


READ, LEASE, STORE = "GetItem", "UpdateItem", "PutItem"
LOOK, PLACE, END, TELL = "BatchGetItem", "UpdateItem", "UpdateItem", "UpdateItem"


def test_a_miss_and_a_hit(facade: Facade) -> None:
    """A miss on a warm worker takes five calls to DynamoDB and one to SBB; a hit takes one, and none.

    Who asks for an answer of now takes the lease at once: one call less.
    """
    worker = facade.worker()
    # The first of all tells that SBB answers.
    assert facade.costs(identify(worker)) == [READ, LEASE, LOOK, PLACE, END, TELL, STORE]
    assert facade.costs(identify(worker)) == [READ]
    for seconds in (0.5, 2.0, ANSWERED - 0.1):
        facade.clock.now += seconds
        assert facade.costs(identify(worker, "no-cache")) == [LEASE, PLACE, END, STORE]
        assert facade.costs(identify(worker)) == [READ]
    facade.clock.now += ANSWERED - 0.1
    assert facade.costs(identify(worker, "max-age=0")) == [LEASE, PLACE, END, STORE]
    facade.clock.now += ANSWERED - 0.1
    assert facade.costs(identify(worker, "max-age=1")) == [READ, LEASE, PLACE, END, STORE]
    assert len(facade.server.requests) == 6


def test_a_miss_after_a_while(facade: Facade) -> None:
    """A school that was not answered lately has SBB looked at; now and then it is told that SBB answers."""
    worker = facade.worker()
    facade.costs(identify(worker))
    facade.clock.now += ANSWERED
    assert facade.costs(identify(worker, "no-cache")) == [LEASE, PLACE, LOOK, END, STORE]
    facade.clock.now += SUCCESS_INTERVAL
    told = [LEASE, PLACE, LOOK, END, TELL, STORE]
    assert facade.costs(identify(worker, "no-cache")) == told


def test_a_miss_on_a_new_worker(facade: Facade) -> None:
    """A worker that has done nothing yet looks once; what others told is not told again."""
    facade.costs(identify(facade.worker()))
    facade.clock.now += SUCCESS_INTERVAL - 1
    worker = facade.worker()
    assert facade.costs(identify(worker, "no-cache")) == [LEASE, LOOK, PLACE, END, STORE]
    facade.clock.now += 1
    assert facade.costs(identify(worker, "no-cache")) == [LEASE, PLACE, END, TELL, STORE]


def test_what_is_never_kept(facade: Facade) -> None:
    """Natrekken takes two calls on a warm worker, and one more on a new one."""
    facade.costs(identify(facade.worker()))
    worker = facade.worker()
    assert facade.costs(verify(worker)) == [LOOK, PLACE, END]
    facade.clock.now += 2
    assert facade.costs(verify(worker)) == [PLACE, END]
