"""Answers to GeefDetails and Zoeken, valid ones checked against the schema first."""

from collections import Counter
from datetime import date
from typing import Final

import pytest
from stagemarkt.adapters.soap.sbb import SoapSbb
from stagemarkt.domain.questions.judgement import beoordeel
from stagemarkt.model.detailgegevens import Contactpersoon, Praktijkopleider
from stagemarkt.model.errors import BronAntwoordOngeldig, LeerbedrijfOnbekend, ResourceOnbekend
from stagemarkt.model.leerplaats import Opleiding, Vestiging
from stagemarkt.model.questions import Zoekvraag
from stagemarkt.ports.deadline import Termijn
from stagemarkt.ports.results import Bladzij

from tests.integration.support.contract import is_geldig, keur
from tests.integration.support.envelope import BERICHT_ID, KOP, Deel, Inhoud, antwoord
from tests.integration.support.exchange import EINDPUNT, GEHEIM, Band, xml
from tests.integration.support.secret import alles_van
from tests.unit.conftest import Logboek

TERMIJN: Final = Termijn.van(10)
ANNE: Final[Inhoud] = [("Naam", "Anne"), ("Email", "a@example.nl")]
BOB: Final[Inhoud] = [("Naam", "Bob"), ("Crebonummers", [("Crebonummer", "25998"), ("Crebonummer", "25999")])]
ERKENNING: Final[Inhoud] = [
    ("Keuzedeelcode", "K0067"),
    ("Niveau", "4"),
    ("Leerweg", "BBL"),
    ("Status", "Erkend"),
    ("Startdatum", "2020-01-01"),
]
RESULTAAT: Final[Inhoud] = [
    ("LeerplaatsId", "9223372036854775807"),
    ("LeerplaatsAantal", "3"),
    ("CodeLeerbedrijf", "900000001"),
    ("LeerbedrijfNaam", "Bakkerij"),
    ("AfstandKm", "12.5"),
    ("Erkenning", ERKENNING),
    ("Opleidingen", [("Opleiding", [("Crebonummer", "25998"), ("Niveau", "2")])]),
    ("Praktijkopleiders", [("Praktijkopleider", BOB)]),
]


def _sbb(inhoud: bytes) -> SoapSbb:
    return SoapSbb(EINDPUNT, GEHEIM, Band(lambda _: xml(inhoud)), lambda: BERICHT_ID)


def _details(*inhoud: tuple[str, "str | Inhoud"], code: str = "0") -> bytes:
    return antwoord("GeefDetails", [("Signaalcode", code), *inhoud])


def _bladzij(*resultaten: Inhoud, totaal: str = "40") -> bytes:
    lijst: Inhoud = [("Resultaat", resultaat) for resultaat in resultaten]
    return antwoord("Zoeken", [*KOP, ("AantalResultatenTotaal", totaal), ("Resultaten", lijst)])


def test_details_van_een_leerbedrijf() -> None:
    """One contact and several come together, each once; erkenningen keep their own words and dates."""
    personen: Inhoud = [("Contactpersoon", ANNE), ("Contactpersoon", [("Naam", "Cor")])]
    inhoud = _details(
        ("Naam", "Bakkerij"),
        ("Status", "ACT"),
        ("KvkNummer", "01234567"),
        ("WebsiteUrl", "https://example.nl"),
        ("Contactpersoon", ANNE),
        ("Contactpersonen", personen),
        ("Praktijkopleiders", [("Praktijkopleider", BOB)]),
        ("Erkenningen", [("Erkenning", ERKENNING)]),
    )
    keur(inhoud)
    gegevens, (erkenning,), _ = _sbb(inhoud).geef_details("900000001", TERMIJN)
    assert (gegevens.leerbedrijf_id, gegevens.naam, gegevens.status) == ("900000001", "Bakkerij", "actueel")
    assert (gegevens.kvk_nummer, gegevens.website) == ("01234567", "https://example.nl")
    assert gegevens.contactpersonen == (
        Contactpersoon(naam="Anne", email="a@example.nl"),
        Contactpersoon(naam="Cor"),
    )
    assert gegevens.praktijkopleiders == (Praktijkopleider(naam="Bob", crebos=("25998", "25999")),)
    assert (erkenning.code, erkenning.niveau, erkenning.leerweg) == ("K0067", 4, "BBL")
    assert (erkenning.status, erkenning.startdatum) == ("erkend", date(2020, 1, 1))


