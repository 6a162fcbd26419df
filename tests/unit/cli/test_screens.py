"""What goes to a terminal cannot steer it, whoever wrote it."""

import io
import json

import pytest
from rich.console import Console
from stagemarkt_cli.views.screens import schrijf_json, veilig, veilig_blok

KWAAD = ["\x1b[31m", "\x9b31m", "\x1b]0;titel\x07", "\u202e", "\u200b", "\r", "\x08", "\udc80", "\U000e0001"]


@pytest.mark.parametrize("teken", KWAAD)
def test_json_zegt_hetzelfde(teken: str) -> None:
    """JSON reads the same afterwards, and holds nothing that a terminal obeys."""
    uit = io.StringIO()
    inhoud = {"naam": f"a{teken}b", "é": ["€", 1]}
    schrijf_json(Console(file=uit), json.dumps(inhoud, ensure_ascii=False, indent=2))
    assert json.loads(uit.getvalue()) == inhoud
    assert teken not in uit.getvalue()
    assert "€" in uit.getvalue()


@pytest.mark.parametrize("teken", KWAAD)
def test_een_tekst_van_buiten(teken: str) -> None:
    """A text becomes one line without them; a block keeps its lines."""
    assert teken not in veilig(f"a{teken}b").plain
    blok = veilig_blok(f"een{teken}\ntwee").plain
    assert teken not in blok
    assert blok.splitlines()[-1] == "twee"
