"""The intake as a whole over fakes: whatever comes, SBB hears what to do, and only SBB gets in."""

import base64
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest
from stagemarkt.adapters.soap.ontvangen.taal import MAX_BERICHT, SoapOntvangst
from stagemarkt.domein.innemen import Inname
from stagemarkt.model.fouten import OpslagFout
from stagemarkt.poorten.sbb_abonnementen import BekendAbonnement
from stagemarkt.web.inname import Balie, maak_ingang

from tests.berichtvoorbeelden import NS, SBB_OIN, SCHOOL_OIN, SOAP, WSA, bericht, mutatie, romp, veel
from tests.mutatievoorbeelden import ABONNEMENT, ANDER_BERICHT, BERICHT, NU
from tests.unit.conftest import Logboek
from tests.unit.nepmutaties import Breekpunt, NepAbonnementenboek, NepAfkeurboek, NepOpslag, NepWachtrij
from tests.unit.verzoeken import laad_event

BEKEND = BekendAbonnement(ABONNEMENT, "99XX", SCHOOL_OIN, "https://intake.example/sbb/v1/mutaties", NU)
CERTIFICAAT = {"subjectDN": f"C=NL,O=SBB,CN=x,serialNumber={SBB_OIN}"}


class Opstelling:
    """The handler, and what is behind it."""

    def __init__(self, breekpunt: Breekpunt | None = None, afkeurfout: Exception | None = None) -> None:
        breekpunt = breekpunt or Breekpunt()
        self.opslag = NepOpslag(breekpunt)
        self.wachtrij = NepWachtrij(breekpunt)
        self.boek = NepAbonnementenboek(BEKEND)
        self.afkeurboek = NepAfkeurboek(afkeurfout)
        inname = Inname(self.opslag, self.wachtrij, self.boek, SBB_OIN)
        balie = Balie(inname, SoapOntvangst(NS, f"{NS}/", SBB_OIN), self.afkeurboek, lambda: NU)
        self.handler = maak_ingang(lambda: balie)

    def breng(self, inhoud: bytes | str, *, certificaat: Any = CERTIFICAAT, **event: Any) -> "Antwoord":
        """Bring this as API Gateway would."""
        lichaam = base64.b64encode(inhoud).decode() if isinstance(inhoud, bytes) else inhoud
        return Antwoord(
            self.handler(
                {
                    "httpMethod": "POST",
                    "headers": {"SOAPAction": f'"{NS}/MutatieErkenning"'},
                    "requestContext": {"requestId": "x", "identity": {"clientCert": certificaat}},
                    "body": lichaam,
                    "isBase64Encoded": isinstance(inhoud, bytes),
                    **event,
                },
                None,
            )
        )


class Antwoord:
    """An answer of the handler, opened."""

    def __init__(self, ruw: dict[str, Any]) -> None:
        assert ruw["headers"]["Content-Type"] == "text/xml; charset=utf-8"
        self.status = ruw["statusCode"]
        self.tekst: str = ruw["body"]
        self._xml = fromstring(self.tekst)  # noqa: S314 - our own answer

    def _vind(self, pad: str) -> str | None:
        return self._xml.findtext(pad, None, {"s": SOAP, "w": WSA, "n": NS})

    @property
    def signaalcode(self) -> str | None:
        """Of the result."""
        return self._vind("s:Body/n:MutatieErkenningResponse/n:MutatieErkenningResult/n:Signaalcode")

    @property
    def bericht_id(self) -> str | None:
        """In the result."""
        return self._vind("s:Body/n:MutatieErkenningResponse/n:MutatieErkenningResult/n:BerichtID")

    @property
    def fault(self) -> str | None:
        """The faultcode."""
        return self._vind("s:Body/s:Fault/faultcode")

    @property
    def verwijst_naar(self) -> str | None:
        """The message that it answers."""
        return self._vind("s:Header/w:RelatesTo")


def test_een_goed_bericht_wordt_bevestigd() -> None:
    """Stored, queued, and only then signaalcode 0, with the message that it answers."""
    opstelling = Opstelling()
    antwoord = opstelling.breng(veel(25))
    assert (antwoord.status, antwoord.signaalcode, antwoord.bericht_id) == (200, "0", BERICHT)
    assert antwoord.verwijst_naar == f"urn:uuid:{BERICHT}"
    assert len(opstelling.opslag.mutaties) == 25
    assert list(opstelling.wachtrij.geplaatst) == [BERICHT]
    assert not opstelling.afkeurboek.boek


