"""Shows what the simulator holds as JSON, for tests and demos."""

import datetime as dt
from dataclasses import asdict

from local.sbb.disturbances.catalogue import Storing
from local.sbb.register.model import Erkenning, Leerbedrijf
from local.sbb.subscriptions import Abonnement


def als_json(waarde: Leerbedrijf | Erkenning, vandaag: dt.date) -> dict[str, object]:
    """Give the fields of a leerbedrijf or erkenning, dates as ISO 8601.

    An erkenning has its `status` today beside its `grond`; a leerbedrijf carries erkenningen like it.
    """
    if isinstance(waarde, Leerbedrijf):
        velden = {**asdict(waarde), "erkenningen": [als_json(e, vandaag) for e in waarde.erkenningen]}
    else:
        velden = {**asdict(waarde), "status": waarde.status_op(vandaag)}
    return {naam: _kaal(veld) for naam, veld in velden.items()}


def storing_als_json(storing: Storing) -> dict[str, object]:
    """Give a storing in the fields that it was asked for with, and its number."""
    velden = asdict(storing)
    return {"id": velden.pop("id"), "leerbedrijfId": velden.pop("leerbedrijf_id"), **velden}


def abonnement_als_json(abonnement: Abonnement) -> dict[str, object]:
    """Give an abonnement."""
    return {
        "abonnementId": abonnement.id,
        "brin": abonnement.brin,
        "endpoint": abonnement.endpoint,
        "ingangsdatum": abonnement.ingangsdatum.isoformat(),
    }


def _kaal(waarde: object) -> object:
    if isinstance(waarde, dt.date):
        return waarde.isoformat()
    if isinstance(waarde, dict):
        return {naam: _kaal(veld) for naam, veld in waarde.items()}
    if isinstance(waarde, (list, tuple)):
        return [_kaal(veld) for veld in waarde]
    return waarde
