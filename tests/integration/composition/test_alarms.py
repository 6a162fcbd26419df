"""Each alarm goes off on what is really emitted when its thing is broken, and is over when that is mended.

What is broken is broken: SBB refuses the connection, a table is gone, a secret is no JSON. The functions meet
it as on AWS, and log what they log. `emitted` writes down what AWS measures of that; where nothing here can
break it at all, as a disabled key, the measurement alone is what AWS documents, and the test says so.
"""

import json
from collections.abc import Callable
from typing import Any, Final

import boto3
import pytest
from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders
from moto.events.models import EventPattern
from stagemarkt.adapters.dynamodb.access_items import place_of_toegang
from stagemarkt.adapters.dynamodb.sbb_subscriptions import SubscriptionTable
from stagemarkt.ports.sbb_subscriptions import KnownSubscription

from functions.aflevering import app as delivery
from functions.verificatie import app as verification
from local.sbb.disturbances.catalogue import Disturbance
from local.sbb.register import examples
from tests.cloudwatch import emitted
from tests.cloudwatch.measurements import resolved
from tests.integration.composition.watched import DAY, HOUR, MINUTE, WatchedStack
from tests.integration.composition.world import PREFIX, REFUSED, SCHOOL
from tests.message_examples import SCHOOL_OIN
from tests.mutatie_examples import ABONNEMENT
from tests.unit.domain.changes.test_delivery import DEAD
from tests.unit.fakes.composition import FakeComposition, FakeSbb
from tests.unit.outbox_setup import ABONNEMENT_ID, outgoing_composition
from tests.unit.requests import build_event, load_event, with_toegang
from tests.unit.template import RESOURCES

ONE: Final = "/leerbedrijven/{leerbedrijfId}"
# Nobody listens there.
NOWHERE: Final = "https://127.0.0.1:9/"


def _question(number: int = 0, school: str = SCHOOL, scope: str = "identificatie") -> dict[str, Any]:
    event = build_event(resource=ONE, path_fields={"leerbedrijfId": str(int(examples.SHOWPIECE) + number)})
    return with_toegang(event, {school: [scope]})


def _broken(
    watched: WatchedStack, minutes: int, each_minute: Callable[[], object]
) -> dict[str, tuple[float, bool]]:
    """Let it be broken for so long, then be over: after how many minutes each went off, and whether it ended.

    Where nothing is measured any more CloudWatch looks at the last points: an alarm of an hour takes three.
    """
    begin = watched.at
    for _ in range(minutes):
        each_minute()
        watched.pass_time()
    watched.queued("Verwerking", visible=0)
    watched.pass_time(4 * HOUR)
    incidents = watched.incidents(begin)
    return {name: (incident.since, incident.until is not None) for name, incident in incidents.items()}


def _ended(found: dict[str, tuple[float, bool]]) -> dict[str, float]:
    """After how many minutes each went off; all of them have ended."""
    assert all(ended for _, ended in found.values()), found
    return {name: since for name, (since, _) in found.items()}


def test_sbb_is_away(watched: WatchedStack) -> None:
    """Nobody answers at SBB: calls fail, the circuit opens, and callers hear so at once."""
    ask = watched.handler("Identificatie", SBB_URL=NOWHERE)
    seen = list[int]()

    def each_minute() -> None:
        seen.extend(watched.ask("Identificatie", _question(len(seen)), ask) for _ in range(3))

    assert _ended(_broken(watched, 12, each_minute)) == {"ApiStoring": 7, "SbbDicht": 7, "UitrolAlarm": 1}
    assert set(seen) == {503}


def test_a_school_is_refused(watched: WatchedStack) -> None:
    """SBB knows the licence of one school no more; one that asks now and then."""
    ask = watched.handler("Identificatie")
    for number in range(4):
        watched.ask("Identificatie", _question(number, REFUSED), ask)
        watched.pass_time(2 * MINUTE)
    begin = watched.at - 8 * MINUTE
    watched.pass_time(2 * HOUR)
    assert watched.incidents(begin).keys() == {"SchoolGeweigerd"}


