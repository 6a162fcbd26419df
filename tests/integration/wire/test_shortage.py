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
from stagemarkt.adapters.own_failures import is_eigen
from stagemarkt.adapters.soap.envelope import Eindpunt
from stagemarkt.adapters.soap.school_connections import Schoolverbindingen
from stagemarkt.adapters.soap.tls import tls_context
from stagemarkt.adapters.soap.transport import Grenzen
from stagemarkt.adapters.soap.transport_errors import mag_opnieuw, vertaal
from stagemarkt.adapters.tls_probe import TlsPeiler
from stagemarkt.domain.guard.outcome import Uitkomst, uitkomst_van
from stagemarkt.model.errors import BronNietBeschikbaar, EigenTekort
from stagemarkt.model.school import Certificaatpaar, Schoolgeheim
from stagemarkt.ports.deadline import Termijn

from tests.integration.hulp.watch import NepWatch
from tests.integration.support.behaviour import beantwoord, http
from tests.integration.support.contract import NS
from tests.integration.support.envelope import IDENTIFICEER, antwoord
from tests.integration.support.exchange import OP_NAAM
from tests.integration.support.line import Lijn, stuur
from tests.integration.support.pki import Pki
from tests.integration.support.shortage import zonder_descriptoren

T = TypeVar("T")
NIETS: Final = http(antwoord(IDENTIFICEER, [("Signaalcode", "0")], verwijst_naar=None))


def _os(nummer: int) -> OSError:
    return OSError(nummer, "GEHEIM")


def _achter(fout: Exception, oorzaak: BaseException) -> Exception:
    fout.__cause__ = oorzaak
    return fout


def _malloc() -> ssl.SSLError:
    fout = ssl.SSLError(1, "GEHEIM")
    fout.reason = "MALLOC_FAILURE"
    return fout


VAN_ONS: Final = [
    *(_os(n) for n in (errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.ENOBUFS, errno.ENOSPC, errno.EROFS)),
    MemoryError(),
    RuntimeError("can't start new thread"),
    socket.gaierror(socket.EAI_MEMORY, "GEHEIM"),
    _malloc(),
    _achter(httpx.ConnectError("x"), _os(errno.EMFILE)),
    _achter(httpx.ReadError("x"), MemoryError()),
    _achter(
        httpx.ConnectError("x"), _achter(OSError("all failed"), ExceptionGroup("x", [_os(errno.EMFILE)]))
    ),
]
VAN_EEN_ANDER: Final = [
    *(
        _os(n)
        for n in (errno.ECONNREFUSED, errno.ECONNRESET, errno.ETIMEDOUT, errno.EHOSTUNREACH, errno.EPIPE)
    ),
    socket.gaierror(socket.EAI_NONAME, "GEHEIM"),
    socket.gaierror(socket.EAI_AGAIN, "GEHEIM"),
    RuntimeError("Event loop is closed"),
    ssl.SSLError(1, "GEHEIM"),
    _achter(httpx.ConnectError("x"), ExceptionGroup("x", [_os(errno.ECONNREFUSED)])),
    # One of its addresses could not be tried, and the other said no.
    _achter(httpx.ConnectError("x"), ExceptionGroup("x", [_os(errno.EMFILE), _os(errno.ECONNREFUSED)])),
    _os(errno.EADDRNOTAVAIL),
]


@pytest.mark.parametrize("fout", VAN_ONS, ids=repr)
def test_wat_van_ons_is(fout: Exception) -> None:
    """Descriptors, memory, threads and disk are ours, whatever they hide in; no second attempt."""
    assert is_eigen(fout)
    vertaald = vertaal(fout)
    assert type(vertaald) is EigenTekort
    assert "GEHEIM" not in str(vertaald)
    assert not mag_opnieuw(fout)
    assert uitkomst_van(vertaald) == Uitkomst("niets", "niets")


@pytest.mark.parametrize("fout", VAN_EEN_ANDER, ids=repr)
def test_wat_niet_van_ons_is(fout: Exception) -> None:
    """A server that refuses, resets or is not found is not ours, also where it says so in the same way."""
    assert not is_eigen(fout)
    assert type(vertaal(fout)) is BronNietBeschikbaar


