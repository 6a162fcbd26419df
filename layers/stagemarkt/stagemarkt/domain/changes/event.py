"""A mutatie as it leaves us: a CloudEvent 1.0, structured, by the NL GOV profile for CloudEvents.

The same mutatie gives the same bytes, whenever it is sent: what a receiver has seen it can recognise, and a
signature over it can be made again.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from stagemarkt.model.codes import codetype
from stagemarkt.model.mutatie import Mutatie, Mutatiestatus

MEDIATYPE: Final = "application/cloudevents+json"

# The type says what has become of the erkenning. By the profile: reversed domain, plural, no organisation.
VERLEEND: Final = "nl.leerbedrijven.erkenning-verleend"
GEWIJZIGD: Final = "nl.leerbedrijven.erkenning-gewijzigd"
INGETROKKEN: Final = "nl.leerbedrijven.erkenning-ingetrokken"
VERLOPEN: Final = "nl.leerbedrijven.erkenning-verlopen"
TESTBERICHT: Final = "nl.leerbedrijven.testbericht"

# Status -> the type when this leerbedrijf and code were not seen before, and when they were.
TYPEN: Final[Mapping[Mutatiestatus, tuple[str, str]]] = {
    "erkend": (VERLEEND, GEWIJZIGD),
    "nietErkend": (INGETROKKEN, INGETROKKEN),
    "ingetrokken": (INGETROKKEN, INGETROKKEN),
    "verlopen": (VERLOPEN, VERLOPEN),
}

# An Integer of CloudEvents has 32 bits.
HOOGSTE_VOLGNUMMER: Final = 2**31 - 1


def bron_van(oin: str) -> str:
    """The `source` of everything that the operator with this OIN sends."""
    return f"urn:nld:oin:{oin}:systeem:stagemarkt-facade"


def maak_gebeurtenis(mutatie: Mutatie, volgnummer: int, *, gezien: bool, bron: str) -> dict[str, Any]:
    """The CloudEvent of a mutatie.

    Args:
        mutatie: what changed.
        volgnummer: the receiving abonnement's own, from 1.
        gezien: whether this leerbedrijf and code were in an earlier mutatie of this school.
        bron: as `bron_van` gives it.

    `time` is when the mutatie was first logged here, not when it happened and not when it is sent: it stays
    the same on every attempt.
    """
    if not 1 <= volgnummer <= HOOGSTE_VOLGNUMMER:
        raise ValueError("volgnummer")
    return {
        **_omslag(mutatie.mutatie_id, TYPEN[mutatie.status][gezien], bron),
        "subject": mutatie.leerbedrijf_id,
        "time": _moment(mutatie.gelogd_op),
        "datacontenttype": "application/json",
        "volgnummer": volgnummer,
        "data": {
            "leerbedrijfId": mutatie.leerbedrijf_id,
            # Blank is absent, as everywhere.
            **({"naam": mutatie.naam} if mutatie.naam else {}),
            "code": mutatie.code,
            "codeType": codetype(mutatie.code),
            "status": mutatie.status,
            **({"startdatum": mutatie.startdatum.isoformat()} if mutatie.startdatum else {}),
            **({"einddatum": mutatie.einddatum.isoformat()} if mutatie.einddatum else {}),
            "school": mutatie.school,
        },
    }


def maak_testgebeurtenis(
    bericht_id: str, abonnement_id: str, nu: float, *, bron: str, token: str | None = None
) -> dict[str, Any]:
    """The CloudEvent of a test message: outside the numbering, about no leerbedrijf.

    Args:
        bericht_id: names this message.
        abonnement_id: for which it is.
        nu: seconds since 1970.
        bron: as `bron_van` gives it.
        token: what the receiver sends back to prove that it can read what arrives here.
    """
    return {
        **_omslag(bericht_id, TESTBERICHT, bron),
        "subject": abonnement_id,
        "time": _moment(nu),
        "datacontenttype": "application/json",
        "data": {"abonnementId": abonnement_id, **({"token": token} if token else {})},
    }


def serialiseer(gebeurtenis: Mapping[str, Any]) -> bytes:
    """The event as bytes: JSON in UTF-8, without spaces, in the order in which it was made."""
    return json.dumps(gebeurtenis, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def _omslag(id_: str, type_: str, bron: str) -> dict[str, Any]:
    return {"specversion": "1.0", "id": id_, "source": bron, "type": type_}


def _moment(seconden: float) -> str:
    return datetime.fromtimestamp(seconden, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
