"""What comes back over the wire and is no answer: too large, compressed, cut short, or no HTTP at all."""

import gzip
import uuid
from dataclasses import replace
from typing import Final

import pytest
from stagemarkt.adapters.soap.http_status import controleer_status
from stagemarkt.adapters.soap.sbb import SoapSbb
from stagemarkt.adapters.soap.transport import Grenzen
from stagemarkt.model.errors import BronAntwoordOngeldig, BronNietBeschikbaar
from stagemarkt.ports.deadline import Termijn

from tests.integration.support.behaviour import LICHAAM, Stroom, beantwoord, http
from tests.integration.support.envelope import IDENTIFICEER, KOP, antwoord
from tests.integration.support.exchange import EINDPUNT, GEHEIM, OP_NAAM
from tests.integration.support.line import Lijn, stuur
from tests.integration.support.server import Verbinding

GRENS: Final = 100_000
# What may be under way when the client stops: buffers of TLS and of both sockets.
ONDERWEG: Final = 8_000_000
GEEN_LENGTE: Final = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n"
EINDELOOS: Final = {
    "met lengte": Stroom(http(b"", Content_Length=str(10**12)), b"x" * 10_000),
    "zonder lengte": Stroom(GEEN_LENGTE + b"\r\n", b"x" * 10_000),
    "in delen": Stroom(
        GEEN_LENGTE + b"Transfer-Encoding: chunked\r\n\r\n", b"2710\r\n" + b"x" * 10_000 + b"\r\n"
    ),
}


@pytest.mark.parametrize("stroom", EINDELOOS.values(), ids=EINDELOOS)
def test_eindeloos_antwoord(lijn: Lijn, stroom: Stroom) -> None:
    """Reading stops at the limit: it is no answer, is not asked for again, and the server is hung up on."""
    server = lijn.server(stroom)
    with pytest.raises(BronAntwoordOngeldig) as gevangen:
        stuur(lijn.transport(server.url, grenzen=Grenzen(bytes=GRENS)))
    assert gevangen.value.intern == "larger than the limit"
    assert server.aangenomen == 1
    assert stroom.verstuurd < GRENS + ONDERWEG


@pytest.mark.parametrize(("lengte", "past"), [(GRENS - 1, True), (GRENS, True), (GRENS + 1, False)])
def test_de_grens_zelf(lijn: Lijn, lengte: int, *, past: bool) -> None:
    """An answer of exactly the limit is read, one byte more is not."""
    transport = lijn.transport(lijn.server(beantwoord(http(b"x" * lengte))).url, grenzen=Grenzen(bytes=GRENS))
    if past:
        assert len(stuur(transport).inhoud) == lengte
        return
    with pytest.raises(BronAntwoordOngeldig):
        stuur(transport)


def test_na_een_te_groot_antwoord_gaat_het_verder(lijn: Lijn) -> None:
    """The rest of an answer that was too large is never taken for the next answer."""
    server = lijn.server(beantwoord(http(b"x" * (GRENS * 2))), beantwoord())
    transport = lijn.transport(server.url, grenzen=Grenzen(bytes=GRENS))
    with pytest.raises(BronAntwoordOngeldig):
        stuur(transport)
    assert stuur(transport).inhoud == LICHAAM


@pytest.mark.parametrize("codering", ["gzip", "GZIP", "deflate", "br", "zstd", "gzip, identity"])
def test_gecomprimeerd_antwoord(lijn: Lijn, codering: str) -> None:
    """What is compressed, though we asked for it plain, is refused as it is: nothing is unpacked."""
    bom = gzip.compress(b"\0" * 10_000_000)
    server = lijn.server(beantwoord(http(bom, Content_Encoding=codering)))
    ruw = stuur(lijn.transport(server.url))
    assert ruw.inhoud == bom
    with pytest.raises(BronAntwoordOngeldig):
        controleer_status(ruw)


def test_identity_is_niet_gecomprimeerd(lijn: Lijn) -> None:
    """Who says that nothing was done to it is believed."""
    server = lijn.server(beantwoord(http(Content_Encoding="Identity")))
    controleer_status(stuur(lijn.transport(server.url)))


