"""Leerbedrijven and codes of the register that tests and demos may count on, and how they are made.

Each of them is made up: SBB has not given out IDs from 900000001, and no school has BRIN 99XX. A pair is a
leerbedrijf-ID with a crebo or keuzedeel. What is counted on is written out here, the rest is invented.
"""

import datetime as dt
from dataclasses import replace
from typing import Final

from local.sbb.register.invented import (
    build_contact,
    build_leerbedrijf,
    build_praktijkopleiders,
    current_opleidingen,
    for_crebo,
)
from local.sbb.register.model import (
    RegisterAdres,
    RegisterErkenning,
    RegisterLeerbedrijf,
    RegisterLeerplaats,
    RegisterOpleiding,
)
from local.sbb.register.sources import RegisterSources
from local.sbb.text import seeded_random

# Actueel, Amersfoort, 3811MG 1, with contact persons, praktijkopleiders and leerplaatsen.
SHOWPIECE: Final = "900000001"
SHOWPIECE_NAME: Final = "Bitwerk Eemland Software"
SHOWPIECE_POSTCODE: Final = "3811MG"
SHOWPIECE_HUISNUMMER: Final = 1
ERKEND_CREBO: Final = (SHOWPIECE, "25998")
ERKEND_KEUZEDEEL: Final = (SHOWPIECE, "K0067")
# Two leerplaatsen of the showcase: one with places left, one taken, with a GUID and a crebo for its ID.
LEERPLAATS_FREE: Final = "3000001"
LEERPLAATS_FULL: Final = "0a4b5c1d-77e2-4f3a-9b60-c8d21e5f7a93-25998"

HISTORICAL: Final = "900000003"
ABROAD: Final = "900000004"
AMPERSAND: Final = "900000005"
AMPERSAND_NAME: Final = 'Smederij \'t Vuur & <IJzer> "De Eñgelé Hoef"'
EENMANSZAAK: Final = "900000006"
EENMANSZAAK_NAME: Final = "Timmerbedrijf J. de Vriesenaar"
OLD_ID: Final = "99ZZ9999JJ0001602"
LONG_NAME: Final = "900000007"
# Straat holds "Langestraat 27"; there is no Huisnummer.
STRAAT_WITH_NUMBER: Final = "900000008"

# One leerbedrijf with an erkenning of every kind.
ALTERNATING: Final = "900000009"
OPEN_END: Final = (ALTERNATING, "25180")
ENDS: Final = (ALTERNATING, "25168")  # erkend until 2031-07-31
FUTURE: Final = (ALTERNATING, "25171")  # from 2032-08-01
EXPIRED: Final = (ALTERNATING, "25173")  # 2016-08-01 to 2022-07-31
WITHDRAWN: Final = (ALTERNATING, "25174")  # 2016-08-01, withdrawn on 2023-03-15
NEVER_ERKEND: Final = (ALTERNATING, "25998")
ONLY_BBL: Final = (ALTERNATING, "25172")

# Of AMPERSAND: BOL until 2021-10-25, BBL without end.
FROM_BOL_TO_BBL: Final = (AMPERSAND, "25254")

# Several leerbedrijven in different towns bear this very name.
SAME_NAME: Final = "Kinderopvang De Wolkenwagen"
# As a name: more than 50 matches, but not too many; and more than 100.
NAME_MANY: Final = "bv"
NAME_TOO_MANY: Final = "en"

UNKNOWN_LEERBEDRIJF: Final = "999999999"
UNKNOWN_CREBO: Final = "99999"
UNKNOWN_KEUZEDEEL: Final = "K9999"


def build_examples(sources: RegisterSources) -> list[RegisterLeerbedrijf]:
    """Make all examples, the showcase first; nine in all."""
    return [
        _showpiece(sources),
        _with(1, sources, AMPERSAND, name=AMPERSAND_NAME),
        _with(5, sources, HISTORICAL),
        _with(7, sources, ABROAD),
        _eenmanszaak(sources),
        _with(2, sources, OLD_ID),
        _with(14, sources, LONG_NAME),
        _straat_with_number(sources),
        _alternating(sources),
    ]


def _with(
    nr: int,
    sources: RegisterSources,
    leerbedrijf_id: str,
    *,
    name: str | None = None,
    owner: str | None = None,
    erkenningen: tuple[RegisterErkenning, ...] | None = None,
) -> RegisterLeerbedrijf:
    """Take an invented leerbedrijf under another ID, with another name and erkenningen.

    Its people fit these; its leerplaatsen stay behind, for their IDs are its own.
    """
    chance = seeded_random(f"team {nr}")
    basis = replace(build_leerbedrijf(nr, sources), id=leerbedrijf_id, leerplaatsen=())
    basis = replace(basis, naam=name or basis.naam, erkenningen=erkenningen or basis.erkenningen)
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
    full = replace(free, leerplaats_id=LEERPLAATS_FULL, aantal=0, leerweg="BBL", soort="Leerbaan")
    return replace(
        _with(0, sources, SHOWPIECE, name=SHOWPIECE_NAME, erkenningen=erkenningen),
        vestiging=RegisterAdres(
            "Langestraat", str(SHOWPIECE_HUISNUMMER), None, SHOWPIECE_POSTCODE, "Amersfoort"
        ),
        correspondentie=RegisterAdres("Postbus", "136", None, "3800AC", "Amersfoort"),
        lat=52.156,
        lon=5.388,
        leerlingen=3,
        leerplaatsen=(free, full),
    )


def _leerplaats(opleiding: RegisterOpleiding, keuzedeel: RegisterErkenning) -> RegisterLeerplaats:
    return RegisterLeerplaats(
        leerplaats_id=LEERPLAATS_FREE,
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
        EENMANSZAAK,
        name=EENMANSZAAK_NAME,
        owner=EENMANSZAAK_NAME.removeprefix("Timmerbedrijf "),
        erkenningen=(for_crebo(sources.opleidingen["25016"]),),
    )


def _straat_with_number(sources: RegisterSources) -> RegisterLeerbedrijf:
    adres = RegisterAdres("Langestraat 27", None, None, "3811AB", "Amersfoort")
    return replace(_with(9, sources, STRAAT_WITH_NUMBER), vestiging=adres, lat=52.157, lon=5.389)


def _alternating(sources: RegisterSources) -> RegisterLeerbedrijf:
    """One leerbedrijf with an erkenning that is current, ends, has yet to begin, ran out, was withdrawn."""
    pairs = (OPEN_END, ENDS, FUTURE, EXPIRED, WITHDRAWN, ONLY_BBL)
    open_end, ends, future, expired, weg, bbl = (for_crebo(sources.opleidingen[code]) for _, code in pairs)
    erkenningen = (
        open_end,
        replace(ends, einddatum=dt.date(2031, 7, 31)),
        replace(future, startdatum=dt.date(2032, 8, 1)),
        replace(expired, einddatum=dt.date(2022, 7, 31)),
        replace(weg, einddatum=dt.date(2023, 3, 15), grond="Ingetrokken"),
        replace(bbl, leerweg="BBL"),
    )
    return _with(6, sources, ALTERNATING, name="Restaurant De Kantelende Ketel", erkenningen=erkenningen)