@pytest.mark.parametrize("code", ["1", "101"])
def test_onbekend_bij_details(code: str) -> None:
    """Who asks for one that is not there hears that it is not there."""
    inhoud = _details(code=code)
    keur(inhoud)
    with pytest.raises(LeerbedrijfOnbekend):
        _sbb(inhoud).geef_details("1", TERMIJN)
    with pytest.raises(ResourceOnbekend):
        _sbb(inhoud).geef_leerplaats("1", TERMIJN)


def test_leerplaats_van_niemand_is_geen_antwoord() -> None:
    """A leerplaats without its leerbedrijf is refused, and what it says of people is not quoted."""
    inhoud = _details(("Naam", "GEHEIM"), ("Contactpersoon", [("Naam", "GEHEIM")]))
    keur(inhoud)
    with pytest.raises(BronAntwoordOngeldig) as gevangen:
        _sbb(inhoud).geef_leerplaats("1", TERMIJN)
    assert "GEHEIM" not in alles_van(gevangen.value)


def test_bladzij_van_leerplaatsen() -> None:
    """A page has its results and the count of all pages; an ID of 19 digits loses none."""
    inhoud = _bladzij(RESULTAAT, RESULTAAT)
    keur(inhoud)
    bladzij = _sbb(inhoud).zoek_leerplaatsen(Zoekvraag(), 1, TERMIJN)
    assert (bladzij.totaal, len(bladzij.resultaten)) == (40, 2)
    leerplaats = bladzij.resultaten[0]
    assert leerplaats is not None
    assert (leerplaats.leerplaats_id, leerplaats.aantal) == ("9223372036854775807", 3)
    assert (leerplaats.leerbedrijf.naam, leerplaats.afstand_km) == ("Bakkerij", 12.5)
    assert leerplaats.opleidingen == (Opleiding(crebo="25998", niveau=2),)


def test_bladzij_van_erkenningen() -> None:
    """The same search for erkenningen gives each with whose it is."""
    inhoud = _bladzij(RESULTAAT)
    keur(inhoud)
    (gevonden,) = _sbb(inhoud).zoek_erkenningen(Zoekvraag(), 1, TERMIJN).resultaten
    assert gevonden is not None
    assert (gevonden.leerbedrijf.leerbedrijf_id, gevonden.erkenning.code) == ("900000001", "K0067")
    assert gevonden.praktijkopleiders[0].naam == "Bob"


def test_niets_gevonden() -> None:
    """An empty page is a page."""
    inhoud = _bladzij(totaal="0")
    keur(inhoud)
    assert _sbb(inhoud).zoek_leerplaatsen(Zoekvraag(), 1, TERMIJN) == Bladzij([], 0)


@pytest.mark.parametrize("nummer", ["007", "fd22a7fd-e159-4026-9409-1388eade0a9c-25998"])
def test_leerplaats_id_is_een_tekst(nummer: str) -> None:
    """A LeerplaatsId is passed on as it is, be it digits or a GUID with a crebo behind it."""
    inhoud = _bladzij([(naam, nummer if naam == "LeerplaatsId" else deel) for naam, deel in RESULTAAT])
    assert is_geldig(inhoud)
    (leerplaats,) = _sbb(inhoud).zoek_leerplaatsen(Zoekvraag(), 1, TERMIJN).resultaten
    assert leerplaats is not None
    assert leerplaats.leerplaats_id == nummer


@pytest.mark.parametrize("totaal", ["", "0", "1"])
def test_meer_dan_geteld(totaal: str) -> None:
    """Results without a count that covers them are refused: the rest of the list would be lost unseen."""
    with pytest.raises(BronAntwoordOngeldig):
        _sbb(_bladzij(RESULTAAT, RESULTAAT, totaal=totaal)).zoek_leerplaatsen(Zoekvraag(), 1, TERMIJN)


