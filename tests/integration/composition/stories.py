"""A typical run of each function, every right of it used, as its callers see it; and what is true after it.

Played undisturbed they show what a function asks of AWS (`test_calls`); with failures, that nothing is lost,
nothing comes twice but under the same id, and nobody is told that it is his fault (`test_aws_fails`).
"""

import base64
import json
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from typing import Any, Final, NamedTuple

import trustme
from stagemarkt.adapters.dynamodb.deliveries import DeliveryTable
from stagemarkt.adapters.dynamodb.feed import FeedTable
from stagemarkt.adapters.dynamodb.mutaties import MutatieTable
from stagemarkt.adapters.dynamodb.outbox import OutboxTable
from stagemarkt.adapters.dynamodb.rejects import RejectsTable
from stagemarkt.adapters.dynamodb.sbb_subscriptions import SubscriptionTable
from stagemarkt.composition.abonnementen import AbonnementenPorts
from stagemarkt.composition.aflevering import AfleveringPorts
from stagemarkt.composition.authorizer import AuthorizerPorts
from stagemarkt.composition.base import Composition
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
from stagemarkt.model.abonnement import AbonnementKey
from stagemarkt.model.mutatie import mutatie_id_of
from stagemarkt.model.toegang import Afnemer, Limiet, School, SleutelData, Toegang
from stagemarkt.ports.sbb_subscriptions import KnownSubscription
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
from tests.integration.composition.stage import MINUTE, Caller, Stage
from tests.integration.composition.world import REFUSED, SCHOOL, World
from tests.integration.delivery.received import ReceivedPosts, port_of
from tests.integration.support.behaviour import http, respond
from tests.message_examples import SCHOOL_OIN
from tests.mutatie_examples import ABONNEMENT, MESSAGE, OTHER_MESSAGE
from tests.unit.fakes.composition import FakeContext
from tests.unit.fakes.outbox import abonnement
from tests.unit.requests import load_event

HOUR: Final = 3600
COMPANY: Final = {"leerbedrijfId": examples.SHOWPIECE}
ONE: Final = "/leerbedrijven/{leerbedrijfId}"
THIS: Final = "/abonnementen/{abonnementId}"
# In the account of another.
BY_QUEUE: Final = {"soort": "sqs", "queueArn": "arn:aws:sqs:eu-west-1:111122223333:mutaties.fifo"}
# Long enough for every attempt again to have been due.
_ROUNDS: Final = 40


class Story(NamedTuple):
    """One function: the folder that it is in, what composes it, and its run."""

    folder: str
    ports: type[Composition]
    play: Callable[[Stage], None]


def bring(world: World, bericht_id: str = MESSAGE) -> Mapping[str, Any]:
    """Have SBB bring the mutatie of `events/`, which is about `examples.SHOWPIECE`, in this message."""
    book = SubscriptionTable(world.dynamodb, world.tables.mutaties)
    book.remember(KnownSubscription(ABONNEMENT, SCHOOL, SCHOOL_OIN, "https://intake.example/", 0.0))
    ports = world.compose(InnamePorts)
    return make_entry(lambda: ports.front)(_message(bericht_id), None)


def _message(bericht_id: str) -> dict[str, Any]:
    event = load_event("mutaties-brengen")
    body = base64.b64decode(event["body"]).replace(MESSAGE.encode(), bericht_id.encode())
    return {**event, "body": base64.b64encode(body).decode()}


def subscribe(stage: Stage, body: Mapping[str, str] = BY_QUEUE, **settings: str) -> str:
    """Make an abonnement; gives its id."""
    handler = abonnementen.make_handler(stage.world.compose(AbonnementenPorts, **settings))
    made, new = stage.caller(handler)("/abonnementen", "POST", body=body)
    assert made == 201
    return str(new["abonnementId"])


