"""Abonnementen over the API: whose they are, what may change, what is told once, what is refused."""

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

import pytest
from stagemarkt.domain.changes.abonnementen import GRACE_PERIOD
from stagemarkt.model.abonnement import Abonnement
from stagemarkt.model.errors import Bilingual, StorageError
from stagemarkt.ports.abonnementen import AT_MOST
from stagemarkt.ports.delivery import DeliveryOutcome
from stagemarkt.web.input.cursor import write_cursor

from functions.abonnementen import app as abonnementen
from functions.aflevering import app as delivery
from tests.unit.conftest import LogCapture
from tests.unit.fakes.composition import FakeContext
from tests.unit.fakes.outbox import Disasters, mutatie
from tests.unit.outbox_setup import ABONNEMENT_ID, ROLE, OutgoingComposition, outgoing_composition, sleutel
from tests.unit.requests import build_event, json_of
from tests.waiting import at_most

PATH = "/abonnementen/{abonnementId}"
ARN = "arn:aws:sqs:eu-west-1:111122223333:mutaties.fifo"


class Asker:
    """Asks, as the afnemer `demo` or another."""

    def __init__(self) -> None:
        self.composition: OutgoingComposition = outgoing_composition()
        self._handlers = {
            "abonnementen": abonnementen.make_handler(self.composition),
            "aflevering": delivery.make_handler(self.composition),
        }

    @property
    def kept(self) -> Abonnement:
        """The abonnement of `demo`, as it is kept."""
        found = self.composition.abonnementen.read(sleutel())
        assert found is not None
        return found

    def __call__(  # noqa: PLR0913 - what a request is made of
        self,
        method: str,
        resource: str,
        body: Mapping[str, Any] | None = None,
        *,
        match: str | None = None,
        who: str = "demo",
        function: str = "abonnementen",
        abonnement_id: str = ABONNEMENT_ID,
        query: Mapping[str, list[str]] | None = None,
    ) -> tuple[int, Any, Mapping[str, str]]:
        """Status, JSON and headers."""
        event = build_event(
            method,
            resource,
            headers={"If-Match": match} if match else None,
            path_fields={"abonnementId": abonnement_id} if "{" in resource else None,
            body=None if body is None else json.dumps(body),
            query=query,
        )
        event["requestContext"]["authorizer"]["afnemerId"] = who
        answer = self._handlers[function](event, FakeContext())
        content = json_of(answer) if answer["body"] else None
        return answer["statusCode"], content, answer["headers"]


@pytest.fixture
def question() -> Asker:
    """Somebody who asks, and a facade with one abonnement of `demo`."""
    return Asker()


def test_a_webhook_gets_its_key_once(question: Asker, logbook: LogCapture) -> None:
    """The secret is in the answer that makes it, in no other, and in no log."""
    status, new, headers = question(
        "POST", "/abonnementen", {"soort": "webhook", "url": "https://bpv.example/"}
    )
    assert (status, new["toestand"], headers["ETag"]) == (201, "actief", '"1"')
    assert headers["Location"] == f"abonnementen/{new['abonnementId']}"
    assert headers["Cache-Control"] == "no-store"
    _, back, _ = question("GET", PATH, abonnement_id=new["abonnementId"])
    _, everything, _ = question("GET", "/abonnementen")
    assert new.pop("geheim").startswith("whsec_")
    assert back == new
    assert (everything["totaal"], "geheim" in str(everything)) == (2, False)
    assert "whsec" not in logbook.tekst
    assert "bpv.example" not in logbook.tekst


