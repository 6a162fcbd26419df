"""Whatever a WSDL holds, it is read or refused with a reason; nothing else happens."""

import random
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stagemarkt_cli.contract.compare import vergelijk
from stagemarkt_cli.contract.model import OnleesbaarContract
from stagemarkt_cli.contract.reading import lees_contract
from stagemarkt_cli.contract.reading.fetching import Ophaler, los_op

from tests.unit.cli.sources import WSDL, XSD, Ingreep, lees, onze, samen, vervang

_EINDE = "</xs:schema>"
_GUID = '<xs:simpleType name="Guid">'


def _keten(lengte: int) -> str:
    """Types that each extend the next."""
    return "".join(
        f'<xs:complexType name="T{i}"><xs:complexContent><xs:extension base="T{i + 1}"/></xs:complexContent>'
        "</xs:complexType>"
        for i in range(lengte)
    )


def _groepen(diepte: int) -> str:
    """Groups that each hold the next one twice: two to the power of their number."""
    dubbel = "".join(
        f'<xs:group name="G{i}"><xs:sequence>'
        + 2 * f'<xs:group ref="G{i + 1}"/>'
        + "</xs:sequence></xs:group>"
        for i in range(diepte)
    )
    element = '<xs:sequence><xs:element name="E" type="xs:string"/></xs:sequence>'
    return f'{dubbel}<xs:group name="G{diepte}">{element}</xs:group>'


def _gebruikt(soort: str, rest: str = "") -> Ingreep:
    """Makes `Branche` of this type."""
    return samen(
        vervang(
            XSD, '<xs:element name="Branche" type="xs:string"', f'<xs:element name="Branche" type="{soort}"'
        ),
        vervang(XSD, _EINDE, f"{rest}{_EINDE}"),
    )


ONLEESBAAR = {
    "no XML": vervang(WSDL, "<wsdl:types>", "<wsdl:types"),
    "DOCTYPE": vervang(
        XSD,
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
    ),
    "import that is not there": vervang(WSDL, '"whitelabel.xsd"', '"elders.xsd"'),
    "type that is not there": vervang(XSD, _GUID, _GUID.replace("Guid", "Uuid")),
    "element that is not there": vervang(XSD, '<xs:element name="Zoeken">', '<xs:element name="Zoekt">'),
    "prefix that is not there": vervang(XSD, 'type="Crebo" minOccurs', 'type="x:Crebo" minOccurs', 2),
    "its own base": _gebruikt("A", '<xs:simpleType name="A"><xs:restriction base="A"/></xs:simpleType>'),
    "an endless chain": _gebruikt("T0", _keten(3000)),
    "groups that explode": _gebruikt(
        "Groot", f'{_groepen(30)}<xs:complexType name="Groot"><xs:group ref="G0"/></xs:complexType>'
    ),
    "groups in a circle": _gebruikt(
        "Rond",
        '<xs:group name="R"><xs:sequence><xs:group ref="R"/></xs:sequence></xs:group>'
        '<xs:complexType name="Rond"><xs:group ref="R"/></xs:complexType>',
    ),
    "nested too deep": _gebruikt(
        "Diep",
        f'<xs:complexType name="Diep">{"<xs:sequence>" * 100}{"</xs:sequence>" * 100}</xs:complexType>',
    ),
    "no number": vervang(XSD, 'maxOccurs="25"', 'maxOccurs="veel"'),
    "redefine": vervang(XSD, "<!-- simple types -->", '<xs:redefine schemaLocation="x.xsd"/>'),
    "no SOAP": vervang(WSDL, "http://schemas.xmlsoap.org/wsdl/soap/", "urn:iets"),
    "message that is not there": vervang(WSDL, 'name="ZoekenIn"', 'name="ZoektIn"'),
    "port type that is not there": vervang(WSDL, 'type="tns:Stagemarkt"', 'type="tns:Weg"'),
    "WSDL 2.0": vervang(WSDL, 'http://schemas.xmlsoap.org/wsdl/"', 'http://www.w3.org/ns/wsdl"'),
}


@pytest.mark.parametrize("ingreep", ONLEESBAAR.values(), ids=ONLEESBAAR.keys())
def test_onleesbaar(ingreep: Ingreep) -> None:
    """What cannot be read, or would take for ever, is refused."""
    with pytest.raises(OnleesbaarContract):
        lees(ingreep(onze()))


