"""What the functions' processes find imported already."""

import ast
import sys
from pathlib import Path

from local.emulator.fork_server import LIBRARIES
from tests.unit.requests import ROOT


def test_what_the_functions_use() -> None:
    """Whatever library the package names is among it, and nothing that the package does not name."""
    sources = (ROOT / "layers/stagemarkt/stagemarkt").rglob("*.py")
    named = {name.partition(".")[0] for bron in sources for name in _imports(bron)}
    van_anderen = named - sys.stdlib_module_names - {"stagemarkt"}
    assert {name for name in van_anderen if not name.startswith("types_")} == {
        name.partition(".")[0] for name in LIBRARIES if name.partition(".")[0] not in sys.stdlib_module_names
    }


def _imports(bron: Path) -> set[str]:
    lines = [line.strip() for line in bron.read_text().splitlines()]
    return {line.split()[1] for line in lines if line.startswith(("import ", "from ")) and _is_import(line)}


def _is_import(line: str) -> bool:
    """Not a line of prose; of a long import the first line is enough."""
    try:
        ast.parse(line.replace("(", "x") if line.endswith("(") else line)
    except SyntaxError:
        return False
    return True
