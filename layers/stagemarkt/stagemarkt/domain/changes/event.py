"""A mutatie as it leaves us: a CloudEvent 1.0, structured, by the NL GOV profile for CloudEvents.

The same mutatie gives the same bytes, whenever it is sent: what a receiver has seen it can recognise, and a
signature over it can be made again.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from stagemarkt.model.codes import code_type
from stagemarkt.model.mutatie import Mutatie, Mutatiestatus

MEDIATYPE: Final = "application/cloudevents+json"

# The type says what has become of the erkenning. By the profile: reversed domain, plural, no organisation.
GRANTED: Final = "nl.leerbedrijven.erkenning-verleend"
CHANGED: Final = "nl.leerbedrijven.erkenning-gewijzigd"
WITHDRAWN: Final = "nl.leerbedrijven.erkenning-ingetrokken"
EXPIRED: Final = "nl.leerbedrijven.erkenning-verlopen"
TEST_MESSAGE: Final = "nl.leerbedrijven.testbericht"

# Status -> the type when this leerbedrijf and code were not seen before, and when they were.
EVENT_TYPES: Final[Mapping[Mutatiestatus, tuple[str, str]]] = {
    "erkend": (GRANTED, CHANGED),
    "nietErkend": (WITHDRAWN, WITHDRAWN),
    "ingetrokken": (WITHDRAWN, WITHDRAWN),
    "verlopen": (EXPIRED, EXPIRED),
}

# An Integer of CloudEvents has 32 bits.
HIGHEST_VOLGNUMMER: Final = 2**31 - 1


def source_of(oin: str) -> str:
    """The `source` of everything that the operator with this OIN sends."""
    return f"urn:nld:oin:{oin}:systeem:stagemarkt-facade"


def build_mutatie_event(mutatie: Mutatie, volgnummer: int, *, seen: bool, bron: str) -> dict[str, Any]:
    """The CloudEvent of a mutatie.

    Args:
        mutatie: what changed.
        volgnummer: the receiving abonnement's own, from 1.
        seen: whether this leerbedrijf and code were in an earlier mutatie of this school.
        bron: as `source_of` gives it.

    `time` is when the mutatie was first logged here, not when it happened and not when it is sent: it stays
    the same on every attempt.
    """
    if not 1 <= volgnummer <= HIGHEST_VOLGNUMMER:
        raise ValueError("volgnummer")
    return {
        **_envelope(mutatie.mutatie_id, EVENT_TYPES[mutatie.status][seen], bron),
        "subject": mutatie.leerbedrijf_id,
        "time": _moment(mutatie.gelogd_op),
        "datacontenttype": "application/json",
        "volgnummer": volgnummer,
        "data": {
            "leerbedrijfId": mutatie.leerbedrijf_id,
            # Blank is absent, as everywhere.
            **({"naam": mutatie.naam} if mutatie.naam else {}),
            "code": mutatie.code,
            "codeType": code_type(mutatie.code),
            "status": mutatie.status,
            **({"startdatum": mutatie.startdatum.isoformat()} if mutatie.startdatum else {}),
            **({"einddatum": mutatie.einddatum.isoformat()} if mutatie.einddatum else {}),
            "school": mutatie.school,
        },
    }


def build_test_event(
    bericht_id: str, abonnement_id: str, now: float, *, bron: str, token: str | None = None
) -> dict[str, Any]:
    """The CloudEvent of a test message: outside the numbering, about no leerbedrijf.

    Args:
        bericht_id: names this message.
        abonnement_id: for which it is.
        now: seconds since 1970.
        bron: as `source_of` gives it.
        token: what the receiver sends back to prove that it can read what arrives here.
    """
    return {
        **_envelope(bericht_id, TEST_MESSAGE, bron),
        "subject": abonnement_id,
        "time": _moment(now),
        "datacontenttype": "application/json",
        "data": {"abonnementId": abonnement_id, **({"token": token} if token else {})},
    }


def serialize(event: Mapping[str, Any]) -> bytes:
    """The event as bytes: JSON in UTF-8, without spaces, in the order in which it was made."""
    return json.dumps(event, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def _envelope(id_: str, type_: str, bron: str) -> dict[str, Any]:
    return {"specversion": "1.0", "id": id_, "source": bron, "type": type_}


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
