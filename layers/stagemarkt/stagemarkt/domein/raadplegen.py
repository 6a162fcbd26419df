"""Serve a kept answer, or fetch one and keep it: the road that every cached answer takes."""

from collections.abc import Callable
from typing import NamedTuple

from stagemarkt.domein.bewaren import CacheMode, Soort, mag_bewaren
from stagemarkt.domein.versheid import Oordeel, beslis
from stagemarkt.model.fouten import OpslagFout
from stagemarkt.poorten.antwoorden import Antwoordlezer, Antwoordschrijver, Antwoordsleutel, BewaardAntwoord


class Vers(NamedTuple):
    """An answer that SBB just gave.

    Attributes:
        lichaam: the JSON as it leaves now (`bron: sbb`), UTF-8.
        bewaarvorm: the JSON as it leaves on a hit (`bron: cache`), compressed with gzip.
        etag: the weak entity tag of its content, the same for both forms.
    """

    lichaam: bytes
    bewaarvorm: bytes
    etag: str


class Geraadpleegd(NamedTuple):
    """What to answer with, and where it came from.

    Exactly one of `bewaard` (a hit) and `vers` (from SBB) is set. `bewaarbaar` says whether the cache was
    in play at all, `opgeslagen` whether the new answer is now kept.
    """

    bewaard: BewaardAntwoord | None
    vers: Vers | None
    bewaarbaar: bool
    opgeslagen: bool


class Opslag(NamedTuple):
    """What keeps answers. The writer is made when it is first needed: a hit has no use for it.

    Attributes:
        modus: what the operator allows to be kept.
        lezer: reads.
        schrijver: makes the writer.
        meld: told of a storage that failed; the answer goes on without it.
    """

    modus: CacheMode
    lezer: Antwoordlezer
    schrijver: Callable[[], Antwoordschrijver]
    meld: Callable[[str, OpslagFout], None]


def raadpleeg(
    sleutel: Antwoordsleutel, soort: Soort, nu: int, opslag: Opslag, haal: Callable[[], Vers]
) -> Geraadpleegd:
    """The kept answer when it is fresh at `nu` (seconds since 1970), else what `haal` gives, kept if allowed.

    A storage that fails costs speed, never an answer. What `haal` raises goes through.
    """
    if not mag_bewaren(soort, opslag.modus):
        return Geraadpleegd(None, haal(), bewaarbaar=False, opgeslagen=False)
    gevonden = _lees(sleutel, opslag)
    if beslis(gevonden, sleutel, nu) is Oordeel.VERS:
        return Geraadpleegd(gevonden, None, bewaarbaar=True, opgeslagen=False)
    vers = haal()
    nieuw = BewaardAntwoord(sleutel.school, vers.bewaarvorm, vers.etag, nu, nu + soort.vers)
    return Geraadpleegd(None, vers, bewaarbaar=True, opgeslagen=_bewaar(sleutel, nieuw, opslag))


def _lees(sleutel: Antwoordsleutel, opslag: Opslag) -> BewaardAntwoord | None:
    try:
        return opslag.lezer.lees(sleutel)
    except OpslagFout as fout:
        opslag.meld("lezen", fout)
        return None


def _bewaar(sleutel: Antwoordsleutel, antwoord: BewaardAntwoord, opslag: Opslag) -> bool:
    try:
        opslag.schrijver().bewaar(sleutel, antwoord)
    except OpslagFout as fout:
        opslag.meld("bewaren", fout)
        return False
    return True
