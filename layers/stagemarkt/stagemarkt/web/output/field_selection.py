"""The parameter `fields`: only what is asked for leaves.

`naam,contactpersonen.naam` keeps `naam`, and of each contactpersoon its `naam`. Plain code over plain
values: a kept answer is cut to measure without pydantic.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeAlias

from stagemarkt.model.errors import Bilingual
from stagemarkt.web.input.name_hints import did_you_mean
from stagemarkt.web.input.readers import UnreadableValue

MAX_LENGTH: Final = 2000
# Of so many wrong names it is looked up what is meant: that costs, and nobody reads on.
_MAX_SUGGESTIONS: Final = 10
# What can be asked for: each name with what is inside it. A test holds it against the models.
Shape: TypeAlias = Mapping[str, "Shape"]

_ADRES: Final[Shape] = {
    name: {} for name in ("straat", "huisnummer", "huisnummertoevoeging", "postcode", "plaats", "land")
}
_PERSON: Final[Shape] = {name: {} for name in ("naam", "functie", "email", "telefoonnummer")}
_ERKENNING: Final[Shape] = {
    name: {}
    for name in (
        "leerbedrijfId",
        "naam",
        "code",
        "codeType",
        "omschrijving",
        "niveau",
        "leerweg",
        "leerwegBekend",
        "leerwegReden",
        "erkend",
        "status",
        "startdatum",
        "einddatum",
        "peildatum",
        "totEnMet",
        "erkendGehelePeriode",
        "eindigtTijdensPeriode",
    )
}
DETAILGEGEVENS: Final[Shape] = {
    "leerbedrijfId": {},
    "naam": {},
    "status": {},
    "vestigingsadres": _ADRES,
    "correspondentieadres": _ADRES,
    "kvkNummer": {},
    "branche": {},
    "telefoonnummer": {},
    "email": {},
    "website": {},
    "contactpersonen": _PERSON,
    "praktijkopleiders": {**_PERSON, "crebos": {}},
    "erkenningen": _ERKENNING,
    "actualiteit": {"opgehaaldOp": {}, "bron": {}, "verouderd": {}},
}


def pattern(form: Shape) -> str:
    """The texts that name what is in this shape, as a regular expression that JSON Schema reads too."""
    path = _one_of(form)
    return rf"^[ \t]*{path}[ \t]*(,[ \t]*{path}[ \t]*)*$"


def _one_of(form: Shape) -> str:
    parts = (rf"{name}(\.{_one_of(within)})?" if within else name for name, within in form.items())
    return f"({'|'.join(parts)})"


def read_fields(text: str) -> Shape:
    """The shape that is asked for; a name without a dot takes all that is inside it.

    Raises:
        UnreadableValue: names that are not there, each with the nearest that is; or too much text.
    """
    if len(text) > MAX_LENGTH:
        raise UnreadableValue(Bilingual(f"Hooguit {MAX_LENGTH} tekens.", f"At most {MAX_LENGTH} characters."))
    choice: dict[str, Any] = {}
    errors: list[Bilingual] = []
    for path in dict.fromkeys(part.strip(" \t") for part in text.split(",")):
        suggestion = _take(path, DETAILGEGEVENS, choice, search=len(errors) < _MAX_SUGGESTIONS)
        if suggestion is not None:
            errors.append(Bilingual(f"`{path[:100]}`: {suggestion.nl}", f"`{path[:100]}`: {suggestion.en}"))
    if errors:
        raise UnreadableValue(_combined(errors))
    return choice


def _combined(errors: Sequence[Bilingual]) -> Bilingual:
    """One text of them all; of very many the first, and how many more there are."""
    told, meer = errors[:_MAX_SUGGESTIONS], len(errors) - _MAX_SUGGESTIONS
    nl, en = " ".join(f.nl for f in told), " ".join(f.en for f in told)
    return Bilingual(f"{nl} En nog {meer}.", f"{en} And {meer} more.") if meer > 0 else Bilingual(nl, en)


def prune(content: Any, choice: Shape) -> Any:  # noqa: ANN401 - any JSON value
    """What is left of a JSON value; what was asked for and is not there stays absent."""
    if isinstance(content, list):
        return [prune(part, choice) for part in content]
    if not isinstance(content, dict) or not choice:
        return content
    return {name: prune(value, choice[name]) for name, value in content.items() if name in choice}


def _take(path: str, form: Shape, choice: dict[str, Any], *, search: bool) -> Bilingual | None:
    """Add one dotted path to `choice`; the fault if it leads nowhere, with advice if we `search` for that."""
    name, point, rest = path.partition(".")
    if name not in form:
        return did_you_mean(name, list(form)) if search else Bilingual("Onbekend.", "Unknown.")
    whole = choice.get(name) == {}
    if not point:
        choice[name] = {}
        return None
    # Whoever asked for the whole has its parts already.
    return _take(rest, form[name], {} if whole else choice.setdefault(name, {}), search=search)
