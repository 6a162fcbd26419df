"""What is known of SBB, judged; with a look at its door when nobody has seen it lately."""

from collections.abc import Callable
from typing import Final, Literal, NamedTuple, assert_never

from stagemarkt.domein.waarnemen import Bronstatus, beoordeel_bron
from stagemarkt.domein.zekering import Dicht, Door, Proef, beslis
from stagemarkt.model.fouten import AFGEWEZEN, BronCertificaat, Bronfout, OpslagFout
from stagemarkt.poorten.bewaking import Zekering
from stagemarkt.poorten.waarnemingen import Peiler, Waarneming, Waarnemingen

# `/status` is open to anyone: whatever it is asked, SBB's door is tried at most once in so many seconds.
TUSSENTIJD: Final = 30

Zekeringstatus = Literal["gesloten", "open", "op-proef"]


class Zekeringoordeel(NamedTuple):
    """A zekering: whether calls go (`op-proef`: the next one tries), since when not, and when one does."""

    status: Zekeringstatus
    sinds: float | None = None
    volgende: float | None = None


class Oordeel(NamedTuple):
    """Who is at fault: the facade, SBB, or nobody.

    Attributes:
        facade, bron: how each does.
        zekering: None when it could not be read.
        code: of the facade's fault, when it is that.
    """

    facade: Literal["in-orde", "storing"]
    bron: Bronstatus
    zekering: Zekeringoordeel | None
    code: str | None = None


def beoordeel_zekering(zekering: Zekering, nu: float) -> Zekeringoordeel:
    """How it stands at `nu`."""
    match beslis(zekering, nu):
        case Door():
            return Zekeringoordeel("gesloten")
        case Proef():
            return Zekeringoordeel("op-proef", zekering.open_sinds)
        case Dicht(over):
            return Zekeringoordeel("open", zekering.open_sinds, nu + over)
        case onbekend:
            assert_never(onbekend)


def beoordeel(gezien: Waarneming, zekering: Zekering | None, nu: int) -> Oordeel:
    """Who is at fault at `nu`, by what was last seen and the zekering of SBB's endpoint.

    That SBB's certificate is not recognised here is a fault of the facade: its operator has the wrong CA. So
    is a message that SBB does not take: SBB answers, and the operator has the wrong address or names.
    """
    bron = beoordeel_bron(gezien, nu)
    stand = None if zekering is None else beoordeel_zekering(zekering, nu)
    is_open = stand is not None and stand.status == "open"
    code = zekering.code if zekering is not None and is_open else gezien.foutcode
    if (is_open or bron == "storing") and code == BronCertificaat.code:
        return Oordeel("storing", "onbekend", stand, code)
    if bron == "storing" and not is_open and code == AFGEWEZEN:
        return Oordeel("storing", "in-orde", stand, code)
    return Oordeel("in-orde", "storing" if is_open else bron, stand)


def peil_zo_nodig(
    waarnemingen: Waarnemingen,
    peiler: Callable[[], Peiler],
    nu: int,
    meld: Callable[[str, OpslagFout], None],
) -> Waarneming:
    """The record at `nu` (seconds since 1970).

    When nobody has seen SBB lately, its door is tried and the outcome told to all; a record that cannot be
    read or written leaves what is known so far.
    """
    gezien = Waarneming()
    try:
        gezien = waarnemingen.lees()
        # What a real question met, good or bad, says more than a door that opens.
        if beoordeel_bron(gezien, nu) != "onbekend" or not waarnemingen.eis_peiling_op(nu, TUSSENTIJD):
            return gezien
        gezien = _peil(waarnemingen, peiler, nu, gezien)
    except OpslagFout as fout:
        meld("waarnemen", fout)
    return gezien


def _peil(
    waarnemingen: Waarnemingen, peiler: Callable[[], Peiler], nu: int, gezien: Waarneming
) -> Waarneming:
    try:
        peiler().peil()
    except Bronfout as fout:
        waarnemingen.meld_fout(nu, fout.kenmerk)
        return gezien._replace(laatste_fout=nu, foutcode=fout.kenmerk)
    waarnemingen.meld_succes(nu)
    return gezien._replace(laatste_succes=nu)
