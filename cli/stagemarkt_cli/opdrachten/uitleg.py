"""Help that reads well in Dutch: what Typer itself says in English is said in Dutch here."""

from typing import Any, Final

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption

OPTIES: Final = "Opties"
ARGUMENTEN: Final = "Argumenten"
OPDRACHTEN: Final = "Opdrachten"
METAVAR: Final = "[OPTIES]"


class Opdracht(TyperCommand):
    """A command."""

    def get_usage(self, ctx: Any) -> str:  # noqa: ANN401 - Typer keeps the type of its context private
        """How to use it, on a line."""
        return _vertaal_gebruik(super().get_usage(ctx))

    def get_help_option(self, ctx: Any) -> TyperOption | None:  # noqa: ANN401 - as above
        """`--help`."""
        return _vertaal_help(super().get_help_option(ctx))


class Groep(TyperGroup):
    """A group of commands."""

    def get_usage(self, ctx: Any) -> str:  # noqa: ANN401 - as above
        """How to use it, on a line."""
        return _vertaal_gebruik(super().get_usage(ctx))

    def get_help_option(self, ctx: Any) -> TyperOption | None:  # noqa: ANN401 - as above
        """`--help`."""
        return _vertaal_help(super().get_help_option(ctx))


def alineas(uitleg: str) -> str:
    """The lines of each paragraph as one, so that the terminal decides where they end."""
    return "\n\n".join(
        alinea if alinea.startswith(" ") else " ".join(alinea.split()) for alinea in uitleg.split("\n\n")
    )


def maak_groep(naam: str, uitleg: str) -> typer.Typer:
    """A group without commands yet."""
    return typer.Typer(
        name=naam,
        cls=Groep,
        help=alineas(uitleg),
        no_args_is_help=True,
        add_completion=False,
        options_metavar=METAVAR,
        subcommand_metavar="OPDRACHT …",
        rich_markup_mode="rich",
        pretty_exceptions_enable=False,
    )


def _vertaal_gebruik(tekst: str) -> str:
    return tekst.replace("Usage:", "Gebruik:", 1)


def _vertaal_help(optie: TyperOption | None) -> TyperOption | None:
    if optie is not None:
        optie.help = "Toon deze uitleg."
        optie.rich_help_panel = OPTIES
        optie.metavar = ""
    return optie
