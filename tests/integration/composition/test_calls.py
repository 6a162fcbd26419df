"""What each function asks of AWS is what it declares: each right is used, and nothing is asked without one.

Every function runs as it is composed: over the adapters, an AWS in this process, and SBB's simulator.
"""

import base64
import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from importlib import import_module
from typing import Any, Final

import trustme
from stagemarkt.adapters.dynamodb.sbb_subscriptions import SubscriptionTable
from stagemarkt.composition.abonnementen import AbonnementenPorts
from stagemarkt.composition.aflevering import AfleveringPorts
from stagemarkt.composition.authorizer import AuthorizerPorts
from stagemarkt.composition.certificaatwacht import CertificaatwachtPorts
from stagemarkt.composition.detailgegevens import DetailgegevensPorts
from stagemarkt.composition.identificatie import IdentificatiePorts
from stagemarkt.composition.inname import InnamePorts
from stagemarkt.composition.mutaties import MutatiesPorts
from stagemarkt.composition.opruiming import OpruimingPorts
from stagemarkt.composition.schoolabonnementen import SchoolabonnementenPorts
from stagemarkt.composition.status import StatusPorts
from stagemarkt.composition.veger import VegerPorts
from stagemarkt.composition.verdeling import VerdelingPorts
from stagemarkt.composition.verificatie import VerificatiePorts
from stagemarkt.composition.verversing import VerversingPorts
from stagemarkt.composition.zoeken import ZoekenPorts
from stagemarkt.domain.access import checksum, new_sleutel
from stagemarkt.entry.intake import make_entry
from stagemarkt.model.toegang import Afnemer, Limiet, School, SleutelData, Toegang
from stagemarkt.ports.sbb_subscriptions import KnownSubscription
from stagemarkt.web.routes import SCOPES
from stagemarkt_cli.admin.access_table import ToegangTable

from functions.abonnementen import app as abonnementen
from functions.aflevering import app as delivery
from functions.authorizer import app as authorizer
from functions.certificaatwacht import app as certificaatwacht
from functions.detailgegevens import app as detailgegevens
from functions.identificatie import app as identificatie
from functions.mutaties import app as mutaties
from functions.opruiming import app as opruiming
from functions.schoolabonnementen import app as schoolabonnementen
from functions.status import app as status
from functions.veger import app as sweeper
from functions.verdeling import app as distribution
from functions.verificatie import app as verificatie
from functions.verversing import app as refresh
from functions.zoeken import app as zoeken
from local.sbb.register import examples
from tests.integration.composition.world import REFUSED, SCHOOL, World, declared
from tests.integration.delivery.received import ReceivedPosts, port_of
from tests.integration.support.behaviour import http, respond
from tests.message_examples import SCHOOL_OIN
from tests.mutatie_examples import ABONNEMENT, MESSAGE, OTHER_MESSAGE
from tests.unit.fakes.composition import FakeContext
from tests.unit.fakes.outbox import abonnement
from tests.unit.requests import ROOT, build_event, json_of, load_event, with_toegang

HOUR: Final = 3600
COMPANY: Final = {"leerbedrijfId": examples.SHOWPIECE}
ONE: Final = "/leerbedrijven/{leerbedrijfId}"
THIS: Final = "/abonnementen/{abonnementId}"
# In the account of another.
BY_QUEUE: Final = {"soort": "sqs", "queueArn": "arn:aws:sqs:eu-west-1:111122223333:mutaties.fifo"}


class Caller:
    """Asks a function of the API, on behalf of a school."""

    def __init__(self, handler: Callable[[dict[str, Any], Any], dict[str, Any]]) -> None:
        self._handler = handler

    def __call__(  # noqa: PLR0913 - what a request is made of
        self,
        resource: str,
        method: str = "GET",
        *,
        school: str = SCHOOL,
        query: Mapping[str, Sequence[str]] | None = None,
        body: Mapping[str, Any] | None = None,
        match: str | None = None,
        path: Mapping[str, str] | None = None,
    ) -> tuple[int, Any]:
        """Status and JSON."""
        event = build_event(
            method,
            resource,
            path_fields=path,
            query=query,
            headers={"If-Match": match} if match else None,
            body=None if body is None else json.dumps(body),
        )
        answer = self._handler(with_toegang(event, {school: SCOPES}), FakeContext())
        return answer["statusCode"], json_of(answer) if answer["body"] else None

    def is_refused(self, resource: str, **rest: Any) -> bool:
        """Whether SBB refuses the licence of the other school for this."""
        _, problem = self(resource, school=REFUSED, **rest)
        return bool(problem["code"] == "bron-licentie")


