"""Any one value of a valid answer spoilt: a result or an error of ours, and never a false "erkend"."""

import copy
from collections.abc import Callable, Sequence
from datetime import date
from typing import Final, TypeAlias

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from stagemarkt.adapters.soap.sbb import SoapSbb
from stagemarkt.adapters.soap.transport import Ruw
from stagemarkt.domain.questions.detailgegevens import geef_detailgegevens, geef_erkenningen
from stagemarkt.domain.questions.identificatie import geef_leerbedrijf, zoek_leerbedrijven
from stagemarkt.domain.questions.leerwegen import LEERWEGEN
from stagemarkt.domain.questions.verificatie import verifieer_erkenning
from stagemarkt.domain.questions.zoeken import Strook, zoek_erkenningen, zoek_leerplaatsen
from stagemarkt.model.erkenning import Erkenning
from stagemarkt.model.errors import Fout
from stagemarkt.model.questions import Erkenningsvraag, Zoekvraag
from stagemarkt.ports.deadline import Termijn

from tests.integration.support.contract import NS, keur
from tests.integration.support.envelope import BERICHT_ID, Deel, Inhoud, antwoord
from tests.integration.support.exchange import EINDPUNT, GEHEIM, OP_ID, OP_NAAM, Band, Verstuurd, xml

TERMIJN: Final = Termijn.van(10)
PEILDATUM: Final = date(2026, 9, 1)
ID: Final = "900000001"
XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
Element: TypeAlias = etree._Element  # noqa: SLF001 - lxml gives the class no public name

_DAG = st.sampled_from(["2019-08-01", "2025-07-31", "2026-09-01", "2026-09-02Z", "2031-07-31+02:00"])
_WOORD = st.sampled_from(["Erkend", "NietErkend", "Ingetrokken", "Verlopen"])
_NAAM = st.sampled_from(["Bakkerij", " Jansen & Zn. ", "Café", "x"])
_CODE = st.sampled_from([("Crebonummer", "25998"), ("Crebonummer", "25187"), ("Keuzedeelcode", "K0067")])
_NIVEAU = st.sampled_from(["1", "2", "3", "4"])
_LEERWEG = st.sampled_from(["BOL", "BBL"])

# What is in no place of the contract a value: none of it may be taken for another one.
ODD: Final = (
    "?",
    "31-12-2026",
    "2026-02-30",
    "26-09-01",
    "1_0",
    "٢",
    "nan",
    "1e3",
    "0x10",
    "erkend?",
    "Onbekend in 2027",
    "K 0067",
    "x" * 25_000,
    "\u0085",
    "💥",
)


def _als_er(naam: str, waarde: st.SearchStrategy[Deel]) -> st.SearchStrategy[Inhoud]:
    return waarde.map(lambda deel: [(naam, deel)]) | st.just([])


def _rij(*delen: st.SearchStrategy[Inhoud]) -> st.SearchStrategy[Inhoud]:
    return st.tuples(*delen).map(lambda stukken: [veld for stuk in stukken for veld in stuk])


def _een(naam: str, waarde: st.SearchStrategy[Deel]) -> st.SearchStrategy[Inhoud]:
    return waarde.map(lambda deel: [(naam, deel)])


_ERKENNING = _rij(
    _CODE.map(lambda code: [code]),
    _als_er("Omschrijving", _NAAM),
    _als_er("Niveau", _NIVEAU),
    _als_er("Leerweg", _LEERWEG),
    _als_er("Status", _WOORD),
    _als_er("Startdatum", _DAG),
    _als_er("Einddatum", _DAG),
)
_PERSOON = _rij(_een("Naam", _NAAM), _als_er("Functie", _NAAM), _als_er("Email", _NAAM))
_OPLEIDER = _rij(_PERSOON, _als_er("Crebonummers", st.lists(st.just(("Crebonummer", "25998")), max_size=3)))
_OPLEIDING = _rij(_een("Crebonummer", st.just("25998")), _als_er("Niveau", _NIVEAU))
_ADRES = _rij(_als_er("Straat", _NAAM), _als_er("Huisnummer", st.just("2a")), _als_er("Plaats", _NAAM))


