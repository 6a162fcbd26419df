"""What the documents name of the code is there: a module, what it defines, a file, a folder."""

import ast
import fnmatch
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.unit.requests import ROOT

PACKAGE = ROOT / "layers/stagemarkt/stagemarkt"
ROOMS = ("model", "ports", "domain", "adapters", "web", "entry", "composition", "settings", "observability")
# Where a path in a document may begin: here, in the package, or with what the document itself lies beside.
STARTS = (ROOT, PACKAGE)
DOCUMENTS = sorted(
    path
    for pattern in (
        "*.md",
        "docs/**/*.md",
        "local/**/*.md",
        "tests/**/*.md",
        "contract/**/*.md",
        "events/*.md",
    )
    for path in ROOT.glob(pattern)
    if path.name != "CHANGELOG.md" and "node_modules" not in path.parts
)


def _code(path: Path) -> Iterator[str]:
    """What stands between backticks, outside blocks of code."""
    text = re.sub(r"^```.*?^```", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    yield from re.findall(r"`([^`\n]+)`", text)


@cache
def _bare() -> frozenset[str]:
    """Every module and folder by its own name alone, as a sentence calls it that has named its folder."""
    folders = ("layers", "functions", "cli", "client", "local", "tests")
    modules = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    return frozenset({path.name for path in modules} | {f"{path.parent.name}/" for path in modules})


@cache
def _defined(module: Path) -> frozenset[str]:
    """The names that a module defines, and `Class.member` of its classes."""
    found = set[str]()
    tree = ast.parse(module.read_text(encoding="utf-8"))
    for node in tree.body:
        found |= _names(node)
        if isinstance(node, ast.ClassDef):
            found |= {f"{node.name}.{name}" for member in node.body for name in _names(member)}
    return frozenset(found)


def _names(node: ast.stmt) -> set[str]:
    if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
        return {node.name}
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    return {target.id for target in targets if isinstance(target, ast.Name)}


def is_there(dotted: str) -> bool:
    """Whether `domain.cache.lookup.look_up` is a module, or a name that one defines."""
    parts = dotted.removeprefix("stagemarkt.").split(".")
    for length in range(len(parts), 0, -1):
        place, rest = PACKAGE.joinpath(*parts[:length]), ".".join(parts[length:])
        module = place.with_suffix(".py")
        if module.is_file():
            return not rest or rest in _defined(module)
        if place.is_dir():
            return not rest
    return False


def test_what_is_there_is_known() -> None:
    """The check itself: what exists passes, what does not is told."""
    assert is_there("domain.cache.lookup.look_up")
    assert is_there("ports.cache")
    assert is_there("adapters.soap")
    assert not is_there("domain.cache.lookup.raadpleeg")
    assert not is_there("domain.raadplegen")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_a_document_names_is_there(document: Path) -> None:
    """Modules with what they define (`web.handler`), files and folders (`adapters/soap/`): wherever named."""
    dead = []
    for name in _code(document):
        if re.fullmatch(rf"(stagemarkt\.)?({'|'.join(ROOMS)})(\.\w+)+", name) and not name.endswith(".py"):
            dead += [] if is_there(name) else [name]
        elif re.fullmatch(r"[\w*/.-]+(\.py|/)", name) and not name.startswith((".", "/")):
            found = fnmatch.filter(_bare(), name) or any(
                list(start.glob(name)) for start in (*STARTS, document.parent)
            )
            dead += [] if found else [name]
    assert dead == []