def exceptions(url: str, ca: trustme.CA) -> dict[str, str]:
    """The settings under which this receiver may be on this machine."""
    return {
        "WEBHOOK_UITZONDERINGEN": url.removeprefix("https://").partition("/")[0],
        "WEBHOOK_UITZONDERINGEN_CA": ca.cert_pem.bytes().decode(),
    }


def fan_out(stage: Stage) -> None:
    """Bring a mutatie, and pass it on."""
    assert bring(stage.world)["statusCode"] == 200
    handler = distribution.make_handler(stage.world.compose(VerdelingPorts))
    assert stage.from_queue(handler, "Verwerking") == 1


def _told_the_operator(stage: Stage, ask: Callable[[], object]) -> None:
    """That SBB refuses a licence reaches the operator: at once, or when it is next met."""
    # A worker leaves storage that fails alone for a while.
    stage.world.now += MINUTE
    ask()
    mail = stage.world.received("mail")["Records"]
    schools = [json.loads(one["body"])["MessageAttributes"]["school"]["Value"] for one in mail]
    assert schools
    assert set(schools) == {REFUSED}


def _on_record(world: World) -> int:
    return int(world.dynamodb.scan(TableName=world.tables.audit)["Count"])


def _authorizer(stage: Stage) -> None:
    """A key that is known, whose afnemer is read, and whose use is noted."""
    world = stage.world
    sleutel, admin = new_sleutel(), ToegangTable(world.dynamodb, world.tables.toegang)
    assert admin.make_afnemer(Afnemer("demo", "Demo", "", Limiet(5, 10, 100), "poort"))
    hash_ = checksum(sleutel.sleutel, b"peper")
    assert admin.add_sleutel(SleutelData(sleutel.prefix, hash_, "demo", 1), ())
    event = {**load_event("authorizer"), "authorizationToken": f"Bearer {sleutel.sleutel}"}
    handler = authorizer.make_handler(world.compose(AuthorizerPorts))

    def run() -> dict[str, Any] | None:
        try:
            return handler(event, None)
        except authorizer.Unauthenticated:
            # Of a good key nobody may be told that it is none.
            raise AssertionError from None
        except Exception:  # noqa: BLE001 - API Gateway tells the caller 500, and he asks again
            return None

    with stage.watched():
        policy = stage.until_done(run, "500 of API Gateway")
    assert policy["principalId"] == sleutel.prefix


def _identificatie(stage: Stage) -> None:
    """One and a list, asked and kept; old, and put in the queue; refused, and told."""
    ask = stage.caller(identificatie.make_handler(stage.world.compose(IdentificatiePorts)))
    with stage.watched():
        assert ask(ONE, path=COMPANY)[0] == 200
        assert ask("/leerbedrijven", query={"naam": [examples.SHOWPIECE_NAME]})[1]["totaal"] == 1
        stage.world.now += 48 * HOUR
        assert ask(ONE, path=COMPANY)[0] == 200
        assert ask.is_refused(ONE, path=COMPANY)
    assert ask(ONE, path=COMPANY)[0] == 200
    _told_the_operator(stage, lambda: ask.is_refused(ONE, path=COMPANY))
    stage.check_guard()


def _verificatie(stage: Stage) -> None:
    """A check, a batch, and both for a school whose licence SBB refuses."""
    # Lanes wait for their turns; by a clock that stands still they would look until they give up.
    stage.world.time_passes = True
    ask = stage.caller(verificatie.make_handler(stage.world.compose(VerificatiePorts)))
    question: dict[str, Any] = {
        "resource": f"{ONE}/erkenningen/{{code}}",
        "path": COMPANY | {"code": "25998"},
    }

    def batch(school: str) -> list[str | None] | None:
        """The codes of its slots; None when a slot says that it is ours, and can be asked again."""
        pairs = (examples.ERKEND_CREBO, examples.ERKEND_KEUZEDEEL)
        checks = {"requests": [{"key": pair} for pair in pairs]}
        told = ask("/verificaties/_batch", "POST", body=checks, school=school)[1]["results"]
        codes = [slot.get("probleem", {}).get("code") for slot in told]
        return None if "interne-fout" in codes else codes

    with stage.watched():
        assert ask(**question)[1]["erkend"] is True
        assert ask.is_refused(**question)
        assert stage.until_done(lambda: batch(SCHOOL), "a slot of a batch") == [None, None]
        assert stage.until_done(lambda: batch(REFUSED), "a slot of a batch") == ["bron-licentie"] * 2
    assert ask(**question)[1]["erkend"] is True
    _told_the_operator(stage, lambda: ask.is_refused(**question))
    stage.check_guard()