def _lijst(naam: str, rij: st.SearchStrategy[Inhoud], minstens: int = 0) -> st.SearchStrategy[Deel]:
    return st.lists(_een(naam, rij), min_size=minstens, max_size=3).map(
        lambda rijen: [v for r in rijen for v in r]
    )


GOED: Final[Inhoud] = [("Signaalcode", "0"), ("BerichtID", BERICHT_ID)]
_KOP = _rij(_een("Signaalcode", st.sampled_from(["0", "103"])), _een("BerichtID", st.just(BERICHT_ID)))
_GOED = _rij(_een("Signaalcode", st.just("0")), _een("BerichtID", st.just(BERICHT_ID)))
ANTWOORDEN: Final = {
    "VerifieerAccreditatie": _rij(
        _KOP,
        _als_er("CodeLeerbedrijf", st.just(ID)),
        _als_er("Naam", _NAAM),
        _als_er("StatusErkenning", _WOORD),
        _als_er("Startdatum", _DAG),
        _als_er("Einddatum", _DAG),
    ),
    "IdentificeerLeerbedrijf": _rij(
        _GOED,
        _als_er(
            "Leerbedrijven",
            _lijst(
                "Leerbedrijf",
                _rij(
                    _een("CodeLeerbedrijf", st.just(ID)),
                    _een("Naam", _NAAM),
                    _als_er("Vestigingsadres", _ADRES),
                    _een("Status", st.sampled_from(["ACT", "HIS"])),
                ),
            ),
        ),
    ),
    "GeefDetails": _rij(
        _GOED,
        _een("CodeLeerbedrijf", st.just(ID)),
        _als_er("Naam", _NAAM),
        _als_er("Status", st.sampled_from(["ACT", "HIS"])),
        _als_er("Vestigingsadres", _ADRES),
        _als_er("Contactpersoon", _PERSOON),
        _als_er("Praktijkopleiders", _lijst("Praktijkopleider", _OPLEIDER)),
        _als_er("Erkenningen", _lijst("Erkenning", _ERKENNING, 1)),
        _als_er("Opleidingen", _lijst("Opleiding", _OPLEIDING)),
    ),
    "Zoeken": _rij(
        _GOED,
        _een("AantalResultatenTotaal", st.just("3")),
        _als_er(
            "Resultaten",
            _lijst(
                "Resultaat",
                _rij(
                    _een("LeerplaatsId", st.just("12345")),
                    _als_er("LeerplaatsAantal", st.just("3")),
                    _een("CodeLeerbedrijf", st.just(ID)),
                    _een("LeerbedrijfNaam", _NAAM),
                    _als_er("Vestigingsadres", _ADRES),
                    _als_er("AfstandKm", st.just("12.5")),
                    _als_er("Leerweg", _LEERWEG),
                    _een("Erkenning", _ERKENNING),
                    _als_er("Opleidingen", _lijst("Opleiding", _OPLEIDING)),
                    _als_er("Praktijkopleiders", _lijst("Praktijkopleider", _OPLEIDER)),
                ),
            ),
        ),
    ),
}


def _sbb(inhoud: bytes) -> SoapSbb:
    return SoapSbb(EINDPUNT, GEHEIM, Band(lambda _: xml(inhoud)), lambda: BERICHT_ID)


def _vraag(code: str) -> Erkenningsvraag:
    return Erkenningsvraag(ID, code, PEILDATUM, date(2027, 7, 31))


def _gevonden(inhoud: bytes) -> Sequence[Erkenning]:
    gevonden = zoek_erkenningen(_sbb(inhoud), Zoekvraag(), Strook(0, 20), PEILDATUM, TERMIJN)
    return [een.erkenning for een in gevonden.resultaten]


def _niemand(wat: Callable[[SoapSbb], object]) -> Callable[[bytes], Sequence[Erkenning]]:
    def doe(inhoud: bytes) -> Sequence[Erkenning]:
        wat(_sbb(inhoud))
        return []

    return doe


