"""Refreshing a kept answer behind the caller's back."""

from collections.abc import Callable
from typing import Literal, NamedTuple

from stagemarkt.domain.cache.freshness import Beleid, Oordeel, Wens, beslis, bestaat
from stagemarkt.domain.cache.lease import Pachter
from stagemarkt.domain.cache.lookup_outcome import Opslag, Vraagstuk
from stagemarkt.domain.cache.retention import SOORTEN, mag_bewaren, naar_keuze
from stagemarkt.model.errors import Fout, OpslagFout
from stagemarkt.ports.cache import Antwoordsleutel
from stagemarkt.ports.deadline import Termijn


class Ververst(NamedTuple):
    """How it went; with `mislukt` the code of what SBB, or the way to it, did."""

    uitkomst: Literal["ververst", "niet-nodig", "mislukt"]
    code: str | None = None


def ververs(
    sleutel: Antwoordsleutel, maak: Callable[[str], Vraagstuk | None], termijn: Termijn, opslag: Opslag
) -> Ververst:
    """Fetch the answer of this key anew, if that is still of use; `maak` knows the question of an entry.

    Of no use any more: what was forgotten, what was refreshed meanwhile, what may be kept no longer, and
    what somebody else fetches. A source that fails is told, not raised: the next caller of a stale answer
    has it tried again.

    Raises:
        OpslagFout: the storage, or that of the secrets, failed.
    """
    soort = SOORTEN.get(sleutel.soort)
    if soort is None or not mag_bewaren(soort, opslag.modus):
        return Ververst("niet-nodig")
    beleid = Beleid(sleutel.school, naar_keuze(soort, opslag.duren))
    antwoord, nu = opslag.lezer.lees(sleutel).antwoord, int(opslag.klok())
    if antwoord is None or not bestaat(antwoord, nu, beleid):
        return Ververst("niet-nodig")
    if beslis(antwoord, nu, beleid, Wens()) is Oordeel.VERS:
        return Ververst("niet-nodig")
    stuk = maak(antwoord.vraag)
    gehaald = None if stuk is None else Pachter(stuk, beleid, Wens(), termijn, opslag).haal_vrij()
    if gehaald is None:
        return Ververst("niet-nodig")
    if isinstance(gehaald.fout, OpslagFout):
        raise gehaald.fout
    # That SBB does not know it any more is news, and kept.
    if isinstance(gehaald.fout, Fout) and not gehaald.opgeslagen:
        return Ververst("mislukt", gehaald.fout.code)
    return Ververst("ververst")
