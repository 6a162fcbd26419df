"""What goes out: the lines of a school's feed, and an abonnement's deliveries. Plain code, no pydantic."""

from typing import Final, Literal, NamedTuple

from stagemarkt.model.mutatie import Mutatie

# How long lines and deliveries can be read back, seconds; as long as the mutaties themselves.
RETENTION: Final = 90 * 24 * 3600

DeliveryState = Literal["wacht", "afgeleverd", "opzij"]


class FeedLine(NamedTuple):
    """One line of a school's feed.

    Attributes:
        number: its place, from 1, without gaps.
        mutatie: what changed.
        earlier: whether this school had heard of this leerbedrijf and code before.
        numbered_at: seconds since 1970.
    """

    number: int
    mutatie: Mutatie
    earlier: bool
    numbered_at: float


class DeliveryStand(NamedTuple):
    """How far an abonnement is.

    Attributes:
        counter: the last volgnummer that was given out.
        read_until: the line of the school's feed up to which was looked for what fits.
    """

    counter: int = 0
    read_until: int = 0


class Attempt(NamedTuple):
    """The last attempt: when (seconds since 1970), what was answered, and why it was no success."""

    at: float
    http_status: int | None
    reden: str | None


class Aflevering(NamedTuple):
    """One event for one abonnement.

    Attributes:
        volgnummer: its place among those of the abonnement, from 1, without gaps.
        regel: the line of the school's feed that it tells of.
        stand: where it is.
        pogingen: how many attempts there were.
        poging_op: when the next one is due, seconds since 1970; of no meaning unless it waits.
        sinds: when it was first due; three days of trying count from here.
        laatste: the last attempt.
    """

    volgnummer: int
    regel: FeedLine
    stand: DeliveryState
    pogingen: int
    poging_op: float
    sinds: float
    laatste: Attempt | None = None

    @property
    def lane(self) -> tuple[str, str]:
        """Within what order is kept: the leerbedrijf and the code."""
        return self.regel.mutatie.leerbedrijf_id, self.regel.mutatie.code
