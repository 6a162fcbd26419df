"""What the functions' processes find imported already."""

import ast
import sys
from pathlib import Path

from local.emulator.fork_server import LIBRARIES
from tests.unit.requests import ROOT


def test_wat_de_functies_gebruiken() -> None:
    """Whatever library the package names is among it, and nothing that the package does not name."""
    sources = (ROOT / "layers/stagemarkt/stagemarkt").rglob("*.py")
    named = {naam.partition(".")[0] for bron in sources for naam in _imports(bron)}
    van_anderen = named - sys.stdlib_module_names - {"stagemarkt"}
    assert {naam for naam in van_anderen if not naam.startswith("types_")} == {
        naam.partition(".")[0] for naam in LIBRARIES if naam.partition(".")[0] not in sys.stdlib_module_names
    }


def _imports(bron: Path) -> set[str]:
    lines = [regel.strip() for regel in bron.read_text().splitlines()]
    return {
        regel.split()[1] for regel in lines if regel.startswith(("import ", "from ")) and _is_import(regel)
    }


def _is_import(regel: str) -> bool:
    """Not a line of prose; of a long import the first line is enough."""
    try:
        ast.parse(regel.replace("(", "x") if regel.endswith("(") else regel)
    except SyntaxError:
        return False
    return True
