"""The ports to the outbox: what was numbered for each abonnement, what of it waits, and who delivers it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple, Protocol

from stagemarkt.model.abonnement import Abonnementsleutel
from stagemarkt.model.aflevering import Aflevering, Stand

# So many deliveries fit in one transaction beside the counter.
PER_KEER: Final = 99
# So many items fit in one transaction: deliveries, and the counter of each abonnement.
SAMEN: Final = 100


class Pacht(NamedTuple):
    """The right to deliver for one abonnement, for a while, and what its holder must know.

    Attributes:
        hek: goes up with every holder: what an earlier one still writes is refused.
        gewekt: how often the abonnement had been woken when this was taken.
        mislukt: how often in a row its receiver failed.
        rust_tot: until when its receiver is left in peace, seconds since 1970.
        opnieuw_vanaf: the first volgnummer that has to be put back to wait, 0 for none.
        opnieuw_tot: the last one.
        geleerd_sinds: the `actief_sinds` of the abonnement for which the receiver was found to fail.
    """

    hek: int
    gewekt: int
    mislukt: int = 0
    rust_tot: float = 0.0
    opnieuw_vanaf: int = 0
    opnieuw_tot: int = 0
    geleerd_sinds: float = 0.0


class Afleverlezer(Protocol):
    """Reads what was numbered; what has been written is seen at once. Raises OpslagFout when it cannot."""

    def stand(self, sleutel: Abonnementsleutel) -> Stand | None:
        """How far this abonnement is; None when it is not there."""
        ...

    def lees(self, sleutel: Abonnementsleutel, na: int, aantal: int) -> Sequence[Aflevering]:
        """At most `aantal` with a volgnummer above `na`, in order; expired ones may still be among them."""
        ...

    def lees_terug(self, sleutel: Abonnementsleutel, voor: int | None, aantal: int) -> Sequence[Aflevering]:
        """The same backwards: the last ones, or those below `voor`."""
        ...


class Nummering(NamedTuple):
    """What an abonnement gets.

    Attributes:
        sleutel: which one.
        oud: how far it was.
        afleveringen: what is added, at most `PER_KEER`.
        gelezen_tot: up to which line of the feed was looked.
    """

    sleutel: Abonnementsleutel
    oud: Stand
    afleveringen: Sequence[Aflevering]
    gelezen_tot: int

    @property
    def nieuw(self) -> Stand:
        """How far it is then."""
        return Stand(self.oud.teller + len(self.afleveringen), self.gelezen_tot)

    @property
    def omvang(self) -> int:
        """How many items of a transaction it takes."""
        return 1 + len(self.afleveringen)


class Nummeraar(Protocol):
    """Numbers events for abonnementen. Raises OpslagFout when that is not, or may not be, done."""

    def standen(self, sleutels: Sequence[Abonnementsleutel]) -> Mapping[Abonnementsleutel, Stand]:
        """How far each of these is; without those that are not there."""
        ...

    def nummer_samen(self, nummeringen: Sequence[Nummering]) -> Sequence[bool]:
        """What `nummer` does, for several abonnementen: `SAMEN` items at most, no abonnement twice.

        Each is done or not by itself; whether it was.
        """
        ...

    def nummer(
        self, sleutel: Abonnementsleutel, oud: Stand, afleveringen: Sequence[Aflevering], gelezen_tot: int
    ) -> bool:
        """Add these (at most `PER_KEER`) and note how far the feed was read, all or nothing; wakes it if any.

        False when `oud` is not how far it is any more: look again. Done already, it is done.
        """
        ...


class Uitbak(Protocol):
    """What waits, for whoever delivers. Every call raises OpslagFout when it is not, or may not be, done."""

    def pacht(self, sleutel: Abonnementsleutel, nu: float, tot: float) -> Pacht | None:
        """Take the right to deliver until `tot`; None while another holds it."""
        ...

    def wachtend(self, sleutel: Abonnementsleutel) -> Iterator[Aflevering]:
        """What waits, by volgnummer, read as it is asked for."""
        ...

    def noteer(self, sleutel: Abonnementsleutel, hek: int, aflevering: Aflevering) -> bool:
        """Keep how an attempt ended; False when it no longer waits, or a later holder was at it.

        What this holder noted already, for an answer that was lost, is kept: True.
        """
        ...

    def zet_terug(self, sleutel: Abonnementsleutel, pacht: Pacht, tot: int, nu: float) -> bool:
        """Put `pacht.opnieuw_vanaf` up to and including `tot` back to wait, attempts forgotten.

        False when the right was lost. What has expired is passed over.
        """
        ...

    def leg_neer(
        self, sleutel: Abonnementsleutel, pacht: Pacht, wek_op: float, mislukt: int, rust_tot: float
    ) -> bool:
        """Give the right back, to be woken at `wek_op`, or as soon as there is something new.

        What was learnt of the receiver is kept, with `pacht.geleerd_sinds`. False when it was woken
        meanwhile: then it stays due. A right that was lost is not given back.
        """
        ...

    def vergeet(self, sleutel: Abonnementsleutel, nu: float) -> None:
        """It is gone: never wake it again, and let what is left expire."""
        ...


class Wekkerlijst(Protocol):
    """Which abonnementen are due, and making one so. Every call raises OpslagFout when it cannot."""

    def te_wekken(self, nu: float) -> Iterator[Abonnementsleutel]:
        """Those that are due at `nu`, longest overdue first within each part; may lag a moment.

        Which part comes first differs from minute to minute: who stops early comes to all of them in time.
        """
        ...

    def zet_wekker(self, sleutel: Abonnementsleutel, op: float) -> None:
        """Make it due at `op`, for there is something new; nothing when it is not there."""
        ...

    def herlever(self, sleutel: Abonnementsleutel, vanaf: int, tot: int, nu: float) -> None:
        """Have these volgnummers put back to wait by whoever delivers, and make it due."""
        ...


class Tempo(NamedTuple):
    """How often something may be: `hoogstens` at once, and then one each `tussen` seconds."""

    naam: str
    tussen: float
    hoogstens: int


class Tempobewaker(Protocol):
    """Counts what an abonnement asks for, whoever asks at the same time."""

    def neem_beurt(self, sleutel: Abonnementsleutel, tempo: Tempo, nu: float) -> float:
        """0.0 when it may be now, and then it counts; else in how many seconds it may. Raises OpslagFout."""
        ...


class Opzijlijst(Protocol):
    """What was set aside, for the operator. Every call raises OpslagFout when it cannot."""

    def opzij(self) -> Iterator[tuple[Abonnementsleutel, Aflevering]]:
        """Everything that was set aside and has not expired."""
        ...


class Wekker(Protocol):
    """The queue to whoever delivers. A nudge that is lost costs a minute: the table knows what is due."""

    def wek(self, sleutels: Sequence[Abonnementsleutel], kenmerk: str = "") -> None:
        """Nudge these; under the same `kenmerk` once within minutes. Raises OpslagFout."""
        ...
