"""Any one value of a valid answer spoilt: a result or an error of ours, and never a false "erkend"."""

import copy
from collections.abc import Callable, Sequence
from datetime import date
from typing import Final, TypeAlias

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from stagemarkt.adapters.soap.sbb import SoapSbb
from stagemarkt.adapters.soap.transport import RawResponse
from stagemarkt.domain.questions.detailgegevens import get_detailgegevens, get_erkenningen
from stagemarkt.domain.questions.identificatie import get_leerbedrijf, search_leerbedrijven
from stagemarkt.domain.questions.leerwegen import LEERWEGEN
from stagemarkt.domain.questions.verificatie import verify_erkenning
from stagemarkt.domain.questions.zoeken import Stretch, search_erkenningen, search_leerplaatsen
from stagemarkt.model.erkenning import Erkenning
from stagemarkt.model.errors import FacadeError
from stagemarkt.model.questions import Erkenningsvraag, Zoekvraag
from stagemarkt.ports.deadline import Deadline

from tests.integration.support.contract import NS, vet
from tests.integration.support.envelope import MESSAGE_ID, Content, Part, answer
from tests.integration.support.exchange import BY_ID, BY_NAME, EINDPUNT, SECRET, SentRequest, Tape, xml

DEADLINE: Final = Deadline.after(10)
PEILDATUM: Final = date(2026, 9, 1)
ID: Final = "900000001"
XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
Element: TypeAlias = etree._Element  # noqa: SLF001 - lxml gives the class no public name

_DAY = st.sampled_from(["2019-08-01", "2025-07-31", "2026-09-01", "2026-09-02Z", "2031-07-31+02:00"])
_WORD = st.sampled_from(["Erkend", "NietErkend", "Ingetrokken", "Verlopen"])
_NAME = st.sampled_from(["Bakkerij", " Jansen & Zn. ", "Café", "x"])
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


def _optional(name: str, value: st.SearchStrategy[Part]) -> st.SearchStrategy[Content]:
    return value.map(lambda part: [(name, part)]) | st.just([])


def _row(*parts: st.SearchStrategy[Content]) -> st.SearchStrategy[Content]:
    return st.tuples(*parts).map(lambda pieces: [field for piece in pieces for field in piece])


def _single(name: str, value: st.SearchStrategy[Part]) -> st.SearchStrategy[Content]:
    return value.map(lambda part: [(name, part)])


_ERKENNING = _row(
    _CODE.map(lambda code: [code]),
    _optional("Omschrijving", _NAME),
    _optional("Niveau", _NIVEAU),
    _optional("Leerweg", _LEERWEG),
    _optional("Status", _WORD),
    _optional("Startdatum", _DAY),
    _optional("Einddatum", _DAY),
)
_PERSON = _row(_single("Naam", _NAME), _optional("Functie", _NAME), _optional("Email", _NAME))
_PRAKTIJKOPLEIDER = _row(
    _PERSON, _optional("Crebonummers", st.lists(st.just(("Crebonummer", "25998")), max_size=3))
)
_OPLEIDING = _row(_single("Crebonummer", st.just("25998")), _optional("Niveau", _NIVEAU))
_ADRES = _row(_optional("Straat", _NAME), _optional("Huisnummer", st.just("2a")), _optional("Plaats", _NAME))


def _list(name: str, row: st.SearchStrategy[Content], at_least: int = 0) -> st.SearchStrategy[Part]:
    return st.lists(_single(name, row), min_size=at_least, max_size=3).map(
        lambda rows: [v for r in rows for v in r]
    )


GOOD: Final[Content] = [("Signaalcode", "0"), ("BerichtID", MESSAGE_ID)]
_HEADER = _row(
    _single("Signaalcode", st.sampled_from(["0", "103"])), _single("BerichtID", st.just(MESSAGE_ID))
)
_GOOD = _row(_single("Signaalcode", st.just("0")), _single("BerichtID", st.just(MESSAGE_ID)))
ANSWERS: Final = {
    "VerifieerAccreditatie": _row(
        _HEADER,
        _optional("CodeLeerbedrijf", st.just(ID)),
        _optional("Naam", _NAME),
        _optional("StatusErkenning", _WORD),
        _optional("Startdatum", _DAY),
        _optional("Einddatum", _DAY),
    ),
    "IdentificeerLeerbedrijf": _row(
        _GOOD,
        _optional(
            "Leerbedrijven",
            _list(
                "Leerbedrijf",
                _row(
                    _single("CodeLeerbedrijf", st.just(ID)),
                    _single("Naam", _NAME),
                    _optional("Vestigingsadres", _ADRES),
                    _single("Status", st.sampled_from(["ACT", "HIS"])),
                ),
            ),
        ),
    ),
    "GeefDetails": _row(
        _GOOD,
        _single("CodeLeerbedrijf", st.just(ID)),
        _optional("Naam", _NAME),
        _optional("Status", st.sampled_from(["ACT", "HIS"])),
        _optional("Vestigingsadres", _ADRES),
        _optional("Contactpersoon", _PERSON),
        _optional("Praktijkopleiders", _list("Praktijkopleider", _PRAKTIJKOPLEIDER)),
        _optional("Erkenningen", _list("Erkenning", _ERKENNING, 1)),
        _optional("Opleidingen", _list("Opleiding", _OPLEIDING)),
    ),
    "Zoeken": _row(
        _GOOD,
        _single("AantalResultatenTotaal", st.just("3")),
        _optional(
            "Resultaten",
            _list(
                "Resultaat",
                _row(
                    _single("LeerplaatsId", st.just("12345")),
                    _optional("LeerplaatsAantal", st.just("3")),
                    _single("CodeLeerbedrijf", st.just(ID)),
                    _single("LeerbedrijfNaam", _NAME),
                    _optional("Vestigingsadres", _ADRES),
                    _optional("AfstandKm", st.just("12.5")),
                    _optional("Leerweg", _LEERWEG),
                    _single("Erkenning", _ERKENNING),
                    _optional("Opleidingen", _list("Opleiding", _OPLEIDING)),
                    _optional("Praktijkopleiders", _list("Praktijkopleider", _PRAKTIJKOPLEIDER)),
                ),
            ),
        ),
    ),
}


