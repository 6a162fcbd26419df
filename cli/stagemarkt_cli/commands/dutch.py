"""What Typer, and the pydantic beneath it, say in English of a command line that is wrong, in Dutch.

The one place for it. A test has every command used wrongly in every way; a text that is not known here, of
a next version, fails it.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from typer import Abort
from typer._click.exceptions import ClickException, NoArgsIsHelpError, UsageError

OPTIONS: Final = "Opties"
ARGUMENTS: Final = "Argumenten"
COMMANDS: Final = "Opdrachten"

_WHAT: Final = {"argument": "Er ontbreekt een argument", "option": "Er ontbreekt een optie"}
_LINES: Final = tuple(
    (re.compile(pattern, re.DOTALL), translation)
    for pattern, translation in (
        (r"Missing (argument|option) (.+?)\. Choose from:(.*)", r"{wat}: \2. Kies uit:\3"),
        (r"Missing (argument|option) (.+?)\.", r"{wat}: \2."),
        (r"Missing command\.", "Noem een opdracht."),
        (r"No such command (.+)\.", r"Deze opdracht is er niet: \1."),
        (r"No such command (.+)\. Did you mean (.+)\?", r"Deze opdracht is er niet: \1. Bedoelt u \2?"),
        (r"No such option: (\S+)", r"Deze optie is er niet: \1"),
        (r"No such option: (\S+) \(Possible options: (.+)\)", r"Deze optie is er niet: \1. Wel: \2"),
        (r"Got unexpected extra argument\(s\) \((.+)\)", r"Dit is te veel: \1"),
        (r"Option (.+) requires an argument\.", r"Bij de optie \1 hoort een waarde."),
        (r"Option (.+) requires (\d+) arguments\.", r"Bij de optie \1 horen \2 waarden."),
        (r"Option (.+) does not take a value\.", r"Bij de optie \1 hoort geen waarde."),
        (r"Argument (.+) takes (\d+) values\.", r"Bij \1 horen \2 waarden."),
        (r"Could not open file (.+?): .*", r"Niet te lezen: \1"),
    )
)
_VALUE: Final = re.compile(r"Invalid value for (.+?): (.*)", re.DOTALL)
_VALUES: Final = tuple(
    (re.compile(pattern, re.DOTALL), translation)
    for pattern, translation in (
        (r"Input should be a valid integer.*", "dit is geen geheel getal"),
        (r"Unable to parse input string as an integer.*", "dit is geen geheel getal"),
        (r"Input should be a valid number.*", "dit is geen getal"),
        (r"Input should be a finite number", "dit is geen getal"),
        (r"Input should be a valid boolean.*", "dit is geen ja of nee"),
        (r"Input should be (?:less than or equal to|less than) (\S+)", r"ten hoogste \1"),
        (r"Input should be (?:greater than or equal to|greater than) (\S+)", r"ten minste \1"),
        (r"Value error, (.+) is not one of (.+)\.", r"\1 is er geen van \2"),
        (r"(.+) is not one of (.+)\.", r"\1 is er geen van \2"),
        (r"\w+ (.+) does not exist\.", r"\1 bestaat niet"),
        (r"\w+ (.+) is a directory\.", r"\1 is een map"),
        (r"\w+ (.+) is a file\.", r"\1 is een bestand"),
        (r"\w+ (.+) is not (?:readable|writable)\.", r"u mag niet bij \1"),
        (r"Path .*|Input is not a valid path.*", "dit is geen pad"),
    )
)


def translate(tekst: str) -> str:
    """The same in Dutch; what is not known here as it is."""
    value = _VALUE.fullmatch(tekst)
    if value:
        return f"Dit kan niet bij {value[1]}: {_say(_VALUES, value[2])}."
    return _say(_LINES, tekst)


def say_it_in_dutch() -> None:
    """Give Typer our words for its own, which it keeps as constants of its module for help and errors.

    Imported when there is something to say: it brings Rich's markdown, and what that brings.
    """
    from typer import rich_utils

    rich_utils.ERRORS_PANEL_TITLE = "Fout"
    rich_utils.REQUIRED_LONG_STRING = "[verplicht]"
    rich_utils.RICH_HELP = "Uitleg: [blue]{command_path} {help_option}[/]"
    rich_utils.ABORTED_TEXT = "Afgebroken."
    rich_utils.DEPRECATED_STRING = "(vervalt) "
    rich_utils.DEFAULT_STRING = "[standaard: {}]"
    rich_utils.ENVVAR_STRING = "[uit de omgeving: {}]"
    rich_utils.ARGUMENTS_PANEL_TITLE = ARGUMENTS
    rich_utils.OPTIONS_PANEL_TITLE = OPTIONS
    rich_utils.COMMANDS_PANEL_TITLE = COMMANDS


@contextmanager
def in_dutch() -> Iterator[None]:
    """Within it, what is wrong with a command line is told in Dutch."""
    try:
        yield
    except (ClickException, Abort, EOFError) as fout:
        say_it_in_dutch()
        raise _in_dutch(fout) from None


def _in_dutch(fout: ClickException | Abort | EOFError) -> BaseException:
    match fout:
        case NoArgsIsHelpError() | Abort() | EOFError():
            # Said by our own explanation, or by a word of `say_it_in_dutch`.
            return fout
        case UsageError():
            return UsageError(translate(fout.format_message()), fout.ctx)
        case _:
            return ClickException(translate(fout.format_message()))


def _say(lines: tuple[tuple[re.Pattern[str], str], ...], tekst: str) -> str:
    for pattern, translation in lines:
        hit = pattern.fullmatch(tekst)
        if hit:
            wat = _WHAT.get(hit[1], "") if hit.re.groups else ""
            return hit.expand(translation).replace("{wat}", wat)
    return tekst
