"""Writes the parts of the register as elements of the contract, with the live service's habits.

Those habits, the same for a leerbedrijf every time: some texts are padded with spaces, and
some fields that are empty come as a blank instead of staying away.
"""

import datetime as dt
import zlib
from collections.abc import Iterable
from typing import Final

from local.sbb.register.model import NEDERLAND, Adres, Erkenning, Leerbedrijf, Opleiding, Persoon
from local.sbb.xml_tree import Veld

# Only free texts: a pattern or a date of the schema allows no padding.
_OPGEVULD: Final = frozenset({
    "Naam", "LeerbedrijfNaam", "Straat", "Plaats", "Omschrijving", "Functie", "Email", "Branche",
    "VacatureLeerplaatsOmschrijving", "Telefoonnummer",
})  # fmt: skip
_BLANCO: Final = frozenset({
    "Huisnummertoevoeging", "Huisnummer", "Functie", "Telefoonnummer", "Email", "WebsiteUrl", "KvkNummer",
})  # fmt: skip
_EEN_OP: Final = 5
# Additions that stand in one with the number: `2c`.
_SAMEN: Final = frozenset({"c", "B"})


def met_gewoonten(velden: Iterable[Veld], sleutel: str) -> list[Veld]:
    """Pad and blank fields, at any depth, as this leerbedrijf's (`sleutel`: its ID) always are."""
    nieuw: list[Veld] = []
    for naam, waarde in velden:
        if isinstance(waarde, str):
            nieuw.append((naam, _opgevuld(naam, waarde, sleutel)))
        elif waarde is None:
            nieuw.append((naam, " " if naam in _BLANCO and _lot(naam, sleutel) % 2 else None))
        elif isinstance(waarde, (list, tuple)):
            nieuw.append((naam, met_gewoonten(waarde, sleutel)))
        else:
            nieuw.append((naam, waarde))
    return nieuw


def _opgevuld(naam: str, waarde: str, sleutel: str) -> str:
    if naam not in _OPGEVULD or _lot(naam, sleutel) % _EEN_OP:
        return waarde
    return f"{waarde}   " if _lot(naam, sleutel) % 2 else f" {waarde} "


def _lot(naam: str, sleutel: str) -> int:
    return zlib.crc32(f"{sleutel}/{naam}".encode())


def adres(waarde: Adres | None) -> list[Veld] | None:
    """Write an address; None when there is none. As at SBB an addition may stand in one with the number."""
    if waarde is None:
        return None
    samen = waarde.huisnummer is not None and waarde.toevoeging in _SAMEN
    return [
        ("Straat", waarde.straat),
        ("Huisnummer", f"{waarde.huisnummer}{waarde.toevoeging}" if samen else waarde.huisnummer),
        ("Huisnummertoevoeging", None if samen else waarde.toevoeging),
        ("Postcode", _postcode(waarde)),
        ("Plaats", waarde.plaats),
        ("Land", waarde.land),
    ]


def _postcode(waarde: Adres) -> str:
    """Some as `1234 AB`."""
    nederlands = waarde.land == NEDERLAND and len(waarde.postcode) == len("1234AB")
    if not nederlands or zlib.crc32(waarde.postcode.encode()) % _EEN_OP:
        return waarde.postcode
    return f"{waarde.postcode[:4]} {waarde.postcode[4:]}"


def erkenning(waarde: Erkenning, dag: dt.date) -> list[Veld]:
    """Write an erkenning with its status on a day."""
    return [
        ("Keuzedeelcode" if waarde.keuzedeel else "Crebonummer", waarde.code),
        ("Omschrijving", waarde.omschrijving),
        ("Niveau", waarde.niveau),
        ("Leerweg", waarde.leerweg),
        ("Status", waarde.status_op(dag)),
        ("Startdatum", waarde.startdatum),
        ("Einddatum", waarde.einddatum),
    ]


def erkenningen(bedrijf: Leerbedrijf, dag: dt.date) -> list[Veld]:
    """Write all erkenningen of a leerbedrijf."""
    return [("Erkenning", erkenning(waarde, dag)) for waarde in bedrijf.erkenningen]


def opleidingen(waarden: Iterable[Opleiding]) -> list[Veld]:
    """Write opleidingen with name and niveau."""
    return [
        (
            "Opleiding",
            [
                ("Crebonummer", opleiding.crebo),
                ("Omschrijving", opleiding.naam),
                ("Niveau", opleiding.niveau),
            ],
        )
        for opleiding in waarden
    ]


def persoon(waarde: Persoon) -> list[Veld]:
    """Write a person."""
    return [
        ("Naam", waarde.naam),
        ("Functie", waarde.functie),
        ("Email", waarde.email),
        ("Telefoonnummer", waarde.telefoon),
    ]


def praktijkopleiders(waarden: Iterable[Persoon]) -> list[Veld]:
    """Write praktijkopleiders with their crebos."""
    return [
        (
            "Praktijkopleider",
            [*persoon(opleider), ("Crebonummers", [("Crebonummer", crebo) for crebo in opleider.crebos])],
        )
        for opleider in waarden
    ]
