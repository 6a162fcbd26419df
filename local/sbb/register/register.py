"""The register of leerbedrijven: looked up by many threads, changed by the control interface."""

import datetime as dt
import threading
from dataclasses import dataclass, replace
from typing import Final

from local.sbb.register.examples import maak_voorbeelden
from local.sbb.register.maker import maak_leerbedrijf
from local.sbb.register.model import Erkenning, Leerbedrijf, Leerplaats, StatusLeerbedrijf
from local.sbb.register.sources import Bronnen, lees_bronnen
from local.sbb.text import normaliseer

AANTAL: Final = 600


@dataclass(frozen=True)
class Ingang:
    """A leerbedrijf with its name made comparable, so that a search need not do that each time."""

    leerbedrijf: Leerbedrijf
    zoeknaam: str


class Register:
    """All leerbedrijven by ID, in the order they were made. Records are replaced, never altered."""

    def __init__(self, bronnen: Bronnen, leerbedrijven: list[Leerbedrijf]) -> None:
        self.bronnen = bronnen
        self._slot = threading.Lock()
        self._ingangen = {bedrijf.id: _ingang(bedrijf) for bedrijf in leerbedrijven}
        self._leerplaatsen = {
            plaats.leerplaats_id: bedrijf.id for bedrijf in leerbedrijven for plaats in bedrijf.leerplaatsen
        }

    def ingangen(self) -> list[Ingang]:
        """Give all of them, as they are now."""
        with self._slot:
            return list(self._ingangen.values())

    def leerbedrijven(self) -> list[Leerbedrijf]:
        """Give all leerbedrijven, as they are now."""
        return [ingang.leerbedrijf for ingang in self.ingangen()]

    def vind(self, leerbedrijf_id: str) -> Leerbedrijf | None:
        """Give one leerbedrijf; None when its ID is unknown."""
        ingang = self._ingangen.get(leerbedrijf_id)
        return ingang.leerbedrijf if ingang else None

    def vind_leerplaats(self, leerplaats_id: str) -> tuple[Leerbedrijf, Leerplaats] | None:
        """Give a leerplaats with its leerbedrijf; None when its ID is unknown."""
        bedrijf = self.vind(self._leerplaatsen.get(leerplaats_id, ""))
        if bedrijf is None:
            return None
        plaats = next(p for p in bedrijf.leerplaatsen if p.leerplaats_id == leerplaats_id)
        return bedrijf, plaats

    def wijzig(
        self, leerbedrijf_id: str, *, naam: str | None = None, status: StatusLeerbedrijf | None = None
    ) -> Leerbedrijf:
        """Change name or status; what is None stays.

        Raises:
            KeyError: no such leerbedrijf.
        """
        with self._slot:
            oud = self._ingangen[leerbedrijf_id].leerbedrijf
            nieuw = replace(oud, naam=naam or oud.naam, status=status or oud.status)
            self._ingangen[leerbedrijf_id] = _ingang(nieuw)
        return nieuw

    def zet_erkenning(self, leerbedrijf_id: str, erkenning: Erkenning) -> Leerbedrijf:
        """Put an erkenning in the place of all for the same code, or add it.

        Raises:
            KeyError: no such leerbedrijf.
        """
        with self._slot:
            oud = self._ingangen[leerbedrijf_id].leerbedrijf
            overige = tuple(e for e in oud.erkenningen if e.code != erkenning.code)
            nieuw = replace(oud, erkenningen=(*overige, erkenning))
            self._ingangen[leerbedrijf_id] = _ingang(nieuw)
        return nieuw


def _ingang(bedrijf: Leerbedrijf) -> Ingang:
    return Ingang(bedrijf, normaliseer(bedrijf.naam))


def maak_register(bronnen: Bronnen | None = None) -> Register:
    """Make the register of 600 leerbedrijven: the examples first, then those that chance makes."""
    bronnen = bronnen or lees_bronnen()
    bedrijven = maak_voorbeelden(bronnen)
    bedrijven += [maak_leerbedrijf(nr, bronnen) for nr in range(len(bedrijven), AANTAL)]
    return Register(bronnen, bedrijven)


def beste_erkenning(bedrijf: Leerbedrijf, code: str, dag: dt.date) -> Erkenning | None:
    """Give the erkenning that says most about a day.

    One in force goes first, the longest of them; else the latest that has begun; else the
    first that will. None when there never was one for this crebo or keuzedeel.
    """
    passend = [e for e in bedrijf.erkenningen if e.code == code]
    geldig = [e for e in passend if e.status_op(dag) == "Erkend"]
    if geldig:
        return max(geldig, key=lambda e: (e.einddatum or dt.date.max, e.startdatum))
    begonnen = [e for e in passend if e.startdatum <= dag]
    if begonnen:
        return max(begonnen, key=lambda e: e.startdatum)
    return min(passend, key=lambda e: e.startdatum, default=None)
