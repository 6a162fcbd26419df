"""Which afnemer an operator means: the one with this id, or with exactly this name.

A name that merely looks like another's is refused. What is granted to one vendor must never reach another,
and only who typed it knows which of the two was meant.
"""

import shlex
from collections.abc import Iterable

from stagemarkt.model.toegang import Afnemer, Rights

from stagemarkt_cli.admin.admin import Admin
from stagemarkt_cli.admin.validation import Name, read_name
from stagemarkt_cli.messages import Notice


def find(admin: Admin, who: str) -> Rights:
    """The afnemer that is meant. Raises Notice when there is none, or when that is not certain."""
    name = read_name(who)
    found = search(admin, name)
    if found is None:
        refuse_lookalike(admin.table.afnemers(), name)
        raise Notice(
            f"Afnemer {name.naam} is hier niet bekend.",
            f"Zie `stagemarkt afnemer lijst`, of: stagemarkt afnemer toevoegen {shlex.quote(name.naam)}",
        )
    return found


def search(admin: Admin, name: Name) -> Rights | None:
    """The afnemer with this id, else the one with exactly this name; None when there is neither.

    Raises:
        Notice: more than one has this name.
    """
    rights = admin.table.rights(name.naam)
    if rights is not None:
        return rights
    same = [afnemer for afnemer in admin.table.afnemers() if afnemer.naam == name.naam]
    if len(same) > 1:
        raise Notice(
            f"Er is meer dan een afnemer {name.naam}: {', '.join(a.id for a in same)}.", "Noem het id."
        )
    return admin.table.rights(same[0].id) if same else None


def refuse_lookalike(afnemers: Iterable[Afnemer], name: Name) -> None:
    """Refuse a name that looks like that of another afnemer. Raises Notice, with what to do."""
    for afnemer in afnemers:
        if name.id in {afnemer.id, _id_of(afnemer.naam)}:
            raise Notice(
                f"{name.naam} lijkt op een afnemer die er al is: {afnemer.naam} (id {afnemer.id}).",
                f"Bedoelt u die, noem dan zijn id: {afnemer.id}",
                "Is het een ander, geef hem dan eerst een eigen id: "
                f"stagemarkt afnemer toevoegen {shlex.quote(name.naam)} --id …",
            )


def _id_of(name: str) -> str | None:
    # A name that was kept before names were read this strictly looks like no other.
    try:
        return read_name(name).id
    except Notice:
        return None
