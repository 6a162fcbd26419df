"""Where address and key come from, and where a key never goes."""

import json
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from stagemarkt_cli.api.access import STACK, ApiAccess, determine_toegang
from stagemarkt_cli.messages import Notice

from tests.unit.cli.command_line import CommandLine, responds_with

HERE = "http://localhost:4566/v1"


@pytest.fixture
def work_dir(tmp_path: Path) -> Path:
    """A folder where `make up` has been."""
    (tmp_path / STACK).parent.mkdir()
    (tmp_path / STACK).write_text(json.dumps({"apiUrl": HERE, "apiKey": "smk_hier", "intakeUrl": None}))
    return tmp_path


@pytest.mark.parametrize(
    ("api_url", "sleutel", "expected"),
    [
        (None, None, ApiAccess(HERE, "smk_hier")),
        (None, "smk_ander", ApiAccess(HERE, "smk_ander")),
        (f"{HERE}/", None, ApiAccess(HERE, "smk_hier")),
        ("https://x.example/v1", "smk_x", ApiAccess("https://x.example/v1", "smk_x")),
    ],
)
def test_toegang(work_dir: Path, api_url: str | None, sleutel: str | None, expected: ApiAccess) -> None:
    """What is given counts; the stack of this folder fills it up."""
    assert determine_toegang(api_url, sleutel, work_dir) == expected


@pytest.mark.parametrize(
    ("api_url", "sleutel"),
    [
        ("https://vreemd.example/v1", None),
        ("http://vreemd.example/v1", "smk_x"),
        ("vreemd.example", "smk_x"),
        ("https://[x", "smk_x"),
        (HERE, "smk_\nx"),
        (HERE, "smk_é"),
    ],
    ids=["local key elsewhere", "no encryption", "no URL", "bad URL", "line break", "no ASCII"],
)
def test_the_sleutel_stays_here(work_dir: Path, api_url: str, sleutel: str | None) -> None:
    """The key of the local stack goes to that stack; no key travels in the clear, and none is told."""
    with pytest.raises(Notice) as notice:
        determine_toegang(api_url, sleutel, work_dir)
    assert notice.value.code == 2
    assert "smk_" not in " ".join(notice.value.lines)


def test_no_sleutel_in_the_repr() -> None:
    """Nor does it show where an object is printed."""
    assert "smk_x" not in repr(ApiAccess(HERE, "smk_x"))


@pytest.mark.parametrize("content", [None, "{", "[]", "{}", '{"apiUrl": 1}'])
def test_no_stack(
    line: Callable[[Callable[[httpx.Request], httpx.Response]], CommandLine],
    tmp_path: Path,
    content: str | None,
) -> None:
    """Without address and key it is said how to give them."""
    if content is not None:
        (tmp_path / STACK).parent.mkdir()
        (tmp_path / STACK).write_text(content)
    outcome = line(responds_with({}))(
        "leerbedrijf", "1", environment={"STAGEMARKT_API_URL": None, "STAGEMARKT_SLEUTEL": None}
    )
    assert outcome.code == 2
    assert "make up" in outcome.fout
