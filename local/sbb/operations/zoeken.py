"""Zoeken: erkende leerbedrijven (E) or leerplaatsen (L), a page at a time."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from local.sbb.answer import OperationResult
from local.sbb.fields import adres, erkenning, opleidingen, praktijkopleiders, with_habits
from local.sbb.geo import afstand_km
from local.sbb.operations.search_query import SimulatedSearch, read_search_query
from local.sbb.operations.validation import OperationContext, OperationInput
from local.sbb.protocol import SimulatedSignaal
from local.sbb.register.model import RegisterErkenning, RegisterLeerbedrijf, RegisterLeerplaats
from local.sbb.register.register import Register
from local.sbb.xml_tree import Field

MAXIMUM: Final = 1000


@dataclass(frozen=True)
class Hit:
    """One result: an erkenning or a leerplaats of a leerbedrijf, perhaps so many km away."""

    company: RegisterLeerbedrijf
    wat: RegisterErkenning | RegisterLeerplaats
    afstand: float | None


def search(inputs: OperationInput, environment: OperationContext) -> OperationResult:
    """Answer the page asked for, nearest first when searching nearby, else in the register's order."""
    question = read_search_query(inputs, environment.register.sources.places)
    leerplaatsen = inputs.tekst("LeerplaatsErkenningAanduiding") == "L"
    hits = list(_hits(question, environment.register, environment.today, leerplaatsen=leerplaatsen))
    if len(hits) > MAXIMUM:
        return OperationResult(SimulatedSignaal.TOO_MANY)
    hits.sort(key=lambda hit: hit.afstand or 0.0)
    per_page = inputs.whole_number("AantalResultatenPerPagina") or 1
    begin = ((inputs.whole_number("Pagina") or 1) - 1) * per_page
    page_number = hits[begin : begin + per_page]
    sbb_signal = SimulatedSignaal.IN_ORDE if hits else SimulatedSignaal.NIETS_GEVONDEN
    resultaten: list[Field] = [("Resultaat", _fields(hit, environment.today)) for hit in page_number]
    return OperationResult(sbb_signal, [("AantalResultatenTotaal", len(hits)), ("Resultaten", resultaten)])


def _hits(
    question: SimulatedSearch, register: Register, today: dt.date, *, leerplaatsen: bool
) -> Iterator[Hit]:
    for entry in register.search_entries():
        company = entry.leerbedrijf
        if not company.actueel or not question.matches_leerbedrijf(entry):
            continue
        afstand = None if question.middle is None else afstand_km(question.middle, (company.lat, company.lon))
        if afstand is not None and afstand > question.afstand:
            continue
        found = (
            _leerplaatsen(company, question, today)
            if leerplaatsen
            else _erkenningen(company, question, register, today)
        )
        yield from (Hit(company, wat, afstand) for wat in found)


def _erkenningen(
    company: RegisterLeerbedrijf, question: SimulatedSearch, register: Register, today: dt.date
) -> Iterator[RegisterErkenning]:
    if question.beschikbaar and not any(p.is_available_on(today) for p in company.leerplaatsen):
        return
    for value in company.erkenningen:
        if value.status_on(today) != "Erkend" or not question.past_leerweg(value.leerweg):
            continue
        opleiding = register.sources.opleidingen.get(value.code)
        if not question.asks_for_opleiding or (
            opleiding is not None and question.past_opleiding((opleiding,))
        ):
            yield value


def _leerplaatsen(
    company: RegisterLeerbedrijf, question: SimulatedSearch, today: dt.date
) -> Iterator[RegisterLeerplaats]:
    for plaats in company.leerplaatsen:
        if not question.past_leerweg(plaats.leerweg) or not question.past_opleiding(plaats.opleidingen):
            continue
        if not question.beschikbaar or plaats.is_available_on(today):
            yield plaats


def _fields(hit: Hit, today: dt.date) -> list[Field]:
    company, wat = hit.company, hit.wat
    afstand = None if hit.afstand is None else Decimal(f"{hit.afstand:.1f}")
    plek: list[Field] = [
        ("CodeLeerbedrijf", company.id),
        ("LeerbedrijfNaam", company.naam),
        ("Vestigingsadres", adres(company.vestiging)),
        ("AfstandKm", afstand),
        ("Leerweg", wat.leerweg),
    ]
    if isinstance(wat, RegisterLeerplaats):
        velden = [*_vacature(wat), *plek, ("Opleidingen", opleidingen(wat.opleidingen))]
        crebos = {opleiding.crebo for opleiding in wat.opleidingen}
    else:
        velden = [*plek, ("Erkenning", erkenning(wat, today))]
        crebos = {wat.code}
    begeleiders = [p for p in company.praktijkopleiders if crebos.intersection(p.crebos)]
    lock: list[Field] = [
        ("Praktijkopleiders", praktijkopleiders(begeleiders)),
        ("AantalGeregistreerdeLeerlingen", company.leerlingen),
    ]
    return with_habits([*velden, *lock], company.id)


def _vacature(plaats: RegisterLeerplaats) -> list[Field]:
    return [
        ("LeerplaatsId", plaats.leerplaats_id),
        ("LeerplaatsSoort", plaats.soort),
        ("LeerplaatsAantal", plaats.aantal),
        ("VacatureLeerplaatsOmschrijving", plaats.omschrijving),
    ]
