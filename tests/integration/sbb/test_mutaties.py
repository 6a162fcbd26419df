"""SBB tells the schools: valid messages, over its own certificate, again until they are acknowledged."""

import base64
import datetime as dt
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from lxml import etree
from stagemarkt.adapters.client_certificate import read_client_certificate
from stagemarkt.adapters.soap.incoming.receiving import SoapOntvangst
from stagemarkt.entry.client_certificate import oin_van_afzender
from stagemarkt.ports.intake import Gelezen

from local.intake.front import IntakeServer
from local.intake.invocation import Antwoord, Functie, Verzoek, maak_event
from local.intake.pki import maak_server
from local.sbb.mutatie_message import Bericht, Ontvangst
from local.sbb.protocol import OIN_SBB
from local.sbb.shipment_disturbances import ZENDSTORINGEN
from local.sbb.shipments import Zendingen
from local.sbb.simulator import Simulator
from tests.integration.sbb.controller import bedien
from tests.integration.support.contract import is_geldig, keur
from tests.message_examples import ACTIE, NS, SBB_OIN

TAAL = SoapOntvangst(NS, f"{NS}/", SBB_OIN)
Reactie = Callable[[Gelezen], Antwoord]


def goed(gelezen: Gelezen) -> Antwoord:
    """Acknowledge whatever can be read."""
    antwoord = TAAL.bevestig(gelezen) if gelezen.bericht else TAAL.storing(gelezen)
    return Antwoord(antwoord.status, {"Content-Type": "text/xml"}, antwoord.inhoud)


def rommel(_: Gelezen) -> Antwoord:
    """Answer with something that is no SOAP."""
    return Antwoord(200, {}, b"<html>")


def storing(gelezen: Gelezen) -> Antwoord:
    """Answer with a fault of the server."""
    return Antwoord(500, {}, TAAL.storing(gelezen).inhoud)


def ander_bericht(gelezen: Gelezen) -> Antwoord:
    """Acknowledge another message than the one that came."""
    ander = gelezen._replace(bericht_id="00000000-0000-4000-8000-000000000009", message_id=None)
    return Antwoord(200, {}, TAAL.bevestig(ander).inhoud)


class NepFunctie(Functie):
    """The receiver: reacts as told, the last way for ever, and remembers what came and from whom."""

    def __init__(self, *reacties: Reactie) -> None:
        super().__init__("http://localhost", "nep")
        self.reacties = list(reacties or (goed,))
        self.ontvangen: list[bytes] = []
        self.oins: list[str] = []

    def vraag(self, verzoek: Verzoek) -> Antwoord:
        """React."""
        event = maak_event(verzoek)
        self.oins.append(oin_van_afzender(event, time.time(), read_client_certificate))
        self.ontvangen.append(base64.b64decode(event["body"]))
        gelezen = TAAL.lees(self.ontvangen[-1], verzoek.koppen["SOAPAction"], time.time())
        reactie = self.reacties.pop(0) if len(self.reacties) > 1 else self.reacties[0]
        return reactie(gelezen)

    def bericht_ids(self) -> list[str]:
        """Of each message that came."""
        return [etree.fromstring(tekst).findtext(f".//{{{NS}}}BerichtID") or "" for tekst in self.ontvangen]


@pytest.fixture
def functie() -> NepFunctie:
    """A receiver that acknowledges."""
    return NepFunctie()


@pytest.fixture
def abonnement(sim: Simulator, functie: NepFunctie) -> Iterator[str]:
    """A running abonnement of 99XX on a front before this receiver, and none else."""
    eigen = maak_server(sim.pki.folder)
    server = IntakeServer(0, eigen.paar, sim.pki.ca, functie)
    server.begin()
    for oud in sim.dienst.abonnementen.alle():
        sim.dienst.abonnementen.beeindig(oud.brin, oud.id)
    nieuw = sim.dienst.abonnementen.neem("99XX", server.url, dt.date(2026, 11, 2))
    yield nieuw.id
    sim.dienst.abonnementen.beeindig("99XX", nieuw.id)
    server.einde()


def _klaar(sim: Simulator, sinds: int) -> list[dict[str, Any]]:
    """The messages after this number, once none of them waits any more."""
    _, antwoord = bedien(sim, "GET", f"/zendingen?sinds={sinds}&wacht=30")
    zendingen: list[dict[str, Any]] = antwoord["zendingen"]
    return zendingen


def _laatste(sim: Simulator) -> int:
    _, antwoord = bedien(sim, "GET", "/zendingen")
    return max((z["nr"] for z in antwoord["zendingen"]), default=0)


