"""Answers to GeefDetails and Zoeken, valid ones checked against the schema first."""

from collections import Counter
from datetime import date
from typing import Final

import pytest
from stagemarkt.adapters.soap.sbb import SoapSbb
from stagemarkt.domain.questions.judgement import status_on
from stagemarkt.model.detailgegevens import Contactpersoon, Praktijkopleider
from stagemarkt.model.errors import BronAnswerInvalid, LeerbedrijfUnknown, UnknownResource
from stagemarkt.model.leerplaats import Opleiding, Vestiging
from stagemarkt.model.questions import Zoekvraag
from stagemarkt.ports.deadline import Deadline
from stagemarkt.ports.sbb import SearchPage

from tests.integration.support.contract import is_valid, vet
from tests.integration.support.envelope import HEADER, MESSAGE_ID, Content, Part, answer
from tests.integration.support.exchange import EINDPUNT, SECRET, Tape, xml
from tests.integration.support.secret import everything_of
from tests.unit.conftest import LogCapture

DEADLINE: Final = Deadline.after(10)
ANNE: Final[Content] = [("Naam", "Anne"), ("Email", "a@example.nl")]
BOB: Final[Content] = [
    ("Naam", "Bob"),
    ("Crebonummers", [("Crebonummer", "25998"), ("Crebonummer", "25999")]),
]
ERKENNING: Final[Content] = [
    ("Keuzedeelcode", "K0067"),
    ("Niveau", "4"),
    ("Leerweg", "BBL"),
    ("Status", "Erkend"),
    ("Startdatum", "2020-01-01"),
]
RESULT: Final[Content] = [
    ("LeerplaatsId", "9223372036854775807"),
    ("LeerplaatsAantal", "3"),
    ("CodeLeerbedrijf", "900000001"),
    ("LeerbedrijfNaam", "Bakkerij"),
    ("AfstandKm", "12.5"),
    ("Erkenning", ERKENNING),
    ("Opleidingen", [("Opleiding", [("Crebonummer", "25998"), ("Niveau", "2")])]),
    ("Praktijkopleiders", [("Praktijkopleider", BOB)]),
]


def _sbb(content: bytes) -> SoapSbb:
    return SoapSbb(EINDPUNT, SECRET, Tape(lambda _: xml(content)), lambda: MESSAGE_ID)


def _details(*content: tuple[str, "str | Content"], code: str = "0") -> bytes:
    return answer("GeefDetails", [("Signaalcode", code), *content])


def _page(*results: Content, total: str = "40") -> bytes:
    listing: Content = [("Resultaat", result) for result in results]
    return answer("Zoeken", [*HEADER, ("AantalResultatenTotaal", total), ("Resultaten", listing)])


def test_details_of_a_leerbedrijf() -> None:
    """One contact and several come together, each once; erkenningen keep their own words and dates."""
    personen: Content = [("Contactpersoon", ANNE), ("Contactpersoon", [("Naam", "Cor")])]
    content = _details(
        ("Naam", "Bakkerij"),
        ("Status", "ACT"),
        ("KvkNummer", "01234567"),
        ("WebsiteUrl", "https://example.nl"),
        ("Contactpersoon", ANNE),
        ("Contactpersonen", personen),
        ("Praktijkopleiders", [("Praktijkopleider", BOB)]),
        ("Erkenningen", [("Erkenning", ERKENNING)]),
    )
    vet(content)
    data, (erkenning,), _ = _sbb(content).get_details("900000001", DEADLINE)
    assert (data.leerbedrijf_id, data.naam, data.status) == ("900000001", "Bakkerij", "actueel")
    assert (data.kvk_nummer, data.website) == ("01234567", "https://example.nl")
    assert data.contactpersonen == (
        Contactpersoon(naam="Anne", email="a@example.nl"),
        Contactpersoon(naam="Cor"),
    )
    assert data.praktijkopleiders == (Praktijkopleider(naam="Bob", crebos=("25998", "25999")),)
    assert (erkenning.code, erkenning.niveau, erkenning.leerweg) == ("K0067", 4, "BBL")
    assert (erkenning.status, erkenning.startdatum) == ("erkend", date(2020, 1, 1))


@pytest.mark.parametrize("code", ["1", "101"])
def test_unknown_in_details(code: str) -> None:
    """Who asks for one that is not there hears that it is not there."""
    content = _details(code=code)
    vet(content)
    with pytest.raises(LeerbedrijfUnknown):
        _sbb(content).get_details("1", DEADLINE)
    with pytest.raises(UnknownResource):
        _sbb(content).get_leerplaats("1", DEADLINE)


