"""The port to the language in which SBB brings its messages."""

from typing import NamedTuple, Protocol

from stagemarkt.model.mutatie import Mutatiebericht
from stagemarkt.model.rejection import Afwijzing


class Gelezen(NamedTuple):
    """A message as far as it could be read.

    Attributes:
        bericht: the whole of it, None when it is refused.
        afwijzing: why it is, None when it is not.
        message_id: by what an answer refers to it, None when it gave nothing.
        bericht_id: its GUID, None when that could not be read.
        school: the BRIN that it is for, None when that could not be read.
    """

    bericht: Mutatiebericht | None
    afwijzing: Afwijzing | None
    message_id: str | None = None
    bericht_id: str | None = None
    school: str | None = None


class Geschreven(NamedTuple):
    """An answer: HTTP status and body (`text/xml`)."""

    status: int
    inhoud: bytes


class Berichttaal(Protocol):
    """Reads messages and writes answers to them."""

    def lees(self, inhoud: bytes, actie: str | None, nu: float) -> Gelezen:
        """Read a message that came at `nu`; `actie` is the operation that the request names, if it names one.

        Raises nothing: what is wrong is in the outcome.
        """
        ...

    def bevestig(self, gelezen: Gelezen) -> Geschreven:
        """The answer that it has been received."""
        ...

    def weiger(self, gelezen: Gelezen, afwijzing: Afwijzing) -> Geschreven:
        """The answer that it is not taken."""
        ...

    def storing(self, gelezen: Gelezen) -> Geschreven:
        """The answer that something failed here: it must be sent again."""
        ...

    def onbevoegd(self) -> Geschreven:
        """The answer to who may not bring messages."""
        ...
