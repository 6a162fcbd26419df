"""The port to what the functions have seen of SBB, shared between them for `/status`."""

from typing import NamedTuple, Protocol


class Waarneming(NamedTuple):
    """What was last seen of SBB; moments in seconds since 1970, to the millisecond; None for never.

    Attributes:
        laatste_succes: the last answer, of whatever content.
        laatste_fout: the last time that no usable answer came.
        foutcode: the code of that failure.
    """

    laatste_succes: float | None = None
    laatste_fout: float | None = None
    foutcode: str | None = None


class Waarnemingen(Protocol):
    """The shared record. Losing it costs a worse `/status`, never an answer."""

    def lees(self) -> Waarneming:
        """The record. Raises OpslagFout when it cannot be read."""
        ...

    def meld_succes(self, op: float) -> None:
        """SBB answered at `op`. Raises OpslagFout."""
        ...

    def meld_fout(self, op: float, code: str) -> None:
        """SBB failed at `op` with `code`. Raises OpslagFout."""
        ...

    def eis_peiling_op(self, nu: int, tussentijd: int) -> bool:
        """Claim the right to try SBB now: at most one caller per `tussentijd` seconds gets True."""
        ...


class Peiler(Protocol):
    """Tries SBB's door, without a school's certificate and without asking anything."""

    def peil(self) -> None:
        """Return when SBB's endpoint answers.

        Raises:
            Bronfout: it does not.
            OpslagFout: it could not be tried, for want of something of our own.
        """
        ...