def _detailgegevens(stage: Stage) -> None:
    """Asked, kept and put on record; old, and put in the queue; refused, and told."""
    ask = stage.caller(detailgegevens.make_handler(stage.world.compose(DetailgegevensPorts)))
    question: dict[str, Any] = {"resource": f"{ONE}/detailgegevens", "path": COMPANY}
    with stage.watched():
        assert ask(**question)[0] == 200
        stage.world.now += 5 * HOUR
        assert ask(**question)[0] == 200
        assert ask.is_refused(**question)
    assert _on_record(stage.world) >= ask.answered
    _told_the_operator(stage, lambda: ask.is_refused(**question))
    stage.check_guard()


def _verversing(stage: Stage) -> None:
    """One and a list that have become old are asked again; and one when SBB refuses the licence by then."""
    world = stage.world
    ask = stage.caller(identificatie.make_handler(world.compose(IdentificatiePorts)))
    questions: tuple[dict[str, Any], ...] = (
        {"resource": ONE, "path": COMPANY},
        {"resource": "/leerbedrijven", "query": {"naam": [examples.SHOWPIECE_NAME]}},
    )
    for moment in (0, 48 * HOUR):
        world.now += moment
        assert [ask(**question)[0] for question in questions] == [200, 200]
    # The list is as it was kept before it said who points to it: they are written.
    _forget_pointers(world)
    with stage.watched():
        handler = refresh.make_handler(world.compose(VerversingPorts))
        assert stage.from_queue(handler, "Verversingen") == 2
        with stage.injector.looking_away():
            # What could not be kept is asked for again by whoever is served the old answer.
            world.now += MINUTE
            ask(**questions[0])
            stage.from_queue(handler, "Verversingen")
            fresh = ask(**questions[0])[1]["actualiteit"]["verouderd"]
            world.now += 48 * HOUR
            world.spoil_licence()
            ask(**questions[0])
        # A worker that read the licence before keeps it for a while.
        handler = refresh.make_handler(world.compose(VerversingPorts))
        stage.from_queue(handler, "Verversingen")
    assert fresh is False


def _forget_pointers(world: World) -> None:
    for item in world.dynamodb.scan(TableName=world.tables.answers)["Items"]:
        key = {"pk": item["pk"], "sk": item["sk"]}
        world.dynamodb.update_item(
            TableName=world.tables.answers, Key=key, UpdateExpression="REMOVE wijzers, wijzersTot"
        )


def _opruiming(stage: Stage) -> None:
    """What may be kept no longer is found and deleted."""
    world = stage.world
    ask = stage.caller(identificatie.make_handler(world.compose(IdentificatiePorts)))
    assert ask(ONE, path=COMPANY)[0] == 200
    with stage.watched():
        stage.on_schedule(opruiming.make_handler(world.compose(OpruimingPorts, CACHE_MODE="uit")), {})
    items = world.dynamodb.scan(TableName=world.tables.answers)["Items"]
    assert not [item for item in items if "lichaam" in item]


def _zoeken(stage: Stage) -> None:
    """A page that names people, put on record; and a school whose licence SBB refuses."""
    ask = stage.caller(zoeken.make_handler(stage.world.compose(ZoekenPorts)))
    question: dict[str, Any] = {"resource": "/leerplaatsen", "query": {"crebo": ["25998"]}}
    with stage.watched():
        assert ask(**question)[0] == 200
        assert ask.is_refused(**question)
    assert _on_record(stage.world) >= ask.answered == 1
    _told_the_operator(stage, lambda: ask.is_refused(**question))
    stage.check_guard()


