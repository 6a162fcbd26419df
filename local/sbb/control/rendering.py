"""Shows what the simulator holds as JSON, for tests and demos."""

import datetime as dt
from dataclasses import asdict

from local.sbb.disturbances.catalogue import Disturbance
from local.sbb.register.model import RegisterErkenning, RegisterLeerbedrijf
from local.sbb.subscriptions import SimulatedAbonnement


def as_json(value: RegisterLeerbedrijf | RegisterErkenning, today: dt.date) -> dict[str, object]:
    """Give the fields of a leerbedrijf or erkenning, dates as ISO 8601.

    An erkenning has its `status` today beside its `grond`; a leerbedrijf carries erkenningen like it.
    """
    if isinstance(value, RegisterLeerbedrijf):
        velden = {**asdict(value), "erkenningen": [as_json(e, today) for e in value.erkenningen]}
    else:
        velden = {**asdict(value), "status": value.status_on(today)}
    return {naam: _bare(field) for naam, field in velden.items()}


def disturbance_as_json(storing: Disturbance) -> dict[str, object]:
    """Give a disturbance in the fields that it was asked for with, and its number."""
    velden = asdict(storing)
    return {"id": velden.pop("id"), "leerbedrijfId": velden.pop("leerbedrijf_id"), **velden}


def abonnement_as_json(abonnement: SimulatedAbonnement) -> dict[str, object]:
    """Give an abonnement."""
    return {
        "abonnementId": abonnement.id,
        "brin": abonnement.brin,
        "endpoint": abonnement.endpoint,
        "ingangsdatum": abonnement.ingangsdatum.isoformat(),
    }


def _bare(value: object) -> object:
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, dict):
        return {naam: _bare(field) for naam, field in value.items()}
    if isinstance(value, (list, tuple)):
        return [_bare(field) for field in value]
    return value
