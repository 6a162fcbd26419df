"""Packs Swagger UI for the portal: its bundle made smaller, of its style what that uses, and the licences.

`make vendor` runs it, after `npm ci`. As published the bundle is 458 kB with gzip, too much for a page that
may take 500 with the OpenAPI document and all else: minified once more, for browsers of today, and compressed
by zopfli it is 437. What is written is committed, so that nobody needs npm to build the portal.
"""

import gzip
import re
import subprocess
import sys
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).parent
SOURCE: Final = HERE / "node_modules" / "swagger-ui-dist"
_BIN: Final = HERE / "node_modules" / ".bin"
_LICENCES: Final = ("LICENSE", "NOTICE", "swagger-ui-bundle.js.LICENSE.txt")
# A picture within a style is from nowhere that the Content-Security-Policy knows; the theme has its own.
_PICTURE: Final = re.compile(r"url\(\"data:[^\"]*(?:\\\"[^\"]*)*\"\)|url\(data:[^)]*\)")


def parts(folder: Path) -> dict[str, bytes]:
    """What is packed, by name; `folder` is to work in."""
    script, style = folder / "swagger-ui-bundle.js", folder / "swagger-ui.css"
    bundle = str(SOURCE / script.name)
    # The licences go along in a file of their own.
    options = ["--minify", "--target=es2022", "--legal-comments=none", "--log-level=error"]
    subprocess.run([str(_BIN / "esbuild"), bundle, *options, f"--outfile={script}"], check=True)
    files = ["--css", str(SOURCE / style.name), "--content", bundle, "--output", str(style)]
    subprocess.run([str(_BIN / "purgecss"), *files], check=True, capture_output=True)
    used = _PICTURE.sub("none", style.read_text(encoding="utf-8"))
    return {
        script.name: script.read_bytes(),
        # In a layer: whatever the theme says, without one, goes before it.
        style.name: f"@layer swagger{{{used}}}\n".encode(),
        "swagger-ui-licenties.txt": b"\n\n".join((SOURCE / name).read_bytes() for name in _LICENCES),
    }


def main() -> None:
    """Write each beside this file, unless it is there with the same content."""
    import zopfli.gzip  # noqa: PLC0415 - `make vendor` brings it, for this alone

    for name, content in parts(Path(sys.argv[1])).items():
        path = HERE / f"{name}.gz"
        if not path.exists() or gzip.decompress(path.read_bytes()) != content:
            path.write_bytes(zopfli.gzip.compress(content, numiterations=15))


if __name__ == "__main__":
    main()
