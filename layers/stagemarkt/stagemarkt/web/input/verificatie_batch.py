"""From the body of `POST /verificaties/_batch` to questions of the domain, or to every fault that it has."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final, NamedTuple

from stagemarkt.model.errors import NESTED, BatchTooLarge, Bilingual
from stagemarkt.model.questions import Erkenningsvraag
from stagemarkt.web.input import fields, readers
from stagemarkt.web.input.name_hints import did_you_mean
from stagemarkt.web.input.questions import wrong_period
from stagemarkt.web.input.readers import UnreadableValue
from stagemarkt.web.input.validation import ONBEKEND, Input
from stagemarkt.web.request import Request

# A hundred with all that they can hold, every character of the references escaped.
MAX_BYTES: Final = 128 * 1024
_MISSING: Final = "ontbrekende-combinatie"
_MEMBERS: Final[Mapping[str, Callable[[str], Any]]] = {
    "peildatum": readers.read_peildatum,
    "totEnMet": readers.read_date,
    "leerweg": readers.read_leerweg,
    "referentie": readers.read_referentie,
}
_KNOWN: Final = ("key", *_MEMBERS)
_PAIR: Final = Bilingual(
    "Een lijst van twee teksten: het leerbedrijf-ID en de code.",
    "A list of two strings: the leerbedrijf-ID and the code.",
)
_TEXT: Final = Bilingual(
    "Moet een tekst zijn; laat weg wat er niet is.", "Must be a string; leave out what is not there."
)


class Check(NamedTuple):
    """One check of a batch, and what the caller calls it."""

    question: Erkenningsvraag
    referentie: str | None = None


def read_batch(request: Request, today: date) -> list[Check]:
    """The checks, in their order; `today` is the default of `peildatum`.

    Raises:
        BatchTooLarge: more than `fields.MAX_BATCH`.
        InvalidInput: with every fault.
    """
    inputs = Input()
    inputs.query(request, ())
    given = inputs.body(request, fields.FIELDS_OF["verifieerReeks"], MAX_BYTES)
    if "requests" not in given:
        detail = Bilingual("Geef een lijst van controles.", "Give a list of checks.")
        inputs.fout("body", "requests", detail, _MISSING)
    asked = inputs.values.get("requests", ())
    if len(asked) > fields.MAX_BATCH:
        raise BatchTooLarge(
            Bilingual(
                f"Dit zijn er {len(asked)}; hooguit {fields.MAX_BATCH} in één keer. Knip de lijst.",
                f"These are {len(asked)}; at most {fields.MAX_BATCH} at once. Split the list.",
            )
        )
    checks = [_check(inputs, f"requests{NESTED}{number}", one, today) for number, one in enumerate(asked)]
    inputs.finish()
    return [check for check in checks if check is not None]


def _check(inputs: Input, spot: str, given: object, today: date) -> Check | None:
    """One of them; None where it has a fault, which is noted."""
    if not isinstance(given, dict):
        inputs.fout("body", spot, Bilingual("Moet een object zijn.", "Must be an object."))
        return None
    key = _key(inputs, spot, given)
    values: dict[str, Any] = {}
    for name, value in given.items():
        if name in _MEMBERS:
            found = _read(inputs, f"{spot}{NESTED}{name}", value, _MEMBERS[name])
            values |= {} if found is None else {name: found}
        elif name != "key":
            inputs.fout("body", f"{spot}{NESTED}{name[:100]}", did_you_mean(name, _KNOWN), ONBEKEND)
    if (detail := wrong_period(values, given, today)) is not None:
        inputs.fout("body", f"{spot}{NESTED}totEnMet", detail)
    if key is None:
        return None
    question = Erkenningsvraag(
        *key, values.get("peildatum", today), values.get("totEnMet"), values.get("leerweg")
    )
    return Check(question, values.get("referentie"))


def _key(inputs: Input, spot: str, given: Mapping[str, object]) -> tuple[str, str] | None:
    place = f"{spot}{NESTED}key"
    if "key" not in given:
        inputs.fout("body", place, _PAIR, _MISSING)
        return None
    parts = given["key"]
    if not isinstance(parts, list) or len(parts) != len(_KEY_READERS):
        inputs.fout("body", place, _PAIR)
        return None
    found = [
        _read(inputs, f"{place}{NESTED}{number}", part, read)
        for number, (part, read) in enumerate(zip(parts, _KEY_READERS, strict=True))
    ]
    leerbedrijf_id, code = found
    return None if leerbedrijf_id is None or code is None else (leerbedrijf_id, code)


_KEY_READERS: Final = (readers.read_leerbedrijf_id, readers.read_code)


def _read(inputs: Input, place: str, value: object, read: Callable[[str], Any]) -> Any:  # noqa: ANN401 - what it reads
    """The value; None where it has a fault, which is noted."""
    if not isinstance(value, str):
        inputs.fout("body", place, _TEXT)
        return None
    try:
        return read(value)
    except UnreadableValue as error:
        inputs.fout("body", place, error.detail)
        return None
