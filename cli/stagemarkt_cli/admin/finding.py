"""Which afnemer an operator means: the one with this id, or with exactly this name.

A name that merely looks like another's is refused. What is granted to one vendor must never reach another,
and only who typed it knows which of the two was meant.
"""

import shlex
from collections.abc import Iterable

from stagemarkt.model.toegang import Afnemer, Rechten

from stagemarkt_cli.admin.admin import Beheer
from stagemarkt_cli.admin.validation import Naam, lees_naam
from stagemarkt_cli.messages import Melding


def vind(beheer: Beheer, wie: str) -> Rechten:
    """The afnemer that is meant. Raises Melding when there is none, or when that is not certain."""
    naam = lees_naam(wie)
    gevonden = zoek(beheer, naam)
    if gevonden is None:
        weiger_gelijkend(beheer.tabel.afnemers(), naam)
        raise Melding(
            f"Afnemer {naam.naam} is hier niet bekend.",
            f"Zie `stagemarkt afnemer lijst`, of: stagemarkt afnemer toevoegen {shlex.quote(naam.naam)}",
        )
    return gevonden


def zoek(beheer: Beheer, naam: Naam) -> Rechten | None:
    """The afnemer with this id, else the one with exactly this name; None when there is neither.

    Raises:
        Melding: more than one has this name.
    """
    rechten = beheer.tabel.rechten(naam.naam)
    if rechten is not None:
        return rechten
    zelfde = [afnemer for afnemer in beheer.tabel.afnemers() if afnemer.naam == naam.naam]
    if len(zelfde) > 1:
        raise Melding(
            f"Er is meer dan een afnemer {naam.naam}: {', '.join(a.id for a in zelfde)}.", "Noem het id."
        )
    return beheer.tabel.rechten(zelfde[0].id) if zelfde else None


def weiger_gelijkend(afnemers: Iterable[Afnemer], naam: Naam) -> None:
    """Refuse a name that looks like that of another afnemer. Raises Melding, with what to do."""
    for afnemer in afnemers:
        if naam.id in {afnemer.id, _id_van(afnemer.naam)}:
            raise Melding(
                f"{naam.naam} lijkt op een afnemer die er al is: {afnemer.naam} (id {afnemer.id}).",
                f"Bedoelt u die, noem dan zijn id: {afnemer.id}",
                "Is het een ander, geef hem dan eerst een eigen id: "
                f"stagemarkt afnemer toevoegen {shlex.quote(naam.naam)} --id …",
            )


def _id_van(naam: str) -> str | None:
    # A name that was kept before names were read this strictly looks like no other.
    try:
        return lees_naam(naam).id
    except Melding:
        return None
