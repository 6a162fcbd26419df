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
from stagemarkt_cli.contract.compare import compare
from stagemarkt_cli.contract.model import UnreadableContract
from stagemarkt_cli.contract.reading import read_contract
from stagemarkt_cli.contract.reading.fetching import MAX_BYTES, DocumentFetcher, FetchCertificate

from tests.integration.support.server import request_certificate

ENDLESS = 0
CONTRACT = Path(__file__).resolve().parents[3] / "contract"


@dataclass
class WsdlServer:
    """What a server gives by path, and who it is.

    Attributes:
        paths: status and body by path.
        ca: the file with its authority.
        cert: the file with a client's certificate.
        key: the file with the key of that.
        port: where it listens.
        afterwards: the paths for which a certificate is asked, after the request; without one it is 403.
    """

    ca: Path
    cert: Path
    key: Path
    port: int = 0
    paths: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    afterwards: set[str] = field(default_factory=set)

    def url(self, path: str) -> str:
        """The address of a path."""
        return f"https://localhost:{self.port}{path}"

    def fetcher(self, *, with_certificate: bool = True) -> DocumentFetcher:
        """One that knows this server, and may have a certificate for it."""
        own = (
            FetchCertificate(self.cert, self.key, self.ca)
            if with_certificate
            else FetchCertificate(ca=self.ca)
        )
        return DocumentFetcher(self.url("/"), own)


@pytest.fixture
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[WsdlServer]:
    """SBB with mutual TLS, on this machine."""
    ca = trustme.CA()
    paths = WsdlServer(tmp_path / "ca.pem", tmp_path / "school.pem", tmp_path / "school.key")
    ca.cert_pem.write_to_path(str(paths.ca))
    school = ca.issue_cert("school.example", common_name="99XX")
    school.private_key_pem.write_to_path(str(paths.key))
    school.cert_chain_pems[0].write_to_path(str(paths.cert))

    class CannedAnswer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, content = paths.paths.get(self.path, (404, b""))
            if self.path in paths.afterwards and not request_certificate(self.connection):
                status, content = 403, b""
            self.send_response(status or 200)
            if status != ENDLESS:
                self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)
            # The same piece, until the other side has had enough.
            with contextlib.suppress(OSError):
                while status == ENDLESS:
                    self.wfile.write(content)

        def log_message(self, *_args: object) -> None:
            """Nothing."""

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ca.issue_cert("localhost").configure_cert(context)
    ca.configure_trust(context)
    context.verify_mode = ssl.CERT_REQUIRED
    # Where nothing is asked in the handshake, it is asked per path.
    context.post_handshake_auth = getattr(request, "param", False)
    listener = ThreadingHTTPServer(("localhost", 0), CannedAnswer)
    listener.socket = context.wrap_socket(listener.socket, server_side=True)
    listener.handle_error = lambda *_: None  # type: ignore[method-assign]  # a refused handshake is expected
    paths.port = listener.server_port
    wire = threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.01})
    wire.start()
    yield paths
    listener.shutdown()
    listener.server_close()
    wire.join()


def test_with_a_certificate(server: WsdlServer) -> None:
    """The WSDL and what it imports come in over mutual TLS, and equal ours."""
    wsdl = (CONTRACT / "whitelabel.wsdl").read_text().replace('"whitelabel.xsd"', '"/schema?xsd=1"')
    server.paths["/d/dienst.asmx?wsdl"] = (200, wsdl.encode())
    server.paths["/schema?xsd=1"] = (200, (CONTRACT / "whitelabel.xsd").read_bytes())
    hun = read_contract(server.url("/d/dienst.asmx?wsdl"), server.fetcher())
    assert compare(read_contract(str(CONTRACT / "whitelabel.wsdl")), hun) == []


@pytest.mark.parametrize("server", [True], indirect=True)
@pytest.mark.parametrize("using", [True, False])
def test_certificate_per_path(server: WsdlServer, using: bool) -> None:  # noqa: FBT001 - a parameter
    """A server that asks for the certificate once it knows the path, as IIS does, is shown it then."""
    server.paths["/x"] = (200, b"<x/>")
    server.afterwards.add("/x")
    fetcher = server.fetcher(with_certificate=using)
    if using:
        assert fetcher(server.url("/x")) == b"<x/>"
    else:
        with pytest.raises(UnreadableContract, match="niet op te halen"):
            fetcher(server.url("/x"))


def test_without_a_certificate(server: WsdlServer) -> None:
    """A refused handshake is a reason, not a traceback."""
    server.paths["/x"] = (200, b"<x/>")
    with pytest.raises(UnreadableContract, match="niet op te halen"):
        read_contract(server.url("/x"), server.fetcher(with_certificate=False))


def test_unknown_ca(server: WsdlServer) -> None:
    """A server that cannot be recognised is not read."""
    with pytest.raises(UnreadableContract, match="niet op te halen"):
        read_contract(
            server.url("/x"), DocumentFetcher(server.url("/x"), FetchCertificate(server.cert, server.key))
        )


def test_certificate_only_for_the_source(server: WsdlServer) -> None:
    """A schema at another host does not get to see the school's certificate."""
    other = DocumentFetcher(
        "https://sbb.example/x.wsdl", FetchCertificate(server.cert, server.key, server.ca)
    )
    server.paths["/x"] = (200, b"<x/>")
    with pytest.raises(UnreadableContract, match="niet op te halen"):
        other(server.url("/x"))


@pytest.mark.parametrize(
    ("status", "content", "reason"),
    [
        (404, b"", "HTTP 404"),
        (302, b"", "HTTP 302"),
        (200, b"x" * (MAX_BYTES + 1), "groter dan"),
        (200, b"<html/>", "geen WSDL"),
    ],
    ids=["absent", "redirect", "too big", "a page"],
)
def test_refuses(server: WsdlServer, status: int, content: bytes, reason: str) -> None:
    """What is no WSDL, or too much of one, is refused."""
    server.paths["/x"] = (status, content)
    with pytest.raises(UnreadableContract, match=reason):
        read_contract(server.url("/x"), server.fetcher())


def test_without_an_end(server: WsdlServer) -> None:
    """An answer that never ends is cut off at what a WSDL may be."""
    server.paths["/x"] = (ENDLESS, b"<wsdl:x>" * 10_000)
    with pytest.raises(UnreadableContract, match="groter dan"):
        read_contract(server.url("/x"), server.fetcher())


def test_one_drop_at_a_time(server: WsdlServer) -> None:
    """An answer that drips is cut off when all have taken too long together."""
    server.paths["/x"] = (ENDLESS, b"<")
    times = iter([0.0, 1.0, 121.0])
    fetcher = DocumentFetcher(
        server.url("/"), FetchCertificate(server.cert, server.key, server.ca), lambda: next(times, 121.0)
    )
    with pytest.raises(UnreadableContract, match="langer dan 120 seconden"):
        read_contract(server.url("/x"), fetcher)


def test_unusable_certificate(server: WsdlServer) -> None:
    """Files that are no certificate are named as the cause."""
    error = FetchCertificate(server.ca, server.key, server.ca)
    with pytest.raises(UnreadableContract, match="certificaat of de sleutel"):
        read_contract(server.url("/x"), DocumentFetcher(server.url("/x"), error))
