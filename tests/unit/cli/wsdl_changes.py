"""Ways in which the real WSDL may differ, each with the one difference that must be told of it."""

import re
from typing import Final, NamedTuple

from stagemarkt_cli.contract.differences.deviation import Wat
from stagemarkt_cli.contract.differences.difference import Ernst

from tests.unit.cli.sources import WSDL, XSD, Bestanden, Ingreep, samen, vervang

_NS: Final = '"urn:stagemarkt:whitelabel:2.1"'
_PAGINA: Final = '<xs:element name="Pagina" type="xs:positiveInteger"/>'
BUURT: Final = '<xs:element name="ZoekInDeBuurt" type="xs:boolean"/>'


class Mutatie(NamedTuple):
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
    ingreep: Ingreep
    wat: Wat
    ernst: Ernst
    ons: str
    hun: str
    plek: str


def zonder_operatie(naam: str) -> Ingreep:
    """Takes an operation out of the port type and the binding."""

    def ingreep(bestanden: Bestanden) -> Bestanden:
        vorm = rf'<wsdl:operation name="{naam}">.*?</wsdl:operation>'
        wsdl, keer = re.subn(vorm, "", bestanden[WSDL])
        assert keer == 2
        return {**bestanden, WSDL: wsdl}

    return ingreep


def _hernoem_operatie(oud: str, nieuw: str) -> Ingreep:
    """As a service does it: the elements and the SOAPAction are called after the operation."""

    def ingreep(bestanden: Bestanden) -> Bestanden:
        vorm = rf"(?<=[\":/]){oud}(?=(In|Out|Response|Result)?\")"
        return {naam: re.sub(vorm, nieuw, tekst) for naam, tekst in bestanden.items()}

    return ingreep


TIEN: Final = (
    Mutatie(
        "namespace",
        samen(vervang(WSDL, _NS, '"http://tempuri.org/"', 3), vervang(XSD, _NS, '"http://tempuri.org/"', 2)),
        Wat.NAMESPACE,
        Ernst.BREEKT,
        "urn:stagemarkt:whitelabel:2.1",
        "http://tempuri.org/",
        "templateparameter SbbNamespace",
    ),
    Mutatie(
        "endpoint",
        vervang(WSDL, "https://localhost/whitelabel", "https://wl.stagemarkt.example/dienst.asmx"),
        Wat.EINDPUNT,
        Ernst.LET_OP,
        "https://localhost/whitelabel",
        "https://wl.stagemarkt.example/dienst.asmx",
        "templateparameter SbbUrl",
    ),
    Mutatie(
        "SOAPAction prefix",
        vervang(WSDL, "urn:stagemarkt:whitelabel:2.1/", "http://sbb.example/whitelabel/", 24),
        Wat.ACTIE_VOORVOEGSEL,
        Ernst.BREEKT,
        "urn:stagemarkt:whitelabel:2.1/",
        "http://sbb.example/whitelabel/",
        "templateparameter SbbSoapAction",
    ),
    Mutatie(
        "operation gone",
        zonder_operatie("VerifieerAccreditatie"),
        Wat.OPERATIE_ONTBREEKT,
        Ernst.BREEKT,
        "VerifieerAccreditatie",
        "niet",
        "adapters/soap/sbb.py SoapSbb.verifieer",
    ),
    Mutatie(
        "operation renamed",
        _hernoem_operatie("IdentificeerLeerbedrijf", "ZoekLeerbedrijf"),
        Wat.OPERATIE_HERNOEMD,
        Ernst.BREEKT,
        "IdentificeerLeerbedrijf",
        "ZoekLeerbedrijf",
        "adapters/soap/sbb.py SoapSbb.identificeer",
    ),
    Mutatie(
        "element renamed",
        vervang(XSD, '"Huisnummertoevoeging"', '"HuisnummerToev"'),
        Wat.ELEMENT_HERNOEMD,
        Ernst.BREEKT,
        "Huisnummertoevoeging",
        "HuisnummerToev",
        "adapters/soap/messages.py AdresBericht.huisnummertoevoeging",
    ),
    Mutatie(
        "element type changed",
        vervang(
            XSD,
            'name="AantalResultatenTotaal" type="xs:int"',
            'name="AantalResultatenTotaal" type="xs:string"',
        ),
        Wat.TYPE,
        Ernst.BREEKT,
        "xs:int",
        "xs:string",
        "adapters/soap/messages.py ZoekenResult.totaal",
    ),
    Mutatie(
        "element now required",
        vervang(XSD, 'name="Afstand" type="xs:int" minOccurs="0"', 'name="Afstand" type="xs:int"'),
        Wat.MINIMUM,
        Ernst.LET_OP,
        "0",
        "1",
        "adapters/soap/translation_zoeken.py zoekvelden",
    ),
    Mutatie(
        "enumeration value added",
        vervang(
            XSD, '<xs:enumeration value="HIS"/>', '<xs:enumeration value="HIS"/><xs:enumeration value="GES"/>'
        ),
        Wat.WAARDEN,
        Ernst.BREEKT,
        "ACT, HIS",
        "ACT, GES, HIS",
        "adapters/soap/translation.py _STATUS_LEERBEDRIJF",
    ),
    Mutatie(
        "a new unknown element",
        vervang(
            XSD,
            '<xs:element name="Branche"',
            '<xs:element name="Zwaartepunt" type="xs:string"/><xs:element name="Branche"',
        ),
        Wat.ELEMENT_EXTRA,
        Ernst.ZONDER_GEVOLG,
        "niet",
        "Zwaartepunt",
        "niets: hier niet gebruikt",
    ),
    Mutatie(
        "order swapped",
        samen(
            vervang(XSD, _PAGINA, "<!-- pagina -->"),
            vervang(XSD, BUURT, f"{BUURT}{_PAGINA}"),
        ),
        Wat.VOLGORDE,
        Ernst.BREEKT,
        "Pagina, ZoekInDeBuurt",
        "ZoekInDeBuurt, Pagina",
        "adapters/soap/translation_zoeken.py zoekvelden",
    ),
    Mutatie(
        "maxOccurs changed",
        vervang(
            XSD,
            'name="Contactpersoon" type="Persoon" minOccurs="0"/>\n',
            'name="Contactpersoon" type="Persoon" minOccurs="0" maxOccurs="3"/>\n',
        ),
        Wat.MAXIMUM,
        Ernst.BREEKT,
        "1",
        "3",
        "adapters/soap/messages.py GeefDetailsResult.contactpersoon",
    ),
)
