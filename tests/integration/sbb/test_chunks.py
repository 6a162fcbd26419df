"""A request whose body comes in chunks, at the simulator and at the front of the intake."""

import socket

import pytest

from local.intake.front import IntakeServer
from local.intake.invocation import Antwoord, Functie, Verzoek
from local.intake.pki import maak_server
from local.sbb.examples import TOONBEELD
from local.sbb.simulator import Simulator
from local.sbb.soap_server import MAX_BYTES
from tests.integration.sbb.client import Bericht, tls


class NepFunctie(Functie):
    """Answers 200, and remembers what came."""

    def __init__(self) -> None:
        super().__init__("http://localhost", "nep")
        self.verzoeken: list[Verzoek] = []

    def vraag(self, verzoek: Verzoek) -> Antwoord:
        """Answer."""
        self.verzoeken.append(verzoek)
        return Antwoord(200, {"Content-Type": "text/xml"}, b"<goed/>")


def _breng(sim: Simulator, functie: NepFunctie, koppen: str, lichaam: bytes) -> tuple[int, bytes]:
    """What the front answers to these bytes, as SBB brings them: the first status, and all that came."""
    eigen = maak_server(sim.pki.folder)
    server = IntakeServer(0, eigen.paar, sim.pki.ca, functie)
    server.begin()
    context = tls(sim, sim.pki.scholen["99XX"])
    try:
        with (
            socket.create_connection(("127.0.0.1", server.poort), timeout=10) as kaal,
            context.wrap_socket(kaal, server_hostname="localhost") as lijn,
        ):
            begin = f"POST /sbb/v1/mutaties HTTP/1.1\r\nHost: localhost\r\n{koppen}\r\n"
            lijn.sendall(begin.encode() + lichaam)
            gelezen = b""
            while stuk := lijn.recv(65536):
                gelezen += stuk
    finally:
        server.einde()
    return int(gelezen.split()[1]), gelezen


def test_een_bericht_in_stukken(sim: Simulator) -> None:
    """A body in chunks reaches the function whole, with nothing of how it came; the next request is read."""
    functie = NepFunctie()
    lichaam = b"5\r\n<a>ha\r\n7;x=y\r\nllo</a>\r\n0\r\nX-Staart: 1\r\n\r\n"
    volgende = b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    status, alles = _breng(sim, functie, "Transfer-Encoding: chunked\r\nTE: trailers\r\n", lichaam + volgende)
    assert (status, alles.count(b"HTTP/1.1 ")) == (200, 2)
    (verzoek,) = functie.verzoeken
    assert verzoek.lichaam == b"<a>hallo</a>"
    assert not {naam.lower() for naam in verzoek.koppen} & {"transfer-encoding", "te", "trailer"}


@pytest.mark.parametrize(
    ("koppen", "lichaam", "status"),
    [
        ("Transfer-Encoding: chunked\r\n", b"zz\r\n", 400),
        ("Transfer-Encoding: chunked\r\nContent-Length: 3\r\n", b"3\r\nabc\r\n0\r\n\r\n", 400),
        ("Transfer-Encoding: gzip\r\n", b"", 501),
        ("Content-Length: vijf\r\n", b"", 400),
        ("Transfer-Encoding: chunked\r\n", b"A00001\r\n" + b"x" * 0xA00001 + b"\r\n0\r\n\r\n", 413),
        ("Content-Length: 10485761\r\n", b"x" * 10485761, 413),
    ],
)
def test_een_lichaam_dat_niet_deugt(sim: Simulator, koppen: str, lichaam: bytes, status: int) -> None:
    """What is framed wrongly or too large is refused by the front, which reads on no further."""
    functie = NepFunctie()
    volgende = b"POST /sbb/v1/mutaties HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n"
    gekregen, alles = _breng(sim, functie, koppen, lichaam + volgende)
    assert (gekregen, alles.count(b"HTTP/1.1 ")) == (status, 1)
    assert functie.verzoeken == []


def _vraag(sim: Simulator, koppen: str, lichaam: bytes) -> bytes:
    """What the simulator answers to these bytes."""
    context = tls(sim, sim.pki.scholen["99XX"])
    begin = (
        "POST /whitelabel HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/xml\r\nConnection: close\r\n"
        f'SOAPAction: "{Bericht("GeefDetails", ()).actie}"\r\n{koppen}\r\n'
    )
    with (
        socket.create_connection(("127.0.0.1", sim.soap.poort), timeout=10) as kaal,
        context.wrap_socket(kaal, server_hostname="localhost") as lijn,
    ):
        lijn.sendall(begin.encode() + lichaam)
        gelezen = b""
        while stuk := lijn.recv(65536):
            gelezen += stuk
    return gelezen


def test_de_simulator_leest_stukken(sim: Simulator) -> None:
    """A question in chunks of a byte is answered as any other."""
    envelop = Bericht("GeefDetails", (("CodeLeerbedrijf", TOONBEELD),)).envelop()
    lichaam = b"".join(b"1\r\n%c\r\n" % byte for byte in envelop) + b"0\r\n\r\n"
    antwoord = _vraag(sim, "Transfer-Encoding: chunked\r\n", lichaam)
    assert antwoord.startswith(b"HTTP/1.1 200")
    assert b"<" + TOONBEELD.encode() not in antwoord
    assert TOONBEELD.encode() in antwoord


@pytest.mark.parametrize(
    ("koppen", "lichaam", "status"),
    [
        ("Transfer-Encoding: chunked\r\n", b"0x5\r\n", b"400"),
        ("Transfer-Encoding: gzip, chunked\r\n", b"", b"501"),
        ("Transfer-Encoding: chunked\r\n", b"%x\r\n" % (MAX_BYTES * 9), b"413"),
        (f"Content-Length: {MAX_BYTES + 1}\r\n", b"x" * (MAX_BYTES + 1), b"413"),
        ("", b"", b"411"),
    ],
)
def test_de_simulator_weigert(sim: Simulator, koppen: str, lichaam: bytes, status: bytes) -> None:
    """What is framed wrongly, too large, or has no length at all is refused with its own status."""
    assert _vraag(sim, koppen, lichaam).split()[1] == status


def test_een_half_bericht_is_er_geen(sim: Simulator) -> None:
    """Whoever goes away in the middle of a body has brought nothing: half a message is not handed on."""
    eigen, functie = maak_server(sim.pki.folder), NepFunctie()
    server = IntakeServer(0, eigen.paar, sim.pki.ca, functie)
    server.begin()
    context = tls(sim, sim.pki.scholen["99XX"])
    for koppen, half in ((b"Content-Length: 9", b"<a>"), (b"Transfer-Encoding: chunked", b"3\r\n<a>\r\n")):
        with (
            socket.create_connection(("127.0.0.1", server.poort), timeout=10) as kaal,
            context.wrap_socket(kaal, server_hostname="localhost") as lijn,
        ):
            lijn.sendall(
                b"POST /sbb/v1/mutaties HTTP/1.1\r\nHost: localhost\r\n" + koppen + b"\r\n\r\n" + half
            )
            lijn.shutdown(socket.SHUT_WR)
            # Until the front has hung up too.
            while lijn.recv(4096):
                continue
    server.einde()
    assert functie.verzoeken == []