def _status(stage: Stage) -> None:
    """SBB's door is tried as nobody, and a school's own record read."""
    ask = stage.caller(status.make_handler(stage.world.compose(StatusPorts)))
    with stage.watched():
        assert ask("/status")[1]["sbb"]["status"] in {"in-orde", "onbekend"}
        assert ask("/status/school")[0] == 200
    stage.world.now += MINUTE
    assert ask("/status")[1]["sbb"]["status"] == "in-orde"
    stage.check_guard()


def _certificaatwacht(stage: Stage) -> None:
    """SBB's CA and all schools are looked at, and two are tried: one that SBB takes, one that it refuses."""
    handler = certificaatwacht.make_handler(stage.world.compose(CertificaatwachtPorts))

    def trial(school: str) -> Any:
        answer = handler({"probeer": school}, FakeContext())
        return None if _is_ours(answer) else answer["uitkomst"]

    with stage.watched():
        assert stage.on_schedule(handler, {})["bekeken"] == 3
        taken = stage.until_done(lambda: trial(SCHOOL), "told to the operator")
        assert taken["uitkomst"] == "aanvaard"
        assert stage.until_done(lambda: trial(REFUSED), "told to the operator")["code"] == "bron-licentie"
    _told_the_operator(stage, lambda: trial(REFUSED))
    stage.check_guard()


def _is_ours(answer: Mapping[str, Any]) -> bool:
    """Whether an operator is told to try again, for it was our storage."""
    return bool(answer.get("fout", {}).get("code") == "interne-fout")


def _schoolabonnementen(stage: Stage) -> None:
    """A school is subscribed, looked at and unsubscribed; another is refused."""
    world = stage.world
    handler = schoolabonnementen.make_handler(world.compose(SchoolabonnementenPorts))
    book = SubscriptionTable(world.dynamodb, world.tables.mutaties)

    def command(name: str, school: str = SCHOOL) -> Any:
        def run() -> Any:
            answer = handler({"opdracht": name, "school": school}, FakeContext())
            return None if _is_ours(answer) else answer

        return stage.until_done(run, "told to the operator")

    with stage.watched():
        made = command("abonneer")["uitkomst"]["abonnementId"]
        with stage.injector.looking_away():
            known = [one.abonnement_id for one in book.everything()]
        running = [one.id for one in world.sim.service.abonnementen.van(SCHOOL)]
        assert known == running == [made]
        assert [one["abonnementId"] for one in command("abonnementen")["uitkomst"]["abonnementen"]] == [made]
        checked = stage.on_schedule(handler, {"opdracht": "controleer"})
        assert [one["abonnementId"] for one in checked["uitkomst"]["abonnementen"]] == [made]
        command("opzeggen")
        assert command("abonneer", REFUSED)["fout"]["code"] == "bron-licentie"
    assert not [*book.everything(), *world.sim.service.abonnementen.van(SCHOOL)]
    _told_the_operator(stage, lambda: command("abonneer", REFUSED))
    stage.check_guard()


