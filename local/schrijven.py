"""Files that others wait for: whole or not at all, readable by their owner alone."""

import json
import os
from pathlib import Path
from typing import Any


def schrijf_json(bestand: Path, inhoud: dict[str, Any]) -> None:
    """Write JSON in one step; keys can be in it, so nobody else may read it."""
    tijdelijk = bestand.with_suffix(".nieuw")
    with os.fdopen(os.open(tijdelijk, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as open_:
        json.dump(inhoud, open_, indent=2)
        open_.write("\n")
    tijdelijk.replace(bestand)
