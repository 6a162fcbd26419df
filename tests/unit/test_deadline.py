"""The time that one call may take."""

from stagemarkt.ports.deadline import Deadline


class DeadlineClock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        """The time."""
        return self.now


def test_what_is_left_runs_down_to_zero() -> None:
    """What is left shrinks with the clock and never falls below nothing."""
    clock = DeadlineClock()
    deadline = Deadline.after(5.0, clock)
    over = []
    for clock.now in (100.0, 103.0, 105.0, 200.0):
        over.append(deadline.remaining)
    assert over == [5.0, 2.0, 0.0, 0.0]
