"""Ways in which the real WSDL may differ, each with the one difference that must be told of it."""

import re
from typing import Final, NamedTuple

from stagemarkt_cli.contract.differences.deviation import Aspect
from stagemarkt_cli.contract.differences.difference import Severity

from tests.unit.cli.sources import WSDL, XSD, Edit, Files, replace, together

_NS: Final = '"urn:stagemarkt:whitelabel:2.1"'
_PAGE_SIZE: Final = '<xs:element name="Pagina" type="xs:positiveInteger"/>'
NEARBY: Final = '<xs:element name="ZoekInDeBuurt" type="xs:boolean"/>'


class WsdlChange(NamedTuple):
    """One change, and what must be said of it.

    Attributes:
        naam: what was changed.
        ingreep: changes the files.
        wat: the kind of difference.
        ernst: how bad it is here.
        ons: what stands with us.
        hun: what stands there.
        plek: a place that must be named to change.
    """

    naam: str
    ingreep: Edit
    wat: Aspect
    ernst: Severity
    ons: str
    hun: str
    plek: str


def without_operation(name: str) -> Edit:
    """Takes an operation out of the port type and the binding."""

    def ingreep(files: Files) -> Files:
        form = rf'<wsdl:operation name="{name}">.*?</wsdl:operation>'
        wsdl, keer = re.subn(form, "", files[WSDL])
        assert keer == 2
        return {**files, WSDL: wsdl}

    return ingreep


def _rename_operation(old: str, new: str) -> Edit:
    """As a service does it: the elements and the SOAPAction are called after the operation."""

    def ingreep(files: Files) -> Files:
        form = rf"(?<=[\":/]){old}(?=(In|Out|Response|Result)?\")"
        return {name: re.sub(form, new, text) for name, text in files.items()}

    return ingreep


TEN: Final = (
    WsdlChange(
        "namespace",
        together(
            replace(WSDL, _NS, '"http://tempuri.org/"', 3), replace(XSD, _NS, '"http://tempuri.org/"', 2)
        ),
        Aspect.NAMESPACE,
        Severity.BREEKT,
        "urn:stagemarkt:whitelabel:2.1",
        "http://tempuri.org/",
        "templateparameter SbbNamespace",
    ),
    WsdlChange(
        "endpoint",
        replace(WSDL, "https://localhost/whitelabel", "https://wl.stagemarkt.example/dienst.asmx"),
        Aspect.EINDPUNT,
        Severity.LET_OP,
        "https://localhost/whitelabel",
        "https://wl.stagemarkt.example/dienst.asmx",
        "templateparameter SbbUrl",
    ),
    WsdlChange(
        "SOAPAction prefix",
        replace(WSDL, "urn:stagemarkt:whitelabel:2.1/", "http://sbb.example/whitelabel/", 24),
        Aspect.ACTIE_VOORVOEGSEL,
        Severity.BREEKT,
        "urn:stagemarkt:whitelabel:2.1/",
        "http://sbb.example/whitelabel/",
        "templateparameter SbbSoapAction",
    ),
    WsdlChange(
        "operation gone",
        without_operation("VerifieerAccreditatie"),
        Aspect.OPERATIE_ONTBREEKT,
        Severity.BREEKT,
        "VerifieerAccreditatie",
        "niet",
        "adapters/soap/sbb.py SoapSbb.verify",
    ),
    WsdlChange(
        "operation renamed",
        _rename_operation("IdentificeerLeerbedrijf", "ZoekLeerbedrijf"),
        Aspect.OPERATIE_HERNOEMD,
        Severity.BREEKT,
        "IdentificeerLeerbedrijf",
        "ZoekLeerbedrijf",
        "adapters/soap/sbb.py SoapSbb.identificeer",
    ),
    WsdlChange(
        "element renamed",
        replace(XSD, '"Huisnummertoevoeging"', '"HuisnummerToev"'),
        Aspect.ELEMENT_HERNOEMD,
        Severity.BREEKT,
        "Huisnummertoevoeging",
        "HuisnummerToev",
        "adapters/soap/messages.py AdresBericht.huisnummertoevoeging",
    ),
    WsdlChange(
        "element type changed",
        replace(
            XSD,
            'name="AantalResultatenTotaal" type="xs:int"',
            'name="AantalResultatenTotaal" type="xs:string"',
        ),
        Aspect.TYPE,
        Severity.BREEKT,
        "xs:int",
        "xs:string",
        "adapters/soap/messages.py ZoekenResult.totaal",
    ),
    WsdlChange(
        "element now required",
        replace(XSD, 'name="Afstand" type="xs:int" minOccurs="0"', 'name="Afstand" type="xs:int"'),
        Aspect.MINIMUM,
        Severity.LET_OP,
        "0",
        "1",
        "adapters/soap/translation_zoeken.py search_fields",
    ),
    WsdlChange(
        "enumeration value added",
        replace(
            XSD, '<xs:enumeration value="HIS"/>', '<xs:enumeration value="HIS"/><xs:enumeration value="GES"/>'
        ),
        Aspect.WAARDEN,
        Severity.BREEKT,
        "ACT, HIS",
        "ACT, GES, HIS",
        "adapters/soap/translation.py _STATUS_LEERBEDRIJF",
    ),
    WsdlChange(
        "a new unknown element",
        replace(
            XSD,
            '<xs:element name="Branche"',
            '<xs:element name="Zwaartepunt" type="xs:string"/><xs:element name="Branche"',
        ),
        Aspect.ELEMENT_EXTRA,
        Severity.ZONDER_GEVOLG,
        "niet",
        "Zwaartepunt",
        "niets: hier niet gebruikt",
    ),
    WsdlChange(
        "order swapped",
        together(
            replace(XSD, _PAGE_SIZE, "<!-- pagina -->"),
            replace(XSD, NEARBY, f"{NEARBY}{_PAGE_SIZE}"),
        ),
        Aspect.VOLGORDE,
        Severity.BREEKT,
        "Pagina, ZoekInDeBuurt",
        "ZoekInDeBuurt, Pagina",
        "adapters/soap/translation_zoeken.py search_fields",
    ),
    WsdlChange(
        "maxOccurs changed",
        replace(
            XSD,
            'name="Contactpersoon" type="Persoon" minOccurs="0"/>\n',
            'name="Contactpersoon" type="Persoon" minOccurs="0" maxOccurs="3"/>\n',
        ),
        Aspect.MAXIMUM,
        Severity.BREEKT,
        "1",
        "3",
        "adapters/soap/messages.py GeefDetailsResult.contactpersoon",
    ),
)
