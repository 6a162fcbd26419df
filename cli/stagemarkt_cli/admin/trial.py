"""Tries a school at SBB by way of the function that watches it: who runs this may have no way to SBB."""

import json
from typing import TYPE_CHECKING, Any, Final

from stagemarkt_cli.messages import MISLUKT, NIET_BEREIKBAAR, Melding

if TYPE_CHECKING:
    from stagemarkt_cli.aws.stack import Stapel

# The codes of `stagemarkt.model.errors` that say that SBB is not there.
BRON_WEG: Final = frozenset({"bron-niet-beschikbaar", "bron-overbelast", "bron-timeout"})


def probeer(stapel: "Stapel", school: str) -> dict[str, Any]:
    """What SBB said: `uitkomst`, `code`, `detail` and `signaalcode`.

    Raises:
        Melding: the function failed, or could not read the school's secret.
    """
    antwoord = stapel.client("lambda").invoke(
        FunctionName=stapel.uitvoer("CertificaatwachtFunctie"),
        Payload=json.dumps({"probeer": school}).encode(),
    )
    inhoud = json.loads(antwoord["Payload"].read())
    if antwoord.get("FunctionError") or not isinstance(inhoud, dict):
        raise Melding("De functie Certificaatwacht is mislukt: stagemarkt logboek --functie Certificaatwacht")
    if "fout" in inhoud:
        raise Melding(str(inhoud["fout"]["detail"]), f"Code: {inhoud['fout']['code']}")
    if "uitkomst" not in inhoud:
        raise Melding(
            "De uitgerolde functies kunnen dit nog niet.",
            "Zij zijn met een andere versie uitgerold dan die van deze opdracht: rol de stapel opnieuw uit.",
        )
    uitkomst: dict[str, Any] = inhoud["uitkomst"]
    return uitkomst


def eis_aanvaard(uitkomst: dict[str, Any]) -> None:
    """Raises Melding with what SBB said, unless it took the school."""
    if uitkomst["uitkomst"] == "aanvaard":
        return
    signaal = "" if uitkomst["signaalcode"] is None else f" (signaalcode {uitkomst['signaalcode']})"
    wat = {
        "geweigerd": "SBB weigert de school",
        "terugval": "SBB weigert het nieuwe certificaat",
    }.get(uitkomst["uitkomst"], "SBB kon niet worden gevraagd")
    raise Melding(
        f"{wat}{signaal}: {uitkomst['code']}.",
        str(uitkomst["detail"]),
        code=NIET_BEREIKBAAR if uitkomst["code"] in BRON_WEG else MISLUKT,
    )