def test_sbbs_own_certificate_is_not_known(watched: WatchedStack, ca: Any) -> None:
    """Another CA than SBB's in the secret: we end the handshakes, of every school; each question is a try."""
    watched.world.secrets.put_secret_value(
        SecretId=f"{PREFIX}/sbb", SecretString=json.dumps({"ca": ca.cert_pem.bytes().decode()})
    )
    ask = watched.handler("Verificatie")
    event = build_event(
        resource=f"{ONE}/erkenningen/{{code}}",
        path_fields={"leerbedrijfId": examples.SHOWPIECE, "code": "25998"},
    )
    found = _broken(watched, 15, lambda: watched.ask("Verificatie", event, ask))
    assert _ended(found).keys() == {"SchoolGeweigerd", "ApiStoring"}


def test_a_table_for_speed_is_gone(watched: WatchedStack) -> None:
    """What is kept cannot be read: every answer is given all the same, and the log says what failed."""
    watched.world.dynamodb.delete_table(TableName=watched.world.tables.answers)
    ask = watched.handler("Identificatie")
    seen = set[int]()
    found = _broken(
        watched, 15, lambda: seen.update(watched.ask("Identificatie", _question(), ask) for _ in range(2))
    )
    assert _ended(found).keys() == {"OpslagMislukt"}
    assert seen == {200}


def test_a_secret_is_no_json(watched: WatchedStack) -> None:
    """What a slip of an operator makes of a school's secret is our own fault: one request tells."""
    watched.world.secrets.put_secret_value(SecretId=f"{PREFIX}/school/{SCHOOL}", SecretString="x")
    ask = watched.handler("Identificatie")
    assert _ended(_broken(watched, 1, lambda: watched.ask("Identificatie", _question(), ask))) == {
        "InterneFoutAlarm": 1
    }


def test_a_check_of_a_batch_fails_by_our_own_fault(watched: WatchedStack) -> None:
    """A fault in the code: the batch is answered, with `interne-fout` in a slot, and no 5xx tells of it."""
    ask = verification.make_handler(FakeComposition(FakeSbb(fout=ValueError("kapot"))))
    body = json.dumps({"requests": [{"key": examples.ERKEND_CREBO}]})
    event = build_event("POST", "/verificaties/_batch", body=body)
    event = with_toegang(event, {SCHOOL: ["verificatie"]})
    seen = set[int]()
    found = _broken(watched, 1, lambda: seen.add(watched.ask("Verificatie", event, ask)))
    assert (_ended(found), seen) == ({"InterneFoutAlarm": 1}, {200})


def test_nobody_can_tell_who_may_come_in(watched: WatchedStack) -> None:
    """The table of keys is gone: good keys are not let in. A key that is refused is no such thing."""
    sleutel = watched.let_in()
    assert watched.authorize(sleutel) == 200
    assert [watched.authorize(sleutel[:-1] + "x") for _ in range(4)] == [401] * 4
    watched.pass_time(HOUR)
    assert watched.incidents(watched.at - HOUR - MINUTE) == {}
    watched.world.dynamodb.delete_table(TableName=watched.world.tables.toegang)
    found = _broken(watched, 15, lambda: watched.authorize(sleutel))
    assert _ended(found).keys() == {"AuthorizerMislukt", "ApiStoring"}


def test_functions_crash(watched: WatchedStack) -> None:
    """A layer that is missing: functions end as they are imported, and API Gateway answers 502."""
    found = _broken(watched, 12, lambda: watched.crash("Verificatie"))
    assert _ended(found).keys() == {"FunctieMislukt", "ApiStoring"}


def test_lambda_has_no_room(watched: WatchedStack) -> None:
    """The account's quota is used up. What Lambda measures of it is as it documents: no emulator does."""

    def each_minute() -> None:
        emitted.throttle(watched.measurements, "Detailgegevens", watched.at)
        watched.answered(500, 5, "INTEGRATION_FAILURE")

    assert _ended(_broken(watched, 12, each_minute)).keys() == {"LambdaVol", "ApiStoring"}


