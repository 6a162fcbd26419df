"""Reading input whole: every fault is collected, and what could be read is given beside them."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from stagemarkt.model.errors import (
    NESTED,
    Bilingual,
    InputError,
    InputPlace,
    InputTooLarge,
    InvalidInput,
    MediaTypeNotSupported,
)
from stagemarkt.web.input.fields import PATH_FIELDS, Field
from stagemarkt.web.input.json_body import Unreadable, read_object
from stagemarkt.web.input.name_hints import did_you_mean
from stagemarkt.web.input.readers import UnreadableValue
from stagemarkt.web.request import Request

MAX_BODY: Final = 16 * 1024
# As many as a person mends at a time; a body can hold more than a thousand unknown names.
MAX_ERRORS: Final = 100
INVALID: Final = "ongeldige-invoer"
ONBEKEND: Final = "onbekende-parameter"
# What stands in the place of bytes that are no UTF-8, by the time that they come here.
_REPLACEMENT: Final = "\ufffd"
_NOT_UTF8: Final = Bilingual(
    "Geen UTF-8. Een é is in een adres `%C3%A9`; `%E9` is Latin-1.",
    "Not UTF-8. An é is `%C3%A9` in an address; `%E9` is Latin-1.",
)
_HALF_CHARACTER: Final = re.compile("[\ud800-\udfff]")
_HALF: Final = Bilingual("Bevat een half teken (surrogaat).", "Contains half a character (a surrogate).")
_JSON_KINDS: Final[Mapping[type, str]] = {
    str: "string",
    int: "integer",
    bool: "boolean",
    dict: "object",
    list: "array",
}

_KIND_NAMES: Final[Mapping[str, tuple[str, str]]] = {
    "string": ("een tekst", "a string"),
    "integer": ("een geheel getal", "an integer"),
    "boolean": ("`true` of `false`", "`true` or `false`"),
    "object": ("een object", "an object"),
    "array": ("een lijst", "a list"),
}


class Input:
    """What was read so far: `values` by field name, and the faults. `finish` raises when there are any."""

    def __init__(self) -> None:
        self.values: dict[str, Any] = {}
        self.fouten: list[InputError] = []
        # Of what is beyond `MAX_ERRORS`: the place and the code alone.
        self._further: list[tuple[InputPlace, str]] = []

    def fout(self, plaats: InputPlace, name: str, detail: Bilingual, code: str = INVALID) -> None:
        """Note a fault."""
        if len(self.fouten) < MAX_ERRORS:
            self.fouten.append(InputError(plaats, name, code, detail))
        else:
            self._further.append((plaats, code))

    def finish(self) -> None:
        """Raise InvalidInput with every fault noted; beyond `MAX_ERRORS` the last says how many more."""
        if self._further:
            self.fouten.append(_and_more(self._further))
        if self.fouten:
            raise InvalidInput(tuple(self.fouten))

    def path(self, request: Request) -> None:
        """Read the values in the path."""
        for name, text in request.path_fields.items():
            self._read("path", PATH_FIELDS[name], text)

    def query(self, request: Request, fields: Sequence[Field]) -> None:
        """Read the query. Unknown keys are faults, and so is a key that is there twice."""
        known = {field.naam: field for field in fields}
        for name, texts in request.query.items():
            if _REPLACEMENT in name:
                self.fout("query", name[:100], _NOT_UTF8)
            elif name not in known:
                self._unknown("query", name, list(known))
            elif len(texts) != 1:
                self.fout(
                    "query", name, Bilingual("Geef deze parameter één keer op.", "Give this parameter once.")
                )
            else:
                self._read("query", known[name], texts[0])

    def body(self, request: Request, fields: Sequence[Field], max_bytes: int = MAX_BODY) -> frozenset[str]:
        """Read a JSON object from the body, as strictly as the query; the names that were in it.

        Raises:
            MediaTypeNotSupported, InputTooLarge: the body cannot be looked at.
            InvalidInput: it is no JSON object.
        """
        known = {field.naam: field for field in fields}
        _check(request, max_bytes)
        try:
            given, errors = read_object(request.body)
        except Unreadable as error:
            # Nothing in it can be judged: with what was found before, that is all there is to say.
            self.fout("body", "", error.detail)
            self.finish()
            raise AssertionError("a fault was noted just now") from error
        for error_ in errors:
            self.fout("body", NESTED.join(error_.path), error_.detail)
        reported = {error_.path[0] for error_ in errors}
        for name, value in given.items():
            if name in reported:
                # One fault of a field is enough.
                continue
            if name not in known:
                self._unknown("body", name, list(known))
            elif _JSON_KINDS.get(type(value)) not in _kinds(known[name]):
                self.fout("body", name, _expected(known[name]))
            else:
                text = value if isinstance(value, str) else json.dumps(value)
                self._read("body", known[name], text)
        return frozenset(given)

    def _read(self, plaats: InputPlace, field: Field, text: str) -> None:
        if _REPLACEMENT in text:
            self.fout(plaats, field.naam, _NOT_UTF8)
            return
        if _HALF_CHARACTER.search(text):
            self.fout(plaats, field.naam, _HALF)
            return
        try:
            self.values[field.naam] = field.read(text)
        except UnreadableValue as error:
            self.fout(plaats, field.naam, error.detail)

    def _unknown(self, plaats: InputPlace, name: str, known: Sequence[str]) -> None:
        if len(self.fouten) < MAX_ERRORS:
            self.fout(plaats, name[:100], did_you_mean(name, known), ONBEKEND)
        else:
            # Looking for the nearest known name is what costs here.
            self._further.append((plaats, ONBEKEND))


def _and_more(further: Sequence[tuple[InputPlace, str]]) -> InputError:
    codes = {code for _, code in further}
    errors = "fout" if len(further) == 1 else "fouten"
    nl = f"En nog {len(further)} {errors}; de eerste {MAX_ERRORS} staan hier."
    en = f"And {len(further)} more; the first {MAX_ERRORS} are here."
    return InputError(further[-1][0], "", codes.pop() if len(codes) == 1 else INVALID, Bilingual(nl, en))


def _kinds(field: Field) -> list[str]:
    kind = field.schema["type"]
    return kind if isinstance(kind, list) else [kind]


def _expected(field: Field) -> Bilingual:
    names = [_KIND_NAMES[kind] for kind in _kinds(field)]
    nl, en = " of ".join(nl for nl, _ in names), " or ".join(en for _, en in names)
    return Bilingual(
        f"Moet {nl} zijn; laat weg wat er niet is.", f"Must be {en}; leave out what is not there."
    )


def _check(request: Request, max_bytes: int) -> None:
    if request.koppen.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise MediaTypeNotSupported(Bilingual("Stuur application/json.", "Send application/json."))
    if request.body is not None and len(request.body) > max_bytes:
        raise InputTooLarge(Bilingual(f"Hooguit {max_bytes // 1024} kB.", f"At most {max_bytes // 1024} kB."))
