"""Contracts that say the same in other words do not differ."""

import re

import pytest
from stagemarkt_cli.contract.compare import compare

from tests.unit.cli.sources import WSDL, XSD, Edit, Files, ours, read, replace, together


def _other_prefix(files: Files) -> Files:
    """As .NET writes it: `s:` for XML Schema."""
    return {name: re.sub(r"\bxs(?=[:=])", "s", text) for name, text in files.items()}


def _reformatted(files: Files) -> Files:
    """Other prefixes everywhere, declared elsewhere, single quotes, no comments, and all on a few lines."""
    other_one = {"wsdl": "w", "soap": "s1", "tns": "ns0"}
    out = {}
    for name, text in files.items():
        short = re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL)
        short = re.sub(r"<xs:annotation>.*?</xs:annotation>", "", short, flags=re.DOTALL)
        for old, new in other_one.items():
            short = re.sub(rf"\b{old}(?=[:=])", new, short)
        short = re.sub(r"\s+", " ", short).replace("> <", "><").replace('"', "'")
        out[name] = short.replace("<?xml version='1.0' encoding='UTF-8'?>", "\ufeff")
    assert out != dict(files)
    return out


def _reversed(files: Files) -> Files:
    """The declarations of the schema in the opposite order."""
    parts = re.fullmatch(r"(.*?<xs:schema .*?>)(.*)</xs:schema>\s*", files[XSD], re.DOTALL)
    assert parts is not None
    header, declarations = parts.groups()
    loose = re.split(r"\n  (?=<xs:(?:simpleType|complexType|element) name=)", declarations)
    return {**files, XSD: header + "\n  ".join(reversed(loose)) + "</xs:schema>"}


def _inline(files: Files) -> Files:
    """The schema within the WSDL."""
    schema = files[XSD].partition("?>")[2]
    wsdl = re.sub(r"<xs:schema>.*?</xs:schema>", lambda _: schema, files[WSDL])
    return {WSDL: wsdl}


def _included(files: Files) -> Files:
    """A schema without a namespace of its own, included by one that has it."""
    ns = "urn:stagemarkt:whitelabel:2.1"
    loose = files[XSD].replace(f'xmlns="{ns}"', "").replace(f'targetNamespace="{ns}"', "")
    take_step = (
        f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="{ns}">'
        '<xs:include schemaLocation="delen/los.xsd"/></xs:schema>'
    )
    return {**files, XSD: take_step, "los.xsd": loose}


def _with_named_type(files: Files) -> Files:
    """An anonymous type given a name: nobody sees it on the wire."""
    anonymous = re.search(
        r'<xs:element name="Kwalificatieonderdeel" (.*?)><xs:complexType>(.*?)</xs:complexType></xs:element>',
        files[XSD],
        re.DOTALL,
    )
    assert anonymous is not None
    loose = f'<xs:complexType name="Onderdeel">{anonymous[2]}</xs:complexType>'
    xsd = files[XSD].replace(
        anonymous[0], f'<xs:element name="Kwalificatieonderdeel" {anonymous[1]} type="Onderdeel"/>'
    )
    return {**files, XSD: xsd.replace("</xs:schema>", f"{loose}</xs:schema>")}


def _with_group(files: Files) -> Files:
    """Elements by way of a group."""
    group = (
        '<xs:group name="Kop"><xs:sequence><xs:element name="Licentie" type="xs:string"/>'
        '<xs:element name="BerichtID" type="Guid"/></xs:sequence></xs:group>'
    )
    elements = (
        '<xs:element name="Licentie" type="xs:string"/>\n      <xs:element name="BerichtID" type="Guid"/>'
    )
    ingreep = together(
        replace(XSD, elements, '<xs:group ref="Kop"/>'), replace(XSD, "</xs:schema>", f"{group}</xs:schema>")
    )
    return ingreep(files)


@pytest.mark.parametrize(
    "otherwise",
    [_other_prefix, _reformatted, _reversed, _inline, _included, _with_named_type, _with_group],
    ids=lambda f: f.__name__,
)
def test_the_same_in_other_words(otherwise: Edit) -> None:
    """Prefixes, the order of declarations and how files are divided mean nothing."""
    assert compare(read(ours()), read(otherwise(ours()))) == []
