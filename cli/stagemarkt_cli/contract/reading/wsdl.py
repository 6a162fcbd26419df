"""From WSDL 1.1 documents and their schemas to a contract."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from stagemarkt_cli.contract.model import (
    Binding,
    Contract,
    Operation,
    Part,
    UnreadableContract,
    WsdlMessage,
    XsdType,
)
from stagemarkt_cli.contract.reading.bindings import SOAP, Bound, read_bindings
from stagemarkt_cli.contract.reading.documents import WSDL, SchemaDocument
from stagemarkt_cli.contract.reading.safe_xml import Element, local, reference
from stagemarkt_cli.contract.reading.types_ import ANY, KindReader

_WSA: Final = (
    "{http://www.w3.org/2006/05/addressing/wsdl}Action",
    "{http://www.w3.org/2007/05/addressing/metadata}Action",
)


def make_contract(wsdls: Sequence[Element], schemas: Sequence[SchemaDocument]) -> Contract:
    """The contract in these documents.

    Raises:
        UnreadableContract: it has no SOAP operations, or refers to what is not there.
    """
    reader = _WsdlReader(wsdls, KindReader(schemas))
    operations: dict[str, Operation] = {}
    for bound in read_bindings(wsdls):
        if bound.naam not in operations:
            operations[bound.naam] = reader.operatie(bound)
    if not operations:
        raise UnreadableContract("er staat geen SOAP-operatie in deze WSDL")
    reader.soorten.drain()
    namespaces = Counter(operation.verzoek.namespace for operation in operations.values())
    return Contract(
        wsdl_namespace=wsdls[0].get("targetNamespace", ""),
        namespace=namespaces.most_common(1)[0][0],
        operations=operations,
        soorten=reader.soorten.soorten,
    )


class _WsdlReader:
    def __init__(self, wsdls: Sequence[Element], soorten: KindReader) -> None:
        self.soorten = soorten
        self._messages = _by_name(wsdls, "message")
        self._port_types = _by_name(wsdls, "portType")

    def operatie(self, bound: Bound) -> Operation:
        ns = f"{{{SOAP[bound.soap]}}}"
        abstract = self._abstract(bound)
        inputs, output = abstract.find(f"{{{WSDL}}}input"), abstract.find(f"{{{WSDL}}}output")
        if inputs is None:
            raise UnreadableContract(f"de operatie `{bound.naam}` neemt geen bericht aan")
        paths = (f"{ns}operation", f"{{{WSDL}}}input/{ns}body", f"{{{WSDL}}}output/{ns}body")
        header, main_body, answer = map(bound.element.find, paths)
        headers = bound.element.iterfind(f"{{{WSDL}}}input/{ns}header")
        encoding = "literal" if main_body is None else main_body.get("use", "literal")
        return Operation(
            naam=bound.naam,
            action="" if header is None else header.get("soapAction", ""),
            wsa_action=next((inputs.get(name) for name in _WSA if inputs.get(name)), None),
            endpoint=bound.endpoint,
            binding=Binding(
                bound.soap, bound.style, encoding, frozenset(self._header_name(k) for k in headers)
            ),
            verzoek=self._wsdl_message(bound, inputs, bound.naam, main_body),
            answer=None
            if output is None
            else self._wsdl_message(bound, output, f"{bound.naam}Response", answer),
        )

    def _abstract(self, bound: Bound) -> Element:
        port_type = _search(self._port_types, bound.port_type, "portType")
        for element in port_type.iterfind(f"{{{WSDL}}}operation"):
            if element.get("name") == bound.naam:
                return element
        raise UnreadableContract(f"de operatie `{bound.naam}` staat niet in haar portType")

    def _wsdl_message(
        self, bound: Bound, direction: Element, default_name: str, main_body: Element | None
    ) -> WsdlMessage:
        message = _search(self._messages, reference(direction, "message") or "", "message")
        parts = message.findall(f"{{{WSDL}}}part")
        if main_body is not None and main_body.get("parts"):
            in_body = main_body.get("parts", "").split()
            parts = [part for part in parts if part.get("name") in in_body]
        namespace = "" if main_body is None else main_body.get("namespace", "")
        # An element names itself, in the style rpc too: WS-I forbids it there, services do it.
        if len(parts) == 1 and parts[0].get("element"):
            return self._envelope(reference(parts[0], "element") or "")
        sleutel = f"#{bound.port_type}|{default_name}"
        content = tuple(self._rpc_part(part, sleutel) for part in parts)
        self.soorten.soorten[sleutel] = XsdType(sleutel, parts=content, complex=True)
        return WsdlMessage(default_name, namespace, sleutel)

    def _envelope(self, name: str) -> WsdlMessage:
        element, schema = self.soorten.register.search("element", name)
        path = f"{schema.namespace}|{local(name)}"
        return WsdlMessage(local(name), schema.namespace, self.soorten.kind_of(element, schema, path))

    def _rpc_part(self, part: Element, owner: str) -> Part:
        element = reference(part, "element")
        if element is not None:
            wsdl_message = self._envelope(element)
            return Part(wsdl_message.element, wsdl_message.namespace, 1, 1, wsdl_message.soort, owner=owner)
        kind = reference(part, "type") or ANY
        self.soorten.soort(kind)
        return Part(part.get("name", ""), "", 1, 1, kind, owner=owner)

    def _header_name(self, header: Element) -> str:
        message = self._messages.get(reference(header, "message") or "")
        for part in () if message is None else message.iterfind(f"{{{WSDL}}}part"):
            if part.get("name") == header.get("part"):
                return local(part.get("element") or part.get("type") or "")
        return header.get("part", "")


def _by_name(wsdls: Sequence[Element], nature: str) -> Mapping[str, Element]:
    return {
        f"{{{wsdl.get('targetNamespace', '')}}}{element.get('name', '')}": element
        for wsdl in wsdls
        for element in wsdl.iterfind(f"{{{WSDL}}}{nature}")
    }


def _search(table: Mapping[str, Element], name: str, nature: str) -> Element:
    found = table.get(name)
    if found is None:
        raise UnreadableContract(f"`{name}` ({nature}) wordt nergens beschreven")
    return found