def test_a_leerplaats_of_nobody_is_no_answer() -> None:
    """A leerplaats without its leerbedrijf is refused, and what it says of people is not quoted."""
    content = _details(("Naam", "GEHEIM"), ("Contactpersoon", [("Naam", "GEHEIM")]))
    vet(content)
    with pytest.raises(BronAnswerInvalid) as caught:
        _sbb(content).get_leerplaats("1", DEADLINE)
    assert "GEHEIM" not in everything_of(caught.value)


def test_page_of_leerplaatsen() -> None:
    """A page has its results and the count of all pages; an ID of 19 digits loses none."""
    content = _page(RESULT, RESULT)
    vet(content)
    page = _sbb(content).search_leerplaatsen(Zoekvraag(), 1, DEADLINE)
    assert (page.totaal, len(page.resultaten)) == (40, 2)
    leerplaats = page.resultaten[0]
    assert leerplaats is not None
    assert (leerplaats.leerplaats_id, leerplaats.aantal) == ("9223372036854775807", 3)
    assert (leerplaats.leerbedrijf.naam, leerplaats.afstand_km) == ("Bakkerij", 12.5)
    assert leerplaats.opleidingen == (Opleiding(crebo="25998", niveau=2),)


def test_page_of_erkenningen() -> None:
    """The same search for erkenningen gives each with whose it is."""
    content = _page(RESULT)
    vet(content)
    (found,) = _sbb(content).search_erkenningen(Zoekvraag(), 1, DEADLINE).resultaten
    assert found is not None
    assert (found.leerbedrijf.leerbedrijf_id, found.erkenning.code) == ("900000001", "K0067")
    assert found.praktijkopleiders[0].naam == "Bob"


def test_nothing_found() -> None:
    """An empty page is a page."""
    content = _page(total="0")
    vet(content)
    assert _sbb(content).search_leerplaatsen(Zoekvraag(), 1, DEADLINE) == SearchPage([], 0)


@pytest.mark.parametrize("number", ["007", "fd22a7fd-e159-4026-9409-1388eade0a9c-25998"])
def test_leerplaats_id_is_a_text(number: str) -> None:
    """A LeerplaatsId is passed on as it is, be it digits or a GUID with a crebo behind it."""
    content = _page([(name, number if name == "LeerplaatsId" else part) for name, part in RESULT])
    assert is_valid(content)
    (leerplaats,) = _sbb(content).search_leerplaatsen(Zoekvraag(), 1, DEADLINE).resultaten
    assert leerplaats is not None
    assert leerplaats.leerplaats_id == number


@pytest.mark.parametrize("total", ["", "0", "1"])
def test_more_than_counted(total: str) -> None:
    """Results without a count that covers them are refused: the rest of the list would be lost unseen."""
    with pytest.raises(BronAnswerInvalid):
        _sbb(_page(RESULT, RESULT, total=total)).search_leerplaatsen(Zoekvraag(), 1, DEADLINE)


@pytest.mark.parametrize(
    ("element", "value"),
    [("LeerplaatsId", "GE_HEIM"), ("CodeLeerbedrijf", "GE-HEIM"), ("CodeLeerbedrijf", " ")],
)
def test_a_result_without_an_id_costs_the_others_nothing(
    element: str, value: str, logbook: LogCapture
) -> None:
    """What does not say what it is is left out, and keeps its place; alone on page 1 it is no answer."""
    broken: Content = [(name, part) for name, part in RESULT if name != element] + [(element, value)]
    assert not is_valid(_page(broken))
    page = _sbb(_page(RESULT, broken, RESULT)).search_leerplaatsen(Zoekvraag(), 1, DEADLINE)
    assert [one is None for one in page.resultaten] == [False, True, False]
    omitted = [line["weggelaten"] for line in logbook.lines if line["weggelaten"]]
    assert omitted == [{"Resultaten/Resultaat": 1}]
    assert "HEIM" not in logbook.tekst
    with pytest.raises(BronAnswerInvalid) as caught:
        _sbb(_page(broken)).search_leerplaatsen(Zoekvraag(), 1, DEADLINE)
    assert "HEIM" not in everything_of(caught.value)
    assert not any(_sbb(_page(broken)).search_leerplaatsen(Zoekvraag(), 2, DEADLINE).resultaten)


def test_a_result_without_an_erkenning_costs_the_others_nothing(logbook: LogCapture) -> None:
    """A search for erkenningen leaves out what does not say which erkenning it is: none, or two."""
    without: Content = [part for part in RESULT if part[0] != "Erkenning"]
    both: Content = [*without, ("Erkenning", [("Crebonummer", "25998"), *ERKENNING])]
    page = _sbb(_page(without, RESULT, both)).search_erkenningen(Zoekvraag(), 1, DEADLINE)
    assert [one is None for one in page.resultaten] == [True, False, True]
    counted = Counter[str]()
    for line in logbook.lines:
        counted.update(line["weggelaten"])
    assert counted == {"Resultaten/Resultaat/Erkenning": 1, "Resultaten/Resultaat": 2}


