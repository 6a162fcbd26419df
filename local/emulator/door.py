"""What the door of the emulated AWS is told: how many may be in at once, and what the rest hears."""

import json
from collections.abc import Mapping
from typing import Any, Final

from local.emulator.gatekeeper import DoorLimits

# Longer than a burst of five hundred takes on two cores, shorter than callers wait for API Gateway.
_PATIENCE: Final = 20.0
# Each is a connection and a small request: it costs some kilobytes.
_WAITERS: Final = 1000
# It starts two processes, and those that are warm go on meanwhile: more at once only make all of them late.
_COLD: Final = 1
# How long the emulator keeps the processes that a burst leaves behind, in seconds.
WARM: Final = 60
_REQUEST_ID: Final = "$context.requestId"


def door_settings(template: Mapping[str, Any], tegelijk: int) -> str:
    """In JSON, as `local.emulator.gatekeeper` reads it; the answer is the one that the template has."""
    answer = template["Resources"]["Api"]["Properties"]["GatewayResponses"]["THROTTLED"]
    headers = answer["ResponseParameters"]["Headers"]
    return json.dumps(
        {
            "maten": DoorLimits(tegelijk, _WAITERS, _PATIENCE, _COLD, WARM / 2)._asdict(),
            "koppen": [[name, _value(value)] for name, value in headers.items()],
            "lichaam": answer["ResponseTemplates"]["application/json"].strip(),
        }
    )


def _value(value: str) -> str:
    # As API Gateway has it: a text in quotes, or what it knows of the request.
    if value.startswith("'"):
        return value[1:-1]
    if value != _REQUEST_ID.removeprefix("$"):
        raise ValueError(f"the door cannot say {value}")
    return _REQUEST_ID
