"""Where address and key come from, and where a key never goes."""

import json
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from stagemarkt_cli.api.access import STACK, Toegang, bepaal_toegang
from stagemarkt_cli.messages import Melding

from tests.unit.cli.command_line import Opdrachtregel, geeft

HIER = "http://localhost:4566/v1"


@pytest.fixture
def werkmap(tmp_path: Path) -> Path:
    """A folder where `make up` has been."""
    (tmp_path / STACK).parent.mkdir()
    (tmp_path / STACK).write_text(json.dumps({"apiUrl": HIER, "apiKey": "smk_hier", "intakeUrl": None}))
    return tmp_path


@pytest.mark.parametrize(
    ("api_url", "sleutel", "verwacht"),
    [
        (None, None, Toegang(HIER, "smk_hier")),
        (None, "smk_ander", Toegang(HIER, "smk_ander")),
        (f"{HIER}/", None, Toegang(HIER, "smk_hier")),
        ("https://x.example/v1", "smk_x", Toegang("https://x.example/v1", "smk_x")),
    ],
)
def test_toegang(werkmap: Path, api_url: str | None, sleutel: str | None, verwacht: Toegang) -> None:
    """What is given counts; the stack of this folder fills it up."""
    assert bepaal_toegang(api_url, sleutel, werkmap) == verwacht


@pytest.mark.parametrize(
    ("api_url", "sleutel"),
    [
        ("https://vreemd.example/v1", None),
        ("http://vreemd.example/v1", "smk_x"),
        ("vreemd.example", "smk_x"),
        ("https://[x", "smk_x"),
        (HIER, "smk_\nx"),
        (HIER, "smk_é"),
    ],
    ids=["local key elsewhere", "no encryption", "no URL", "bad URL", "line break", "no ASCII"],
)
def test_sleutel_blijft_hier(werkmap: Path, api_url: str, sleutel: str | None) -> None:
    """The key of the local stack goes to that stack; no key travels in the clear, and none is told."""
    with pytest.raises(Melding) as melding:
        bepaal_toegang(api_url, sleutel, werkmap)
    assert melding.value.code == 2
    assert "smk_" not in " ".join(melding.value.regels)


def test_sleutel_niet_in_repr() -> None:
    """Nor does it show where an object is printed."""
    assert "smk_x" not in repr(Toegang(HIER, "smk_x"))


@pytest.mark.parametrize("inhoud", [None, "{", "[]", "{}", '{"apiUrl": 1}'])
def test_geen_stack(
    regel: Callable[[Callable[[httpx.Request], httpx.Response]], Opdrachtregel],
    tmp_path: Path,
    inhoud: str | None,
) -> None:
    """Without address and key it is said how to give them."""
    if inhoud is not None:
        (tmp_path / STACK).parent.mkdir()
        (tmp_path / STACK).write_text(inhoud)
    uitkomst = regel(geeft({}))(
        "leerbedrijf", "1", omgeving={"STAGEMARKT_API_URL": None, "STAGEMARKT_SLEUTEL": None}
    )
    assert uitkomst.code == 2
    assert "make up" in uitkomst.fout
