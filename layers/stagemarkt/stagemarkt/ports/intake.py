"""The ports of the intake: who brings a message, its language, the store, what was refused, and the queue.

In this order a message comes in: `accept`, `keep`, `enqueue`, `complete`, and only then it is acknowledged.
Each step may be done again with the same outcome, so a message that died halfway is simply brought again.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final, NamedTuple, Protocol

from stagemarkt.model.mutatie import Mutatie, Mutatiebericht
from stagemarkt.model.rejection import Rejection


class UnreadableCertificate(Exception):
    """No certificate, or one of which a part that counts cannot be read."""


class ClientCertificate(NamedTuple):
    """What counts of a client certificate.

    Attributes:
        serial_numbers: every serialNumber in its subject, in order; an OIN is one.
        valid_from: its first moment, with time zone.
        valid_until: its last.
    """

    serial_numbers: tuple[str, ...]
    valid_from: datetime
    valid_until: datetime


class ClientCertificateReader(Protocol):
    """Reads a certificate in PEM, and trusts nothing: whoever gave it has checked it."""

    def __call__(self, pem: str, /) -> ClientCertificate:
        """What counts of it. Raises UnreadableCertificate."""
        ...


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

    def read(self, content: bytes, action: str | None, now: float) -> ReadMessage:
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


# How long a mutatie is kept, and so how far back it can be passed on again; seconds.
RETENTION: Final = 90 * 24 * 3600
# How long a refused message is kept after it last came (seconds), and how many of its bytes.
REJECTED_RETENTION: Final = 30 * 24 * 3600
MAX_REJECTED: Final = 256 * 1024
# Of one mutatie that could not be read, in a message that was acknowledged: here is the only one there is, so
# that it is kept as long as a mutatie.
UNREADABLE_MUTATIE: Final = "mutatie-onleesbaar"


class MessageHeader(NamedTuple):
    """A message of SBB without its mutaties.

    Attributes:
        bericht_id: its GUID, in lower case.
        abonnement_id: the GUID of the school's subscription at SBB, in lower case.
        school: the BRIN that it is for.
        aantal: how many mutaties are in it, at least 1.
        checksum: a digest of everything that it says: another one is another message.
    """

    bericht_id: str
    abonnement_id: str
    school: str
    aantal: int
    checksum: str


class Acceptance(NamedTuple):
    """What is known of a message: by the first that brought it.

    Attributes:
        checksum: of that first one.
        gelogd_op: when that was, seconds since 1970.
        completed: whether all of it has been stored and queued.
    """

    checksum: str
    gelogd_op: float
    completed: bool


class MutatieReader(Protocol):
    """Reads mutaties, at once after they were kept. Every call raises StorageError when it cannot."""

    def read(self, mutatie_id: str) -> Mutatie | None:
        """The mutatie with this id; None when there is none (any more)."""
        ...

    def read_all(self, mutatie_ids: Sequence[str]) -> Sequence[Mutatie]:
        """These mutaties, in this order; those that are not there are left out."""
        ...

    def walk(self, school: str, vanaf: float) -> Iterator[Mutatie]:
        """Every mutatie of this school that was logged at or after `vanaf`, oldest message first."""
        ...


class MutatieStore(MutatieReader, Protocol):
    """Keeps what SBB told. Every call raises StorageError when it is not, or not wholly, done."""

    def accept(self, header: MessageHeader, now: float) -> Acceptance:
        """Claim this message, or learn what is known of it: whoever comes first decides its content."""
        ...

    def keep(self, mutaties: Sequence[Mutatie]) -> None:
        """Keep mutaties of one message. Again is no harm: what has an id never changes."""
        ...

    def complete(self, bericht_id: str) -> None:
        """Note that all of this message has been stored and queued: the marker, written last."""
        ...


class FanOutQueue(Protocol):
    """The queue to what forgets, numbers and passes on."""

    def enqueue(self, school: str, mutatie_ids: Sequence[str], tag: str) -> None:
        """Queue these, in this order, behind what is queued for this school already.

        Args:
            school: the BRIN.
            mutatie_ids: any number; they are divided over as many messages as are needed.
            tag: names this batch, at most 100 letters, digits and hyphens: the same ids under the same
                name within minutes are queued once.

        Raises:
            StorageError: not, or not wholly, done; do it again.
        """
        ...


class Rejected(NamedTuple):
    """A message that was refused, or one mutatie that could not be read, kept for an operator to look at.

    Attributes:
        tag: names it: a digest of its content and the reason, so that the same one again is counted.
        reden: a short code, see docs/operations.md.
        explanation: where and what, without anything of the content.
        oin: of who sent it.
        school: the BRIN that it is for, None when that could not be read.
        bericht_id: its GUID, None when that could not be read.
        inhoud: its bytes, at most `MAX_REJECTED` of them.
        size: how many bytes there were.
        first_at: when it first came, seconds since 1970.
        last_at: when it last came.
        times: how often.
        abonnement_id: of a mutatie: the GUID of the school's subscription, in lower case.
        positie: of a mutatie: its place in its message, from 1.
    """

    tag: str
    reden: str
    explanation: str
    oin: str
    school: str | None
    bericht_id: str | None
    inhoud: bytes
    size: int
    first_at: float
    last_at: float
    times: int = 1
    abonnement_id: str | None = None
    positie: int | None = None


class RejectsRegister(Protocol):
    """Keeps what was refused for a month, and mutaties that could not be read as long as others."""

    def reject(self, rejected: Rejected) -> None:
        """Keep it, or count it once more. Raises StorageError."""
        ...

    def keep_apart(self, mutaties: Sequence[Rejected]) -> None:
        """Keep these mutaties, any number. Again is no harm. Raises StorageError when not all of them are."""
        ...

    def forget(self, tag: str) -> None:
        """Keep this one no longer. Raises StorageError."""
        ...

    def rejected_messages(self) -> Iterator[Rejected]:
        """All that are kept, in no order. Raises StorageError."""
        ...
