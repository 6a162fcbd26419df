"""Tries a school at SBB by way of the function that watches it: who runs this may have no way to SBB."""

import json
from typing import TYPE_CHECKING, Any, Final

from stagemarkt_cli.messages import FAILED, NOT_REACHABLE, Notice

if TYPE_CHECKING:
    from stagemarkt_cli.aws.stack import DeployedStack

# The codes of `stagemarkt.model.errors` that say that SBB is not there.
BRON_DOWN: Final = frozenset({"bron-niet-beschikbaar", "bron-overbelast", "bron-timeout"})


def probeer(this_stack: "DeployedStack", school: str) -> dict[str, Any]:
    """What SBB said: `uitkomst`, `code`, `detail` and `signaalcode`.

    Raises:
        Notice: the function failed, or could not read the school's secret.
    """
    answer = this_stack.client("lambda").invoke(
        FunctionName=this_stack.output("CertificaatwachtFunctie"),
        Payload=json.dumps({"probeer": school}).encode(),
    )
    content = json.loads(answer["Payload"].read())
    if answer.get("FunctionError") or not isinstance(content, dict):
        raise Notice("De functie Certificaatwacht is mislukt: stagemarkt logboek --functie Certificaatwacht")
    if "fout" in content:
        raise Notice(str(content["fout"]["detail"]), f"Code: {content['fout']['code']}")
    if "uitkomst" not in content:
        raise Notice(
            "De uitgerolde functies kunnen dit nog niet.",
            "Zij zijn met een andere versie uitgerold dan die van deze opdracht: rol de stapel opnieuw uit.",
        )
    outcome: dict[str, Any] = content["uitkomst"]
    return outcome


def require_accepted(outcome: dict[str, Any]) -> None:
    """Raises Notice with what SBB said, unless it took the school."""
    if outcome["uitkomst"] == "aanvaard":
        return
    sbb_signal = "" if outcome["signaalcode"] is None else f" (signaalcode {outcome['signaalcode']})"
    wat = {
        "geweigerd": "SBB weigert de school",
        "terugval": "SBB weigert het nieuwe certificaat",
    }.get(outcome["uitkomst"], "SBB kon niet worden gevraagd")
    raise Notice(
        f"{wat}{sbb_signal}: {outcome['code']}.",
        str(outcome["detail"]),
        code=NOT_REACHABLE if outcome["code"] in BRON_DOWN else FAILED,
    )
