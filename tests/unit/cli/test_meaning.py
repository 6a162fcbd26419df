"""Contracts that say the same in other words do not differ."""

import re

import pytest
from stagemarkt_cli.contract.compare import vergelijk

from tests.unit.cli.sources import WSDL, XSD, Bestanden, Ingreep, lees, onze, samen, vervang


def _ander_voorvoegsel(bestanden: Bestanden) -> Bestanden:
    """As .NET writes it: `s:` for XML Schema."""
    return {naam: re.sub(r"\bxs(?=[:=])", "s", tekst) for naam, tekst in bestanden.items()}


def _anders_opgemaakt(bestanden: Bestanden) -> Bestanden:
    """Other prefixes everywhere, declared elsewhere, single quotes, no comments, and all on a few lines."""
    andere = {"wsdl": "w", "soap": "s1", "tns": "ns0"}
    uit = {}
    for naam, tekst in bestanden.items():
        kort = re.sub(r"<!--.*?-->", "", tekst, flags=re.DOTALL)
        kort = re.sub(r"<xs:annotation>.*?</xs:annotation>", "", kort, flags=re.DOTALL)
        for oud, nieuw in andere.items():
            kort = re.sub(rf"\b{oud}(?=[:=])", nieuw, kort)
        kort = re.sub(r"\s+", " ", kort).replace("> <", "><").replace('"', "'")
        uit[naam] = kort.replace("<?xml version='1.0' encoding='UTF-8'?>", "\ufeff")
    assert uit != dict(bestanden)
    return uit


def _omgekeerd(bestanden: Bestanden) -> Bestanden:
    """The declarations of the schema in the opposite order."""
    delen = re.fullmatch(r"(.*?<xs:schema .*?>)(.*)</xs:schema>\s*", bestanden[XSD], re.DOTALL)
    assert delen is not None
    kop, verklaringen = delen.groups()
    los = re.split(r"\n  (?=<xs:(?:simpleType|complexType|element) name=)", verklaringen)
    return {**bestanden, XSD: kop + "\n  ".join(reversed(los)) + "</xs:schema>"}


def _inline(bestanden: Bestanden) -> Bestanden:
    """The schema within the WSDL."""
    schema = bestanden[XSD].partition("?>")[2]
    wsdl = re.sub(r"<xs:schema>.*?</xs:schema>", lambda _: schema, bestanden[WSDL])
    return {WSDL: wsdl}


def _opgenomen(bestanden: Bestanden) -> Bestanden:
    """A schema without a namespace of its own, included by one that has it."""
    ns = "urn:stagemarkt:whitelabel:2.1"
    los = bestanden[XSD].replace(f'xmlns="{ns}"', "").replace(f'targetNamespace="{ns}"', "")
    om = (
        f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="{ns}">'
        '<xs:include schemaLocation="delen/los.xsd"/></xs:schema>'
    )
    return {**bestanden, XSD: om, "los.xsd": los}


def _bij_naam(bestanden: Bestanden) -> Bestanden:
    """An anonymous type given a name: nobody sees it on the wire."""
    anoniem = re.search(
        r'<xs:element name="Kwalificatieonderdeel" (.*?)><xs:complexType>(.*?)</xs:complexType></xs:element>',
        bestanden[XSD],
        re.DOTALL,
    )
    assert anoniem is not None
    los = f'<xs:complexType name="Onderdeel">{anoniem[2]}</xs:complexType>'
    xsd = bestanden[XSD].replace(
        anoniem[0], f'<xs:element name="Kwalificatieonderdeel" {anoniem[1]} type="Onderdeel"/>'
    )
    return {**bestanden, XSD: xsd.replace("</xs:schema>", f"{los}</xs:schema>")}


def _met_groep(bestanden: Bestanden) -> Bestanden:
    """Elements by way of a group."""
    groep = (
        '<xs:group name="Kop"><xs:sequence><xs:element name="Licentie" type="xs:string"/>'
        '<xs:element name="BerichtID" type="Guid"/></xs:sequence></xs:group>'
    )
    elementen = (
        '<xs:element name="Licentie" type="xs:string"/>\n      <xs:element name="BerichtID" type="Guid"/>'
    )
    ingreep = samen(
        vervang(XSD, elementen, '<xs:group ref="Kop"/>'), vervang(XSD, "</xs:schema>", f"{groep}</xs:schema>")
    )
    return ingreep(bestanden)


@pytest.mark.parametrize(
    "anders",
    [_ander_voorvoegsel, _anders_opgemaakt, _omgekeerd, _inline, _opgenomen, _bij_naam, _met_groep],
    ids=lambda f: f.__name__,
)
def test_zelfde_in_andere_woorden(anders: Ingreep) -> None:
    """Prefixes, the order of declarations and how files are divided mean nothing."""
    assert vergelijk(lees(onze()), lees(anders(onze()))) == []
