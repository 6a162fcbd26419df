"""One deadline over everything: no server, however it dawdles, keeps a caller waiting."""

import gc
import socket
import time
import warnings
from typing import Final

import pytest
from stagemarkt.adapters.soap.tls import tls_context
from stagemarkt.adapters.soap.transport import Transport, TransportLimits
from stagemarkt.model.errors import BronTimeout

from tests.integration.support.behaviour import (
    BODY,
    begin_and_stay_silent,
    http,
    respond,
    stay_silent,
    talm,
    trickle,
)
from tests.integration.support.line import Link, send
from tests.integration.support.server import Behaviour

DEADLINE: Final = 0.3
# What a busy machine may add; less than the server would take by itself.
SLACK: Final = 3.0
LONG: Final = http(b"", Content_Length="1000000")
DAWDLERS: Final[dict[str, Behaviour]] = {
    "zwijgt": stay_silent,
    "talmt": talm(2.0),
    "druppelt de inhoud": trickle(LONG, b"x"),
    "druppelt delen": trickle(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
    "druppelt koppen": trickle(b"HTTP/1.1 200 OK\r\n", b"X-Nog-Een: kop\r\n"),
    "druppelt een kop": trickle(b"HTTP/1.1 200 OK\r\nX-Lang: ", b"x"),
    "druppelt de status": trickle(b"", b"HTTP/1.1 200 OK"),
    "vraagt geduld": trickle(b"", b"HTTP/1.1 102 Processing\r\n\r\n"),
    "stopt halverwege": begin_and_stay_silent,
}


def _duration(link: Link, url: str, deadline: float, limits: TransportLimits) -> float:
    transport = link.transport(url, limits=limits)
    begin = time.monotonic()
    with pytest.raises(BronTimeout) as caught:
        send(transport, deadline)
    assert caught.value.retry_after == 10
    return time.monotonic() - begin


@pytest.mark.parametrize("behaviour", DAWDLERS.values(), ids=DAWDLERS)
def test_the_askers_deadline(link: Link, behaviour: Behaviour) -> None:
    """The caller's deadline ends the call, whatever drips in, and it is not tried again."""
    server = link.server(behaviour)
    duration = _duration(link, server.url, DEADLINE, TransportLimits())
    assert DEADLINE - 0.05 < duration < DEADLINE + SLACK
    assert server.aangenomen == 1


def test_the_operators_limit(link: Link) -> None:
    """The operator's limit ends the call as well, when the caller has more time."""
    server = link.server(stay_silent)
    assert _duration(link, server.url, 60, TransportLimits(seconden=DEADLINE)) < DEADLINE + SLACK


def test_passed_deadline(link: Link) -> None:
    """With no time left nothing is waited for."""
    server = link.server(stay_silent)
    assert _duration(link, server.url, 0, TransportLimits()) < SLACK


def test_a_retry_gets_no_new_deadline(link: Link) -> None:
    """The second attempt has what the first one left."""
    server = link.server(respond(times=0), stay_silent)
    assert _duration(link, server.url, DEADLINE, TransportLimits()) < DEADLINE + SLACK
    assert server.aangenomen == 2


def test_a_handshake_that_does_not_come(link: Link) -> None:
    """A port that accepts and says nothing, not even TLS, ends at the deadline; its socket is let go."""
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        url = f"https://127.0.0.1:{deaf.getsockname()[1]}/"
        transport = Transport(url, tls_context(link.pki.sbb_ca, link.school), TransportLimits())
        begin = time.monotonic()
        with pytest.raises(BronTimeout):
            send(transport, DEADLINE)
        duration = time.monotonic() - begin
        released = _is_released(deaf)
        transport.close()
        _purge()
    assert duration < DEADLINE + SLACK
    assert released


def _is_released(listener: socket.socket) -> bool:
    """Whether the other side has closed the connection that waits here."""
    stream, _ = listener.accept()
    with stream:
        stream.settimeout(5)
        try:
            while stream.recv(65536):
                pass
        except TimeoutError:
            return False
        except OSError:
            pass
    return True


def _purge() -> None:
    """What was not let go is let go here, so that no other test hears of it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


def test_after_a_timeout_it_goes_on(link: Link) -> None:
    """A connection that was given up is not used again: the next call gets its own answer."""
    server = link.server(talm(0.25), respond(http(b"<tweede/>")))
    transport = link.transport(server.url)
    with pytest.raises(BronTimeout):
        send(transport, 0.1)
    assert send(transport).inhoud == b"<tweede/>"
    assert server.aangenomen == 2


def test_slow_but_in_time(link: Link) -> None:
    """An answer within the deadline is an answer."""
    assert send(link.transport(link.server(talm(0.2)).url), 5).inhoud == BODY
