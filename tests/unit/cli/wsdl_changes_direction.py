"""Ways to differ whose meaning turns on the direction: wider or narrower, asked by us or sent to us."""

from typing import Final

from stagemarkt_cli.contract.differences.deviation import Aspect
from stagemarkt_cli.contract.differences.difference import Severity

from tests.unit.cli.sources import WSDL, XSD, replace
from tests.unit.cli.wsdl_changes import WsdlChange

_CHOICE: Final = (
    '<xs:element name="Crebonummer" type="Crebo"/><xs:element name="Keuzedeelcode" type="Keuzedeel"/>'
)
_PEILDATUM: Final = '\n      <xs:element name="Peildatum"'
_PREFIX: Final = "urn:stagemarkt:whitelabel:2.1/"
_NIVEAU: Final = '<xs:maxInclusive value="4"/>'
_RECEIVER: Final = "adapters/soap/incoming/receiving.py SoapReceiver._check_action"

DIRECTION: Final = (
    WsdlChange(
        "facet of a request widened",
        replace(XSD, '<xs:maxInclusive value="25"/>', '<xs:maxInclusive value="50"/>'),
        Aspect.GRENS,
        Severity.ZONDER_GEVOLG,
        "maxInclusive 25",
        "maxInclusive 50",
        "niets",
    ),
    WsdlChange(
        "facet widened beyond what is read",
        replace(XSD, _NIVEAU, '<xs:maxInclusive value="5"/>'),
        Aspect.GRENS,
        Severity.LET_OP,
        "maxInclusive 4",
        "maxInclusive 5",
        "adapters/soap/messages.py ErkenningBericht.niveau",
    ),
    WsdlChange(
        "facet narrowed below what is asked",
        replace(XSD, _NIVEAU, '<xs:maxInclusive value="3"/>'),
        Aspect.GRENS,
        Severity.LET_OP,
        "maxInclusive 4",
        "maxInclusive 3",
        "adapters/soap/translation_zoeken.py search_fields",
    ),
    WsdlChange(
        "a choice became two elements",
        replace(
            XSD,
            f"<xs:choice>{_CHOICE}</xs:choice>{_PEILDATUM}",
            _CHOICE.replace('"/>', '" minOccurs="0"/>') + _PEILDATUM,
        ),
        Aspect.KEUZE,
        Severity.ZONDER_GEVOLG,
        "Crebonummer of Keuzedeelcode",
        "geen keuze",
        "niets",
    ),
    WsdlChange(
        "a choice became two elements that are both required",
        replace(XSD, f"<xs:choice>{_CHOICE}</xs:choice>{_PEILDATUM}", _CHOICE + _PEILDATUM),
        Aspect.KEUZE,
        Severity.BREEKT,
        "Crebonummer of Keuzedeelcode",
        "geen keuze",
        "adapters/soap/sbb.py _CODE_ELEMENT",
    ),
    WsdlChange(
        "the count of a search may be absent",
        replace(
            XSD,
            '<xs:element name="AantalResultatenTotaal"',
            '<xs:element minOccurs="0" name="AantalResultatenTotaal"',
        ),
        Aspect.MINIMUM,
        Severity.BREEKT,
        "1",
        "0",
        "adapters/soap/messages.py ZoekenResult.totaal",
    ),
    WsdlChange(
        "a moment where a day is sent",
        replace(XSD, 'name="Peildatum" type="xs:date"', 'name="Peildatum" type="xs:dateTime"'),
        Aspect.TYPE,
        Severity.BREEKT,
        "xs:date",
        "xs:dateTime",
        "adapters/soap/sbb.py SoapSbb.verify",
    ),
    WsdlChange(
        "SOAPAction prefix of one operation: the setting holds for all",
        replace(WSDL, f'"{_PREFIX}Zoeken"', '"urn:anders/Zoeken"', 2),
        Aspect.ACTIE_VORM,
        Severity.BREEKT,
        f"{_PREFIX}Zoeken",
        "urn:anders/Zoeken",
        "adapters/soap/envelope.py Endpoint.action",
    ),
    WsdlChange(
        "SOAPAction of what SBB sends",
        replace(WSDL, f'"{_PREFIX}MutatieErkenning"', '"urn:anders/MutatieErkenning"', 2),
        Aspect.ACTIE_VORM,
        Severity.BREEKT,
        f"{_PREFIX}MutatieErkenning",
        "urn:anders/MutatieErkenning",
        _RECEIVER,
    ),
    WsdlChange(
        "the address of the receiver, which is ours",
        replace(WSDL, "https://localhost/mutaties", "http://school.example/mutaties"),
        Aspect.EINDPUNT,
        Severity.ZONDER_GEVOLG,
        "https://localhost/mutaties",
        "http://school.example/mutaties",
        "niets",
    ),
    WsdlChange(
        "rpc, with the same elements",
        replace(WSDL, 'style="document"', 'style="rpc"', 2),
        Aspect.STIJL,
        Severity.BREEKT,
        "document",
        "rpc",
        "adapters/soap/incoming/mutatie_message.py read_mutatie_message",
    ),
    WsdlChange(
        "an answer with room for anything",
        replace(
            XSD,
            '<xs:element name="AantalGeregistreerdeLeerlingen" type="xs:int" minOccurs="0"/>',
            '<xs:element name="AantalGeregistreerdeLeerlingen" type="xs:int" minOccurs="0"/>'
            '<xs:any minOccurs="0" processContents="lax"/>',
        ),
        Aspect.ELEMENT_EXTRA,
        Severity.ZONDER_GEVOLG,
        "niet",
        "*",
        "niets: hier niet gebruikt",
    ),
)