def test_a_queue_proves_itself_by_the_token(question: Asker) -> None:
    """A queue gets its policy and waits for the token of the test message; a wrong one is refused."""
    _, new, _ = question("POST", "/abonnementen", {"soort": "sqs", "queueArn": ARN})
    who = new["abonnementId"]
    [line] = new["queueBeleid"]["Statement"]
    who_may = line["Condition"]["ArnEquals"]["aws:PrincipalArn"]
    assert (new["toestand"], who_may, line["Resource"]) == ("onbevestigd", ROLE, ARN)
    assert "geheim" not in new
    status, test, _ = question("POST", f"{PATH}/testberichten", function="aflevering", abonnement_id=who)
    assert (status, test["uitkomst"]) == (200, "geleverd")
    [(destination, message)] = question.composition.way_out.sender.pogingen
    assert (destination.queue_arn, message.is_test) == (ARN, True)
    token = json.loads(message.inhoud)["data"]["token"]
    status, error, _ = question("PATCH", PATH, {"token": f"{token}x"}, match="*", abonnement_id=who)
    assert (status, error["fouten"][0]["pointer"]) == (400, "#/token")
    status, error, _ = question("PATCH", PATH, {"toestand": "actief"}, match="*", abonnement_id=who)
    assert (status, error["code"]) == (400, "ontbrekende-combinatie")
    status, active, _ = question("PATCH", PATH, {"token": token}, match='"1"', abonnement_id=who)
    assert (status, active["toestand"]) == (200, "actief")
    # Another queue is another proof.
    _, otherwise, _ = question(
        "PATCH", PATH, {"queueArn": f"{ARN[:-5]}2.fifo"}, match='"2"', abonnement_id=who
    )
    assert otherwise["toestand"] == "onbevestigd"


@pytest.mark.parametrize(
    ("method", "behind", "function"),
    [
        ("GET", "", "abonnementen"),
        ("PATCH", "", "abonnementen"),
        ("DELETE", "", "abonnementen"),
        ("POST", "/herafleveringen", "abonnementen"),
        ("POST", "/sleutelrotaties", "abonnementen"),
        ("GET", "/afleveringen", "abonnementen"),
        ("POST", "/testberichten", "aflevering"),
    ],
)
def test_what_is_anothers_does_not_exist(question: Asker, method: str, behind: str, function: str) -> None:
    """To another afnemer of the same school an abonnement does not exist, whatever it asks."""
    status, error, _ = question(method, PATH + behind, {}, match="*", who="ander", function=function)
    assert (status, error["code"]) == (404, "resource-onbekend")
    assert question.kept.versie == 1
    assert question("GET", "/abonnementen", who="ander")[1]["totaal"] == 0


@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
@pytest.mark.parametrize(
    ("match", "status"),
    [(None, 428), ('"2"', 412), ('W/"1"', 412), ('"0", "3"', 412), ('"0", *', 412), ("1", 412)],
)
def test_who_changes_says_what_it_knows(question: Asker, method: str, match: str | None, status: int) -> None:
    """Without `If-Match`, or with another version (a weak tag never matches), nothing changes."""
    assert question(method, PATH, {"toestand": "gepauzeerd"}, match=match)[0] == status
    assert question.kept.toestand == "actief"


def test_pausing_and_resuming(question: Asker) -> None:
    """Paused it waits, put on again it is due at once; `filter` is replaced whole."""
    _, silent, headers = question("PATCH", PATH, {"toestand": "gepauzeerd"}, match='"0", "1"')
    assert (silent["toestand"], headers["ETag"]) == ("gepauzeerd", '"2"')
    question.composition.way_out.drain()
    assert question.composition.way_out.sender.pogingen == []
    _, switched_on, _ = question(
        "PATCH", PATH, {"toestand": "actief", "filter": {"codes": ["k0067", "25998"]}}, match="*"
    )
    assert (switched_on["toestand"], switched_on["filter"]) == ("actief", {"codes": ["25998", "K0067"]})
    question.composition.way_out.drain()
    assert len(question.composition.way_out.sender.pogingen) == 1
    assert question("PATCH", PATH, {"filter": {}}, match="*")[1].get("filter") is None


def test_ending(question: Asker) -> None:
    """Ended it is gone, and its destination is free."""
    exists = {"soort": "webhook", "url": f"https://{ABONNEMENT_ID}.example/in"}
    status, error, _ = question("POST", "/abonnementen", exists)
    assert (status, error["code"]) == (409, "abonnement-bestaat")
    assert question("DELETE", PATH, match='"1"')[:2] == (204, None)
    assert question("GET", PATH)[0] == 404
    # Asked again, for an answer that was lost; of another's, and of what never was, nobody learns anything.
    assert question("DELETE", PATH, match='"1"')[:2] == (204, None)
    assert question("DELETE", PATH, match='"1"', who="ander")[0] == 404
    assert question("DELETE", PATH, match='"1"', abonnement_id=ABONNEMENT_ID[:-1] + "8")[0] == 404
    assert question("POST", "/abonnementen", exists)[0] == 201


