"""The port to the language in which SBB brings its messages."""

from typing import NamedTuple, Protocol

from stagemarkt.model.mutatie import Mutatiebericht
from stagemarkt.model.rejection import Rejection


class ReadMessage(NamedTuple):
    """A message as far as it could be read.

    Attributes:
        message: the whole of it, None when it is refused.
        rejection: why it is, None when it is not.
        message_id: by what an answer refers to it, None when it gave nothing.
        bericht_id: its GUID, None when that could not be read.
        school: the BRIN that it is for, None when that could not be read.
    """

    message: Mutatiebericht | None
    rejection: Rejection | None
    message_id: str | None = None
    bericht_id: str | None = None
    school: str | None = None


class WrittenAnswer(NamedTuple):
    """An answer: HTTP status and body (`text/xml`)."""

    status: int
    inhoud: bytes


class MessageLanguage(Protocol):
    """Reads messages and writes answers to them."""

    def read(self, inhoud: bytes, action: str | None, now: float) -> ReadMessage:
        """Read a message that came at `now`; `action` is the operation that the request names, if any.

        Raises nothing: what is wrong is in the outcome.
        """
        ...

    def acknowledge(self, parsed: ReadMessage) -> WrittenAnswer:
        """The answer that it has been received."""
        ...

    def refuse(self, parsed: ReadMessage, rejection: Rejection) -> WrittenAnswer:
        """The answer that it is not taken."""
        ...

    def failure(self, parsed: ReadMessage) -> WrittenAnswer:
        """The answer that something failed here: it must be sent again."""
        ...

    def unauthorized(self) -> WrittenAnswer:
        """The answer to who may not bring messages."""
        ...