@pytest.mark.parametrize(
    "ingreep",
    [
        vervang(
            WSDL, "<wsdl:types>", '<wsdl:import namespace="urn:x" location="whitelabel.wsdl"/><wsdl:types>'
        ),
        vervang(
            XSD,
            "<!-- simple types -->",
            '<xs:include schemaLocation="whitelabel.xsd"/>'
            '<xs:import namespace="urn:stagemarkt:whitelabel:2.1" schemaLocation="./whitelabel.xsd"/>',
        ),
    ],
    ids=["WSDL", "schema"],
)
def test_invoer_in_een_kring(ingreep: Ingreep) -> None:
    """A document that imports itself is read once."""
    assert vergelijk(lees(onze()), lees(ingreep(onze()))) == []


def test_invoer_zonder_einde() -> None:
    """A schema that always imports another one ends after a hundred."""
    gevraagd: list[str] = []

    def haal(adres: str) -> bytes:
        gevraagd.append(adres)
        if len(gevraagd) == 1:
            return onze()[WSDL].encode()
        return (
            '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">'
            f'<xs:import namespace="urn:x" schemaLocation="x{len(gevraagd)}.xsd"/></xs:schema>'
        ).encode()

    with pytest.raises(OnleesbaarContract, match="meer dan 100 documenten"):
        lees_contract("/nergens/x.wsdl", haal)
    assert len(gevraagd) <= 101


def test_reus(tmp_path: Path) -> None:
    """Of a file of 100 MB no more is read than is allowed (it is sparse: it costs no disk)."""
    reus = tmp_path / "reus.wsdl"
    with reus.open("wb") as bestand:
        bestand.truncate(100 * 1024 * 1024)
    with pytest.raises(OnleesbaarContract, match="groter dan 5 MB"):
        lees_contract(str(reus))


def test_doctype_in_utf_16() -> None:
    """Another encoding does not smuggle a DTD in."""
    inhoud = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY e "e">]><x a="&e;"/>'
    with pytest.raises(OnleesbaarContract, match="DOCTYPE"):
        _lees_bytes(inhoud.encode("utf-16"))


def _lees_bytes(inhoud: bytes) -> None:
    lees_contract("x.wsdl", lambda _: inhoud)


@given(st.binary(max_size=300))
def test_willekeurige_bytes(inhoud: bytes) -> None:
    """Noise is refused."""
    with pytest.raises(OnleesbaarContract):
        _lees_bytes(inhoud)


@given(st.integers(0, 2**32))
def test_beschadigd(zaad: int) -> None:
    """A contract with attributes changed at random is compared or refused."""
    toeval = random.Random(zaad)  # noqa: S311 - no secret
    bestanden = onze()
    waarden = sorted(set(re.findall(r'"([^"]*)"', bestanden[XSD])))

    def misschien(treffer: re.Match[str]) -> str:
        return f'{treffer[1]}="{toeval.choice(waarden)}"' if toeval.random() < 0.01 else treffer[0]

    vorm = r'( name|:?type|Default|Occurs| value| base|form)="[^"]*"'
    anders = {naam: re.sub(vorm, misschien, tekst) for naam, tekst in bestanden.items()}
    try:
        hun = lees(anders)
    except OnleesbaarContract:
        return
    vergelijk(lees(bestanden), hun)


@pytest.mark.parametrize(
    "adres", ["http://sbb.example/x.wsdl", "ftp://sbb.example/x.wsdl", "file:///etc/passwd"]
)
def test_alleen_https(adres: str) -> None:
    """Nothing is fetched that is not https."""
    with pytest.raises(OnleesbaarContract, match="alleen https"):
        Ophaler(adres)(adres)


@pytest.mark.parametrize(
    ("basis", "verwijzing", "adres"),
    [
        ("/a/b/dienst.wsdl", "types.xsd", "/a/b/types.xsd"),
        ("/a/b/dienst.wsdl", "../types.xsd", "/a/types.xsd"),
        ("/a/b/dienst.wsdl", "https://sbb.example/types.xsd", "https://sbb.example/types.xsd"),
        ("https://sbb.example/d/dienst.asmx?wsdl", "?xsd=1", "https://sbb.example/d/dienst.asmx?xsd=1"),
        ("https://sbb.example/d/dienst.asmx?wsdl", "../t.xsd", "https://sbb.example/t.xsd"),
    ],
)
def test_verwijzing(basis: str, verwijzing: str, adres: str) -> None:
    """Relative and absolute references lead where they say."""
    assert los_op(basis, verwijzing) == adres


def test_netwerk_leest_geen_bestand() -> None:
    """A document from the network does not make us read files of this machine."""
    with pytest.raises(OnleesbaarContract, match="iets anders dan https"):
        los_op("https://sbb.example/x.wsdl", "file:///etc/passwd")