def test_sbb_is_slow(watched: WatchedStack) -> None:
    """SBB answers after ten seconds: here after a two-hundredth, and what is measured is as long again."""
    watched.world.sim.disturbances.add(Disturbance("vertraging", seconden=0.05))
    ask = watched.handler("Verificatie")
    event = build_event(resource=f"{ONE}/erkenningen", path_fields={"leerbedrijfId": examples.SHOWPIECE})
    found = _broken(watched, 17, lambda: watched.ask("Verificatie", event, ask, slower=200))
    assert _ended(found).keys() == {"ApiTraag"}


def test_callers_are_refused(watched: WatchedStack) -> None:
    """One afnemer goes on with a key that was withdrawn; a fifth of the calls are others' good ones."""
    sleutel = watched.let_in()
    good = watched.handler("Identificatie")
    watched.ask("Identificatie", _question(), good)

    def each_minute() -> None:
        for _ in range(12):
            assert watched.authorize(sleutel[:-1] + "x") == 401
        for _ in range(3):
            assert watched.ask("Identificatie", _question(), good) == 200

    assert _ended(_broken(watched, 18, each_minute)).keys() == {"ApiGeweigerd"}


def test_an_afnemer_is_at_its_limit(watched: WatchedStack) -> None:
    """API Gateway keeps it off by itself, by its usage plan, as tests/e2e/test_limits.py shows."""

    def each_minute() -> None:
        for _ in range(15):
            watched.answered(429, 5, "THROTTLED")
            watched.answered(200, 20)

    assert _ended(_broken(watched, 18, each_minute)).keys() == {"LimietBereikt"}


@pytest.mark.parametrize(
    ("function", "settings", "gone", "expected"),
    [
        ("Veger", {}, "outgoing", {"VegerAlarm"}),
        ("Opruiming", {"CACHE_MODE": "uit"}, "answers", {"OpruimingMislukt", "KlokMisluktAlarm"}),
        ("Certificaatwacht", {}, "sightings", {"CertificaatwachtMislukt", "KlokMisluktAlarm"}),
        ("Schoolabonnementen", {}, "mutaties", {"SchoolabonnementenMislukt", "KlokMisluktAlarm"}),
    ],
)
def test_what_the_clock_calls_fails(
    watched: WatchedStack, function: str, settings: dict[str, str], gone: str, expected: set[str]
) -> None:
    """Its table is gone. It is run as often as by Lambda, and what is given up on goes where that puts it."""
    watched.world.dynamodb.delete_table(TableName=getattr(watched.world.tables, gone))
    every = {"Veger": MINUTE, "Opruiming": 5 * MINUTE}.get(function, DAY)
    config = RESOURCES[function]["Properties"]["EventInvokeConfig"]
    handler = watched.handler(function, **settings)
    watched.stopped.add(function)

    def each_minute() -> None:
        if watched.at % every:
            return
        for _ in range(1 + config["MaximumRetryAttempts"]):
            assert isinstance(watched.invoke(function, {"opdracht": "controleer"}, handler), Exception)
        if "DestinationConfig" in config:
            watched.queued("KlokMislukt")

    begin = watched.at
    for _ in range(20):
        each_minute()
        watched.pass_time()
    fired = watched.incidents(begin)
    assert fired.keys() == expected
    watched.queued("KlokMislukt", visible=0)
    watched.stopped.discard(function)
    watched.pass_time(DAY + HOUR)
    assert {name for name, incident in watched.incidents(begin).items() if incident.until is None} == set()


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        ("Veger", "VegerStil"),
        ("Opruiming", "OpruimingStil"),
        ("Certificaatwacht", "CertificaatwachtStil"),
        ("Schoolabonnementen", "SchoolabonnementenStil"),
    ],
)
def test_the_clock_stops(watched: WatchedStack, function: str, expected: str) -> None:
    """Its schedule calls it no more: nothing fails, and nothing runs."""
    watched.stopped.add(function)
    begin = watched.at
    longest = {"Veger": MINUTE, "Opruiming": 5 * MINUTE}.get(function, DAY)
    watched.pass_time(longest + 4 * HOUR)
    fired = watched.incidents(begin)
    assert fired.keys() == {expected}
    watched.stopped.discard(function)
    watched.pass_time(longest + HOUR)
    assert watched.incidents(begin)[expected].until is not None


