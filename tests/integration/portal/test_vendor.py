"""What the portal ships of others is what comes of the packages that are pinned."""

import gzip
import json
import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Final

VENDOR: Final = Path(__file__).resolve().parents[3] / "portal" / "vendor"
SWAGGER_UI: Final = VENDOR / "node_modules" / "swagger-ui-dist"


def test_what_is_shipped_can_be_packed_again(
    required: Callable[[str], str], is_missing: Callable[[str], None], tmp_path: Path
) -> None:
    """Packed anew from what npm gives, it is the same to the byte; no style asks for a picture."""
    required("node")
    if not (VENDOR / "node_modules" / "esbuild").is_dir():
        is_missing("Swagger UI and what packs it (npm ci --prefix portal/vendor)")
    pinned = json.loads((VENDOR / "package.json").read_bytes())["dependencies"]["swagger-ui-dist"]
    assert json.loads((SWAGGER_UI / "package.json").read_bytes())["version"] == pinned
    packed = runpy.run_path(str(VENDOR / "pack.py"))["parts"](tmp_path)
    shipped = {name: gzip.decompress((VENDOR / f"{name}.gz").read_bytes()) for name in packed}
    assert shipped == packed
    assert (SWAGGER_UI / "LICENSE").read_bytes() in shipped["swagger-ui-licenties.txt"]
    assert b"url(" not in shipped["swagger-ui.css"]
