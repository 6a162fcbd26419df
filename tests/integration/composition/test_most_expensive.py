"""What the dearest request of each route costs: calls to AWS and to SBB, items read and written.

The same figures stand in docs/operations.md, "What an abuser can make it cost".
"""

import json
import uuid
from collections.abc import Mapping, Sequence
from types import ModuleType
from typing import Any, Final, NamedTuple

import pytest
from stagemarkt.adapters.dynamodb import batches
from stagemarkt.adapters.dynamodb.outbox_items import STATE, line_to_item
from stagemarkt.composition.abonnementen import AbonnementenPorts
from stagemarkt.composition.detailgegevens import DetailgegevensPorts
from stagemarkt.composition.identificatie import IdentificatiePorts
from stagemarkt.composition.mutaties import MutatiesPorts
from stagemarkt.composition.status import StatusPorts
from stagemarkt.composition.verificatie import VerificatiePorts
from stagemarkt.composition.zoeken import ZoekenPorts
from stagemarkt.model.aflevering import Aflevering, DeliveryStand, FeedLine
from stagemarkt.web.routes import ROUTES, SCOPES, Route

from functions.abonnementen import app as abonnementen
from functions.detailgegevens import app as detailgegevens
from functions.identificatie import app as identificatie
from functions.mutaties import app as mutaties
from functions.status import app as status
from functions.verificatie import app as verificatie
from functions.zoeken import app as zoeken
from local.sbb.register import examples
from tests.integration.composition.world import SCHOOL, World
from tests.unit.fakes.composition import FakeContext
from tests.unit.fakes.outbox import abonnement, mutatie
from tests.unit.requests import ROOT, build_event, with_toegang

FUNCTIONS: Final[Mapping[str, tuple[ModuleType, Any]]] = {
    "identificatie": (identificatie, IdentificatiePorts),
    "verificatie": (verificatie, VerificatiePorts),
    "detailgegevens": (detailgegevens, DetailgegevensPorts),
    "zoeken": (zoeken, ZoekenPorts),
    "abonnementen": (abonnementen, AbonnementenPorts),
    "mutaties": (mutaties, MutatiesPorts),
    "status": (status, StatusPorts),
}
NEW: Final = {"Cache-Control": "no-cache"}
ANY: Final = {"If-Match": "*"}
COMPANY: Final = {"leerbedrijfId": examples.SHOWPIECE}
THIS: Final = {"abonnementId": "6f1de0a2-95b4-4c58-8c3e-2b1a7d9e0f12"}
FEED: Final = 495
# Sent by others than a function of the API, or with nothing behind them.
# A hundred checks go side by side, and come to another figure each time.
ELSEWHERE: Final = {"verifieerReeks", "stuurTestbericht", "geefOpenapi", "geefAsyncapi"}


class RequestCost(NamedTuple):
    """Calls to AWS, items that they wrote and read, and calls to SBB."""

    aws: int
    written: int
    read: int
    sbb: int