def _queue_with_redrive(watched: WatchedStack, queue: str) -> tuple[str, str]:
    """The addresses of this queue and of its dead-letter queue, which takes what was received so often."""
    sqs, url = watched.world.sqs, watched.world.queues[queue]
    fifo = {"FifoQueue": "true"} if url.endswith(".fifo") else {}
    dead = sqs.create_queue(QueueName=f"dood{'.fifo' if fifo else ''}", Attributes=dict(fifo))["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=dead, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    times = RESOURCES[queue]["Properties"]["RedrivePolicy"]["maxReceiveCount"]
    policy = json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": times})
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"RedrivePolicy": policy})
    return url, dead


BODIES: Final = {
    "Verwerking": {"school": SCHOOL, "mutatieIds": ["m1"]},
    "Aflevering": {"school": SCHOOL, "abonnementId": "a1"},
    "Verversingen": {"school": SCHOOL, "ref": f"leerbedrijf#{examples.SHOWPIECE}", "soort": "identificatie"},
}


@pytest.mark.parametrize(
    ("queue", "reader", "gone", "expected"),
    [
        ("Verwerking", "Verdeler", "outgoing", {"VerwerkingMisluktAlarm", "VerwerkingWacht"}),
        ("Aflevering", "Afleveraar", "outgoing", {"AfleveringMisluktAlarm"}),
        ("Verversingen", "Verversing", "answers", {"VerversingenMisluktAlarm", "VerversingenWacht"}),
    ],
)
def test_what_reads_a_queue_fails(
    watched: WatchedStack, queue: str, reader: str, gone: str, expected: set[str]
) -> None:
    """Its table is gone: the message comes back when it is hidden no more, and is given up on in the end."""
    properties = RESOURCES[queue]["Properties"]
    watched.world.dynamodb.delete_table(TableName=getattr(watched.world.tables, gone))
    handler = watched.handler(reader)
    url, dead = _queue_with_redrive(watched, queue)
    order = {"MessageGroupId": "g", "MessageDeduplicationId": "d"} if url.endswith(".fifo") else {}
    watched.world.sqs.send_message(QueueUrl=url, MessageBody=json.dumps(BODIES[queue]), **order)
    begin, received = watched.at, 0
    watched.queued(queue)
    while watched.at < begin + properties["MessageRetentionPeriod"]:
        found = watched.world.sqs.receive_message(
            QueueUrl=url, VisibilityTimeout=0, AttributeNames=["All"]
        ).get("Messages")
        if not found:
            break
        record = {"messageId": "m", "body": found[0]["Body"], "attributes": found[0]["Attributes"]}
        answer = watched.invoke(reader, {"Records": [record]}, handler)
        assert answer == {"batchItemFailures": [{"itemIdentifier": "m"}]}
        received += 1
        watched.pass_time(properties["VisibilityTimeout"])
    # It was given up on, and did not grow too old before.
    given_up = watched.world.sqs.receive_message(QueueUrl=dead, VisibilityTimeout=0)["Messages"]
    assert (received, len(given_up)) == (properties["RedrivePolicy"]["maxReceiveCount"], 1)
    watched.queued(queue, visible=0)
    watched.queued(f"{queue}Mislukt")
    watched.pass_time(20 * MINUTE)
    fired = watched.incidents(begin)
    assert fired.keys() == expected
    watched.queued(f"{queue}Mislukt", visible=0)
    watched.pass_time(HOUR)
    assert {name for name, incident in watched.incidents(begin).items() if incident.until is None} == set()


@pytest.mark.parametrize(
    ("queue", "expected"),
    [
        ("Verwerking", "VerwerkingWacht"),
        ("Aflevering", "AfleveringWacht"),
        ("Verversingen", "VerversingenWacht"),
    ],
)
def test_nobody_reads_a_queue(watched: WatchedStack, queue: str, expected: str) -> None:
    """Its event source is off, or finds no room: what lies there grows old, while the queue keeps it."""
    kept = RESOURCES[queue]["Properties"]["MessageRetentionPeriod"]
    begin = watched.at
    watched.queued(queue)
    watched.pass_time(min(kept, HOUR))
    watched.queued(queue, visible=0)
    watched.pass_time(HOUR)
    fired = watched.incidents(begin)
    assert fired.keys() == {expected}
    assert fired[expected].until is not None


