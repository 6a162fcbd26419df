"""A vendor's own receiver of webhooks, examined: by what the facade sends it, and by what a stranger may."""

import base64
import ssl
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from http import HTTPStatus
from typing import Any, Final, NamedTuple

import httpx
from stagemarkt.adapters.delivery.webhook import signed
from stagemarkt.client import Client
from stagemarkt.domain.changes.event import build_test_event, serialize
from stagemarkt.ports.delivery import HEADER_ID, HEADER_MOMENT, HEADER_SIGNATURE, DeliveryMessage

from stagemarkt_cli.api.smoke_test import CheckResult
from stagemarkt_cli.playground.control import ControlClient

# As the facade: longer than this is too late; and longer than that is processing before acknowledging.
TOO_LATE: Final = 8.0
SLOW: Final = 1.0
# How long the facade gets for five deliveries, and how often it is asked.
_DELIVERIES: Final = 30.0
_PAUSE: Final = 0.3
# The reason of the facade when a receiver answered 410.
_SWITCHED_OFF: Final = "afgemeld"
# A stranger's clock is further off than the five minutes that a receiver allows.
_OFF: Final = 3600
_SOURCE: Final = "urn:nld:oin:00000003999999990000:systeem:speeltuin"
# What SBB tells, of the how many-eth leerbedrijf, and what becomes of it.
_TOLD: Final = (
    ("verleend", 0, "Erkend"),
    ("gewijzigd", 0, "Erkend"),
    ("ingetrokken", 1, "Ingetrokken"),
    ("niet erkend", 2, "NietErkend"),
    ("verlopen", 3, "Verlopen"),
)


_TWICE: Final = "hetzelfde bericht kan twee keer komen: neem het aan"
_TWO: Final = "na een sleutelrotatie staan er twee, met een spatie ertussen: één die klopt is genoeg"
_NEW: Final = "een soort of veld dat u niet kent: neem het aan en ga eraan voorbij"
_UNCHECKED: Final = "de handtekening wordt niet gecontroleerd"
_BYTES: Final = "controleer de handtekening over de bytes zoals ze kwamen"
_CLOCK: Final = "weiger een tijdstip dat meer dan vijf minuten afwijkt"


class _Post(NamedTuple):
    """One request to the receiver, and what it should do with it."""

    onderdeel: str
    headers: Mapping[str, str]
    body: bytes
    wrong: str
    accept: bool = False
    times: int = 1


class ExaminedReceiver(NamedTuple):
    """A receiver that listens, with an abonnement.

    Attributes:
        url: where it listens.
        secret: `whsec_…`, of that abonnement, which it has too.
        abonnement_id: of the abonnement with this URL.
        tls: what its certificate is held against.
    """

    url: str
    secret: str
    abonnement_id: str
    tls: ssl.SSLContext


