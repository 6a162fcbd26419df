"""Keys for a test, made as an operator makes them: an afnemer for each, so that none is in another's way."""

import uuid

from stagemarkt.model.toegang import Toegang
from stagemarkt_cli.admin import afnemers, sleutels
from stagemarkt_cli.admin.admin import Admin
from stagemarkt_cli.admin.validation import read_name


def make_afnemer(admin: Admin, toegang: dict[str, tuple[str, ...]]) -> str:
    """The id of a new afnemer with this toegang (BRIN -> scopes)."""
    afnemer_id = afnemers.add(admin, read_name(f"test-{uuid.uuid4().hex[:12]}")).id
    for brin, scopes in toegang.items():
        if scopes:
            afnemers.grant_toegang(admin, afnemer_id, Toegang(brin, scopes))
    return afnemer_id


def make_sleutel(admin: Admin, toegang: dict[str, tuple[str, ...]], expires_at: int | None = None) -> str:
    """The key of a new afnemer with this toegang."""
    return sleutels.make(admin, make_afnemer(admin, toegang), expires_at).sleutel