def test_het_voorbeeld_in_events() -> None:
    """The event in `events/` is one that is taken in."""
    opstelling = Opstelling()
    antwoord = Antwoord(opstelling.handler(laad_event("mutaties-brengen"), None))
    assert (antwoord.status, antwoord.signaalcode) == (200, "0")
    assert len(opstelling.opslag.mutaties) == 1


def test_als_tekst_in_het_event() -> None:
    """A body that comes as text is the same message."""
    assert Opstelling().breng(bericht().decode()).signaalcode == "0"


def test_tweemaal_is_tweemaal_bevestigd_en_eenmaal_doorgegeven() -> None:
    """The same BerichtID, in whatever spelling of it, is acknowledged again and queued once."""
    opstelling = Opstelling()
    for bericht_id in (BERICHT, BERICHT.upper(), BERICHT):
        assert opstelling.breng(bericht(romp(bericht_id=bericht_id))).signaalcode == "0"
    assert opstelling.wachtrij.keren == 1


@pytest.mark.parametrize(
    ("inhoud", "reden", "signaalcode", "fault"),
    [
        (bericht(romp(mutatie(StatusErkenning="X"))), "ongeldig", "201", None),
        (bericht(romp(brin="99XZ")), "abonnement-onbekend", "201", None),
        (bericht(romp(abonnement_id=ANDER_BERICHT)), "abonnement-onbekend", "201", None),
        (bericht(To=f"https://x/?oin={SBB_OIN}"), "andere-ontvanger", "201", None),
        (bericht(From=f"<wsa:Address>x?oin={SCHOOL_OIN}</wsa:Address>"), "andere-afzender", "201", None),
        (bericht()[:-40], "geen-xml", None, "soap:Client"),
        (b"\x00" * 10, "geen-xml", None, "soap:Client"),
        (b"<x/>", "geen-soap", None, "soap:Client"),
        (bericht("<x/>"), "andere-operatie", None, "soap:Client"),
        (bericht(extra='<x s:mustUnderstand="1"/>'), "kop-niet-begrepen", None, "soap:MustUnderstand"),
        (
            bericht().replace(SOAP.encode(), b"http://www.w3.org/2003/05/soap-envelope"),
            "andere-soap-versie",
            None,
            "soap:VersionMismatch",
        ),
        (b" " * (MAX_BERICHT + 1), "te-groot", None, "soap:Client"),
    ],
)
def test_wat_niet_deugt_wordt_geweigerd_en_bewaard(
    inhoud: bytes, reden: str, signaalcode: str | None, fault: str | None
) -> None:
    """Anything else gets a signaalcode or a SOAP fault, goes nowhere, and waits for an operator."""
    opstelling = Opstelling()
    antwoord = opstelling.breng(inhoud)
    assert (antwoord.signaalcode, antwoord.fault) == (signaalcode, fault)
    assert antwoord.status == (200 if signaalcode else 500)
    assert "Jansen" not in antwoord.tekst
    (afgekeurd,) = opstelling.afkeurboek.boek
    assert (afgekeurd.reden, afgekeurd.inhoud, afgekeurd.omvang) == (reden, inhoud, len(inhoud))
    assert not opstelling.opslag.mutaties
    assert not opstelling.wachtrij.geplaatst


def test_een_nummer_met_andere_inhoud_wordt_bewaard() -> None:
    """A BerichtID that comes back with another content is refused, and the operator sees it."""
    opstelling = Opstelling()
    opstelling.breng(bericht())
    assert opstelling.breng(bericht(romp(mutatie(Naam="Anders")))).signaalcode == "201"
    (afgekeurd,) = opstelling.afkeurboek.boek
    assert (afgekeurd.reden, afgekeurd.bericht_id, afgekeurd.school) == ("andere-inhoud", BERICHT, "99XX")


def test_dezelfde_weigering_heeft_hetzelfde_kenmerk() -> None:
    """The same message for the same reason is recognised, another is not."""
    opstelling = Opstelling()
    for inhoud in (b"<x/>", b"<x/>", b"<y/>"):
        opstelling.breng(inhoud)
    kenmerken = [afgekeurd.kenmerk for afgekeurd in opstelling.afkeurboek.boek]
    assert kenmerken[0] == kenmerken[1] != kenmerken[2]


