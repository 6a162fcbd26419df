"""An index of the SOAP adapter's source: which function or constant names which element."""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final, TypeAlias

_PACKAGE: Final = "stagemarkt.adapters.soap"
_INCOMING: Final = f"{_PACKAGE}.incoming"
_Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Symbol:
    """A function, a method or a constant.

    Attributes:
        plek: where it is, such as `adapters/soap/sbb.py SoapSbb.verifieer`.
        naam: its own name, the last part of that.
        functie: whether it is a function.
        texts: the texts in it, parts of f-strings too; not its docstring.
        names: every name that it uses or calls.
        tolerant: the constants that it looks up with an answer for what is not there.
    """

    plek: str
    naam: str
    functie: bool
    texts: frozenset[str]
    names: frozenset[str]
    tolerant: frozenset[str]


@dataclass(frozen=True, slots=True)
class SourceCode:
    """The index."""

    symbols: tuple[Symbol, ...]

    def roots(self, operation: str) -> tuple[Symbol, ...]:
        """The functions that ask this operation."""
        return tuple(s for s in self.symbols if s.functie and operation in s.texts)

    def environment(self, roots: Iterable[Symbol]) -> tuple[Symbol, ...]:
        """These, and everything of the adapter that they use, directly or not."""
        reached = list(roots)
        for symbol in reached:
            reached += [s for s in self.symbols if s.naam in symbol.names and s not in reached]
        return tuple(reached)

    def plek(self, name: str) -> str:
        """Where a function or constant by this name is. Raises KeyError when there is none."""
        for symbol in self.symbols:
            if symbol.plek.rpartition(" ")[2] == name:
                return symbol.plek
        raise KeyError(name)

    def table(self, values: Iterable[str]) -> tuple[Symbol, ...]:
        """The constants that hold all these values."""
        sought = frozenset(values)
        return tuple(s for s in self.symbols if not s.functie and sought and sought <= s.texts)

    def is_tolerant(self, table: Symbol) -> bool:
        """Whether a value that is not in this table has an answer everywhere."""
        readers = [s for s in self.symbols if s.functie and table.naam in s.names]
        return bool(readers) and all(table.naam in s.tolerant for s in readers)


def mentions(symbols: Iterable[Symbol], name: str) -> tuple[str, ...]:
    """Where one of these has this very text."""
    return tuple(s.plek for s in symbols if name in s.texts)


def contains(symbols: Iterable[Symbol], word: str) -> tuple[str, ...]:
    """Where one of these has this word within a text."""
    form = re.compile(rf"(?<![A-Za-z]){re.escape(word)}(?![A-Za-z])")
    return tuple(s.plek for s in symbols if any(map(form.search, s.texts)))


@cache
def read_source_code() -> SourceCode:
    """The index of the adapter that asks SBB, as it is installed here."""
    return _index_of(_PACKAGE)


@cache
def read_receipt_source_code() -> SourceCode:
    """That of what SBB sends to us."""
    return _index_of(_INCOMING)


def _index_of(package: str) -> SourceCode:
    folder = package.partition(".")[2].replace(".", "/")
    modules = sorted((m for m in files(package).iterdir() if m.name.endswith(".py")), key=lambda m: m.name)
    return make_index({f"{folder}/{module.name}": module.read_text(encoding="utf-8") for module in modules})


def make_index(sources: Mapping[str, str]) -> SourceCode:
    """The index of these sources by path."""
    symbols = [symbol for path, bron in sources.items() for symbol in _symbols(path, ast.parse(bron).body)]
    return SourceCode(tuple(symbols))


def _symbols(path: str, main_body: Iterable[ast.stmt], before: str = "") -> Iterator[Symbol]:
    for part in main_body:
        if isinstance(part, ast.ClassDef):
            yield from _symbols(path, part.body, f"{before}{part.name}.")
        elif isinstance(part, _Function):
            yield _symbol(path, before, part.name, part, function=True)
        elif isinstance(part, ast.Assign | ast.AnnAssign) and not before:
            target = part.targets[0] if isinstance(part, ast.Assign) else part.target
            if isinstance(target, ast.Name):
                yield _symbol(path, before, target.id, part, function=False)


def _symbol(path: str, before: str, name: str, node: ast.stmt, *, function: bool) -> Symbol:
    explanation = ast.get_docstring(node, clean=False) if isinstance(node, _Function) else None
    nodes = list(ast.walk(node))
    texts = (k.value for k in nodes if isinstance(k, ast.Constant) and isinstance(k.value, str))
    return Symbol(
        f"{path} {before}{name}",
        name,
        function,
        frozenset(text for text in texts if text != explanation),
        frozenset(_names(nodes)) - {name},
        frozenset(_with_fallback(nodes)),
    )


def _names(nodes: Iterable[ast.AST]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr


def _with_fallback(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """The tables of calls such as `tabel.get(waarde, anders)`."""
    for node in nodes:
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "get"
            and isinstance(node.func.value, ast.Name)
            and len(node.args) > 1
        ):
            yield node.func.value.id
