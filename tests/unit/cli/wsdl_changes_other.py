"""More ways in which the real WSDL may differ."""

from typing import Final

from stagemarkt_cli.contract.differences.deviation import Wat
from stagemarkt_cli.contract.differences.difference import Ernst

from tests.unit.cli.sources import WSDL, XSD, vervang
from tests.unit.cli.wsdl_changes import BUURT, Mutatie, zonder_operatie

_ID: Final = '<xs:element name="CodeLeerbedrijf" type="LeerbedrijfCode"/>'
_WIE: Final = f'{_ID}\n        <xs:element name="LeerbedrijfNaam"'

OVERIGE: Final = (
    Mutatie(
        "named type renamed",
        vervang(XSD, '"PostcodeNL"', '"NederlandsePostcode"', 2),
        Wat.TYPE_HERNOEMD,
        Ernst.ZONDER_GEVOLG,
        "PostcodeNL",
        "NederlandsePostcode",
        "niets",
    ),
    Mutatie(
        "unknown status is told",
        vervang(
            XSD,
            '<xs:enumeration value="Verlopen"/>',
            '<xs:enumeration value="Verlopen"/><xs:enumeration value="Geschorst"/>',
        ),
        Wat.WAARDEN,
        Ernst.LET_OP,
        "Erkend, Ingetrokken, NietErkend, Verlopen",
        "Erkend, Geschorst, Ingetrokken, NietErkend, Verlopen",
        "adapters/soap/status_words.py STATUS_ERKENNING",
    ),
    Mutatie(
        "signaalcodes listed",
        vervang(
            XSD,
            '<xs:element name="Signaalcode" type="xs:int"/>',
            '<xs:element name="Signaalcode"><xs:simpleType><xs:restriction base="xs:int">'
            '<xs:enumeration value="0"/><xs:enumeration value="555"/></xs:restriction>'
            "</xs:simpleType></xs:element>",
        ),
        Wat.WAARDEN,
        Ernst.LET_OP,
        "vrij",
        "0, 555",
        "templateparameter SbbSignaalcodes",
    ),
    Mutatie(
        "value asked for is gone",
        vervang(XSD, '<xs:enumeration value="L"/>', ""),
        Wat.WAARDEN,
        Ernst.BREEKT,
        "E, L",
        "E",
        "adapters/soap/translation_zoeken.py zoekvelden",
    ),
    Mutatie(
        "pattern changed",
        vervang(XSD, "[0-9A-Za-z]{1,40}", "[0-9]{9}"),
        Wat.PATROON,
        Ernst.LET_OP,
        "[0-9A-Za-z]{1,40}",
        "[0-9]{9}",
        "model/codes.py LEERBEDRIJF_ID",
    ),
    Mutatie(
        "facet narrowed",
        vervang(XSD, '<xs:maxInclusive value="25"/>', '<xs:maxInclusive value="10"/>'),
        Wat.GRENS,
        Ernst.LET_OP,
        "maxInclusive 25",
        "maxInclusive 10",
        "adapters/soap/translation_zoeken.py zoekvelden",
    ),
    Mutatie(
        "element gone that is required here",
        vervang(XSD, _WIE, _WIE.replace(_ID, "")),
        Wat.ELEMENT_ONTBREEKT,
        Ernst.BREEKT,
        "CodeLeerbedrijf",
        "niet",
        "adapters/soap/messages.py ZoekResultaatBericht.code",
    ),
    Mutatie(
        "element required that is never sent",
        vervang(XSD, BUURT, f'<xs:element name="Applicatie" type="xs:string"/>{BUURT}'),
        Wat.ELEMENT_EXTRA,
        Ernst.BREEKT,
        "niet",
        "Applicatie",
        "adapters/soap/sbb.py SoapSbb._zoek",
    ),
    Mutatie(
        "nillable",
        vervang(XSD, _WIE, _WIE.replace('Code"/>', 'Code" nillable="true"/>')),
        Wat.NILLABLE,
        Ernst.BREEKT,
        "nee",
        "ja",
        "adapters/soap/messages.py ZoekResultaatBericht.code",
    ),
    Mutatie(
        "wrapper renamed in all requests",
        vervang(XSD, 'name="request"', 'name="verzoek"', 8),
        Wat.ELEMENT_HERNOEMD,
        Ernst.BREEKT,
        "request",
        "verzoek",
        "adapters/soap/envelope.py _SJABLOON",
    ),
    Mutatie(
        "elements without a namespace",
        vervang(XSD, 'elementFormDefault="qualified"', 'elementFormDefault="unqualified"'),
        Wat.ELEMENT_NAMESPACE,
        Ernst.BREEKT,
        "die van de berichten",
        "geen",
        "adapters/soap/reader.py _Lezer.waarden",
    ),
    Mutatie(
        "SOAP 1.2 only",
        vervang(WSDL, "http://schemas.xmlsoap.org/wsdl/soap/", "http://schemas.xmlsoap.org/wsdl/soap12/"),
        Wat.SOAP_VERSIE,
        Ernst.BREEKT,
        "1.1",
        "1.2",
        "adapters/soap/envelope.py SOAP_NS",
    ),
    Mutatie(
        "encoded",
        vervang(WSDL, 'use="literal"', 'use="encoded"', 16),
        Wat.CODERING,
        Ernst.BREEKT,
        "literal",
        "encoded",
        "adapters/soap/envelope.py _SJABLOON",
    ),
    Mutatie(
        "what SBB sends has another name in it",
        vervang(XSD, 'name="Mutatietijdstip"', 'name="Tijdstip"'),
        Wat.ELEMENT_HERNOEMD,
        Ernst.BREEKT,
        "Mutatietijdstip",
        "Tijdstip",
        "adapters/soap/incoming/mutatie_message.py _mutatie",
    ),
    Mutatie(
        "what SBB sends has more in it",
        vervang(
            XSD,
            '<xs:element name="Mutatietijdstip" type="xs:dateTime"/>',
            '<xs:element name="Mutatietijdstip" type="xs:dateTime"/>'
            '<xs:element name="Reden" type="xs:string" minOccurs="0"/>',
        ),
        Wat.ELEMENT_EXTRA,
        Ernst.ZONDER_GEVOLG,
        "niet",
        "Reden",
        "adapters/soap/incoming/mutatie_message.py lees_mutatiebericht",
    ),
    Mutatie(
        "SBB sends nothing any more",
        zonder_operatie("MutatieErkenning"),
        Wat.OPERATIE_ONTBREEKT,
        Ernst.BREEKT,
        "MutatieErkenning",
        "niet",
        "adapters/soap/incoming/mutatie_message.py lees_mutatiebericht",
    ),
    Mutatie(
        "http only",
        vervang(WSDL, "https://localhost/whitelabel", "http://localhost/whitelabel"),
        Wat.EINDPUNT,
        Ernst.BREEKT,
        "https://localhost/whitelabel",
        "http://localhost/whitelabel",
        "templateparameter SbbUrl",
    ),
)