def test_een_wijziging_wordt_verteld(sim: Simulator, functie: NepFunctie, abonnement: str) -> None:
    """A changed erkenning goes to the school in a valid message, with SBB's certificate."""
    sinds = _laatste(sim)
    # One that no other test counts on.
    bedrijf = sim.dienst.register.leerbedrijven()[-1].id
    vraag = {"leerbedrijfId": bedrijf, "code": "K0067", "status": "Ingetrokken", "einddatum": "2026-11-01"}
    status, gewijzigd = bedien(sim, "POST", "/erkenningen", vraag)
    assert status == 200
    (zending,) = _klaar(sim, sinds)
    assert gewijzigd["berichten"] == [zending["berichtId"]]
    assert (zending["toestand"], zending["pogingen"], zending["signaalcode"]) == ("bevestigd", 1, "0")
    assert functie.oins == [OIN_SBB]
    (tekst,) = functie.ontvangen
    keur(tekst)
    gelezen = TAAL.lees(tekst, ACTIE, 0.0)
    assert gelezen.bericht is not None
    assert (gelezen.bericht.van_oin, gelezen.bericht.naar_oin) == (OIN_SBB, "0000000700099XX00000")
    assert (gelezen.bericht.abonnement_id, gelezen.bericht.school) == (abonnement, "99XX")
    (mutatie,) = gelezen.bericht.mutaties
    assert (mutatie.leerbedrijf_id, mutatie.code, mutatie.status) == (bedrijf, "K0067", "ingetrokken")
    assert mutatie.einddatum == dt.date(2026, 11, 1)


def test_net_zo_lang_tot_het_bevestigd_is(sim: Simulator, functie: NepFunctie, abonnement: str) -> None:
    """The same message comes again after a fault, rubbish, or an answer to another one; the next waits."""
    functie.reacties = [storing, rommel, ander_bericht, goed]
    sinds = _laatste(sim)
    for _ in range(2):
        bedien(sim, "POST", "/mutaties", {"brin": "99XX", "aantal": 3})
    eerste, tweede = _klaar(sim, sinds)
    assert (eerste["pogingen"], eerste["toestand"]) == (4, "bevestigd")
    assert functie.bericht_ids() == [eerste["berichtId"]] * 4 + [tweede["berichtId"]]
    assert {a["abonnementId"] for a in (eerste, tweede)} == {abonnement}


@pytest.mark.usefixtures("abonnement")
@pytest.mark.parametrize("soort", sorted(ZENDSTORINGEN))
def test_wat_er_mis_kan_gaan(sim: Simulator, functie: NepFunctie, soort: str) -> None:
    """Each way to spoil a message does what it says."""
    gelukt = threading.Event()

    def eenmaal(gelezen: Gelezen) -> Antwoord:
        # So that the simulator stops: what it spoilt would come for minutes.
        antwoord = TAAL.bevestig(gelezen._replace(bericht_id=None, message_id=None))
        gelukt.set()
        return Antwoord(200, {}, antwoord.inhoud)

    if soort != "dubbel":
        functie.reacties = [eenmaal]
    sinds = _laatste(sim)
    bedien(sim, "POST", "/mutaties", {"brin": "99XX", "storing": soort})
    if soort == "zonder-certificaat":
        assert not gelukt.wait(0.3)
        assert functie.ontvangen == []
        return
    (zending,) = _klaar(sim, sinds)
    inhoud = functie.ontvangen[0]
    assert zending["pogingen"] == {"dubbel": 3}.get(soort, 1)
    gelezen = TAAL.lees(inhoud, ACTIE, 0.0)
    match soort:
        case "dubbel":
            assert functie.bericht_ids() == [zending["berichtId"]] * 3
        case "andere-oin":
            assert functie.oins == ["0000000700099XX00000"]
        case "onbekend-abonnement":
            assert gelezen.bericht is not None
            assert gelezen.bericht.abonnement_id != zending["abonnementId"]
        case "andere-brin":
            assert gelezen.bericht is not None
            assert gelezen.bericht.school == "99XZ"
        case "ongeldig" | "onleesbare-mutatie":
            assert not is_geldig(inhoud)
            assert gelezen.bericht is not None
            assert [een.positie for een in gelezen.bericht.onleesbaar] == [1]
        case "net-datums" | "nil-en-spaties" | "andere-actor":
            assert is_geldig(inhoud) is (soort == "andere-actor")
            assert gelezen.bericht is not None
            (mutatie,) = gelezen.bericht.mutaties
            assert (mutatie.code, mutatie.einddatum) == ("25998", None)
        case _:
            assert gelezen.afwijzing is not None
            assert gelezen.afwijzing.reden == "geen-xml"


def test_een_ontvanger_die_er_niet_is() -> None:
    """Sending is given up after a fixed number of attempts, and what comes after it goes on."""
    gedaan = threading.Event()

    def bezorg(bericht: Bericht, _: str | None) -> Ontvangst:
        if bericht.id == "tweede":
            gedaan.set()
            return Ontvangst("0", None)
        return Ontvangst(None, "geen antwoord")

    zendingen = Zendingen(bezorg, wachten=(0.0,))
    for nummer in ("eerste", "tweede"):
        zendingen.verstuur(Bericht(nummer, "a", "99XX", "https://x", ()))
    assert gedaan.wait(60)
    zendingen.einde()
    eerste, tweede = zendingen.sinds(0)
    assert (eerste["toestand"], eerste["pogingen"]) == ("opgegeven", 20)
    assert tweede["toestand"] == "bevestigd"


def test_niemand_om_het_te_vertellen(sim: Simulator) -> None:
    """Without an abonnement there is nobody to send to, and asking for it is told so."""
    status, antwoord = bedien(sim, "POST", "/mutaties", {"brin": "99ZZ"})
    assert (status, antwoord) == (400, {"fouten": ["brin: geen lopend abonnement"]})
    status, antwoord = bedien(sim, "POST", "/mutaties", {"storing": "anders", "x": 1})
    assert status == 400
    assert len(antwoord["fouten"]) == 2
