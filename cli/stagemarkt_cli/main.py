"""The command `stagemarkt`: its groups, and nothing else."""

from typing import Final

from stagemarkt_cli.commands.help import COMMANDS, make_group
from stagemarkt_cli.commands.on_demand import Entry, group_of

_EXPLANATION: Final = """Leerbedrijven, erkenningen en leerplaatsen van Stagemarkt, via de facade.

Het adres en de sleutel komen uit STAGEMARKT_API_URL en STAGEMARKT_SLEUTEL. Staan die er niet, dan uit
.local/stack.json van de map waarin u bent: `make up` schrijft dat bestand.

Uitkomst: 0 gelukt, 1 geweigerd of onbekend, 2 verkeerd gebruikt, 3 de facade, SBB of AWS is er niet, 130
afgebroken. Tijden die u leest zijn Nederlandse tijd; met --json staan ze in UTC.
"""

ADMIN: Final = "Voor de beheerder van een uitgerolde stapel"

# Listed from here, so that nothing is imported for a list, and for a command what it needs itself.
ENTRIES: Final = (
    Entry(
        "zoek",
        "Zoekt leerplaatsen, of met --erkenningen de leerbedrijven die erkend zijn.",
        COMMANDS,
        ("zoek",),
    ),
    Entry(
        "leerbedrijf",
        "Zoekt een leerbedrijf op: met zijn ID, of met naam en adres.",
        COMMANDS,
        ("lookup",),
    ),
    Entry(
        "erkenning",
        "Zegt of een leerbedrijf erkend is voor een opleiding of keuzedeel.",
        COMMANDS,
        ("lookup",),
    ),
    Entry(
        "verifieer",
        "Trekt een heel bestand met BPVO's na, CSV of Excel, en zet het resultaat ernaast.",
        COMMANDS,
        ("verifieer",),
    ),
    Entry(
        "logboek",
        "Zoekt in de logboeken van alle functies en API's van de stapel.",
        ADMIN,
        ("logboek",),
    ),
    Entry(
        "audit",
        "Toont aan wie gegevens van contactpersonen en praktijkopleiders zijn gegeven, en wanneer.",
        ADMIN,
        ("audit",),
    ),
    Entry(
        "waarschuwingen",
        "Toont waarvoor de beheerder gewaarschuwd is, met de tekst erbij.",
        ADMIN,
        ("logboek",),
    ),
    Entry(
        "controleer",
        "Kijkt of een uitgerolde facade doet wat zij moet, onderdeel voor onderdeel.",
        COMMANDS,
        ("controleer",),
    ),
    Entry("contract", "Het contract met SBB: klopt dat van ons met het echte?", COMMANDS, ("contract",)),
    Entry(
        "simulatie",
        "De nagebootste SBB van `make up`: wat er gebeurt als SBB iets wijzigt.",
        COMMANDS,
        ("simulatie",),
    ),
    Entry(
        "speeltuin",
        "Verhalen bij de nagebootste SBB van `make up`, waaraan u uw software beproeft.",
        COMMANDS,
        ("speeltuin",),
    ),
    Entry("sbb", "Waaraan de facade SBB herkent.", ADMIN, ("sbb",)),
    Entry(
        "school",
        "De scholen namens wie de facade SBB vraagt: wie ze zijn, licentie, certificaat.",
        ADMIN,
        ("school", "school_subscription", "school_certificate"),
    ),
    Entry(
        "afnemer",
        "Wie de facade aanroept: pakketten van leveranciers, of een school zelf.",
        ADMIN,
        ("afnemer",),
    ),
    Entry("toegang", "Wat een afnemer mag, voor welke school, tot wanneer.", ADMIN, ("toegang",)),
    Entry(
        "sleutel",
        "De sleutels waarmee afnemers aanroepen; hooguit twee die werken per afnemer.",
        ADMIN,
        ("sleutel",),
    ),
    Entry(
        "herstel",
        "Brengt tabellen terug naar een moment, en laat de stapel ze gebruiken.",
        ADMIN,
        ("herstel",),
    ),
    Entry(
        "mutaties",
        "Wijzigingen van erkenningen die SBB vertelde.",
        ADMIN,
        ("mutaties", "mutaties_admin", "mutaties_follow"),
    ),
)

app: Final = make_group("stagemarkt", _EXPLANATION, group_of(ENTRIES))


@app.callback()
def _of_itself() -> None:
    """Nothing: the commands do it."""


def main() -> None:
    """Run what the command line asks."""
    app()
