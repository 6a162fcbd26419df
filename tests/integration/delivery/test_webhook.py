"""Webhooks over real TLS: what arrives, how it is signed, and what each answer means."""

import time

import pytest
from stagemarkt.domain.changes.proofs import nieuw_ondertekengeheim
from stagemarkt.ports.deadline import Termijn
from stagemarkt.ports.delivery import Bestemming, Reden, Uitkomst
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from tests.integration.delivery.received import BERICHT, SLEUTEL, Ontvangst, poort_van, stuur
from tests.integration.support.behaviour import beantwoord, breek_af, http, sluit


def test_wat_er_aankomt(ontvangst: Ontvangst) -> None:
    """The event arrives as it was made, with its media type, its id and a signature that verifies."""
    server = ontvangst.server(beantwoord(http(status="204 No Content")))
    assert stuur(ontvangst.bezorger(server), server) == Uitkomst("geleverd", 204)
    (verzoek,) = server.verzoeken
    assert verzoek.regel == "POST /hook?x=1 HTTP/1.1"
    assert verzoek.inhoud == BERICHT.inhoud
    assert verzoek.koppen["host"] == f"localhost:{poort_van(server)}"
    assert verzoek.koppen["content-type"] == "application/cloudevents+json; charset=utf-8"
    assert verzoek.koppen["webhook-id"] == BERICHT.id
    assert abs(int(verzoek.koppen["webhook-timestamp"]) - time.time()) < 5
    assert not {"cookie", "authorization", "proxy-authorization"} & set(verzoek.koppen)
    assert Webhook(SLEUTEL).verify(verzoek.inhoud, verzoek.koppen)["specversion"] == "1.0"


def test_twee_handtekeningen_bij_het_wisselen(ontvangst: Ontvangst) -> None:
    """While a key is being rotated the old and the new one both verify, and a third does not."""
    nieuw, oud = nieuw_ondertekengeheim(), nieuw_ondertekengeheim()
    server = ontvangst.server(beantwoord(http()))
    stuur(ontvangst.bezorger(server), server, sleutels=(nieuw, oud))
    (verzoek,) = server.verzoeken
    assert verzoek.koppen["webhook-signature"].count(" ") == 1
    for sleutel in (nieuw, oud):
        Webhook(sleutel).verify(verzoek.inhoud, verzoek.koppen)
    with pytest.raises(WebhookVerificationError):
        Webhook(nieuw_ondertekengeheim()).verify(verzoek.inhoud, verzoek.koppen)


def test_een_verbinding_voor_meer_berichten(ontvangst: Ontvangst) -> None:
    """Events after each other go over one connection; ids differ, signatures too."""
    server = ontvangst.server(beantwoord(http()))
    bezorger = ontvangst.bezorger(server)
    for id_ in ("een", "twee", "drie"):
        assert stuur(bezorger, server, bericht=BERICHT._replace(id=id_)).soort == "geleverd"
    assert server.aangenomen == 1
    assert len({verzoek.koppen["webhook-signature"] for verzoek in server.verzoeken}) == 3


def test_na_een_gesloten_verbinding_een_nieuwe(ontvangst: Ontvangst) -> None:
    """A receiver that closes after each answer is reached anew."""
    server = ontvangst.server(beantwoord(http(Connection="close"), keren=1))
    bezorger = ontvangst.bezorger(server)
    assert [stuur(bezorger, server).soort for _ in range(2)] == ["geleverd", "geleverd"]
    assert server.aangenomen == 2