def _sbb(content: bytes) -> SoapSbb:
    return SoapSbb(EINDPUNT, SECRET, Tape(lambda _: xml(content)), lambda: MESSAGE_ID)


def _ask(code: str) -> Erkenningsvraag:
    return Erkenningsvraag(ID, code, PEILDATUM, date(2027, 7, 31))


def _found(content: bytes) -> Sequence[Erkenning]:
    found = search_erkenningen(_sbb(content), Zoekvraag(), Stretch(0, 20), PEILDATUM, DEADLINE)
    return [one.erkenning for one in found.resultaten]


def _nobody(wat: Callable[[SoapSbb], object]) -> Callable[[bytes], Sequence[Erkenning]]:
    def run(content: bytes) -> Sequence[Erkenning]:
        wat(_sbb(content))
        return []

    return run


QUESTIONS: Final[dict[str, Sequence[Callable[[bytes], Sequence[Erkenning]]]]] = {
    "VerifieerAccreditatie": [
        lambda content: [verify_erkenning(_sbb(content), _ask("25998"), DEADLINE, PEILDATUM)],
    ],
    "IdentificeerLeerbedrijf": [
        _nobody(lambda sbb: get_leerbedrijf(sbb, BY_ID, DEADLINE)),
        _nobody(lambda sbb: search_leerbedrijven(sbb, BY_NAME, DEADLINE)),
    ],
    "GeefDetails": [
        lambda content: get_erkenningen(_sbb(content), ID, PEILDATUM, DEADLINE),
        lambda content: get_detailgegevens(_sbb(content), ID, PEILDATUM, DEADLINE).erkenningen,
        _nobody(lambda sbb: sbb.get_leerplaats("12345", DEADLINE)),
    ],
    "Zoeken": [
        _found,
        _nobody(lambda sbb: search_leerplaatsen(sbb, Zoekvraag(), Stretch(0, 20), DEADLINE)),
    ],
}


def _corrupt(draw: st.DrawFn, content: bytes) -> bytes:
    """The answer with one of its values spoilt, in one of the ways in which a value can be."""
    envelope = etree.fromstring(content)
    sheets = [e for e in envelope.iter(f"{{{NS}}}*") if len(e) == 0 and (e.text or "").strip()]
    sheet = draw(st.sampled_from([sheet for sheet in sheets if etree.QName(sheet).localname != "BerichtID"]))
    odd = draw(st.sampled_from(ODD))
    match draw(st.sampled_from(["anders", "dubbel", "nil", "elementen"])):
        case "anders":
            sheet.text = odd
        case "dubbel":
            second = copy.deepcopy(sheet)
            second.text = odd
            sheet.addnext(second) if draw(st.booleans()) else sheet.addprevious(second)
        case "nil":
            sheet.set(f"{{{XSI}}}nil", "true")
        case _:
            etree.SubElement(sheet, f"{{{NS}}}Anders").text = sheet.text
            sheet.text = None
    return etree.tostring(envelope)


def _erkend(
    question: Callable[[bytes], Sequence[Erkenning]], content: bytes
) -> Sequence[tuple[str, bool | None]] | None:
    """Which codes it calls erkend, and whether for the whole period; None where it is refused."""
    try:
        return [(one.code, one.erkend_gehele_periode) for one in question(content) if one.erkend]
    except FacadeError:
        return None


@settings(max_examples=400)
@given(st.data())
def test_a_corrupted_value_gives_no_right(data: st.DataObject) -> None:
    """No exception but ours, and no erkenning, nor a longer one, that the right answer does not have."""
    operation = data.draw(st.sampled_from(sorted(ANSWERS)))
    good = answer(operation, data.draw(ANSWERS[operation]))
    vet(good)
    for question in QUESTIONS[operation]:
        at_first = _erkend(question, good)
        now = _erkend(question, data.draw(st.composite(_corrupt)(good)))
        if now is not None and at_first is not None:
            over = list(at_first)
            for one in now:
                assert one in over
                over.remove(one)


@settings(max_examples=300)
@given(st.data())
def test_a_corrupted_list_gives_no_leerweg_a_right(data: st.DataObject) -> None:
    """Beside a verdict that says erkend, a spoilt list never makes it so for a leerweg that was not."""
    word: Content = [*GOOD, ("StatusErkenning", "Erkend"), ("Startdatum", "2019-08-01")]
    verdict = answer("VerifieerAccreditatie", word)
    listing = answer("GeefDetails", data.draw(ANSWERS["GeefDetails"]))
    corrupted = data.draw(st.composite(_corrupt)(listing))
    for leerweg in LEERWEGEN:
        question = _ask("25998")._replace(leerweg=leerweg)
        outcomes = []
        for details in (listing, corrupted):

            def get(question: SentRequest, details: bytes = details) -> RawResponse:
                return xml(details if question.soapaction.endswith("GeefDetails") else verdict)

            sbb = SoapSbb(EINDPUNT, SECRET, Tape(get), lambda: MESSAGE_ID)
            try:
                erkenning = verify_erkenning(sbb, question, DEADLINE, PEILDATUM)
                outcomes.append((erkenning.erkend, erkenning.erkend_gehele_periode))
            except FacadeError:
                outcomes.append((False, False))
        assert outcomes[1] <= outcomes[0]
