"""The command speaks Dutch, also where Typer speaks for it: every command, used wrongly in every way."""

import re
from collections.abc import Iterator
from typing import Any, Final

import pytest
import typer
from stagemarkt_cli.commands.dutch import vertaal
from stagemarkt_cli.commands.on_demand import OnDemand
from stagemarkt_cli.main import app
from typer.testing import CliRunner

# Words that no Dutch sentence of ours holds.
_WOORDEN: Final = (
    "usage options? arguments commands? missing error such invalid value should must required default "
    "unexpected extra requires takes does not input valid possible did mean try aborted file exist show"
)
_ENGELS: Final = re.compile(rf"\b({_WOORDEN.replace(' ', '|')})\b", re.IGNORECASE)
_GETALLEN: Final = frozenset({"N", "KM", "GETAL", "DAGEN", "1-4"})


def _opdrachten(groep: Any, pad: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    for naam, genoemd in groep.commands.items():
        opdracht = genoemd.load() if isinstance(genoemd, OnDemand) else genoemd
        if hasattr(opdracht, "commands"):
            yield (*pad, naam), opdracht
            yield from _opdrachten(opdracht, (*pad, naam))
        else:
            yield (*pad, naam), opdracht


ALLE: Final = [((), typer.main.get_command(app)), *_opdrachten(typer.main.get_command(app))]
NAMEN: Final = [" ".join(pad) or "stagemarkt" for pad, _ in ALLE]


def _verkeerd(opdracht: Any) -> Iterator[list[str]]:
    """Command lines that this command refuses."""
    gewoon = ["x" for param in opdracht.params if param.param_type_name == "argument"]
    yield ["--bestaat-niet"]
    yield ["--jso"]
    if hasattr(opdracht, "commands"):
        yield ["bestaat-niet"]
        yield [next(iter(opdracht.commands))[:-1]]
        return
    if any(param.required for param in opdracht.params):
        yield []
    yield [*gewoon, "te", "veel"]
    for param in opdracht.params:
        if param.param_type_name != "option" or param.name == "help":
            continue
        naam = param.opts[0]
        if param.is_flag:
            yield [*gewoon, f"{naam}=3"]
        else:
            yield [*gewoon, naam]
            if param.metavar in _GETALLEN:
                yield from ([*gewoon, naam, waarde] for waarde in ("x", "1.5", ""))


def _zegt(woorden: list[str]) -> tuple[int, str]:
    resultaat = CliRunner().invoke(app, woorden, env={"COLUMNS": "300", "TERMINAL_WIDTH": "300"})
    assert resultaat.exception is None or isinstance(resultaat.exception, SystemExit), woorden
    return resultaat.exit_code, resultaat.output


@pytest.mark.parametrize(("pad", "opdracht"), ALLE, ids=NAMEN)
def test_wat_verkeerd_gebruikt_wordt(pad: tuple[str, ...], opdracht: Any) -> None:
    """Each wrong command line ends with 2, in Dutch, and says where the explanation is."""
    for fout in _verkeerd(opdracht):
        code, gezegd = _zegt([*pad, *fout])
        regels = [regel.strip("│ ") for regel in gezegd.splitlines() if regel.startswith("│")]
        assert code == 2, (fout, gezegd)
        assert regels, (fout, gezegd)
        eigen = set(re.findall(r"--[a-z-]+|'[^']*'", " ".join(regels)))
        kaal = " ".join(regels)
        for woord in eigen:
            kaal = kaal.replace(woord, "")
        assert not _ENGELS.search(kaal), (fout, kaal)


@pytest.mark.parametrize(("pad", "opdracht"), ALLE, ids=NAMEN)
def test_de_uitleg(pad: tuple[str, ...], opdracht: Any) -> None:
    """`--help` is Dutch; every command and each of its options says what it is."""
    code, gezegd = _zegt([*pad, "--help"])
    assert code == 0
    assert "Gebruik:" in gezegd
    assert not re.search(r"\b(Usage|Options|Arguments|Commands|required|default|env var|Show this)\b", gezegd)
    for param in opdracht.params:
        assert getattr(param, "help", ""), (pad, param.name)
        assert param.help.rstrip().endswith((".", "…")), (pad, param.name, param.help)


def test_wat_niet_bekend_is_blijft_staan() -> None:
    """A sentence of a next version is told as it is, and not lost."""
    assert vertaal("Something else.") == "Something else."
    assert vertaal("Invalid value for '--x': something else") == "Dit kan niet bij '--x': something else."
