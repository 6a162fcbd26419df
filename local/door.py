"""What the door of the emulated AWS is told: how many may be in at once, and what the rest hears."""

import json
from collections.abc import Mapping
from typing import Any, Final

from local.emulator.gatekeeper import Maten

# Longer than a burst of five hundred takes on two cores, shorter than callers wait for API Gateway.
_GEDULD: Final = 20.0
# Each is a connection and a small request: it costs some kilobytes.
_WACHTENDEN: Final = 1000
# It starts two processes, and those that are warm go on meanwhile: more at once only make all of them late.
_KOUD: Final = 1
# How long the emulator keeps the processes that a burst leaves behind, in seconds.
WARM: Final = 60
_VERZOEK_ID: Final = "$context.requestId"


def wens(sjabloon: Mapping[str, Any], tegelijk: int) -> str:
    """In JSON, as `local.emulator.gatekeeper` reads it; the answer is the one that the template has."""
    antwoord = sjabloon["Resources"]["Api"]["Properties"]["GatewayResponses"]["THROTTLED"]
    koppen = antwoord["ResponseParameters"]["Headers"]
    return json.dumps(
        {
            "maten": Maten(tegelijk, _WACHTENDEN, _GEDULD, _KOUD, WARM / 2)._asdict(),
            "koppen": [[naam, _waarde(waarde)] for naam, waarde in koppen.items()],
            "lichaam": antwoord["ResponseTemplates"]["application/json"].strip(),
        }
    )


def _waarde(waarde: str) -> str:
    # As API Gateway has it: a text in quotes, or what it knows of the request.
    if waarde.startswith("'"):
        return waarde[1:-1]
    if waarde != _VERZOEK_ID.removeprefix("$"):
        raise ValueError(f"the door cannot say {waarde}")
    return _VERZOEK_ID
