"""What goes to a terminal cannot steer it, whoever wrote it."""

import io
import json

import pytest
from rich.console import Console
from stagemarkt_cli.views.screens import safe, safe_block, write_json

EVIL = ["\x1b[31m", "\x9b31m", "\x1b]0;titel\x07", "\u202e", "\u200b", "\r", "\x08", "\udc80", "\U000e0001"]


@pytest.mark.parametrize("sign", EVIL)
def test_json_says_the_same(sign: str) -> None:
    """JSON reads the same afterwards, and holds nothing that a terminal obeys."""
    out = io.StringIO()
    content = {"naam": f"a{sign}b", "é": ["€", 1]}
    write_json(Console(file=out), json.dumps(content, ensure_ascii=False, indent=2))
    assert json.loads(out.getvalue()) == content
    assert sign not in out.getvalue()
    assert "€" in out.getvalue()


@pytest.mark.parametrize("sign", EVIL)
def test_a_text_from_outside(sign: str) -> None:
    """A text becomes one line without them; a block keeps its lines."""
    assert sign not in safe(f"a{sign}b").plain
    block = safe_block(f"een{sign}\ntwee").plain
    assert sign not in block
    assert block.splitlines()[-1] == "twee"