def _weiger(lijn: Lijn, ruw: bytes) -> int:
    """After how many connections this answer was refused."""
    server = lijn.server(beantwoord(ruw, keren=1))
    with pytest.raises(BronAntwoordOngeldig) as gevangen:
        stuur(lijn.transport(server.url))
    assert "GEHEIM" not in f"{gevangen.value}{gevangen.value.detail}{gevangen.value.intern}"
    return server.aangenomen


@pytest.mark.parametrize(
    "ruw",
    [
        b"GEHEIM\r\n\r\n",
        b"SSH-2.0-GEHEIM\r\n\r\n",
        b"\x00\x01GEHEIM\r\n\r\n",
        b"HTTP/1.1 zesenzestig GEHEIM\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nGEHEIM\r\n\r\n",
        http(Content_Length="GEHEIM"),
        http(Content_Length="-1"),
        b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
        b"HTTP/1.1 200 OK\r\nX: " + b"x" * 200_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 30_000 + b"\r\n",
    ],
)
def test_geen_http(lijn: Lijn, ruw: bytes) -> None:
    """What breaks HTTP is no answer, and asking again would give no other."""
    assert _weiger(lijn, ruw) == 1


@pytest.mark.parametrize(
    "ruw",
    [
        http(Content_Length="12"),
        http(b"", Content_Length="1"),
        GEEN_LENGTE + b"Transfer-Encoding: chunked\r\n\r\n5\r\n<a/",
        GEEN_LENGTE + b"Transfer-Encoding: chunked\r\n\r\n4\r\n<a/>\r\n",
        GEEN_LENGTE + b"Transfer-Encoding: chunked\r\n\r\nGEHEIM\r\n",
    ],
)
def test_afgekapt_antwoord(lijn: Lijn, ruw: bytes) -> None:
    """An answer that ends before its end is no answer; it may have cost SBB a search, so once is enough."""
    assert _weiger(lijn, ruw) == 1


def test_antwoord_dat_halverwege_breekt(lijn: Lijn) -> None:
    """The same for a reset in the middle."""

    def breek_halverwege(verbinding: Verbinding) -> None:
        verbinding.lees()
        verbinding.stuur(http(b"<a", Content_Length="9"))
        verbinding.wacht(0.1)
        verbinding.breek_af()

    server = lijn.server(breek_halverwege)
    with pytest.raises(BronAntwoordOngeldig):
        stuur(lijn.transport(server.url))
    assert server.aangenomen == 1


def test_half_begin_is_geen_antwoord(lijn: Lijn) -> None:
    """A server that hangs up within its headers has not answered: tried again, then not available."""
    server = lijn.server(beantwoord(b"HTTP/1.1 200 OK\r\nContent-", keren=1))
    with pytest.raises(BronNietBeschikbaar):
        stuur(lijn.transport(server.url))
    assert len(server.verzoeken) == 2


@pytest.mark.parametrize("status", ["301 Weg", "302 Elders", "303 Zie", "307 Even", "308 Voorgoed"])
def test_doorverwijzing_wordt_niet_gevolgd(lijn: Lijn, status: str) -> None:
    """A licence goes to SBB's address and to no other, whoever points there."""
    elders = lijn.server(beantwoord())
    server = lijn.server(beantwoord(http(b"", status, Location=elders.url)))
    with pytest.raises(BronAntwoordOngeldig):
        controleer_status(stuur(lijn.transport(server.url)))
    assert (server.aangenomen, elders.aangenomen) == (1, 0)


def test_antwoord_te_veel_is_niet_dat_op_de_volgende_vraag(lijn: Lijn) -> None:
    """A second answer that nobody asked for never becomes the answer to the next question."""
    eerste, tweede = (str(uuid.UUID(int=n, version=4)) for n in (1, 2))
    antwoorden = [http(antwoord(IDENTIFICEER, KOP[:1], verwijst_naar=i)) for i in (eerste, eerste)]
    server = lijn.server(beantwoord(b"".join(antwoorden)))
    ids = iter((eerste, tweede))
    sbb = SoapSbb(replace(EINDPUNT, url=server.url), GEHEIM, lijn.transport(server.url), lambda: next(ids))
    assert sbb.identificeer(OP_NAAM, Termijn.van(5)) == []
    with pytest.raises(BronAntwoordOngeldig, match="another message"):
        sbb.identificeer(OP_NAAM, Termijn.van(5))