def _bring(world: World, bericht_id: str = MESSAGE) -> None:
    """Have SBB bring the mutatie of `events/`, which is about `examples.SHOWPIECE`, in this message."""
    book = SubscriptionTable(world.dynamodb, world.tables.mutaties)
    book.remember(KnownSubscription(ABONNEMENT, SCHOOL, SCHOOL_OIN, "https://intake.example/", 0.0))
    ports = world.compose(InnamePorts)
    event = load_event("mutaties-brengen")
    body = base64.b64decode(event["body"]).replace(MESSAGE.encode(), bericht_id.encode())
    answer = make_entry(lambda: ports.front)({**event, "body": base64.b64encode(body).decode()}, None)
    assert answer["statusCode"] == 200


def _subscribe(world: World, body: Mapping[str, str] = BY_QUEUE, **settings: str) -> str:
    """Make an abonnement; gives its id."""
    handler = abonnementen.make_handler(world.compose(AbonnementenPorts, **settings))
    made, abonnement = Caller(handler)("/abonnementen", "POST", body=body)
    assert made == 201
    return str(abonnement["abonnementId"])


def _exceptions(url: str, ca: trustme.CA) -> dict[str, str]:
    """The settings under which this receiver may be on this machine."""
    plaats = url.removeprefix("https://").partition("/")[0]
    return {
        "WEBHOOK_UITZONDERINGEN": plaats,
        "WEBHOOK_UITZONDERINGEN_CA": ca.cert_pem.bytes().decode(),
    }


def _fan_out(world: World) -> None:
    """Bring a mutatie, and pass it on."""
    _bring(world)
    done = distribution.make_handler(world.compose(VerdelingPorts))(
        world.received("Verwerking"), FakeContext()
    )
    assert done == {"batchItemFailures": []}


def test_authorizer(world: World) -> None:
    """A key that is known, whose afnemer is read, and whose use is noted."""
    sleutel, admin = new_sleutel(), ToegangTable(world.dynamodb, world.tables.toegang)
    assert admin.make_afnemer(Afnemer("demo", "Demo", "", Limiet(5, 10, 100), "poort"))
    hash_ = checksum(sleutel.sleutel, b"peper")
    assert admin.add_sleutel(SleutelData(sleutel.prefix, hash_, "demo", 1), ())
    event = {**load_event("authorizer"), "authorizationToken": f"Bearer {sleutel.sleutel}"}
    policy = authorizer.make_handler(world.compose(AuthorizerPorts))(event, None)
    assert policy["principalId"] == sleutel.prefix
    assert world.asked() == declared(AuthorizerPorts.needs)


def test_identificatie(world: World) -> None:
    """One and a list, asked and kept; old, and put in the queue; refused, and told."""
    ask = Caller(identificatie.make_handler(world.compose(IdentificatiePorts)))
    assert ask(ONE, path=COMPANY)[0] == 200
    assert ask("/leerbedrijven", query={"naam": [examples.SHOWPIECE_NAME]})[1]["totaal"] == 1
    world.now += 48 * HOUR
    assert ask(ONE, path=COMPANY)[1]["actualiteit"]["verouderd"] is True
    assert ask.is_refused(ONE, path=COMPANY)
    assert world.asked() == declared(IdentificatiePorts.needs)


def test_verificatie(world: World) -> None:
    """A check, and one for a school whose licence SBB refuses."""
    ask = Caller(verificatie.make_handler(world.compose(VerificatiePorts)))
    erkenning = f"{ONE}/erkenningen/{{code}}"
    assert ask(erkenning, path=COMPANY | {"code": "25998"})[1]["erkend"] is True
    assert ask.is_refused(erkenning, path=COMPANY | {"code": "25998"})
    assert world.asked() == declared(VerificatiePorts.needs)


def test_many_verificaties(world: World) -> None:
    """A batch asks for nothing that a single check does not, whatever it meets."""
    ask = Caller(verificatie.make_handler(world.compose(VerificatiePorts)))
    checks = {"requests": [{"key": pair} for pair in (examples.ERKEND_CREBO, examples.ERKEND_KEUZEDEEL)]}
    answers = [ask("/verificaties/_batch", "POST", body=checks, school=brin) for brin in (SCHOOL, REFUSED)]
    codes = [[slot.get("probleem", {}).get("code") for slot in told["results"]] for _, told in answers]
    assert codes == [[None, None], ["bron-licentie", "bron-licentie"]]
    assert world.asked() == declared(VerificatiePorts.needs)


