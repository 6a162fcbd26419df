"""The port to the log of processings: who was given which data about people (Logboek Dataverwerkingen)."""

from typing import Literal, NamedTuple, Protocol


class Processing(NamedTuple):
    """One answer with data about people; never the data.

    Attributes:
        request_id: the UUID of the request, also in the log and in `X-Request-Id`.
        operatie: what was asked, an operationId.
        afnemer_id: whose key it was.
        sleutel: the prefix of that key.
        school: the BRIN on whose behalf.
        leerbedrijven: the IDs of the leerbedrijven whose people are in it.
        velden: which fields of people are in it, such as `contactpersonen.email`.
        bron: whether SBB was asked, or a kept answer was given.
        at: when, seconds since 1970.
        trail: the trace-id of the caller's `traceparent` (W3C), 32 hex; None without one.
        parent_id: the parent-id in it, 16 hex.
    """

    request_id: str
    operatie: str
    afnemer_id: str
    sleutel: str
    school: str
    leerbedrijven: tuple[str, ...]
    velden: tuple[str, ...]
    bron: Literal["sbb", "cache"]
    at: float
    trail: str | None = None
    parent_id: str | None = None


class AuditLog(Protocol):
    """Keeps them, for as long as the operator says."""

    def record(self, processing: Processing) -> None:
        """Keep it. Raises StorageError when it is not sure that it is kept: then no data may leave."""
        ...
