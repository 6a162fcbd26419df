"""The port to what the functions have seen of SBB, shared between them for `/status`."""

from typing import NamedTuple, Protocol


class Waarneming(NamedTuple):
    """What was last seen of SBB; moments in seconds since 1970, None for never.

    Attributes:
        laatste_succes: the last answer, of whatever content.
        laatste_fout: the last time that no usable answer came.
        foutcode: the code of that failure.
        peiling_op: the last time `/status` itself tried SBB's door.
    """

    laatste_succes: int | None = None
    laatste_fout: int | None = None
    foutcode: str | None = None
    peiling_op: int | None = None


class Waarnemingen(Protocol):
    """The shared record. Losing it costs a worse `/status`, never an answer."""

    def lees(self) -> Waarneming:
        """The record. Raises OpslagFout when it cannot be read."""
        ...

    def meld_succes(self, op: int) -> None:
        """SBB answered at `op`. Raises OpslagFout."""
        ...

    def meld_fout(self, op: int, code: str) -> None:
        """SBB failed at `op` with `code`. Raises OpslagFout."""
        ...

    def eis_peiling_op(self, nu: int, tussentijd: int) -> bool:
        """Claim the right to try SBB now: at most one caller per `tussentijd` seconds gets True."""
        ...


class Peiler(Protocol):
    """Tries SBB's door, without a school's certificate and without asking anything."""

    def peil(self) -> None:
        """Return when SBB's endpoint answers; raise a Bronfout when it does not."""
        ...
