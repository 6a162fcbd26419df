"""The two zekeringen that a call passes, SBB's and the school's, as all functions share them."""

from collections.abc import Callable
from typing import Final, assert_never

from stagemarkt.domein.uitkomst import Uitkomst
from stagemarkt.domein.weigeren import dicht
from stagemarkt.domein.zekering import (
    Dicht,
    Door,
    Misser,
    Proef,
    Regels,
    beslis,
    eis_proef,
    na_misser,
    na_niets,
    na_succes,
)
from stagemarkt.domein.zicht import Zicht
from stagemarkt.poorten.bewaking import Kring, Zekering

# How often a write is tried again that others were ahead of.
_POGINGEN: Final = 5
_KRINGEN: Final[tuple[Kring, Kring]] = ("bron", "school")


class Zekeringen:
    """Carries out what `zekering` decides. Each method raises OpslagFout when the storage fails.

    Args:
        zicht: what is known of them here.
        regels: when they open, and when one call tries.
        nu: seconds since 1970.
    """

    def __init__(self, zicht: Zicht, regels: Regels, nu: Callable[[], float]) -> None:
        self._zicht = zicht
        self._regels = regels
        self._nu = nu

    def passeer(self, wie: str) -> bool:
        """Past both, claiming the right to try where one is open; False when another got it.

        Raises:
            Bronfout: one is open, and this is not the moment to try.
        """
        for kring in _KRINGEN:
            zekering = self._zicht.zekering(kring)
            match beslis(zekering, self._nu()):
                case Door():
                    pass
                case Dicht(over):
                    self.laat_proeven(wie)
                    raise dicht(kring, zekering, over)
                case Proef():
                    proef = eis_proef(zekering, self._nu(), self._regels, wie)
                    if not self._zicht.vervang(kring, proef):
                        return False
                case onbekend:
                    assert_never(onbekend)
        return True

    def zijn_vrij(self, wie: str | None = None) -> bool:
        """Whether each is closed, or `wie` is the one that tries; as last seen here."""
        return all(
            zekering.open_sinds is None or (wie is not None and zekering.proef == wie)
            for zekering in map(self._zicht.zekering, _KRINGEN)
        )

    def laat_proeven(self, wie: str) -> None:
        """Let another try at once, where `wie` was the one that would."""
        for kring in _KRINGEN:
            oud = self._zicht.zekering(kring)
            if oud.proef == wie:
                self._zicht.vervang(kring, na_niets(oud, self._nu(), wie))

    def noteer(self, uitkomst: Uitkomst, wie: str, begonnen: float) -> None:
        """Note how the call of `wie` ended that began at `begonnen`, seconds since 1970."""
        for kring in _KRINGEN:
            for _ in range(_POGINGEN):
                oud = self._zicht.zekering(kring)
                nieuw = self._na(kring, oud, uitkomst, wie, begonnen)
                # Nearly always nothing changes, and so nothing is written.
                if nieuw is oud or self._zicht.vervang(kring, nieuw):
                    break
                self._zicht.ververs()

    def _na(self, kring: Kring, oud: Zekering, uitkomst: Uitkomst, wie: str, begonnen: float) -> Zekering:
        teken = uitkomst.bron if kring == "bron" else uitkomst.school
        match teken:
            case "goed":
                return na_succes(oud, self._nu(), wie)
            case "afgewezen":
                # SBB is there, which is what an open one waits for; it takes no failure back.
                klaar = na_niets if oud.open_sinds is None else na_succes
                return klaar(oud, self._nu(), wie)
            case "niets":
                return na_niets(oud, self._nu(), wie)
            case "mis":
                misser = Misser(uitkomst.code, begonnen, uitkomst.rust)
                return na_misser(oud, self._nu(), misser, self._regels, wie)
            case onbekend:
                assert_never(onbekend)
