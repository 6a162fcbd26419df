"""SBB's words for the status of an erkenning: the one table. Plain code, no pydantic."""

from collections.abc import Mapping
from typing import Final

from stagemarkt.model.mutatie import Mutatiestatus

STATUS_ERKENNING: Final[Mapping[str, Mutatiestatus]] = {
    "Erkend": "erkend",
    "NietErkend": "nietErkend",
    "Ingetrokken": "ingetrokken",
    "Verlopen": "verlopen",
}
