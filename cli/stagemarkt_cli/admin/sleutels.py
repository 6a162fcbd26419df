"""Keys: made, rotated, withdrawn. The key itself is given back once, and stands nowhere."""

from typing import NamedTuple

from stagemarkt.domain.access import HOOGSTENS_SLEUTELS, Aangeboden, controlegetal, leeft, nieuwe_sleutel
from stagemarkt.model.toegang import Sleutelgegevens

from stagemarkt_cli.admin.admin import Beheer
from stagemarkt_cli.messages import Melding


class Ingetrokken(NamedTuple):
    """A withdrawn key; `nu` when it was this command that withdrew it."""

    sleutel: Sleutelgegevens
    nu: bool


def maak(
    beheer: Beheer, afnemer_id: str, verloopt_op: int | None = None, sleutel: Aangeboden | None = None
) -> Aangeboden:
    """A new key for this afnemer, or the one that is given.

    Raises:
        Melding: it has two that live, or is not known.
    """
    nieuw = sleutel or nieuwe_sleutel()
    gegevens = Sleutelgegevens(
        prefix=nieuw.prefix,
        controlegetal=controlegetal(nieuw.sleutel, beheer.peper),
        afnemer_id=afnemer_id,
        aangemaakt_op=beheer.nu,
        verloopt_op=verloopt_op,
    )
    naast = eis_ruimte(beheer, afnemer_id)
    if not beheer.tabel.voeg_sleutel_toe(gegevens, naast):
        raise Melding(
            f"Aan de sleutels van {afnemer_id} is juist iets veranderd; kijk, en probeer het opnieuw."
        )
    return nieuw


def eis_ruimte(beheer: Beheer, afnemer_id: str) -> tuple[str, ...]:
    """The prefixes of the afnemer's keys, when one more may live beside them. Raises Melding when not."""
    beheer.eis_afnemer(afnemer_id)
    prefixen = beheer.tabel.prefixen(afnemer_id)
    levend = [s.prefix for s in lijst(beheer, afnemer_id) if leeft(s, beheer.nu)]
    if len(levend) >= HOOGSTENS_SLEUTELS:
        raise Melding(
            f"Afnemer {afnemer_id} heeft al {HOOGSTENS_SLEUTELS} sleutels die werken: {', '.join(levend)}.",
            "Trek er eerst een in: stagemarkt sleutel intrekken PREFIX",
        )
    return prefixen


def roteer(beheer: Beheer, prefix: str, tot: int) -> Aangeboden:
    """A new key beside this one, which ends at `tot` (seconds since 1970), or sooner when it did already.

    Raises:
        Melding: the key is not known or dead, or there are two already.
    """
    oud = eis_sleutel(beheer, prefix)
    if not leeft(oud, beheer.nu):
        raise Melding(
            f"Sleutel {prefix} werkt niet meer: er valt niets te roteren.",
            f"Maak een nieuwe: stagemarkt sleutel maken --afnemer {oud.afnemer_id}",
        )
    nieuw = maak(beheer, oud.afnemer_id)
    beheer.tabel.laat_verlopen(prefix, tot if oud.verloopt_op is None else min(tot, oud.verloopt_op))
    return nieuw


def trek_in(beheer: Beheer, prefix: str) -> Ingetrokken:
    """Withdraw a key; a second time does no harm. Raises Melding when it is not known."""
    sleutel = eis_sleutel(beheer, prefix)
    if sleutel.ingetrokken_op is not None:
        return Ingetrokken(sleutel, nu=False)
    beheer.tabel.trek_sleutel_in(prefix, beheer.nu)
    return Ingetrokken(sleutel._replace(ingetrokken_op=beheer.nu), nu=True)


def lijst(beheer: Beheer, afnemer_id: str) -> list[Sleutelgegevens]:
    """Every key of an afnemer, dead ones included, the newest first."""
    sleutels = [beheer.tabel.sleutel(prefix) for prefix in beheer.tabel.prefixen(afnemer_id)]
    return sorted((s for s in sleutels if s is not None), key=lambda s: (-s.aangemaakt_op, s.prefix))


def eis_sleutel(beheer: Beheer, prefix: str) -> Sleutelgegevens:
    """What is known of this key. Raises Melding when nothing is."""
    sleutel = beheer.tabel.sleutel(prefix)
    if sleutel is None:
        raise Melding(f"Er is geen sleutel met prefix {prefix}.", "Zie `stagemarkt sleutel lijst`.")
    return sleutel
