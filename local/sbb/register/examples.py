"""Makes the leerbedrijven of `voorbeelden.py`: what tests count on is written out here, the rest invented."""

import datetime as dt
from dataclasses import replace

from local.sbb import examples as vb
from local.sbb.register.erkenningen import current_opleidingen, for_crebo
from local.sbb.register.leerplaatsen import build_contact, build_praktijkopleiders
from local.sbb.register.maker import build_leerbedrijf
from local.sbb.register.model import (
    RegisterAdres,
    RegisterErkenning,
    RegisterLeerbedrijf,
    RegisterLeerplaats,
    RegisterOpleiding,
)
from local.sbb.register.sources import RegisterSources
from local.sbb.text import seeded_random


def build_examples(sources: RegisterSources) -> list[RegisterLeerbedrijf]:
    """Make all examples, the showcase first; nine in all."""
    return [
        _showpiece(sources),
        _with(1, sources, vb.AMPERSAND, naam=vb.AMPERSAND_NAME),
        _with(5, sources, vb.HISTORICAL),
        _with(7, sources, vb.ABROAD),
        _eenmanszaak(sources),
        _with(2, sources, vb.OLD_ID),
        _with(14, sources, vb.LONG_NAME),
        _straat_with_number(sources),
        _alternating(sources),
    ]


def _with(
    nr: int,
    sources: RegisterSources,
    leerbedrijf_id: str,
    *,
    naam: str | None = None,
    owner: str | None = None,
    erkenningen: tuple[RegisterErkenning, ...] | None = None,
) -> RegisterLeerbedrijf:
    """Take an invented leerbedrijf under another ID, with another name and erkenningen.

    Its people fit these; its leerplaatsen stay behind, for their IDs are its own.
    """
    chance = seeded_random(f"team {nr}")
    basis = replace(build_leerbedrijf(nr, sources), id=leerbedrijf_id, leerplaatsen=())
    basis = replace(basis, naam=naam or basis.naam, erkenningen=erkenningen or basis.erkenningen)
    opleidingen = current_opleidingen(sources, basis.erkenningen)
    return replace(
        basis,
        branche=opleidingen[0].branche if opleidingen else basis.branche,
        contact=build_contact(basis.naam, chance, owner),
        praktijkopleiders=build_praktijkopleiders(basis.naam, opleidingen, chance, owner),
    )


def _showpiece(sources: RegisterSources) -> RegisterLeerbedrijf:
    software, *older = (sources.opleidingen[crebo] for crebo in ("25998", "25604", "25187"))
    keuzedeel = RegisterErkenning("K0067", sources.keuzedelen["K0067"], dt.date(2019, 8, 1))
    new = replace(for_crebo(software), startdatum=dt.date(2018, 8, 1))
    erkenningen = (new, *(for_crebo(opleiding) for opleiding in older), keuzedeel)
    free = _leerplaats(software, keuzedeel)
    full = replace(free, leerplaats_id=vb.LEERPLAATS_FULL, aantal=0, leerweg="BBL", soort="Leerbaan")
    return replace(
        _with(0, sources, vb.SHOWPIECE, naam=vb.SHOWPIECE_NAME, erkenningen=erkenningen),
        vestiging=RegisterAdres(
            "Langestraat", str(vb.SHOWPIECE_HUISNUMMER), None, vb.SHOWPIECE_POSTCODE, "Amersfoort"
        ),
        correspondentie=RegisterAdres("Postbus", "136", None, "3800AC", "Amersfoort"),
        lat=52.156,
        lon=5.388,
        leerlingen=3,
        leerplaatsen=(free, full),
    )


def _leerplaats(opleiding: RegisterOpleiding, keuzedeel: RegisterErkenning) -> RegisterLeerplaats:
    return RegisterLeerplaats(
        leerplaats_id=vb.LEERPLAATS_FREE,
        soort="Stage",
        aantal=2,
        omschrijving="Bouw mee aan onze webapplicaties, van ontwerp tot en met test.",
        leerweg="BOL",
        opleidingen=(opleiding,),
        startdatum=dt.date(2026, 8, 31),
        einddatum=dt.date(2032, 7, 31),
        onderdelen=(("Kerntaak", "B1-K1 Realiseert software"), ("Keuzedeel", keuzedeel.omschrijving)),
    )


def _eenmanszaak(sources: RegisterSources) -> RegisterLeerbedrijf:
    return _with(
        3,
        sources,
        vb.EENMANSZAAK,
        naam=vb.EENMANSZAAK_NAME,
        owner=vb.EENMANSZAAK_NAME.removeprefix("Timmerbedrijf "),
        erkenningen=(for_crebo(sources.opleidingen["25016"]),),
    )


def _straat_with_number(sources: RegisterSources) -> RegisterLeerbedrijf:
    adres = RegisterAdres("Langestraat 27", None, None, "3811AB", "Amersfoort")
    return replace(_with(9, sources, vb.STRAAT_WITH_NUMBER), vestiging=adres, lat=52.157, lon=5.389)


def _alternating(sources: RegisterSources) -> RegisterLeerbedrijf:
    """One leerbedrijf with an erkenning that is current, ends, has yet to begin, ran out, was withdrawn."""
    pairs = (vb.OPEN_END, vb.ENDS, vb.FUTURE, vb.EXPIRED, vb.WITHDRAWN, vb.ONLY_BBL)
    open_end, ends, future, expired, weg, bbl = (for_crebo(sources.opleidingen[code]) for _, code in pairs)
    erkenningen = (
        open_end,
        replace(ends, einddatum=dt.date(2031, 7, 31)),
        replace(future, startdatum=dt.date(2032, 8, 1)),
        replace(expired, einddatum=dt.date(2022, 7, 31)),
        replace(weg, einddatum=dt.date(2023, 3, 15), grond="Ingetrokken"),
        replace(bbl, leerweg="BBL"),
    )
    return _with(6, sources, vb.ALTERNATING, naam="Restaurant De Kantelende Ketel", erkenningen=erkenningen)
