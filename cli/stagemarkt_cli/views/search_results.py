"""What a search found, shown: side by side as much as the terminal is wide."""

from typing import Any

from rich.console import Console
from rich.text import Text

from stagemarkt_cli.views.leerbedrijven import status
from stagemarkt_cli.views.screens import emit_rows, is_narrow, safe
from stagemarkt_cli.views.values import date, join_parts, kilometers, listing, text


def show_leerplaatsen(console: Console, content: Any) -> None:  # noqa: ANN401 - JSON is anything
    """Leerplaatsen, with whose they are and for which courses."""
    narrow = is_narrow(console)
    headers = ("Leerbedrijf", "Plaats", "Crebo" if narrow else "Opleiding", "Leerweg", "Aantal", "Km", "ID")
    rows = [
        [
            safe(text(leerplaats, "leerbedrijf", "naam")),
            safe(text(leerplaats, "leerbedrijf", "vestigingsadres", "plaats")),
            _opleidingen(leerplaats, narrow=narrow),
            safe(text(leerplaats, "leerweg")),
            safe(text(leerplaats, "aantal")),
            safe(kilometers(text(leerplaats, "afstandKm"))),
            safe(text(leerplaats, "leerplaatsId")),
        ]
        for leerplaats in listing(content, "resultaten")
    ]
    _show(console, headers, rows, content, "leerplaatsen")


def show_erkenningen(console: Console, content: Any) -> None:  # noqa: ANN401 - JSON is anything
    """Erkenningen, with who has them."""
    narrow = is_narrow(console)
    headers = (
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
            safe(text(found, "leerbedrijf", "naam")),
            safe(text(found, "leerbedrijf", "vestigingsadres", "plaats")),
            safe(
                join_parts(
                    (
                        text(found, "erkenning", "code"),
                        "" if narrow else text(found, "erkenning", "omschrijving"),
                    )
                )
            ),
            safe(text(found, "erkenning", "leerweg")),
            status(text(found, "erkenning", "status")),
            safe(date(text(found, "erkenning", "einddatum"))),
            safe(kilometers(text(found, "afstandKm"))),
            safe(text(found, "leerbedrijf", "leerbedrijfId")),
        ]
        for found in listing(content, "resultaten")
    ]
    _show(console, headers, rows, content, "erkenningen")


def _opleidingen(leerplaats: Any, *, narrow: bool) -> Text:  # noqa: ANN401 - JSON is anything
    names = [
        join_parts((text(opleiding, "crebo"), "" if narrow else text(opleiding, "omschrijving")))
        for opleiding in listing(leerplaats, "opleidingen")
    ]
    return safe(", ".join(names))


def _show(
    console: Console,
    headers: tuple[str, ...],
    rows: list[list[Text]],
    content: Any,  # noqa: ANN401 - JSON is anything
    wat: str,
) -> None:
    if not rows:
        console.print(f"Geen {wat} gevonden.")
        return
    # A column that is empty everywhere is not shown: no distances without a place to measure from.
    columns = [index for index in range(len(headers)) if any(row[index].plain for row in rows)]
    emit_rows(console, [headers[index] for index in columns], [[row[i] for i in columns] for row in rows])
    total = text(content, "totaal")
    meer = "; meer met --maximum" if text(content, "volgendeCursor") else ""
    console.print()
    console.print(safe(f"{len(rows)} van {total or 'onbekend hoeveel'} {wat}{meer}.", "dim"))
