"""Beoordelen van een erkenning: what SBB's words and dates mean for the date and period asked about. Pure."""

from datetime import date

from stagemarkt.model.codes import codetype
from stagemarkt.model.erkenning import Erkenning, Erkenningsgegevens, Leerwegerkenning, Status
from stagemarkt.model.questions import Erkenningsvraag, Leerweg


def beoordeel(gegevens: Erkenningsgegevens, peildatum: date) -> Status:
    """The status on `peildatum`. Only `erkend` means erkend: what is not certain is not erkend.

    A wrong "erkend" costs a student a diploma's worth of practice, a wrong "onbekend" one telephone call.
    So SBB's verdict, its word and its dates must agree before we say `erkend`.
    """
    match gegevens.status:
        case "ingetrokken" | "verlopen" as status:
            return status
        case _:
            pass
    if gegevens.startdatum is not None and peildatum < gegevens.startdatum:
        return "toekomstig"
    if gegevens.einddatum is not None and gegevens.einddatum < peildatum:
        return "verlopen"
    if gegevens.status == "nietErkend" or not gegevens.in_orde:
        return "nietErkend"
    # SBB may say "in order" without its word: then a start date must vouch for it.
    zeker = gegevens.status == "erkend" or (gegevens.status is None and gegevens.startdatum is not None)
    return "erkend" if zeker else "onbekend"


def maak_erkenning(gegevens: Erkenningsgegevens, vraag: Erkenningsvraag) -> Erkenning:
    """What SBB says, judged for `vraag.peildatum` and the period up to `vraag.tot_en_met`."""
    status = beoordeel(gegevens, vraag.peildatum)
    return Erkenning(
        leerbedrijf_id=gegevens.leerbedrijf_id,
        naam=gegevens.naam,
        code=vraag.code,
        code_type=codetype(vraag.code),
        omschrijving=gegevens.omschrijving,
        niveau=gegevens.niveau,
        leerweg=gegevens.leerweg,
        erkend=status == "erkend",
        status=status,
        startdatum=gegevens.startdatum,
        einddatum=gegevens.einddatum,
        peildatum=vraag.peildatum,
        tot_en_met=vraag.tot_en_met,
        erkend_gehele_periode=gehele_periode(status, gegevens.einddatum, vraag.tot_en_met),
        eindigt_tijdens_periode=eindigt_tijdens(status, gegevens.einddatum, vraag),
    )


def maak_leerwegerkenning(
    gegevens: Erkenningsgegevens, leerweg: Leerweg, vraag: Erkenningsvraag
) -> Leerwegerkenning:
    """The same of what SBB says for one leerweg."""
    status = beoordeel(gegevens, vraag.peildatum)
    return Leerwegerkenning(
        leerweg=leerweg,
        erkend=status == "erkend",
        status=status,
        startdatum=gegevens.startdatum,
        einddatum=gegevens.einddatum,
        erkend_gehele_periode=gehele_periode(status, gegevens.einddatum, vraag.tot_en_met),
        eindigt_tijdens_periode=eindigt_tijdens(status, gegevens.einddatum, vraag),
    )


def gehele_periode(status: Status, einddatum: date | None, tot_en_met: date | None) -> bool | None:
    """Erkend from `peildatum` up to and including `tot_en_met`; None where no period was asked about."""
    if tot_en_met is None:
        return None
    return status == "erkend" and (einddatum is None or einddatum >= tot_en_met)


def eindigt_tijdens(status: Status, einddatum: date | None, vraag: Erkenningsvraag) -> bool | None:
    """The erkenning has its last day within the period; None where no period was asked about."""
    if vraag.tot_en_met is None:
        return None
    loopt = status in {"erkend", "toekomstig"}
    return loopt and einddatum is not None and vraag.peildatum <= einddatum < vraag.tot_en_met
