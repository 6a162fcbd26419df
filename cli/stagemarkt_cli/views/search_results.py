"""What a search found, shown: side by side as much as the terminal is wide."""

from typing import Any

from rich.console import Console
from rich.text import Text

from stagemarkt_cli.views.leerbedrijven import status
from stagemarkt_cli.views.screens import druk_rijen, is_smal, veilig
from stagemarkt_cli.views.values import datum, kilometers, lijst, tekst, zinnen


def toon_leerplaatsen(console: Console, inhoud: Any) -> None:  # noqa: ANN401 - JSON is anything
    """Leerplaatsen, with whose they are and for which courses."""
    smal = is_smal(console)
    koppen = ("Leerbedrijf", "Plaats", "Crebo" if smal else "Opleiding", "Leerweg", "Aantal", "Km", "ID")
    rijen = [
        [
            veilig(tekst(leerplaats, "leerbedrijf", "naam")),
            veilig(tekst(leerplaats, "leerbedrijf", "vestigingsadres", "plaats")),
            _opleidingen(leerplaats, smal=smal),
            veilig(tekst(leerplaats, "leerweg")),
            veilig(tekst(leerplaats, "aantal")),
            veilig(kilometers(tekst(leerplaats, "afstandKm"))),
            veilig(tekst(leerplaats, "leerplaatsId")),
        ]
        for leerplaats in lijst(inhoud, "resultaten")
    ]
    _toon(console, koppen, rijen, inhoud, "leerplaatsen")


def toon_erkenningen(console: Console, inhoud: Any) -> None:  # noqa: ANN401 - JSON is anything
    """Erkenningen, with who has them."""
    smal = is_smal(console)
    koppen = (
        "Leerbedrijf",
        "Plaats",
        "Code" if smal else "Opleiding",
        "Leerweg",
        "Status",
        "Tot en met",
        "Km",
        "ID",
    )
    rijen = [
        [
            veilig(tekst(gevonden, "leerbedrijf", "naam")),
            veilig(tekst(gevonden, "leerbedrijf", "vestigingsadres", "plaats")),
            veilig(
                zinnen(
                    (
                        tekst(gevonden, "erkenning", "code"),
                        "" if smal else tekst(gevonden, "erkenning", "omschrijving"),
                    )
                )
            ),
            veilig(tekst(gevonden, "erkenning", "leerweg")),
            status(tekst(gevonden, "erkenning", "status")),
            veilig(datum(tekst(gevonden, "erkenning", "einddatum"))),
            veilig(kilometers(tekst(gevonden, "afstandKm"))),
            veilig(tekst(gevonden, "leerbedrijf", "leerbedrijfId")),
        ]
        for gevonden in lijst(inhoud, "resultaten")
    ]
    _toon(console, koppen, rijen, inhoud, "erkenningen")


def _opleidingen(leerplaats: Any, *, smal: bool) -> Text:  # noqa: ANN401 - JSON is anything
    namen = [
        zinnen((tekst(opleiding, "crebo"), "" if smal else tekst(opleiding, "omschrijving")))
        for opleiding in lijst(leerplaats, "opleidingen")
    ]
    return veilig(", ".join(namen))


def _toon(
    console: Console,
    koppen: tuple[str, ...],
    rijen: list[list[Text]],
    inhoud: Any,  # noqa: ANN401 - JSON is anything
    wat: str,
) -> None:
    if not rijen:
        console.print(f"Geen {wat} gevonden.")
        return
    # A column that is empty everywhere is not shown: no distances without a place to measure from.
    kolommen = [index for index in range(len(koppen)) if any(rij[index].plain for rij in rijen)]
    druk_rijen(console, [koppen[index] for index in kolommen], [[rij[i] for i in kolommen] for rij in rijen])
    totaal = tekst(inhoud, "totaal")
    meer = "; meer met --maximum" if tekst(inhoud, "volgendeCursor") else ""
    console.print()
    console.print(veilig(f"{len(rijen)} van {totaal or 'onbekend hoeveel'} {wat}{meer}.", "dim"))
