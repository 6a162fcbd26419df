"""What we run out of ourselves is told as ours: never as SBB's or the school's, and it marks nobody."""

import errno
import socket
import ssl
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final, TypeVar

import httpx
import pytest
from stagemarkt.adapters.own_failures import is_own
from stagemarkt.adapters.soap.envelope import Endpoint
from stagemarkt.adapters.soap.school_connections import SchoolConnections
from stagemarkt.adapters.soap.tls import tls_context
from stagemarkt.adapters.soap.transport import TransportLimits
from stagemarkt.adapters.soap.transport_errors import may_retry, translate
from stagemarkt.adapters.tls_probe import TlsProber
from stagemarkt.domain.guard.outcome import CallOutcome, outcome_of
from stagemarkt.model.errors import BronUnavailable, OwnShortage
from stagemarkt.model.school import CertificatePair, SchoolSecret
from stagemarkt.ports.deadline import Deadline

from tests.integration.support.behaviour import http, respond
from tests.integration.support.contract import NS
from tests.integration.support.envelope import IDENTIFICEER, answer
from tests.integration.support.exchange import BY_NAME
from tests.integration.support.line import Link, send
from tests.integration.support.pki import ThrowawayPki
from tests.integration.support.shortage import without_descriptors
from tests.integration.support.watch import RecordingWatch

T = TypeVar("T")
NOTHING: Final = http(answer(IDENTIFICEER, [("Signaalcode", "0")], refers_to=None))


def _os(number: int) -> OSError:
    return OSError(number, "GEHEIM")


def _caused_by(error: Exception, cause: BaseException) -> Exception:
    error.__cause__ = cause
    return error


def _malloc() -> ssl.SSLError:
    error = ssl.SSLError(1, "GEHEIM")
    error.reason = "MALLOC_FAILURE"
    return error


OURS: Final = [
    *(_os(n) for n in (errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.ENOBUFS, errno.ENOSPC, errno.EROFS)),
    MemoryError(),
    RuntimeError("can't start new thread"),
    socket.gaierror(socket.EAI_MEMORY, "GEHEIM"),
    _malloc(),
    _caused_by(httpx.ConnectError("x"), _os(errno.EMFILE)),
    _caused_by(httpx.ReadError("x"), MemoryError()),
    _caused_by(
        httpx.ConnectError("x"), _caused_by(OSError("all failed"), ExceptionGroup("x", [_os(errno.EMFILE)]))
    ),
]
NOT_OURS: Final = [
    *(
        _os(n)
        for n in (errno.ECONNREFUSED, errno.ECONNRESET, errno.ETIMEDOUT, errno.EHOSTUNREACH, errno.EPIPE)
    ),
    socket.gaierror(socket.EAI_NONAME, "GEHEIM"),
    socket.gaierror(socket.EAI_AGAIN, "GEHEIM"),
    RuntimeError("Event loop is closed"),
    ssl.SSLError(1, "GEHEIM"),
    _caused_by(httpx.ConnectError("x"), ExceptionGroup("x", [_os(errno.ECONNREFUSED)])),
    # One of its addresses could not be tried, and the other said no.
    _caused_by(httpx.ConnectError("x"), ExceptionGroup("x", [_os(errno.EMFILE), _os(errno.ECONNREFUSED)])),
    _os(errno.EADDRNOTAVAIL),
]


@pytest.mark.parametrize("error", OURS, ids=repr)
def test_what_is_ours(error: Exception) -> None:
    """Descriptors, memory, threads and disk are ours, whatever they hide in; no second attempt."""
    assert is_own(error)
    translated = translate(error)
    assert type(translated) is OwnShortage
    assert "GEHEIM" not in str(translated)
    assert not may_retry(error)
    assert outcome_of(translated) == CallOutcome("niets", "niets")


@pytest.mark.parametrize("error", NOT_OURS, ids=repr)
def test_what_is_not_ours(error: Exception) -> None:
    """A server that refuses, resets or is not found is not ours, also where it says so in the same way."""
    assert not is_own(error)
    assert type(translate(error)) is BronUnavailable


