"""Who watches over a call, in a test: says whether it may go once more, and remembers what it is told."""

from stagemarkt.model.school import Marks
from stagemarkt.ports.standing import CertificateSwitch


class RecordingWatch:
    """A call may go once more after `over` seconds; None for not at all."""

    def __init__(self, over: float | None = 0.0) -> None:
        self.over = over
        self.using: Marks | None = None
        self.accepted = False
        self.switches: list[tuple[CertificateSwitch, Marks]] = []

    def retry_delay(self) -> float | None:
        """As the port says."""
        return self.over

    def went_with(self, marks: Marks, *, accepted: bool) -> None:
        """As the port says."""
        self.using, self.accepted = marks, accepted

    def swapped(self, switch: CertificateSwitch, new: Marks) -> None:
        """As the port says."""
        self.switches.append((switch, new))
