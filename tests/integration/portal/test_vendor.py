"""What the portal ships of others is what they published."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Final

VENDOR: Final = Path(__file__).resolve().parents[3] / "portal" / "vendor"
SWAGGER_UI: Final = VENDOR / "node_modules" / "swagger-ui-dist"


def test_swagger_ui_is_as_it_came(is_missing: Callable[[str], None]) -> None:
    """The bundle is that of the pinned package, byte for byte; its style has no picture from anywhere."""
    if not SWAGGER_UI.is_dir():
        is_missing("Swagger UI (npm ci --prefix portal/vendor)")
    pinned = json.loads((VENDOR / "package.json").read_bytes())["dependencies"]["swagger-ui-dist"]
    assert json.loads((SWAGGER_UI / "package.json").read_bytes())["version"] == pinned
    shipped = gzip.decompress((VENDOR / "swagger-ui-bundle.js.gz").read_bytes())
    assert shipped == (SWAGGER_UI / "swagger-ui-bundle.js").read_bytes()
    licences = gzip.decompress((VENDOR / "swagger-ui-licenties.txt.gz").read_bytes())
    assert (SWAGGER_UI / "LICENSE").read_bytes() in licences
    assert b"url(" not in gzip.decompress((VENDOR / "swagger-ui.css.gz").read_bytes())