def _inname(stage: Stage) -> None:
    """A message is taken in, and one that is none is refused and kept for the operator."""
    world = stage.world
    book = SubscriptionTable(world.dynamodb, world.tables.mutaties)
    book.remember(KnownSubscription(ABONNEMENT, SCHOOL, SCHOOL_OIN, "https://intake.example/", 0.0))
    ports = world.compose(InnamePorts)
    handler = make_entry(lambda: ports.front)
    no_message = {**load_event("mutaties-brengen"), "body": "<x/>", "isBase64Encoded": False}
    rejects = RejectsTable(world.dynamodb, world.tables.mutaties)

    def send() -> bool | None:
        answer = handler(_message(MESSAGE), None)
        assert answer["statusCode"] in {200, 500}
        assert ("Fault" in answer["body"]) == (answer["statusCode"] == 500)
        return True if answer["statusCode"] == 200 else None

    def refuse() -> bool | None:
        assert handler(no_message, None)["statusCode"] == 500
        # SBB sends it again, whatever it is told; when it could not be kept, it is the next time.
        with stage.injector.looking_away():
            return True if list(rejects.rejected_messages()) else None

    with stage.watched():
        stage.until_done(send, "fault, sent again by SBB")
        stage.until_done(refuse, "fault, sent again by SBB")
    assert handler(_message(MESSAGE), None)["statusCode"] == 200
    (only,) = MutatieTable(world.dynamodb, world.tables.mutaties).walk(SCHOOL, 0)
    queued = [json.loads(one["body"])["mutatieIds"] for one in world.received("Verwerking")["Records"]]
    assert queued == [[only.mutatie_id]] == [[mutatie_id_of(MESSAGE, 1)]]
    assert len(list(rejects.rejected_messages())) == 1


def _verdeling(stage: Stage) -> None:
    """What was kept is forgotten; feed and abonnementen get the mutatie, one that is behind as well."""
    world = stage.world
    abonnement_id = subscribe(stage)
    fan_out(stage)
    world.received("Aflevering")
    ask = stage.caller(identificatie.make_handler(world.compose(IdentificatiePorts)))
    assert ask(ONE, path=COMPANY)[0] == 200
    behind = abonnement("later", school=SCHOOL)
    world.compose(AbonnementenPorts).abonnementen.make(behind, 0, world.now)
    assert bring(world, OTHER_MESSAGE)["statusCode"] == 200
    with stage.watched():
        handler = distribution.make_handler(world.compose(VerdelingPorts))
        assert stage.from_queue(handler, "Verwerking") == 1
    both = [mutatie_id_of(one, 1) for one in (MESSAGE, OTHER_MESSAGE)]
    feed = FeedTable(world.dynamodb, world.tables.outgoing)
    assert [line.mutatie.mutatie_id for line in feed.read(SCHOOL, 0, 9)] == both
    numbered = DeliveryTable(world.dynamodb, world.tables.outgoing)
    for who in (abonnement_id, "later"):
        deliveries = numbered.read(AbonnementKey(SCHOOL, who), 0, 9)
        assert [one.regel.mutatie.mutatie_id for one in deliveries] == both
        assert [one.volgnummer for one in deliveries] == [1, 2]
    # Whoever lost his nudge is nudged within the minute.
    world.now += MINUTE
    sweeper.make_handler(world.compose(VegerPorts))({}, FakeContext())
    nudged = {json.loads(one["body"])["abonnementId"] for one in world.received("Aflevering")["Records"]}
    assert nudged == {abonnement_id, "later"}
    assert ask(ONE, path=COMPANY)[1]["actualiteit"]["bron"] == "sbb"


def _mutaties(stage: Stage) -> None:
    """The feed, one mutatie of it, and what was numbered for an abonnement."""
    abonnement_id = subscribe(stage)
    fan_out(stage)
    ask = stage.caller(mutaties.make_handler(stage.world.compose(MutatiesPorts)))
    with stage.watched():
        (one,) = ask("/mutaties")[1]["resultaten"]
        assert ask("/mutaties/{mutatieId}", path={"mutatieId": one["id"]})[0] == 200
        (numbered,) = ask("/mutaties", query={"abonnementId": [abonnement_id]})[1]["resultaten"]
    assert one["id"] == numbered["id"] == mutatie_id_of(MESSAGE, 1)


