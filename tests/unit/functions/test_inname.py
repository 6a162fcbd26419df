"""The intake as a whole over fakes: whatever comes, SBB hears what to do, and only SBB gets in."""

import base64
from datetime import date
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest
from stagemarkt.adapters.client_certificate import read_client_certificate
from stagemarkt.adapters.soap.incoming.receiving import MAX_BERICHT, SoapOntvangst
from stagemarkt.domain.changes.intake import Inname
from stagemarkt.entry.intake import Balie, maak_ingang
from stagemarkt.model.errors import OpslagFout
from stagemarkt.ports.sbb_subscriptions import BekendAbonnement

from tests.message_examples import NS, SBB_OIN, SCHOOL_OIN, SOAP, WSA, bericht, mutatie, romp, veel
from tests.mutatie_examples import ABONNEMENT, ANDER_BERICHT, BERICHT, NU
from tests.unit.client_certificates import pem
from tests.unit.conftest import Logboek
from tests.unit.fakes_mutaties import Breekpunt, NepAbonnementenboek, NepAfkeurboek, NepOpslag, NepWachtrij
from tests.unit.requests import laad_event

BEKEND = BekendAbonnement(ABONNEMENT, "99XX", SCHOOL_OIN, "https://intake.example/sbb/v1/mutaties", NU)
ADRES = "https://intake.example/sbb/v1/mutaties"
CERTIFICAAT = {"clientCertPem": pem(SBB_OIN)}


class Opstelling:
    """The handler, and what is behind it."""

    def __init__(self, breekpunt: Breekpunt | None = None, afkeurfout: Exception | None = None) -> None:
        breekpunt = breekpunt or Breekpunt()
        self.opslag = NepOpslag(breekpunt)
        self.wachtrij = NepWachtrij(breekpunt)
        self.boek = NepAbonnementenboek(BEKEND)
        self.afkeurboek = NepAfkeurboek(afkeurfout)
        inname = Inname(self.opslag, self.wachtrij, self.boek, SBB_OIN, self.afkeurboek)
        balie = Balie(
            inname, read_client_certificate, SoapOntvangst(NS, f"{NS}/", SBB_OIN, ADRES), lambda: NU
        )
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
        (bericht(romp(bericht_id="x")), "ongeldig", "201", None),
        (bericht(romp().replace("Mutatie>", "Wijziging>")), "ongeldig", "201", None),
        (bericht(romp(mutatie(Einddatum="x" * 300_000))), "ongeldig", "201", None),
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
    assert antwoord.status == (500, 200)[fault is None]
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
    "certificaat",
    [
        None,
        {},
        {"clientCertPem": pem(SCHOOL_OIN)},
        {"clientCertPem": pem()},
        {"clientCertPem": "x"},
        pytest.param(pem(SBB_OIN), id="text"),
    ],
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


def test_zonder_certificaat_staat_het_in_het_logboek(logboek: Logboek) -> None:
    """An event with a subject and no certificate is nobody; the operator reads what was missing."""
    opstelling = Opstelling()
    antwoord = opstelling.breng(bericht(), certificaat={"subjectDN": f"CN=x,serialNumber={SBB_OIN}"})
    assert (antwoord.status, antwoord.fault) == (403, "soap:Client")
    (regel,) = logboek.regels
    assert (regel["level"], regel["message"], regel["uitkomst"]) == ("WARNING", "bericht", "onbevoegd")
    assert regel["intern"] == "a client certificate without its PEM"
    assert SBB_OIN not in logboek.tekst


def test_geen_inhoud_in_het_logboek(logboek: Logboek) -> None:
    """A line per message: how it ended, whose it is and how many; no name, leerbedrijf or licence."""
    opstelling = Opstelling()
    opstelling.breng(veel(3))
    opstelling.breng(bericht(romp(abonnement_id="Jansen")))
    opstelling.breng(bericht(romp(mutatie(StatusErkenning="Jansen"), bericht_id=ANDER_BERICHT)))
    eerste, tweede, onleesbaar, derde = logboek.regels
    assert [(r["message"], r["uitkomst"], r.get("aantal")) for r in (eerste, tweede, derde)] == [
        ("bericht", "aangenomen", 3),
        ("bericht", "afgewezen", None),
        ("bericht", "aangenomen", 1),
    ]
    assert tweede["intern"] == "MutatieErkenning/request/AbonnementID"
    assert (onleesbaar["message"], onleesbaar["weggelaten"]) == ("onleesbaar", {"Mutaties/Mutatie": 1})
    assert derde["apart"] == 1
    for verboden in ("Jansen", "900000001", "100000000"):
        assert verboden not in logboek.tekst


