"""The register of leerbedrijven: looked up by many threads, changed by the control interface."""

import datetime as dt
import threading
from dataclasses import dataclass, replace
from typing import Final

from local.sbb.register.examples import build_examples
from local.sbb.register.invented import build_leerbedrijf
from local.sbb.register.model import (
    RegisterErkenning,
    RegisterLeerbedrijf,
    RegisterLeerplaats,
    StatusLeerbedrijf,
)
from local.sbb.register.sources import RegisterSources, read_sources
from local.sbb.text import normalize

COUNT: Final = 600


@dataclass(frozen=True)
class SearchEntry:
    """A leerbedrijf with its name made comparable, so that a search need not do that each time."""

    leerbedrijf: RegisterLeerbedrijf
    search_name: str


class Register:
    """All leerbedrijven by ID, in the order they were made. Records are replaced, never altered."""

    def __init__(self, sources: RegisterSources, leerbedrijven: list[RegisterLeerbedrijf]) -> None:
        self.sources = sources
        self._lock = threading.Lock()
        self._search_entries = {company.id: _search_entry(company) for company in leerbedrijven}
        self._leerplaatsen = {
            plaats.leerplaats_id: company.id for company in leerbedrijven for plaats in company.leerplaatsen
        }

    def search_entries(self) -> list[SearchEntry]:
        """Give all of them, as they are now."""
        with self._lock:
            return list(self._search_entries.values())

    def leerbedrijven(self) -> list[RegisterLeerbedrijf]:
        """Give all leerbedrijven, as they are now."""
        return [entry.leerbedrijf for entry in self.search_entries()]

    def find(self, leerbedrijf_id: str) -> RegisterLeerbedrijf | None:
        """Give one leerbedrijf; None when its ID is unknown."""
        entry = self._search_entries.get(leerbedrijf_id)
        return entry.leerbedrijf if entry else None

    def find_leerplaats(self, leerplaats_id: str) -> tuple[RegisterLeerbedrijf, RegisterLeerplaats] | None:
        """Give a leerplaats with its leerbedrijf; None when its ID is unknown."""
        company = self.find(self._leerplaatsen.get(leerplaats_id, ""))
        if company is None:
            return None
        plaats = next(p for p in company.leerplaatsen if p.leerplaats_id == leerplaats_id)
        return company, plaats

    def modify(
        self, leerbedrijf_id: str, *, name: str | None = None, status: StatusLeerbedrijf | None = None
    ) -> RegisterLeerbedrijf:
        """Change name or status; what is None stays.

        Raises:
            KeyError: no such leerbedrijf.
        """
        with self._lock:
            old = self._search_entries[leerbedrijf_id].leerbedrijf
            new = replace(old, naam=name or old.naam, status=status or old.status)
            self._search_entries[leerbedrijf_id] = _search_entry(new)
        return new

    def set_erkenning(self, leerbedrijf_id: str, erkenning: RegisterErkenning) -> RegisterLeerbedrijf:
        """Put an erkenning in the place of all for the same code, where the first stood, or add it.

        Raises:
            KeyError: no such leerbedrijf.
        """
        with self._lock:
            old = self._search_entries[leerbedrijf_id].leerbedrijf
            # In the place of the first: a change that is undone leaves no trace in the order either.
            codes = [e.code for e in old.erkenningen]
            place = codes.index(erkenning.code) if erkenning.code in codes else len(codes)
            others = [e for e in old.erkenningen if e.code != erkenning.code]
            new = replace(old, erkenningen=(*others[:place], erkenning, *others[place:]))
            self._search_entries[leerbedrijf_id] = _search_entry(new)
        return new


def _search_entry(company: RegisterLeerbedrijf) -> SearchEntry:
    return SearchEntry(company, normalize(company.naam))


def build_register(sources: RegisterSources | None = None) -> Register:
    """Make the register of 600 leerbedrijven: the examples first, then those that chance makes."""
    sources = sources or read_sources()
    bedrijven = build_examples(sources)
    bedrijven += [build_leerbedrijf(nr, sources) for nr in range(len(bedrijven), COUNT)]
    return Register(sources, bedrijven)


def best_erkenning(company: RegisterLeerbedrijf, code: str, day: dt.date) -> RegisterErkenning | None:
    """Give the erkenning that says most about a day.

    One in force goes first, the longest of them; else the latest that has begun; else the
    first that will. None when there never was one for this crebo or keuzedeel.
    """
    passend = [e for e in company.erkenningen if e.code == code]
    valid = [e for e in passend if e.status_on(day) == "Erkend"]
    if valid:
        return max(valid, key=lambda e: (e.einddatum or dt.date.max, e.startdatum))
    begun = [e for e in passend if e.startdatum <= day]
    if begun:
        return max(begun, key=lambda e: e.startdatum)
    return min(passend, key=lambda e: e.startdatum, default=None)
