"""A request whose body comes in chunks, at the simulator and at the front of the intake."""

import socket

import pytest

from local.intake.front import IntakeServer
from local.intake.invocation import DeployedFunction, InvocationRequest, InvocationResponse
from local.intake.pki import make_server
from local.sbb.register.examples import SHOWPIECE
from local.sbb.simulator import Simulator
from local.sbb.soap_server import MAX_BYTES
from tests.integration.sbb.client import RawMessage, tls


class FakeChunkedFunction(DeployedFunction):
    """Answers 200, and remembers what came."""

    def __init__(self) -> None:
        super().__init__("http://localhost", "nep")
        self.requests: list[InvocationRequest] = []

    def question(self, request: InvocationRequest) -> InvocationResponse:
        """Answer."""
        self.requests.append(request)
        return InvocationResponse(200, {"Content-Type": "text/xml"}, b"<goed/>")


def _bring(sim: Simulator, function: FakeChunkedFunction, headers: str, body: bytes) -> tuple[int, bytes]:
    """What the front answers to these bytes, as SBB brings them: the first status, and all that came."""
    own = make_server(sim.pki.folder)
    server = IntakeServer(0, own.pair, sim.pki.ca, function)
    server.begin()
    context = tls(sim, sim.pki.scholen["99XX"])
    try:
        with (
            socket.create_connection(("127.0.0.1", server.port), timeout=10) as bare,
            context.wrap_socket(bare, server_hostname="localhost") as link,
        ):
            begin = f"POST /sbb/v1/mutaties HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n"
            link.sendall(begin.encode() + body)
            parsed = b""
            while piece := link.recv(65536):
                parsed += piece
    finally:
        server.einde()
    return int(parsed.split()[1]), parsed


def test_a_message_in_chunks(sim: Simulator) -> None:
    """A body in chunks reaches the function whole, with nothing of how it came; the next request is read."""
    function = FakeChunkedFunction()
    body = b"5\r\n<a>ha\r\n7;x=y\r\nllo</a>\r\n0\r\nX-Staart: 1\r\n\r\n"
    following = b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    status, alles = _bring(sim, function, "Transfer-Encoding: chunked\r\nTE: trailers\r\n", body + following)
    assert (status, alles.count(b"HTTP/1.1 ")) == (200, 2)
    (request,) = function.requests
    assert request.body == b"<a>hallo</a>"
    assert not {name.lower() for name in request.koppen} & {"transfer-encoding", "te", "trailer"}


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ("Transfer-Encoding: chunked\r\n", b"zz\r\n", 400),
        ("Transfer-Encoding: chunked\r\nContent-Length: 3\r\n", b"3\r\nabc\r\n0\r\n\r\n", 400),
        ("Transfer-Encoding: gzip\r\n", b"", 501),
        ("Content-Length: vijf\r\n", b"", 400),
        ("Transfer-Encoding: chunked\r\n", b"A00001\r\n" + b"x" * 0xA00001 + b"\r\n0\r\n\r\n", 413),
        ("Content-Length: 10485761\r\n", b"x" * 10485761, 413),
    ],
)
def test_an_invalid_body(sim: Simulator, headers: str, body: bytes, status: int) -> None:
    """What is framed wrongly or too large is refused by the front, which reads on no further."""
    function = FakeChunkedFunction()
    following = b"POST /sbb/v1/mutaties HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n"
    got, alles = _bring(sim, function, headers, body + following)
    assert (got, alles.count(b"HTTP/1.1 ")) == (status, 1)
    assert function.requests == []


def _ask(sim: Simulator, headers: str, body: bytes) -> bytes:
    """What the simulator answers to these bytes."""
    context = tls(sim, sim.pki.scholen["99XX"])
    begin = (
        "POST /whitelabel HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/xml\r\nConnection: close\r\n"
        f'SOAPAction: "{RawMessage("GeefDetails", ()).action}"\r\n{headers}\r\n'
    )
    with (
        socket.create_connection(("127.0.0.1", sim.soap.port), timeout=10) as bare,
        context.wrap_socket(bare, server_hostname="localhost") as link,
    ):
        link.sendall(begin.encode() + body)
        parsed = b""
        while piece := link.recv(65536):
            parsed += piece
    return parsed


def test_the_simulator_reads_chunks(sim: Simulator) -> None:
    """A question in chunks of a byte is answered as any other."""
    envelope = RawMessage("GeefDetails", (("CodeLeerbedrijf", SHOWPIECE),)).envelop()
    body = b"".join(b"1\r\n%c\r\n" % byte for byte in envelope) + b"0\r\n\r\n"
    answer = _ask(sim, "Transfer-Encoding: chunked\r\n", body)
    assert answer.startswith(b"HTTP/1.1 200")
    assert b"<" + SHOWPIECE.encode() not in answer
    assert SHOWPIECE.encode() in answer


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ("Transfer-Encoding: chunked\r\n", b"0x5\r\n", b"400"),
        ("Transfer-Encoding: gzip, chunked\r\n", b"", b"501"),
        ("Transfer-Encoding: chunked\r\n", b"%x\r\n" % (MAX_BYTES * 9), b"413"),
        (f"Content-Length: {MAX_BYTES + 1}\r\n", b"x" * (MAX_BYTES + 1), b"413"),
        ("", b"", b"411"),
    ],
)
def test_the_simulator_refuses(sim: Simulator, headers: str, body: bytes, status: bytes) -> None:
    """What is framed wrongly, too large, or has no length at all is refused with its own status."""
    assert _ask(sim, headers, body).split()[1] == status


def test_half_a_message_is_none(sim: Simulator) -> None:
    """Whoever goes away in the middle of a body has brought nothing: half a message is not handed on."""
    own, function = make_server(sim.pki.folder), FakeChunkedFunction()
    server = IntakeServer(0, own.pair, sim.pki.ca, function)
    server.begin()
    context = tls(sim, sim.pki.scholen["99XX"])
    for headers, half in ((b"Content-Length: 9", b"<a>"), (b"Transfer-Encoding: chunked", b"3\r\n<a>\r\n")):
        with (
            socket.create_connection(("127.0.0.1", server.port), timeout=10) as bare,
            context.wrap_socket(bare, server_hostname="localhost") as link,
        ):
            link.sendall(
                b"POST /sbb/v1/mutaties HTTP/1.1\r\nHost: localhost\r\n" + headers + b"\r\n\r\n" + half
            )
            link.shutdown(socket.SHUT_WR)
            # Until the front has hung up too.
            while link.recv(4096):
                continue
    server.einde()
    assert function.requests == []
