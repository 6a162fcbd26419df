"""The command line with a facade that a test makes up."""

import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from rich.console import Console
from stagemarkt_cli.commands.toolbox import Gereedschap
from stagemarkt_cli.main import app
from stagemarkt_cli.views.screens import Schermen
from typer.testing import CliRunner

API = "https://facade.example/v1"
SLEUTEL = "smk_geheim_geheim"


@dataclass
class Opdrachtregel:
    """Runs commands; keeps what the facade was asked.

    Attributes:
        werkmap: the folder that commands are run in.
        antwoord: what the facade answers.
        breed: the width of the terminal.
        gevraagd: the requests, in order.
        slaap: what waiting does.
    """

    werkmap: Path
    antwoord: Callable[[httpx.Request], httpx.Response]
    breed: int = 120
    gevraagd: list[httpx.Request] = field(default_factory=list)
    slaap: Callable[[float], None] = lambda _: None

    def __call__(self, *woorden: str, omgeving: Mapping[str, str | None] | None = None) -> "Uitkomst":
        """Run one command, with address and key unless `omgeving` says otherwise."""
        uit, fout = io.StringIO(), io.StringIO()
        schermen = Schermen(Console(file=uit, width=self.breed), Console(file=fout, width=self.breed))
        gereedschap = Gereedschap(
            self.werkmap, schermen, httpx.MockTransport(self._antwoord), slaap=self.slaap
        )
        standaard: dict[str, str | None] = {"STAGEMARKT_API_URL": API, "STAGEMARKT_SLEUTEL": SLEUTEL}
        resultaat = CliRunner().invoke(
            app, list(woorden), obj=gereedschap, env={**standaard, **(omgeving or {})}
        )
        assert resultaat.exception is None or isinstance(resultaat.exception, SystemExit), resultaat.exception
        uitkomst = Uitkomst(
            resultaat.exit_code, uit.getvalue() + resultaat.stdout, fout.getvalue() + resultaat.stderr
        )
        assert SLEUTEL not in uitkomst.uit + uitkomst.fout
        return uitkomst

    def _antwoord(self, verzoek: httpx.Request) -> httpx.Response:
        self.gevraagd.append(verzoek)
        return self.antwoord(verzoek)


@dataclass(frozen=True)
class Uitkomst:
    """How a command ended."""

    code: int
    uit: str
    fout: str


def geeft(inhoud: Any, status: int = 200) -> Callable[[httpx.Request], httpx.Response]:
    """A facade that always answers this."""
    return lambda _: httpx.Response(status, text=json.dumps(inhoud, ensure_ascii=False))


def bladzijden(resultaten: Sequence[Any]) -> Callable[[httpx.Request], httpx.Response]:
    """A facade that gives these in pages of `limit`."""

    def antwoord(verzoek: httpx.Request) -> httpx.Response:
        vraag = verzoek.url.params
        van = int(vraag.get("cursor", "0"))
        tot = van + int(vraag["limit"])
        blad = {"resultaten": resultaten[van:tot], "totaal": len(resultaten)}
        return httpx.Response(
            200, json=blad | ({"volgendeCursor": str(tot)} if tot < len(resultaten) else {})
        )

    return antwoord
