"""Afnemers, and what they may do for which school."""

import shlex
from collections.abc import Iterator
from typing import Final, NamedTuple

from stagemarkt.model.toegang import STANDAARDLIMIET, Afnemer, Limiet, Toegang

from stagemarkt_cli.admin.admin import Beheer
from stagemarkt_cli.admin.finding import vind, weiger_gelijkend, zoek
from stagemarkt_cli.admin.validation import Naam, lees_naam, samen
from stagemarkt_cli.messages import VERKEERD_GEBRUIK, Melding

# So many afnemers of one name may have come and gone before an operator has to choose an id.
_HOOGSTENS_GELIJK: Final = 100


class Toegevoegd(NamedTuple):
    """The id of an afnemer, and whether it is new."""

    id: str
    nieuw: bool


def voeg_toe(
    beheer: Beheer, naam: Naam, contact: str = "", limiet: Limiet = STANDAARDLIMIET, eigen_id: str = ""
) -> Toegevoegd:
    """Add an afnemer with its plan at API Gateway; one that is there is left as it is.

    Its id is `eigen_id`, else that of its name, with a number behind it when that was another's who is gone:
    an id is given once. What stopped halfway is finished the next time.

    Raises:
        Melding: the name looks like that of another, or the id is or was another's.
    """
    _keur(limiet)
    er_is = zoek(beheer, naam)
    if er_is is not None and eigen_id not in {"", er_is.afnemer.id}:
        raise Melding(f"Afnemer {naam.naam} is er al, met id {er_is.afnemer.id}. Een id verandert niet.")
    if er_is is None:
        toegevoegd = _maak(beheer, naam, Afnemer(eigen_id, naam.naam, contact, limiet))
    else:
        toegevoegd = Toegevoegd(er_is.afnemer.id, nieuw=False)
    afnemer = beheer.eis_afnemer(toegevoegd.id).afnemer
    if not afnemer.poortsleutel:
        _zet_plan(beheer, afnemer)
    return toegevoegd


def _maak(beheer: Beheer, naam: Naam, afnemer: Afnemer) -> Toegevoegd:
    bekend = beheer.tabel.afnemers()
    weiger_gelijkend(bekend, lees_naam(afnemer.id) if afnemer.id else naam)
    # An id is looked for before a name is: it must not be another's name.
    namen = {ander.naam for ander in bekend}
    for kandidaat in (afnemer.id,) if afnemer.id else _ids(naam):
        # Under an id of which something is left nobody begins, whatever became of who had it.
        vrij = kandidaat not in namen and not beheer.einde.heeft(kandidaat)
        if vrij and beheer.tabel.maak_afnemer(afnemer._replace(id=kandidaat)):
            return Toegevoegd(kandidaat, nieuw=True)
        ander = beheer.tabel.rechten(kandidaat)
        if ander is not None and ander.afnemer.naam == naam.naam:
            # Another operator was just before us.
            return Toegevoegd(kandidaat, nieuw=False)
        if ander is not None and kandidaat == naam.id:
            weiger_gelijkend([ander.afnemer], naam)
    raise Melding(
        f"Het id {afnemer.id or naam.id} is of was van een ander; een id wordt maar één keer gegeven.",
        f"Kies er een: stagemarkt afnemer toevoegen {shlex.quote(naam.naam)} --id …",
    )


def _ids(naam: Naam) -> Iterator[str]:
    yield naam.id
    for nummer in range(2, _HOOGSTENS_GELIJK):
        yield f"{naam.id}-{nummer}"


def eis_naam(beheer: Beheer, afnemer: Afnemer, tekst: str) -> str:
    """Another name for this afnemer. Raises Melding for one that is, or looks like, another's."""
    naam = lees_naam(tekst)
    weiger_gelijkend((ander for ander in beheer.tabel.afnemers() if ander.id != afnemer.id), naam)
    return naam.naam


def wijzig(beheer: Beheer, afnemer: Afnemer) -> None:
    """Change name, contact or limit; the plan at API Gateway follows, mended where need be."""
    _keur(afnemer.limiet)
    _zet_plan(beheer, afnemer)


class Opgeruimd(NamedTuple):
    """What there was of an afnemer that was removed: its keys with its toegang, abonnementen, a plan."""

    rechten: int
    abonnementen: int
    plan: bool


