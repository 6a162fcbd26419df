"""Afnemers, and what they may do for which school."""

import shlex
from collections.abc import Iterator
from typing import Final, NamedTuple

from stagemarkt.model.toegang import DEFAULT_LIMIET, Afnemer, Limiet, Toegang

from stagemarkt_cli.admin.admin import Admin
from stagemarkt_cli.admin.finding import find, refuse_lookalike, search
from stagemarkt_cli.admin.validation import Name, read_name, together
from stagemarkt_cli.messages import WRONG_USAGE, Notice

# So many afnemers of one name may have come and gone before an operator has to choose an id.
_MAX_EQUAL: Final = 100


class Added(NamedTuple):
    """The id of an afnemer, and whether it is new."""

    id: str
    new: bool


def add(
    admin: Admin, name: Name, contact: str = "", limiet: Limiet = DEFAULT_LIMIET, own_id: str = ""
) -> Added:
    """Add an afnemer with its plan at API Gateway; one that is there is left as it is.

    Its id is `own_id`, else that of its name, with a number behind it when that was another's who is gone:
    an id is given once. What stopped halfway is finished the next time.

    Raises:
        Notice: the name looks like that of another, or the id is or was another's.
    """
    _vet(limiet)
    there_is = search(admin, name)
    if there_is is not None and own_id not in {"", there_is.afnemer.id}:
        raise Notice(f"Afnemer {name.naam} is er al, met id {there_is.afnemer.id}. Een id verandert niet.")
    if there_is is None:
        added = _make(admin, name, Afnemer(own_id, name.naam, contact, limiet))
    else:
        added = Added(there_is.afnemer.id, new=False)
    afnemer = admin.require_afnemer(added.id).afnemer
    if not afnemer.gateway_key:
        _set_plan(admin, afnemer)
    return added


def _make(admin: Admin, name: Name, afnemer: Afnemer) -> Added:
    known = admin.table.afnemers()
    refuse_lookalike(known, read_name(afnemer.id) if afnemer.id else name)
    # An id is looked for before a name is: it must not be another's name.
    names = {other.naam for other in known}
    for candidate in (afnemer.id,) if afnemer.id else _ids(name):
        # Under an id of which something is left nobody begins, whatever became of who had it.
        free = candidate not in names and not admin.einde.has(candidate)
        if free and admin.table.make_afnemer(afnemer._replace(id=candidate)):
            return Added(candidate, new=True)
        other = admin.table.rights(candidate)
        if other is not None and other.afnemer.naam == name.naam:
            # Another operator was just before us.
            return Added(candidate, new=False)
        if other is not None and candidate == name.id:
            refuse_lookalike([other.afnemer], name)
    raise Notice(
        f"Het id {afnemer.id or name.id} is of was van een ander; een id wordt maar één keer gegeven.",
        f"Kies er een: stagemarkt afnemer toevoegen {shlex.quote(name.naam)} --id …",
    )


def _ids(name: Name) -> Iterator[str]:
    yield name.id
    for number in range(2, _MAX_EQUAL):
        yield f"{name.id}-{number}"


def require_name(admin: Admin, afnemer: Afnemer, text: str) -> str:
    """Another name for this afnemer. Raises Notice for one that is, or looks like, another's."""
    name = read_name(text)
    refuse_lookalike((other for other in admin.table.afnemers() if other.id != afnemer.id), name)
    return name.naam


def modify(admin: Admin, afnemer: Afnemer) -> None:
    """Change name, contact or limit; the plan at API Gateway follows, mended where need be."""
    _vet(afnemer.limiet)
    _set_plan(admin, afnemer)


class Purged(NamedTuple):
    """What there was of an afnemer that was removed: its keys with its toegang, abonnementen, a plan."""

    rights: int
    abonnementen: int
    plan: bool


def remove(admin: Admin, afnemer_id: str) -> Purged:
    """Remove an afnemer: its keys, its toegang, its plan, its abonnementen and what waits for them.

    What was broken off is finished by doing it again. Raises Notice when there never was one with this id.
    """
    # First of all: from here on its keys open nothing, nothing is delivered to it, nothing is given to it.
    if not admin.table.remove_afnemer(afnemer_id, admin.now):
        raise Notice(f"Afnemer {afnemer_id} is hier niet bekend.", "Zie `stagemarkt afnemer lijst`.")
    purged = Purged(
        admin.table.purge(afnemer_id),
        admin.einde.end(afnemer_id),
        admin.usage_plans.remove(afnemer_id),
    )
    admin.table.forget_afnemer(afnemer_id)
    return purged


