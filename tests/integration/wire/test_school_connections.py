"""One connection per school, under that school's certificate, for as long as its secret stays the same."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from stagemarkt.adapters.soap.envelope import Eindpunt
from stagemarkt.adapters.soap.school_connections import Schoolverbindingen
from stagemarkt.adapters.soap.transport import Grenzen
from stagemarkt.model.errors import BronCertificaat, BronLicentie, Tekst
from stagemarkt.model.school import Schoolgeheim
from stagemarkt.ports.deadline import Termijn

from tests.integration.support.behaviour import beantwoord, http
from tests.integration.support.contract import NS
from tests.integration.support.envelope import IDENTIFICEER, antwoord
from tests.integration.support.exchange import OP_NAAM
from tests.integration.support.line import Lijn
from tests.integration.support.pki import Pki
from tests.integration.support.server import Server, Verbinding

NIETS = http(antwoord(IDENTIFICEER, [("Signaalcode", "0")], verwijst_naar=None))


class Kluis:
    """The schools' secrets, which a test changes."""

    def __init__(self, pki: Pki) -> None:
        self.ca = pki.sbb_ca
        self.ververst: list[str] = []
        self.scholen = {brin: pki.school(brin, licentie=f"LICENTIE-{brin}") for brin in ("99XX", "01AA")}

    def van(self, brin: str) -> Schoolgeheim:
        """As the port says."""
        if brin not in self.scholen:
            raise BronLicentie(Tekst("geen", "none"))
        return self.scholen[brin]

    def ververs(self, brin: str) -> None:
        """As the port says; what the test changes is read each time anyway."""
        self.ververst.append(brin)

    def sbb_ca(self) -> str:
        """As the port says."""
        return self.ca


class Sbb:
    """A server that finds nothing, and counts the connections that clients have closed."""

    def __init__(self, lijn: Lijn) -> None:
        self.gesloten = 0
        self.server: Server = lijn.server(self._bedien)

    def _bedien(self, verbinding: Verbinding) -> None:
        beantwoord(NIETS)(verbinding)
        self.gesloten += 1


@pytest.fixture
def kluis(pki: Pki) -> Kluis:
    """Two schools."""
    return Kluis(pki)


@pytest.fixture
def sbb(lijn: Lijn) -> Sbb:
    """The server."""
    return Sbb(lijn)


@pytest.fixture
def verbindingen(sbb: Sbb, kluis: Kluis) -> Iterator[Schoolverbindingen]:
    """The adapter under test."""
    eindpunt = Eindpunt(sbb.server.url, NS, f"{NS}/", "0" * 20)
    verbindingen = Schoolverbindingen(eindpunt, kluis, Grenzen(seconden=5))
    yield verbindingen
    verbindingen.sluit()


def _vraag(verbindingen: Schoolverbindingen, brin: str) -> None:
    assert verbindingen.met(brin).identificeer(OP_NAAM, Termijn.van(5)) == []


def test_elke_school_toont_haar_eigen_certificaat(verbindingen: Schoolverbindingen, sbb: Sbb) -> None:
    """However the schools alternate, SBB sees each one's certificate beside each one's licence and OIN."""
    for brin in ("99XX", "01AA", "99XX", "01AA", "01AA"):
        _vraag(verbindingen, brin)
        inhoud = sbb.server.verzoeken[-1].inhoud.decode()
        assert f"<Licentie>LICENTIE-{brin}</Licentie>" in inhoud
        assert f"oin=00000007000{brin}00000<" in inhoud
    assert sbb.server.namen == ["99XX", "01AA"]


def test_verbinding_van_een_school_blijft(verbindingen: Schoolverbindingen, sbb: Sbb) -> None:
    """One connection serves all calls of a school."""
    for _ in range(4):
        _vraag(verbindingen, "99XX")
    assert (sbb.server.aangenomen, sbb.gesloten) == (1, 0)


def test_nieuw_certificaat_nieuwe_verbinding(
    verbindingen: Schoolverbindingen, sbb: Sbb, kluis: Kluis, pki: Pki
) -> None:
    """A changed secret is in use at once, its old connection closed; other schools notice nothing."""
    _vraag(verbindingen, "99XX")
    _vraag(verbindingen, "01AA")
    vernieuwd = pki.scholen.issue_cert("nieuw.example", common_name="99XX nieuw")
    kluis.scholen["99XX"] = replace(
        kluis.scholen["99XX"],
        certificaat=vernieuwd.cert_chain_pems[0].bytes().decode(),
        sleutel=vernieuwd.private_key_pem.bytes().decode(),
    )
    for _ in range(2):
        _vraag(verbindingen, "99XX")
        _vraag(verbindingen, "01AA")
    assert sbb.server.namen == ["99XX", "01AA", "99XX nieuw"]
    verbindingen.sluit()
    sbb.server.sluit()
    assert sbb.gesloten == 3


def test_nieuwe_licentie_is_meteen_in_gebruik(
    verbindingen: Schoolverbindingen, sbb: Sbb, kluis: Kluis
) -> None:
    """A licence that is replaced is never sent again."""
    _vraag(verbindingen, "99XX")
    kluis.scholen["99XX"] = replace(kluis.scholen["99XX"], licentie="NIEUW")
    _vraag(verbindingen, "99XX")
    assert "<Licentie>NIEUW</Licentie>" in sbb.server.verzoeken[-1].inhoud.decode()


def test_nieuwe_ca_is_meteen_in_gebruik(verbindingen: Schoolverbindingen, kluis: Kluis, pki: Pki) -> None:
    """An SBB that is no longer trusted is not asked over a connection of before."""
    _vraag(verbindingen, "99XX")
    kluis.ca = pki.vreemd.cert_pem.bytes().decode()
    with pytest.raises(BronCertificaat):
        _vraag(verbindingen, "99XX")


def test_kapot_geheim_is_geen_vrijbrief(verbindingen: Schoolverbindingen, sbb: Sbb, kluis: Kluis) -> None:
    """With a secret that can no longer be read the old certificate is not used on; once mended it works."""
    _vraag(verbindingen, "99XX")
    heel = kluis.scholen["99XX"]
    kluis.scholen["99XX"] = replace(heel, sleutel="kapot")
    with pytest.raises(BronCertificaat):
        _vraag(verbindingen, "99XX")
    assert len(sbb.server.verzoeken) == 1
    kluis.scholen["99XX"] = heel
    _vraag(verbindingen, "99XX")


def test_ingetrokken_school(verbindingen: Schoolverbindingen, sbb: Sbb, kluis: Kluis) -> None:
    """A school whose secret is gone is not served over what was open."""
    _vraag(verbindingen, "99XX")
    del kluis.scholen["99XX"]
    with pytest.raises(BronLicentie):
        _vraag(verbindingen, "99XX")
    assert len(sbb.server.verzoeken) == 1


def test_na_sluiten_kan_het_opnieuw(verbindingen: Schoolverbindingen, sbb: Sbb) -> None:
    """Closing everything leaves nothing behind that is in the way."""
    _vraag(verbindingen, "99XX")
    verbindingen.sluit()
    _vraag(verbindingen, "99XX")
    assert sbb.server.aangenomen == 2
