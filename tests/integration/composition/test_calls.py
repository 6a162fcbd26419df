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
from stagemarkt.adapters.dynamodb.sbb_subscriptions import Abonnementtabel
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
from stagemarkt.domain.access import controlegetal, nieuwe_sleutel
from stagemarkt.entry.intake import maak_ingang
from stagemarkt.model.toegang import Afnemer, Limiet, School, Sleutelgegevens, Toegang
from stagemarkt.ports.sbb_subscriptions import BekendAbonnement
from stagemarkt.web.routes import SCOPES
from stagemarkt_cli.admin.access_table import Toegangtabel

from functions.abonnementen import app as abonnementen
from functions.aflevering import app as aflevering
from functions.authorizer import app as authorizer
from functions.certificaatwacht import app as certificaatwacht
from functions.detailgegevens import app as detailgegevens
from functions.identificatie import app as identificatie
from functions.mutaties import app as mutaties
from functions.opruiming import app as opruiming
from functions.schoolabonnementen import app as schoolabonnementen
from functions.status import app as status
from functions.veger import app as veger
from functions.verdeling import app as verdeling
from functions.verificatie import app as verificatie
from functions.verversing import app as verversing
from functions.zoeken import app as zoeken
from local.sbb import examples as vb
from tests.integration.composition.world import REFUSED, SCHOOL, World, declared
from tests.integration.delivery.received import Ontvangst, poort_van
from tests.integration.support.behaviour import beantwoord, http
from tests.message_examples import SCHOOL_OIN
from tests.mutatie_examples import ABONNEMENT, ANDER_BERICHT, BERICHT
from tests.unit.fakes import NepContext
from tests.unit.fakes_outbox import abonnement
from tests.unit.requests import WORTEL, json_van, laad_event, maak_event, met_toegang

HOUR: Final = 3600
COMPANY: Final = {"leerbedrijfId": vb.TOONBEELD}
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
        methode: str = "GET",
        *,
        school: str = SCHOOL,
        query: Mapping[str, Sequence[str]] | None = None,
        body: Mapping[str, Any] | None = None,
        match: str | None = None,
        path: Mapping[str, str] | None = None,
    ) -> tuple[int, Any]:
        """Status and JSON."""
        event = maak_event(
            methode,
            resource,
            padvelden=path,
            query=query,
            koppen={"If-Match": match} if match else None,
            lichaam=None if body is None else json.dumps(body),
        )
        answer = self._handler(met_toegang(event, {school: SCOPES}), NepContext())
        return answer["statusCode"], json_van(answer) if answer["body"] else None

    def is_refused(self, resource: str, **rest: Any) -> bool:
        """Whether SBB refuses the licence of the other school for this."""
        _, problem = self(resource, school=REFUSED, **rest)
        return bool(problem["code"] == "bron-licentie")


def _bring(world: World, bericht_id: str = BERICHT) -> None:
    """Have SBB bring the mutatie of `events/`, which is about `vb.TOONBEELD`, in this message."""
    book = Abonnementtabel(world.dynamodb, world.tables.mutaties)
    book.onthoud(BekendAbonnement(ABONNEMENT, SCHOOL, SCHOOL_OIN, "https://intake.example/", 0.0))
    ports = world.compose(InnamePorts)
    event = laad_event("mutaties-brengen")
    body = base64.b64decode(event["body"]).replace(BERICHT.encode(), bericht_id.encode())
    answer = maak_ingang(lambda: ports.balie)({**event, "body": base64.b64encode(body).decode()}, None)
    assert answer["statusCode"] == 200


def _subscribe(world: World, body: Mapping[str, str] = BY_QUEUE, **settings: str) -> str:
    """Make an abonnement; gives its id."""
    handler = abonnementen.maak_handler(world.compose(AbonnementenPorts, **settings))
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
    done = verdeling.maak_handler(world.compose(VerdelingPorts))(world.received("Verwerking"), NepContext())
    assert done == {"batchItemFailures": []}


def test_authorizer(world: World) -> None:
    """A key that is known, whose afnemer is read, and whose use is noted."""
    sleutel, beheer = nieuwe_sleutel(), Toegangtabel(world.dynamodb, world.tables.toegang)
    assert beheer.maak_afnemer(Afnemer("demo", "Demo", "", Limiet(5, 10, 100), "poort"))
    hash_ = controlegetal(sleutel.sleutel, b"peper")
    assert beheer.voeg_sleutel_toe(Sleutelgegevens(sleutel.prefix, hash_, "demo", 1), ())
    event = {**laad_event("authorizer"), "authorizationToken": f"Bearer {sleutel.sleutel}"}
    policy = authorizer.maak_handler(world.compose(AuthorizerPorts))(event, None)
    assert policy["principalId"] == sleutel.prefix
    assert world.asked() == declared(AuthorizerPorts.needs)


