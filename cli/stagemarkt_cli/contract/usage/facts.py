"""The questions about our own code that the meaning of a difference turns on."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from pydantic import BaseModel
from stagemarkt.adapters.soap.messages import Resultaatkop
from stagemarkt.adapters.soap.signaalcodes import SIGNAALCODES

from stagemarkt_cli.contract.usage.answers import ReadField, find_field, modellen
from stagemarkt_cli.contract.usage.source_code import (
    SourceCode,
    contains,
    mentions,
    read_receipt_source_code,
    read_source_code,
)

_PREFIXES: Final = {
    "namespace": "templateparameter SbbNamespace",
    "eindpunt": "templateparameter SbbUrl",
    "soapaction": "templateparameter SbbSoapAction",
    "signaalcodes": "templateparameter SbbSignaalcodes",
}
_ENVELOPE: Final = ("make_request", "open_answer")


@dataclass(frozen=True, slots=True)
class Usage:
    """What the facade asks, sends and reads.

    Attributes:
        source_code: the index of the SOAP adapter.
        messages: the message models by name.
        receipt: the index of what reads and answers the messages of SBB.
    """

    source_code: SourceCode
    messages: Mapping[str, type[BaseModel]]
    receipt: SourceCode = field(default_factory=lambda: SourceCode(()))

    def operatie(self, name: str) -> tuple[str, ...]:
        """Where this operation is asked, or answered; nothing when it is not used here."""
        roots = self.source_code.roots(name) or self.receipt.roots(name)
        return tuple(symbol.plek for symbol in roots)

    def receives(self, operation: str) -> bool:
        """Whether it is SBB that asks this of us."""
        return bool(self.receipt.roots(operation))

    def received(self, operation: str, name: str) -> tuple[str, ...]:
        """Where an element by this name is read of what SBB asks, or else what reads the whole."""
        roots = self.receipt.roots(operation)
        return mentions(self.receipt.environment(roots), name) or tuple(root.plek for root in roots)

    def confirmed(self, operation: str, name: str) -> tuple[str, ...]:
        """Where an element by this name is written in the answer to SBB, or else what writes the whole."""
        functions = [symbol for symbol in self.receipt.symbols if symbol.functie]
        return contains(functions, name) or contains(functions, f"{operation}Response")

    def sent(self, operation: str, path: tuple[str, ...]) -> tuple[str, ...]:
        """Where the element at `path` of a request is written; nothing when it is never sent."""
        roots = self.source_code.roots(operation)
        environment = self.source_code.environment(roots)
        if not roots or not path:
            return ()
        if len(path) == 1:
            return contains(environment, path[0])
        # A part of an element that is not sent is not sent either.
        steps = [mentions(environment, step) for step in path[1:]]
        return steps[-1] if all(steps) else ()

    def parsed(self, operation: str, path: tuple[str, ...]) -> ReadField | None:
        """How the element at `path` of an answer is read; None when it is passed over."""
        model = self._model(operation)
        if model is None or not path:
            return None
        return find_field(model, path[1:])

    def envelope(self, operation: str, name: str) -> tuple[str, ...]:
        """Where the element around a message is named: it is called after its operation, or on its own."""
        environment = self.source_code.environment(self.source_code.roots(operation))
        return contains(environment, name.removeprefix(operation) or name) or tuple(map(self.plek, _ENVELOPE))

    def table(self, values: Collection[str]) -> tuple[str, ...]:
        """The tables that hold these values."""
        return tuple(symbol.plek for symbol in self.source_code.table(values))

    def allows_unknown_value(self, values: Collection[str]) -> bool:
        """Whether each table of these values has an answer for another one."""
        tables = self.source_code.table(values)
        return bool(tables) and all(map(self.source_code.is_tolerant, tables))

    def plek(self, name: str) -> str:
        """Where a function or constant of the adapter is. Raises KeyError when there is none."""
        try:
            return self.source_code.plek(name)
        except KeyError:
            return self.receipt.plek(name)

    def is_signaalcode(self, path: tuple[str, ...]) -> bool:
        """Whether this is the element with the signaalcode."""
        return path[1:] == (Resultaatkop.model_fields["signaalcode"].alias,)

    def unknown_signaalcodes(self, values: Collection[str]) -> list[str]:
        """Those that are not in our table."""
        return sorted(set(values) - {str(code) for code in SIGNAALCODES}, key=lambda code: (len(code), code))

    def setting(self, name: str) -> str:
        """The parameter of the template that a name or address comes from."""
        return _PREFIXES[name]

    def _model(self, operation: str) -> type[BaseModel] | None:
        """The model that a function that asks this operation reads its answer with."""
        for symbol in self.source_code.roots(operation):
            for name in sorted(symbol.names):
                model = self.messages.get(name)
                if model is not None and issubclass(model, Resultaatkop) and model is not Resultaatkop:
                    return model
        return None


@cache
def usage_here() -> Usage:
    """That of the facade as it is installed here."""
    return Usage(read_source_code(), modellen(), read_receipt_source_code())