@pytest.mark.parametrize(
    ("element", "waarde"),
    [("LeerplaatsId", "GE_HEIM"), ("CodeLeerbedrijf", "GE-HEIM"), ("CodeLeerbedrijf", " ")],
)
def test_een_resultaat_zonder_id_kost_de_andere_niets(element: str, waarde: str, logboek: Logboek) -> None:
    """What does not say what it is is left out, and keeps its place; alone on page 1 it is no answer."""
    kapot: Inhoud = [(naam, deel) for naam, deel in RESULTAAT if naam != element] + [(element, waarde)]
    assert not is_geldig(_bladzij(kapot))
    bladzij = _sbb(_bladzij(RESULTAAT, kapot, RESULTAAT)).zoek_leerplaatsen(Zoekvraag(), 1, TERMIJN)
    assert [een is None for een in bladzij.resultaten] == [False, True, False]
    weggelaten = [regel["weggelaten"] for regel in logboek.regels if regel["weggelaten"]]
    assert weggelaten == [{"Resultaten/Resultaat": 1}]
    assert "HEIM" not in logboek.tekst
    with pytest.raises(BronAntwoordOngeldig) as gevangen:
        _sbb(_bladzij(kapot)).zoek_leerplaatsen(Zoekvraag(), 1, TERMIJN)
    assert "HEIM" not in alles_van(gevangen.value)
    assert not any(_sbb(_bladzij(kapot)).zoek_leerplaatsen(Zoekvraag(), 2, TERMIJN).resultaten)


def test_een_resultaat_zonder_erkenning_kost_de_andere_niets(logboek: Logboek) -> None:
    """A search for erkenningen leaves out what does not say which erkenning it is: none, or two."""
    zonder: Inhoud = [deel for deel in RESULTAAT if deel[0] != "Erkenning"]
    beide: Inhoud = [*zonder, ("Erkenning", [("Crebonummer", "25998"), *ERKENNING])]
    bladzij = _sbb(_bladzij(zonder, RESULTAAT, beide)).zoek_erkenningen(Zoekvraag(), 1, TERMIJN)
    assert [een is None for een in bladzij.resultaten] == [True, False, True]
    geteld = Counter[str]()
    for regel in logboek.regels:
        geteld.update(regel["weggelaten"])
    assert geteld == {"Resultaten/Resultaat/Erkenning": 1, "Resultaten/Resultaat": 2}


@pytest.mark.parametrize(
    ("element", "waarde", "veld", "verwacht", "gemeld"),
    [
        ("AfstandKm", "NaN", "afstand_km", None, 1),
        ("AfstandKm", "INF", "afstand_km", None, 1),
        ("AfstandKm", "-1.5", "afstand_km", None, 1),
        ("AfstandKm", "1e3", "afstand_km", None, 1),
        ("AfstandKm", "1_0", "afstand_km", None, 1),
        ("AfstandKm", "99999", "afstand_km", None, 1),
        ("AfstandKm", "1,5", "afstand_km", 1.5, 0),
        ("AfstandKm", "1.234,5", "afstand_km", 1234.5, 0),
        ("AfstandKm", "12,0", "afstand_km", 12.0, 0),
        ("AfstandKm", "1.234", "afstand_km", 1.234, 0),
        ("LeerplaatsAantal", "-1", "aantal", None, 1),
        ("LeerplaatsAantal", "veel", "aantal", None, 1),
        ("LeerplaatsAantal", "1.234", "aantal", 1234, 0),
        ("LeerplaatsAantal", "3,0", "aantal", 3, 0),
        ("LeerplaatsAantal", "٣", "aantal", None, 1),
        ("LeerplaatsAantal", "99999999999", "aantal", None, 1),
        ("LeerbedrijfNaam", "", "leerbedrijf", Vestiging(leerbedrijf_id="900000001"), 0),
        ("Leerweg", "BOL BBL", "leerweg", None, 1),
        ("Leerweg", " bbl ", "leerweg", "BBL", 0),
        ("AantalGeregistreerdeLeerlingen", "0x10", "aantal_studenten", None, 1),
        ("AantalGeregistreerdeLeerlingen", " 7 ", "aantal_studenten", 7, 0),
        (
            "Vestigingsadres",
            "Dorpsstraat 1",
            "leerbedrijf",
            Vestiging(leerbedrijf_id="900000001", naam="Bakkerij"),
            1,
        ),
    ],
)
def test_een_veld_kost_alleen_zichzelf(
    element: str, waarde: str, veld: str, verwacht: object, gemeld: int, logboek: Logboek
) -> None:
    """What cannot be read is absent, counted and logged by its name; Dutch numbers are numbers."""
    kapot: Inhoud = [(naam, deel) for naam, deel in RESULTAAT if naam != element] + [(element, waarde)]
    (leerplaats,) = _sbb(_bladzij(kapot)).zoek_leerplaatsen(Zoekvraag(), 1, TERMIJN).resultaten
    assert getattr(leerplaats, veld) == verwacht
    velden = [regel["velden"] for regel in logboek.regels]
    assert velden == [{f"Resultaten/Resultaat/{element}": 1}] * gemeld