def test_no_name_to_be_found_without_a_descriptor() -> None:
    """Without a descriptor no name is found either: then what the resolver says is no word about the name."""
    error = socket.gaierror(socket.EAI_NONAME, "GEHEIM")
    with without_descriptors():
        assert is_own(error)
    assert not is_own(error)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_connecting_without_a_descriptor(link: Link, host: str) -> None:
    """A call for which no connection can be made is ours, by address as by name; after it all is well."""
    server = link.server(respond(), context=link.pki.at_sbb(name=host))
    url = server.url.replace("127.0.0.1", host)
    transport, other = link.transport(url), link.transport(url)
    assert send(other).status == 200
    with without_descriptors():
        with pytest.raises(OwnShortage):
            send(transport)
        # What is open already is as good as before.
        assert send(other).status == 200
    assert send(transport).status == 200


@pytest.mark.parametrize("over", range(6))
def test_a_new_way_without_a_descriptor(link: Link, over: int) -> None:
    """Loop, key, name, connection: whichever finds no room first, it is never the certificate or SBB."""
    server = link.server(respond())
    with without_descriptors(over):
        try:
            transport = link.transport(server.url)
            status = send(transport).status
        except OwnShortage:
            status = 0
    assert status in {0, 200}
    assert over or not status


def test_probing_without_a_descriptor(link: Link) -> None:
    """A door that we cannot knock at is no door that is shut."""
    server = link.server(respond())
    with without_descriptors(), pytest.raises(OwnShortage):
        TlsProber(server.url, link.pki.sbb_ca).probe()


def test_no_space_on_the_disk(pki: ThrowawayPki, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A key that cannot be handed to OpenSSL for want of a place is no unreadable key."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "weg"))
    with pytest.raises(OwnShortage):
        tls_context(pki.sbb_ca, pki.school("99XX"))


class ShortageScene:
    """A school with a new certificate and the one before, and who watches."""

    def __init__(self, link: Link) -> None:
        self.ca = link.pki.sbb_ca
        old, new = link.pki.school("99XX"), link.pki.school("99XX")
        self.geheim = replace(new, previous=CertificatePair(old.certificaat, old.sleutel))
        self.refreshed: list[str] = []
        self.watch = RecordingWatch()
        self.outcomes: list[CallOutcome] = []
        self.server = link.server(respond(NOTHING))
        endpoint = Endpoint(self.server.url, NS, f"{NS}/", "0" * 20)
        self.verbindingen = SchoolConnections(endpoint, self, TransportLimits(seconden=5))

    def van(self, _brin: str) -> SchoolSecret:
        """As the port of secrets says."""
        return self.geheim

    def refresh(self, brin: str) -> None:
        """As the port of secrets says."""
        self.refreshed.append(brin)

    def sbb_ca(self) -> str:
        """As the port of secrets says."""
        return self.ca

    def question(self) -> None:
        """One question."""
        deadline = Deadline.after(5)._replace(watch=self.watch)
        try:
            assert self.verbindingen.using("99XX").identificeer(BY_NAME, deadline) == []
        except BaseException as error:
            self.outcomes.append(outcome_of(error))
            raise


@pytest.fixture
def scene(link: Link) -> Iterator[ShortageScene]:
    """The scene."""
    scene = ShortageScene(link)
    yield scene
    scene.verbindingen.close()


@pytest.mark.parametrize("over", [0, 2, 3])
def test_nobody_is_blamed_for_it(scene: ShortageScene, over: int) -> None:
    """No certificate of before is tried, no secret read anew, nothing told of SBB or the school."""
    with without_descriptors(over), pytest.raises(OwnShortage):
        scene.question()
    assert scene.outcomes == [CallOutcome("niets", "niets")]
    assert (scene.refreshed, scene.watch.switches, scene.server.names) == ([], [], [])
    scene.question()
    assert scene.watch.switches == []
