"""The command speaks Dutch, also where Typer speaks for it: every command, used wrongly in every way."""

import re
from collections.abc import Iterator
from typing import Any, Final

import pytest
import typer
from stagemarkt_cli.commands.dutch import translate
from stagemarkt_cli.commands.on_demand import OnDemand
from stagemarkt_cli.main import app
from typer.testing import CliRunner

# Words that no Dutch sentence of ours holds.
_WORDS: Final = (
    "usage options? arguments commands? missing error such invalid value should must required default "
    "unexpected extra requires takes does not input valid possible did mean try aborted file exist show"
)
_ENGLISH: Final = re.compile(rf"\b({_WORDS.replace(' ', '|')})\b", re.IGNORECASE)
_NUMERICS: Final = frozenset({"N", "KM", "GETAL", "DAGEN", "1-4"})


def _commands(group: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    for name, named in group.commands.items():
        command = named.load() if isinstance(named, OnDemand) else named
        if hasattr(command, "commands"):
            yield (*path, name), command
            yield from _commands(command, (*path, name))
        else:
            yield (*path, name), command


ALL: Final = [((), typer.main.get_command(app)), *_commands(typer.main.get_command(app))]
NAMES: Final = [" ".join(path) or "stagemarkt" for path, _ in ALL]


def _wrong(command: Any) -> Iterator[list[str]]:
    """Command lines that this command refuses."""
    usual = ["x" for param in command.params if param.param_type_name == "argument"]
    yield ["--bestaat-niet"]
    yield ["--jso"]
    if hasattr(command, "commands"):
        yield ["bestaat-niet"]
        yield [next(iter(command.commands))[:-1]]
        return
    if any(param.required for param in command.params):
        yield []
    yield [*usual, "te", "veel"]
    for param in command.params:
        if param.param_type_name != "option" or param.name == "help":
            continue
        name = param.opts[0]
        if param.is_flag:
            yield [*usual, f"{name}=3"]
        else:
            yield [*usual, name]
            if param.metavar in _NUMERICS:
                yield from ([*usual, name, value] for value in ("x", "1.5", ""))


def _says(words: list[str]) -> tuple[int, str]:
    result = CliRunner().invoke(app, words, env={"COLUMNS": "300", "TERMINAL_WIDTH": "300"})
    assert result.exception is None or isinstance(result.exception, SystemExit), words
    return result.exit_code, result.output


@pytest.mark.parametrize(("path", "command"), ALL, ids=NAMES)
def test_what_is_used_wrongly(path: tuple[str, ...], command: Any) -> None:
    """Each wrong command line ends with 2, in Dutch, and says where the explanation is."""
    for error in _wrong(command):
        code, gezegd = _says([*path, *error])
        lines = [line.strip("│ ") for line in gezegd.splitlines() if line.startswith("│")]
        assert code == 2, (error, gezegd)
        assert lines, (error, gezegd)
        own = set(re.findall(r"--[a-z-]+|'[^']*'", " ".join(lines)))
        bare = " ".join(lines)
        for word in own:
            bare = bare.replace(word, "")
        assert not _ENGLISH.search(bare), (error, bare)


@pytest.mark.parametrize(("path", "command"), ALL, ids=NAMES)
def test_the_help_text(path: tuple[str, ...], command: Any) -> None:
    """`--help` is Dutch; every command and each of its options says what it is."""
    code, gezegd = _says([*path, "--help"])
    assert code == 0
    assert "Gebruik:" in gezegd
    assert not re.search(r"\b(Usage|Options|Arguments|Commands|required|default|env var|Show this)\b", gezegd)
    for param in command.params:
        assert getattr(param, "help", ""), (path, param.name)
        assert param.help.rstrip().endswith((".", "…")), (path, param.name, param.help)


def test_what_is_not_known_is_left_as_it_is() -> None:
    """A sentence of a next version is told as it is, and not lost."""
    assert translate("Something else.") == "Something else."
    assert translate("Invalid value for '--x': something else") == "Dit kan niet bij '--x': something else."
