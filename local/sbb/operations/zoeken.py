"""Zoeken: erkende leerbedrijven (E) or leerplaatsen (L), a page at a time."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from local.sbb.answer import Resultaat
from local.sbb.fields import adres, erkenning, met_gewoonten, opleidingen, praktijkopleiders
from local.sbb.geo import afstand_km
from local.sbb.operations.search_query import Zoekvraag, lees_zoekvraag
from local.sbb.operations.validation import Invoer, Omgeving
from local.sbb.protocol import Signaal
from local.sbb.register.model import Erkenning, Leerbedrijf, Leerplaats
from local.sbb.register.register import Register
from local.sbb.xml_tree import Veld

MAXIMUM: Final = 1000


@dataclass(frozen=True)
class Treffer:
    """One result: an erkenning or a leerplaats of a leerbedrijf, perhaps so many km away."""

    bedrijf: Leerbedrijf
    wat: Erkenning | Leerplaats
    afstand: float | None


def zoek(invoer: Invoer, omgeving: Omgeving) -> Resultaat:
    """Answer the page asked for, nearest first when searching nearby, else in the register's order."""
    vraag = lees_zoekvraag(invoer, omgeving.register.bronnen.plaatsen)
    leerplaatsen = invoer.tekst("LeerplaatsErkenningAanduiding") == "L"
    treffers = list(_treffers(vraag, omgeving.register, omgeving.vandaag, leerplaatsen=leerplaatsen))
    if len(treffers) > MAXIMUM:
        return Resultaat(Signaal.TE_VEEL)
    treffers.sort(key=lambda treffer: treffer.afstand or 0.0)
    per_pagina = invoer.geheel("AantalResultatenPerPagina") or 1
    begin = ((invoer.geheel("Pagina") or 1) - 1) * per_pagina
    pagina = treffers[begin : begin + per_pagina]
    signaal = Signaal.IN_ORDE if treffers else Signaal.NIETS_GEVONDEN
    resultaten: list[Veld] = [("Resultaat", _velden(treffer, omgeving.vandaag)) for treffer in pagina]
    return Resultaat(signaal, [("AantalResultatenTotaal", len(treffers)), ("Resultaten", resultaten)])


def _treffers(
    vraag: Zoekvraag, register: Register, vandaag: dt.date, *, leerplaatsen: bool
) -> Iterator[Treffer]:
    for ingang in register.ingangen():
        bedrijf = ingang.leerbedrijf
        if not bedrijf.actueel or not vraag.past_bedrijf(ingang):
            continue
        afstand = None if vraag.midden is None else afstand_km(vraag.midden, (bedrijf.lat, bedrijf.lon))
        if afstand is not None and afstand > vraag.afstand:
            continue
        gevonden = (
            _leerplaatsen(bedrijf, vraag, vandaag)
            if leerplaatsen
            else _erkenningen(bedrijf, vraag, register, vandaag)
        )
        yield from (Treffer(bedrijf, wat, afstand) for wat in gevonden)


def _erkenningen(
    bedrijf: Leerbedrijf, vraag: Zoekvraag, register: Register, vandaag: dt.date
) -> Iterator[Erkenning]:
    if vraag.beschikbaar and not any(p.beschikbaar_op(vandaag) for p in bedrijf.leerplaatsen):
        return
    for waarde in bedrijf.erkenningen:
        if waarde.status_op(vandaag) != "Erkend" or not vraag.past_leerweg(waarde.leerweg):
            continue
        opleiding = register.bronnen.opleidingen.get(waarde.code)
        if not vraag.vraagt_opleiding or (opleiding is not None and vraag.past_opleiding((opleiding,))):
            yield waarde


def _leerplaatsen(bedrijf: Leerbedrijf, vraag: Zoekvraag, vandaag: dt.date) -> Iterator[Leerplaats]:
    for plaats in bedrijf.leerplaatsen:
        if not vraag.past_leerweg(plaats.leerweg) or not vraag.past_opleiding(plaats.opleidingen):
            continue
        if not vraag.beschikbaar or plaats.beschikbaar_op(vandaag):
            yield plaats


def _velden(treffer: Treffer, vandaag: dt.date) -> list[Veld]:
    bedrijf, wat = treffer.bedrijf, treffer.wat
    afstand = None if treffer.afstand is None else Decimal(f"{treffer.afstand:.1f}")
    plek: list[Veld] = [
        ("CodeLeerbedrijf", bedrijf.id),
        ("LeerbedrijfNaam", bedrijf.naam),
        ("Vestigingsadres", adres(bedrijf.vestiging)),
        ("AfstandKm", afstand),
        ("Leerweg", wat.leerweg),
    ]
    if isinstance(wat, Leerplaats):
        velden = [*_vacature(wat), *plek, ("Opleidingen", opleidingen(wat.opleidingen))]
        crebos = {opleiding.crebo for opleiding in wat.opleidingen}
    else:
        velden = [*plek, ("Erkenning", erkenning(wat, vandaag))]
        crebos = {wat.code}
    begeleiders = [p for p in bedrijf.praktijkopleiders if crebos.intersection(p.crebos)]
    slot: list[Veld] = [
        ("Praktijkopleiders", praktijkopleiders(begeleiders)),
        ("AantalGeregistreerdeLeerlingen", bedrijf.leerlingen),
    ]
    return met_gewoonten([*velden, *slot], bedrijf.id)


def _vacature(plaats: Leerplaats) -> list[Veld]:
    return [
        ("LeerplaatsId", plaats.leerplaats_id),
        ("LeerplaatsSoort", plaats.soort),
        ("LeerplaatsAantal", plaats.aantal),
        ("VacatureLeerplaatsOmschrijving", plaats.omschrijving),
    ]
