"""A mutatie: one change of an erkenning, as SBB told it in a message. Plain code, no pydantic."""

import uuid
from collections.abc import Mapping
from datetime import date, datetime
from typing import Literal, NamedTuple

# SBB's word in a message, as we write it everywhere.
Mutatiestatus = Literal["erkend", "nietErkend", "ingetrokken", "verlopen"]


class Mutatie(NamedTuple):
    """One change of one erkenning.

    Attributes:
        mutatie_id: made from `bericht_id` and `positie` (`mutatie_id_of`): a message that comes twice
            brings the same.
        school: the BRIN of the school that SBB told it to.
        bericht_id: the GUID of SBB's message, in lower case.
        positie: its place in that message, from 1.
        abonnement_id: the GUID of the school's subscription at SBB, in lower case; not one of our own
            abonnementen.
        leerbedrijf_id: whose erkenning.
        naam: of that leerbedrijf, trimmed; it can be blank, and it can be the name of a person.
        code: a crebo or a keuzedeel.
        status: what the erkenning has become.
        startdatum: its first day, None when SBB gives none.
        einddatum: its last day, None for no end.
        mutatietijdstip: when it changed, by SBB; aware, UTC; None when that is not known.
        gelogd_op: when its message first came to us, seconds since 1970.
    """

    mutatie_id: str
    school: str
    bericht_id: str
    positie: int
    abonnement_id: str
    leerbedrijf_id: str
    naam: str
    code: str
    status: Mutatiestatus
    startdatum: date | None
    einddatum: date | None
    mutatietijdstip: datetime | None
    gelogd_op: float


def mutatie_id_of(bericht_id: str, position: int) -> str:
    """The id of the mutatie at this place (from 1) in this message: a UUID, always the same one."""
    return str(uuid.uuid5(uuid.UUID(bericht_id), str(position)))


class Plaats(NamedTuple):
    """Where a mutatie stands: in which message of which subscription, for which school, and as which one."""

    bericht_id: str
    abonnement_id: str
    school: str
    positie: int


class UnreadableMutatie(NamedTuple):
    """A mutatie that cannot be read: its place in the message, for want of what, and the whole as it came."""

    positie: int
    where: str
    inhoud: bytes


class Mutatiebericht(NamedTuple):
    """A whole message of SBB of which it is known whose it is; not yet one that we take.

    Attributes:
        bericht_id: its GUID, in lower case.
        abonnement_id: the GUID of the school's subscription at SBB, in lower case.
        school: the BRIN.
        mutaties: those that can be read, in order; their `gelogd_op` is the moment of reading.
        from_oin: the OIN in `wsa:From`, None when it gives none.
        to_oin: the OIN in `wsa:To`, None when it gives none.
        onleesbaar: those that cannot be read, in order; with `mutaties` at least one.
        velden: which elements were left out of `mutaties` because they could not be read, and how often.
        content_digest: a digest of all that it says, whether it can be read or not.
    """

    bericht_id: str
    abonnement_id: str
    school: str
    mutaties: tuple[Mutatie, ...]
    from_oin: str | None = None
    to_oin: str | None = None
    onleesbaar: tuple[UnreadableMutatie, ...] = ()
    velden: Mapping[str, int] = {}
    content_digest: str = ""

    @property
    def aantal(self) -> int:
        """How many mutaties are in it, readable or not."""
        return len(self.mutaties) + len(self.onleesbaar)
