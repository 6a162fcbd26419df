"""docs/glossary.md says how the project speaks: of each word that it names, the code knows the same."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.unit.requests import ROOT

PACKAGE = ROOT / "layers/stagemarkt/stagemarkt"
SHIPPED = (PACKAGE, ROOT / "functions", ROOT / "cli/stagemarkt_cli", ROOT / "local")
DOCUMENTS = sorted((ROOT / "functions/documentatie").glob("*api.json"))
ELSEWHERE = ("cli/", "client/", "functions/", "local/", "portal/", "tests/")


def _rows(chapter: str) -> list[list[str]]:
    """The rows of this chapter's table, without its head."""
    text = (ROOT / "docs/glossary.md").read_text(encoding="utf-8").split(f"\n## {chapter}\n")[1]
    lines = [line for line in text.split("\n## ")[0].splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[1:]]


NOUNS = {row[0]: row for row in _rows("Nouns")}
TECHNIQUES = {row[0]: row for row in _rows("Techniques")}


def _quoted(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def _place(path: str) -> Path:
    return (ROOT if path.startswith(ELSEWHERE) else PACKAGE) / path


def _modules() -> Iterator[Path]:
    for folder in SHIPPED:
        yield from sorted(folder.rglob("*.py"))


def _trees() -> Iterator[tuple[Path, ast.Module]]:
    for path in _modules():
        yield path, ast.parse(path.read_text(encoding="utf-8"))


def _properties(document: Any) -> Iterator[str]:
    """The names of all fields in a JSON Schema, wherever it stands in the document."""
    if isinstance(document, dict):
        fields = document.get("properties")
        yield from fields if isinstance(fields, dict) else ()
        for part in document.values():
            yield from _properties(part)
    elif isinstance(document, list):
        for part in document:
            yield from _properties(part)


@pytest.fixture(scope="module")
def nouns_in_use() -> set[str]:
    """Classes, their fields, and the fields and parameters of the API."""
    used = set[str]()
    for _, tree in _trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                used.add(node.name)
                used |= {
                    field.target.id
                    for field in node.body
                    if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
                }
    for path in DOCUMENTS:
        used |= set(_properties(json.loads(path.read_text(encoding="utf-8"))))
    return used


def _words(name: str) -> set[str]:
    """The words of a name: `CircuitBreaker` and `circuit_breaker` have the same two."""
    return {word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)}


@pytest.fixture(scope="module")
def technical_words() -> dict[str, str]:
    """Each word that is part of a module's, class's or function's name, with one place where it is."""
    found = dict[str, str]()
    for path, tree in _trees():
        # A function is called as in the template: so are its folder and its page in `composition/`.
        names = set() if path.name in ("app.py", "__init__.py") else {path.stem}
        names -= {function.name for function in (ROOT / "functions").iterdir()}
        names |= {
            node.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        }
        for name in names:
            found |= dict.fromkeys(_words(name), f"{path.relative_to(ROOT)}: {name}")
    return found


def test_each_term_stands_once() -> None:
    """No term is explained twice, as a noun, as a technique, or as both; and all are in order."""
    rows = [*_rows("Nouns"), *_rows("Techniques")]
    assert len(rows) > 80
    assert len({row[0].lower() for row in rows}) == len(rows)
    for chapter in ("Nouns", "Techniques"):
        terms = [row[0].lower() for row in _rows(chapter)]
        assert terms == sorted(terms), chapter


@pytest.mark.parametrize("noun", NOUNS)
def test_a_noun_is_used(noun: str, nouns_in_use: set[str]) -> None:
    """What a noun is called in code is a class or a field."""
    _, meaning, where = NOUNS[noun]
    assert meaning
    assert _quoted(where)
    assert set(_quoted(where)) <= nouns_in_use


@pytest.mark.parametrize("technique", TECHNIQUES)
def test_a_technique_lives_where_it_says(technique: str, technical_words: dict[str, str]) -> None:
    """Its places exist, and no module, class or function calls it otherwise."""
    _, meaning, where, otherwise = TECHNIQUES[technique]
    assert meaning
    assert _quoted(where)
    assert [path for path in _quoted(where) if not _place(path).exists()] == []
    other_names = {word.strip() for word in otherwise.split(",")} & technical_words.keys()
    assert {name: technical_words[name] for name in other_names} == {}


def test_each_folder_is_named() -> None:
    """Whoever opens a folder of the package, the command or what is at home finds here what it is for."""
    named = {_place(path) for row in TECHNIQUES.values() for path in _quoted(row[2])}
    named |= {path.parent for path in named}
    folders = {path.parent for path in _modules()} - set(SHIPPED)
    folders = {folder for folder in folders if not folder.is_relative_to(ROOT / "functions")}
    assert sorted(str(folder.relative_to(ROOT)) for folder in folders - named) == []
