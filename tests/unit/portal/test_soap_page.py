"""From SOAP to REST: every element of the contract has its row, and what it says is what the code does."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import pytest
from stagemarkt.web.input.fields import FIELDS_OF, PATH_FIELDS
from stagemarkt_cli.contract.model import Part, XsdType
from stagemarkt_cli.contract.reading import read_contract
from stagemarkt_cli.contract.usage.facts import usage_here

from portal.site import page_source
from tests.unit.requests import ROOT

CONTRACT: Final = read_contract(str(ROOT / "contract" / "whitelabel.wsdl"))
USAGE: Final = usage_here()
# What every question and every answer begins with, told once.
HEADS: Final = {"Verzoek": "Kop van elke vraag", "Resultaatkop": "Kop van elk antwoord"}
# In which answer of ours each type is read, to see whether it is.
READ_IN: Final[Mapping[str, tuple[str, ...]]] = {
    "Adres": ("GeefDetails", "Vestigingsadres"),
    "Persoon": ("GeefDetails", "Contactpersoon"),
    "Praktijkopleiders": ("GeefDetails", "Praktijkopleiders"),
    "Praktijkopleider": ("GeefDetails", "Praktijkopleiders", "Praktijkopleider"),
    "Erkenningen": ("GeefDetails", "Erkenningen"),
    "Erkenning": ("GeefDetails", "Erkenningen", "Erkenning"),
    "Opleidingen": ("GeefDetails", "Opleidingen"),
    "Opleiding": ("GeefDetails", "Opleidingen", "Opleiding"),
}
# The facade alone uses these, so that nothing of them reaches a vendor.
OWN: Final = ("AbonneerMutaties", "GeefAbonnementen", "BeeindigAbonnement")


def _rows(text: str) -> Mapping[str, Mapping[str, str]]:
    """Heading -> element -> what stands behind it."""
    parts = re.split(r"^### (.+)$", text, flags=re.MULTILINE)
    return {
        heading: dict(re.findall(r"^\| `([^`]+)` \| (.+) \|$", body.partition("\n## ")[0], re.MULTILINE))
        for heading, body in zip(parts[1::2], parts[2::2], strict=True)
    }


PAGE: Final = _rows(page_source("van-soap-naar-rest"))


def _flat(kind: XsdType, before: str = "", without: str = "") -> Iterator[str]:
    """The elements of a type; what is in a named type stands at that type, and a mere wrapper is a step."""
    for part in kind.parts:
        if CONTRACT.soorten[part.owner].naam == without:
            continue
        inner = CONTRACT.soorten[part.soort]
        path = f"{before}{part.naam}"
        is_wrapper = inner.complex and inner.naam is None and len(inner.parts) == 1
        if not is_wrapper:
            yield path
        if inner.complex and inner.naam is None:
            yield from _flat(inner, f"{path}/")


def _only(parts: Sequence[Part]) -> XsdType:
    (one,) = parts
    return CONTRACT.soorten[one.soort]


def _expected() -> Iterator[tuple[str, set[str]]]:
    for name, operation in CONTRACT.operations.items():
        question = _only(CONTRACT.soorten[operation.verzoek.soort].parts)
        yield f"Vraag {name}", set(_flat(question, without="Verzoek"))
        assert operation.answer is not None
        answer = _only(CONTRACT.soorten[operation.answer.soort].parts)
        yield f"Antwoord {name}", set(_flat(answer, without="Resultaatkop"))
    for kind in CONTRACT.soorten.values():
        if kind.complex and kind.naam is not None:
            yield HEADS.get(kind.naam, f"Type {kind.naam}"), set(_flat(kind))


EXPECTED: Final = {heading: elements for heading, elements in _expected() if elements}


def test_every_element_has_its_row() -> None:
    """Each element of each question, answer and type of the WSDL is on the page, and nothing else is."""
    assert {heading: set(rows) for heading, rows in PAGE.items() if rows} == EXPECTED
    assert sum(map(len, EXPECTED.values())) > 100


@pytest.mark.parametrize("heading", [name for name in EXPECTED if name.startswith("Antwoord")])
def test_what_is_not_passed_on_is_not_read(heading: str) -> None:
    """Of an answer: an element that the code does not read is said not to be passed on, and no other is."""
    operation = heading.removeprefix("Antwoord ")
    own = operation in OWN
    for element, text in PAGE[heading].items():
        read = USAGE.parsed(operation, (f"{operation}Result", *element.split("/"))) is not None
        assert (text == "niet doorgegeven") is (own or not read), element


@pytest.mark.parametrize("heading", [name for name in EXPECTED if name.startswith("Type")])
def test_a_type_is_read_as_it_is_told(heading: str) -> None:
    """Of a type: the same, where one of our answers has it."""
    operation, *path = READ_IN.get(heading.removeprefix("Type "), ("",))
    for element, text in PAGE[heading].items():
        read = USAGE.parsed(operation, (f"{operation}Result", *path, *element.split("/"))) is not None
        assert (text == "niet doorgegeven") is not read, element


@pytest.mark.parametrize("heading", [name for name in EXPECTED if name.startswith("Vraag")])
def test_what_cannot_be_asked_is_not_sent(heading: str) -> None:
    """Of a question: an element that is never sent is said not to be there to ask for."""
    operation = heading.removeprefix("Vraag ")
    if USAGE.receives(operation):
        assert USAGE.operatie(operation)
        return
    for element, text in PAGE[heading].items():
        assert (text.startswith("niet te vragen")) is (not USAGE.sent(operation, ("request", element))), (
            element
        )


def _names(document: Any) -> Iterator[str]:
    if isinstance(document, dict):
        yield from document.get("properties") or ()
        for part in document.values():
            yield from _names(part)
    elif isinstance(document, list):
        for part in document:
            yield from _names(part)


def test_the_fields_are_ours() -> None:
    """Each field that a row begins with is one of the API, of an event, or one that a caller fills in."""
    folder = ROOT / "functions" / "documentatie"
    documents = [json.loads((folder / f"{name}.json").read_bytes()) for name in ("openapi", "asyncapi")]
    known = {name for document in documents for name in _names(document)}
    known |= {field.naam for fields in FIELDS_OF.values() for field in fields} | set(PATH_FIELDS)
    named = [text for rows in PAGE.values() for text in rows.values() if text.startswith("`")]
    fields = [re.findall(r"^`([^`]+)`", text)[0].removesuffix("[]").split(".") for text in named]
    assert len(fields) > 70
    assert [path for path in fields if not set(path) <= known] == []