def test_a_delivery_is_set_aside(watched: WatchedStack) -> None:
    """A receiver that answers nothing for three days: what waits for it is given up on."""
    composition = outgoing_composition()
    composition.way_out.sender.says[ABONNEMENT_ID] = lambda _: DEAD
    nudge = {"messageId": "m", "body": json.dumps({"school": SCHOOL, "abonnementId": ABONNEMENT_ID})}
    handler = delivery.make_handler(composition)
    assert watched.invoke("Afleveraar", {"Records": [nudge]}, handler) == {"batchItemFailures": []}
    composition.way_out.now += 3 * DAY + HOUR
    found = _broken(watched, 1, lambda: watched.invoke("Afleveraar", {"Records": [nudge]}, handler))
    assert _ended(found).keys() == {"OpzijAlarm"}


def test_sbb_writes_what_nobody_can_read(watched: WatchedStack) -> None:
    """Values in fields that decide nothing, as an SBB of another version might write them."""
    watched.world.sim.disturbances.add(Disturbance("vreemde-velden"))
    ask = watched.handler("Zoeken")
    event = build_event(resource="/leerplaatsen", query={"crebo": ["25998"]})
    assert _ended(_broken(watched, 1, lambda: watched.ask("Zoeken", event, ask))).keys() == {
        "OnleesbaarAlarm"
    }


def test_an_item_cannot_be_read(watched: WatchedStack) -> None:
    """A hand broke one toegang of an afnemer: its key is let in for what is left, nothing."""
    sleutel = watched.let_in()
    toegang = watched.world.tables.toegang
    watched.world.dynamodb.put_item(TableName=toegang, Item=place_of_toegang("demo", SCHOOL))
    assert _ended(_broken(watched, 1, lambda: watched.authorize(sleutel))).keys() == {"BeschadigdAlarm"}


def test_dynamodb_refuses_what_comes_too_fast(watched: WatchedStack) -> None:
    """Each write of an answer is refused: what DynamoDB then measures is counted by what it refused."""
    refused = list[str]()

    def refuse(model: Any, params: Any, **_: Any) -> tuple[AWSResponse, dict[str, Any]] | None:
        table = json.loads(params["body"]).get("TableName", "")
        if model.name not in {"PutItem", "UpdateItem"} or table != watched.world.tables.answers:
            return None
        refused.append(model.name)
        emitted.table_throttle(watched.measurements, "Antwoorden", model.name, watched.at)
        error = {"Code": "ThrottlingException", "Message": "te snel"}
        response = AWSResponse("https://dynamodb/", 400, HTTPHeaders(), None)
        return response, {"Error": error, "ResponseMetadata": {"HTTPStatusCode": 400}}

    # The types know no hook that gives anything.
    session: Any = boto3.DEFAULT_SESSION
    session.events.register("before-call.dynamodb", refuse)
    ask = watched.handler("Identificatie")
    numbers = iter(range(1000))
    found = _broken(
        watched,
        15,
        lambda: [watched.ask("Identificatie", _question(next(numbers)), ask) for _ in range(3)],
    )
    # The session is that of other tests as well.
    session.events.unregister("before-call.dynamodb", refuse)
    assert len(refused) > 50
    assert _ended(found).keys() == {"TabelVol", "OpslagMislukt"}


def test_a_warning_does_not_arrive(watched: WatchedStack) -> None:
    """A subscriber of the topic is gone. moto measures nothing: what SNS measures is as it documents."""
    found = _broken(
        watched,
        1,
        lambda: emitted.notification(watched.measurements, "Waarschuwingen", watched.at, failed=True),
    )
    assert _ended(found).keys() == {"WaarschuwingMislukt"}


KEY: Final = "arn:Versleuteling"


def _trail(event: str, key: str) -> Any:
    """What CloudTrail hands to EventBridge of a call, as "AWS API Call via CloudTrail" is documented."""
    return {
        "source": "aws.kms",
        "detail-type": "AWS API Call via CloudTrail",
        "detail": {
            "eventSource": "kms.amazonaws.com",
            "eventName": event,
            "requestParameters": {"keyId": key},
        },
    }