VRAGEN: Final[dict[str, Sequence[Callable[[bytes], Sequence[Erkenning]]]]] = {
    "VerifieerAccreditatie": [
        lambda inhoud: [verifieer_erkenning(_sbb(inhoud), _vraag("25998"), TERMIJN, PEILDATUM)],
    ],
    "IdentificeerLeerbedrijf": [
        _niemand(lambda sbb: geef_leerbedrijf(sbb, OP_ID, TERMIJN)),
        _niemand(lambda sbb: zoek_leerbedrijven(sbb, OP_NAAM, TERMIJN)),
    ],
    "GeefDetails": [
        lambda inhoud: geef_erkenningen(_sbb(inhoud), ID, PEILDATUM, TERMIJN),
        lambda inhoud: geef_detailgegevens(_sbb(inhoud), ID, PEILDATUM, TERMIJN).erkenningen,
        _niemand(lambda sbb: sbb.geef_leerplaats("12345", TERMIJN)),
    ],
    "Zoeken": [
        _gevonden,
        _niemand(lambda sbb: zoek_leerplaatsen(sbb, Zoekvraag(), Strook(0, 20), TERMIJN)),
    ],
}


def _bederf(trek: st.DrawFn, inhoud: bytes) -> bytes:
    """The answer with one of its values spoilt, in one of the ways in which a value can be."""
    envelop = etree.fromstring(inhoud)
    bladen = [e for e in envelop.iter(f"{{{NS}}}*") if len(e) == 0 and (e.text or "").strip()]
    blad = trek(st.sampled_from([blad for blad in bladen if etree.QName(blad).localname != "BerichtID"]))
    odd = trek(st.sampled_from(ODD))
    match trek(st.sampled_from(["anders", "dubbel", "nil", "elementen"])):
        case "anders":
            blad.text = odd
        case "dubbel":
            tweede = copy.deepcopy(blad)
            tweede.text = odd
            blad.addnext(tweede) if trek(st.booleans()) else blad.addprevious(tweede)
        case "nil":
            blad.set(f"{{{XSI}}}nil", "true")
        case _:
            etree.SubElement(blad, f"{{{NS}}}Anders").text = blad.text
            blad.text = None
    return etree.tostring(envelop)


def _erkend(
    vraag: Callable[[bytes], Sequence[Erkenning]], inhoud: bytes
) -> Sequence[tuple[str, bool | None]] | None:
    """Which codes it calls erkend, and whether for the whole period; None where it is refused."""
    try:
        return [(een.code, een.erkend_gehele_periode) for een in vraag(inhoud) if een.erkend]
    except Fout:
        return None


@settings(max_examples=400)
@given(st.data())
def test_een_bedorven_waarde_geeft_geen_recht(data: st.DataObject) -> None:
    """No exception but ours, and no erkenning, nor a longer one, that the right answer does not have."""
    operatie = data.draw(st.sampled_from(sorted(ANTWOORDEN)))
    goed = antwoord(operatie, data.draw(ANTWOORDEN[operatie]))
    keur(goed)
    for vraag in VRAGEN[operatie]:
        eerst = _erkend(vraag, goed)
        nu = _erkend(vraag, data.draw(st.composite(_bederf)(goed)))
        if nu is not None and eerst is not None:
            over = list(eerst)
            for een in nu:
                assert een in over
                over.remove(een)


@settings(max_examples=300)
@given(st.data())
def test_een_bedorven_lijst_geeft_geen_leerweg_recht(data: st.DataObject) -> None:
    """Beside a verdict that says erkend, a spoilt list never makes it so for a leerweg that was not."""
    woord: Inhoud = [*GOED, ("StatusErkenning", "Erkend"), ("Startdatum", "2019-08-01")]
    verdict = antwoord("VerifieerAccreditatie", woord)
    lijst = antwoord("GeefDetails", data.draw(ANTWOORDEN["GeefDetails"]))
    bedorven = data.draw(st.composite(_bederf)(lijst))
    for leerweg in LEERWEGEN:
        vraag = _vraag("25998")._replace(leerweg=leerweg)
        uitkomsten = []
        for details in (lijst, bedorven):

            def geef(vraag: Verstuurd, details: bytes = details) -> Ruw:
                return xml(details if vraag.soapaction.endswith("GeefDetails") else verdict)

            sbb = SoapSbb(EINDPUNT, GEHEIM, Band(geef), lambda: BERICHT_ID)
            try:
                erkenning = verifieer_erkenning(sbb, vraag, TERMIJN, PEILDATUM)
                uitkomsten.append((erkenning.erkend, erkenning.erkend_gehele_periode))
            except Fout:
                uitkomsten.append((False, False))
        assert uitkomsten[1] <= uitkomsten[0]