def test_switching_a_key(question: Asker) -> None:
    """A new key is told once; the one before it ends after a day, also when another was made meanwhile."""
    old = question.kept.sleutels[0].geheim
    _, first, _ = question("POST", f"{PATH}/sleutelrotaties")
    # The answer was lost, and it is asked again: the receiver is still at the old one.
    _, second, headers = question("POST", f"{PATH}/sleutelrotaties")
    sleutels = question.kept.sleutels
    assert [s.geheim for s in sleutels] == [second["geheim"], first["geheim"], old]
    assert {s.until for s in sleutels[1:]} == {question.composition.clock() + GRACE_PERIOD}
    assert (headers["ETag"], "oudeSleutelTot" in second) == ('"3"', True)
    question.composition.way_out.now += GRACE_PERIOD
    _, third, _ = question("POST", f"{PATH}/sleutelrotaties")
    assert [s.geheim for s in question.kept.sleutels] == [third["geheim"], second["geheim"]]


def test_at_most_four_keys(question: Asker) -> None:
    """However often it is asked for in a day: the newest, the two before it and the oldest sign."""
    old = question.kept.sleutels[0].geheim
    made = [question("POST", f"{PATH}/sleutelrotaties")[1]["geheim"] for _ in range(6)]
    assert [s.geheim for s in question.kept.sleutels] == [*made[:-4:-1], old]


def test_a_change_again(question: Asker) -> None:
    """A change that was made, asked again with the version of then, succeeds; a part of it is not enough."""
    for cache_control in ({"toestand": "gepauzeerd"}, {"toestand": "actief", "filter": {"codes": ["25998"]}}):
        version = question.kept.versie
        _, at_first, headers = question("PATCH", PATH, cache_control, match=f'"{version}"')
        assert headers["ETag"] == f'"{version + 1}"'
        status, again, headers = question("PATCH", PATH, cache_control, match=f'"{version}"')
        assert (status, again, headers["ETag"]) == (200, at_first, f'"{version + 1}"')
    half = {"toestand": "actief", "filter": {"codes": ["K0067"]}}
    assert question("PATCH", PATH, half, match='"1"')[0] == 412
    assert question("PATCH", PATH, {}, match='"1"')[0] in {400, 412}
    assert question.kept.versie == 3


@pytest.mark.parametrize("match", ['"1"', "*"])
def test_a_token_again(question: Asker, match: str) -> None:
    """The token that was taken already is taken again."""
    _, new, _ = question("POST", "/abonnementen", {"soort": "sqs", "queueArn": ARN})
    who = new["abonnementId"]
    question("POST", f"{PATH}/testberichten", function="aflevering", abonnement_id=who)
    token = json.loads(question.composition.way_out.sender.pogingen[-1][1].inhoud)["data"]["token"]
    for _ in range(2):
        status, active, _ = question("PATCH", PATH, {"token": token}, match=match, abonnement_id=who)
        assert (status, active["toestand"]) == (200, "actief")
    assert question("PATCH", PATH, {"token": f"{token}x"}, match="*", abonnement_id=who)[0] == 400


def test_active_again_and_woken_in_one(question: Asker) -> None:
    """Put on while the outbox fails right after: it was kept with its wake-up, and asking again succeeds."""
    way_out = question.composition.way_out
    way_out.drain()
    question("PATCH", PATH, {"toestand": "gepauzeerd"}, match='"1"')
    way_out.fan_out(mutatie(2), mutatie(3))
    way_out.drain()
    way_out.abonnementen.disasters = Disasters()
    way_out.abonnementen.disasters.after = lambda: (_ for _ in ()).throw(StorageError("weg"))
    assert question("PATCH", PATH, {"toestand": "actief"}, match='"2"')[0] == 500
    way_out.abonnementen.disasters = Disasters()
    assert way_out.sweep() == [sleutel()]
    assert question("PATCH", PATH, {"toestand": "actief"}, match='"2"')[0] == 200
    way_out.drain()
    assert len(way_out.received(question.kept)) == 3


