"""A name means one thing in the whole project, and none is taken from the standard library."""

import ast
import sys
from collections import defaultdict
from pathlib import Path

from tests.unit.requests import ROOT

FILES = sorted(
    path
    for folder in ("layers/stagemarkt", "functions", "cli", "client", "local", "tests")
    for path in (ROOT / folder).rglob("*.py")
    # Made from the OpenAPI document: its schemas have the names of what they are made from.
    if path != ROOT / "client/stagemarkt/client/shapes.py"
)


def test_a_class_name_stands_once() -> None:
    """No two classes bear one name, wherever they stand: what is found by its name is what was meant."""
    places = defaultdict[str, list[str]](list)
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                places[node.name].append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert len(places) > 500
    assert {name: where for name, where in places.items() if len(where) > 1} == {}


def _names(path: Path) -> set[str]:
    """What this module, and each folder that it is in, is called when it is imported."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return set(parts) - {"__init__", "__main__"}


def test_no_module_has_a_name_of_the_standard_library() -> None:
    """Who reads `import warnings` need not ask which: no module or folder is called as one of Python's."""
    taken = {str(path.relative_to(ROOT)): _names(path) & sys.stdlib_module_names for path in FILES}
    assert {path: names for path, names in taken.items() if names} == {}