@pytest.mark.parametrize(
    ("element", "value", "field", "expected", "reported"),
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
def test_a_field_costs_only_itself(
    element: str, value: str, field: str, expected: object, reported: int, logbook: LogCapture
) -> None:
    """What cannot be read is absent, counted and logged by its name; Dutch numbers are numbers."""
    broken: Content = [(name, part) for name, part in RESULT if name != element] + [(element, value)]
    (leerplaats,) = _sbb(_page(broken)).search_leerplaatsen(Zoekvraag(), 1, DEADLINE).resultaten
    assert getattr(leerplaats, field) == expected
    fields = [line["velden"] for line in logbook.lines]
    assert fields == [{f"Resultaten/Resultaat/{element}": 1}] * reported


def test_details_with_all_sorts_of_things(logbook: LogCapture) -> None:
    """One odd value in each part of the details costs that value, or its row; the rest is as it was."""
    erkenningen: Content = [
        ("Erkenning", ERKENNING),
        ("Erkenning", [("Crebonummer", "25998"), ("Niveau", "0"), ("Status", "Erkend"), ("Leerweg", "X")]),
        ("Erkenning", [("Crebonummer", "2599"), ("Status", "Erkend")]),
        ("Erkenning", [("Keuzedeelcode", "k0001"), ("Niveau", "4,0"), ("Status", "Erkend")]),
    ]
    opleiders: Content = [
        (
            "Praktijkopleider",
            [("Naam", "Bob"), ("Crebonummers", [("Crebonummer", "25998"), ("Crebonummer", "x")])],
        ),
        ("Praktijkopleider", [("Naam", " "), ("Email", "GEHEIM@example.nl")]),
    ]
    content = _details(
        ("Naam", "Bakkerij"),
        ("Status", "WEG"),
        ("Contactpersoon", [("Functie", "GEHEIM")]),
        ("Praktijkopleiders", opleiders),
        ("Erkenningen", erkenningen),
    )
    data, parsed, omitted = _sbb(content).get_details("900000001", DEADLINE)
    assert (data.naam, data.status, data.contactpersonen) == ("Bakkerij", None, ())
    assert data.praktijkopleiders == (Praktijkopleider(naam="Bob", crebos=("25998",)),)
    assert [(e.code, e.niveau, e.leerweg) for e in parsed] == [
        ("K0067", 4, "BBL"),
        ("25998", None, None),
        ("K0001", 4, None),
    ]
    assert omitted == 1
    (line,) = logbook.lines
    assert line["velden"] == {
        "Erkenningen/Erkenning/Niveau": 1,
        "Erkenningen/Erkenning/Leerweg": 1,
        "Erkenningen/Erkenning/Crebonummer": 1,
    }
    assert line["weggelaten"] == {
        "Contactpersoon": 1,
        "Praktijkopleiders/Praktijkopleider": 1,
        "Praktijkopleiders/Praktijkopleider/Crebonummers/Crebonummer": 1,
        "Erkenningen/Erkenning": 1,
    }
    assert (line["school"], line["operatie"], line["aantal"]) == ("99XX", "GeefDetails", 7)
    assert "HEIM" not in logbook.tekst


@pytest.mark.parametrize("element", ["Status", "Startdatum", "Einddatum"])
def test_a_half_readable_erkenning_is_called_not_erkend(element: str) -> None:
    """In a list a word or date that cannot be read makes it `onbekend`; what says no remains a no."""
    nog_een_nee = {"Status": "onbekend"}.get(element, "ingetrokken")
    for word, status in (("Erkend", "onbekend"), (None, "onbekend"), ("Ingetrokken", nog_een_nee)):
        row: dict[str, Part] = {"Crebonummer": "25998", "Startdatum": "2020-01-01"}
        row |= {} if word is None else {"Status": word}
        row |= {element: [("Anders", "x")] if element == "Status" else "31-12-2024"}
        _, (erkenning,), _ = _sbb(_details(("Erkenningen", [("Erkenning", [*row.items()])]))).get_details(
            "1", DEADLINE
        )
        assert status_on(erkenning, date(2026, 1, 1)) == status


def test_details_of_an_unreadable_leerbedrijf_are_no_answer() -> None:
    """Whose they are carries the answer: it may be absent, but not odd."""
    with pytest.raises(BronAnswerInvalid):
        _sbb(_details(("CodeLeerbedrijf", "GE-HEIM"))).get_details("1", DEADLINE)
