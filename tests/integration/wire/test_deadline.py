"""One deadline over everything: no server, however it dawdles, keeps a caller waiting."""

import gc
import socket
import time
import warnings
from typing import Final

import pytest
from stagemarkt.adapters.soap.tls import tls_context
from stagemarkt.adapters.soap.transport import Grenzen, Transport
from stagemarkt.model.errors import BronTimeout

from tests.integration.support.behaviour import (
    LICHAAM,
    beantwoord,
    begin_en_zwijg,
    druppel,
    http,
    talm,
    zwijg,
)
from tests.integration.support.line import Lijn, stuur
from tests.integration.support.server import Gedrag

TERMIJN: Final = 0.3
# What a busy machine may add; less than the server would take by itself.
SPELING: Final = 3.0
LANG: Final = http(b"", Content_Length="1000000")
DRALERS: Final[dict[str, Gedrag]] = {
    "zwijgt": zwijg,
    "talmt": talm(2.0),
    "druppelt de inhoud": druppel(LANG, b"x"),
    "druppelt delen": druppel(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
    "druppelt koppen": druppel(b"HTTP/1.1 200 OK\r\n", b"X-Nog-Een: kop\r\n"),
    "druppelt een kop": druppel(b"HTTP/1.1 200 OK\r\nX-Lang: ", b"x"),
    "druppelt de status": druppel(b"", b"HTTP/1.1 200 OK"),
    "vraagt geduld": druppel(b"", b"HTTP/1.1 102 Processing\r\n\r\n"),
    "stopt halverwege": begin_en_zwijg,
}


def _duur(lijn: Lijn, url: str, termijn: float, grenzen: Grenzen) -> float:
    transport = lijn.transport(url, grenzen=grenzen)
    begin = time.monotonic()
    with pytest.raises(BronTimeout) as gevangen:
        stuur(transport, termijn)
    assert gevangen.value.opnieuw_na == 10
    return time.monotonic() - begin


@pytest.mark.parametrize("gedrag", DRALERS.values(), ids=DRALERS)
def test_termijn_van_de_vrager(lijn: Lijn, gedrag: Gedrag) -> None:
    """The caller's deadline ends the call, whatever drips in, and it is not tried again."""
    server = lijn.server(gedrag)
    duur = _duur(lijn, server.url, TERMIJN, Grenzen())
    assert TERMIJN - 0.05 < duur < TERMIJN + SPELING
    assert server.aangenomen == 1


def test_grens_van_de_beheerder(lijn: Lijn) -> None:
    """The operator's limit ends the call as well, when the caller has more time."""
    server = lijn.server(zwijg)
    assert _duur(lijn, server.url, 60, Grenzen(seconden=TERMIJN)) < TERMIJN + SPELING


def test_verstreken_termijn(lijn: Lijn) -> None:
    """With no time left nothing is waited for."""
    server = lijn.server(zwijg)
    assert _duur(lijn, server.url, 0, Grenzen()) < SPELING


def test_herkansing_krijgt_geen_nieuwe_termijn(lijn: Lijn) -> None:
    """The second attempt has what the first one left."""
    server = lijn.server(beantwoord(keren=0), zwijg)
    assert _duur(lijn, server.url, TERMIJN, Grenzen()) < TERMIJN + SPELING
    assert server.aangenomen == 2


def test_handdruk_die_niet_komt(lijn: Lijn) -> None:
    """A port that accepts and says nothing, not even TLS, ends at the deadline; its socket is let go."""
    with socket.create_server(("127.0.0.1", 0)) as doof:
        url = f"https://127.0.0.1:{doof.getsockname()[1]}/"
        transport = Transport(url, tls_context(lijn.pki.sbb_ca, lijn.school), Grenzen())
        begin = time.monotonic()
        with pytest.raises(BronTimeout):
            stuur(transport, TERMIJN)
        duur = time.monotonic() - begin
        losgelaten = _is_losgelaten(doof)
        transport.sluit()
        _ruim_op()
    assert duur < TERMIJN + SPELING
    assert losgelaten


def _is_losgelaten(luisteraar: socket.socket) -> bool:
    """Whether the other side has closed the connection that waits here."""
    stroom, _ = luisteraar.accept()
    with stroom:
        stroom.settimeout(5)
        try:
            while stroom.recv(65536):
                pass
        except TimeoutError:
            return False
        except OSError:
            pass
    return True


def _ruim_op() -> None:
    """What was not let go is let go here, so that no other test hears of it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


def test_na_een_timeout_gaat_het_verder(lijn: Lijn) -> None:
    """A connection that was given up is not used again: the next call gets its own answer."""
    server = lijn.server(talm(0.25), beantwoord(http(b"<tweede/>")))
    transport = lijn.transport(server.url)
    with pytest.raises(BronTimeout):
        stuur(transport, 0.1)
    assert stuur(transport).inhoud == b"<tweede/>"
    assert server.aangenomen == 2


def test_traag_maar_op_tijd(lijn: Lijn) -> None:
    """An answer within the deadline is an answer."""
    assert stuur(lijn.transport(lijn.server(talm(0.2)).url), 5).inhoud == LICHAAM