@pytest.mark.parametrize(
    ("event", "signaalcode", "fault"),
    [
        ({"body": None}, None, "soap:Client"),
        ({"headers": None}, "0", None),
        ({"body": "%%%", "isBase64Encoded": True}, None, "soap:Client"),
    ],
)
def test_een_event_dat_niet_klopt(event: dict[str, Any], signaalcode: str | None, fault: str | None) -> None:
    """What API Gateway would not make is answered too."""
    antwoord = Opstelling().breng(bericht(), **event)
    assert (antwoord.signaalcode, antwoord.fault) == (signaalcode, fault)


@pytest.mark.parametrize(
    ("anders", "gelezen"),
    [
        ({"Einddatum": "0001-01-01T00:00:00"}, ("25998", date(2016, 8, 1), None)),
        ({"Einddatum": "9999-12-31T23:59:59.9999999"}, ("25998", date(2016, 8, 1), None)),
        ({"Einddatum": " "}, ("25998", date(2016, 8, 1), None)),
        ({"Startdatum": "2016-08-01T00:00:00.0000000"}, ("25998", date(2016, 8, 1), date(2026, 8, 31))),
        ({"Startdatum": "0001-01-01T00:00:00"}, ("25998", None, date(2026, 8, 31))),
        ({"Startdatum": None, "Mutatietijdstip": "gisteren"}, ("25998", None, date(2026, 8, 31))),
        ({"Crebonummer": "\n 25998 "}, ("25998", date(2016, 8, 1), date(2026, 8, 31))),
        ({"Naam": "x" * 1001}, ("25998", date(2016, 8, 1), date(2026, 8, 31))),
        ({"Toelichting": "nieuw in 2027"}, ("25998", date(2016, 8, 1), date(2026, 8, 31))),
    ],
)
def test_wat_een_antwoord_mag_mag_een_mutatie(
    anders: dict[str, str | None], gelezen: tuple[str, date | None, date | None]
) -> None:
    """.NET's dates, padded and blank values, elements that nobody knows: taken in, and acknowledged."""
    opstelling = Opstelling()
    assert opstelling.breng(bericht(romp(mutatie(**anders)))).signaalcode == "0"
    (een,) = opstelling.opslag.mutaties.values()
    assert (een.code, een.startdatum, een.einddatum) == gelezen
    assert not opstelling.afkeurboek.boek


def test_nil_kleine_letters_en_een_andere_volgorde() -> None:
    """`xsi:nil` is none, `k0067` and `99xx` are codes, and the order of elements says nothing."""
    nil = '<Einddatum xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:nil="true"/>'
    los = mutatie(Einddatum=None, Crebonummer=None).replace(
        "<Mutatie>", f"<Mutatie>{nil}<Keuzedeelcode>k0067</Keuzedeelcode>"
    )
    opstelling = Opstelling()
    assert opstelling.breng(bericht(romp(los, bericht_id=f" {BERICHT} ", brin="99xx"))).signaalcode == "0"
    (een,) = opstelling.opslag.mutaties.values()
    assert (een.code, een.einddatum, een.school) == ("K0067", None, "99XX")


@pytest.mark.parametrize(
    ("anders", "code"),
    [
        ({"Crebonummer": "0", "Keuzedeelcode": "K0067"}, "K0067"),
        ({"Keuzedeelcode": "-"}, "25998"),
        ({"Crebonummer": "K0067", "Keuzedeelcode": "K0067"}, "K0067"),
    ],
)
def test_van_crebo_en_keuzedeel_telt_wat_te_lezen_is(anders: dict[str, str], code: str) -> None:
    """As in an answer: .NET writes a number that is not there as 0."""
    opstelling = Opstelling()
    assert opstelling.breng(bericht(romp(mutatie(**anders)))).signaalcode == "0"
    assert [een.code for een in opstelling.opslag.mutaties.values()] == [code]
    assert not opstelling.afkeurboek.boek


