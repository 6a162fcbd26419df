"""Answers to GeefDetails and Zoeken, valid ones checked against the schema first."""

from datetime import date
from typing import Final

import pytest
from stagemarkt.adapters.soap.sbb import SoapSbb
from stagemarkt.model.detailgegevens import Contactpersoon, Praktijkopleider
from stagemarkt.model.fouten import BronAntwoordOngeldig, LeerbedrijfOnbekend, ResourceOnbekend
from stagemarkt.model.leerplaats import Opleiding
from stagemarkt.model.vragen import Zoekvraag
from stagemarkt.poorten.termijn import Termijn

from tests.integration.hulp.contract import is_geldig, keur
from tests.integration.hulp.envelop import BERICHT_ID, KOP, Inhoud, antwoord
from tests.integration.hulp.geheim import alles_van
from tests.integration.hulp.gesprek import EINDPUNT, GEHEIM, Band, xml

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
    gegevens, (erkenning,) = _sbb(inhoud).geef_details("900000001", TERMIJN)
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
    assert (leerplaats.leerplaats_id, leerplaats.aantal) == ("9223372036854775807", 3)
    assert (leerplaats.leerbedrijf.naam, leerplaats.afstand_km) == ("Bakkerij", 12.5)
    assert leerplaats.opleidingen == (Opleiding(crebo="25998", niveau=2),)


def test_bladzij_van_erkenningen() -> None:
    """The same search for erkenningen gives each with whose it is."""
    inhoud = _bladzij(RESULTAAT)
    keur(inhoud)
    (gevonden,) = _sbb(inhoud).zoek_erkenningen(Zoekvraag(), 1, TERMIJN).resultaten
    assert (gevonden.leerbedrijf.leerbedrijf_id, gevonden.erkenning.code) == ("900000001", "K0067")
    assert gevonden.praktijkopleiders[0].naam == "Bob"


def test_niets_gevonden() -> None:
    """An empty page is a page."""
    inhoud = _bladzij(totaal="0")
    keur(inhoud)
    assert _sbb(inhoud).zoek_leerplaatsen(Zoekvraag(), 1, TERMIJN) == ([], 0)


@pytest.mark.parametrize("nummer", ["007", "fd22a7fd-e159-4026-9409-1388eade0a9c-25998"])
def test_leerplaats_id_is_een_tekst(nummer: str) -> None:
    """A LeerplaatsId is passed on as it is, be it digits or a GUID with a crebo behind it."""
    inhoud = _bladzij([(naam, nummer if naam == "LeerplaatsId" else deel) for naam, deel in RESULTAAT])
    assert is_geldig(inhoud)
    (leerplaats,) = _sbb(inhoud).zoek_leerplaatsen(Zoekvraag(), 1, TERMIJN).resultaten
    assert leerplaats.leerplaats_id == nummer


@pytest.mark.parametrize("totaal", ["", "0", "1"])
def test_meer_dan_geteld(totaal: str) -> None:
    """Results without a count that covers them are refused: the rest of the list would be lost unseen."""
    with pytest.raises(BronAntwoordOngeldig):
        _sbb(_bladzij(RESULTAAT, RESULTAAT, totaal=totaal)).zoek_leerplaatsen(Zoekvraag(), 1, TERMIJN)


@pytest.mark.parametrize(
    ("element", "waarde"),
    [
        ("LeerplaatsId", "GE_HEIM"),
        ("LeerplaatsId", "1.0"),
        ("AfstandKm", "NaN"),
        ("AfstandKm", "INF"),
        ("CodeLeerbedrijf", "GE-HEIM"),
        ("LeerbedrijfNaam", ""),
        ("Leerweg", "BOL BBL"),
    ],
)
def test_onleesbaar_resultaat_is_geen_antwoord(element: str, waarde: str) -> None:
    """One result that cannot be read makes the page no answer: nothing is left out unseen."""
    kapot: Inhoud = [(naam, deel) for naam, deel in RESULTAAT if naam != element] + [(element, waarde)]
    inhoud = _bladzij(RESULTAAT, kapot)
    assert not is_geldig(inhoud)
    with pytest.raises(BronAntwoordOngeldig) as gevangen:
        _sbb(inhoud).zoek_leerplaatsen(Zoekvraag(), 1, TERMIJN)
    assert "HEIM" not in alles_van(gevangen.value)
