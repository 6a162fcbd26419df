"""What a search found, shown: side by side as much as the terminal is wide."""

from typing import Any

from rich.console import Console
from rich.text import Text

from stagemarkt_cli.views.leerbedrijven import status
from stagemarkt_cli.views.screens import emit_rows, is_narrow, safe
from stagemarkt_cli.views.values import date, join_parts, kilometers, listing, tekst


def show_leerplaatsen(console: Console, inhoud: Any) -> None:  # noqa: ANN401 - JSON is anything
    """Leerplaatsen, with whose they are and for which courses."""
    narrow = is_narrow(console)
    koppen = ("Leerbedrijf", "Plaats", "Crebo" if narrow else "Opleiding", "Leerweg", "Aantal", "Km", "ID")
    rows = [
        [
            safe(tekst(leerplaats, "leerbedrijf", "naam")),
            safe(tekst(leerplaats, "leerbedrijf", "vestigingsadres", "plaats")),
            _opleidingen(leerplaats, narrow=narrow),
            safe(tekst(leerplaats, "leerweg")),
            safe(tekst(leerplaats, "aantal")),
            safe(kilometers(tekst(leerplaats, "afstandKm"))),
            safe(tekst(leerplaats, "leerplaatsId")),
        ]
        for leerplaats in listing(inhoud, "resultaten")
    ]
    _show(console, koppen, rows, inhoud, "leerplaatsen")


def show_erkenningen(console: Console, inhoud: Any) -> None:  # noqa: ANN401 - JSON is anything
    """Erkenningen, with who has them."""
    narrow = is_narrow(console)
    koppen = (
        "Leerbedrijf",
        "Plaats",
        "Code" if narrow else "Opleiding",
        "Leerweg",
        "Status",
        "Tot en met",
        "Km",
        "ID",
    )
    rows = [
        [
            safe(tekst(found, "leerbedrijf", "naam")),
            safe(tekst(found, "leerbedrijf", "vestigingsadres", "plaats")),
            safe(
                join_parts(
                    (
                        tekst(found, "erkenning", "code"),
                        "" if narrow else tekst(found, "erkenning", "omschrijving"),
                    )
                )
            ),
            safe(tekst(found, "erkenning", "leerweg")),
            status(tekst(found, "erkenning", "status")),
            safe(date(tekst(found, "erkenning", "einddatum"))),
            safe(kilometers(tekst(found, "afstandKm"))),
            safe(tekst(found, "leerbedrijf", "leerbedrijfId")),
        ]
        for found in listing(inhoud, "resultaten")
    ]
    _show(console, koppen, rows, inhoud, "erkenningen")


def _opleidingen(leerplaats: Any, *, narrow: bool) -> Text:  # noqa: ANN401 - JSON is anything
    names = [
        join_parts((tekst(opleiding, "crebo"), "" if narrow else tekst(opleiding, "omschrijving")))
        for opleiding in listing(leerplaats, "opleidingen")
    ]
    return safe(", ".join(names))


def _show(
    console: Console,
    koppen: tuple[str, ...],
    rows: list[list[Text]],
    inhoud: Any,  # noqa: ANN401 - JSON is anything
    wat: str,
) -> None:
    if not rows:
        console.print(f"Geen {wat} gevonden.")
        return
    # A column that is empty everywhere is not shown: no distances without a place to measure from.
    columns = [index for index in range(len(koppen)) if any(row[index].plain for row in rows)]
    emit_rows(console, [koppen[index] for index in columns], [[row[i] for i in columns] for row in rows])
    totaal = tekst(inhoud, "totaal")
    meer = "; meer met --maximum" if tekst(inhoud, "volgendeCursor") else ""
    console.print()
    console.print(safe(f"{len(rows)} van {totaal or 'onbekend hoeveel'} {wat}{meer}.", "dim"))
