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

from local.sbb.pki.files import Sleutelpaar
from local.sbb.protocol import ANONIEM, CONTRACT, OIN_SBB, SOAP, TNS, WSA, licentie_van, oin_van
from local.sbb.simulator import Simulator
from local.sbb.xml_tree import Element, Schema, Veld, bouw, nieuw, ontleed, schrijf, voeg_toe

_SCHEMA = Schema(CONTRACT / "whitelabel.xsd")


@dataclass
class Bericht:
    """A request that is right until a test changes something."""

    operatie: str
    velden: Sequence[Veld]
    brin: str = "99XX"
    bericht_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    licentie: str | None = None
    koppen: dict[str, str] = field(default_factory=dict)
    weg: frozenset[str] = frozenset()

    @property
    def actie(self) -> str:
        """The SOAPAction, without quotes."""
        return f"{TNS}/{self.operatie}"

    def envelop(self) -> bytes:
        """Write the envelope; `koppen` replace WS-Addressing headers, `weg` leaves some out."""
        envelop = nieuw(SOAP, "Envelope", {"soap": SOAP, "wsa": WSA})
        kop = voeg_toe(envelop, SOAP, "Header")
        koppen = {
            "Action": self.actie,
            "MessageID": f"urn:uuid:{self.bericht_id}",
            "To": f"https://localhost/whitelabel?oin={OIN_SBB}",
            "From": f"{ANONIEM}?oin={oin_van(self.brin)}",
            **self.koppen,
        }
        for naam, tekst in koppen.items():
            if naam == "From" and naam not in self.weg:
                voeg_toe(voeg_toe(kop, WSA, "From"), WSA, "Address", tekst)
            elif naam not in self.weg:
                voeg_toe(kop, WSA, naam, tekst)
        licentie = licentie_van(self.brin) if self.licentie is None else self.licentie
        begin: list[Veld] = [("Licentie", licentie), ("BerichtID", self.bericht_id)]
        velden = [*(veld for veld in begin if veld[0] not in self.weg), *self.velden]
        voeg_toe(envelop, SOAP, "Body").append(bouw(TNS, self.operatie, [("request", velden)]))
        return schrijf(envelop)


@dataclass(frozen=True)
class Reactie:
    """An HTTP response."""

    status: int
    koppen: http.client.HTTPMessage
    body: bytes

    @property
    def fout(self) -> str:
        """The faultcode and faultstring of a SOAP fault."""
        fault = ontleed(self.body)[0][0]
        assert fault.tag == f"{{{SOAP}}}Fault"
        return f"{fault.findtext('faultcode')}: {fault.findtext('faultstring')}"

    @cached_property
    def resultaat(self) -> Element:
        """The `…Result`, of an answer that is valid against the contract."""
        assert self.status == 200
        antwoord = ontleed(self.body).findall(f"{{{SOAP}}}Body/*")[0]
        assert _SCHEMA.fout(antwoord) is None
        return antwoord[0]

    @property
    def signaalcode(self) -> int:
        """The Signaalcode of a valid answer."""
        return int(self.tekst("Signaalcode") or "-1")

    def tekst(self, pad: str) -> str | None:
        """Give the trimmed text at a path beneath the result (`Vestigingsadres/Plaats`)."""
        tekst = self.resultaat.findtext(vol(pad))
        return None if tekst is None else tekst.strip()

    def alle(self, pad: str) -> list[Element]:
        """Give all elements at a path beneath the result."""
        return self.resultaat.findall(vol(pad))

    def teksten(self, pad: str) -> list[str]:
        """Give the trimmed texts of all elements at a path."""
        return [(element.text or "").strip() for element in self.alle(pad)]

    def kop(self, naam: str) -> str | None:
        """Give a WS-Addressing header of the answer."""
        return ontleed(self.body).findtext(f"{{{SOAP}}}Header/{{{WSA}}}{naam}")


def vol(pad: str) -> str:
    """Put the contract's namespace before each part of a path."""
    return "/".join(f"{{{TNS}}}{deel}" for deel in pad.split("/"))


def tls(sim: Simulator, paar: Sleutelpaar | None) -> ssl.SSLContext:
    """Make a client's context, as strict as Python 3.13's own."""
    return _context(sim.pki.ca, paar)


@lru_cache
def _context(ca: Path, paar: Sleutelpaar | None) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=str(ca))
    context.verify_flags |= ssl.VERIFY_X509_STRICT
    if paar is not None:
        context.load_cert_chain(paar.cert, paar.key)
    return context


class Klant:
    """One connection to the SOAP service."""

    def __init__(self, sim: Simulator, brin: str = "99XX", paar: Sleutelpaar | None = None) -> None:
        context = tls(sim, paar or sim.pki.scholen[brin])
        self._http = http.client.HTTPSConnection(
            "127.0.0.1", urlsplit(sim.url).port, context=context, timeout=60
        )
        self._brin = brin

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, soort: type[BaseException] | None, fout: BaseException | None, spoor: TracebackType | None
    ) -> None:
        self._http.close()

    def vraag(self, operatie: str, *velden: Veld) -> Reactie:
        """Send a right request."""
        return self.stuur(Bericht(operatie, velden, brin=self._brin))

    def stuur(self, bericht: Bericht) -> Reactie:
        """Send a request as it is."""
        return self.post(bericht.envelop(), SOAPAction=f'"{bericht.actie}"')

    def post(self, body: bytes, pad: str = "/whitelabel", **koppen: str) -> Reactie:
        """Send bytes; an underscore in a header's name stands for a hyphen."""
        alle = {"Content-Type": "text/xml; charset=utf-8"}
        alle |= {naam.replace("_", "-"): tekst for naam, tekst in koppen.items()}
        self._http.request("POST", pad, body, alle)
        return self._lees()

    def get(self, pad: str) -> Reactie:
        """Ask for a page."""
        self._http.request("GET", pad)
        return self._lees()

    def _lees(self) -> Reactie:
        antwoord = self._http.getresponse()
        return Reactie(antwoord.status, antwoord.headers, antwoord.read())


def http_verzoek(bericht: Bericht) -> bytes:
    """Write a request as HTTP, for a connection of its own."""
    body = bericht.envelop()
    koppen = (
        "POST /whitelabel HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/xml\r\nConnection: close\r\n"
        f'SOAPAction: "{bericht.actie}"\r\nContent-Length: {len(body)}\r\n\r\n'
    )
    return koppen.encode() + body


def ruw(sim: Simulator, bericht: Bericht, tot: int | None = None) -> bytes:
    """Send a request and give the bytes that come back: all, or at least `tot`."""
    context = tls(sim, sim.pki.scholen[bericht.brin])
    delen = bytearray()
    with (
        socket.create_connection(("127.0.0.1", urlsplit(sim.url).port or 0), timeout=10) as kaal,
        context.wrap_socket(kaal, server_hostname="localhost") as verbinding,
    ):
        verbinding.sendall(http_verzoek(bericht))
        while (tot is None or len(delen) < tot) and (deel := verbinding.recv(65536)):
            delen += deel
    return bytes(delen)
