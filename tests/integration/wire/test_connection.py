"""Connections over real mutual TLS: what is sent, what is kept, what is tried once more."""

import socket
from typing import Final

import pytest
from stagemarkt.adapters.soap.retry import Herkansing
from stagemarkt.adapters.soap.transport import Ruw
from stagemarkt.model.errors import BronNietBeschikbaar

from tests.integration.hulp.watch import NepWatch
from tests.integration.support.behaviour import LICHAAM, beantwoord, breek_af, http, sluit
from tests.integration.support.line import Lijn, stuur
from tests.integration.support.server import Gedrag, Verbinding

GOED: Final = Ruw(200, "text/xml", LICHAAM, None)


def test_stuurt_en_leest(lijn: Lijn) -> None:
    """A message arrives whole, with the headers of the contract, under the school's certificate."""
    server = lijn.server(beantwoord())
    assert stuur(lijn.transport(server.url)) == GOED
    (verzoek,) = server.verzoeken
    assert verzoek.regel == "POST /whitelabel.asmx HTTP/1.1"
    assert verzoek.inhoud == b"<vraag/>"
    verwacht = {
        "content-type": "text/xml; charset=utf-8",
        "soapaction": '"urn:actie"',
        "accept": "text/xml",
        "accept-encoding": "identity",
        "content-length": "8",
    }
    assert verzoek.koppen | verwacht == verzoek.koppen
    assert server.namen == ["99XX"]


def test_leest_status_en_koppen(lijn: Lijn) -> None:
    """Status, media type without parameters and Retry-After come along with the body."""
    ruw = http(b"", "503 Weg", Content_Type="Text/HTML ; charset=x", Retry_After="17")
    assert stuur(lijn.transport(lijn.server(beantwoord(ruw)).url)) == Ruw(503, "text/html", b"", 17)


@pytest.mark.parametrize(
    ("kop", "seconden"),
    [
        ("0", 0),
        ("99999", 3600),
        ("", None),
        ("-1", None),
        ("1.5", None),
        ("Wed, 21 Oct 2026 07:28:00 GMT", None),
        ("9" * 5000, 3600),
    ],
)
def test_retry_after(lijn: Lijn, kop: str, seconden: int | None) -> None:
    """Seconds are read, never more than an hour; anything else is no advice, and no error."""
    server = lijn.server(beantwoord(http(Retry_After=kop)))
    assert stuur(lijn.transport(server.url)).opnieuw_na == seconden


def test_antwoord_in_delen(lijn: Lijn) -> None:
    """A chunked answer, with the connection closed after it, is as good."""
    ruw = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nTransfer-Encoding: chunked\r\n\r\n"
    delen = b"".join(b"1\r\n%c\r\n" % byte for byte in LICHAAM) + b"0\r\n\r\n"
    assert stuur(lijn.transport(lijn.server(beantwoord(ruw + delen, 1)).url)) == GOED


def test_verbinding_blijft_open(lijn: Lijn) -> None:
    """Five calls take one connection."""
    server = lijn.server(beantwoord())
    transport = lijn.transport(server.url)
    assert [stuur(transport) for _ in range(5)] == [GOED] * 5
    assert (server.aangenomen, len(server.verzoeken)) == (1, 5)


def test_gesloten_verbinding_wordt_vervangen(lijn: Lijn) -> None:
    """A kept connection that the server closed in between costs the caller nothing."""
    server = lijn.server(beantwoord(keren=1), beantwoord())
    transport = lijn.transport(server.url)
    assert [stuur(transport), stuur(transport)] == [GOED, GOED]
    assert server.aangenomen == 2


@pytest.mark.parametrize("gedrag", [breek_af, sluit])
def test_bewaarde_verbinding_die_bij_de_vraag_breekt(lijn: Lijn, gedrag: Gedrag) -> None:
    """A kept connection that breaks only when it is used again is replaced as well."""

    def eenmaal_en_dan(verbinding: Verbinding) -> None:
        beantwoord(keren=1)(verbinding)
        gedrag(verbinding)

    server = lijn.server(eenmaal_en_dan, beantwoord())
    transport = lijn.transport(server.url)
    assert [stuur(transport), stuur(transport)] == [GOED, GOED]
    assert server.aangenomen == 2


