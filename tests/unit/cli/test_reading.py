"""Whatever a WSDL holds, it is read or refused with a reason; nothing else happens."""

import random
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stagemarkt_cli.contract.compare import compare
from stagemarkt_cli.contract.model import UnreadableContract
from stagemarkt_cli.contract.reading import read_contract
from stagemarkt_cli.contract.reading.fetching import DocumentFetcher, resolve

from tests.unit.cli.sources import WSDL, XSD, Edit, ours, read, replace, together

_END = "</xs:schema>"
_GUID = '<xs:simpleType name="Guid">'


def _keten(length: int) -> str:
    """Types that each extend the next."""
    return "".join(
        f'<xs:complexType name="T{i}"><xs:complexContent><xs:extension base="T{i + 1}"/></xs:complexContent>'
        "</xs:complexType>"
        for i in range(length)
    )


def _groups(depth: int) -> str:
    """Groups that each hold the next one twice: two to the power of their number."""
    duplicate = "".join(
        f'<xs:group name="G{i}"><xs:sequence>'
        + 2 * f'<xs:group ref="G{i + 1}"/>'
        + "</xs:sequence></xs:group>"
        for i in range(depth)
    )
    element = '<xs:sequence><xs:element name="E" type="xs:string"/></xs:sequence>'
    return f'{duplicate}<xs:group name="G{depth}">{element}</xs:group>'


def _using(kind: str, rest: str = "") -> Edit:
    """Makes `Branche` of this type."""
    return together(
        replace(
            XSD, '<xs:element name="Branche" type="xs:string"', f'<xs:element name="Branche" type="{kind}"'
        ),
        replace(XSD, _END, f"{rest}{_END}"),
    )


UNREADABLE = {
    "no XML": replace(WSDL, "<wsdl:types>", "<wsdl:types"),
    "DOCTYPE": replace(
        XSD,
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
    ),
    "import that is not there": replace(WSDL, '"whitelabel.xsd"', '"elders.xsd"'),
    "type that is not there": replace(XSD, _GUID, _GUID.replace("Guid", "Uuid")),
    "element that is not there": replace(XSD, '<xs:element name="Zoeken">', '<xs:element name="Zoekt">'),
    "prefix that is not there": replace(XSD, 'type="Crebo" minOccurs', 'type="x:Crebo" minOccurs', 2),
    "its own base": _using("A", '<xs:simpleType name="A"><xs:restriction base="A"/></xs:simpleType>'),
    "an endless chain": _using("T0", _keten(3000)),
    "groups that explode": _using(
        "Groot", f'{_groups(30)}<xs:complexType name="Groot"><xs:group ref="G0"/></xs:complexType>'
    ),
    "groups in a circle": _using(
        "Rond",
        '<xs:group name="R"><xs:sequence><xs:group ref="R"/></xs:sequence></xs:group>'
        '<xs:complexType name="Rond"><xs:group ref="R"/></xs:complexType>',
    ),
    "nested too deep": _using(
        "Diep",
        f'<xs:complexType name="Diep">{"<xs:sequence>" * 100}{"</xs:sequence>" * 100}</xs:complexType>',
    ),
    "no number": replace(XSD, 'maxOccurs="25"', 'maxOccurs="veel"'),
    "redefine": replace(XSD, "<!-- simple types -->", '<xs:redefine schemaLocation="x.xsd"/>'),
    "no SOAP": replace(WSDL, "http://schemas.xmlsoap.org/wsdl/soap/", "urn:iets"),
    "message that is not there": replace(WSDL, 'name="ZoekenIn"', 'name="ZoektIn"'),
    "port type that is not there": replace(WSDL, 'type="tns:Stagemarkt"', 'type="tns:Weg"'),
    "WSDL 2.0": replace(WSDL, 'http://schemas.xmlsoap.org/wsdl/"', 'http://www.w3.org/ns/wsdl"'),
}