def test_identificatie(world: World) -> None:
    """One and a list, asked and kept; old, and put in the queue; refused, and told."""
    ask = Caller(identificatie.maak_handler(world.compose(IdentificatiePorts)))
    assert ask(ONE, path=COMPANY)[0] == 200
    assert ask("/leerbedrijven", query={"naam": [vb.TOONBEELD_NAAM]})[1]["totaal"] == 1
    world.now += 48 * HOUR
    assert ask(ONE, path=COMPANY)[1]["actualiteit"]["verouderd"] is True
    assert ask.is_refused(ONE, path=COMPANY)
    assert world.asked() == declared(IdentificatiePorts.needs)


def test_verificatie(world: World) -> None:
    """A check, and one for a school whose licence SBB refuses."""
    ask = Caller(verificatie.maak_handler(world.compose(VerificatiePorts)))
    erkenning = f"{ONE}/erkenningen/{{code}}"
    assert ask(erkenning, path=COMPANY | {"code": "25998"})[1]["erkend"] is True
    assert ask.is_refused(erkenning, path=COMPANY | {"code": "25998"})
    assert world.asked() == declared(VerificatiePorts.needs)


def test_detailgegevens(world: World) -> None:
    """Asked, kept and put on record; old, and put in the queue; refused, and told."""
    ask = Caller(detailgegevens.maak_handler(world.compose(DetailgegevensPorts)))
    details = f"{ONE}/detailgegevens"
    assert ask(details, path=COMPANY)[0] == 200
    world.now += 5 * HOUR
    assert ask(details, path=COMPANY)[1]["actualiteit"]["verouderd"] is True
    assert ask.is_refused(details, path=COMPANY)
    assert world.asked() == declared(DetailgegevensPorts.needs)


def test_verversing(world: World) -> None:
    """One and a list that have become old are asked again; and one when SBB refuses the licence by then."""
    ask = Caller(identificatie.maak_handler(world.compose(IdentificatiePorts)))
    questions: tuple[dict[str, Any], ...] = (
        {"resource": ONE, "path": COMPANY},
        {"resource": "/leerbedrijven", "query": {"naam": [vb.TOONBEELD_NAAM]}},
    )
    for moment in (0, 48 * HOUR):
        world.now += moment
        assert [ask(**question)[0] for question in questions] == [200, 200]
    world.asked()
    handler = verversing.maak_handler(world.compose(VerversingPorts))
    first = world.received("Verversingen")
    assert len(first["Records"]) == 2
    assert handler(first, NepContext()) == {"batchItemFailures": []}
    world.now += 48 * HOUR
    asked = world.asked()
    world.spoil_licence()
    ask(**questions[0])
    world.asked()
    verversing.maak_handler(world.compose(VerversingPorts))(world.received("Verversingen"), NepContext())
    assert asked | world.asked() == declared(VerversingPorts.needs)


def test_opruiming(world: World) -> None:
    """What may be kept no longer is found and deleted."""
    ask = Caller(identificatie.maak_handler(world.compose(IdentificatiePorts)))
    assert ask(ONE, path=COMPANY)[0] == 200
    world.asked()
    opruiming.maak_handler(world.compose(OpruimingPorts, CACHE_MODE="uit"))({}, None)
    assert world.asked() == declared(OpruimingPorts.needs)


def test_zoeken(world: World) -> None:
    """A page that names people, put on record; and a school whose licence SBB refuses."""
    ask = Caller(zoeken.maak_handler(world.compose(ZoekenPorts)))
    query = {"crebo": ["25998"]}
    assert ask("/leerplaatsen", query=query)[0] == 200
    assert ask.is_refused("/leerplaatsen", query=query)
    assert world.asked() == declared(ZoekenPorts.needs)


def test_status(world: World) -> None:
    """SBB's door is tried as nobody, and a school's own record read."""
    ask = Caller(status.maak_handler(world.compose(StatusPorts)))
    assert ask("/status")[1]["sbb"]["status"] == "in-orde"
    assert ask("/status/school")[0] == 200
    assert world.asked() == declared(StatusPorts.needs)


def test_certificaatwacht(world: World) -> None:
    """SBB's CA and all schools are looked at, and two are tried: one that SBB takes, one that it refuses."""
    handler = certificaatwacht.maak_handler(world.compose(CertificaatwachtPorts))
    assert handler({}, NepContext())["bekeken"] == 3
    assert handler({"probeer": SCHOOL}, NepContext())["uitkomst"]["uitkomst"] == "aanvaard"
    assert handler({"probeer": REFUSED}, NepContext())["uitkomst"]["code"] == "bron-licentie"
    assert world.asked() == declared(CertificaatwachtPorts.needs)


def test_schoolabonnementen(world: World) -> None:
    """A school is subscribed, looked at and unsubscribed; another is refused."""
    handler = schoolabonnementen.maak_handler(world.compose(SchoolabonnementenPorts))
    for opdracht in ("abonneer", "abonnementen", "controleer", "opzeggen"):
        assert "uitkomst" in handler({"opdracht": opdracht, "school": SCHOOL}, NepContext()), opdracht
    refused = handler({"opdracht": "abonneer", "school": REFUSED}, NepContext())
    assert refused["fout"]["code"] == "bron-licentie"
    assert world.asked() == declared(SchoolabonnementenPorts.needs)


