"""The ports to the kept answers. Reading and writing apart: most requests only read."""

from typing import NamedTuple, Protocol


class Antwoordsleutel(NamedTuple):
    """Under what an answer is kept.

    Attributes:
        school: the BRIN; an answer is never served to another school.
        onderwerp: what it is about, e.g. `leerbedrijf#100077736` or `vraag#` and a digest.
        soort: which of our answers it is, e.g. `identificatie`.
    """

    school: str
    onderwerp: str
    soort: str


class BewaardAntwoord(NamedTuple):
    """An answer as it leaves on a hit.

    Attributes:
        school: the BRIN it was fetched for, checked again on reading.
        lichaam: the JSON, UTF-8, compressed with gzip.
        etag: its weak entity tag, quotes included.
        opgehaald_op: when SBB gave it, whole seconds since 1970, UTC.
        vers_tot: from when on it is too old to serve, in the same seconds.
    """

    school: str
    lichaam: bytes
    etag: str
    opgehaald_op: int
    vers_tot: int


class Antwoordlezer(Protocol):
    """Reads kept answers."""

    def lees(self, sleutel: Antwoordsleutel) -> BewaardAntwoord | None:
        """The entry, fresh or not; None when there is none.

        Raises:
            OpslagFout: the storage cannot be read.
        """
        ...


class Antwoordschrijver(Protocol):
    """Keeps answers."""

    def bewaar(self, sleutel: Antwoordsleutel, antwoord: BewaardAntwoord) -> None:
        """Keep this answer in place of what was there.

        Raises:
            OpslagFout: the storage cannot be written.
        """
        ...


class Vergeter(Protocol):
    """Forgets answers, when SBB says that something has changed."""

    def invalideer(self, school: str, leerbedrijf_id: str) -> None:
        """Forget every answer kept for this school that tells of this leerbedrijf.

        A refresh under way that began before must lose: what it fetched is not kept. Doing it again does
        no harm.

        Raises:
            OpslagFout: not, or not wholly, done; do it again.
        """
        ...
