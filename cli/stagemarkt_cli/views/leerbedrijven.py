"""A leerbedrijf, a list of them, and an erkenning, shown."""

from collections.abc import Mapping
from typing import Any, Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from stagemarkt_cli.views.screens import druk, druk_rijen, veilig
from stagemarkt_cli.views.values import adres, datum, lijst, moment, tekst
from stagemarkt_cli.views.verdict import Uitkomst, oordeel

_STATUS: Final = {
    "actueel": ("actueel", "green"),
    "historisch": ("historisch", "yellow"),
    "erkend": ("erkend", "green"),
    "nietErkend": ("niet erkend", "red"),
    "ingetrokken": ("ingetrokken", "red"),
    "verlopen": ("verlopen", "red"),
    "toekomstig": ("nog niet erkend", "yellow"),
    "onbekend": ("onbekend", "yellow"),
}


_STIJL: Final = {
    Uitkomst.JA: "bold green",
    Uitkomst.NEE: "bold red",
    Uitkomst.EINDIGT_EERDER: "bold yellow",
    Uitkomst.CONTROLEER: "bold yellow",
}


def status(woord: str) -> Text:
    """A status in words and colour."""
    naam, stijl = _STATUS.get(woord, (woord, ""))
    return veilig(naam, stijl)


def toon_leerbedrijf(console: Console, inhoud: Any) -> None:  # noqa: ANN401 - JSON is anything
    """One leerbedrijf."""
    blad = _blad()
    _rij(blad, "Naam", veilig(tekst(inhoud, "naam"), "bold"))
    _rij(blad, "ID", veilig(tekst(inhoud, "leerbedrijfId")))
    _rij(blad, "Status", status(tekst(inhoud, "status")))
    _rij(blad, "Adres", veilig(adres(inhoud, "vestigingsadres")))
    _rij(blad, "Post", veilig(adres(inhoud, "correspondentieadres")))
    _rij(blad, "Opgehaald", _actualiteit(inhoud))
    druk(console, blad)


def toon_leerbedrijven(console: Console, inhoud: Any) -> None:  # noqa: ANN401 - JSON is anything
    """The leerbedrijven that were found."""
    gevonden = lijst(inhoud, "resultaten")
    if not gevonden:
        console.print("Geen leerbedrijf gevonden.")
        return
    rijen = [
        [
            veilig(tekst(bedrijf, "leerbedrijfId")),
            veilig(tekst(bedrijf, "naam")),
            veilig(adres(bedrijf, "vestigingsadres")),
            status(tekst(bedrijf, "status")),
        ]
        for bedrijf in gevonden
    ]
    druk_rijen(console, ("ID", "Naam", "Adres", "Status"), rijen)


def toon_erkenning(console: Console, inhoud: Any, gevraagd: Mapping[str, str]) -> None:  # noqa: ANN401 - JSON is anything
    """Whether one leerbedrijf is erkend for one code: first the answer to what was asked."""
    blad = _blad()
    antwoord = oordeel(inhoud, gevraagd)
    _rij(blad, "Erkend", veilig(str(antwoord), _STIJL[antwoord.uitkomst]))
    _rij(blad, "Leerbedrijf", veilig(_met(tekst(inhoud, "naam"), tekst(inhoud, "leerbedrijfId"))))
    _rij(blad, tekst(inhoud, "codeType").capitalize() or "Code", veilig(_code(inhoud)))
    _rij(blad, "Leerweg", _leerweg(inhoud))
    _rij(blad, "Status", status(tekst(inhoud, "status")))
    _rij(blad, "Geldig", veilig(_geldig(inhoud)))
    if "leerweg" not in gevraagd:
        for deel in lijst(inhoud, "leerwegen"):
            woord = status(tekst(deel, "status"))
            _rij(blad, tekst(deel, "leerweg"), Text(" ").join(t for t in (woord, veilig(_geldig(deel))) if t))
    _rij(blad, "Peildatum", veilig(datum(tekst(inhoud, "peildatum"))))
    if tekst(inhoud, "totEnMet"):
        _rij(blad, "Periode", _periode(inhoud))
    _rij(blad, "Opgehaald", _actualiteit(inhoud))
    druk(console, blad)


def _blad() -> Table:
    blad = Table.grid(padding=(0, 2, 0, 0))
    blad.add_column(style="dim", no_wrap=True)
    blad.add_column(overflow="fold")
    return blad


def _rij(blad: Table, naam: str, inhoud: Text) -> None:
    if inhoud.plain:
        blad.add_row(veilig(naam), inhoud)


def _met(naam: str, nummer: str) -> str:
    return f"{naam} ({nummer})" if naam else nummer


def _code(inhoud: Any) -> str:  # noqa: ANN401 - JSON is anything
    return f"{tekst(inhoud, 'code')} {tekst(inhoud, 'omschrijving')}"


def _geldig(inhoud: Any) -> str:  # noqa: ANN401 - JSON is anything
    van, tot = datum(tekst(inhoud, "startdatum")), datum(tekst(inhoud, "einddatum"))
    if not van and not tot:
        return ""
    return f"{f'van {van}' if van else ''} {f'tot en met {tot}' if tot else 'zonder einddatum'}"


def _leerweg(inhoud: Any) -> Text:  # noqa: ANN401 - JSON is anything
    if tekst(inhoud, "leerwegBekend") != "false":
        return veilig(tekst(inhoud, "leerweg"))
    opgehaald = tekst(inhoud, "leerwegReden") != "nietOpgehaald"
    return Text("SBB vertelt niet voor welke" if opgehaald else "SBB zei nu niet voor welke", "yellow")


def _periode(inhoud: Any) -> Text:  # noqa: ANN401 - JSON is anything
    tot = veilig(f"tot en met {datum(tekst(inhoud, 'totEnMet'))}:").append(" ")
    if tekst(inhoud, "erkendGehelePeriode") == "true":
        return tot + Text("de hele periode erkend", "green")
    if tekst(inhoud, "eindigtTijdensPeriode") == "true":
        return tot + Text("de erkenning eindigt tijdens de periode", "yellow")
    return tot + Text("niet de hele periode erkend", "red")


def _actualiteit(inhoud: Any) -> Text:  # noqa: ANN401 - JSON is anything
    op = moment(tekst(inhoud, "actualiteit", "opgehaaldOp"))
    if not op:
        return Text()
    bron = {"sbb": "bij SBB", "cache": "bij SBB, hier bewaard"}.get(tekst(inhoud, "actualiteit", "bron"), "")
    oud = tekst(inhoud, "actualiteit", "verouderd") == "true"
    return veilig(f"{op} {bron}") + Text(" (verouderd: ouder dan zoiets vers heet)" if oud else "", "yellow")
