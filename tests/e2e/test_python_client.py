"""The guide of the Python client, pasted block after block: each prints what stands under it."""

import contextlib
import io
import re
from pathlib import Path
from typing import Any, Final

import pytest

from tests.e2e.client import FacadeClient

GUIDE: Final = (Path(__file__).resolve().parents[2] / "docs/python-client.md").read_text(encoding="utf-8")
BLOCKS: Final = re.findall(
    r"^```python\n(.*?)^```\n(?:\n```text\n(.*?)^```$)?", GUIDE, re.DOTALL | re.MULTILINE
)


def test_the_guide_prints_what_comes(facade: FacadeClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Against the stack, with the key and a receiver set up as the guide says."""
    monkeypatch.setenv("STAGEMARKT_API_URL", facade.stack["apiUrl"])
    monkeypatch.setenv("STAGEMARKT_SLEUTEL", facade.stack["apiKey"])
    monkeypatch.setenv("ONTVANGER", facade.stack["ontvangers"][0])
    room: dict[str, Any] = {}
    printed = []
    for code, _ in BLOCKS:
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(code, room)  # noqa: S102 - the guide's own text
        printed.append(out.getvalue())
    assert len(BLOCKS) > 9
    assert printed == [text for _, text in BLOCKS]