def test_detailgegevens(world: World) -> None:
    """Asked, kept and put on record; old, and put in the queue; refused, and told."""
    ask = Caller(detailgegevens.make_handler(world.compose(DetailgegevensPorts)))
    details = f"{ONE}/detailgegevens"
    assert ask(details, path=COMPANY)[0] == 200
    world.now += 5 * HOUR
    assert ask(details, path=COMPANY)[1]["actualiteit"]["verouderd"] is True
    assert ask.is_refused(details, path=COMPANY)
    assert world.asked() == declared(DetailgegevensPorts.needs)


def test_verversing(world: World) -> None:
    """One and a list that have become old are asked again; and one when SBB refuses the licence by then."""
    ask = Caller(identificatie.make_handler(world.compose(IdentificatiePorts)))
    questions: tuple[dict[str, Any], ...] = (
        {"resource": ONE, "path": COMPANY},
        {"resource": "/leerbedrijven", "query": {"naam": [examples.SHOWPIECE_NAME]}},
    )
    for moment in (0, 48 * HOUR):
        world.now += moment
        assert [ask(**question)[0] for question in questions] == [200, 200]
    world.asked()
    handler = refresh.make_handler(world.compose(VerversingPorts))
    first = world.received("Verversingen")
    assert len(first["Records"]) == 2
    assert handler(first, FakeContext()) == {"batchItemFailures": []}
    world.now += 48 * HOUR
    asked = world.asked()
    world.spoil_licence()
    ask(**questions[0])
    world.asked()
    refresh.make_handler(world.compose(VerversingPorts))(world.received("Verversingen"), FakeContext())
    assert asked | world.asked() == declared(VerversingPorts.needs)


def test_opruiming(world: World) -> None:
    """What may be kept no longer is found and deleted."""
    ask = Caller(identificatie.make_handler(world.compose(IdentificatiePorts)))
    assert ask(ONE, path=COMPANY)[0] == 200
    world.asked()
    opruiming.make_handler(world.compose(OpruimingPorts, CACHE_MODE="uit"))({}, None)
    assert world.asked() == declared(OpruimingPorts.needs)


def test_zoeken(world: World) -> None:
    """A page that names people, put on record; and a school whose licence SBB refuses."""
    ask = Caller(zoeken.make_handler(world.compose(ZoekenPorts)))
    query = {"crebo": ["25998"]}
    assert ask("/leerplaatsen", query=query)[0] == 200
    assert ask.is_refused("/leerplaatsen", query=query)
    assert world.asked() == declared(ZoekenPorts.needs)


def test_status(world: World) -> None:
    """SBB's door is tried as nobody, and a school's own record read."""
    ask = Caller(status.make_handler(world.compose(StatusPorts)))
    assert ask("/status")[1]["sbb"]["status"] == "in-orde"
    assert ask("/status/school")[0] == 200
    assert world.asked() == declared(StatusPorts.needs)


def test_certificaatwacht(world: World) -> None:
    """SBB's CA and all schools are looked at, and two are tried: one that SBB takes, one that it refuses."""
    handler = certificaatwacht.make_handler(world.compose(CertificaatwachtPorts))
    assert handler({}, FakeContext())["bekeken"] == 3
    assert handler({"probeer": SCHOOL}, FakeContext())["uitkomst"]["uitkomst"] == "aanvaard"
    assert handler({"probeer": REFUSED}, FakeContext())["uitkomst"]["code"] == "bron-licentie"
    assert world.asked() == declared(CertificaatwachtPorts.needs)


def test_schoolabonnementen(world: World) -> None:
    """A school is subscribed, looked at and unsubscribed; another is refused."""
    handler = schoolabonnementen.make_handler(world.compose(SchoolabonnementenPorts))
    for command in ("abonneer", "abonnementen", "controleer", "opzeggen"):
        assert "uitkomst" in handler({"opdracht": command, "school": SCHOOL}, FakeContext()), command
    refused = handler({"opdracht": "abonneer", "school": REFUSED}, FakeContext())
    assert refused["fout"]["code"] == "bron-licentie"
    assert world.asked() == declared(SchoolabonnementenPorts.needs)


def test_inname(world: World) -> None:
    """A message is taken in, and one that is none is refused and kept for the operator."""
    _bring(world)
    ports = world.compose(InnamePorts)
    event = {**load_event("mutaties-brengen"), "body": "<x/>", "isBase64Encoded": False}
    assert make_entry(lambda: ports.front)(event, None)["statusCode"] == 500
    assert world.asked() == declared(InnamePorts.needs)


