"""Keys: made, rotated, withdrawn. The key itself is given back once, and stands nowhere."""

from typing import NamedTuple

from stagemarkt.domain.access import MAX_SLEUTELS, PresentedKey, checksum, is_alive, new_sleutel
from stagemarkt.model.toegang import SleutelData

from stagemarkt_cli.admin.admin import Admin
from stagemarkt_cli.messages import Notice


class Revoked(NamedTuple):
    """A withdrawn key; `now` when it was this command that withdrew it."""

    sleutel: SleutelData
    now: bool


def make(
    admin: Admin, afnemer_id: str, expires_at: int | None = None, sleutel: PresentedKey | None = None
) -> PresentedKey:
    """A new key for this afnemer, or the one that is given.

    Raises:
        Notice: it has two that live, or is not known.
    """
    new = sleutel or new_sleutel()
    data = SleutelData(
        prefix=new.prefix,
        checksum=checksum(new.sleutel, admin.pepper),
        afnemer_id=afnemer_id,
        aangemaakt_op=admin.now,
        expires_at=expires_at,
    )
    beside = require_room(admin, afnemer_id)
    if not admin.table.add_sleutel(data, beside):
        raise Notice(
            f"Aan de sleutels van {afnemer_id} is juist iets veranderd; kijk, en probeer het opnieuw."
        )
    return new


def require_room(admin: Admin, afnemer_id: str) -> tuple[str, ...]:
    """The prefixes of the afnemer's keys, when one more may live beside them. Raises Notice when not."""
    admin.require_afnemer(afnemer_id)
    prefixes = admin.table.prefixes(afnemer_id)
    alive = [s.prefix for s in listing(admin, afnemer_id) if is_alive(s, admin.now)]
    if len(alive) >= MAX_SLEUTELS:
        raise Notice(
            f"Afnemer {afnemer_id} heeft al {MAX_SLEUTELS} sleutels die werken: {', '.join(alive)}.",
            "Trek er eerst een in: stagemarkt sleutel intrekken PREFIX",
        )
    return prefixes


def rotate(admin: Admin, prefix: str, until: int) -> PresentedKey:
    """A new key beside this one, which ends at `until` (seconds since 1970), or sooner when it did already.

    Raises:
        Notice: the key is not known or dead, or there are two already.
    """
    old = require_sleutel(admin, prefix)
    if not is_alive(old, admin.now):
        raise Notice(
            f"Sleutel {prefix} werkt niet meer: er valt niets te roteren.",
            f"Maak een nieuwe: stagemarkt sleutel maken --afnemer {old.afnemer_id}",
        )
    new = make(admin, old.afnemer_id)
    admin.table.let_expire(prefix, until if old.expires_at is None else min(until, old.expires_at))
    return new


def revoke(admin: Admin, prefix: str) -> Revoked:
    """Withdraw a key; a second time does no harm. Raises Notice when it is not known."""
    sleutel = require_sleutel(admin, prefix)
    if sleutel.revoked_at is not None:
        return Revoked(sleutel, now=False)
    admin.table.revoke_sleutel(prefix, admin.now)
    return Revoked(sleutel._replace(revoked_at=admin.now), now=True)


def listing(admin: Admin, afnemer_id: str) -> list[SleutelData]:
    """Every key of an afnemer, dead ones included, the newest first."""
    sleutels = [admin.table.sleutel(prefix) for prefix in admin.table.prefixes(afnemer_id)]
    return sorted((s for s in sleutels if s is not None), key=lambda s: (-s.aangemaakt_op, s.prefix))


def require_sleutel(admin: Admin, prefix: str) -> SleutelData:
    """What is known of this key. Raises Notice when nothing is."""
    sleutel = admin.table.sleutel(prefix)
    if sleutel is None:
        raise Notice(f"Er is geen sleutel met prefix {prefix}.", "Zie `stagemarkt sleutel lijst`.")
    return sleutel