@pytest.mark.parametrize("ingreep", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_unreadable(ingreep: Edit) -> None:
    """What cannot be read, or would take for ever, is refused."""
    with pytest.raises(UnreadableContract):
        read(ingreep(ours()))


@pytest.mark.parametrize(
    "ingreep",
    [
        replace(
            WSDL, "<wsdl:types>", '<wsdl:import namespace="urn:x" location="whitelabel.wsdl"/><wsdl:types>'
        ),
        replace(
            XSD,
            "<!-- simple types -->",
            '<xs:include schemaLocation="whitelabel.xsd"/>'
            '<xs:import namespace="urn:stagemarkt:whitelabel:2.1" schemaLocation="./whitelabel.xsd"/>',
        ),
    ],
    ids=["WSDL", "schema"],
)
def test_imports_in_a_circle(ingreep: Edit) -> None:
    """A document that imports itself is read once."""
    assert compare(read(ours()), read(ingreep(ours()))) == []


def test_imports_without_an_end() -> None:
    """A schema that always imports another one ends after a hundred."""
    asked: list[str] = []

    def fetch(adres: str) -> bytes:
        asked.append(adres)
        if len(asked) == 1:
            return ours()[WSDL].encode()
        return (
            '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">'
            f'<xs:import namespace="urn:x" schemaLocation="x{len(asked)}.xsd"/></xs:schema>'
        ).encode()

    with pytest.raises(UnreadableContract, match="meer dan 100 documenten"):
        read_contract("/nergens/x.wsdl", fetch)
    assert len(asked) <= 101


def test_giant(tmp_path: Path) -> None:
    """Of a file of 100 MB no more is read than is allowed (it is sparse: it costs no disk)."""
    giant = tmp_path / "reus.wsdl"
    with giant.open("wb") as file:
        file.truncate(100 * 1024 * 1024)
    with pytest.raises(UnreadableContract, match="groter dan 5 MB"):
        read_contract(str(giant))


def test_doctype_in_utf_16() -> None:
    """Another encoding does not smuggle a DTD in."""
    content = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY e "e">]><x a="&e;"/>'
    with pytest.raises(UnreadableContract, match="DOCTYPE"):
        _read_bytes(content.encode("utf-16"))


def _read_bytes(content: bytes) -> None:
    read_contract("x.wsdl", lambda _: content)


@given(st.binary(max_size=300))
def test_arbitrary_bytes(content: bytes) -> None:
    """Noise is refused."""
    with pytest.raises(UnreadableContract):
        _read_bytes(content)


@given(st.integers(0, 2**32))
def test_damaged(seed: int) -> None:
    """A contract with attributes changed at random is compared or refused."""
    randomness = random.Random(seed)  # noqa: S311 - no secret
    files = ours()
    values = sorted(set(re.findall(r'"([^"]*)"', files[XSD])))

    def maybe(hit: re.Match[str]) -> str:
        return f'{hit[1]}="{randomness.choice(values)}"' if randomness.random() < 0.01 else hit[0]

    form = r'( name|:?type|Default|Occurs| value| base|form)="[^"]*"'
    otherwise = {name: re.sub(form, maybe, text) for name, text in files.items()}
    try:
        hun = read(otherwise)
    except UnreadableContract:
        return
    compare(read(files), hun)


@pytest.mark.parametrize(
    "adres", ["http://sbb.example/x.wsdl", "ftp://sbb.example/x.wsdl", "file:///etc/passwd"]
)
def test_only_https(adres: str) -> None:
    """Nothing is fetched that is not https."""
    with pytest.raises(UnreadableContract, match="alleen https"):
        DocumentFetcher(adres)(adres)


@pytest.mark.parametrize(
    ("basis", "reference", "adres"),
    [
        ("/a/b/dienst.wsdl", "types.xsd", "/a/b/types.xsd"),
        ("/a/b/dienst.wsdl", "../types.xsd", "/a/types.xsd"),
        ("/a/b/dienst.wsdl", "https://sbb.example/types.xsd", "https://sbb.example/types.xsd"),
        ("https://sbb.example/d/dienst.asmx?wsdl", "?xsd=1", "https://sbb.example/d/dienst.asmx?xsd=1"),
        ("https://sbb.example/d/dienst.asmx?wsdl", "../t.xsd", "https://sbb.example/t.xsd"),
    ],
)
def test_reference(basis: str, reference: str, adres: str) -> None:
    """Relative and absolute references lead where they say."""
    assert resolve(basis, reference) == adres


def test_the_network_reads_no_file() -> None:
    """A document from the network does not make us read files of this machine."""
    with pytest.raises(UnreadableContract, match="iets anders dan https"):
        resolve("https://sbb.example/x.wsdl", "file:///etc/passwd")
