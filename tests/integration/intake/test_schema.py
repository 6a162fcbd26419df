"""Our strict reader against lxml's verdict by the contract's schema, on messages spoilt in every way."""

import copy
from collections.abc import Callable
from typing import TypeAlias

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from stagemarkt.adapters.soap.incoming.receiving import SoapReceiver
from stagemarkt.adapters.soap.status_words import STATUS_ERKENNING
from stagemarkt.model.errors import BronAnswerInvalid
from stagemarkt.model.mutatie import Mutatie
from stagemarkt.model.rejection import RejectionReason

from tests.integration.support import contract
from tests.integration.support.contract import NS
from tests.integration.support.envelope import Content, verificatie
from tests.integration.support.exchange import verify
from tests.message_examples import ACTIE, SBB_OIN, main_body, message, mutatie
from tests.mutatie_examples import NOW

LANGUAGE = SoapReceiver(NS, f"{NS}/", SBB_OIN)
XSI = "http://www.w3.org/2001/XMLSchema-instance"
Element: TypeAlias = etree._Element  # noqa: SLF001 - lxml gives the class no public name
Edit: TypeAlias = Callable[[Element], None]

_DATES = st.sampled_from(
    [
        "2026-02-28",
        "2026-02-29",
        "2024-02-29",
        "2026-02-30",
        "0000-01-01",
        "0001-01-01",
        "9999-12-31",
        "10000-01-01",
        "-2026-01-01",
        "2026-1-1",
        "2026-01-01Z",
        "2026-01-01+14:00",
        "2026-01-01+14:01",
        "2026-01-01-13:59",
        "2026-01-01+15:00",
        "2026-01-01T00:00:00",
        " 2026-01-01\n",
        "2026-01-01\xa0",
        "",
        "2026-13-01",
        "20260101",
        "٢026-01-01",
        "2026-01-01+0100",
        "2026-01-01z",
        "2026-01-01+01:60",
    ]
)
_TIMES = st.sampled_from(
    [
        "2026-01-01T00:00:00",
        "2026-01-01T24:00:00",
        "2026-01-01T24:00:00.000Z",
        "2026-01-01T24:00:01",
        "2026-01-01",
        "2026-01-01T23:59:59.999999999",
        "2026-01-01T23:59:60",
        "2026-01-01T9:00:00",
        "2026-01-01t09:00:00Z",
        "2026-01-01 09:00:00",
        "2026-01-01T09:00",
        "2026-01-01T09:00:00.",
        "2026-01-01T09:00:00,5",
        "1788256800",
        "9999-12-31T24:00:00Z",
        "0001-01-01T00:00:00+14:00",
        "2026-01-01T25:00:00",
        "2026-01-01T09:60:00",
        "\t\n",
    ]
)
_CODES = st.sampled_from(
    [
        "25998",
        "2599",
        "259988",
        "K0067",
        "k0067",
        " 25998",
        "25998\n",
        "٢٥٩٩٨",
        "",
        "99XX",
        "99xx",
        "Erkend",
        "erkend",
        "Erkend ",
        "x" * 40,
        "x" * 41,
        "0e1d2c3b-0000-4000-8000-00000000000G",
        "A" * 36,
    ]
)
_VALUES = st.one_of(
    _DATES, _TIMES, _CODES, st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]))
)
_NAMES = st.sampled_from(
    [
        "BerichtID",
        "Brin",
        "Naam",
        "Crebonummer",
        "Keuzedeelcode",
        "Startdatum",
        "Einddatum",
        "Mutatie",
        "Mutaties",
        "request",
        "MutatieErkenning",
        "Anders",
    ]
)
_NAMESPACES = st.sampled_from([NS, NS, NS, "urn:anders", ""])
_ATTRIBUTES = st.sampled_from(
    ["x", f"{{{NS}}}x", f"{{{XSI}}}nil", f"{{{XSI}}}type", f"{{{XSI}}}schemaLocation", "xml:lang"]
)


def _text(value: str) -> Edit:
    def run(element: Element) -> None:
        element.text = value

    return run


def _set_tail(value: str) -> Edit:
    def run(element: Element) -> None:
        if element.getparent() is not None:
            element.tail = value

    return run


def _way(element: Element) -> None:
    if (parent := element.getparent()) is not None:
        parent.remove(element)


def _duplicate(element: Element) -> None:
    if (parent := element.getparent()) is not None:
        parent.insert(parent.index(element), copy.deepcopy(element))


def _move_to_front(element: Element) -> None:
    if (parent := element.getparent()) is not None:
        parent.insert(0, element)


def _rename(name: str, room: str) -> Edit:
    def run(element: Element) -> None:
        # The root decides which operation it is; that has its own tests.
        if element.getparent() is not None:
            element.tag = f"{{{room}}}{name}" if room else name

    return run


