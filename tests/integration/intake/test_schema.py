"""Our strict reader against lxml's verdict by the contract's schema, on messages spoilt in every way."""

import copy
from collections.abc import Callable
from typing import TypeAlias

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from stagemarkt.adapters.soap.incoming.receiving import SoapOntvangst
from stagemarkt.adapters.soap.status_words import STATUS_ERKENNING
from stagemarkt.model.errors import BronAntwoordOngeldig
from stagemarkt.model.mutatie import Mutatie
from stagemarkt.model.rejection import Reden

from tests.integration.support import contract
from tests.integration.support.contract import NS
from tests.integration.support.envelope import Inhoud, verificatie
from tests.integration.support.exchange import verifieer
from tests.message_examples import ACTIE, SBB_OIN, bericht, mutatie, romp
from tests.mutatie_examples import NU

TAAL = SoapOntvangst(NS, f"{NS}/", SBB_OIN)
XSI = "http://www.w3.org/2001/XMLSchema-instance"
Element: TypeAlias = etree._Element  # noqa: SLF001 - lxml gives the class no public name
Ingreep: TypeAlias = Callable[[Element], None]

_DATUMS = st.sampled_from(
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
_TIJDEN = st.sampled_from(
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
_WAARDEN = st.one_of(
    _DATUMS, _TIJDEN, _CODES, st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]))
)
_NAMEN = st.sampled_from(
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
_RUIMTEN = st.sampled_from([NS, NS, NS, "urn:anders", ""])
_ATTRIBUTEN = st.sampled_from(
    ["x", f"{{{NS}}}x", f"{{{XSI}}}nil", f"{{{XSI}}}type", f"{{{XSI}}}schemaLocation", "xml:lang"]
)


def _tekst(waarde: str) -> Ingreep:
    def doe(element: Element) -> None:
        element.text = waarde

    return doe


def _staart(waarde: str) -> Ingreep:
    def doe(element: Element) -> None:
        if element.getparent() is not None:
            element.tail = waarde

    return doe


def _weg(element: Element) -> None:
    if (ouder := element.getparent()) is not None:
        ouder.remove(element)


def _dubbel(element: Element) -> None:
    if (ouder := element.getparent()) is not None:
        ouder.insert(ouder.index(element), copy.deepcopy(element))


def _naar_voren(element: Element) -> None:
    if (ouder := element.getparent()) is not None:
        ouder.insert(0, element)


def _anders(naam: str, ruimte: str) -> Ingreep:
    def doe(element: Element) -> None:
        # The root decides which operation it is; that has its own tests.
        if element.getparent() is not None:
            element.tag = f"{{{ruimte}}}{naam}" if ruimte else naam

    return doe


def _kind(naam: str, ruimte: str) -> Ingreep:
    def doe(element: Element) -> None:
        etree.SubElement(element, f"{{{ruimte}}}{naam}" if ruimte else naam)

    return doe


def _attribuut(naam: str, waarde: str) -> Ingreep:
    def doe(element: Element) -> None:
        prefix = "{http://www.w3.org/XML/1998/namespace}lang"
        element.set(prefix if naam == "xml:lang" else naam, waarde)

    return doe


def _opmerking(element: Element) -> None:
    element.insert(0, etree.Comment("x"))


_INGREPEN = st.one_of(
    st.builds(_tekst, _WAARDEN),
    st.builds(_staart, st.sampled_from([" ", "\n\t", "x", "\u00a0"])),
    st.builds(_anders, _NAMEN, _RUIMTEN),
    st.builds(_kind, _NAMEN, _RUIMTEN),
    st.builds(_attribuut, _ATTRIBUTEN, st.sampled_from(["1", "true", "false", "nl", "urn:x y.xsd"])),
    st.sampled_from([_weg, _dubbel, _naar_voren, _opmerking]),
)


@st.composite
def _berichten(trek: st.DrawFn) -> bytes:
    zonder = trek(st.booleans())
    delen = [mutatie(Einddatum=None) if zonder else mutatie() for _ in range(trek(st.integers(1, 2)))]
    wortel = etree.fromstring(romp(*delen))
    for _ in range(trek(st.integers(0, 2))):
        elementen = list(wortel.iter(etree.Element))
        trek(_INGREPEN)(trek(st.sampled_from(elementen)))
    return bericht(etree.tostring(wortel, encoding="unicode"))


def _is_geldig(inhoud: bytes) -> bool:
    """The verdict of lxml. White space around dates is collapsed first: libxml2 forgets that at times."""
    envelop = etree.fromstring(inhoud)
    for naam in ("Startdatum", "Einddatum", "Mutatietijdstip"):
        for element in envelop.iter(f"{{{NS}}}{naam}"):
            if len(element) == 0:
                element.text = (element.text or "").strip(" \t\r\n")
    return contract.is_geldig(etree.tostring(envelop))


def _buiten_de_kalender(inhoud: bytes) -> bool:
    """Whether it holds a year that Python does not have; such a mutatie is set apart, not refused."""
    return any(deel in inhoud for deel in (b"10000-", b"-2026-", b"0000-"))


def _is_wat_er_staat(gelezen: Mutatie, inhoud: bytes) -> bool:
    """Whether who asks the schema reads the same: the ID, the code, the word."""
    envelop = etree.fromstring(inhoud)
    pad = "/".join(f"{{{NS}}}{naam}" for naam in ("MutatieErkenning", "request", "Mutaties", "Mutatie"))
    element = envelop.findall(f".//{pad}")[gelezen.positie - 1]
    teksten = {(e.text or "").strip() for e in element.iter(etree.Element)}
    woorden = {woord for woord, status in STATUS_ERKENNING.items() if status == gelezen.status}
    hoofdletters = {tekst.upper() for tekst in teksten}
    return gelezen.leerbedrijf_id in teksten and gelezen.code in hoofdletters and bool(woorden & teksten)


@settings(max_examples=600, deadline=None, derandomize=True, database=None)
@given(_berichten())
def test_wat_het_schema_goed_vindt_wordt_gelezen(inhoud: bytes) -> None:
    """What lxml accepts is taken in whole; of the rest each mutatie is read as it stands, or set apart."""
    gelezen = TAAL.lees(inhoud, ACTIE, NU)
    if _is_geldig(inhoud):
        assert gelezen.bericht is not None, str(gelezen.afwijzing)
        assert not gelezen.bericht.onleesbaar or _buiten_de_kalender(inhoud)
    if gelezen.bericht is None:
        assert gelezen.afwijzing is not None
        assert gelezen.afwijzing.reden is Reden.ONGELDIG
        return
    plekken = [m.positie for m in gelezen.bericht.mutaties] + [m.positie for m in gelezen.bericht.onleesbaar]
    assert sorted(plekken) == list(range(1, gelezen.bericht.aantal + 1))
    assert all(_is_wat_er_staat(mutatie, inhoud) for mutatie in gelezen.bericht.mutaties)


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(st.sampled_from(["Startdatum", "Einddatum"]), st.one_of(_DATUMS, _TIJDEN, _CODES))
def test_een_datum_is_als_in_een_antwoord(element: str, waarde: str) -> None:
    """A mutatie and a verification read a date alike: the same day, the same none, and what neither can."""
    kop: Inhoud = [("Signaalcode", "0")]
    antwoord = verificatie(("StatusErkenning", "Erkend"), (element, waarde), kop=kop)
    gelezen = TAAL.lees(bericht(romp(mutatie(**{element: waarde}))), ACTIE, NU)
    assert gelezen.bericht is not None
    try:
        gegevens = verifieer(antwoord)
    except BronAntwoordOngeldig:
        assert [een.waar for een in gelezen.bericht.onleesbaar] == [f"Mutatie/{element}"]
        return
    (een,) = gelezen.bericht.mutaties
    assert getattr(een, element.lower()) == getattr(gegevens, element.lower())
