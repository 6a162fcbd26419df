"""What is known of SBB, with a look at its door when nobody has seen it lately."""

from collections.abc import Callable
from typing import Final

from stagemarkt.domein.waarnemen import beoordeel_bron
from stagemarkt.model.fouten import BronCertificaat, Bronfout, OpslagFout
from stagemarkt.poorten.waarnemingen import Peiler, Waarneming, Waarnemingen

# `/status` is open to anyone: whatever it is asked, SBB's door is tried at most once in so many seconds.
TUSSENTIJD: Final = 30


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
    except BronCertificaat:
        # What SBB is recognised by is missing or wrong here: that says nothing of SBB.
        return gezien
    except Bronfout as fout:
        waarnemingen.meld_fout(nu, fout.code)
        return gezien._replace(laatste_fout=nu, foutcode=fout.code)
    waarnemingen.meld_succes(nu)
    return gezien._replace(laatste_succes=nu)
