"""`stagemarkt contract`: our contract with SBB."""

from pathlib import Path
from typing import Annotated

import typer

from stagemarkt_cli.commands.help import ARGUMENTEN, OPTIES, maak_groep, opdracht
from stagemarkt_cli.commands.toolbox import VERBINDING, Json, gereedschap
from stagemarkt_cli.contract.compare import vergelijk
from stagemarkt_cli.contract.differences.difference import Verschil
from stagemarkt_cli.contract.model import OnleesbaarContract
from stagemarkt_cli.contract.own import eigen_wsdl
from stagemarkt_cli.contract.reading import lees_contract
from stagemarkt_cli.contract.reading.fetching import Certificaat, Ophaler
from stagemarkt_cli.messages import MISLUKT, VERKEERD_GEBRUIK, Melding, meldt
from stagemarkt_cli.views.differences import als_json, toon
from stagemarkt_cli.views.screens import schrijf_json

groep = maak_groep("contract")

_UITLEG = """Legt een WSDL van SBB naast de onze, en zegt wat er anders is.

Van elk verschil: hoe erg het is (breekt, let op, zonder gevolg), wat er hier door misgaat, en waar u het
wijzigt: een parameter van de template, een bestand met een naam erin, of nergens. Schema's die de WSDL noemt,
worden meegelezen.

Uitkomst: 0 gelijk, 1 verschillen, 2 niet te lezen.

Voorbeelden:

  stagemarkt contract vergelijk ~/Downloads/whitelabel.wsdl

  stagemarkt contract vergelijk 'https://…/dienst.asmx?wsdl' --cert school.pem --key school.key
"""

_Bron = Annotated[
    str,
    typer.Argument(metavar="WSDL", help="Een bestand, of een https-adres.", rich_help_panel=ARGUMENTEN),
]
_Cert = Annotated[
    Path | None,
    typer.Option(metavar="PEM", help="Het certificaat van de school.", rich_help_panel=VERBINDING),
]
_Key = Annotated[
    Path | None, typer.Option(metavar="PEM", help="De sleutel daarvan.", rich_help_panel=VERBINDING)
]
_Ca = Annotated[
    Path | None,
    typer.Option(metavar="PEM", help="De CA die SBB ondertekent.", rich_help_panel=VERBINDING),
]
_Ons = Annotated[
    Path | None,
    typer.Option(
        metavar="WSDL", help="Een ander contract dan contract/whitelabel.wsdl.", rich_help_panel=OPTIES
    ),
]


@opdracht(groep, "vergelijk", _UITLEG)
def vergelijk_contract(  # noqa: PLR0913 - each is an option of the command
    ctx: typer.Context,
    bron: _Bron,
    *,
    ons: _Ons = None,
    json: Json = False,
    cert: _Cert = None,
    key: _Key = None,
    ca: _Ca = None,
) -> None:
    """Compare, show, and end with 1 when anything differs."""
    hulp = gereedschap(ctx)
    with meldt(hulp.schermen.fout):
        verschillen = _vergelijk(ons, hulp.werkmap, bron, Certificaat(cert, key, ca))
        if json:
            schrijf_json(hulp.schermen.uit, als_json(verschillen))
        else:
            toon(hulp.schermen.uit, verschillen)
    if verschillen:
        raise typer.Exit(MISLUKT)


def _vergelijk(ons: Path | None, werkmap: Path, bron: str, certificaat: Certificaat) -> list[Verschil]:
    try:
        eigen = lees_contract(str(ons or eigen_wsdl(werkmap)))
        return vergelijk(eigen, lees_contract(bron, Ophaler(bron, certificaat)))
    except OnleesbaarContract as fout:
        raise Melding(f"Niet te lezen: {fout}", code=VERKEERD_GEBRUIK) from None
