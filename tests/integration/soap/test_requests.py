"""Every request that leaves is one that the contract knows."""

import uuid
from datetime import date
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from stagemarkt.adapters.soap.envelope import Endpoint
from stagemarkt.adapters.soap.sbb import SoapSbb
from stagemarkt.adapters.soap.transport import RawResponse
from stagemarkt.model.questions import Erkenningsvraag, Identificatievraag
from stagemarkt.ports.deadline import Deadline

from tests.integration.support.contract import NS, SOAP, WSA, main_body, vet
from tests.integration.support.envelope import IDENTIFICEER, VERIFY, answer
from tests.integration.support.exchange import (
    BY_ID,
    EINDPUNT,
    ERKENNING,
    SECRET,
    SentRequest,
    Tape,
    pattern_of,
    xml,
)

DEADLINE: Final = Deadline.after(10)
# What the web lets through: XML 1.0 can carry it.
_CHARACTERS: Final = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
_AWKWARD: Final = st.sampled_from(
    ["&", "<", ">", '"', "'", "]]>", "é", "\u2028", "😀", "&amp;", "{0}", "<!--"]
)
NAMES: Final = st.lists(_AWKWARD | st.text(_CHARACTERS, max_size=20), min_size=1).map("".join)
IDS: Final = st.from_regex(r"[0-9A-Za-z]{1,40}", fullmatch=True)
POSTCODES: Final = st.from_regex(r"[1-9][0-9]{3}[A-Z]{2}", fullmatch=True)
CODES: Final = st.from_regex(r"[0-9]{5}|K[0-9]{4}", fullmatch=True)
# The three forms of a question: by ID, by name, and by address with or without a name.
QUESTIONS: Final = st.one_of(
    st.tuples(IDS),
    st.tuples(st.none(), NAMES),
    st.tuples(st.none(), st.none() | NAMES, POSTCODES, st.integers(1, 99999)),
).map(lambda fields: Identificatievraag(*fields))
ERKENNINGSVRAGEN: Final = st.tuples(IDS, CODES, st.dates(date(1900, 1, 1))).map(
    lambda fields: Erkenningsvraag(*fields)
)


def _nothing(sent: SentRequest) -> RawResponse:
    operation = sent.soapaction.rpartition("/")[2]
    return xml(answer(operation, [("Signaalcode", "0")], refers_to=None))


def _fields(content: bytes) -> dict[str, str]:
    (request,) = main_body(content)
    return {etree.QName(field).localname: field.text or "" for field in request}


def _header(content: bytes) -> dict[str, str]:
    (header,) = etree.fromstring(content).findall(f"{{{SOAP}}}Header")
    return {field.tag: "".join(map(str, field.itertext())) for field in header}


@given(QUESTIONS)
def test_identificatie_is_valid_and_undistorted(question: Identificatievraag) -> None:
    """Whatever is searched for, the request is valid and SBB reads what was asked, a name as a part."""
    tape = Tape(_nothing)
    SoapSbb(EINDPUNT, SECRET, tape).identificeer(question, DEADLINE)
    (sent,) = tape.sent
    vet(sent.inhoud)
    fields = _fields(sent.inhoud)
    expected = {
        "Licentie": "LICENTIE-99XX",
        "BerichtID": fields["BerichtID"],
        "CodeLeerbedrijf": question.leerbedrijf_id,
        "LeerbedrijfNaam": pattern_of(question.naam),
        "Postcode": question.postcode,
        "Huisnummer": None if question.huisnummer is None else str(question.huisnummer),
    }
    assert fields == {name: value for name, value in expected.items() if value is not None}


