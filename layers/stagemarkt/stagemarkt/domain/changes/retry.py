"""When a delivery that failed is tried again, and when a receiver is left in peace: pure decisions.

Two things are apart. A **delivery** is tried for three days, with waits that double, each drawn at random
so that what failed together does not come back together ("full jitter"). A **receiver** that fails time
after time rests, whatever waits for it: without that, each leerbedrijf and code would knock at a dead door.
"""

from email.utils import parsedate_to_datetime
from typing import Final, NamedTuple

from stagemarkt.ports.delivery import Uitkomst

DRIE_DAGEN: Final = 3 * 24 * 3600.0
# The first wait is at most this, and each next one at most twice that, up to the ceiling.
_EERSTE_WACHT: Final = 10.0
_LANGSTE_WACHT: Final = 6 * 3600.0
# A receiver may ask for more time than we would give it, but not for so much that its events never come.
LANGSTE_UITSTEL: Final = 24 * 3600

# So many failures in a row, and the receiver rests: this long at most, then twice that, up to the ceiling.
_DULDT: Final = 5
_EERSTE_RUST: Final = 30.0
_LANGSTE_RUST: Final = 15 * 60.0
# What a receiver says of one message, and says nothing of the receiver.
_OVER_DIT_BERICHT: Final = frozenset({400, 409, 413, 422})


class Opnieuw(NamedTuple):
    """Try again, at `op` (seconds since 1970) and not before."""

    op: float


class Opzij(NamedTuple):
    """Three days have passed: set it aside for the operator, and let the rest go on."""


class Afmelden(NamedTuple):
    """The receiver wants no more: switch the abonnement off."""


class Klaar(NamedTuple):
    """It is delivered."""


Besluit = Opnieuw | Opzij | Afmelden | Klaar


def na_poging(uitkomst: Uitkomst, poging: int, sinds: float, nu: float, toeval: float) -> Besluit:
    """What becomes of a delivery after an attempt.

    Args:
        uitkomst: how the attempt ended.
        poging: how many attempts there have been, this one included; from 1.
        sinds: when the delivery was first due, seconds since 1970; the three days count from here.
        nu: now, the same seconds.
        toeval: drawn anew for each call, from 0.0 up to 1.0.

    The last attempt is at the end of the three days, however long the waits have become.
    """
    if uitkomst.soort == "geleverd":
        return Klaar()
    if uitkomst.soort == "afgemeld":
        return Afmelden()
    if is_verlopen(sinds, nu):
        return Opzij()
    wacht = toeval * _verdubbeld(_EERSTE_WACHT, poging - 1, _LANGSTE_WACHT)
    return Opnieuw(min(nu + max(wacht, _gevraagd(uitkomst)), sinds + DRIE_DAGEN))


def is_verlopen(sinds: float, nu: float) -> bool:
    """Whether the three days of a delivery that was first due at `sinds` have passed."""
    return nu >= sinds + DRIE_DAGEN


class Ontvanger(NamedTuple):
    """What a receiver has shown of late.

    Attributes:
        mislukt: failures in a row.
        rust_tot: nothing is sent before this moment, seconds since 1970.
    """

    mislukt: int = 0
    rust_tot: float = 0.0


def mag_nu(ontvanger: Ontvanger, nu: float) -> bool:
    """Whether this receiver may be tried now. After a rest one failure is enough for the next, longer one."""
    return nu >= ontvanger.rust_tot


def na_uitkomst(ontvanger: Ontvanger, uitkomst: Uitkomst, nu: float, toeval: float) -> Ontvanger:
    """The receiver after one more attempt; `nu` and `toeval` as for `na_poging`.

    A receiver that asks for time (`Retry-After`) gets it at once, for everything that waits for it.
    """
    if uitkomst.soort == "geleverd" or uitkomst.http_status in _OVER_DIT_BERICHT:
        return Ontvanger()
    mislukt = ontvanger.mislukt + 1
    rust = 0.0
    if mislukt >= _DULDT:
        # Half of it for certain: a rest of no length would be none.
        rust = (0.5 + toeval / 2) * _verdubbeld(_EERSTE_RUST, mislukt - _DULDT, _LANGSTE_RUST)
    return Ontvanger(mislukt, nu + max(rust, _gevraagd(uitkomst)))


def lees_opnieuw_na(kop: str | None, nu: float) -> int | None:
    """The seconds that a `Retry-After` asks for, from 0 to a day; None when it says nothing we can read.

    Both forms are read: seconds, and an HTTP date.
    """
    tekst = (kop or "").strip()
    if tekst.isascii() and tekst.isdigit():
        # Of a longer number the first digits say enough: more than a day.
        return min(int(tekst[:9]), LANGSTE_UITSTEL)
    try:
        moment = parsedate_to_datetime(tekst[:40]).timestamp()
    except (ValueError, OverflowError):
        return None
    return int(min(max(0.0, moment - nu), LANGSTE_UITSTEL))


def _gevraagd(uitkomst: Uitkomst) -> float:
    return min(max(0, uitkomst.opnieuw_na or 0), LANGSTE_UITSTEL)


def _verdubbeld(eerste: float, keer: int, hoogste: float) -> float:
    # 2 ** 30 of anything here is beyond every ceiling; a larger power need not be a float any more.
    return min(hoogste, eerste * 2.0 ** min(max(0, keer), 30))
