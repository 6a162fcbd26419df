"""What goes out: the lines of a school's feed, and an abonnement's deliveries. Plain code, no pydantic."""

from typing import Final, Literal, NamedTuple

from stagemarkt.model.mutatie import Mutatie

# How long lines and deliveries can be read back, seconds; as long as the mutaties themselves.
BEWAARTERMIJN: Final = 90 * 24 * 3600

Afleverstand = Literal["wacht", "afgeleverd", "opzij"]


class Regel(NamedTuple):
    """One line of a school's feed.

    Attributes:
        nummer: its place, from 1, without gaps.
        mutatie: what changed.
        eerder: whether this school had heard of this leerbedrijf and code before.
        genummerd_op: seconds since 1970.
    """

    nummer: int
    mutatie: Mutatie
    eerder: bool
    genummerd_op: float


class Stand(NamedTuple):
    """How far an abonnement is.

    Attributes:
        teller: the last volgnummer that was given out.
        gelezen_tot: the line of the school's feed up to which was looked for what fits.
    """

    teller: int = 0
    gelezen_tot: int = 0


class Poging(NamedTuple):
    """The last attempt: when (seconds since 1970), what was answered, and why it was no success."""

    op: float
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
    regel: Regel
    stand: Afleverstand
    pogingen: int
    poging_op: float
    sinds: float
    laatste: Poging | None = None

    @property
    def baan(self) -> tuple[str, str]:
        """Within what order is kept: the leerbedrijf and the code."""
        return self.regel.mutatie.leerbedrijf_id, self.regel.mutatie.code
