"""More ways in which the real WSDL may differ."""

from typing import Final

from stagemarkt_cli.contract.differences.deviation import Aspect
from stagemarkt_cli.contract.differences.difference import Severity

from tests.unit.cli.sources import WSDL, XSD, replace
from tests.unit.cli.wsdl_changes import NEARBY, WsdlChange, without_operation

_ID: Final = '<xs:element name="CodeLeerbedrijf" type="LeerbedrijfCode"/>'
_WHO: Final = f'{_ID}\n        <xs:element name="LeerbedrijfNaam"'

OTHERS: Final = (
    WsdlChange(
        "named type renamed",
        replace(XSD, '"PostcodeNL"', '"NederlandsePostcode"', 2),
        Aspect.TYPE_HERNOEMD,
        Severity.ZONDER_GEVOLG,
        "PostcodeNL",
        "NederlandsePostcode",
        "niets",
    ),
    WsdlChange(
        "unknown status is told",
        replace(
            XSD,
            '<xs:enumeration value="Verlopen"/>',
            '<xs:enumeration value="Verlopen"/><xs:enumeration value="Geschorst"/>',
        ),
        Aspect.WAARDEN,
        Severity.LET_OP,
        "Erkend, Ingetrokken, NietErkend, Verlopen",
        "Erkend, Geschorst, Ingetrokken, NietErkend, Verlopen",
        "adapters/soap/status_words.py STATUS_ERKENNING",
    ),
    WsdlChange(
        "signaalcodes listed",
        replace(
            XSD,
            '<xs:element name="Signaalcode" type="xs:int"/>',
            '<xs:element name="Signaalcode"><xs:simpleType><xs:restriction base="xs:int">'
            '<xs:enumeration value="0"/><xs:enumeration value="555"/></xs:restriction>'
            "</xs:simpleType></xs:element>",
        ),
        Aspect.WAARDEN,
        Severity.LET_OP,
        "vrij",
        "0, 555",
        "templateparameter SbbSignaalcodes",
    ),
    WsdlChange(
        "value asked for is gone",
        replace(XSD, '<xs:enumeration value="L"/>', ""),
        Aspect.WAARDEN,
        Severity.BREEKT,
        "E, L",
        "E",
        "adapters/soap/translation_zoeken.py search_fields",
    ),
    WsdlChange(
        "pattern changed",
        replace(XSD, "[0-9A-Za-z]{1,40}", "[0-9]{9}"),
        Aspect.PATROON,
        Severity.LET_OP,
        "[0-9A-Za-z]{1,40}",
        "[0-9]{9}",
        "model/codes.py LEERBEDRIJF_ID",
    ),
    WsdlChange(
        "facet narrowed",
        replace(XSD, '<xs:maxInclusive value="25"/>', '<xs:maxInclusive value="10"/>'),
        Aspect.GRENS,
        Severity.LET_OP,
        "maxInclusive 25",
        "maxInclusive 10",
        "adapters/soap/translation_zoeken.py search_fields",
    ),
    WsdlChange(
        "element gone that is required here",
        replace(XSD, _WHO, _WHO.replace(_ID, "")),
        Aspect.ELEMENT_ONTBREEKT,
        Severity.BREEKT,
        "CodeLeerbedrijf",
        "niet",
        "adapters/soap/messages.py ZoekResultaatBericht.code",
    ),
    WsdlChange(
        "element required that is never sent",
        replace(XSD, NEARBY, f'<xs:element name="Applicatie" type="xs:string"/>{NEARBY}'),
        Aspect.ELEMENT_EXTRA,
        Severity.BREEKT,
        "niet",
        "Applicatie",
        "adapters/soap/sbb.py SoapSbb._search",
    ),
    WsdlChange(
        "nillable",
        replace(XSD, _WHO, _WHO.replace('Code"/>', 'Code" nillable="true"/>')),
        Aspect.NILLABLE,
        Severity.BREEKT,
        "nee",
        "ja",
        "adapters/soap/messages.py ZoekResultaatBericht.code",
    ),
    WsdlChange(
        "wrapper renamed in all requests",
        replace(XSD, 'name="request"', 'name="verzoek"', 8),
        Aspect.ELEMENT_HERNOEMD,
        Severity.BREEKT,
        "request",
        "verzoek",
        "adapters/soap/envelope.py _TEMPLATE",
    ),
    WsdlChange(
        "elements without a namespace",
        replace(XSD, 'elementFormDefault="qualified"', 'elementFormDefault="unqualified"'),
        Aspect.ELEMENT_NAMESPACE,
        Severity.BREEKT,
        "die van de berichten",
        "geen",
        "adapters/soap/reader.py _FieldReader.values",
    ),
    WsdlChange(
        "SOAP 1.2 only",
        replace(WSDL, "http://schemas.xmlsoap.org/wsdl/soap/", "http://schemas.xmlsoap.org/wsdl/soap12/"),
        Aspect.SOAP_VERSIE,
        Severity.BREEKT,
        "1.1",
        "1.2",
        "adapters/soap/envelope.py SOAP_NS",
    ),
    WsdlChange(
        "encoded",
        replace(WSDL, 'use="literal"', 'use="encoded"', 16),
        Aspect.CODERING,
        Severity.BREEKT,
        "literal",
        "encoded",
        "adapters/soap/envelope.py _TEMPLATE",
    ),
    WsdlChange(
        "what SBB sends has another name in it",
        replace(XSD, 'name="Mutatietijdstip"', 'name="Tijdstip"'),
        Aspect.ELEMENT_HERNOEMD,
        Severity.BREEKT,
        "Mutatietijdstip",
        "Tijdstip",
        "adapters/soap/incoming/mutatie_message.py _mutatie",
    ),
    WsdlChange(
        "what SBB sends has more in it",
        replace(
            XSD,
            '<xs:element name="Mutatietijdstip" type="xs:dateTime"/>',
            '<xs:element name="Mutatietijdstip" type="xs:dateTime"/>'
            '<xs:element name="Reden" type="xs:string" minOccurs="0"/>',
        ),
        Aspect.ELEMENT_EXTRA,
        Severity.ZONDER_GEVOLG,
        "niet",
        "Reden",
        "adapters/soap/incoming/mutatie_message.py read_mutatie_message",
    ),
    WsdlChange(
        "SBB sends nothing any more",
        without_operation("MutatieErkenning"),
        Aspect.OPERATIE_ONTBREEKT,
        Severity.BREEKT,
        "MutatieErkenning",
        "niet",
        "adapters/soap/incoming/mutatie_message.py read_mutatie_message",
    ),
    WsdlChange(
        "http only",
        replace(WSDL, "https://localhost/whitelabel", "http://localhost/whitelabel"),
        Aspect.EINDPUNT,
        Severity.BREEKT,
        "https://localhost/whitelabel",
        "http://localhost/whitelabel",
        "templateparameter SbbUrl",
    ),
)