def test_all_errors_at_once(question: Asker) -> None:
    """Every fault of a wish is told, down to the place in a list."""
    _, error, _ = question(
        "POST",
        "/abonnementen",
        {
            "soort": "sqs",
            "url": "https://bpv.example/",
            "filter": {"codes": ["25998", "x", 7], "statussen": "erkend", "code": []},
            "sort": "webhook",
        },
    )
    assert {(point["pointer"], point["code"]) for point in error["fouten"]} == {
        ("#/sort", "onbekende-parameter"),
        ("#/url", "ongeldige-invoer"),
        ("#/queueArn", "ontbrekende-combinatie"),
        ("#/filter/codes/1", "ongeldige-invoer"),
        ("#/filter/codes/2", "ongeldige-invoer"),
        ("#/filter/statussen", "ongeldige-invoer"),
        ("#/filter/code", "onbekende-parameter"),
    }


def test_a_destination_is_vetted(question: Asker) -> None:
    """What is wrong with a URL or an ARN is told at its place; our own account is none of theirs."""
    url = "https://intern.example/"
    question.composition.webhook_vetter.fouten[url] = (Bilingual("Niet openbaar.", "Not public."),)
    _, error, _ = question("POST", "/abonnementen", {"soort": "webhook", "url": url})
    assert [(p["pointer"], p["detail"]) for p in error["fouten"]] == [("#/url", "Niet openbaar.")]
    ons = ARN.replace("111122223333", "123456789012")
    _, error, _ = question("POST", "/abonnementen", {"soort": "sqs", "queueArn": ons})
    assert [p["pointer"] for p in error["fouten"]] == ["#/queueArn"]


def test_not_endlessly_many(question: Asker) -> None:
    """An afnemer may have so many for a school and no more; another afnemer is not counted along."""
    for n in range(AT_MOST - 1):
        assert (
            question("POST", "/abonnementen", {"soort": "webhook", "url": f"https://w{n}.example/"})[0] == 201
        )
    one_more = {"soort": "webhook", "url": "https://teveel.example/"}
    assert question("POST", "/abonnementen", one_more)[0] == 400
    assert question("POST", "/abonnementen", one_more, who="ander")[0] == 201
    # Its answer may have been lost: then it is said that it is there, and which.
    again = {"soort": "webhook", "url": "https://w0.example/"}
    assert question("POST", "/abonnementen", again)[0] == 409


def test_the_log_pages_back(question: Asker) -> None:
    """The log is newest first, in stretches, each with its cursor, until the first."""
    question.composition.way_out.fan_out(*(mutatie(n) for n in range(2, 8)))
    seen: list[int] = []
    query: dict[str, list[str]] = {"limit": ["3"]}
    for _ in at_most(100):
        _, piece, headers = question("GET", f"{PATH}/afleveringen", query=query)
        seen += [one["volgnummer"] for one in piece["resultaten"]]
        assert ('rel="next"' in headers["Link"]) == ("volgendeCursor" in piece)
        if "volgendeCursor" not in piece:
            break
        query["cursor"] = [piece["volgendeCursor"]]
    assert seen == [7, 6, 5, 4, 3, 2, 1]


LOG: Final = {
    "operatie": f"{PATH}/afleveringen",
    "school": "99XX",
    "abonnementId": ABONNEMENT_ID,
}


@pytest.mark.parametrize(
    ("begin", "other"),
    [
        (0, {}),
        (1, {}),
        (8, {}),
        (2**32 - 1, {}),
        (3, {"abonnementId": "een-ander"}),
        (3, {"school": "99XZ"}),
        (3, {"operatie": "/mutaties"}),
        (3, {"code": "25998"}),
    ],
)
def test_a_cursor_of_somebodys_making(question: Asker, begin: int, other: dict[str, str]) -> None:
    """A cursor to where the log has no stretch, or to another list, is refused; another is taken."""
    question.composition.way_out.fan_out(*(mutatie(n) for n in range(2, 8)))
    path = f"{PATH}/afleveringen"
    status, error, _ = question("GET", path, query={"cursor": [write_cursor(begin, LOG | other)]})
    assert (status, error["fouten"][0]["naam"]) == (400, "cursor")
    status, piece, _ = question("GET", path, query={"cursor": [write_cursor(3, LOG)]})
    assert [one["volgnummer"] for one in piece["resultaten"]] == [2, 1]


@pytest.mark.parametrize("vanaf", ["2026-09-01", "2026-09-01T08:00:00", "gisteren", "2026-13-01T00:00:00Z"])
def test_a_moment_has_a_time_zone(question: Asker, vanaf: str) -> None:
    """Redelivery wants a moment that everybody reads alike."""
    status, error, _ = question("POST", f"{PATH}/herafleveringen", {"vanaf": vanaf})
    assert (status, error["fouten"][0]["pointer"]) == (400, "#/vanaf")


