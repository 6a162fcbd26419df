"""Reads the JSON bodies of the control interface, and names all that is wrong with one at once."""

import datetime as dt
import re
from collections.abc import Collection, Mapping
from typing import Final

from local.sbb.protocol import BRIN_PATTERN, LEERBEDRIJF_PATTERN

_MAX_SECONDS: Final = 3600.0
_LONGEST_TEXT: Final = 1000


class InvalidControlRequest(ValueError):
    """The body will not do; `fouten` says why, one text for each fault."""

    def __init__(self, fouten: list[str]) -> None:
        super().__init__("; ".join(fouten))
        self.fouten = fouten


class Fields:
    """Takes fields out of a JSON object and collects what is wrong; `klaar` tells.

    Each method gives None for a field that lacks or is wrong, so that the next can be looked at.
    """

    def __init__(self, body: object) -> None:
        self.fouten: list[str] = []
        self._values: Mapping[str, object] = {}
        self._seen: set[str] = set()
        if isinstance(body, dict):
            self._values = body
        else:
            self.fouten.append("body: geen JSON-object")

    def _take(self, name: str, *, required: bool) -> object:
        self._seen.add(name)
        value = self._values.get(name)
        if value is None and required:
            self.fouten.append(f"{name}: verplicht")
        return value

    def present(self, name: str) -> bool:
        """Whether the field is there at all, be it null."""
        return name in self._values

    def tekst(self, name: str, *, required: bool = False, form: re.Pattern[str] | None = None) -> str | None:
        """Take a text that is not blank, of this form."""
        value = self._take(name, required=required)
        if value is None:
            return None
        if not isinstance(value, str) or not 0 < len(value.strip()) <= _LONGEST_TEXT:
            self.fouten.append(f"{name}: geen tekst van 1 tot {_LONGEST_TEXT} tekens")
        elif not value.isprintable():
            self.fouten.append(f"{name}: bevat een stuurteken")
        elif form is not None and not form.fullmatch(value):
            self.fouten.append(f"{name}: heeft niet de vorm {form.pattern}")
        else:
            return value
        return None

    def choice(self, name: str, choices: Collection[str], *, required: bool = False) -> str | None:
        """Take one of these texts."""
        value = self._take(name, required=required)
        if value is None or (isinstance(value, str) and value in choices):
            return value
        self.fouten.append(f"{name}: geen van {', '.join(choices)}")
        return None

    def date(self, name: str) -> dt.date | None:
        """Take a date, YYYY-MM-DD."""
        value = self._take(name, required=False)
        if value is None:
            return None
        try:
            return dt.date.fromisoformat(str(value))
        except ValueError:
            self.fouten.append(f"{name}: geen datum (JJJJ-MM-DD)")
            return None

    def whole_number(self, name: str, minimum: int) -> int | None:
        """Take a whole number of at least this."""
        value = self._take(name, required=False)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or value < minimum:
            self.fouten.append(f"{name}: geen geheel getal vanaf {minimum}")
            return None
        return value

    def seconden(self, name: str) -> float | None:
        """Take a number of seconds, up to an hour."""
        value = self._take(name, required=False)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= _MAX_SECONDS:
            self.fouten.append(f"{name}: geen aantal van 0 tot {_MAX_SECONDS:.0f}")
            return None
        return float(value)

    def brin(self, *, required: bool = False) -> str | None:
        """Take a BRIN."""
        return self.tekst("brin", required=required, form=BRIN_PATTERN)

    def leerbedrijf_id(self, *, required: bool = False) -> str | None:
        """Take a leerbedrijf-ID."""
        return self.tekst("leerbedrijfId", required=required, form=LEERBEDRIJF_PATTERN)

    def ready(self) -> None:
        """Finish.

        Raises:
            InvalidControlRequest: something was wrong, or there is a field that nobody asked for.
        """
        over = [name for name in self._values if name not in self._seen]
        self.fouten += [f"{name}: onbekend veld" for name in over]
        if self.fouten:
            raise InvalidControlRequest(self.fouten)