def _abonnementen(stage: Stage) -> None:
    """Made, read, changed, sent anew, given a new key, ended."""
    url, ca = "https://localhost:9443/", trustme.CA()
    ask = stage.caller(
        abonnementen.make_handler(stage.world.compose(AbonnementenPorts, **exceptions(url, ca)))
    )
    new = {"soort": "webhook", "url": url}
    with stage.watched():
        # Who never got the answer, asks again and is told which one there is.
        assert ask("/abonnementen", "POST", body=new)[0] in {201, 409}
        with stage.injector.looking_away():
            fan_out(stage)
        status_, problem = ask("/abonnementen", "POST", body=new)
        listing = ask("/abonnementen")[1]
        assert (status_, listing["totaal"]) == (409, 1)
        one = str(listing["resultaten"][0]["abonnementId"])
        assert one in problem["detail"]
        who = {"abonnementId": one}
        assert ask(THIS, "PATCH", body={"filter": {"codes": ["25998"]}}, match="*", path=who)[0] == 200
        assert len(ask(f"{THIS}/afleveringen", path=who)[1]["resultaten"]) == 1
        assert ask(f"{THIS}/sleutelrotaties", "POST", path=who)[0] == 201
        vanaf = {"vanaf": "2026-11-01T00:00:00Z"}
        assert ask(f"{THIS}/herafleveringen", "POST", body=vanaf, path=who)[0] == 202
        assert ask(THIS, path=who)[1]["filter"]["codes"] == ["25998"]
        assert ask(THIS, "DELETE", match="*", path=who)[0] == 204
        assert ask("/abonnementen")[1]["totaal"] == 0


def _aflevering(stage: Stage) -> None:
    """A webhook that takes, one that says never again, a queue of another; work is left for later."""
    world, ca = stage.world, trustme.CA()
    queue = world.sqs.create_queue(QueueName="van-een-ander.fifo", Attributes={"FifoQueue": "true"})
    with ExitStack() as opened:
        posts = ReceivedPosts(opened, ca)
        takes, gone = posts.server(respond(http())), posts.server(respond(http(status="410 Gone")))
        urls = [f"https://localhost:{port_of(server)}/" for server in (takes, gone)]
        both = [exceptions(url, ca) for url in urls]
        # The account in which the queue of another is, is not ours.
        settings = both[0] | {
            "WEBHOOK_UITZONDERINGEN": ",".join(one["WEBHOOK_UITZONDERINGEN"] for one in both),
            "AWS_REKENING": "000000000000",
        }
        arn = "arn:aws:sqs:eu-west-1:123456789012:van-een-ander.fifo"
        wanted = ({"soort": "webhook", "url": url} for url in urls)
        ids = [subscribe(stage, body, **settings) for body in (*wanted, {"soort": "sqs", "queueArn": arn})]
        admin = ToegangTable(world.dynamodb, world.tables.toegang)
        assert admin.make_afnemer(Afnemer("demo", "Demo", "", Limiet(5, 10, 100), "poort"))
        admin.store_school(School(SCHOOL, SCHOOL_OIN, "ROC"))
        admin.grant_toegang("demo", Toegang(SCHOOL, ("mutaties",), None))
        fan_out(stage)
        handler = delivery.make_handler(world.compose(AfleveringPorts, **settings))
        _confirm(stage, ids[2], settings, queue["QueueUrl"])
        veger = sweeper.make_handler(world.compose(VegerPorts))
        with stage.watched():
            # With no time for any, and then with time.
            stage.from_queue(handler, "Aflevering", 6_000)
            stage.from_queue(handler, "Aflevering")
        # What an attempt took, waits for its time.
        outbox = OutboxTable(world.dynamodb, world.tables.outgoing)
        for _ in range(_ROUNDS):
            waiting = [one for one in (ids[0], ids[2]) if list(outbox.wachtend(AbonnementKey(SCHOOL, one)))]
            if not waiting and "afgemeld" in {one.toestand for one in _all_of(world)}:
                break
            world.now += MINUTE
            veger({}, FakeContext())
            stage.from_queue(handler, "Aflevering")
        states = {one.abonnement_id: one.toestand for one in _all_of(world)}
        assert states == dict(zip(ids, ("actief", "afgemeld", "actief"), strict=True))
        ask = Caller(stage, handler)
        with stage.watched():
            tried = [
                ask(f"{THIS}/testberichten", "POST", path={"abonnementId": one})[1]["uitkomst"] for one in ids
            ]
        # Before the receivers, which wait for who keeps a connection.
        world.close()
        assert tried[:2] == ["geleverd", "geweigerd"]
    event = mutatie_id_of(MESSAGE, 1)
    at_webhook = Counter(one.koppen["webhook-id"] for one in takes.requests)
    bodies = {one.inhoud.decode() for one in takes.requests if one.koppen["webhook-id"] == event}
    found = world.sqs.receive_message(QueueUrl=queue["QueueUrl"], MaxNumberOfMessages=10)["Messages"]
    at_queue = [json.loads(one["Body"])["id"] for one in found]
    # Volgnummers differ: each abonnement has its own.
    assert len({one["Body"] for one in found}) == len(set(at_queue))
    # At least once, and whatever came more than once is the same.
    assert at_webhook[event] >= 1
    assert len(bodies) == 1
    assert at_queue.count(event) >= 1
    assert world.received("Aflevering") == {"Records": []}


