"""Who may come in: schools, afnemers, their toegang, keys. Plain values: every call passes here."""

from datetime import date
from typing import Final, NamedTuple


class School(NamedTuple):
    """A school that the facade asks SBB for; its licence and certificate are in a secret of its own."""

    brin: str
    oin: str
    naam: str


class Limiet(NamedTuple):
    """What an afnemer may ask, all its keys together.

    Attributes:
        tempo: requests a second, sustained.
        uitschieter: requests at once (the size of the token bucket).
        dagquotum: requests a day (API Gateway's day, UTC).
    """

    tempo: int
    uitschieter: int
    dagquotum: int


DEFAULT_LIMIET: Final = Limiet(20, 40, 100_000)


class Afnemer(NamedTuple):
    """A vendor's application, or a school, that calls.

    Attributes:
        id: how it is called in logs and tables.
        naam: how people write it.
        contact: whom to tell when something is the matter; empty when nobody said.
        gateway_key: the value of its key at API Gateway, by which usage is counted: no credential.
            Empty until there is one.
    """

    id: str
    naam: str
    contact: str
    limiet: Limiet
    gateway_key: str = ""


class Toegang(NamedTuple):
    """What an afnemer may do for one school; `einddatum` is the last day on which it may."""

    brin: str
    scopes: tuple[str, ...]
    einddatum: date | None = None


class SleutelData(NamedTuple):
    """What is known of a key: never the key itself. Moments are seconds since 1970.

    Attributes:
        prefix: the part that may be shown.
        checksum: the keyed hash of the whole key, hex; empty of a key that was withdrawn.
        afnemer_id: whose it is.
        expires_at: from when on it is dead; None for no end.
        last_used_at: to some minutes; None when it never was, or nobody could note it.
        revoked_at: since when it is withdrawn; None while it is not.
    """

    prefix: str
    checksum: str
    afnemer_id: str
    aangemaakt_op: int
    expires_at: int | None = None
    last_used_at: int | None = None
    revoked_at: int | None = None


class Rights(NamedTuple):
    """An afnemer with every toegang that it was ever granted, ended ones included."""

    afnemer: Afnemer
    toegangen: tuple[Toegang, ...]
