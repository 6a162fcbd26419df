"""Reads the JSON bodies of the control interface, and names all that is wrong with one at once."""

import datetime as dt
import re
from collections.abc import Collection, Mapping
from typing import Final

from local.sbb.protocol import BRIN_VORM, LEERBEDRIJF_VORM

_MAX_SECONDEN: Final = 3600.0
_LANGSTE_TEKST: Final = 1000


class OngeldigeBediening(ValueError):
    """The body will not do; `fouten` says why, one text for each fault."""

    def __init__(self, fouten: list[str]) -> None:
        super().__init__("; ".join(fouten))
        self.fouten = fouten


class Velden:
    """Takes fields out of a JSON object and collects what is wrong; `klaar` tells.

    Each method gives None for a field that lacks or is wrong, so that the next can be looked at.
    """

    def __init__(self, body: object) -> None:
        self.fouten: list[str] = []
        self._waarden: Mapping[str, object] = {}
        self._gezien: set[str] = set()
        if isinstance(body, dict):
            self._waarden = body
        else:
            self.fouten.append("body: geen JSON-object")

    def _neem(self, naam: str, *, verplicht: bool) -> object:
        self._gezien.add(naam)
        waarde = self._waarden.get(naam)
        if waarde is None and verplicht:
            self.fouten.append(f"{naam}: verplicht")
        return waarde

    def aanwezig(self, naam: str) -> bool:
        """Whether the field is there at all, be it null."""
        return naam in self._waarden

    def tekst(self, naam: str, *, verplicht: bool = False, vorm: re.Pattern[str] | None = None) -> str | None:
        """Take a text that is not blank, of this form."""
        waarde = self._neem(naam, verplicht=verplicht)
        if waarde is None:
            return None
        if not isinstance(waarde, str) or not 0 < len(waarde.strip()) <= _LANGSTE_TEKST:
            self.fouten.append(f"{naam}: geen tekst van 1 tot {_LANGSTE_TEKST} tekens")
        elif not waarde.isprintable():
            self.fouten.append(f"{naam}: bevat een stuurteken")
        elif vorm is not None and not vorm.fullmatch(waarde):
            self.fouten.append(f"{naam}: heeft niet de vorm {vorm.pattern}")
        else:
            return waarde
        return None

    def keuze(self, naam: str, keuzes: Collection[str], *, verplicht: bool = False) -> str | None:
        """Take one of these texts."""
        waarde = self._neem(naam, verplicht=verplicht)
        if waarde is None or (isinstance(waarde, str) and waarde in keuzes):
            return waarde
        self.fouten.append(f"{naam}: geen van {', '.join(keuzes)}")
        return None

    def datum(self, naam: str) -> dt.date | None:
        """Take a date, YYYY-MM-DD."""
        waarde = self._neem(naam, verplicht=False)
        if waarde is None:
            return None
        try:
            return dt.date.fromisoformat(str(waarde))
        except ValueError:
            self.fouten.append(f"{naam}: geen datum (JJJJ-MM-DD)")
            return None

    def geheel(self, naam: str, minimum: int) -> int | None:
        """Take a whole number of at least this."""
        waarde = self._neem(naam, verplicht=False)
        if waarde is None:
            return None
        if isinstance(waarde, bool) or not isinstance(waarde, int) or waarde < minimum:
            self.fouten.append(f"{naam}: geen geheel getal vanaf {minimum}")
            return None
        return waarde

    def seconden(self, naam: str) -> float | None:
        """Take a number of seconds, up to an hour."""
        waarde = self._neem(naam, verplicht=False)
        if waarde is None:
            return None
        if (
            isinstance(waarde, bool)
            or not isinstance(waarde, (int, float))
            or not 0 <= waarde <= _MAX_SECONDEN
        ):
            self.fouten.append(f"{naam}: geen aantal van 0 tot {_MAX_SECONDEN:.0f}")
            return None
        return float(waarde)

    def brin(self, *, verplicht: bool = False) -> str | None:
        """Take a BRIN."""
        return self.tekst("brin", verplicht=verplicht, vorm=BRIN_VORM)

    def leerbedrijf_id(self, *, verplicht: bool = False) -> str | None:
        """Take a leerbedrijf-ID."""
        return self.tekst("leerbedrijfId", verplicht=verplicht, vorm=LEERBEDRIJF_VORM)

    def klaar(self) -> None:
        """Finish.

        Raises:
            OngeldigeBediening: something was wrong, or there is a field that nobody asked for.
        """
        over = [naam for naam in self._waarden if naam not in self._gezien]
        self.fouten += [f"{naam}: onbekend veld" for naam in over]
        if self.fouten:
            raise OngeldigeBediening(self.fouten)
