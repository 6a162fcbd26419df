"""Requests for details and searches are ones that the contract knows."""

from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from stagemarkt.adapters.soap.sbb import SoapSbb
from stagemarkt.adapters.soap.transport import RawResponse
from stagemarkt.model.questions import Zoekvraag
from stagemarkt.ports.deadline import Deadline

from tests.integration.support.contract import NS, main_body, vet
from tests.integration.support.envelope import answer
from tests.integration.support.exchange import EINDPUNT, SECRET, SentRequest, Tape, pattern_of, xml

DEADLINE: Final = Deadline.after(10)
_CHARACTERS: Final = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
TEXTS: Final = (
    st.none() | st.sampled_from(["a&b", "<", "]]>", "é😀", "\"'"]) | st.text(_CHARACTERS, min_size=1)
)
SEARCHES: Final = st.tuples(
    TEXTS,
    TEXTS,
    TEXTS,
    st.none() | st.from_regex(r"[1-9][0-9]{3}[A-Z]{2}", fullmatch=True),
    st.none() | st.integers(1, 300),
    st.none() | st.from_regex(r"[0-9]{5}", fullmatch=True),
    TEXTS,
    st.none() | st.sampled_from(["BOL", "BBL"]),
    st.none() | st.integers(1, 4),
    st.none() | st.booleans(),
).map(lambda fields: Zoekvraag(*fields))


def _nothing(sent: SentRequest) -> RawResponse:
    operation = sent.soapaction.rpartition("/")[2]
    content = [("Signaalcode", "0"), ("CodeLeerbedrijf", "1"), ("AantalResultatenTotaal", "0")]
    return xml(answer(operation, content, refers_to=None))


def _fields(content: bytes) -> dict[str, str]:
    """Every leaf of the request by its path."""
    tree = etree.ElementTree(main_body(content))
    paging = [element for element in tree.iter() if len(element) == 0]
    return {tree.getelementpath(sheet).replace(f"{{{NS}}}", ""): sheet.text or "" for sheet in paging}


@given(SEARCHES, st.integers(1, 10_000), st.booleans())
def test_a_search_is_valid_and_undistorted(question: Zoekvraag, page_number: int, leerplaatsen: bool) -> None:  # noqa: FBT001 - hypothesis gives it by position
    """Whatever is searched for, the request is valid and SBB reads what was asked, a name as a part."""
    tape = Tape(_nothing)
    sbb = SoapSbb(EINDPUNT, SECRET, tape)
    (sbb.search_leerplaatsen if leerplaatsen else sbb.search_erkenningen)(question, page_number, DEADLINE)
    (sent,) = tape.sent
    vet(sent.inhoud)
    fields = _fields(sent.inhoud)
    expected = {
        "Licentie": "LICENTIE-99XX",
        "BerichtID": fields["request/BerichtID"],
        "LeerplaatsErkenningAanduiding": "L" if leerplaatsen else "E",
        "AantalResultatenPerPagina": "25",
        "Pagina": str(page_number),
        "ZoekInDeBuurt": "false" if question.afstand is None else "true",
        "Afstand": question.afstand,
        "LeerbedrijfNaam": pattern_of(question.naam),
        "LeerbedrijfNaamExact": None if question.naam is None else "false",
        "Vestigingsadres/Straat": question.straat,
        "Vestigingsadres/Postcode": question.postcode,
        "Vestigingsadres/Plaats": question.plaats,
        "Crebonummer": question.crebo,
        "Opleidingsnaam": question.opleidingsnaam,
        "Leerweg": question.leerweg,
        "Niveau": question.niveau,
        "Beschikbaar": None if question.beschikbaar is None else str(question.beschikbaar).lower(),
    }
    assert fields == {f"request/{name}": str(part) for name, part in expected.items() if part is not None}


@pytest.mark.parametrize(
    "leerplaats_id", ["1", "007", "9223372036854775807", "fd22a7fd-e159-4026-9409-1388eade0a9c-25998"]
)
def test_details_of_a_leerplaats(leerplaats_id: str) -> None:
    """A leerplaats is asked for by its number, of up to 19 digits."""
    tape = Tape(_nothing)
    SoapSbb(EINDPUNT, SECRET, tape).get_leerplaats(leerplaats_id, DEADLINE)
    vet(tape.sent[0].inhoud)
    assert _fields(tape.sent[0].inhoud)["request/LeerplaatsId"] == leerplaats_id


@pytest.mark.parametrize("leerbedrijf_id", ["900000001", "99ZZ9999JJ0001602"])
def test_details_of_a_leerbedrijf(leerbedrijf_id: str) -> None:
    """A leerbedrijf is asked for by its code, new or old."""
    tape = Tape(_nothing)
    SoapSbb(EINDPUNT, SECRET, tape).get_details(leerbedrijf_id, DEADLINE)
    vet(tape.sent[0].inhoud)
    assert _fields(tape.sent[0].inhoud)["request/CodeLeerbedrijf"] == leerbedrijf_id