def test_details_met_van_alles(logboek: Logboek) -> None:
    """One odd value in each part of the details costs that value, or its row; the rest is as it was."""
    erkenningen: Inhoud = [
        ("Erkenning", ERKENNING),
        ("Erkenning", [("Crebonummer", "25998"), ("Niveau", "0"), ("Status", "Erkend"), ("Leerweg", "X")]),
        ("Erkenning", [("Crebonummer", "2599"), ("Status", "Erkend")]),
        ("Erkenning", [("Keuzedeelcode", "k0001"), ("Niveau", "4,0"), ("Status", "Erkend")]),
    ]
    opleiders: Inhoud = [
        (
            "Praktijkopleider",
            [("Naam", "Bob"), ("Crebonummers", [("Crebonummer", "25998"), ("Crebonummer", "x")])],
        ),
        ("Praktijkopleider", [("Naam", " "), ("Email", "GEHEIM@example.nl")]),
    ]
    inhoud = _details(
        ("Naam", "Bakkerij"),
        ("Status", "WEG"),
        ("Contactpersoon", [("Functie", "GEHEIM")]),
        ("Praktijkopleiders", opleiders),
        ("Erkenningen", erkenningen),
    )
    gegevens, gelezen, weggelaten = _sbb(inhoud).geef_details("900000001", TERMIJN)
    assert (gegevens.naam, gegevens.status, gegevens.contactpersonen) == ("Bakkerij", None, ())
    assert gegevens.praktijkopleiders == (Praktijkopleider(naam="Bob", crebos=("25998",)),)
    assert [(e.code, e.niveau, e.leerweg) for e in gelezen] == [
        ("K0067", 4, "BBL"),
        ("25998", None, None),
        ("K0001", 4, None),
    ]
    assert weggelaten == 1
    (regel,) = logboek.regels
    assert regel["velden"] == {
        "Erkenningen/Erkenning/Niveau": 1,
        "Erkenningen/Erkenning/Leerweg": 1,
        "Erkenningen/Erkenning/Crebonummer": 1,
    }
    assert regel["weggelaten"] == {
        "Contactpersoon": 1,
        "Praktijkopleiders/Praktijkopleider": 1,
        "Praktijkopleiders/Praktijkopleider/Crebonummers/Crebonummer": 1,
        "Erkenningen/Erkenning": 1,
    }
    assert (regel["school"], regel["operatie"], regel["aantal"]) == ("99XX", "GeefDetails", 7)
    assert "HEIM" not in logboek.tekst


@pytest.mark.parametrize("element", ["Status", "Startdatum", "Einddatum"])
def test_een_erkenning_die_half_te_lezen_is_heet_niet_erkend(element: str) -> None:
    """In a list a word or date that cannot be read makes it `onbekend`; what says no remains a no."""
    nog_een_nee = {"Status": "onbekend"}.get(element, "ingetrokken")
    for woord, status in (("Erkend", "onbekend"), (None, "onbekend"), ("Ingetrokken", nog_een_nee)):
        rij: dict[str, Deel] = {"Crebonummer": "25998", "Startdatum": "2020-01-01"}
        rij |= {} if woord is None else {"Status": woord}
        rij |= {element: [("Anders", "x")] if element == "Status" else "31-12-2024"}
        _, (erkenning,), _ = _sbb(_details(("Erkenningen", [("Erkenning", [*rij.items()])]))).geef_details(
            "1", TERMIJN
        )
        assert beoordeel(erkenning, date(2026, 1, 1)) == status


def test_details_van_een_onleesbaar_leerbedrijf_zijn_geen_antwoord() -> None:
    """Whose they are carries the answer: it may be absent, but not odd."""
    with pytest.raises(BronAntwoordOngeldig):
        _sbb(_details(("CodeLeerbedrijf", "GE-HEIM"))).geef_details("1", TERMIJN)