def verwijder(beheer: Beheer, afnemer_id: str) -> Opgeruimd:
    """Remove an afnemer: its keys, its toegang, its plan, its abonnementen and what waits for them.

    What was broken off is finished by doing it again. Raises Melding when there never was one with this id.
    """
    # First of all: from here on its keys open nothing, nothing is delivered to it, nothing is given to it.
    if not beheer.tabel.verwijder_afnemer(afnemer_id, beheer.nu):
        raise Melding(f"Afnemer {afnemer_id} is hier niet bekend.", "Zie `stagemarkt afnemer lijst`.")
    opgeruimd = Opgeruimd(
        beheer.tabel.ruim_op(afnemer_id),
        beheer.einde.beeindig(afnemer_id),
        beheer.plannen.verwijder(afnemer_id),
    )
    beheer.tabel.vergeet_afnemer(afnemer_id)
    return opgeruimd


def wie_verdwijnt(beheer: Beheer, wie: str) -> str:
    """The id of the afnemer to remove, or of one whose removal is to be finished. Raises Melding."""
    naam = lees_naam(wie)
    er_is = zoek(beheer, naam)
    if er_is is not None:
        return er_is.afnemer.id
    weg = beheer.tabel.verwijderde()
    half = [een.id for een in weg if een.naam == naam.naam] or [een.id for een in weg if een.id == naam.naam]
    return half[0] if half else vind(beheer, wie).afnemer.id


def geef_toegang(beheer: Beheer, afnemer_id: str, toegang: Toegang) -> None:
    """Grant, in place of what was granted for that school."""
    beheer.eis_afnemer(afnemer_id)
    beheer.eis_school(toegang.brin)
    if not toegang.scopes:
        raise Melding("Noem ten minste één scope.", code=VERKEERD_GEBRUIK)
    if toegang.einddatum is not None and toegang.einddatum < beheer.vandaag:
        raise Melding(
            f"{toegang.einddatum:%d-%m-%Y} is voorbij: dat gaf geen toegang.", code=VERKEERD_GEBRUIK
        )
    beheer.tabel.geef_toegang(afnemer_id, toegang)


def breid_uit(beheer: Beheer, afnemer_id: str, brin: str, scopes: tuple[str, ...]) -> bool:
    """Grant these scopes beside what is granted already; False when nothing was wanting."""
    er_is = next((t for t in beheer.eis_afnemer(afnemer_id).toegangen if t.brin == brin), None)
    einddatum = None if er_is is None else er_is.einddatum
    voorbij = einddatum is not None and einddatum < beheer.vandaag
    if voorbij:
        raise Melding(
            f"De toegang van {afnemer_id} voor {brin} is voorbij sinds {einddatum:%d-%m-%Y}.",
            f"Verleng haar eerst: stagemarkt toegang geven --afnemer {afnemer_id} --school {brin} --scope …",
        )
    alle = samen(() if er_is is None else er_is.scopes, scopes)
    if er_is is not None and alle == er_is.scopes:
        return False
    beheer.eis_school(brin)
    _wijzig_toegang(beheer, afnemer_id, er_is, Toegang(brin, alle, einddatum))
    return True


def trek_toegang_in(beheer: Beheer, afnemer_id: str, brin: str, scopes: tuple[str, ...]) -> Toegang | None:
    """Take back these scopes, all when none is named; what is left, None when nothing is.

    Raises:
        Melding: nothing was granted for that school.
    """
    er_is = next((t for t in beheer.eis_afnemer(afnemer_id).toegangen if t.brin == brin), None)
    if er_is is None:
        raise Melding(f"Afnemer {afnemer_id} heeft voor school {brin} geen toegang.")
    rest = er_is._replace(scopes=tuple(s for s in er_is.scopes if scopes and s not in scopes))
    if not rest.scopes:
        beheer.tabel.trek_toegang_in(afnemer_id, brin)
        return None
    _wijzig_toegang(beheer, afnemer_id, er_is, rest)
    return rest


def _wijzig_toegang(beheer: Beheer, afnemer_id: str, oud: Toegang | None, nieuw: Toegang) -> None:
    # What another operator just took back must not come back by what was read before.
    if not beheer.tabel.wijzig_toegang(afnemer_id, oud, nieuw):
        raise Melding(
            f"Aan de toegang van {afnemer_id} voor {nieuw.brin} is juist iets veranderd.",
            f"Kijk met `stagemarkt afnemer tonen {afnemer_id}`, en probeer het opnieuw.",
        )


def _zet_plan(beheer: Beheer, afnemer: Afnemer) -> None:
    poortsleutel = beheer.plannen.zorg_voor(afnemer)
    beheer.tabel.wijzig_afnemer(afnemer._replace(poortsleutel=poortsleutel))


def _keur(limiet: Limiet) -> None:
    if min(limiet) < 1:
        raise Melding("Tempo, uitschieter en dagquotum zijn ten minste 1.", code=VERKEERD_GEBRUIK)
    if limiet.uitschieter < limiet.tempo:
        raise Melding("De uitschieter is ten minste het tempo.", code=VERKEERD_GEBRUIK)
