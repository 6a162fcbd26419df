"""`stagemarkt contract`: our contract with SBB."""

from pathlib import Path
from typing import Annotated

import typer

from stagemarkt_cli.commands.help import ARGUMENTS, OPTIONS, command, make_group
from stagemarkt_cli.commands.toolbox import CONNECTION, Json, toolbox
from stagemarkt_cli.contract.compare import compare
from stagemarkt_cli.contract.differences.difference import Difference
from stagemarkt_cli.contract.model import UnreadableContract
from stagemarkt_cli.contract.own import own_wsdl
from stagemarkt_cli.contract.reading import read_contract
from stagemarkt_cli.contract.reading.fetching import DocumentFetcher, FetchCertificate
from stagemarkt_cli.messages import FAILED, WRONG_USAGE, Notice, reports
from stagemarkt_cli.views.differences import as_json, toon
from stagemarkt_cli.views.screens import write_json

group = make_group("contract")

_EXPLANATION = """Legt een WSDL van SBB naast de onze, en zegt wat er anders is.

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
    typer.Argument(metavar="WSDL", help="Een bestand, of een https-adres.", rich_help_panel=ARGUMENTS),
]
_Cert = Annotated[
    Path | None,
    typer.Option(metavar="PEM", help="Het certificaat van de school.", rich_help_panel=CONNECTION),
]
_Key = Annotated[
    Path | None, typer.Option(metavar="PEM", help="De sleutel daarvan.", rich_help_panel=CONNECTION)
]
_Ca = Annotated[
    Path | None,
    typer.Option(metavar="PEM", help="De CA die SBB ondertekent.", rich_help_panel=CONNECTION),
]
_Ours = Annotated[
    Path | None,
    typer.Option(
        metavar="WSDL", help="Een ander contract dan contract/whitelabel.wsdl.", rich_help_panel=OPTIONS
    ),
]


@command(group, "vergelijk", _EXPLANATION)
def compare_contract(  # noqa: PLR0913 - each is an option of the command
    ctx: typer.Context,
    bron: _Bron,
    *,
    ons: _Ours = None,
    json: Json = False,
    cert: _Cert = None,
    key: _Key = None,
    ca: _Ca = None,
) -> None:
    """Compare, show, and end with 1 when anything differs."""
    helper = toolbox(ctx)
    with reports(helper.screens.fout):
        differences = _compare(ons, helper.work_dir, bron, FetchCertificate(cert, key, ca))
        if json:
            write_json(helper.screens.out, as_json(differences))
        else:
            toon(helper.screens.out, differences)
    if differences:
        raise typer.Exit(FAILED)


def _compare(ons: Path | None, work_dir: Path, bron: str, certificaat: FetchCertificate) -> list[Difference]:
    try:
        own = read_contract(str(ons or own_wsdl(work_dir)))
        return compare(own, read_contract(bron, DocumentFetcher(bron, certificaat)))
    except UnreadableContract as fout:
        raise Notice(f"Niet te lezen: {fout}", code=WRONG_USAGE) from None
