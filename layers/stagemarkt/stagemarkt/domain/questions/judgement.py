"""Beoordelen van een erkenning: what SBB's words and dates mean for the date and period asked about. Pure."""

from datetime import date

from stagemarkt.model.codes import code_type
from stagemarkt.model.erkenning import Erkenning, Erkenningsgegevens, Leerwegerkenning, Status
from stagemarkt.model.questions import Erkenningsvraag, Leerweg


def status_on(data: Erkenningsgegevens, peildatum: date) -> Status:
    """The status on `peildatum`. Only `erkend` means erkend: what is not certain is not erkend.

    A wrong "erkend" costs a student a diploma's worth of practice, a wrong "onbekend" one telephone call.
    So SBB's verdict, its word and its dates must agree before we say `erkend`.
    """
    match data.status:
        case "ingetrokken" | "verlopen" as status:
            return status
        case _:
            pass
    if data.startdatum is not None and peildatum < data.startdatum:
        return "toekomstig"
    if data.einddatum is not None and data.einddatum < peildatum:
        return "verlopen"
    if data.status == "nietErkend" or not data.in_orde:
        return "nietErkend"
    # SBB may say "in order" without its word: then a start date must vouch for it.
    certain = data.status == "erkend" or (data.status is None and data.startdatum is not None)
    return "erkend" if certain else "onbekend"


def build_erkenning(data: Erkenningsgegevens, question: Erkenningsvraag) -> Erkenning:
    """What SBB says, judged for `question.peildatum` and the period up to `question.tot_en_met`."""
    status = status_on(data, question.peildatum)
    return Erkenning(
        leerbedrijf_id=data.leerbedrijf_id,
        naam=data.naam,
        code=question.code,
        code_type=code_type(question.code),
        omschrijving=data.omschrijving,
        niveau=data.niveau,
        leerweg=data.leerweg,
        erkend=status == "erkend",
        status=status,
        startdatum=data.startdatum,
        einddatum=data.einddatum,
        peildatum=question.peildatum,
        tot_en_met=question.tot_en_met,
        erkend_gehele_periode=whole_period(status, data.einddatum, question.tot_en_met),
        eindigt_tijdens_periode=ends_during(status, data.einddatum, question),
    )


def build_leerwegerkenning(
    data: Erkenningsgegevens, leerweg: Leerweg, question: Erkenningsvraag
) -> Leerwegerkenning:
    """The same of what SBB says for one leerweg."""
    status = status_on(data, question.peildatum)
    return Leerwegerkenning(
        leerweg=leerweg,
        erkend=status == "erkend",
        status=status,
        startdatum=data.startdatum,
        einddatum=data.einddatum,
        erkend_gehele_periode=whole_period(status, data.einddatum, question.tot_en_met),
        eindigt_tijdens_periode=ends_during(status, data.einddatum, question),
    )


def whole_period(status: Status, einddatum: date | None, tot_en_met: date | None) -> bool | None:
    """Erkend from `peildatum` up to and including `tot_en_met`; None where no period was asked about."""
    if tot_en_met is None:
        return None
    return status == "erkend" and (einddatum is None or einddatum >= tot_en_met)


def ends_during(status: Status, einddatum: date | None, question: Erkenningsvraag) -> bool | None:
    """The erkenning has its last day within the period; None where no period was asked about."""
    if question.tot_en_met is None:
        return None
    in_force = status in {"erkend", "toekomstig"}
    return in_force and einddatum is not None and question.peildatum <= einddatum < question.tot_en_met
