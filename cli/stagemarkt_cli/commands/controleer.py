"""`stagemarkt controleer`: does a deployed facade do what it should, part by part."""

from typing import Annotated

import typer
from stagemarkt.model.codes import read_leerbedrijf_id

from stagemarkt_cli.commands.help import OPTIONS, command, make_group
from stagemarkt_cli.commands.toolbox import CONNECTION, Json, School, Sleutel, toolbox
from stagemarkt_cli.messages import FAILED, NOT_REACHABLE, WRONG_USAGE, Notice, reports
from stagemarkt_cli.views.checklist import checklist_json, show_check, show_sum
from stagemarkt_cli.views.screens import write_json

group = make_group("controleer")

_Url = Annotated[
    str | None,
    typer.Option(
        "--url",
        "--api-url",
        metavar="URL",
        envvar="STAGEMARKT_API_URL",
        show_envvar=False,
        rich_help_panel=CONNECTION,
        help="Het adres van de facade, tot en met /v1. Anders STAGEMARKT_API_URL, anders .local/stack.json "
        "van deze map (`make up` schrijft dat).",
    ),
]
_AlsoSbb = Annotated[
    bool,
    typer.Option(
        "--ook-sbb",
        metavar="",
        help="Stel SBB vier vragen, over een leerbedrijf dat niet bestaat.",
        rich_help_panel=OPTIONS,
    ),
]
_Leerbedrijf = Annotated[
    str | None,
    typer.Option(
        "--leerbedrijf",
        metavar="ID",
        help="Met --ook-sbb: vraag naar dit leerbedrijf. Wie dan wordt genoemd, staat in de audit.",
        rich_help_panel=OPTIONS,
    ),
]


@command(
    group,
    "controleer",
    """Voor na een uitrol, en als iemand zegt dat het niet werkt. Een regel per onderdeel: goed, FOUT, let op
(ligt niet aan de facade), of - (niet na te gaan: de sleutel heeft die scope niet).

Er wordt niets gewijzigd, en SBB wordt niet gevraagd tenzij u --ook-sbb geeft.

De exitcode is 0 als niets fout is, 1 als iets fout is, 2 als u iets verkeerd opgeeft en 3 als de
facade niet te bereiken is.

Voorbeelden:

  stagemarkt controleer --url https://api.example.nl/v1

  stagemarkt controleer --ook-sbb --school 99XX
""",
)
def controleer(  # noqa: PLR0913 - each is an option of the command
    ctx: typer.Context,
    *,
    ook_sbb: _AlsoSbb = False,
    leerbedrijf: _Leerbedrijf = None,
    json: Json = False,
    school: School = None,
    url: _Url = None,
    sleutel: Sleutel = None,
) -> None:
    """Look at each part."""
    helper = toolbox(ctx)
    with reports(helper.screens.fout):
        if leerbedrijf is not None and not ook_sbb:
            raise Notice(
                "--leerbedrijf hoort bij --ook-sbb: zonder wordt SBB niet gevraagd.", code=WRONG_USAGE
            )
        if leerbedrijf is not None and read_leerbedrijf_id(leerbedrijf) is None:
            raise Notice(f"Dit is geen leerbedrijf-ID: {leerbedrijf}", code=WRONG_USAGE)
        smoke_test = helper.smoke_test(url, sleutel, school)
        results = []
        for result in smoke_test.run(ask_sbb=ook_sbb, leerbedrijf=leerbedrijf):
            results.append(result)
            if not json:
                show_check(helper.screens.out, result)
        if json:
            write_json(helper.screens.out, checklist_json(smoke_test.api_url, results))
        else:
            show_sum(helper.screens.out, results)
    outcomes = {result.uitkomst for result in results}
    if outcomes - {"goed", "let-op", "overgeslagen"}:
        raise typer.Exit(NOT_REACHABLE if "onbereikbaar" in outcomes else FAILED)