def test_what_comes_while_it_is_made_is_before_it(question: Asker) -> None:
    """A change that is numbered while it is made: it begins after that at once, not at the next change."""
    way_out = question.composition.way_out
    make: Callable[[Abonnement, int, float], bool] = way_out.abonnementen.make

    def make_slowly(new: Abonnement, begin: int, now: float) -> bool:
        way_out.fan_out(mutatie(2))
        return make(new, begin, now)

    way_out.abonnementen.make = make_slowly
    _, new, _ = question("POST", "/abonnementen", {"soort": "webhook", "url": "https://bpv.example/"})
    way_out.fan_out(mutatie(3))
    got = way_out.outbox.read(sleutel(new["abonnementId"]), 0, 9)
    assert [(one.volgnummer, one.regel.number) for one in got] == [(1, 3)]


def test_what_the_fan_out_just_saw_stays(question: Asker) -> None:
    """A change that the fan-out gave it the moment it was made keeps its number."""
    way_out = question.composition.way_out
    make = way_out.abonnementen.make

    def make_and_fan_out(new: Abonnement, begin: int, now: float) -> bool:
        made: bool = make(new, begin, now)
        way_out.fan_out(mutatie(2))
        return made

    way_out.abonnementen.make = make_and_fan_out
    _, new, _ = question("POST", "/abonnementen", {"soort": "webhook", "url": "https://bpv.example/"})
    got = way_out.outbox.read(sleutel(new["abonnementId"]), 0, 9)
    assert [(one.volgnummer, one.regel.number) for one in got] == [(1, 2)]


def _test(question: Asker) -> tuple[int, Any, Mapping[str, str]]:
    return question("POST", f"{PATH}/testberichten", function="aflevering")


def test_test_messages_have_their_own_rate(question: Asker) -> None:
    """Forty at once are ten posts; the rest is told when to come back, and then it may."""
    answers = [_test(question) for _ in range(40)]
    assert [status for status, _, _ in answers] == [200] * 10 + [429] * 30
    _, error, headers = answers[-1]
    assert (error["code"], error["herhaalbaar"], headers["Retry-After"]) == ("limiet-overschreden", True, "6")
    assert len(question.composition.way_out.sender.pogingen) == 10
    question.composition.way_out.now += 5.9
    assert _test(question)[0] == 429
    question.composition.way_out.now += 0.2
    assert [_test(question)[0] for _ in range(2)] == [200, 429]


def test_410_on_a_test_message_switches_it_off(question: Asker) -> None:
    """A receiver that says 410 to a test message gets nothing more, until its owner says otherwise."""
    sender = question.composition.way_out.sender
    sender.says[ABONNEMENT_ID] = lambda _: DeliveryOutcome("afgemeld", 410, None, "afgemeld")
    _, at_first, _ = _test(question)
    assert (at_first["uitkomst"], at_first["httpStatus"], question.kept.toestand) == (
        "afgemeld",
        410,
        "afgemeld",
    )
    for _ in range(40):
        status, then, _ = _test(question)
        assert (status, then["uitkomst"], then["reden"]) == (200, "geweigerd", "afgemeld")
    question.composition.way_out.drain()
    assert len(sender.pogingen) == 1
    sender.says.clear()
    # Paused it may be tried, with nothing else being sent.
    question("PATCH", PATH, {"toestand": "gepauzeerd"}, match="*")
    assert _test(question)[1]["uitkomst"] == "geleverd"
    question("PATCH", PATH, {"toestand": "actief"}, match="*")
    question.composition.way_out.drain()
    assert len(question.composition.way_out.received(question.kept)) == 2


def test_redelivery_has_its_own_rate(question: Asker) -> None:
    """Sending anew may be asked three times at once and then once in ten minutes, whatever it comes to."""
    cache_control = {"vanaf": "2026-01-01T00:00:00Z"}
    statussen = [question("POST", f"{PATH}/herafleveringen", cache_control)[0] for _ in range(5)]
    assert statussen == [202, 202, 202, 429, 429]
    question.composition.way_out.now += 600
    assert question("POST", f"{PATH}/herafleveringen", cache_control)[0] == 202