def test_geen_naam_te_vinden_zonder_descriptor() -> None:
    """Without a descriptor no name is found either: then what the resolver says is no word about the name."""
    fout = socket.gaierror(socket.EAI_NONAME, "GEHEIM")
    with zonder_descriptoren():
        assert is_eigen(fout)
    assert not is_eigen(fout)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_verbinden_zonder_descriptor(lijn: Lijn, host: str) -> None:
    """A call for which no connection can be made is ours, by address as by name; after it all is well."""
    server = lijn.server(beantwoord(), context=lijn.pki.bij_sbb(naam=host))
    url = server.url.replace("127.0.0.1", host)
    transport, ander = lijn.transport(url), lijn.transport(url)
    assert stuur(ander).status == 200
    with zonder_descriptoren():
        with pytest.raises(EigenTekort):
            stuur(transport)
        # What is open already is as good as before.
        assert stuur(ander).status == 200
    assert stuur(transport).status == 200


@pytest.mark.parametrize("over", range(6))
def test_een_nieuwe_weg_zonder_descriptor(lijn: Lijn, over: int) -> None:
    """Loop, key, name, connection: whichever finds no room first, it is never the certificate or SBB."""
    server = lijn.server(beantwoord())
    with zonder_descriptoren(over):
        try:
            transport = lijn.transport(server.url)
            status = stuur(transport).status
        except EigenTekort:
            status = 0
    assert status in {0, 200}
    assert over or not status


def test_peilen_zonder_descriptor(lijn: Lijn) -> None:
    """A door that we cannot knock at is no door that is shut."""
    server = lijn.server(beantwoord())
    with zonder_descriptoren(), pytest.raises(EigenTekort):
        TlsPeiler(server.url, lijn.pki.sbb_ca).peil()


def test_geen_plaats_op_de_schijf(pki: Pki, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A key that cannot be handed to OpenSSL for want of a place is no unreadable key."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "weg"))
    with pytest.raises(EigenTekort):
        tls_context(pki.sbb_ca, pki.school("99XX"))


class Toneel:
    """A school with a new certificate and the one before, and who watches."""

    def __init__(self, lijn: Lijn) -> None:
        self.ca = lijn.pki.sbb_ca
        oud, nieuw = lijn.pki.school("99XX"), lijn.pki.school("99XX")
        self.geheim = replace(nieuw, vorig=Certificaatpaar(oud.certificaat, oud.sleutel))
        self.ververst: list[str] = []
        self.watch = NepWatch()
        self.uitkomsten: list[Uitkomst] = []
        self.server = lijn.server(beantwoord(NIETS))
        eindpunt = Eindpunt(self.server.url, NS, f"{NS}/", "0" * 20)
        self.verbindingen = Schoolverbindingen(eindpunt, self, Grenzen(seconden=5))

    def van(self, _brin: str) -> Schoolgeheim:
        """As the port of secrets says."""
        return self.geheim

    def ververs(self, brin: str) -> None:
        """As the port of secrets says."""
        self.ververst.append(brin)

    def sbb_ca(self) -> str:
        """As the port of secrets says."""
        return self.ca

    def vraag(self) -> None:
        """One question."""
        termijn = Termijn.van(5)._replace(watch=self.watch)
        try:
            assert self.verbindingen.met("99XX").identificeer(OP_NAAM, termijn) == []
        except BaseException as fout:
            self.uitkomsten.append(uitkomst_van(fout))
            raise


@pytest.fixture
def toneel(lijn: Lijn) -> Iterator[Toneel]:
    """The scene."""
    toneel = Toneel(lijn)
    yield toneel
    toneel.verbindingen.sluit()


@pytest.mark.parametrize("over", [0, 2, 3])
def test_niemand_wordt_erop_aangekeken(toneel: Toneel, over: int) -> None:
    """No certificate of before is tried, no secret read anew, nothing told of SBB or the school."""
    with zonder_descriptoren(over), pytest.raises(EigenTekort):
        toneel.vraag()
    assert toneel.uitkomsten == [Uitkomst("niets", "niets")]
    assert (toneel.ververst, toneel.watch.wissels, toneel.server.namen) == ([], [], [])
    toneel.vraag()
    assert toneel.watch.wissels == []
