"""What consulting the kept answers takes and gives: the question, the storage, and what came of it."""

from collections.abc import Callable, Mapping
from typing import Literal, NamedTuple

from stagemarkt.domain.cache.freshness import leeftijd
from stagemarkt.domain.cache.retention import CacheMode, Duur, Soort
from stagemarkt.model.errors import Fout, OpslagFout
from stagemarkt.ports.cache import (
    Antwoordlezer,
    Antwoordschrijver,
    Antwoordsleutel,
    BewaardAntwoord,
    Uitkomst,
)

# Why SBB was asked, in the words of RFC 9211.
Reden = Literal["miss", "stale", "request", "bypass"]


class Vers(NamedTuple):
    """An answer that SBB just gave.

    Attributes:
        lichaam: the JSON as it leaves now (`bron: sbb`), UTF-8.
        bewaarvorm: the JSON as it leaves on a hit (`bron: cache`), compressed with gzip.
        etag: the weak entity tag of its content, the same for both forms.
        uitkomst: whether there is anything in it.
        over: the IDs of the leerbedrijven that a list tells of.
    """

    lichaam: bytes
    bewaarvorm: bytes
    etag: str
    uitkomst: Uitkomst = "gevonden"
    over: tuple[str, ...] = ()


class Vraagstuk(NamedTuple):
    """One question of which the answer may be kept.

    Attributes:
        sleutel: under what.
        soort: what kind of answer it is.
        haal: asks SBB; its argument is the moment, whole seconds since 1970.
        vraag: what is to be kept beside the answer so that it can be asked again.
    """

    sleutel: Antwoordsleutel
    soort: Soort
    haal: Callable[[int], Vers]
    vraag: str = ""


class Opslag(NamedTuple):
    """What keeps answers. The writer is made when it is first needed: a hit has no use for it.

    Attributes:
        modus: what the operator allows to be kept.
        duren: for how long, where the operator chose so.
        lezer: reads.
        schrijver: makes the writer.
        ververs: asks for a refresh of this key, later and elsewhere. Raises OpslagFout.
        meld: told of a storage that failed; the answer goes on without it.
        klok: seconds since 1970.
        slaap: waits so many seconds.
    """

    modus: CacheMode
    duren: Mapping[str, Duur]
    lezer: Antwoordlezer
    schrijver: Callable[[], Antwoordschrijver]
    ververs: Callable[[Antwoordsleutel], None]
    meld: Callable[[str, OpslagFout], None]
    klok: Callable[[], float]
    slaap: Callable[[float], None]


class Geraadpleegd(NamedTuple):
    """What to answer with, and where it came from.

    Attributes:
        nu: when, whole seconds since 1970.
        duur: how long such an answer is good for.
        bewaard: the kept answer to serve, or
        vers: what SBB just gave, or neither.
        fout: what to tell instead; beside `bewaard` that is what was kept.
        oorzaak: why SBB gave nothing newer than `bewaard`.
        reden: why SBB was asked; None when it was not.
        opgeslagen: whether the new answer is now kept.
        samen: whether somebody else's asking gave it.
        niet_bewaren: whether the caller asked that nobody keeps it (`no-store`).
    """

    nu: int
    duur: Duur
    bewaard: BewaardAntwoord | None = None
    vers: Vers | None = None
    fout: Fout | None = None
    oorzaak: Fout | None = None
    reden: Reden | None = None
    opgeslagen: bool = False
    samen: bool = False
    niet_bewaren: bool = False

    @property
    def oud(self) -> int:
        """Seconds since SBB was asked for the kept answer."""
        return 0 if self.bewaard is None else leeftijd(self.bewaard, self.nu)

    @property
    def verouderd(self) -> bool:
        """Whether the kept answer is past its freshness."""
        return self.oud >= self.duur.vers
