"""Makes the leerbedrijven of `voorbeelden.py`: what tests count on is written out here, the rest invented."""

import datetime as dt
from dataclasses import replace

from local.sbb import examples as vb
from local.sbb.register.erkenningen import huidige_opleidingen, voor_crebo
from local.sbb.register.leerplaatsen import maak_contact, maak_praktijkopleiders
from local.sbb.register.maker import maak_leerbedrijf
from local.sbb.register.model import Adres, Erkenning, Leerbedrijf, Leerplaats, Opleiding
from local.sbb.register.sources import Bronnen
from local.sbb.text import dobbel


def maak_voorbeelden(bronnen: Bronnen) -> list[Leerbedrijf]:
    """Make all examples, the showcase first; nine in all."""
    return [
        _toonbeeld(bronnen),
        _met(1, bronnen, vb.AMPERSAND, naam=vb.AMPERSAND_NAAM),
        _met(5, bronnen, vb.HISTORISCH),
        _met(7, bronnen, vb.BUITENLAND),
        _eenmanszaak(bronnen),
        _met(2, bronnen, vb.OUD_ID),
        _met(14, bronnen, vb.LANGE_NAAM),
        _straat_met_nummer(bronnen),
        _wisselend(bronnen),
    ]


def _met(
    nr: int,
    bronnen: Bronnen,
    leerbedrijf_id: str,
    *,
    naam: str | None = None,
    eigenaar: str | None = None,
    erkenningen: tuple[Erkenning, ...] | None = None,
) -> Leerbedrijf:
    """Take an invented leerbedrijf under another ID, with another name and erkenningen.

    Its people fit these; its leerplaatsen stay behind, for their IDs are its own.
    """
    kans = dobbel(f"team {nr}")
    basis = replace(maak_leerbedrijf(nr, bronnen), id=leerbedrijf_id, leerplaatsen=())
    basis = replace(basis, naam=naam or basis.naam, erkenningen=erkenningen or basis.erkenningen)
    opleidingen = huidige_opleidingen(bronnen, basis.erkenningen)
    return replace(
        basis,
        branche=opleidingen[0].branche if opleidingen else basis.branche,
        contact=maak_contact(basis.naam, kans, eigenaar),
        praktijkopleiders=maak_praktijkopleiders(basis.naam, opleidingen, kans, eigenaar),
    )


def _toonbeeld(bronnen: Bronnen) -> Leerbedrijf:
    software, *oudere = (bronnen.opleidingen[crebo] for crebo in ("25998", "25604", "25187"))
    keuzedeel = Erkenning("K0067", bronnen.keuzedelen["K0067"], dt.date(2019, 8, 1))
    nieuw = replace(voor_crebo(software), startdatum=dt.date(2018, 8, 1))
    erkenningen = (nieuw, *(voor_crebo(opleiding) for opleiding in oudere), keuzedeel)
    vrij = _leerplaats(software, keuzedeel)
    vol = replace(vrij, leerplaats_id=vb.LEERPLAATS_VOL, aantal=0, leerweg="BBL", soort="Leerbaan")
    return replace(
        _met(0, bronnen, vb.TOONBEELD, naam=vb.TOONBEELD_NAAM, erkenningen=erkenningen),
        vestiging=Adres(
            "Langestraat", str(vb.TOONBEELD_HUISNUMMER), None, vb.TOONBEELD_POSTCODE, "Amersfoort"
        ),
        correspondentie=Adres("Postbus", "136", None, "3800AC", "Amersfoort"),
        lat=52.156,
        lon=5.388,
        leerlingen=3,
        leerplaatsen=(vrij, vol),
    )


def _leerplaats(opleiding: Opleiding, keuzedeel: Erkenning) -> Leerplaats:
    return Leerplaats(
        leerplaats_id=vb.LEERPLAATS_VRIJ,
        soort="Stage",
        aantal=2,
        omschrijving="Bouw mee aan onze webapplicaties, van ontwerp tot en met test.",
        leerweg="BOL",
        opleidingen=(opleiding,),
        startdatum=dt.date(2026, 8, 31),
        einddatum=dt.date(2032, 7, 31),
        onderdelen=(("Kerntaak", "B1-K1 Realiseert software"), ("Keuzedeel", keuzedeel.omschrijving)),
    )


def _eenmanszaak(bronnen: Bronnen) -> Leerbedrijf:
    return _met(
        3,
        bronnen,
        vb.EENMANSZAAK,
        naam=vb.EENMANSZAAK_NAAM,
        eigenaar=vb.EENMANSZAAK_NAAM.removeprefix("Timmerbedrijf "),
        erkenningen=(voor_crebo(bronnen.opleidingen["25016"]),),
    )


def _straat_met_nummer(bronnen: Bronnen) -> Leerbedrijf:
    adres = Adres("Langestraat 27", None, None, "3811AB", "Amersfoort")
    return replace(_met(9, bronnen, vb.STRAAT_MET_NUMMER), vestiging=adres, lat=52.157, lon=5.389)


def _wisselend(bronnen: Bronnen) -> Leerbedrijf:
    """One leerbedrijf with an erkenning that is current, ends, has yet to begin, ran out, was withdrawn."""
    paren = (vb.OPEN_EINDE, vb.EINDIGT, vb.TOEKOMSTIG, vb.VERLOPEN, vb.INGETROKKEN, vb.ALLEEN_BBL)
    open_einde, eindigt, toekomst, verlopen, weg, bbl = (
        voor_crebo(bronnen.opleidingen[code]) for _, code in paren
    )
    erkenningen = (
        open_einde,
        replace(eindigt, einddatum=dt.date(2031, 7, 31)),
        replace(toekomst, startdatum=dt.date(2032, 8, 1)),
        replace(verlopen, einddatum=dt.date(2022, 7, 31)),
        replace(weg, einddatum=dt.date(2023, 3, 15), grond="Ingetrokken"),
        replace(bbl, leerweg="BBL"),
    )
    return _met(6, bronnen, vb.WISSELEND, naam="Restaurant De Kantelende Ketel", erkenningen=erkenningen)