@given(ERKENNINGSVRAGEN)
def test_verificatie_is_valid_and_undistorted(question: Erkenningsvraag) -> None:
    """A crebo and a keuzedeel each go in their own element, with the date."""
    tape = Tape(_nothing)
    SoapSbb(EINDPUNT, SECRET, tape).verify(question, DEADLINE)
    (sent,) = tape.sent
    vet(sent.inhoud)
    fields = _fields(sent.inhoud)
    element = {"K": "Keuzedeelcode"}.get(question.code[0], "Crebonummer")
    assert fields == {
        "Licentie": "LICENTIE-99XX",
        "BerichtID": fields["BerichtID"],
        "CodeLeerbedrijf": question.leerbedrijf_id,
        element: question.code,
        "Peildatum": question.peildatum.isoformat(),
    }


def _ask_both(endpoint: Endpoint = EINDPUNT) -> list[SentRequest]:
    tape = Tape(_nothing)
    sbb = SoapSbb(endpoint, SECRET, tape)
    sbb.identificeer(BY_ID, DEADLINE)
    sbb.verify(ERKENNING, DEADLINE)
    return tape.sent


def test_wsa_headers_are_those_of_the_contract() -> None:
    """Action, MessageID, To and From stand in the header as the contract says, and nothing else."""
    for operation, sent in zip((IDENTIFICEER, VERIFY), _ask_both(), strict=True):
        action = f"urn:stagemarkt:whitelabel:2.1/{operation}"
        assert sent.soapaction == action
        assert _header(sent.inhoud) == {
            f"{{{WSA}}}Action": action,
            f"{{{WSA}}}MessageID": f"urn:uuid:{_fields(sent.inhoud)['BerichtID']}",
            f"{{{WSA}}}To": "https://sbb.example/whitelabel.asmx?oin=00000001002306608000",
            f"{{{WSA}}}From": f"{WSA}/anonymous?oin=0000000700099XX00000",
        }
        adres = etree.fromstring(sent.inhoud).find(f".//{{{WSA}}}From/{{{WSA}}}Address")
        assert adres is not None


def test_every_message_has_a_guid_of_its_own() -> None:
    """No two messages share an ID, and each is a random GUID."""
    ids = [_fields(sent.inhoud)["BerichtID"] for _ in range(5) for sent in _ask_both()]
    assert len(set(ids)) == 10
    assert all(str(uuid.UUID(text, version=4)) == text for text in ids)


def test_it_is_utf8_and_says_so() -> None:
    """The declaration and the bytes agree."""
    tape = Tape(_nothing)
    SoapSbb(EINDPUNT, SECRET, tape).identificeer(Identificatievraag(naam="Café 😀"), DEADLINE)
    (sent,) = tape.sent
    assert sent.inhoud.startswith(b'<?xml version="1.0" encoding="UTF-8"?>')
    assert "Café 😀".encode() in sent.inhoud


def test_a_read_may_be_done_twice() -> None:
    """What only reads may be sent once more when a connection breaks."""
    assert all(sent.safe for sent in _ask_both())


def test_the_deadline_goes_along() -> None:
    """The caller's deadline is the transport's deadline."""
    assert all(sent.deadline is DEADLINE for sent in _ask_both())


@pytest.mark.parametrize("namespace", ["urn:een'twee;drie", "http://sbb.example/ws?a=1&b=2"])
def test_names_of_the_endpoint_are_settings(namespace: str) -> None:
    """Another namespace, SOAPAction and URL are used as they are given, whatever characters they have."""
    endpoint = Endpoint("https://sbb.example/a?b=c&d=e", namespace, "http://x/a&b/", "1" * 20)
    tape = Tape(_nothing)
    with pytest.raises(Exception, match="no IdentificeerLeerbedrijfResult"):  # the answer has ours
        SoapSbb(endpoint, SECRET, tape).identificeer(BY_ID, DEADLINE)
    (sent,) = tape.sent
    assert etree.QName(main_body(sent.inhoud)).namespace == namespace != NS
    header = _header(sent.inhoud)
    assert header[f"{{{WSA}}}Action"] == sent.soapaction == f"http://x/a&b/{IDENTIFICEER}"
    assert header[f"{{{WSA}}}To"] == f"https://sbb.example/a?b=c&d=e&oin={'1' * 20}"