class CostMeter:
    """Counts what boto3 is asked, and what it gives."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.cost = RequestCost(0, 0, 0, 0)
        # The session is that of all tests here.
        self._events = world.session.events
        self._hooks = (("before-parameter-build", self._ask), ("after-call", self._get))
        for event, hook in self._hooks:
            self._events.register(event, hook)

    def close(self) -> None:
        """Count no more."""
        for event, hook in self._hooks:
            self._events.unregister(event, hook)

    def begin(self) -> None:
        """From here on."""
        self.cost = RequestCost(0, 0, 0, 0)
        self._world.sim.logbook.erase()

    def end(self) -> RequestCost:
        """What it came to."""
        return self.cost._replace(sbb=sum(self._world.sim.logbook.totals().values()))

    def _ask(self, params: Mapping[str, Any], model: Any, **_: Any) -> None:
        written = len(params.get("TransactItems", ()))
        if model.name == "BatchWriteItem":
            written = sum(map(len, params["RequestItems"].values()))
        written += model.name in {"PutItem", "UpdateItem", "DeleteItem"}
        self.cost = self.cost._replace(aws=self.cost.aws + 1, written=self.cost.written + written)

    def _get(self, parsed: Mapping[str, Any], model: Any, **_: Any) -> None:
        read = len(parsed.get("Items", ())) + (model.name == "GetItem" and "Item" in parsed)
        read += sum(map(len, parsed.get("Responses", {}).values()))
        self.cost = self.cost._replace(read=self.cost.read + read)


class DearRequest(NamedTuple):
    """A request that costs as much as one of its route can."""

    operation: str
    query: Mapping[str, Sequence[str]] = {}
    headers: Mapping[str, str] = {}
    path: Mapping[str, str] = {}
    body: Mapping[str, Any] | None = None


DEAREST: Final[Mapping[str, tuple[DearRequest, RequestCost]]] = {
    "a list, the first time": (
        DearRequest("zoekLeerbedrijven", {"naam": ["ar"]}, NEW),
        RequestCost(14, 90, 0, 1),
    ),
    "the same again and again": (
        DearRequest("zoekLeerbedrijven", {"naam": ["ar"]}, NEW),
        RequestCost(6, 4, 0, 1),
    ),
    "a list by its body": (
        DearRequest("zoekLeerbedrijvenInLichaam", {}, NEW, body={"naam": "bak"}),
        RequestCost(7, 14, 0, 1),
    ),
    "a leerbedrijf": (DearRequest("geefLeerbedrijf", {}, NEW, COMPANY), RequestCost(4, 4, 0, 1)),
    "an erkenning": (
        DearRequest("geefErkenning", {}, NEW, {**COMPANY, "code": "25998"}),
        RequestCost(7, 4, 2, 2),
    ),
    "all erkenningen": (DearRequest("geefErkenningen", {}, NEW, COMPANY), RequestCost(2, 2, 0, 1)),
    "detailgegevens": (DearRequest("geefDetailgegevens", {}, NEW, COMPANY), RequestCost(8, 5, 2, 1)),
    "leerplaatsen": (DearRequest("zoekLeerplaatsen", {"limit": ["100"]}), RequestCost(12, 9, 2, 4)),
    "leerplaatsen with a wildcard": (
        DearRequest("zoekLeerplaatsen", {"naam": ["sch_"], "limit": ["100"]}),
        RequestCost(12, 12, 0, 6),
    ),
    "a leerplaats": (DearRequest("geefLeerplaats", path={"leerplaatsId": "1"}), RequestCost(2, 2, 0, 1)),
    "erkende leerbedrijven": (
        DearRequest("zoekErkenningen", {"crebo": ["25998"], "limit": ["100"]}),
        RequestCost(3, 3, 0, 1),
    ),
    "abonnementen": (DearRequest("geefAbonnementen"), RequestCost(1, 0, 1, 0)),
    "a new abonnement": (
        DearRequest(
            "maakAbonnement", body={"soort": "sqs", "queueArn": "arn:aws:sqs:eu-west-1:111122223333:a"}
        ),
        RequestCost(3, 4, 2, 0),
    ),
    "an abonnement": (DearRequest("geefAbonnement", path=THIS), RequestCost(1, 0, 1, 0)),
    "another filter": (
        DearRequest("wijzigAbonnement", {}, ANY, THIS, {"filter": {"codes": ["25998"]}}),
        RequestCost(3, 4, 1, 0),
    ),
    "a new key": (DearRequest("wisselSleutel", path=THIS), RequestCost(3, 2, 1, 0)),
    "all of it once more": (
        DearRequest("leverOpnieuw", path=THIS, body={"vanaf": "2026-10-01T00:00:00Z"}),
        RequestCost(13, 2, 10, 0),
    ),
    "its log": (DearRequest("geefAfleveringen", {"limit": ["100"]}, path=THIS), RequestCost(2, 0, 101, 0)),
    "a code that is nowhere": (DearRequest("geefMutaties", {"code": ["K0001"]}), RequestCost(3, 0, 401, 0)),
    "a leerbedrijf that is nowhere": (
        DearRequest("geefMutaties", {"leerbedrijfId": ["999999999"]}),
        RequestCost(2, 0, 1, 0),
    ),
    "from a moment on": (
        DearRequest("geefMutaties", {"vanaf": ["2026-11-02T11:59:00Z"]}),
        RequestCost(10, 0, 10, 0),
    ),
    "a mutatie": (
        DearRequest("geefMutatie", path={"mutatieId": mutatie(1).mutatie_id}),
        RequestCost(2, 0, 2, 0),
    ),
    "the status": (DearRequest("geefStatus"), RequestCost(1, 0, 1, 0)),
    "the status of a school": (DearRequest("geefSchoolstatus"), RequestCost(2, 0, 2, 0)),
    "the end of it": (DearRequest("beeindigAbonnement", {}, ANY, THIS), RequestCost(2, 4, 1, 0)),
}


def fill(world: World) -> None:
    """A feed of `FEED` lines, a part of them numbered for one abonnement."""
    ports = world.compose(AbonnementenPorts)
    one = abonnement(THIS["abonnementId"], school=SCHOOL)
    assert ports.abonnementen.make(one, 0, world.now)
    lines = [
        FeedLine(n, mutatie(n, school=SCHOOL), earlier=n > 1, numbered_at=world.now - 3600)
        for n in range(1, FEED + 1)
    ]
    assert ports.feed.write(SCHOOL, lines[:1])
    # The rest as it would stand there, in pieces that the table takes at once.
    table, feed = world.tables.outgoing, f"feed#{SCHOOL}"
    batches.write(world.dynamodb, table, [line_to_item(feed, line) for line in lines[1:]])
    world.dynamodb.update_item(
        TableName=table,
        Key={"pk": {"S": feed}, "sk": {"S": STATE}},
        UpdateExpression="SET nummer = :alle",
        ExpressionAttributeValues={":alle": {"N": str(FEED)}},
    )
    state = DeliveryStand(0, 0)
    for begin in (0, 99):
        numbered = [
            Aflevering(n + 1, lines[n], "wacht", 0, world.now, world.now) for n in range(begin, begin + 99)
        ]
        assert ports.deliveries.number(one.sleutel, state, numbered, begin + 99)
        state = DeliveryStand(begin + 99, begin + 99)


def test_every_route_is_here() -> None:
    """No route is left out but those that ask nothing, or that are told of beside the table."""
    assert {request.operation for request, _ in DEAREST.values()} == {r.operatie for r in ROUTES} - ELSEWHERE


@pytest.mark.parametrize("name", DEAREST)
def test_the_operator_is_told(name: str) -> None:
    """The figures stand in the operator's document as they are here."""
    request, cost = DEAREST[name]
    route = _route(request)
    row = (
        f"| `{route.method} {route.path}`: {name} | {cost.aws} | {cost.written} | {cost.read} | {cost.sbb} |"
    )
    assert row in (ROOT / "docs/operations.md").read_text().splitlines()


def _route(request: DearRequest) -> Route:
    return next(route for route in ROUTES if route.operatie == request.operation)


def test_what_the_dearest_requests_cost(world: World) -> None:
    """No request of a route costs more than this, whatever it asks."""
    fill(world)
    world.time_passes = True
    meter = CostMeter(world)
    handlers: dict[str, Any] = {}
    costs: dict[str, RequestCost] = {}
    for name, (request, _) in DEAREST.items():
        route = _route(request)
        app, ports = FUNCTIONS[route.functie]
        if route.functie not in handlers:
            handlers[route.functie] = app.make_handler(world.compose(ports))
        event = build_event(
            route.method,
            route.path,
            query=request.query,
            headers=request.headers,
            path_fields=request.path,
            body=None if request.body is None else json.dumps(request.body),
        )
        event["requestContext"]["requestId"] = str(uuid.uuid4())
        world.now += 2
        meter.begin()
        answer = handlers[route.functie](with_toegang(event, {SCHOOL: SCOPES}), FakeContext())
        costs[name] = meter.end()
        assert answer["statusCode"] < 500, (name, answer)
    meter.close()
    assert costs == {name: cost for name, (_, cost) in DEAREST.items()}
