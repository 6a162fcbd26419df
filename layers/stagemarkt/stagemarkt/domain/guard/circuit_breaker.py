"""The zekering (circuit breaker): may this call go to SBB, and what does its outcome change. Pure.

Closed until `Regels.missers` failures in a row; then open, but for one call at a time that tries (`Proef`),
the first `Regels.tussentijd` seconds after it opened. Who tries and dies, holds the place no longer than
`Regels.proefduur`.
"""

from typing import Any, Final, NamedTuple

from stagemarkt.ports.guard import Zekering

# Whatever SBB asked, and whatever another clock said: within so many seconds one call tries.
UITERLIJK: Final = 30.0


class Regels(NamedTuple):
    """How many failures in a row open it; seconds until one call tries, and by when that has ended."""

    missers: int
    tussentijd: float
    proefduur: float


class Door(NamedTuple):
    """The call may go."""


class Proef(NamedTuple):
    """The call may go if nobody else goes first: it is the one that tries."""


class Dicht(NamedTuple):
    """The call may not go; `over` seconds from now one may."""

    over: float


def beslis(zekering: Zekering, nu: float) -> Door | Proef | Dicht:
    """What this zekering says to a call at `nu`."""
    if zekering.open_sinds is None:
        return Door()
    momenten = (zekering.proef_na,) if zekering.proef is None else (zekering.proef_na, zekering.proef_tot)
    # Nothing is set further ahead than that: a clock that ran wild must not keep the door shut.
    wachten = [moment - nu for moment in momenten if 0 < moment - nu <= UITERLIJK]
    return Dicht(wachten[0]) if wachten else Proef()


def eis_proef(zekering: Zekering, nu: float, regels: Regels, wie: str) -> Zekering:
    """The same, with `wie` as the one that tries."""
    return _nieuw(
        zekering,
        proef=wie,
        proef_na=round(nu + regels.tussentijd, 3),
        proef_tot=round(nu + regels.proefduur, 3),
    )


def na_succes(zekering: Zekering, nu: float, wie: str) -> Zekering:
    """After a call of `wie` that went well: itself when nothing changes, which is what it is nearly always.

    An open zekering is closed by the one that tries, not by a call from before it opened.
    """
    if zekering.open_sinds is not None:
        if zekering.proef != wie:
            return zekering
        return Zekering(versie=zekering.versie + 1, gesloten_op=nu)
    return _nieuw(zekering, missers=0, code=None) if zekering.missers else zekering


class Misser(NamedTuple):
    """A failure: its code, when the call began, and for how many seconds SBB asks to be left alone."""

    code: str
    begonnen: float
    opnieuw_na: float = 0.0


def na_misser(zekering: Zekering, nu: float, misser: Misser, regels: Regels, wie: str) -> Zekering:
    """After a call of `wie` that failed; itself when the call was too old to count."""
    weg = min(misser.opnieuw_na, UITERLIJK)
    if zekering.open_sinds is not None:
        if zekering.proef != wie:
            return zekering
        proef_na = max(zekering.proef_na, nu, round(nu + weg, 3))
        return _nieuw(zekering, code=misser.code, proef=None, proef_na=proef_na)
    if misser.begonnen < zekering.gesloten_op <= nu:
        return zekering
    nieuw = _nieuw(zekering, missers=zekering.missers + 1, code=misser.code)
    if nieuw.missers < regels.missers:
        return nieuw
    return nieuw._replace(open_sinds=nu, proef_na=round(nu + max(regels.tussentijd, weg), 3))


def na_niets(zekering: Zekering, nu: float, wie: str) -> Zekering:
    """After a call of `wie` that says nothing of SBB: who was trying lets another try at once."""
    return _nieuw(zekering, proef=None, proef_na=nu) if zekering.proef == wie else zekering


def _nieuw(zekering: Zekering, **velden: Any) -> Zekering:  # noqa: ANN401 - fields of Zekering, each of its type
    return zekering._replace(versie=zekering.versie + 1, **velden)
