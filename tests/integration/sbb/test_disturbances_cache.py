"""Each fault of the simulator at each state of the cache: `STANDEN` and `STORINGEN` are the whole table.

The real way to SBB, over mutual TLS, behind the road of every cached answer; what keeps answers is in memory,
and so is the clock.
"""

import gzip
import json
import math
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

import pytest
from stagemarkt.adapters.soap.envelope import Eindpunt
from stagemarkt.adapters.soap.school_connections import Schoolverbindingen
from stagemarkt.adapters.soap.transport import Grenzen
from stagemarkt.domain.cache.freshness import Wens
from stagemarkt.domain.cache.lookup import raadpleeg
from stagemarkt.domain.cache.retention import IDENTIFICATIE
from stagemarkt.domain.questions.detailgegevens import geef_detailgegevens
from stagemarkt.model.detailgegevens import Detailgegevens
from stagemarkt.model.questions import Identificatievraag
from stagemarkt.model.school import Schoolgeheim
from stagemarkt.ports.cache import BewaardAntwoord, Uitkomst
from stagemarkt.ports.deadline import Termijn
from stagemarkt.ports.guard import Requester
from stagemarkt.ports.sbb import Sbb
from stagemarkt.web.input import cached_questions
from stagemarkt.web.output import freshness_headers

from local.sbb import examples as vb
from local.sbb.disturbances.catalogue import Storing
from local.sbb.disturbances.kinds import SOORTEN
from local.sbb.protocol import TNS
from local.sbb.simulator import Simulator
from tests.integration.sbb.conftest import VANDAAG
from tests.unit.fakes import NU, SCHOOL
from tests.unit.fakes_cache import NepKast, NepKlok
from tests.unit.requests import maak_verzoek

# What SBB's faults are to a caller that waits for SBB: 200 where the answer can be used all the same.
STORINGEN: Final[dict[str, int]] = {
    "vertraging": 200,
    "soapfault": 503,
    "soapfault-client": 502,
    "soapfault-actie": 502,
    "soapfault-adres": 502,
    "soapfault-klok": 502,
    "soapfault-toegang": 502,
    "soapfault-intern": 503,
    "soapfault-onbekend": 502,
    "soapfault-12": 502,
    "http400-certificaat": 502,
    "http400-html": 502,
    "http403-ip": 502,
    "certificaat-achteraf": 200,
    "http500-html": 503,
    "http503": 503,
    "http403-html": 502,
    "http404-html": 502,
    "html200": 502,
    "leeg": 502,
    "reset": 503,
    "verbreek": 503,
    "afgebroken": 502,
    "halve-xml": 502,
    "rommel": 502,
    "rommel-http": 502,
    "verkeerd-type": 502,
    "druppel": 504,
    "druppel-koppen": 504,
    "vloed": 502,
    "vloed-gzip": 502,
    "entiteiten": 502,
    "xxe": 502,
    "dtd": 502,
    "signaalcode": 503,
    "ander-berichtid": 502,
    "ander-leerbedrijf": 502,
    "utf16": 200,
    "latin1": 502,
    "andere-prefixen": 200,
    "onbekende-elementen": 200,
    "tijdzone-datums": 200,
    "net-datums": 200,
    "nederlandse-getallen": 200,
    "vreemde-velden": 200,
    "rij-zonder-id": 200,
    # A status that nobody knows: absent, and in an erkenning not erkend.
    "ongeldige-waarde": 200,
    "andere-namespace": 502,
}
# SBB refuses the school: nothing older is served in its place.
WEIGERT: Final = frozenset({"http403-html", "http400-certificaat", "soapfault-toegang"})


class Stand(NamedTuple):
    """A state of the cache, what the caller asks, and what comes of it.

    Attributes:
        leeftijd: of the entry, seconds; None for none.
        wens: what the caller asks.
        sbb: whether SBB is asked.
        terugval: what is answered when SBB fails; None for the failure itself.
        zonder_sbb: what is answered when SBB is not asked.
        uitkomst: what the entry says.
    """

    leeftijd: int | None
    wens: Wens
    sbb: bool
    terugval: int | None = None
    zonder_sbb: int = 200
    uitkomst: Uitkomst = "gevonden"


DAG: Final = 86_400
VERS_OF_OUD: Final = Wens(max_leeftijd=1, max_verouderd=math.inf)
STANDEN: Final[dict[str, Stand]] = {
    "nothing": Stand(None, Wens(), sbb=True),
    "expired": Stand(3 * DAG, Wens(), sbb=True),
    "fresh": Stand(10, Wens(), sbb=False),
    "stale": Stand(DAG, Wens(), sbb=False),
    "fresh, no-cache": Stand(10, Wens(geen_cache=True), sbb=True),
    "stale, no-cache": Stand(DAG, Wens(geen_cache=True), sbb=True),
    "fresh, max-age=1": Stand(10, Wens(max_leeftijd=1), sbb=True),
    "stale, max-age=1, max-stale": Stand(DAG, VERS_OF_OUD, sbb=True, terugval=200),
    "nothing, only-if-cached": Stand(None, Wens(alleen_bewaard=True), sbb=False, zonder_sbb=504),
    "unknown": Stand(10, Wens(), sbb=False, zonder_sbb=404, uitkomst="onbekend"),
    "unknown, a while ago": Stand(600, Wens(), sbb=True, terugval=404, uitkomst="onbekend"),
}


