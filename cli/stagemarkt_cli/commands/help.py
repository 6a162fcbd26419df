"""Help that reads well in Dutch: what Typer itself says in English is said in Dutch here."""

import re
from collections.abc import Callable
from typing import Any, Final

import typer
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from stagemarkt_cli.commands.dutch import ARGUMENTS, COMMANDS, OPTIONS, in_dutch, say_it_in_dutch

__all__ = [
    "ARGUMENTS",
    "COMMANDS",
    "METAVAR",
    "OPTIONS",
    "DutchCommand",
    "DutchGroup",
    "command",
    "make_group",
    "paragraphs",
]

METAVAR: Final = "[OPTIES]"


class DutchCommand(TyperCommand):
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
        return _translate_usage(super().get_usage(ctx))

    def get_help_option(self, ctx: Any) -> TyperOption | None:  # noqa: ANN401 - as above
        """`--help`."""
        return _translate_help(super().get_help_option(ctx))


class DutchGroup(TyperGroup):
    """A group of commands."""

    def make_context(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - as above
        """Read the command line; what is wrong with it is told in Dutch."""
        with in_dutch():
            return super().make_context(*args, **kwargs)

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 - as above
        """Do what it says; what is wrong further on is told in Dutch as well."""
        with in_dutch():
            return super().invoke(ctx)

    def format_help(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401 - as above
        """Its whole explanation."""
        say_it_in_dutch()
        super().format_help(ctx, formatter)

    def get_usage(self, ctx: Any) -> str:  # noqa: ANN401 - as above
        """How to use it, on a line."""
        return _translate_usage(super().get_usage(ctx))

    def get_help_option(self, ctx: Any) -> TyperOption | None:  # noqa: ANN401 - as above
        """`--help`."""
        return _translate_help(super().get_help_option(ctx))


def paragraphs(uitleg: str) -> str:
    """The lines of each paragraph as one, so that the terminal decides where they end."""
    return "\n\n".join(
        paragraph if paragraph.startswith(" ") else " ".join(paragraph.split())
        for paragraph in uitleg.split("\n\n")
    )


def make_group(naam: str, uitleg: str = "", class_: type[TyperGroup] = DutchGroup) -> typer.Typer:
    """A group without commands yet; what one of `stagemarkt` is for stands in its list (`main`)."""
    return typer.Typer(
        name=naam,
        cls=class_,
        help=paragraphs(uitleg),
        no_args_is_help=True,
        add_completion=False,
        options_metavar=METAVAR,
        subcommand_metavar="OPDRACHT …",
        rich_markup_mode="rich",
        pretty_exceptions_enable=False,
    )


def command(group: typer.Typer, naam: str, uitleg: str) -> Callable[[Any], Any]:
    """Decorates the function that does this command of the group."""
    return group.command(
        naam, cls=DutchCommand, help=paragraphs(uitleg), options_metavar=METAVAR, rich_help_panel=COMMANDS
    )


def _translate_usage(tekst: str) -> str:
    return re.sub(r"\{(\w+)\}", r"\1", tekst.replace("Usage:", "Gebruik:", 1))


def _translate_help(option: TyperOption | None) -> TyperOption | None:
    if option is not None:
        option.help = "Toon deze uitleg."
        option.rich_help_panel = OPTIONS
        option.metavar = ""
    return option