@pytest.mark.parametrize("vorm", ["urn:uuid:{}", "URN:UUID:{}", "{{{}}}"])
def test_een_guid_met_iets_eromheen(vorm: str) -> None:
    """A GUID as a URN or between braces is that GUID, for what it is compared with as well."""
    opstelling = Opstelling()
    anders = {"bericht_id": vorm.format(BERICHT), "abonnement_id": vorm.format(ABONNEMENT)}
    assert opstelling.breng(bericht(romp(**anders))).signaalcode == "0"
    assert opstelling.breng(bericht(romp())).signaalcode == "0"
    assert len(opstelling.opslag.mutaties) == opstelling.wachtrij.keren == 1


@pytest.mark.parametrize(
    "anders",
    [
        {"Einddatum": "31-12-2026"},
        {"Startdatum": "2026-02-30"},
        {"StatusErkenning": "Geschorst"},
        {"StatusErkenning": None},
        {"CodeLeerbedrijf": "GE-HEIM"},
        {"CodeLeerbedrijf": " "},
        {"Crebonummer": "2599"},
        {"Crebonummer": None},
        {"Crebonummer": "0", "Keuzedeelcode": "25998"},
        {"Keuzedeelcode": "K0067"},
    ],
)
def test_een_slechte_mutatie_houdt_geen_ander_op(anders: dict[str, str | None]) -> None:
    """The good ones are passed on, the message is acknowledged; the bad one waits, whole, for an operator."""
    opstelling = Opstelling()
    goed = [mutatie(CodeLeerbedrijf=f"90000000{n}") for n in (2, 3)]
    inhoud = bericht(romp(goed[0], mutatie(**anders), goed[1]))
    for _ in range(3):
        antwoord = opstelling.breng(inhoud)
        assert (antwoord.status, antwoord.signaalcode) == (200, "0")
    assert [m.positie for m in opstelling.opslag.mutaties.values()] == [1, 3]
    assert opstelling.wachtrij.keren == 1
    (apart,) = opstelling.afkeurboek.boek
    assert (apart.reden, apart.positie, apart.keren) == ("mutatie-onleesbaar", 2, 1)
    assert b"Jansen" in apart.inhoud
    assert "HEIM" not in apart.toelichting


ANDER = "urn:een:ander:knooppunt"


SIGNAALCODE_BIJ: dict[str | None, str | None] = {None: "0", "soap:MustUnderstand": None}


@pytest.mark.parametrize(
    ("kop", "fault"),
    [
        (f'<x s:mustUnderstand="1" s:actor="{ANDER}"/>', None),
        (f'<x s:mustUnderstand="true" s:actor="{ANDER}"/>', None),
        ('<x s:mustUnderstand="0"/>', None),
        ('<x s:mustUnderstand="false"/>', None),
        ("<x/>", None),
        ('<wsa:ReplyTo s:mustUnderstand="1"><wsa:Address>x</wsa:Address></wsa:ReplyTo>', None),
        ('<x s:mustUnderstand="1"/>', "soap:MustUnderstand"),
        ('<x s:mustUnderstand="true"/>', "soap:MustUnderstand"),
        ('<x s:mustUnderstand=" 1 " s:actor=""/>', "soap:MustUnderstand"),
        (
            '<x s:mustUnderstand="1" s:actor="http://schemas.xmlsoap.org/soap/actor/next"/>',
            "soap:MustUnderstand",
        ),
        (f'<x s:mustUnderstand="1" s:actor="{ADRES}"/>', "soap:MustUnderstand"),
        (
            f'<x s:mustUnderstand="1" s:actor="{ADRES.upper()[:23]}{ADRES[23:]}/?oin=1"/>',
            "soap:MustUnderstand",
        ),
        ('<wsa:Anders s:mustUnderstand="1"/>', "soap:MustUnderstand"),
    ],
)
@pytest.mark.parametrize("naar", ["", f"<wsa:To>{ADRES}?oin={SCHOOL_OIN}</wsa:To>"])
def test_voor_wie_een_kop_is(kop: str, fault: str | None, naar: str) -> None:
    """Only a header for us has to be understood: without actor, for whoever is next, or for our address."""
    antwoord = Opstelling().breng(bericht(To=None, extra=naar + kop))
    assert (antwoord.fault, antwoord.signaalcode) == (fault, SIGNAALCODE_BIJ[fault])