def afnemer_to_remove(admin: Admin, who: str) -> str:
    """The id of the afnemer to remove, or of one whose removal is to be finished. Raises Notice."""
    name = read_name(who)
    there_is = search(admin, name)
    if there_is is not None:
        return there_is.afnemer.id
    weg = admin.table.removed_afnemers()
    half = [one.id for one in weg if one.naam == name.naam] or [one.id for one in weg if one.id == name.naam]
    return half[0] if half else find(admin, who).afnemer.id


def grant_toegang(admin: Admin, afnemer_id: str, toegang: Toegang) -> None:
    """Grant, in place of what was granted for that school."""
    admin.require_afnemer(afnemer_id)
    admin.require_school(toegang.brin)
    if not toegang.scopes:
        raise Notice("Noem ten minste één scope.", code=WRONG_USAGE)
    if toegang.einddatum is not None and toegang.einddatum < admin.today:
        raise Notice(f"{toegang.einddatum:%d-%m-%Y} is voorbij: dat gaf geen toegang.", code=WRONG_USAGE)
    admin.table.grant_toegang(afnemer_id, toegang)


def extend(admin: Admin, afnemer_id: str, brin: str, scopes: tuple[str, ...]) -> bool:
    """Grant these scopes beside what is granted already; False when nothing was wanting."""
    there_is = next((t for t in admin.require_afnemer(afnemer_id).toegangen if t.brin == brin), None)
    einddatum = None if there_is is None else there_is.einddatum
    past = einddatum is not None and einddatum < admin.today
    if past:
        raise Notice(
            f"De toegang van {afnemer_id} voor {brin} is voorbij sinds {einddatum:%d-%m-%Y}.",
            f"Verleng haar eerst: stagemarkt toegang geven --afnemer {afnemer_id} --school {brin} --scope …",
        )
    everything = together(() if there_is is None else there_is.scopes, scopes)
    if there_is is not None and everything == there_is.scopes:
        return False
    admin.require_school(brin)
    _modify_toegang(admin, afnemer_id, there_is, Toegang(brin, everything, einddatum))
    return True


def revoke_toegang(admin: Admin, afnemer_id: str, brin: str, scopes: tuple[str, ...]) -> Toegang | None:
    """Take back these scopes, all when none is named; what is left, None when nothing is.

    Raises:
        Notice: nothing was granted for that school.
    """
    there_is = next((t for t in admin.require_afnemer(afnemer_id).toegangen if t.brin == brin), None)
    if there_is is None:
        raise Notice(f"Afnemer {afnemer_id} heeft voor school {brin} geen toegang.")
    rest = there_is._replace(scopes=tuple(s for s in there_is.scopes if scopes and s not in scopes))
    if not rest.scopes:
        admin.table.revoke_toegang(afnemer_id, brin)
        return None
    _modify_toegang(admin, afnemer_id, there_is, rest)
    return rest


def _modify_toegang(admin: Admin, afnemer_id: str, old: Toegang | None, new: Toegang) -> None:
    # What another operator just took back must not come back by what was read before.
    if not admin.table.modify_toegang(afnemer_id, old, new):
        raise Notice(
            f"Aan de toegang van {afnemer_id} voor {new.brin} is juist iets veranderd.",
            f"Kijk met `stagemarkt afnemer tonen {afnemer_id}`, en probeer het opnieuw.",
        )


def _set_plan(admin: Admin, afnemer: Afnemer) -> None:
    gateway_key = admin.usage_plans.ensure(afnemer)
    admin.table.modify_afnemer(afnemer._replace(gateway_key=gateway_key))


def _vet(limiet: Limiet) -> None:
    if min(limiet) < 1:
        raise Notice("Tempo, uitschieter en dagquotum zijn ten minste 1.", code=WRONG_USAGE)
    if limiet.uitschieter < limiet.tempo:
        raise Notice("De uitschieter is ten minste het tempo.", code=WRONG_USAGE)
