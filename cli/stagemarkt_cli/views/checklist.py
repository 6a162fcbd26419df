"""A checklist, a line for each part, as it comes."""

import json
from typing import TYPE_CHECKING, Final

from rich.text import Text

from stagemarkt_cli.views.screens import emit, safe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from stagemarkt_cli.api.smoke_test import CheckResult

_WORDS: Final = {
    "goed": ("goed", "green"),
    "fout": ("FOUT", "bold red"),
    "onbereikbaar": ("FOUT", "bold red"),
    "let-op": ("let op", "yellow"),
    "overgeslagen": ("-", ""),
}
_WORD: Final = 8
_PART: Final = 19


def show_check(console: "Console", result: "CheckResult") -> None:
    """One line."""
    word, style = _WORDS[result.uitkomst]
    emit(
        console,
        Text.assemble((word.ljust(_WORD), style), result.onderdeel.ljust(_PART), safe(result.toelichting)),
    )


def show_sum(console: "Console", results: "Sequence[CheckResult]") -> None:
    """How many of each, and what it comes to."""
    wrong = sum(result.uitkomst not in {"goed", "let-op", "overgeslagen"} for result in results)
    right = sum(result.uitkomst == "goed" for result in results)
    left = len(results) - wrong - right
    beside = f", {left} om naar te kijken" if left else ""
    emit(console, safe(f"{right} goed, {wrong} fout{beside}.", "bold red" if wrong else "bold green"))


def checklist_json(api_url: str, results: "Sequence[CheckResult]") -> str:
    """The same for programs."""
    wrong = any(result.uitkomst not in {"goed", "let-op", "overgeslagen"} for result in results)
    content = {"apiUrl": api_url, "goed": not wrong, "controles": [result._asdict() for result in results]}
    return json.dumps(content, ensure_ascii=False)
