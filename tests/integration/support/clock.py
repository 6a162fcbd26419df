"""A clock that stands still until it is moved."""


class ManualClock:
    """Gives `now`, in seconds."""

    def __init__(self, now: float = 1000.0) -> None:
        self.now = now

    def __call__(self) -> float:
        """The moment that it shows."""
        return self.now
