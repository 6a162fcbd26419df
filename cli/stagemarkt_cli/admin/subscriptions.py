"""A school's subscription to mutaties at SBB, by way of the function that holds the schools' secrets.

Who runs this needs the right to invoke that function, and neither a certificate nor a way to SBB.
"""

import json
from typing import TYPE_CHECKING, Any

from stagemarkt_cli.admin.trial import BRON_WEG
from stagemarkt_cli.messages import NIET_BEREIKBAAR, Melding

if TYPE_CHECKING:
    from stagemarkt_cli.aws.stack import Stapel


def vraag(stapel: "Stapel", opdracht: str, school: str, abonnement_id: str | None = None) -> dict[str, Any]:
    """What the function answers.

    Raises:
        Melding: SBB or the function refuses, or it failed.
    """
    event = {"opdracht": opdracht, "school": school, "abonnementId": abonnement_id}
    antwoord = stapel.client("lambda").invoke(
        FunctionName=stapel.uitvoer("SchoolabonnementenFunctie"), Payload=json.dumps(event).encode()
    )
    inhoud = json.loads(antwoord["Payload"].read())
    if antwoord.get("FunctionError") or not isinstance(inhoud, dict):
        raise Melding("De functie Schoolabonnementen is mislukt; haar logboek zegt waarom.")
    if "fout" in inhoud:
        code = str(inhoud["fout"]["code"])
        raise Melding(
            str(inhoud["fout"]["detail"]),
            f"Code: {code}",
            **({"code": NIET_BEREIKBAAR} if code in BRON_WEG else {}),
        )
    uitkomst: dict[str, Any] = inhoud["uitkomst"]
    return uitkomst
