"""The time that one call may take."""

from stagemarkt.ports.deadline import Termijn


class Klok:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.nu = 100.0

    def __call__(self) -> float:
        """The time."""
        return self.nu


def test_wat_over_is_loopt_af_tot_nul() -> None:
    """What is left shrinks with the clock and never falls below nothing."""
    klok = Klok()
    termijn = Termijn.van(5.0, klok)
    over = []
    for klok.nu in (100.0, 103.0, 105.0, 200.0):
        over.append(termijn.over)
    assert over == [5.0, 2.0, 0.0, 0.0]
