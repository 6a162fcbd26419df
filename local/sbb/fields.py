"""Writes the parts of the register as elements of the contract, with the live service's habits.

Those habits, the same for a leerbedrijf every time: some texts are padded with spaces, and
some fields that are empty come as a blank instead of staying away.
"""

import datetime as dt
import zlib
from collections.abc import Iterable
from typing import Final

from local.sbb.register.model import (
    NEDERLAND,
    RegisterAdres,
    RegisterErkenning,
    RegisterLeerbedrijf,
    RegisterOpleiding,
    RegisterPersoon,
)
from local.sbb.xml_tree import XmlField

# Only free texts: a pattern or a date of the schema allows no padding.
_PADDED: Final = frozenset({
    "Naam", "LeerbedrijfNaam", "Straat", "Plaats", "Omschrijving", "Functie", "Email", "Branche",
    "VacatureLeerplaatsOmschrijving", "Telefoonnummer",
})  # fmt: skip
_BLANK: Final = frozenset({
    "Huisnummertoevoeging", "Huisnummer", "Functie", "Telefoonnummer", "Email", "WebsiteUrl", "KvkNummer",
})  # fmt: skip
_ONE_IN: Final = 5
# Additions that stand in one with the number: `2c`.
_TOGETHER: Final = frozenset({"c", "B"})


def with_habits(fields: Iterable[XmlField], sleutel: str) -> list[XmlField]:
    """Pad and blank fields, at any depth, as this leerbedrijf's (`sleutel`: its ID) always are."""
    new: list[XmlField] = []
    for name, value in fields:
        if isinstance(value, str):
            new.append((name, _padded(name, value, sleutel)))
        elif value is None:
            new.append((name, " " if name in _BLANK and _lot(name, sleutel) % 2 else None))
        elif isinstance(value, (list, tuple)):
            new.append((name, with_habits(value, sleutel)))
        else:
            new.append((name, value))
    return new


def _padded(name: str, value: str, sleutel: str) -> str:
    if name not in _PADDED or _lot(name, sleutel) % _ONE_IN:
        return value
    return f"{value}   " if _lot(name, sleutel) % 2 else f" {value} "


def _lot(name: str, sleutel: str) -> int:
    return zlib.crc32(f"{sleutel}/{name}".encode())


def adres(value: RegisterAdres | None) -> list[XmlField] | None:
    """Write an address; None when there is none. As at SBB an addition may stand in one with the number."""
    if value is None:
        return None
    together = value.huisnummer is not None and value.toevoeging in _TOGETHER
    return [
        ("Straat", value.straat),
        ("Huisnummer", f"{value.huisnummer}{value.toevoeging}" if together else value.huisnummer),
        ("Huisnummertoevoeging", None if together else value.toevoeging),
        ("Postcode", _postcode(value)),
        ("Plaats", value.plaats),
        ("Land", value.land),
    ]


def _postcode(value: RegisterAdres) -> str:
    """Some as `1234 AB`."""
    dutch = value.land == NEDERLAND and len(value.postcode) == len("1234AB")
    if not dutch or zlib.crc32(value.postcode.encode()) % _ONE_IN:
        return value.postcode
    return f"{value.postcode[:4]} {value.postcode[4:]}"


def erkenning(value: RegisterErkenning, day: dt.date) -> list[XmlField]:
    """Write an erkenning with its status on a day."""
    return [
        ("Keuzedeelcode" if value.keuzedeel else "Crebonummer", value.code),
        ("Omschrijving", value.omschrijving),
        ("Niveau", value.niveau),
        ("Leerweg", value.leerweg),
        ("Status", value.status_on(day)),
        ("Startdatum", value.startdatum),
        ("Einddatum", value.einddatum),
    ]


def erkenningen(company: RegisterLeerbedrijf, day: dt.date) -> list[XmlField]:
    """Write all erkenningen of a leerbedrijf."""
    return [("Erkenning", erkenning(value, day)) for value in company.erkenningen]


def opleidingen(values: Iterable[RegisterOpleiding]) -> list[XmlField]:
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
        for opleiding in values
    ]


def person(value: RegisterPersoon) -> list[XmlField]:
    """Write a person."""
    return [
        ("Naam", value.naam),
        ("Functie", value.functie),
        ("Email", value.email),
        ("Telefoonnummer", value.telefoon),
    ]


def praktijkopleiders(values: Iterable[RegisterPersoon]) -> list[XmlField]:
    """Write praktijkopleiders with their crebos."""
    return [
        (
            "Praktijkopleider",
            [*person(opleider), ("Crebonummers", [("Crebonummer", crebo) for crebo in opleider.crebos])],
        )
        for opleider in values
    ]