def _add_child(name: str, room: str) -> Edit:
    def run(element: Element) -> None:
        etree.SubElement(element, f"{{{room}}}{name}" if room else name)

    return run


def _attribute(name: str, value: str) -> Edit:
    def run(element: Element) -> None:
        prefix = "{http://www.w3.org/XML/1998/namespace}lang"
        element.set(prefix if name == "xml:lang" else name, value)

    return run


def _add_comment(element: Element) -> None:
    element.insert(0, etree.Comment("x"))


_EDITS = st.one_of(
    st.builds(_text, _VALUES),
    st.builds(_set_tail, st.sampled_from([" ", "\n\t", "x", "\u00a0"])),
    st.builds(_rename, _NAMES, _NAMESPACES),
    st.builds(_add_child, _NAMES, _NAMESPACES),
    st.builds(_attribute, _ATTRIBUTES, st.sampled_from(["1", "true", "false", "nl", "urn:x y.xsd"])),
    st.sampled_from([_way, _duplicate, _move_to_front, _add_comment]),
)


@st.composite
def _messages(draw: st.DrawFn) -> bytes:
    without = draw(st.booleans())
    parts = [mutatie(Einddatum=None) if without else mutatie() for _ in range(draw(st.integers(1, 2)))]
    root = etree.fromstring(main_body(*parts))
    for _ in range(draw(st.integers(0, 2))):
        elements = list(root.iter(etree.Element))
        draw(_EDITS)(draw(st.sampled_from(elements)))
    return message(etree.tostring(root, encoding="unicode"))


def _is_valid(content: bytes) -> bool:
    """The verdict of lxml. White space around dates is collapsed first: libxml2 forgets that at times."""
    envelope = etree.fromstring(content)
    for name in ("Startdatum", "Einddatum", "Mutatietijdstip"):
        for element in envelope.iter(f"{{{NS}}}{name}"):
            if len(element) == 0:
                element.text = (element.text or "").strip(" \t\r\n")
    return contract.is_valid(etree.tostring(envelope))


def _outside_the_calendar(content: bytes) -> bool:
    """Whether it holds a year that Python does not have; such a mutatie is set apart, not refused."""
    return any(part in content for part in (b"10000-", b"-2026-", b"0000-"))


def _is_as_written(parsed: Mutatie, content: bytes) -> bool:
    """Whether who asks the schema reads the same: the ID, the code, the word."""
    envelope = etree.fromstring(content)
    path = "/".join(f"{{{NS}}}{name}" for name in ("MutatieErkenning", "request", "Mutaties", "Mutatie"))
    element = envelope.findall(f".//{path}")[parsed.positie - 1]
    texts = {(e.text or "").strip() for e in element.iter(etree.Element)}
    words = {word for word, status in STATUS_ERKENNING.items() if status == parsed.status}
    upper_case = {text.upper() for text in texts}
    return parsed.leerbedrijf_id in texts and parsed.code in upper_case and bool(words & texts)


@settings(max_examples=600, deadline=None, derandomize=True, database=None)
@given(_messages())
def test_what_the_schema_accepts_is_read(content: bytes) -> None:
    """What lxml accepts is taken in whole; of the rest each mutatie is read as it stands, or set apart."""
    parsed = LANGUAGE.read(content, ACTIE, NOW)
    if _is_valid(content):
        assert parsed.message is not None, str(parsed.rejection)
        assert not parsed.message.onleesbaar or _outside_the_calendar(content)
    if parsed.message is None:
        assert parsed.rejection is not None
        assert parsed.rejection.reden is RejectionReason.INVALID
        return
    spots = [m.positie for m in parsed.message.mutaties] + [m.positie for m in parsed.message.onleesbaar]
    assert sorted(spots) == list(range(1, parsed.message.aantal + 1))
    assert all(_is_as_written(mutatie, content) for mutatie in parsed.message.mutaties)


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(st.sampled_from(["Startdatum", "Einddatum"]), st.one_of(_DATES, _TIMES, _CODES))
def test_a_date_is_as_in_an_answer(element: str, value: str) -> None:
    """A mutatie and a verification read a date alike: the same day, the same none, and what neither can."""
    header: Content = [("Signaalcode", "0")]
    answer = verificatie(("StatusErkenning", "Erkend"), (element, value), header=header)
    parsed = LANGUAGE.read(message(main_body(mutatie(**{element: value}))), ACTIE, NOW)
    assert parsed.message is not None
    try:
        data = verify(answer)
    except BronAnswerInvalid:
        assert [one.where for one in parsed.message.onleesbaar] == [f"Mutatie/{element}"]
        return
    (one,) = parsed.message.mutaties
    assert getattr(one, element.lower()) == getattr(data, element.lower())
