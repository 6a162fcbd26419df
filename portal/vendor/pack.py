"""Packs Swagger UI for the portal: the bundle as it came, of its style what that uses, and the licences.

`make vendor` runs it, after `npm ci`, with zopfli: 4% smaller than gzip, which keeps the page to try under
its 500 kB. What it writes is committed, so that nobody needs npm to build the portal.
"""

import re
import subprocess
from pathlib import Path
from typing import Final

import zopfli.gzip

HERE: Final = Path(__file__).parent
SOURCE: Final = HERE / "node_modules" / "swagger-ui-dist"
_LICENCES: Final = ("LICENSE", "NOTICE", "swagger-ui-bundle.js.LICENSE.txt")
# A picture within a style is from nowhere that the Content-Security-Policy knows; the theme has its own.
_PICTURE: Final = re.compile(r"url\(\"data:[^\"]*(?:\\\"[^\"]*)*\"\)|url\(data:[^)]*\)")


def used_style() -> bytes:
    """Of the style (188 kB) the rules for what occurs in the bundle (51 kB)."""
    purge = HERE / "node_modules" / ".bin" / "purgecss"
    files = ["--css", str(SOURCE / "swagger-ui.css"), "--content", str(SOURCE / "swagger-ui-bundle.js")]
    used = HERE / "node_modules" / ".swagger-ui.css"
    subprocess.run([str(purge), *files, "--output", str(used)], check=True, capture_output=True)
    style = _PICTURE.sub("none", used.read_text(encoding="utf-8"))
    # In a layer: whatever the theme says, without one, goes before it.
    return f"@layer swagger{{{style}}}\n".encode()


def licences() -> bytes:
    """Under which terms all of it is shipped."""
    return b"\n\n".join((SOURCE / name).read_bytes() for name in _LICENCES)


def main() -> None:
    """Write each beside this file."""
    parts = {
        "swagger-ui-bundle.js": (SOURCE / "swagger-ui-bundle.js").read_bytes(),
        "swagger-ui.css": used_style(),
        "swagger-ui-licenties.txt": licences(),
    }
    for name, content in parts.items():
        (HERE / f"{name}.gz").write_bytes(zopfli.gzip.compress(content, numiterations=15))


if __name__ == "__main__":
    main()
