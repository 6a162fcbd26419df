"""Webhooks over real TLS: what arrives, how it is signed, and what each answer means."""

import time

import pytest
from stagemarkt.domain.changes.proofs import new_signing_secret
from stagemarkt.ports.deadline import Deadline
from stagemarkt.ports.delivery import DeliveryOutcome, DeliveryReason, Destination
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from tests.integration.delivery.received import MESSAGE, SLEUTEL, ReceivedPosts, port_of, send
from tests.integration.support.behaviour import break_off, close, http, respond


def test_what_arrives(receipt: ReceivedPosts) -> None:
    """The event arrives as it was made, with its media type, its id and a signature that verifies."""
    server = receipt.server(respond(http(status="204 No Content")))
    assert send(receipt.sender(server), server) == DeliveryOutcome("geleverd", 204)
    (request,) = server.requests
    assert request.regel == "POST /hook?x=1 HTTP/1.1"
    assert request.inhoud == MESSAGE.inhoud
    assert request.koppen["host"] == f"localhost:{port_of(server)}"
    assert request.koppen["content-type"] == "application/cloudevents+json; charset=utf-8"
    assert request.koppen["webhook-id"] == MESSAGE.id
    assert abs(int(request.koppen["webhook-timestamp"]) - time.time()) < 5
    assert not {"cookie", "authorization", "proxy-authorization"} & set(request.koppen)
    assert Webhook(SLEUTEL).verify(request.inhoud, request.koppen)["specversion"] == "1.0"


def test_two_signatures_during_the_switch(receipt: ReceivedPosts) -> None:
    """While a key is being rotated the old and the new one both verify, and a third does not."""
    new, old = new_signing_secret(), new_signing_secret()
    server = receipt.server(respond(http()))
    send(receipt.sender(server), server, sleutels=(new, old))
    (request,) = server.requests
    assert request.koppen["webhook-signature"].count(" ") == 1
    for sleutel in (new, old):
        Webhook(sleutel).verify(request.inhoud, request.koppen)
    with pytest.raises(WebhookVerificationError):
        Webhook(new_signing_secret()).verify(request.inhoud, request.koppen)


def test_one_connection_for_several_messages(receipt: ReceivedPosts) -> None:
    """Events after each other go over one connection; ids differ, signatures too."""
    server = receipt.server(respond(http()))
    sender = receipt.sender(server)
    for id_ in ("een", "twee", "drie"):
        assert send(sender, server, message=MESSAGE._replace(id=id_)).soort == "geleverd"
    assert server.aangenomen == 1
    assert len({request.koppen["webhook-signature"] for request in server.requests}) == 3


def test_a_new_connection_after_a_closed_one(receipt: ReceivedPosts) -> None:
    """A receiver that closes after each answer is reached anew."""
    server = receipt.server(respond(http(Connection="close"), times=1))
    sender = receipt.sender(server)
    assert [send(sender, server).soort for _ in range(2)] == ["geleverd", "geleverd"]
    assert server.aangenomen == 2


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        ("200 OK", DeliveryOutcome("geleverd", 200)),
        ("202 Accepted", DeliveryOutcome("geleverd", 202)),
        ("300 Multiple Choices", DeliveryOutcome("mislukt", 300, None, "omleiding")),
        ("304 Not Modified", DeliveryOutcome("mislukt", 304, None, "omleiding")),
        ("400 Bad Request", DeliveryOutcome("mislukt", 400, None, "http-status")),
        ("401 Unauthorized", DeliveryOutcome("mislukt", 401, None, "http-status")),
        ("404 Not Found", DeliveryOutcome("mislukt", 404, None, "http-status")),
        ("410 Gone", DeliveryOutcome("afgemeld", 410, None, "afgemeld")),
        ("429 Too Many", DeliveryOutcome("mislukt", 429, None, "overbelast")),
        ("500 Oeps", DeliveryOutcome("mislukt", 500, None, "http-status")),
        ("503 Later", DeliveryOutcome("mislukt", 503, None, "http-status")),
        ("599 Anders", DeliveryOutcome("mislukt", 599, None, "http-status")),
    ],
)
def test_every_response_has_its_outcome(
    receipt: ReceivedPosts, status: str, outcome: DeliveryOutcome
) -> None:
    """2xx is delivered, 410 the end, 3xx a redirect that is not followed, anything else a failure."""
    body = b"" if status.startswith("304") else b"geheim antwoord"
    assert receipt.dispatch(respond(http(body, status))) == outcome


@pytest.mark.parametrize(
    ("header", "seconds"), [("17", 17), ("Fri, 31 Dec 2100 23:59:59 GMT", 86400), ("straks", None)]
)
def test_retry_after_is_passed_on(receipt: ReceivedPosts, header: str, seconds: int | None) -> None:
    """What a receiver asks in `Retry-After`, in either form, is in the outcome."""
    raw = http(b"", "503 Later", Retry_After=header)
    assert receipt.dispatch(respond(raw)) == DeliveryOutcome("mislukt", 503, seconds, "http-status")


@pytest.mark.parametrize(
    ("behaviour", "reason"),
    [
        (break_off, "geen-verbinding"),
        (close, "geen-verbinding"),
        (respond(b"SSH-2.0-OpenSSH_9.9\r\n\r\n"), "antwoord-ongeldig"),
        (respond(b"\x00\xff\x00\xff\r\n\r\n"), "antwoord-ongeldig"),
        (respond(b"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n"), "antwoord-ongeldig"),
    ],
)
def test_no_response(receipt: ReceivedPosts, behaviour: object, reason: DeliveryReason) -> None:
    """A connection that breaks and an answer that is not HTTP are failures with a reason, not exceptions."""
    assert receipt.dispatch(behaviour) == DeliveryOutcome("mislukt", reden=reason)  # type: ignore[arg-type]  # one table


def test_nobody_listens(receipt: ReceivedPosts) -> None:
    """A port at which nobody listens is no connection."""
    server = receipt.server(close)
    sender = receipt.sender(server)
    server.close()
    assert send(sender, server) == DeliveryOutcome("mislukt", reden="geen-verbinding")


@pytest.mark.parametrize("sleutels", [(), ("whsec_",), ("whsec_a",), ("",), (SLEUTEL, "whsec_")])
def test_without_good_keys_nothing_is_sent(receipt: ReceivedPosts, sleutels: tuple[str, ...]) -> None:
    """Nothing leaves unsigned, or signed with less than all keys."""
    server = receipt.server(respond())
    outcome = send(receipt.sender(server), server, sleutels=sleutels)
    assert outcome == DeliveryOutcome("geweigerd", reden="geen-sleutel")
    assert server.aangenomen == 0


@pytest.mark.parametrize("url", [None, "", "http://localhost/", "https://localhost/", "https://10.0.0.1/"])
def test_a_url_that_is_no_longer_allowed(receipt: ReceivedPosts, url: str | None) -> None:
    """A URL that is no longer allowed is refused when it is sent to, whatever was kept."""
    destination = Destination("a1", "webhook", url, None, (SLEUTEL,))
    outcome = receipt.sender().dispatch(destination, MESSAGE, Deadline.after(5))
    assert outcome == DeliveryOutcome("geweigerd", reden="url-ongeldig")