@pytest.mark.parametrize("gedrag", [breek_af, sluit])
def test_een_breuk_wordt_herkanst(lijn: Lijn, gedrag: Gedrag) -> None:
    """One reset, or one goodbye without an answer, is tried again and forgotten."""
    server = lijn.server(gedrag, beantwoord())
    assert stuur(lijn.transport(server.url)) == GOED
    assert server.aangenomen == 2


@pytest.mark.parametrize("gedrag", [breek_af, sluit])
def test_twee_breuken_zijn_genoeg(lijn: Lijn, gedrag: Gedrag) -> None:
    """After the question went out twice SBB is not available; the next call starts afresh."""
    server = lijn.server(gedrag, gedrag, beantwoord())
    transport = lijn.transport(server.url)
    with pytest.raises(BronNietBeschikbaar) as gevangen:
        stuur(transport)
    assert gevangen.value.opnieuw_na == 30
    assert len(server.verzoeken) == 2
    assert stuur(transport) == GOED


@pytest.mark.parametrize("gedrag", [breek_af, sluit])
def test_wat_niet_veilig_is_gaat_geen_tweede_keer(lijn: Lijn, gedrag: Gedrag) -> None:
    """A message that changes something may have been carried out before it broke: it is sent once."""
    server = lijn.server(gedrag, beantwoord())
    with pytest.raises(BronNietBeschikbaar):
        stuur(lijn.transport(server.url), veilig=False)
    assert len(server.verzoeken) == 1


def test_een_herkansing_die_niet_mag(lijn: Lijn) -> None:
    """Where a second try may not go, for a zekering is open or the limit is reached, there is none."""
    server = lijn.server(breek_af, beantwoord())
    with pytest.raises(BronNietBeschikbaar):
        stuur(lijn.transport(server.url), watch=NepWatch(None))
    assert len(server.verzoeken) == 1


@pytest.mark.parametrize(("over", "toeval", "duur"), [(0.0, 0.5, 0.1), (0.0, 0.0, 0.0), (1.5, 0.5, 1.5)])
def test_een_herkansing_wacht(lijn: Lijn, over: float, toeval: float, duur: float) -> None:
    """A second try waits for its turn, and else for a moment of chance."""
    geslapen: list[float] = []

    async def slaap(seconden: float) -> None:
        geslapen.append(seconden)

    herkansing = Herkansing(slaap, lambda: toeval)
    server = lijn.server(breek_af, beantwoord())
    assert stuur(lijn.transport(server.url, herkansing=herkansing), watch=NepWatch(over)) == GOED
    assert geslapen == [pytest.approx(duur)]


def test_niemand_luistert(lijn: Lijn) -> None:
    """A port where nobody listens is an SBB that is not available."""
    with socket.create_server(("127.0.0.1", 0)) as vrij:
        poort = vrij.getsockname()[1]
    with pytest.raises(BronNietBeschikbaar):
        stuur(lijn.transport(f"https://127.0.0.1:{poort}/"))


def test_naam_bestaat_niet(lijn: Lijn) -> None:
    """A name without an address (`.invalid` never has one) is an SBB that is not available."""
    with pytest.raises(BronNietBeschikbaar):
        stuur(lijn.transport("https://sbb.invalid/"))


def test_elke_school_heeft_een_eigen_verbinding(lijn: Lijn) -> None:
    """What SBB sees is the certificate of the school that asks, also when the calls alternate."""
    server = lijn.server(beantwoord())
    een = lijn.transport(server.url, lijn.pki.school("99XX"))
    twee = lijn.transport(server.url, lijn.pki.school("01AA"))
    for transport in (een, twee, een, twee):
        stuur(transport)
    assert server.namen == ["99XX", "01AA"]
