"""The command `stagemarkt`: its groups, and nothing else."""

from collections.abc import Callable
from typing import Final

from stagemarkt_cli.opdrachten import (
    afnemer,
    audit,
    contract,
    logboek,
    mutaties,
    mutaties_beheer,
    mutaties_volgen,
    raadplegen,
    sbb,
    schoolabonnement,
    schoolcertificaat,
    simulatie,
    sleutel,
    toegang,
    zoeken,
)
from stagemarkt_cli.opdrachten.uitleg import METAVAR, OPDRACHTEN, Opdracht, alineas, maak_groep

_UITLEG: Final = """Leerbedrijven, erkenningen en leerplaatsen van Stagemarkt, via de facade.

Het adres en de sleutel komen uit STAGEMARKT_API_URL en STAGEMARKT_SLEUTEL. Staan die er niet, dan uit
.local/stack.json van de map waarin u bent: `make up` schrijft dat bestand.

Uitkomst: 0 gelukt, 1 geweigerd of onbekend, 2 verkeerd gebruikt, 3 de facade, SBB of AWS is er niet, 130
afgebroken. Tijden die u leest zijn Nederlandse tijd; met --json staan ze in UTC.
"""

BEHEER: Final = "Voor de beheerder van een uitgerolde stapel"

# These add their commands to the group of `mutaties`.
BIJ_MUTATIES: Final = (mutaties_beheer, mutaties_volgen)

app: Final = maak_groep("stagemarkt", _UITLEG)
_opdracht: Callable[..., None]
for _naam, _opdracht, _hulp in (
    ("zoek", zoeken.zoek, zoeken.ZOEK),
    ("leerbedrijf", raadplegen.leerbedrijf, raadplegen.LEERBEDRIJF),
    ("erkenning", raadplegen.erkenning, raadplegen.ERKENNING),
):
    app.command(
        _naam, cls=Opdracht, help=alineas(_hulp), options_metavar=METAVAR, rich_help_panel=OPDRACHTEN
    )(_opdracht)
for _naam, _opdracht, _hulp in (
    ("logboek", logboek.logboek, logboek.LOGBOEK),
    ("audit", audit.audit, audit.AUDIT),
    ("waarschuwingen", logboek.waarschuwingen, logboek.WAARSCHUWINGEN),
):
    app.command(_naam, cls=Opdracht, help=alineas(_hulp), options_metavar=METAVAR, rich_help_panel=BEHEER)(
        _opdracht
    )
for _groep in (
    contract.groep,
    simulatie.groep,
    sbb.groep,
    # That of the schools, one group: their subscriptions and certificates are pages of their own.
    *{schoolabonnement.groep, schoolcertificaat.groep},
    afnemer.groep,
    toegang.groep,
    sleutel.groep,
    mutaties.groep,
):
    algemeen = _groep in (contract.groep, simulatie.groep)
    app.add_typer(_groep, rich_help_panel=OPDRACHTEN if algemeen else BEHEER)


def main() -> None:
    """Run what the command line asks."""
    app()