@pytest.mark.parametrize("stap", range(1, 5))
def test_wat_hier_mislukt_moet_sbb_weer_sturen(stap: int, logboek: Logboek) -> None:
    """A store or queue that fails is a fault of the server: not acknowledged, not refused; then it works."""
    opstelling = Opstelling(Breekpunt(stap))
    antwoord = opstelling.breng(bericht())
    assert (antwoord.status, antwoord.fault, antwoord.signaalcode) == (500, "soap:Server", None)
    assert antwoord.verwijst_naar == f"urn:uuid:{BERICHT}"
    assert not opstelling.afkeurboek.boek
    assert opstelling.breng(bericht()).signaalcode == "0"
    assert len(opstelling.wachtrij.geplaatst) == 1
    assert [regel["uitkomst"] for regel in logboek.regels] == ["storing", "aangenomen"]


def test_abonnementen_die_niet_te_lezen_zijn() -> None:
    """Not knowing whether a subscription is ours is no reason to refuse its message."""
    opstelling = Opstelling()
    opstelling.boek.fout = OpslagFout("Throttling")
    assert opstelling.breng(bericht()).fault == "soap:Server"
    opstelling.boek.fout = None
    assert opstelling.breng(bericht()).signaalcode == "0"


def test_een_onverwachte_fout_is_ook_een_storing() -> None:
    """Whatever goes wrong here, SBB is told to send it again."""
    opstelling = Opstelling()
    opstelling.boek.fout = ZeroDivisionError("Bakkerij Jansen")
    antwoord = opstelling.breng(bericht())
    assert antwoord.fault == "soap:Server"
    assert "Jansen" not in antwoord.tekst


def test_een_afkeurboek_dat_niet_werkt() -> None:
    """A refusal stays a refusal when it cannot be kept: SBB sends it again, and then it is."""
    opstelling = Opstelling(afkeurfout=OpslagFout("Throttling"))
    assert opstelling.breng(b"<x/>").fault == "soap:Client"


@pytest.mark.parametrize(
    "certificaat", [None, {}, {"subjectDN": f"serialNumber={SCHOOL_OIN}"}, {"subjectDN": "CN=x"}, "x"]
)
@pytest.mark.parametrize("inhoud", [bericht(), b"<x/>"])
def test_wie_sbb_niet_is_komt_er_niet_in(certificaat: Any, inhoud: bytes) -> None:
    """Whoever is not SBB gets 403, whatever it brings; nothing of it is read, stored or kept."""
    opstelling = Opstelling()
    antwoord = opstelling.breng(inhoud, certificaat=certificaat)
    assert (antwoord.status, antwoord.fault) == (403, "soap:Client")
    assert not opstelling.opslag.berichten
    assert not opstelling.wachtrij.geplaatst
    assert not opstelling.afkeurboek.boek


def test_geen_inhoud_in_het_logboek(logboek: Logboek) -> None:
    """A line per message: how it ended, whose it is and how many; no name, leerbedrijf or licence."""
    opstelling = Opstelling()
    opstelling.breng(veel(3))
    opstelling.breng(bericht(romp(mutatie(StatusErkenning="Jansen"))))
    assert [(r["message"], r["uitkomst"], r.get("aantal")) for r in logboek.regels] == [
        ("bericht", "aangenomen", 3),
        ("bericht", "afgewezen", None),
    ]
    assert logboek.regels[1]["intern"] == "MutatieErkenning/request/Mutaties/Mutatie.1/StatusErkenning"
    for verboden in ("Jansen", "900000001", "100000000"):
        assert verboden not in logboek.tekst


@pytest.mark.parametrize(
    "event", [{"body": None}, {"headers": None}, {"body": "%%%", "isBase64Encoded": True}]
)
def test_een_event_dat_niet_klopt(event: dict[str, Any]) -> None:
    """What API Gateway would not make is answered too."""
    antwoord = Opstelling().breng(bericht(), **event)
    assert antwoord.signaalcode == "0" if event == {"headers": None} else antwoord.fault == "soap:Client"
