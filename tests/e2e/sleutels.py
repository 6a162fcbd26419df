"""Keys for a test, made as an operator makes them: an afnemer for each, so that none is in another's way."""

import uuid

from stagemarkt.model.toegang import Toegang
from stagemarkt_cli.admin import afnemers, sleutels
from stagemarkt_cli.admin.admin import Beheer
from stagemarkt_cli.admin.validation import lees_naam


def maak_afnemer(beheer: Beheer, toegang: dict[str, tuple[str, ...]]) -> str:
    """The id of a new afnemer with this toegang (BRIN -> scopes)."""
    afnemer_id = afnemers.voeg_toe(beheer, lees_naam(f"test-{uuid.uuid4().hex[:12]}")).id
    for brin, scopes in toegang.items():
        if scopes:
            afnemers.geef_toegang(beheer, afnemer_id, Toegang(brin, scopes))
    return afnemer_id


def maak_sleutel(beheer: Beheer, toegang: dict[str, tuple[str, ...]], verloopt_op: int | None = None) -> str:
    """The key of a new afnemer with this toegang."""
    return sleutels.maak(beheer, maak_afnemer(beheer, toegang), verloopt_op).sleutel
