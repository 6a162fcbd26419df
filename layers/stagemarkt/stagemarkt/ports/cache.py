"""The ports to the kept answers. Reading and writing apart: most requests only read."""

from collections.abc import Collection, Sequence
from typing import Literal, NamedTuple, Protocol

Uitkomst = Literal["gevonden", "leeg", "onbekend"]


class Antwoordsleutel(NamedTuple):
    """Under what an answer is kept.

    Attributes:
        school: the BRIN; an answer is never served to another school.
        onderwerp: what it is about, e.g. `leerbedrijf#900000001` or `vraag#` and a digest.
        soort: which of our answers it is, e.g. `identificatie`.
    """

    school: str
    onderwerp: str
    soort: str


class BewaardAntwoord(NamedTuple):
    """An answer as it leaves on a hit.

    Attributes:
        school: the BRIN it was fetched for, checked again on reading.
        lichaam: the JSON, UTF-8, compressed with gzip; empty for an unknown leerbedrijf.
        etag: its weak entity tag, quotes included; empty for an unknown leerbedrijf.
        opgehaald_op: when SBB was asked for it, whole seconds since 1970, UTC.
        uitkomst: what was found: something, an empty list, or that SBB does not know it.
        vraag: what to ask to make it anew, as the domain writes it; empty when the key says it all.
    """

    school: str
    lichaam: bytes
    etag: str
    opgehaald_op: int
    uitkomst: Uitkomst = "gevonden"
    vraag: str = ""


class Pacht(NamedTuple):
    """The right to fetch the answer of one key and keep it, for a short while.

    Attributes:
        houder: whose it is, a unique text. A lease of another, or none, was taken over or forgotten.
        tot: from when on somebody else may take it, seconds since 1970.
        generatie: the school's lists as they were when the lease was taken; the storage's own affair.
    """

    houder: str
    tot: float
    generatie: str = ""


class Mislukking(NamedTuple):
    """How fetching under a lease ended, for those who wait for it: safe to show, as a `Fout` is."""

    houder: str
    code: str
    nl: str
    en: str
    opnieuw_na: int | None = None
    signaalcode: int | None = None


class Stand(NamedTuple):
    """What there is at a key.

    Attributes:
        antwoord: the entry, of whatever age.
        pacht: who fetches it, perhaps no longer.
        mislukking: how the last attempt failed.
        gemerkt_op: when it was last asked to be refreshed, seconds since 1970.
    """

    antwoord: BewaardAntwoord | None = None
    pacht: Pacht | None = None
    mislukking: Mislukking | None = None
    gemerkt_op: float = 0.0


class Genomen(NamedTuple):
    """Whether the lease was given (`pacht`), and what there was at that moment."""

    pacht: Pacht | None
    stand: Stand


class Antwoordlezer(Protocol):
    """Reads kept answers."""

    def lees(self, sleutel: Antwoordsleutel) -> Stand:
        """What there is, fresh or not: never from before an invalidation that was completed.

        What cannot be read as an entry is none.

        Raises:
            OpslagFout: the storage cannot be read.
        """
        ...


class Antwoordschrijver(Protocol):
    """Keeps answers. Whoever keeps one holds the lease of its key: a late one loses."""

    def neem(self, sleutel: Antwoordsleutel, pacht: Pacht, nu: float, *, afnemen: bool) -> Genomen:
        """Take the lease, when nobody has it at `nu`; with `afnemen` from whoever has it.

        Raises:
            OpslagFout: the storage does not answer.
        """
        ...

    def bewaar(
        self,
        sleutel: Antwoordsleutel,
        antwoord: BewaardAntwoord,
        pacht: Pacht,
        verloopt_op: int,
        over: Sequence[str],
    ) -> bool:
        """Keep this answer in place of what was there, and end the lease.

        `over` are the IDs of the leerbedrijven that a list tells of, so that it can be forgotten with them.
        `verloopt_op` is when it may be cleaned up. False, and nothing kept, when the lease is another's by
        now or something was forgotten meanwhile.

        Raises:
            OpslagFout: the storage cannot be written.
        """
        ...

    def geef_op(
        self, sleutel: Antwoordsleutel, pacht: Pacht, mislukking: Mislukking | None, *, vergeet: bool = False
    ) -> None:
        """End the lease without an answer, and tell those who wait why; not if it is another's by now.

        With `vergeet` the entry that was there is forgotten as well.

        Raises:
            OpslagFout: the storage cannot be written.
        """
        ...

    def merk(self, sleutel: Antwoordsleutel, opgehaald_op: int, nu: float, tussentijd: int) -> bool:
        """Claim the right to have this entry refreshed: one caller per `tussentijd` seconds gets True.

        Raises:
            OpslagFout: the storage cannot be written.
        """
        ...


class Verversrij(Protocol):
    """The queue of entries to refresh: a Lambda sleeps once it has answered."""

    def plaats(self, sleutel: Antwoordsleutel) -> None:
        """Have this entry refreshed, later and elsewhere.

        Raises:
            OpslagFout: it is not in the queue.
        """
        ...


class Opruimer(Protocol):
    """Empties what may be kept no longer."""

    def ruim_op(self, toegestaan: Collection[str]) -> int:
        """Delete whatever is kept, but answers of these kinds; how much that was.

        Raises:
            OpslagFout: not, or not wholly, done; do it again.
        """
        ...


class Vergeter(Protocol):
    """Forgets answers, when SBB says that something has changed."""

    def invalideer(self, school: str, *leerbedrijf_ids: str) -> None:
        """Forget every answer kept for this school that tells of any of these leerbedrijven.

        A refresh under way that began before must lose: what it fetched is not kept. Doing it again does
        no harm.

        Raises:
            OpslagFout: not, or not wholly, done; do it again.
        """
        ...
