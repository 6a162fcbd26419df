"""`python -m portal` writes the pages into `functions/documentatie`; with `--check` it only compares."""

import argparse
import sys
from typing import Final

from portal.files import OUTPUT, stale, write
from portal.site import build_site

_STALE: Final = 1


def main() -> int:
    """0 when all is as it should be."""
    parser = argparse.ArgumentParser(prog="python -m portal")
    parser.add_argument("--check", action="store_true", help="write nothing; fail when something would be")
    files = build_site()
    if not parser.parse_args().check:
        write(files, OUTPUT)
        return 0
    differing = stale(files, OUTPUT)
    sys.stdout.write("".join(f"{name}\n" for name in differing))
    return _STALE if differing else 0


if __name__ == "__main__":
    sys.exit(main())
