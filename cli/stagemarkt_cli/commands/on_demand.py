"""A command in a list by its name and what it does; what does it is imported when it is asked for."""

from importlib import import_module
from typing import Any, NamedTuple

from typer.core import TyperCommand, TyperGroup
from typer.main import get_group

from stagemarkt_cli.commands.help import METAVAR, DutchGroup, paragraphs


class Entry(NamedTuple):
    """A line of the list.

    Attributes:
        name: of the command, or of the group of commands.
        summary: the first paragraph of its explanation, which stands here and nowhere else.
        panel: the heading that it is listed under.
        modules: what is to be imported, each below `stagemarkt_cli.commands`. The first has the Typer
            `group`; others add their commands to it.
    """

    name: str
    summary: str
    panel: str
    modules: tuple[str, ...]

    def load(self) -> Any:  # noqa: ANN401 - Typer keeps the type of a command private
        """The real one: the command of the group that is called so, or the group itself."""
        first, *_ = [import_module(f"stagemarkt_cli.commands.{module}") for module in self.modules]
        group = get_group(first.group)
        found = group.commands.get(self.name, group)
        found.help = "\n\n".join(filter(None, (paragraphs(self.summary), found.help)))
        found.rich_help_panel = self.panel  # type: ignore[attr-defined]  # each of ours has one
        return found


class OnDemand(TyperCommand):
    """Stands for a command until it is asked for."""

    def __init__(self, entry: Entry) -> None:
        super().__init__(
            entry.name,
            help=paragraphs(entry.summary),
            options_metavar=METAVAR,
            rich_help_panel=entry.panel,
            rich_markup_mode="rich",
        )
        self._entry = entry

    def load(self) -> Any:  # noqa: ANN401 - as above
        """What it stands for."""
        return self._entry.load()

    def make_context(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - as above
        """That of the real one, which does all that follows."""
        return self.load().make_context(*args, **kwargs)


def group_of(entries: tuple[Entry, ...]) -> type[TyperGroup]:
    """The class of a group that lists these."""

    class Listed(DutchGroup):
        def __init__(self, **attributes: Any) -> None:  # noqa: ANN401 - those of Typer's group
            super().__init__(**attributes)
            for entry in entries:
                self.add_command(OnDemand(entry))

    return Listed
