"""Afnemers, and what they may do for which school."""

from stagemarkt.model.toegang import STANDAARDLIMIET, Afnemer, Limiet, Toegang

from stagemarkt_cli.beheer.beheer import Beheer
from stagemarkt_cli.beheer.invoer import Naam, samen
from stagemarkt_cli.meldingen import VERKEERD_GEBRUIK, Melding


def voeg_toe(beheer: Beheer, naam: Naam, contact: str = "", limiet: Limiet = STANDAARDLIMIET) -> bool:
    """Add an afnemer with its plan at API Gateway; False when it was there, which is left as it is.

    What stopped halfway is finished the next time.
    """
    _keur(limiet)
    nieuw = beheer.tabel.maak_afnemer(Afnemer(naam.id, naam.naam, contact, limiet))
    afnemer = beheer.eis_afnemer(naam.id).afnemer
    if not afnemer.poortsleutel:
        _zet_plan(beheer, afnemer)
    return nieuw


def wijzig(beheer: Beheer, afnemer: Afnemer) -> None:
    """Change name, contact or limit; the plan at API Gateway follows, mended where need be."""
    _keur(afnemer.limiet)
    _zet_plan(beheer, afnemer)


def verwijder(beheer: Beheer, afnemer_id: str) -> None:
    """Forget an afnemer with its keys, its toegang and its plan."""
    beheer.eis_afnemer(afnemer_id)
    # The keys first: what is left over after a failure opens nothing.
    beheer.tabel.verwijder_afnemer(afnemer_id)
    beheer.plannen.verwijder(afnemer_id)


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
