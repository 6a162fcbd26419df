"""Every named declaration of all schemas, by its name."""

from collections.abc import Iterable
from typing import TypeAlias

from stagemarkt_cli.contract.model import UnreadableContract
from stagemarkt_cli.contract.reading.documents import SchemaDocument
from stagemarkt_cli.contract.reading.safe_xml import Element, local, reference

Declaration: TypeAlias = tuple[Element, SchemaDocument]


class Declarations:
    """What the schemas declare at their top."""

    def __init__(self, schemas: Iterable[SchemaDocument]) -> None:
        self.soorten: dict[str, Declaration] = {}
        self._others: dict[tuple[str, str], Declaration] = {}
        for schema in schemas:
            for child in schema.element:
                naam = f"{{{schema.namespace}}}{child.get('name', '')}"
                if local(str(child.tag)) in {"complexType", "simpleType"}:
                    self.soorten[naam] = child, schema
                else:
                    self._others[local(str(child.tag)), naam] = child, schema

    def referenced(self, element: Element, schema: SchemaDocument) -> Declaration | None:
        """What `ref` of an element, a group or an attribute points to; None without a `ref`.

        Raises:
            UnreadableContract: to nothing that is declared.
        """
        name = reference(element, "ref", schema.namespace)
        if name is None:
            return None
        return self.search(local(str(element.tag)), name)

    def search(self, nature: str, name: str) -> Declaration:
        """A declaration such as `element` `{ns}Zoeken`. Raises UnreadableContract when there is none."""
        found = self._others.get((nature, name))
        if found is None:
            raise UnreadableContract(f"`{name}` ({nature}) wordt nergens beschreven")
        return found