@pytest.mark.parametrize(
    ("status", "uitkomst"),
    [
        ("200 OK", Uitkomst("geleverd", 200)),
        ("202 Accepted", Uitkomst("geleverd", 202)),
        ("300 Multiple Choices", Uitkomst("mislukt", 300, None, "omleiding")),
        ("304 Not Modified", Uitkomst("mislukt", 304, None, "omleiding")),
        ("400 Bad Request", Uitkomst("mislukt", 400, None, "http-status")),
        ("401 Unauthorized", Uitkomst("mislukt", 401, None, "http-status")),
        ("404 Not Found", Uitkomst("mislukt", 404, None, "http-status")),
        ("410 Gone", Uitkomst("afgemeld", 410, None, "afgemeld")),
        ("429 Too Many", Uitkomst("mislukt", 429, None, "overbelast")),
        ("500 Oeps", Uitkomst("mislukt", 500, None, "http-status")),
        ("503 Later", Uitkomst("mislukt", 503, None, "http-status")),
        ("599 Anders", Uitkomst("mislukt", 599, None, "http-status")),
    ],
)
def test_elk_antwoord_heeft_zijn_uitkomst(ontvangst: Ontvangst, status: str, uitkomst: Uitkomst) -> None:
    """2xx is delivered, 410 the end, 3xx a redirect that is not followed, anything else a failure."""
    lichaam = b"" if status.startswith("304") else b"geheim antwoord"
    assert ontvangst.bezorg(beantwoord(http(lichaam, status))) == uitkomst


@pytest.mark.parametrize(
    ("kop", "seconden"), [("17", 17), ("Fri, 31 Dec 2100 23:59:59 GMT", 86400), ("straks", None)]
)
def test_retry_after_wordt_doorgegeven(ontvangst: Ontvangst, kop: str, seconden: int | None) -> None:
    """What a receiver asks in `Retry-After`, in either form, is in the outcome."""
    ruw = http(b"", "503 Later", Retry_After=kop)
    assert ontvangst.bezorg(beantwoord(ruw)) == Uitkomst("mislukt", 503, seconden, "http-status")


@pytest.mark.parametrize(
    ("gedrag", "reden"),
    [
        (breek_af, "geen-verbinding"),
        (sluit, "geen-verbinding"),
        (beantwoord(b"SSH-2.0-OpenSSH_9.9\r\n\r\n"), "antwoord-ongeldig"),
        (beantwoord(b"\x00\xff\x00\xff\r\n\r\n"), "antwoord-ongeldig"),
        (beantwoord(b"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n"), "antwoord-ongeldig"),
    ],
)
def test_geen_antwoord(ontvangst: Ontvangst, gedrag: object, reden: Reden) -> None:
    """A connection that breaks and an answer that is not HTTP are failures with a reason, not exceptions."""
    assert ontvangst.bezorg(gedrag) == Uitkomst("mislukt", reden=reden)  # type: ignore[arg-type]  # one table


def test_niemand_luistert(ontvangst: Ontvangst) -> None:
    """A port at which nobody listens is no connection."""
    server = ontvangst.server(sluit)
    bezorger = ontvangst.bezorger(server)
    server.sluit()
    assert stuur(bezorger, server) == Uitkomst("mislukt", reden="geen-verbinding")


@pytest.mark.parametrize("sleutels", [(), ("whsec_",), ("whsec_a",), ("",), (SLEUTEL, "whsec_")])
def test_zonder_goede_sleutels_wordt_niets_gestuurd(ontvangst: Ontvangst, sleutels: tuple[str, ...]) -> None:
    """Nothing leaves unsigned, or signed with less than all keys."""
    server = ontvangst.server(beantwoord())
    uitkomst = stuur(ontvangst.bezorger(server), server, sleutels=sleutels)
    assert uitkomst == Uitkomst("geweigerd", reden="geen-sleutel")
    assert server.aangenomen == 0


@pytest.mark.parametrize("url", [None, "", "http://localhost/", "https://localhost/", "https://10.0.0.1/"])
def test_een_url_die_niet_meer_mag(ontvangst: Ontvangst, url: str | None) -> None:
    """A URL that is no longer allowed is refused when it is sent to, whatever was kept."""
    bestemming = Bestemming("a1", "webhook", url, None, (SLEUTEL,))
    uitkomst = ontvangst.bezorger().bezorg(bestemming, BERICHT, Termijn.van(5))
    assert uitkomst == Uitkomst("geweigerd", reden="url-ongeldig")