TRAAG: Final = {"druppel", "druppel-koppen", "reset", "verbreek"}
WACHT_OP_SBB: Final = {"expired", "fresh, no-cache", "stale, no-cache", "fresh, max-age=1"}


class Kluis:
    """The secrets of the simulator's first school."""

    def __init__(self, sim: Simulator) -> None:
        b = sim.beschrijving()
        self.oin = str(b["ontvangerOin"])
        licenties = b["licenties"]
        assert isinstance(licenties, dict)
        self._ca = Path(str(b["ca"])).read_text()
        certificaat, sleutel = (Path(str(b[naam])).read_text() for naam in ("clientCert", "clientKey"))
        self._geheim = Schoolgeheim(SCHOOL, "0000000700099XX00000", licenties[SCHOOL], certificaat, sleutel)

    def van(self, _brin: str) -> Schoolgeheim:
        """As the port says."""
        return self._geheim

    def ververs(self, _brin: str) -> None:
        """As the port says; nothing changes here."""

    def sbb_ca(self) -> str:
        """As the port says."""
        return self._ca


IEMAND = Requester("pakket")


class Bronnen:
    """SBB, through everything that is between it and the domain; a call takes so many seconds at most."""

    def __init__(self, sim: Simulator, seconden: float = 20) -> None:
        kluis = Kluis(sim)
        eindpunt = Eindpunt(sim.url, TNS, f"{TNS}/", kluis.oin)
        self.verbindingen = Schoolverbindingen(eindpunt, kluis, Grenzen(seconden=seconden))

    def sbb(self, school: str, _requester: Requester = IEMAND) -> Sbb:
        """As the port says."""
        return self.verbindingen.met(school)

    def geef_detailgegevens(
        self, school: str, requester: Requester, leerbedrijf_id: str, termijn: Termijn
    ) -> Detailgegevens:
        """As the port says."""
        return geef_detailgegevens(self.sbb(school, requester), leerbedrijf_id, VANDAAG, termijn)


@pytest.fixture
def bronnen(sim: Simulator, soort: str) -> Iterator[Bronnen]:
    """One way to SBB for all states of the cache; little is waited for what never comes."""
    gemaakt = Bronnen(sim, 0.8 if STORINGEN[soort] == 504 else 20)
    yield gemaakt
    gemaakt.verbindingen.sluit()


def test_de_tabel_is_volledig() -> None:
    """A fault that the simulator learns must get its line here."""
    assert set(SOORTEN) == STORINGEN.keys()


@pytest.mark.proof
@pytest.mark.parametrize("soort", sorted(STORINGEN))
def test_elke_storing_bij_elke_stand(
    sim: Simulator, bronnen: Bronnen, schaal: Callable[[int], int], soort: str
) -> None:
    """What is kept is served whatever SBB does; who asked for fresh hears of it; nobody is misled."""
    sim.storingen.voeg_toe(Storing(soort, seconden=0.01 if soort == "vertraging" else None))
    # Half a second each: of the states in which SBB is asked, those that end differently will do.
    standen = STANDEN.keys() - (WACHT_OP_SBB if soort in TRAAG and schaal(20) < 20 else set())
    gezien = {naam: _antwoord(sim, bronnen, STANDEN[naam]) for naam in standen}
    assert gezien == {naam: _verwacht(soort, STANDEN[naam]) for naam in standen}


def _antwoord(sim: Simulator, bronnen: Bronnen, stand: Stand) -> tuple[int, bool, bool | None]:
    """The status, whether SBB was asked, and what the answer says of being old."""
    klok, kast = NepKlok(float(NU)), NepKast()
    vraag = Identificatievraag(leerbedrijf_id=vb.TOONBEELD, inclusief_historisch=True)
    stuk = cached_questions.identificatie(bronnen, vraag, SCHOOL, Termijn.van(20), IEMAND)
    if stand.leeftijd is not None:
        kast.inhoud[stuk.sleutel] = _bewaard(stand)
    sim.logboek.wis()
    uitkomst = raadpleeg(stuk, stand.wens, Termijn.van(20), kast.opslag(klok))
    antwoord = freshness_headers.als_antwoord(uitkomst, maak_verzoek())
    verouderd = None
    if antwoord.status == 200 and not antwoord.gecomprimeerd:
        verouderd = json.loads(antwoord.lichaam)["actualiteit"]["verouderd"]
    gevraagd = "fwd=" in antwoord.koppen["Cache-Status"]
    assert kast.meldingen == []
    return antwoord.status, gevraagd, verouderd


def _bewaard(stand: Stand) -> BewaardAntwoord:
    """An entry of this age, with the content of another day."""
    inhoud = {"leerbedrijfId": vb.TOONBEELD, "actualiteit": {"bron": "cache", "verouderd": False}}
    lichaam = b"" if stand.uitkomst == "onbekend" else gzip.compress(json.dumps(inhoud).encode())
    assert stand.leeftijd is not None
    return BewaardAntwoord(SCHOOL, lichaam, 'W/"x"', NU - stand.leeftijd, stand.uitkomst)


def _verwacht(soort: str, stand: Stand) -> tuple[int, bool, bool | None]:
    if not stand.sbb:
        oud = stand.leeftijd is not None and stand.leeftijd >= IDENTIFICATIE.duur.vers
        return stand.zonder_sbb, False, True if oud and stand.zonder_sbb == 200 else None
    status = STORINGEN[soort]
    if status == 200:
        return 200, True, False
    if stand.terugval is None or soort in WEIGERT:
        return status, True, None
    return stand.terugval, True, True if stand.terugval == 200 else None
