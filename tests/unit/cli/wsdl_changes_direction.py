"""Ways to differ whose meaning turns on the direction: wider or narrower, asked by us or sent to us."""

from typing import Final

from stagemarkt_cli.contract.differences.deviation import Wat
from stagemarkt_cli.contract.differences.difference import Ernst

from tests.unit.cli.sources import WSDL, XSD, vervang
from tests.unit.cli.wsdl_changes import Mutatie

_KEUZE: Final = (
    '<xs:element name="Crebonummer" type="Crebo"/><xs:element name="Keuzedeelcode" type="Keuzedeel"/>'
)
_PEIL: Final = '\n      <xs:element name="Peildatum"'
_VOOR: Final = "urn:stagemarkt:whitelabel:2.1/"
_NIVEAU: Final = '<xs:maxInclusive value="4"/>'
_ONTVANGER: Final = "adapters/soap/incoming/receiving.py SoapOntvangst._controleer_actie"

RICHTING: Final = (
    Mutatie(
        "facet of a request widened",
        vervang(XSD, '<xs:maxInclusive value="25"/>', '<xs:maxInclusive value="50"/>'),
        Wat.GRENS,
        Ernst.ZONDER_GEVOLG,
        "maxInclusive 25",
        "maxInclusive 50",
        "niets",
    ),
    Mutatie(
        "facet widened beyond what is read",
        vervang(XSD, _NIVEAU, '<xs:maxInclusive value="5"/>'),
        Wat.GRENS,
        Ernst.LET_OP,
        "maxInclusive 4",
        "maxInclusive 5",
        "adapters/soap/messages.py ErkenningBericht.niveau",
    ),
    Mutatie(
        "facet narrowed below what is asked",
        vervang(XSD, _NIVEAU, '<xs:maxInclusive value="3"/>'),
        Wat.GRENS,
        Ernst.LET_OP,
        "maxInclusive 4",
        "maxInclusive 3",
        "adapters/soap/translation_zoeken.py zoekvelden",
    ),
    Mutatie(
        "a choice became two elements",
        vervang(
            XSD,
            f"<xs:choice>{_KEUZE}</xs:choice>{_PEIL}",
            _KEUZE.replace('"/>', '" minOccurs="0"/>') + _PEIL,
        ),
        Wat.KEUZE,
        Ernst.ZONDER_GEVOLG,
        "Crebonummer of Keuzedeelcode",
        "geen keuze",
        "niets",
    ),
    Mutatie(
        "a choice became two elements that are both required",
        vervang(XSD, f"<xs:choice>{_KEUZE}</xs:choice>{_PEIL}", _KEUZE + _PEIL),
        Wat.KEUZE,
        Ernst.BREEKT,
        "Crebonummer of Keuzedeelcode",
        "geen keuze",
        "adapters/soap/sbb.py _CODE_ELEMENT",
    ),
    Mutatie(
        "the count of a search may be absent",
        vervang(
            XSD,
            '<xs:element name="AantalResultatenTotaal"',
            '<xs:element minOccurs="0" name="AantalResultatenTotaal"',
        ),
        Wat.MINIMUM,
        Ernst.BREEKT,
        "1",
        "0",
        "adapters/soap/messages.py ZoekenResult.totaal",
    ),
    Mutatie(
        "a moment where a day is sent",
        vervang(XSD, 'name="Peildatum" type="xs:date"', 'name="Peildatum" type="xs:dateTime"'),
        Wat.TYPE,
        Ernst.BREEKT,
        "xs:date",
        "xs:dateTime",
        "adapters/soap/sbb.py SoapSbb.verifieer",
    ),
    Mutatie(
        "SOAPAction prefix of one operation: the setting holds for all",
        vervang(WSDL, f'"{_VOOR}Zoeken"', '"urn:anders/Zoeken"', 2),
        Wat.ACTIE_VORM,
        Ernst.BREEKT,
        f"{_VOOR}Zoeken",
        "urn:anders/Zoeken",
        "adapters/soap/envelope.py Eindpunt.actie",
    ),
    Mutatie(
        "SOAPAction of what SBB sends",
        vervang(WSDL, f'"{_VOOR}MutatieErkenning"', '"urn:anders/MutatieErkenning"', 2),
        Wat.ACTIE_VORM,
        Ernst.BREEKT,
        f"{_VOOR}MutatieErkenning",
        "urn:anders/MutatieErkenning",
        _ONTVANGER,
    ),
    Mutatie(
        "the address of the receiver, which is ours",
        vervang(WSDL, "https://localhost/mutaties", "http://school.example/mutaties"),
        Wat.EINDPUNT,
        Ernst.ZONDER_GEVOLG,
        "https://localhost/mutaties",
        "http://school.example/mutaties",
        "niets",
    ),
    Mutatie(
        "rpc, with the same elements",
        vervang(WSDL, 'style="document"', 'style="rpc"', 2),
        Wat.STIJL,
        Ernst.BREEKT,
        "document",
        "rpc",
        "adapters/soap/incoming/mutatie_message.py lees_mutatiebericht",
    ),
    Mutatie(
        "an answer with room for anything",
        vervang(
            XSD,
            '<xs:element name="AantalGeregistreerdeLeerlingen" type="xs:int" minOccurs="0"/>',
            '<xs:element name="AantalGeregistreerdeLeerlingen" type="xs:int" minOccurs="0"/>'
            '<xs:any minOccurs="0" processContents="lax"/>',
        ),
        Wat.ELEMENT_EXTRA,
        Ernst.ZONDER_GEVOLG,
        "niet",
        "*",
        "niets: hier niet gebruikt",
    ),
)