class ReceiverExam:
    """Examines a receiver.

    Args:
        api: the facade.
        control: the simulated SBB behind it.
        receiver: who is examined.
        sleep: waits so many seconds.
    """

    def __init__(
        self,
        api: Client,
        control: ControlClient,
        receiver: ExaminedReceiver,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._api, self._control, self._receiver, self._sleep = api, control, receiver, sleep
        self._slowest = 0.0

    def run(self) -> Iterator[CheckResult]:
        """Each part as it comes; nothing follows when the receiver cannot be reached, or wants nothing."""
        test = self._api.stuur_testbericht(self._receiver.abonnement_id).inhoud
        arrived = test["uitkomst"] == "geleverd"
        yield CheckResult(
            "testbericht", "goed" if arrived else "fout", "aangenomen" if arrived else str(test["uitleg"])
        )
        if not arrived and (test.get("reden") == _SWITCHED_OFF or not test.get("httpStatus")):
            return
        yield from self._told()
        with httpx.Client(verify=self._receiver.tls, timeout=TOO_LATE, trust_env=False) as client:
            for post in self._posts():
                yield self._judge(client, post)
        yield self._speed()

    def _told(self) -> Iterator[CheckResult]:
        """Every kind of change, as SBB tells it and the facade delivers it."""
        begin = f"9{time.time_ns() // 10**6 % 10**8:08d}"
        expected: list[str] = []
        for name, place, status in _TOLD:
            body = {"leerbedrijfId": f"{int(begin) + place}", "status": status}
            number = self._control.ask("POST", "/mutaties", body)["zendingen"][-1]["nr"]
            # In this order: the second one about a leerbedrijf is a change because there was a first.
            self._control.ask("GET", f"/zendingen?sinds={number - 1}&wacht=10")
            expected.append(name)
        ids = [f"{int(begin) + place}" for _, place, _ in _TOLD]
        found = self._deliveries(ids)
        for name, one in zip(expected, found, strict=True):
            yield CheckResult(name, *_of_delivery(one))

    def _deliveries(self, ids: list[str]) -> list[Mapping[str, Any] | None]:
        """The delivery of each of these leerbedrijven in order, once all were tried or it takes too long."""
        found: list[Mapping[str, Any] | None] = []
        for _ in range(int(_DELIVERIES / _PAUSE)):
            page = self._api.geef_afleveringen(self._receiver.abonnement_id, limit=100).inhoud["resultaten"]
            ours: list[Mapping[str, Any]] = sorted(
                (one for one in page if one["leerbedrijfId"] in ids), key=lambda one: one["volgnummer"]
            )
            found = [_take(ours, leerbedrijf_id) for leerbedrijf_id in ids]
            if all(map(_is_over, found)) or any(map(_ends_it, found)):
                break
            self._sleep(_PAUSE)
        return found

    def _posts(self) -> Iterator[_Post]:
        """What a receiver must take, and what it must refuse."""
        now, secret, message = time.time(), self._receiver.secret, _message(self._event())
        right = signed(message, [secret], now)
        other = signed(message, [_another_secret()], now)
        old, ahead = (signed(message, [secret], now + off) for off in (-_OFF, _OFF))
        new = self._event()
        new |= {"type": "nl.leerbedrijven.iets-nieuws", "veldVanLater": {"a": [1]}}
        later = _message(new)
        both = {**right, HEADER_SIGNATURE: f"{other[HEADER_SIGNATURE]} {right[HEADER_SIGNATURE]}"}
        bare = {name: value for name, value in right.items() if not name.startswith("webhook-")}
        rubbish = {**right, HEADER_SIGNATURE: "abc", HEADER_MOMENT: "1e400"}
        yield _Post("dubbel", right, message.inhoud, _TWICE, accept=True, times=2)
        yield _Post("dubbel getekend", both, message.inhoud, _TWO, accept=True)
        yield _Post("onbekende soort", signed(later, [secret], now), later.inhoud, _NEW, accept=True)
        yield _Post("valse handtekening", other, message.inhoud, _UNCHECKED)
        yield _Post("gewijzigde body", right, message.inhoud[:-1] + b" }", _BYTES)
        yield _Post("te oud", old, message.inhoud, _CLOCK)
        yield _Post("uit de toekomst", ahead, message.inhoud, _CLOCK)
        yield _Post("zonder koppen", bare, message.inhoud, _UNCHECKED)
        yield _Post("onzin in de koppen", rubbish, message.inhoud, _UNCHECKED)
        yield _Post("geen UTF-8", {**rubbish, HEADER_ID: "x"}, b"\xff\xfe\x00", _UNCHECKED)

    def _event(self) -> dict[str, Any]:
        """A test message as the facade sends it, with an id of its own."""
        receiver = self._receiver
        return build_test_event(str(uuid.uuid4()), receiver.abonnement_id, time.time(), bron=_SOURCE)

    def _judge(self, client: httpx.Client, post: _Post) -> CheckResult:
        statuses = []
        for _ in range(post.times):
            begin = time.monotonic()
            try:
                statuses.append(
                    client.post(self._receiver.url, headers=dict(post.headers), content=post.body).status_code
                )
            except httpx.TimeoutException:
                self._slowest = TOO_LATE
                return CheckResult(
                    post.onderdeel, "fout", f"geen antwoord binnen {TOO_LATE:.0f} seconden: bevestig eerst"
                )
            except httpx.HTTPError as error:
                return CheckResult(
                    post.onderdeel, "fout", f"de verbinding brak af ({type(error).__name__}), zonder antwoord"
                )
            if post.accept:
                self._slowest = max(self._slowest, time.monotonic() - begin)
        return CheckResult(post.onderdeel, *_of_status(statuses, post))

    def _speed(self) -> CheckResult:
        said = f"het traagste antwoord duurde {self._slowest:.1f} s".replace(".", ",")
        if self._slowest >= TOO_LATE:
            return CheckResult("snelheid", "fout", f"{said}: bevestig eerst, en verwerk daarna")
        if self._slowest > SLOW:
            return CheckResult("snelheid", "let-op", f"{said}: bevestig eerst, en verwerk daarna")
        return CheckResult("snelheid", "goed", said)


def _message(event: Mapping[str, Any]) -> DeliveryMessage:
    # A test message is outside the numbering, and about no leerbedrijf.
    return DeliveryMessage(event["id"], 0, "", "", serialize(event))


def is_secret(text: str) -> bool:
    """Whether something can be signed with it."""
    try:
        key = base64.b64decode(text.removeprefix("whsec_"), validate=True)
    except ValueError:
        return False
    return text.startswith("whsec_") and bool(key)


def _another_secret() -> str:
    # Nobody's: thirty-two bytes of zeros in base64.
    return f"whsec_{'A' * 43}="


def _take(ours: list[Mapping[str, Any]], leerbedrijf_id: str) -> Mapping[str, Any] | None:
    """The first one about this leerbedrijf, which is then no longer among them."""
    for place, one in enumerate(ours):
        if one["leerbedrijfId"] == leerbedrijf_id:
            return ours.pop(place)
    return None


def _is_over(one: Mapping[str, Any] | None) -> bool:
    return one is not None and (one["stand"] != "wacht" or bool(one.get("pogingen")))


def _ends_it(one: Mapping[str, Any] | None) -> bool:
    return one is not None and one.get("laatstePoging", {}).get("reden") == _SWITCHED_OFF


def _of_delivery(one: Mapping[str, Any] | None) -> tuple[Any, str]:
    if one is None:
        return "fout", "de facade heeft dit bericht nog niet genummerd: kijk bij /v1/status"
    if one["stand"] == "afgeleverd":
        return "goed", "aangenomen"
    attempt = one.get("laatstePoging")
    if attempt is None:
        return "overgeslagen", "wacht: uw ontvanger rust na de missers hierboven"
    status = f" (HTTP {attempt['httpStatus']})" if attempt.get("httpStatus") else ""
    return "fout", f"{attempt['uitleg']}{status}"


def _of_status(statuses: list[int], post: _Post) -> tuple[Any, str]:
    """What these answers are worth to a sender that wants this taken, or refused."""
    taken = [HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES for status in statuses]
    said = " en ".join(f"HTTP {status}" for status in statuses)
    if post.accept:
        if all(taken):
            return "goed", "aangenomen"
        if HTTPStatus.GONE in statuses:
            return "fout", f"{said}: 410 zet het abonnement uit; {post.wrong}"
        return "fout", f"{said}: {post.wrong}"
    if any(taken):
        return "fout", f"{said}, waar 401 hoort: {post.wrong}"
    if all(HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR for status in statuses):
        return "goed", f"geweigerd ({said})"
    return "fout", f"{said}: weiger met 401, en struikel nergens over"
