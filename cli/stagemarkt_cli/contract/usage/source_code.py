"""An index of the SOAP adapter's source: which function or constant names which element."""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final, TypeAlias

_PAKKET: Final = "stagemarkt.adapters.soap"
_ONTVANGEN: Final = f"{_PAKKET}.incoming"
_Functie: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Symbool:
    """A function, a method or a constant.

    Attributes:
        plek: where it is, such as `adapters/soap/sbb.py SoapSbb.verifieer`.
        naam: its own name, the last part of that.
        functie: whether it is a function.
        teksten: the texts in it, parts of f-strings too; not its docstring.
        namen: every name that it uses or calls.
        verdraagzaam: the constants that it looks up with an answer for what is not there.
    """

    plek: str
    naam: str
    functie: bool
    teksten: frozenset[str]
    namen: frozenset[str]
    verdraagzaam: frozenset[str]


@dataclass(frozen=True, slots=True)
class Broncode:
    """The index."""

    symbolen: tuple[Symbool, ...]

    def wortels(self, operatie: str) -> tuple[Symbool, ...]:
        """The functions that ask this operation."""
        return tuple(s for s in self.symbolen if s.functie and operatie in s.teksten)

    def omgeving(self, wortels: Iterable[Symbool]) -> tuple[Symbool, ...]:
        """These, and everything of the adapter that they use, directly or not."""
        bereikt = list(wortels)
        for symbool in bereikt:
            bereikt += [s for s in self.symbolen if s.naam in symbool.namen and s not in bereikt]
        return tuple(bereikt)

    def plek(self, naam: str) -> str:
        """Where a function or constant by this name is. Raises KeyError when there is none."""
        for symbool in self.symbolen:
            if symbool.plek.rpartition(" ")[2] == naam:
                return symbool.plek
        raise KeyError(naam)

    def tabel(self, waarden: Iterable[str]) -> tuple[Symbool, ...]:
        """The constants that hold all these values."""
        gezocht = frozenset(waarden)
        return tuple(s for s in self.symbolen if not s.functie and gezocht and gezocht <= s.teksten)

    def is_verdraagzaam(self, tabel: Symbool) -> bool:
        """Whether a value that is not in this table has an answer everywhere."""
        lezers = [s for s in self.symbolen if s.functie and tabel.naam in s.namen]
        return bool(lezers) and all(tabel.naam in s.verdraagzaam for s in lezers)


def noemt(symbolen: Iterable[Symbool], naam: str) -> tuple[str, ...]:
    """Where one of these has this very text."""
    return tuple(s.plek for s in symbolen if naam in s.teksten)


def bevat(symbolen: Iterable[Symbool], woord: str) -> tuple[str, ...]:
    """Where one of these has this word within a text."""
    vorm = re.compile(rf"(?<![A-Za-z]){re.escape(woord)}(?![A-Za-z])")
    return tuple(s.plek for s in symbolen if any(map(vorm.search, s.teksten)))


@cache
def lees_broncode() -> Broncode:
    """The index of the adapter that asks SBB, as it is installed here."""
    return _index_van(_PAKKET)


@cache
def lees_broncode_van_ontvangst() -> Broncode:
    """That of what SBB sends to us."""
    return _index_van(_ONTVANGEN)


def _index_van(pakket: str) -> Broncode:
    map_ = pakket.partition(".")[2].replace(".", "/")
    modules = sorted((m for m in files(pakket).iterdir() if m.name.endswith(".py")), key=lambda m: m.name)
    return maak_index({f"{map_}/{module.name}": module.read_text(encoding="utf-8") for module in modules})


def maak_index(bronnen: Mapping[str, str]) -> Broncode:
    """The index of these sources by path."""
    symbolen = [symbool for pad, bron in bronnen.items() for symbool in _symbolen(pad, ast.parse(bron).body)]
    return Broncode(tuple(symbolen))


def _symbolen(pad: str, romp: Iterable[ast.stmt], voor: str = "") -> Iterator[Symbool]:
    for deel in romp:
        if isinstance(deel, ast.ClassDef):
            yield from _symbolen(pad, deel.body, f"{voor}{deel.name}.")
        elif isinstance(deel, _Functie):
            yield _symbool(pad, voor, deel.name, deel, functie=True)
        elif isinstance(deel, ast.Assign | ast.AnnAssign) and not voor:
            doel = deel.targets[0] if isinstance(deel, ast.Assign) else deel.target
            if isinstance(doel, ast.Name):
                yield _symbool(pad, voor, doel.id, deel, functie=False)


def _symbool(pad: str, voor: str, naam: str, knoop: ast.stmt, *, functie: bool) -> Symbool:
    uitleg = ast.get_docstring(knoop, clean=False) if isinstance(knoop, _Functie) else None
    knopen = list(ast.walk(knoop))
    teksten = (k.value for k in knopen if isinstance(k, ast.Constant) and isinstance(k.value, str))
    return Symbool(
        f"{pad} {voor}{naam}",
        naam,
        functie,
        frozenset(tekst for tekst in teksten if tekst != uitleg),
        frozenset(_namen(knopen)) - {naam},
        frozenset(_met_uitwijk(knopen)),
    )


def _namen(knopen: Iterable[ast.AST]) -> Iterator[str]:
    for knoop in knopen:
        if isinstance(knoop, ast.Name):
            yield knoop.id
        elif isinstance(knoop, ast.Attribute):
            yield knoop.attr


def _met_uitwijk(knopen: Iterable[ast.AST]) -> Iterator[str]:
    """The tables of calls such as `tabel.get(waarde, anders)`."""
    for knoop in knopen:
        if (
            isinstance(knoop, ast.Call)
            and isinstance(knoop.func, ast.Attribute)
            and knoop.func.attr == "get"
            and isinstance(knoop.func.value, ast.Name)
            and len(knoop.args) > 1
        ):
            yield knoop.func.value.id
