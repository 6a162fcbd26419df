"""A school's subscription to mutaties at SBB, by way of the function that holds the schools' secrets.

Who runs this needs the right to invoke that function, and neither a certificate nor a way to SBB.
"""

import json
from typing import TYPE_CHECKING, Any

from stagemarkt_cli.admin.trial import BRON_DOWN
from stagemarkt_cli.messages import NOT_REACHABLE, Notice

if TYPE_CHECKING:
    from stagemarkt_cli.aws.stack import DeployedStack


def question(
    this_stack: "DeployedStack", command: str, school: str, abonnement_id: str | None = None
) -> dict[str, Any]:
    """What the function answers.

    Raises:
        Notice: SBB or the function refuses, or it failed.
    """
    event = {"opdracht": command, "school": school, "abonnementId": abonnement_id}
    answer = this_stack.client("lambda").invoke(
        FunctionName=this_stack.output("SchoolabonnementenFunctie"), Payload=json.dumps(event).encode()
    )
    content = json.loads(answer["Payload"].read())
    if answer.get("FunctionError") or not isinstance(content, dict):
        raise Notice("De functie Schoolabonnementen is mislukt; haar logboek zegt waarom.")
    if "fout" in content:
        code = str(content["fout"]["code"])
        raise Notice(
            str(content["fout"]["detail"]),
            f"Code: {code}",
            **({"code": NOT_REACHABLE} if code in BRON_DOWN else {}),
        )
    outcome: dict[str, Any] = content["uitkomst"]
    return outcome
