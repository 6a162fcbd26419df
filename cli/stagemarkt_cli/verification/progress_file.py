"""What is known already, beside the result: so that what stopped goes on, and asks nothing twice.

Lines of JSON, the first of which says of what: another input, other columns, another facade, school or day
make it worthless, and it begins anew. A line that was not finished is no line. It holds leerbedrijven, codes,
dates and verdicts, and nothing else of the caller's file.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import IO, Any, cast

from stagemarkt.domain.sheets.verdicts import OUTCOMES, RowVerdict
from stagemarkt.model.questions import Erkenningsvraag, Leerweg

from stagemarkt_cli.messages import WRONG_USAGE, Notice


def fingerprint(content: bytes, **besides: str) -> str:
    """What a progress file is of: the input to the byte, and what else decides the verdicts."""
    parts = [hashlib.sha256(content).hexdigest(), *(f"{name}={besides[name]}" for name in sorted(besides))]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


@dataclass(slots=True)
class ProgressFile:
    """The verdicts that stand, in a file that grows.

    Attributes:
        path: where.
        known: what it holds already.
    """

    path: Path
    known: dict[Erkenningsvraag, RowVerdict] = field(default_factory=dict)
    _stream: IO[str] | None = None

    @classmethod
    def open(cls, path: Path, fingerprint: str) -> "ProgressFile":
        """That of this input, gone on with; else a new one. Raises Notice when it cannot be written."""
        known = _read(path, fingerprint)
        try:
            # Written anew: what is not of this input, and half a line, are gone.
            with path.open("w", encoding="utf-8", newline="\n") as stream:
                stream.write(json.dumps({"van": fingerprint}) + "\n")
                stream.writelines(_line(question, verdict) for question, verdict in known.items())
            return cls(path, known, path.open("a", encoding="utf-8", newline="\n"))
        except OSError as error:
            raise Notice(
                f"In deze map is niet te schrijven: {path.parent} ({type(error).__name__}).",
                "Het resultaat komt naast de invoer te staan; zet die in een map van uzelf.",
                code=WRONG_USAGE,
            ) from None

    def keep(self, question: Erkenningsvraag, verdict: RowVerdict) -> None:
        """One more, in the file before this returns."""
        self.known[question] = verdict
        if self._stream is not None:
            self._stream.write(_line(question, verdict))
            self._stream.flush()

    def close(self, *, remove: bool) -> None:
        """Nothing more comes; `remove` when nothing is left to go on with."""
        if self._stream is not None:
            self._stream.close()
            self._stream = None
        if remove:
            self.path.unlink(missing_ok=True)


def _line(question: Erkenningsvraag, verdict: RowVerdict) -> str:
    asked = [str(part) if part is not None else None for part in question]
    return json.dumps({"vraag": asked, "uitkomst": verdict}, ensure_ascii=False) + "\n"


def _read(path: Path, fingerprint: str) -> dict[Erkenningsvraag, RowVerdict]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return {}
    if not lines or _parsed(lines[0]).get("van") != fingerprint:
        return {}
    return dict(found for line in lines[1:] if (found := _entry(_parsed(line))) is not None)


def _parsed(line: str) -> Mapping[str, Any]:
    try:
        content = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}


def _entry(content: Mapping[str, Any]) -> tuple[Erkenningsvraag, RowVerdict] | None:
    try:
        leerbedrijf_id, code, peildatum, end, leerweg = content["vraag"]
        verdict = RowVerdict(*content["uitkomst"])
        until = date.fromisoformat(end) if end else None
        question = Erkenningsvraag(
            leerbedrijf_id, code, date.fromisoformat(peildatum), until, cast("Leerweg | None", leerweg)
        )
    except (KeyError, TypeError, ValueError):
        return None
    return (question, verdict) if verdict.uitkomst in OUTCOMES else None