def test_inname(world: World) -> None:
    """A message is taken in, and one that is none is refused and kept for the operator."""
    _bring(world)
    ports = world.compose(InnamePorts)
    event = {**laad_event("mutaties-brengen"), "body": "<x/>", "isBase64Encoded": False}
    assert maak_ingang(lambda: ports.balie)(event, None)["statusCode"] == 500
    assert world.asked() == declared(InnamePorts.needs)


def test_verdeling(world: World) -> None:
    """What was kept is forgotten; feed and abonnementen get the mutatie, one that is behind as well."""
    _subscribe(world)
    _fan_out(world)
    ask = Caller(identificatie.maak_handler(world.compose(IdentificatiePorts)))
    assert ask(ONE, path=COMPANY)[0] == 200
    behind = abonnement("later", school=SCHOOL)
    world.compose(AbonnementenPorts).abonnementen.maak(behind, 0, world.now)
    _bring(world, ANDER_BERICHT)
    world.asked()
    handler = verdeling.maak_handler(world.compose(VerdelingPorts))
    assert handler(world.received("Verwerking"), NepContext()) == {"batchItemFailures": []}
    assert world.asked() == declared(VerdelingPorts.needs)


def test_mutaties(world: World) -> None:
    """The feed, one mutatie of it, and what was numbered for an abonnement."""
    abonnement_id = _subscribe(world)
    _fan_out(world)
    world.asked()
    ask = Caller(mutaties.maak_handler(world.compose(MutatiesPorts)))
    (een,) = ask("/mutaties")[1]["resultaten"]
    assert ask("/mutaties/{mutatieId}", path={"mutatieId": een["id"]})[0] == 200
    assert ask("/mutaties", query={"abonnementId": [abonnement_id]})[1]["resultaten"] != []
    assert world.asked() == declared(MutatiesPorts.needs)


def test_abonnementen(world: World, ca: trustme.CA) -> None:
    """Made, read, changed, sent anew, given a new key, ended."""
    url = "https://localhost:9443/"
    ask = Caller(abonnementen.maak_handler(world.compose(AbonnementenPorts, **_exceptions(url, ca))))
    made, abonnement = ask("/abonnementen", "POST", body={"soort": "webhook", "url": url})
    assert made == 201
    _fan_out(world)
    world.asked()
    assert ask("/abonnementen", "POST", body={"soort": "webhook", "url": url})[0] == 409
    wie = {"abonnementId": str(abonnement["abonnementId"])}
    assert ask("/abonnementen")[1]["totaal"] == 1
    assert ask(THIS, "PATCH", body={"filter": {"codes": ["25998"]}}, match="*", path=wie)[0] == 200
    assert ask(f"{THIS}/afleveringen", path=wie)[0] == 200
    assert ask(f"{THIS}/sleutelrotaties", "POST", path=wie)[0] == 201
    vanaf = {"vanaf": "2026-11-01T00:00:00Z"}
    assert ask(f"{THIS}/herafleveringen", "POST", body=vanaf, path=wie)[0] == 202
    assert ask(THIS, "DELETE", match="*", path=wie)[0] == 204
    assert world.asked() == declared(AbonnementenPorts.needs)


def test_aflevering(world: World, ca: trustme.CA) -> None:
    """A webhook that says never again, a queue of another account, and the rest of the work for later."""
    with ExitStack() as opened:
        receiver = Ontvangst(opened, ca).server(beantwoord(http(status="410 Gone")))
        url = f"https://localhost:{poort_van(receiver)}/"
        settings = _exceptions(url, ca)
        webhook = _subscribe(world, {"soort": "webhook", "url": url}, **settings)
        queue = _subscribe(world)
        beheer = Toegangtabel(world.dynamodb, world.tables.toegang)
        assert beheer.maak_afnemer(Afnemer("demo", "Demo", "", Limiet(5, 10, 100), "poort"))
        beheer.bewaar_school(School(SCHOOL, SCHOOL_OIN, "ROC"))
        beheer.geef_toegang("demo", Toegang(SCHOOL, ("mutaties",), None))
        _fan_out(world)
        world.asked()
        handler = aflevering.maak_handler(world.compose(AfleveringPorts, **settings))
        assert handler(world.received("Aflevering"), NepContext(6_000)) == {"batchItemFailures": []}
        assert handler(world.received("Aflevering"), NepContext()) == {"batchItemFailures": []}
        tried = [
            Caller(handler)(f"{THIS}/testberichten", "POST", path={"abonnementId": een})[1]["uitkomst"]
            for een in (webhook, queue)
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
    assert veger.maak_handler(world.compose(VegerPorts))({}, NepContext())["gewekt"] == 1
    assert world.asked() == declared(VegerPorts.needs)


def test_every_function_is_here() -> None:
    """No function is left out: each that needs anything has its test above."""
    folders = {path.parent.name for path in WORTEL.glob("functions/*/app.py")}
    needy = {folder for folder in folders if import_module(f"stagemarkt.composition.{folder}").NEEDS.rights}
    assert needy == {naam.removeprefix("test_") for naam in globals() if naam.startswith("test_")} & folders
