"""Per leerweg: what SBB's list of erkenningen says beside its verdict, which knows no leerweg. Pure.

SBB's verdict is about leerbedrijf, code and date; its list may have an erkenning of that code for BOL,
another for BBL, and one that names none. What is said for a leerweg is never better than the verdict.
"""

from collections.abc import Sequence
from datetime import date
from typing import Final

from stagemarkt.domain.questions.judgement import status_on
from stagemarkt.model.erkenning import Erkenningsgegevens
from stagemarkt.model.questions import Leerweg

LEERWEGEN: Final[tuple[Leerweg, ...]] = ("BOL", "BBL")


def for_leerweg(
    verdict: Erkenningsgegevens,
    rows: Sequence[Erkenningsgegevens],
    leerweg: Leerweg,
    peildatum: date,
    today: date,
) -> Erkenningsgegevens | None:
    """What SBB says for this leerweg on `peildatum`; None where nothing in its list is about it.

    `rows` are the erkenningen of the code in SBB's list, as it is on `today`. One for this leerweg goes
    before one that names none, which is then all that there is for it and names none here either; when all
    name the other, there is none for this one.
    """
    own = [on_peildatum(row, peildatum, today) for row in rows if row.leerweg == leerweg]
    if own:
        return _combined(verdict, _best(own, peildatum), peildatum)
    if any(row.leerweg_onleesbaar for row in rows) and status_on(verdict, peildatum) == "erkend":
        # It may be the one that says no for this leerweg; nobody can tell, so that none is named.
        return verdict.model_copy(update={"status": "onbekend"})
    without = [on_peildatum(row, peildatum, today) for row in rows if row.leerweg is None]
    if without:
        return _without_leerweg(verdict, _best(without, peildatum), peildatum, today)
    if not rows:
        return None
    never = {"status": "nietErkend", "startdatum": None, "einddatum": None, "leerweg": leerweg}
    return verdict.model_copy(update=never)


def on_peildatum(row: Erkenningsgegevens, peildatum: date, today: date) -> Erkenningsgegevens:
    """An erkenning of the list with SBB's word as it must have been on `peildatum`.

    The word is today's. Where a date explains it (not yet begun, ended, withdrawn from a day on) it says
    nothing of a day on the other side of that date, and the dates decide.
    """
    match row.status:
        case "nietErkend":
            lapses = row.startdatum is not None and today < row.startdatum
        case "verlopen":
            lapses = row.einddatum is not None and peildatum <= row.einddatum < today
        case "ingetrokken":
            lapses = row.einddatum is not None and peildatum < row.einddatum <= today
        case _:
            lapses = False
    return row.model_copy(update={"status": None}) if lapses else row


def _best(rows: Sequence[Erkenningsgegevens], peildatum: date) -> Erkenningsgegevens:
    """The one in force that lasts longest; else the latest that has begun, else the first that will."""
    valid = [row for row in rows if status_on(row, peildatum) == "erkend"]
    if valid:
        return max(valid, key=lambda row: row.einddatum or date.max)
    begun = [row for row in rows if (row.startdatum or date.min) <= peildatum]
    if begun:
        return max(begun, key=lambda row: row.startdatum or date.min)
    return min(rows, key=lambda row: row.startdatum or date.max)


def for_either(
    verdict: Erkenningsgegevens, per_leerweg: Sequence[Erkenningsgegevens], peildatum: date
) -> Erkenningsgegevens:
    """What holds for at least one, of what SBB says for each: the verdict, where that is no better.

    One that nobody can tell may be all that the verdict says.
    """
    verdicts = [status_on(one, peildatum) for one in per_leerweg]
    if status_on(verdict, peildatum) != "erkend" or "onbekend" in verdicts:
        return verdict
    if "erkend" not in verdicts:
        # That there is none, says less than how the other one ended.
        gezegd = [one for one in per_leerweg if status_on(one, peildatum) != "nietErkend"]
        return _best(gezegd or per_leerweg, peildatum).model_copy(update={"leerweg": None})
    laatste = max(
        one.einddatum or date.max
        for one, judgement in zip(per_leerweg, verdicts, strict=True)
        if judgement == "erkend"
    )
    end = min(laatste, verdict.einddatum or date.max)
    return verdict.model_copy(update={"einddatum": None if end == date.max else end})


def _without_leerweg(
    verdict: Erkenningsgegevens, row: Erkenningsgegevens, peildatum: date, today: date
) -> Erkenningsgegevens:
    """The same with an erkenning that names no leerweg, where it says something of that day.

    What cannot be read in it is not against the verdict; nor is that it began after a day that is past, for
    the one before it need not be in the list of today.
    """
    judgement = status_on(row, peildatum)
    says_nothing = judgement == "onbekend" or (judgement == "toekomstig" and peildatum < today)
    return verdict if says_nothing else _combined(verdict, row, peildatum)


def _combined(verdict: Erkenningsgegevens, row: Erkenningsgegevens, peildatum: date) -> Erkenningsgegevens:
    """Verdict and list together: erkend where both say so, for as long as both do."""
    judgement, own = status_on(verdict, peildatum), status_on(row, peildatum)
    if judgement != "erkend" and own in {"erkend", "onbekend"}:
        return verdict.model_copy(update={"leerweg": row.leerweg})
    if own != "erkend":
        return verdict.model_copy(
            update={
                "status": row.status,
                "startdatum": row.startdatum,
                "einddatum": row.einddatum,
                "leerweg": row.leerweg,
                # The list has no verdict of its own: its word and dates say why not.
                "in_orde": True,
            }
        )
    begin = [day for day in (verdict.startdatum, row.startdatum) if day is not None]
    end = [day for day in (verdict.einddatum, row.einddatum) if day is not None]
    return verdict.model_copy(
        update={
            "status": "erkend",
            "startdatum": max(begin, default=None),
            "einddatum": min(end, default=None),
            "leerweg": row.leerweg,
        }
    )
