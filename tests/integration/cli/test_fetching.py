"""A WSDL from a server that asks for a client certificate, with schemas that it imports."""

import contextlib
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import trustme
from stagemarkt_cli.contract.compare import vergelijk
from stagemarkt_cli.contract.model import OnleesbaarContract
from stagemarkt_cli.contract.reading import lees_contract
from stagemarkt_cli.contract.reading.fetching import MAX_BYTES, Certificaat, Ophaler

from tests.integration.support.server import vraag_certificaat

EINDELOOS = 0
CONTRACT = Path(__file__).resolve().parents[3] / "contract"


@dataclass
class Server:
    """What a server gives by path, and who it is.

    Attributes:
        paden: status and body by path.
        ca: the file with its authority.
        cert: the file with a client's certificate.
        key: the file with the key of that.
        poort: where it listens.
        achteraf: the paths for which a certificate is asked, after the request; without one it is 403.
    """

    ca: Path
    cert: Path
    key: Path
    poort: int = 0
    paden: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    achteraf: set[str] = field(default_factory=set)

    def url(self, pad: str) -> str:
        """The address of a path."""
        return f"https://localhost:{self.poort}{pad}"

    def ophaler(self, *, met_certificaat: bool = True) -> Ophaler:
        """One that knows this server, and may have a certificate for it."""
        eigen = Certificaat(self.cert, self.key, self.ca) if met_certificaat else Certificaat(ca=self.ca)
        return Ophaler(self.url("/"), eigen)


@pytest.fixture
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Server]:
    """SBB with mutual TLS, on this machine."""
    ca = trustme.CA()
    paden = Server(tmp_path / "ca.pem", tmp_path / "school.pem", tmp_path / "school.key")
    ca.cert_pem.write_to_path(str(paden.ca))
    school = ca.issue_cert("school.example", common_name="99XX")
    school.private_key_pem.write_to_path(str(paden.key))
    school.cert_chain_pems[0].write_to_path(str(paden.cert))

    class Antwoord(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, inhoud = paden.paden.get(self.path, (404, b""))
            if self.path in paden.achteraf and not vraag_certificaat(self.connection):
                status, inhoud = 403, b""
            self.send_response(status or 200)
            if status != EINDELOOS:
                self.send_header("Content-Length", str(len(inhoud)))
            self.end_headers()
            self.wfile.write(inhoud)
            # The same piece, until the other side has had enough.
            with contextlib.suppress(OSError):
                while status == EINDELOOS:
                    self.wfile.write(inhoud)

        def log_message(self, *_args: object) -> None:
            """Nothing."""

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ca.issue_cert("localhost").configure_cert(context)
    ca.configure_trust(context)
    context.verify_mode = ssl.CERT_REQUIRED
    # Where nothing is asked in the handshake, it is asked per path.
    context.post_handshake_auth = getattr(request, "param", False)
    luisteraar = ThreadingHTTPServer(("localhost", 0), Antwoord)
    luisteraar.socket = context.wrap_socket(luisteraar.socket, server_side=True)
    luisteraar.handle_error = lambda *_: None  # type: ignore[method-assign]  # a refused handshake is expected
    paden.poort = luisteraar.server_port
    draad = threading.Thread(target=luisteraar.serve_forever, kwargs={"poll_interval": 0.01})
    draad.start()
    yield paden
    luisteraar.shutdown()
    luisteraar.server_close()
    draad.join()


def test_met_certificaat(server: Server) -> None:
    """The WSDL and what it imports come in over mutual TLS, and equal ours."""
    wsdl = (CONTRACT / "whitelabel.wsdl").read_text().replace('"whitelabel.xsd"', '"/schema?xsd=1"')
    server.paden["/d/dienst.asmx?wsdl"] = (200, wsdl.encode())
    server.paden["/schema?xsd=1"] = (200, (CONTRACT / "whitelabel.xsd").read_bytes())
    hun = lees_contract(server.url("/d/dienst.asmx?wsdl"), server.ophaler())
    assert vergelijk(lees_contract(str(CONTRACT / "whitelabel.wsdl")), hun) == []


@pytest.mark.parametrize("server", [True], indirect=True)
@pytest.mark.parametrize("met", [True, False])
def test_certificaat_per_pad(server: Server, met: bool) -> None:  # noqa: FBT001 - a parameter
    """A server that asks for the certificate once it knows the path, as IIS does, is shown it then."""
    server.paden["/x"] = (200, b"<x/>")
    server.achteraf.add("/x")
    ophaler = server.ophaler(met_certificaat=met)
    if met:
        assert ophaler(server.url("/x")) == b"<x/>"
    else:
        with pytest.raises(OnleesbaarContract, match="niet op te halen"):
            ophaler(server.url("/x"))


def test_zonder_certificaat(server: Server) -> None:
    """A refused handshake is a reason, not a traceback."""
    server.paden["/x"] = (200, b"<x/>")
    with pytest.raises(OnleesbaarContract, match="niet op te halen"):
        lees_contract(server.url("/x"), server.ophaler(met_certificaat=False))


def test_onbekende_ca(server: Server) -> None:
    """A server that cannot be recognised is not read."""
    with pytest.raises(OnleesbaarContract, match="niet op te halen"):
        lees_contract(server.url("/x"), Ophaler(server.url("/x"), Certificaat(server.cert, server.key)))


def test_certificaat_alleen_voor_de_bron(server: Server) -> None:
    """A schema at another host does not get to see the school's certificate."""
    ander = Ophaler("https://sbb.example/x.wsdl", Certificaat(server.cert, server.key, server.ca))
    server.paden["/x"] = (200, b"<x/>")
    with pytest.raises(OnleesbaarContract, match="niet op te halen"):
        ander(server.url("/x"))


@pytest.mark.parametrize(
    ("status", "inhoud", "reden"),
    [
        (404, b"", "HTTP 404"),
        (302, b"", "HTTP 302"),
        (200, b"x" * (MAX_BYTES + 1), "groter dan"),
        (200, b"<html/>", "geen WSDL"),
    ],
    ids=["absent", "redirect", "too big", "a page"],
)
def test_weigert(server: Server, status: int, inhoud: bytes, reden: str) -> None:
    """What is no WSDL, or too much of one, is refused."""
    server.paden["/x"] = (status, inhoud)
    with pytest.raises(OnleesbaarContract, match=reden):
        lees_contract(server.url("/x"), server.ophaler())


def test_zonder_einde(server: Server) -> None:
    """An answer that never ends is cut off at what a WSDL may be."""
    server.paden["/x"] = (EINDELOOS, b"<wsdl:x>" * 10_000)
    with pytest.raises(OnleesbaarContract, match="groter dan"):
        lees_contract(server.url("/x"), server.ophaler())


def test_een_druppel_tegelijk(server: Server) -> None:
    """An answer that drips is cut off when all have taken too long together."""
    server.paden["/x"] = (EINDELOOS, b"<")
    tijden = iter([0.0, 1.0, 121.0])
    ophaler = Ophaler(
        server.url("/"), Certificaat(server.cert, server.key, server.ca), lambda: next(tijden, 121.0)
    )
    with pytest.raises(OnleesbaarContract, match="langer dan 120 seconden"):
        lees_contract(server.url("/x"), ophaler)


def test_onbruikbaar_certificaat(server: Server) -> None:
    """Files that are no certificate are named as the cause."""
    fout = Certificaat(server.ca, server.key, server.ca)
    with pytest.raises(OnleesbaarContract, match="certificaat of de sleutel"):
        lees_contract(server.url("/x"), Ophaler(server.url("/x"), fout))
