"""Who watches over a call, in a test: says whether it may go once more, and remembers what it is told."""

from stagemarkt.model.school import Merken
from stagemarkt.ports.standing import Wissel


class NepWatch:
    """A call may go once more after `over` seconds; None for not at all."""

    def __init__(self, over: float | None = 0.0) -> None:
        self.over = over
        self.met: Merken | None = None
        self.taken = False
        self.wissels: list[tuple[Wissel, Merken]] = []

    def again(self) -> float | None:
        """As the port says."""
        return self.over

    def went_with(self, merken: Merken, *, taken: bool) -> None:
        """As the port says."""
        self.met, self.taken = merken, taken

    def swapped(self, wissel: Wissel, nieuw: Merken) -> None:
        """As the port says."""
        self.wissels.append((wissel, nieuw))
