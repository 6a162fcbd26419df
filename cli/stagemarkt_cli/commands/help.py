"""Help that reads well in Dutch: what Typer itself says in English is said in Dutch here."""

import re
from collections.abc import Callable
from typing import Any, Final

import typer
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from stagemarkt_cli.commands.dutch import ARGUMENTEN, OPDRACHTEN, OPTIES, in_het_nederlands, say_it_in_dutch

__all__ = [
    "ARGUMENTEN",
    "METAVAR",
    "OPDRACHTEN",
    "OPTIES",
    "Groep",
    "Opdracht",
    "alineas",
    "maak_groep",
    "opdracht",
]

METAVAR: Final = "[OPTIES]"


class Opdracht(TyperCommand):
    """A command."""

    def get_params(self, ctx: Any) -> Any:  # noqa: ANN401 - Typer keeps these types private
        """Its arguments and options; an argument is called what it is, and `<str>` says no more."""
        params = super().get_params(ctx)
        for param in params:
            if isinstance(param, TyperArgument):
                param.display_type_rich = lambda ctx: None  # type: ignore[method-assign]  # noqa: ARG005
        return params

    def format_help(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401 - as above
        """Its whole explanation."""
        say_it_in_dutch()
        super().format_help(ctx, formatter)

    def get_usage(self, ctx: Any) -> str:  # noqa: ANN401 - Typer keeps the type of its context private
        """How to use it, on a line."""
        return _vertaal_gebruik(super().get_usage(ctx))

    def get_help_option(self, ctx: Any) -> TyperOption | None:  # noqa: ANN401 - as above
        """`--help`."""
        return _vertaal_help(super().get_help_option(ctx))


class Groep(TyperGroup):
    """A group of commands."""

    def make_context(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - as above
        """Read the command line; what is wrong with it is told in Dutch."""
        with in_het_nederlands():
            return super().make_context(*args, **kwargs)

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 - as above
        """Do what it says; what is wrong further on is told in Dutch as well."""
        with in_het_nederlands():
            return super().invoke(ctx)

    def format_help(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401 - as above
        """Its whole explanation."""
        say_it_in_dutch()
        super().format_help(ctx, formatter)

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


def maak_groep(naam: str, uitleg: str = "", klasse: type[TyperGroup] = Groep) -> typer.Typer:
    """A group without commands yet; what one of `stagemarkt` is for stands in its list (`hoofd`)."""
    return typer.Typer(
        name=naam,
        cls=klasse,
        help=alineas(uitleg),
        no_args_is_help=True,
        add_completion=False,
        options_metavar=METAVAR,
        subcommand_metavar="OPDRACHT …",
        rich_markup_mode="rich",
        pretty_exceptions_enable=False,
    )


def opdracht(groep: typer.Typer, naam: str, uitleg: str) -> Callable[[Any], Any]:
    """Decorates the function that does this command of the group."""
    return groep.command(
        naam, cls=Opdracht, help=alineas(uitleg), options_metavar=METAVAR, rich_help_panel=OPDRACHTEN
    )


def _vertaal_gebruik(tekst: str) -> str:
    return re.sub(r"\{(\w+)\}", r"\1", tekst.replace("Usage:", "Gebruik:", 1))


def _vertaal_help(optie: TyperOption | None) -> TyperOption | None:
    if optie is not None:
        optie.help = "Toon deze uitleg."
        optie.rich_help_panel = OPTIES
        optie.metavar = ""
    return optie
