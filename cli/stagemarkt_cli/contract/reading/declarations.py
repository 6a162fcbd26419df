"""Every named declaration of all schemas, by its name."""

from collections.abc import Iterable
from typing import TypeAlias

from stagemarkt_cli.contract.model import OnleesbaarContract
from stagemarkt_cli.contract.reading.documents import Schema
from stagemarkt_cli.contract.reading.safe_xml import Element, lokaal, verwijzing

Verklaring: TypeAlias = tuple[Element, Schema]


class Register:
    """What the schemas declare at their top."""

    def __init__(self, schemas: Iterable[Schema]) -> None:
        self.soorten: dict[str, Verklaring] = {}
        self._overig: dict[tuple[str, str], Verklaring] = {}
        for schema in schemas:
            for kind in schema.element:
                naam = f"{{{schema.namespace}}}{kind.get('name', '')}"
                if lokaal(str(kind.tag)) in {"complexType", "simpleType"}:
                    self.soorten[naam] = kind, schema
                else:
                    self._overig[lokaal(str(kind.tag)), naam] = kind, schema

    def verwezen(self, element: Element, schema: Schema) -> Verklaring | None:
        """What `ref` of an element, a group or an attribute points to; None without a `ref`.

        Raises:
            OnleesbaarContract: to nothing that is declared.
        """
        naam = verwijzing(element, "ref", schema.namespace)
        if naam is None:
            return None
        return self.zoek(lokaal(str(element.tag)), naam)

    def zoek(self, aard: str, naam: str) -> Verklaring:
        """A declaration such as `element` `{ns}Zoeken`. Raises OnleesbaarContract when there is none."""
        gevonden = self._overig.get((aard, naam))
        if gevonden is None:
            raise OnleesbaarContract(f"`{naam}` ({aard}) wordt nergens beschreven")
        return gevonden
