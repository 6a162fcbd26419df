"""The command line with a facade that a test makes up."""

import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from rich.console import Console
from stagemarkt_cli.commands.toolbox import Toolbox
from stagemarkt_cli.main import app
from stagemarkt_cli.views.screens import Screens
from typer.testing import CliRunner

API = "https://facade.example/v1"
SLEUTEL = "smk_geheim_geheim"


@dataclass
class CommandLine:
    """Runs commands; keeps what the facade was asked.

    Attributes:
        work_dir: the folder that commands are run in.
        answer: what the facade answers.
        wide: the width of the terminal.
        asked: the requests, in order.
        sleep: what waiting does.
    """

    work_dir: Path
    answer: Callable[[httpx.Request], httpx.Response]
    wide: int = 120
    asked: list[httpx.Request] = field(default_factory=list)
    sleep: Callable[[float], None] = lambda _: None

    def __call__(self, *words: str, environment: Mapping[str, str | None] | None = None) -> "CommandOutcome":
        """Run one command, with address and key unless `environment` says otherwise."""
        out, error = io.StringIO(), io.StringIO()
        screens = Screens(Console(file=out, width=self.wide), Console(file=error, width=self.wide))
        toolbox = Toolbox(self.work_dir, screens, httpx.MockTransport(self._answer), sleep=self.sleep)
        default: dict[str, str | None] = {"STAGEMARKT_API_URL": API, "STAGEMARKT_SLEUTEL": SLEUTEL}
        result = CliRunner().invoke(app, list(words), obj=toolbox, env={**default, **(environment or {})})
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        outcome = CommandOutcome(
            result.exit_code, out.getvalue() + result.stdout, error.getvalue() + result.stderr
        )
        assert SLEUTEL not in outcome.out + outcome.fout
        return outcome

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        return self.answer(request)


@dataclass(frozen=True)
class CommandOutcome:
    """How a command ended."""

    code: int
    out: str
    fout: str


def responds_with(content: Any, status: int = 200) -> Callable[[httpx.Request], httpx.Response]:
    """A facade that always answers this."""
    return lambda _: httpx.Response(status, text=json.dumps(content, ensure_ascii=False))


def pages(results: Sequence[Any]) -> Callable[[httpx.Request], httpx.Response]:
    """A facade that gives these in pages of `limit`."""

    def answer(request: httpx.Request) -> httpx.Response:
        question = request.url.params
        van = int(question.get("cursor", "0"))
        until = van + int(question["limit"])
        sheet = {"resultaten": results[van:until], "totaal": len(results)}
        return httpx.Response(
            200, json=sheet | ({"volgendeCursor": str(until)} if until < len(results) else {})
        )

    return answer