def _confirm(stage: Stage, abonnement_id: str, settings: Mapping[str, str], queue_url: str) -> None:
    """Show that the queue is its owner's: the token of a test message comes back."""
    world, path = stage.world, {"abonnementId": abonnement_id}
    sends = Caller(stage, delivery.make_handler(world.compose(AfleveringPorts, **settings)))
    assert sends(f"{THIS}/testberichten", "POST", path=path)[1]["uitkomst"] == "geleverd"
    (message,) = world.sqs.receive_message(QueueUrl=queue_url)["Messages"]
    world.sqs.delete_message(QueueUrl=queue_url, ReceiptHandle=message["ReceiptHandle"])
    changes = Caller(stage, abonnementen.make_handler(world.compose(AbonnementenPorts, **settings)))
    body = {"token": json.loads(message["Body"])["data"]["token"]}
    assert changes(THIS, "PATCH", body=body, match="*", path=path)[1]["toestand"] == "actief"


def _all_of(world: World) -> Any:
    return world.compose(AbonnementenPorts).abonnementen.of_school(SCHOOL)


def _veger(stage: Stage) -> None:
    """Sees what is due, and nudges."""
    abonnement_id = subscribe(stage)
    fan_out(stage)
    stage.world.received("Aflevering")
    stage.world.now += HOUR
    handler = sweeper.make_handler(stage.world.compose(VegerPorts))
    with stage.watched():
        # Nobody tries a sweep again: a minute later there is another.
        assert stage.on_schedule(handler, {})["gewekt"] == 1
    # Twice, when it is not known whether it was: whoever is nudged for nothing finds nothing.
    nudged = [
        json.loads(one["body"])["abonnementId"] for one in stage.world.received("Aflevering")["Records"]
    ]
    assert set(nudged) == {abonnement_id}


STORIES: Final = (
    Story("abonnementen", AbonnementenPorts, _abonnementen),
    Story("aflevering", AfleveringPorts, _aflevering),
    Story("authorizer", AuthorizerPorts, _authorizer),
    Story("certificaatwacht", CertificaatwachtPorts, _certificaatwacht),
    Story("detailgegevens", DetailgegevensPorts, _detailgegevens),
    Story("identificatie", IdentificatiePorts, _identificatie),
    Story("inname", InnamePorts, _inname),
    Story("mutaties", MutatiesPorts, _mutaties),
    Story("opruiming", OpruimingPorts, _opruiming),
    Story("schoolabonnementen", SchoolabonnementenPorts, _schoolabonnementen),
    Story("status", StatusPorts, _status),
    Story("veger", VegerPorts, _veger),
    Story("verdeling", VerdelingPorts, _verdeling),
    Story("verificatie", VerificatiePorts, _verificatie),
    Story("verversing", VerversingPorts, _verversing),
    Story("zoeken", ZoekenPorts, _zoeken),
)