def _pattern() -> EventPattern:
    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            intrinsic = len(value) == 1 and next(iter(value)).startswith(("Ref", "Fn::"))
            return resolved(value) if intrinsic else {key: plain(one) for key, one in value.items()}
        return [plain(one) for one in value] if isinstance(value, list) else value

    return EventPattern(None, plain(RESOURCES["VersleutelingRegel"]["Properties"]["EventPattern"]))


@pytest.mark.parametrize("event", ["DisableKey", "ScheduleKeyDeletion"])
@pytest.mark.parametrize("key", [KEY, "Versleuteling"])
def test_the_key_is_taken_away(watched: WatchedStack, event: str, key: str) -> None:
    """Somebody disables it or has it deleted: CloudTrail tells, the rule matches, it is known for a day.

    No emulator here has a trail, or refuses a table whose key is disabled.
    """
    assert _pattern().matches_event(_trail(event, key))
    emitted.rule(watched.measurements, "VersleutelingRegel", watched.at)
    begin = watched.at
    watched.pass_time(28 * HOUR)
    fired = watched.incidents(begin)
    assert fired.keys() == {"VersleutelingDicht"}
    assert fired["VersleutelingDicht"].until is not None
    assert fired["VersleutelingDicht"].until > 23 * 60


@pytest.mark.parametrize(
    ("event", "key"), [("Decrypt", KEY), ("EnableKey", KEY), ("DisableKey", "arn:een-andere")]
)
def test_what_is_done_with_a_key_else(event: str, key: str) -> None:
    """Its use, and what is done to another key, is nothing to hear of."""
    assert not _pattern().matches_event(_trail(event, key))


def _message(watched: WatchedStack) -> dict[str, Any]:
    book = SubscriptionTable(watched.world.dynamodb, watched.world.tables.mutaties)
    book.remember(KnownSubscription(ABONNEMENT, SCHOOL, SCHOOL_OIN, "https://intake.example/", 0.0))
    return load_event("mutaties-brengen")


def _bring(watched: WatchedStack, event: dict[str, Any], handler: Any, milliseconds: float = 50) -> int:
    answer = watched.invoke("Inname", event, handler)
    status = int(answer["statusCode"])
    watched.answered(status, milliseconds, api="IntakeApi")
    return status


def test_messages_of_sbb_are_not_taken_in(watched: WatchedStack) -> None:
    """The table of mutaties is gone: SBB hears that it must send again, and does."""
    event, handler = _message(watched), watched.handler("Inname")
    assert _bring(watched, event, handler) == 200
    watched.world.dynamodb.delete_table(TableName=watched.world.tables.mutaties)
    found = _broken(watched, 12, lambda: _bring(watched, event, handler))
    assert _ended(found).keys() == {"InnameStoring"}


def test_messages_of_sbb_take_long(watched: WatchedStack) -> None:
    """They are taken in, each in 11 seconds, of the 28 that the function has."""
    event, handler = _message(watched), watched.handler("Inname")
    found = _broken(watched, 17, lambda: _bring(watched, event, handler, milliseconds=11_000))
    assert _ended(found).keys() == {"InnameTraag"}


def test_a_quiet_day(watched: WatchedStack) -> None:
    """A day on which callers ask, err now and then, and SBB brings its mutaties sets nothing off."""
    sleutel = watched.let_in()
    assert watched.authorize(sleutel) == 200
    ask, event, bring = watched.handler("Identificatie"), _message(watched), watched.handler("Inname")
    begin = watched.at
    for minute in range(24 * 60):
        if minute % 10 == 0:
            assert watched.ask("Identificatie", _question(), ask) == 200
        if minute % 60 == 0:
            assert watched.authorize(sleutel[:-1] + "x") == 401
            assert watched.ask("Identificatie", _question(10_000 + minute), ask) == 404
            assert watched.ask("Identificatie", _question(scope="zoeken"), ask) == 403
            assert _bring(watched, event, bring) == 200
            watched.queued("Verwerking")
        if minute % 60 == 1:
            watched.queued("Verwerking", visible=0)
            emitted.notification(watched.measurements, "Waarschuwingen", watched.at, failed=False)
        watched.pass_time()
    assert watched.incidents(begin) == {}