def test_verdeling(world: World) -> None:
    """What was kept is forgotten; feed and abonnementen get the mutatie, one that is behind as well."""
    _subscribe(world)
    _fan_out(world)
    ask = Caller(identificatie.make_handler(world.compose(IdentificatiePorts)))
    assert ask(ONE, path=COMPANY)[0] == 200
    behind = abonnement("later", school=SCHOOL)
    world.compose(AbonnementenPorts).abonnementen.make(behind, 0, world.now)
    _bring(world, OTHER_MESSAGE)
    world.asked()
    handler = distribution.make_handler(world.compose(VerdelingPorts))
    assert handler(world.received("Verwerking"), FakeContext()) == {"batchItemFailures": []}
    assert world.asked() == declared(VerdelingPorts.needs)


def test_mutaties(world: World) -> None:
    """The feed, one mutatie of it, and what was numbered for an abonnement."""
    abonnement_id = _subscribe(world)
    _fan_out(world)
    world.asked()
    ask = Caller(mutaties.make_handler(world.compose(MutatiesPorts)))
    (one,) = ask("/mutaties")[1]["resultaten"]
    assert ask("/mutaties/{mutatieId}", path={"mutatieId": one["id"]})[0] == 200
    assert ask("/mutaties", query={"abonnementId": [abonnement_id]})[1]["resultaten"] != []
    assert world.asked() == declared(MutatiesPorts.needs)


def test_abonnementen(world: World, ca: trustme.CA) -> None:
    """Made, read, changed, sent anew, given a new key, ended."""
    url = "https://localhost:9443/"
    ask = Caller(abonnementen.make_handler(world.compose(AbonnementenPorts, **_exceptions(url, ca))))
    made, abonnement = ask("/abonnementen", "POST", body={"soort": "webhook", "url": url})
    assert made == 201
    _fan_out(world)
    world.asked()
    assert ask("/abonnementen", "POST", body={"soort": "webhook", "url": url})[0] == 409
    who = {"abonnementId": str(abonnement["abonnementId"])}
    assert ask("/abonnementen")[1]["totaal"] == 1
    assert ask(THIS, "PATCH", body={"filter": {"codes": ["25998"]}}, match="*", path=who)[0] == 200
    assert ask(f"{THIS}/afleveringen", path=who)[0] == 200
    assert ask(f"{THIS}/sleutelrotaties", "POST", path=who)[0] == 201
    vanaf = {"vanaf": "2026-11-01T00:00:00Z"}
    assert ask(f"{THIS}/herafleveringen", "POST", body=vanaf, path=who)[0] == 202
    assert ask(THIS, "DELETE", match="*", path=who)[0] == 204
    assert world.asked() == declared(AbonnementenPorts.needs)


def test_aflevering(world: World, ca: trustme.CA) -> None:
    """A webhook that says never again, a queue of another account, and the rest of the work for later."""
    with ExitStack() as opened:
        receiver = ReceivedPosts(opened, ca).server(respond(http(status="410 Gone")))
        url = f"https://localhost:{port_of(receiver)}/"
        settings = _exceptions(url, ca)
        webhook = _subscribe(world, {"soort": "webhook", "url": url}, **settings)
        queue = _subscribe(world)
        admin = ToegangTable(world.dynamodb, world.tables.toegang)
        assert admin.make_afnemer(Afnemer("demo", "Demo", "", Limiet(5, 10, 100), "poort"))
        admin.store_school(School(SCHOOL, SCHOOL_OIN, "ROC"))
        admin.grant_toegang("demo", Toegang(SCHOOL, ("mutaties",), None))
        _fan_out(world)
        world.asked()
        handler = delivery.make_handler(world.compose(AfleveringPorts, **settings))
        assert handler(world.received("Aflevering"), FakeContext(6_000)) == {"batchItemFailures": []}
        assert handler(world.received("Aflevering"), FakeContext()) == {"batchItemFailures": []}
        tried = [
            Caller(handler)(f"{THIS}/testberichten", "POST", path={"abonnementId": one})[1]["uitkomst"]
            for one in (webhook, queue)
        ]
        # The one was switched off; of the other AWS knows no queue.
        assert tried == ["geweigerd", "mislukt"]
        # Before the receiver, which waits for who keeps a connection.
        world.close()
        assert world.asked() == declared(AfleveringPorts.needs)


def test_veger(world: World) -> None:
    """Sees what is due, and nudges."""
    _subscribe(world)
    _fan_out(world)
    world.asked()
    world.now += HOUR
    assert sweeper.make_handler(world.compose(VegerPorts))({}, FakeContext())["gewekt"] == 1
    assert world.asked() == declared(VegerPorts.needs)


def test_every_function_is_here() -> None:
    """No function is left out: each that needs anything has its test above."""
    folders = {path.parent.name for path in ROOT.glob("functions/*/app.py")}
    needy = {folder for folder in folders if import_module(f"stagemarkt.composition.{folder}").NEEDS.rights}
    assert needy == {name.removeprefix("test_") for name in globals() if name.startswith("test_")} & folders
