"""A client of the simulator: mutual TLS, an envelope, and a look at the answer through the schema."""

import http.client
import socket
import ssl
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from local.certificates import KeyPair
from local.sbb.protocol import ANONYMOUS, CONTRACT, OIN_SBB, SOAP, TNS, WSA, licentie_van, oin_of
from local.sbb.simulator import Simulator
from local.sbb.xml_tree import Element, MessageSchema, XmlField, add, build, new, parse, write

_SCHEMA = MessageSchema(CONTRACT / "whitelabel.xsd")


@dataclass
class RawMessage:
    """A request that is right until a test changes something."""

    operatie: str
    velden: Sequence[XmlField]
    brin: str = "99XX"
    bericht_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    licentie: str | None = None
    koppen: dict[str, str] = field(default_factory=dict)
    weg: frozenset[str] = frozenset()

    @property
    def action(self) -> str:
        """The SOAPAction, without quotes."""
        return f"{TNS}/{self.operatie}"

    def envelop(self) -> bytes:
        """Write the envelope; `koppen` replace WS-Addressing headers, `weg` leaves some out."""
        envelope = new(SOAP, "Envelope", {"soap": SOAP, "wsa": WSA})
        header = add(envelope, SOAP, "Header")
        headers = {
            "Action": self.action,
            "MessageID": f"urn:uuid:{self.bericht_id}",
            "To": f"https://localhost/whitelabel?oin={OIN_SBB}",
            "From": f"{ANONYMOUS}?oin={oin_of(self.brin)}",
            **self.koppen,
        }
        for name, text in headers.items():
            if name == "From" and name not in self.weg:
                add(add(header, WSA, "From"), WSA, "Address", text)
            elif name not in self.weg:
                add(header, WSA, name, text)
        licentie = licentie_van(self.brin) if self.licentie is None else self.licentie
        begin: list[XmlField] = [("Licentie", licentie), ("BerichtID", self.bericht_id)]
        fields = [*(field for field in begin if field[0] not in self.weg), *self.velden]
        add(envelope, SOAP, "Body").append(build(TNS, self.operatie, [("request", fields)]))
        return write(envelope)


@dataclass(frozen=True)
class Reply:
    """An HTTP response."""

    status: int
    koppen: http.client.HTTPMessage
    body: bytes

    @property
    def fout(self) -> str:
        """The faultcode and faultstring of a SOAP fault."""
        fault = parse(self.body)[0][0]
        assert fault.tag == f"{{{SOAP}}}Fault"
        return f"{fault.findtext('faultcode')}: {fault.findtext('faultstring')}"

    @cached_property
    def result(self) -> Element:
        """The `…Result`, of an answer that is valid against the contract."""
        assert self.status == 200
        answer = parse(self.body).findall(f"{{{SOAP}}}Body/*")[0]
        assert _SCHEMA.fout(answer) is None
        return answer[0]

    @property
    def signaalcode(self) -> int:
        """The Signaalcode of a valid answer."""
        return int(self.tekst("Signaalcode") or "-1")

    def tekst(self, path: str) -> str | None:
        """Give the trimmed text at a path beneath the result (`Vestigingsadres/Plaats`)."""
        text = self.result.findtext(full(path))
        return None if text is None else text.strip()

    def everything(self, path: str) -> list[Element]:
        """Give all elements at a path beneath the result."""
        return self.result.findall(full(path))

    def texts(self, path: str) -> list[str]:
        """Give the trimmed texts of all elements at a path."""
        return [(element.text or "").strip() for element in self.everything(path)]

    def header(self, name: str) -> str | None:
        """Give a WS-Addressing header of the answer."""
        return parse(self.body).findtext(f"{{{SOAP}}}Header/{{{WSA}}}{name}")


def full(path: str) -> str:
    """Put the contract's namespace before each part of a path."""
    return "/".join(f"{{{TNS}}}{part}" for part in path.split("/"))


def tls(sim: Simulator, pair: KeyPair | None) -> ssl.SSLContext:
    """Make a client's context, as strict as Python 3.13's own."""
    return _context(sim.pki.ca, pair)


@lru_cache
def _context(ca: Path, pair: KeyPair | None) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=str(ca))
    context.verify_flags |= ssl.VERIFY_X509_STRICT
    if pair is not None:
        context.load_cert_chain(pair.cert, pair.key)
    return context


class SoapClient:
    """One connection to the SOAP service."""

    def __init__(self, sim: Simulator, brin: str = "99XX", pair: KeyPair | None = None) -> None:
        context = tls(sim, pair or sim.pki.scholen[brin])
        self._http = http.client.HTTPSConnection(
            "127.0.0.1", urlsplit(sim.url).port, context=context, timeout=60
        )
        self._brin = brin

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trail: TracebackType | None
    ) -> None:
        self._http.close()

    def question(self, operation: str, *fields: XmlField) -> Reply:
        """Send a right request."""
        return self.send(RawMessage(operation, fields, brin=self._brin))

    def send(self, message: RawMessage) -> Reply:
        """Send a request as it is."""
        return self.post(message.envelop(), SOAPAction=f'"{message.action}"')

    def post(self, body: bytes, path: str = "/whitelabel", **headers: str) -> Reply:
        """Send bytes; an underscore in a header's name stands for a hyphen."""
        everything = {"Content-Type": "text/xml; charset=utf-8"}
        everything |= {name.replace("_", "-"): text for name, text in headers.items()}
        self._http.request("POST", path, body, everything)
        return self._read()

    def get(self, path: str) -> Reply:
        """Ask for a page."""
        self._http.request("GET", path)
        return self._read()

    def _read(self) -> Reply:
        answer = self._http.getresponse()
        return Reply(answer.status, answer.headers, answer.read())


def http_request(message: RawMessage) -> bytes:
    """Write a request as HTTP, for a connection of its own."""
    body = message.envelop()
    headers = (
        "POST /whitelabel HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/xml\r\nConnection: close\r\n"
        f'SOAPAction: "{message.action}"\r\nContent-Length: {len(body)}\r\n\r\n'
    )
    return headers.encode() + body


def raw(sim: Simulator, message: RawMessage, until: int | None = None) -> bytes:
    """Send a request and give the bytes that come back: all, or at least `until`."""
    context = tls(sim, sim.pki.scholen[message.brin])
    parts = bytearray()
    with (
        socket.create_connection(("127.0.0.1", urlsplit(sim.url).port or 0), timeout=10) as bare,
        context.wrap_socket(bare, server_hostname="localhost") as connection,
    ):
        connection.sendall(http_request(message))
        while (until is None or len(parts) < until) and (part := connection.recv(65536)):
            parts += part
    return bytes(parts)
