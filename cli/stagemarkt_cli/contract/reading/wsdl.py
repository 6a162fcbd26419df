"""From WSDL 1.1 documents and their schemas to a contract."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from stagemarkt_cli.contract.model import (
    Binding,
    Boodschap,
    Contract,
    Deel,
    OnleesbaarContract,
    Operatie,
    Soort,
)
from stagemarkt_cli.contract.reading.bindings import SOAP, Gebonden, lees_bindingen
from stagemarkt_cli.contract.reading.documents import WSDL, Schema
from stagemarkt_cli.contract.reading.safe_xml import Element, lokaal, verwijzing
from stagemarkt_cli.contract.reading.types_ import ANY, Soortlezer

_WSA: Final = (
    "{http://www.w3.org/2006/05/addressing/wsdl}Action",
    "{http://www.w3.org/2007/05/addressing/metadata}Action",
)


def maak_contract(wsdls: Sequence[Element], schemas: Sequence[Schema]) -> Contract:
    """The contract in these documents.

    Raises:
        OnleesbaarContract: it has no SOAP operations, or refers to what is not there.
    """
    lezer = _Wsdllezer(wsdls, Soortlezer(schemas))
    operaties: dict[str, Operatie] = {}
    for gebonden in lees_bindingen(wsdls):
        if gebonden.naam not in operaties:
            operaties[gebonden.naam] = lezer.operatie(gebonden)
    if not operaties:
        raise OnleesbaarContract("er staat geen SOAP-operatie in deze WSDL")
    lezer.soorten.werk_af()
    namespaces = Counter(operatie.verzoek.namespace for operatie in operaties.values())
    return Contract(
        wsdl_namespace=wsdls[0].get("targetNamespace", ""),
        namespace=namespaces.most_common(1)[0][0],
        operaties=operaties,
        soorten=lezer.soorten.soorten,
    )


class _Wsdllezer:
    def __init__(self, wsdls: Sequence[Element], soorten: Soortlezer) -> None:
        self.soorten = soorten
        self._berichten = _genoemd(wsdls, "message")
        self._poorttypen = _genoemd(wsdls, "portType")

    def operatie(self, gebonden: Gebonden) -> Operatie:
        ns = f"{{{SOAP[gebonden.soap]}}}"
        abstract = self._abstract(gebonden)
        invoer, uitvoer = abstract.find(f"{{{WSDL}}}input"), abstract.find(f"{{{WSDL}}}output")
        if invoer is None:
            raise OnleesbaarContract(f"de operatie `{gebonden.naam}` neemt geen bericht aan")
        paden = (f"{ns}operation", f"{{{WSDL}}}input/{ns}body", f"{{{WSDL}}}output/{ns}body")
        kop, romp, antwoord = map(gebonden.element.find, paden)
        koppen = gebonden.element.iterfind(f"{{{WSDL}}}input/{ns}header")
        codering = "literal" if romp is None else romp.get("use", "literal")
        return Operatie(
            naam=gebonden.naam,
            actie="" if kop is None else kop.get("soapAction", ""),
            wsa_actie=next((invoer.get(naam) for naam in _WSA if invoer.get(naam)), None),
            eindpunt=gebonden.eindpunt,
            binding=Binding(
                gebonden.soap, gebonden.stijl, codering, frozenset(self._kopnaam(k) for k in koppen)
            ),
            verzoek=self._boodschap(gebonden, invoer, gebonden.naam, romp),
            antwoord=None
            if uitvoer is None
            else self._boodschap(gebonden, uitvoer, f"{gebonden.naam}Response", antwoord),
        )

    def _abstract(self, gebonden: Gebonden) -> Element:
        poorttype = _zoek(self._poorttypen, gebonden.poorttype, "portType")
        for element in poorttype.iterfind(f"{{{WSDL}}}operation"):
            if element.get("name") == gebonden.naam:
                return element
        raise OnleesbaarContract(f"de operatie `{gebonden.naam}` staat niet in haar portType")

    def _boodschap(
        self, gebonden: Gebonden, richting: Element, standaardnaam: str, romp: Element | None
    ) -> Boodschap:
        bericht = _zoek(self._berichten, verwijzing(richting, "message") or "", "message")
        delen = bericht.findall(f"{{{WSDL}}}part")
        if romp is not None and romp.get("parts"):
            in_romp = romp.get("parts", "").split()
            delen = [deel for deel in delen if deel.get("name") in in_romp]
        namespace = "" if romp is None else romp.get("namespace", "")
        # An element names itself, in the style rpc too: WS-I forbids it there, services do it.
        if len(delen) == 1 and delen[0].get("element"):
            return self._omhulsel(verwijzing(delen[0], "element") or "")
        sleutel = f"#{gebonden.poorttype}|{standaardnaam}"
        inhoud = tuple(self._rpc_deel(deel, sleutel) for deel in delen)
        self.soorten.soorten[sleutel] = Soort(sleutel, delen=inhoud, complex=True)
        return Boodschap(standaardnaam, namespace, sleutel)

    def _omhulsel(self, naam: str) -> Boodschap:
        element, schema = self.soorten.register.zoek("element", naam)
        pad = f"{schema.namespace}|{lokaal(naam)}"
        return Boodschap(lokaal(naam), schema.namespace, self.soorten.soort_van(element, schema, pad))

    def _rpc_deel(self, deel: Element, eigenaar: str) -> Deel:
        element = verwijzing(deel, "element")
        if element is not None:
            boodschap = self._omhulsel(element)
            return Deel(boodschap.element, boodschap.namespace, 1, 1, boodschap.soort, eigenaar=eigenaar)
        soort = verwijzing(deel, "type") or ANY
        self.soorten.soort(soort)
        return Deel(deel.get("name", ""), "", 1, 1, soort, eigenaar=eigenaar)

    def _kopnaam(self, kop: Element) -> str:
        bericht = self._berichten.get(verwijzing(kop, "message") or "")
        for deel in () if bericht is None else bericht.iterfind(f"{{{WSDL}}}part"):
            if deel.get("name") == kop.get("part"):
                return lokaal(deel.get("element") or deel.get("type") or "")
        return kop.get("part", "")


def _genoemd(wsdls: Sequence[Element], aard: str) -> Mapping[str, Element]:
    return {
        f"{{{wsdl.get('targetNamespace', '')}}}{element.get('name', '')}": element
        for wsdl in wsdls
        for element in wsdl.iterfind(f"{{{WSDL}}}{aard}")
    }


def _zoek(tabel: Mapping[str, Element], naam: str, aard: str) -> Element:
    gevonden = tabel.get(naam)
    if gevonden is None:
        raise OnleesbaarContract(f"`{naam}` ({aard}) wordt nergens beschreven")
    return gevonden
