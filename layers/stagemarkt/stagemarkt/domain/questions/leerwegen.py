"""Per leerweg: what SBB's list of erkenningen says beside its verdict, which knows no leerweg. Pure.

SBB's verdict is about leerbedrijf, code and date; its list may have an erkenning of that code for BOL,
another for BBL, and one that names none. What is said for a leerweg is never better than the verdict.
"""

from collections.abc import Sequence
from datetime import date
from typing import Final

from stagemarkt.domain.questions.judgement import beoordeel
from stagemarkt.model.erkenning import Erkenningsgegevens
from stagemarkt.model.questions import Leerweg

LEERWEGEN: Final[tuple[Leerweg, ...]] = ("BOL", "BBL")


def voor_leerweg(
    verdict: Erkenningsgegevens,
    rijen: Sequence[Erkenningsgegevens],
    leerweg: Leerweg,
    peildatum: date,
    vandaag: date,
) -> Erkenningsgegevens | None:
    """What SBB says for this leerweg on `peildatum`; None where nothing in its list is about it.

    `rijen` are the erkenningen of the code in SBB's list, as it is on `vandaag`. One for this leerweg goes
    before one that names none, which is then all that there is for it and names none here either; when all
    name the other, there is none for this one.
    """
    eigen = [op_peildatum(rij, peildatum, vandaag) for rij in rijen if rij.leerweg == leerweg]
    if eigen:
        return _samen(verdict, _beste(eigen, peildatum), peildatum)
    if any(rij.leerweg_onleesbaar for rij in rijen) and beoordeel(verdict, peildatum) == "erkend":
        # It may be the one that says no for this leerweg; nobody can tell, so that none is named.
        return verdict.model_copy(update={"status": "onbekend"})
    zonder = [op_peildatum(rij, peildatum, vandaag) for rij in rijen if rij.leerweg is None]
    if zonder:
        return _zonder_leerweg(verdict, _beste(zonder, peildatum), peildatum, vandaag)
    if not rijen:
        return None
    nooit = {"status": "nietErkend", "startdatum": None, "einddatum": None, "leerweg": leerweg}
    return verdict.model_copy(update=nooit)


def op_peildatum(rij: Erkenningsgegevens, peildatum: date, vandaag: date) -> Erkenningsgegevens:
    """An erkenning of the list with SBB's word as it must have been on `peildatum`.

    The word is today's. Where a date explains it (not yet begun, ended, withdrawn from a day on) it says
    nothing of a day on the other side of that date, and the dates decide.
    """
    match rij.status:
        case "nietErkend":
            vervalt = rij.startdatum is not None and vandaag < rij.startdatum
        case "verlopen":
            vervalt = rij.einddatum is not None and peildatum <= rij.einddatum < vandaag
        case "ingetrokken":
            vervalt = rij.einddatum is not None and peildatum < rij.einddatum <= vandaag
        case _:
            vervalt = False
    return rij.model_copy(update={"status": None}) if vervalt else rij


def _beste(rijen: Sequence[Erkenningsgegevens], peildatum: date) -> Erkenningsgegevens:
    """The one in force that lasts longest; else the latest that has begun, else the first that will."""
    geldig = [rij for rij in rijen if beoordeel(rij, peildatum) == "erkend"]
    if geldig:
        return max(geldig, key=lambda rij: rij.einddatum or date.max)
    begonnen = [rij for rij in rijen if (rij.startdatum or date.min) <= peildatum]
    if begonnen:
        return max(begonnen, key=lambda rij: rij.startdatum or date.min)
    return min(rijen, key=lambda rij: rij.startdatum or date.max)


def voor_een_van_beide(
    verdict: Erkenningsgegevens, per_leerweg: Sequence[Erkenningsgegevens], peildatum: date
) -> Erkenningsgegevens:
    """What holds for at least one, of what SBB says for each: the verdict, where that is no better.

    One that nobody can tell may be all that the verdict says.
    """
    oordelen = [beoordeel(een, peildatum) for een in per_leerweg]
    if beoordeel(verdict, peildatum) != "erkend" or "onbekend" in oordelen:
        return verdict
    if "erkend" not in oordelen:
        # That there is none, says less than how the other one ended.
        gezegd = [een for een in per_leerweg if beoordeel(een, peildatum) != "nietErkend"]
        return _beste(gezegd or per_leerweg, peildatum).model_copy(update={"leerweg": None})
    laatste = max(
        een.einddatum or date.max
        for een, oordeel in zip(per_leerweg, oordelen, strict=True)
        if oordeel == "erkend"
    )
    einde = min(laatste, verdict.einddatum or date.max)
    return verdict.model_copy(update={"einddatum": None if einde == date.max else einde})


def _zonder_leerweg(
    verdict: Erkenningsgegevens, rij: Erkenningsgegevens, peildatum: date, vandaag: date
) -> Erkenningsgegevens:
    """The same with an erkenning that names no leerweg, where it says something of that day.

    What cannot be read in it is not against the verdict; nor is that it began after a day that is past, for
    the one before it need not be in the list of today.
    """
    oordeel = beoordeel(rij, peildatum)
    zegt_niets = oordeel == "onbekend" or (oordeel == "toekomstig" and peildatum < vandaag)
    return verdict if zegt_niets else _samen(verdict, rij, peildatum)


def _samen(verdict: Erkenningsgegevens, rij: Erkenningsgegevens, peildatum: date) -> Erkenningsgegevens:
    """Verdict and list together: erkend where both say so, for as long as both do."""
    oordeel, eigen = beoordeel(verdict, peildatum), beoordeel(rij, peildatum)
    if oordeel != "erkend" and eigen in {"erkend", "onbekend"}:
        return verdict.model_copy(update={"leerweg": rij.leerweg})
    if eigen != "erkend":
        return verdict.model_copy(
            update={
                "status": rij.status,
                "startdatum": rij.startdatum,
                "einddatum": rij.einddatum,
                "leerweg": rij.leerweg,
                # The list has no verdict of its own: its word and dates say why not.
                "in_orde": True,
            }
        )
    begin = [dag for dag in (verdict.startdatum, rij.startdatum) if dag is not None]
    einde = [dag for dag in (verdict.einddatum, rij.einddatum) if dag is not None]
    return verdict.model_copy(
        update={
            "status": "erkend",
            "startdatum": max(begin, default=None),
            "einddatum": min(einde, default=None),
            "leerweg": rij.leerweg,
        }
    )
