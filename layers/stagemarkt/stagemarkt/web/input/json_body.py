"""A JSON object out of the bytes of a body, or what is wrong with them, and where."""

import codecs
import json
import math
import re
from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple

from stagemarkt.model.errors import Bilingual

# Deeper than any body that we read; Python's own parser gives up at about a thousand.
MAX_DEPTH: Final = 32
# Python refuses to read longer whole numbers, and nothing counts so far.
_MAX_DIGITS: Final = 300
_TOKEN: Final = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[{]|[\]}]', re.DOTALL)
_SPACE: Final = " \t\r\n"
# What Python's parser says, by how it begins.
_SYNTAX: Final[Sequence[tuple[str, Bilingual]]] = (
    ("Expecting value", Bilingual("hier hoort een waarde", "a value is expected here")),
    (
        "Expecting property name",
        Bilingual(
            "hier hoort een naam tussen dubbele aanhalingstekens", "a name in double quotes is expected here"
        ),
    ),
    ("Expecting ':'", Bilingual("hier hoort een dubbele punt", "a colon is expected here")),
    ("Expecting ','", Bilingual("hier hoort een komma, of het eind", "a comma is expected here, or the end")),
    ("Illegal trailing comma", Bilingual("na deze komma komt niets meer", "nothing follows this comma")),
    ("Unexpected UTF-8 BOM", Bilingual("nog een byte order mark", "another byte order mark")),
    ("Extra data", Bilingual("na het eind staat er nog iets", "something follows the end")),
    ("Unterminated string", Bilingual("deze tekst wordt niet afgesloten", "this string is not closed")),
    (
        "Invalid control character",
        Bilingual(
            "een tekst bevat een stuurteken; schrijf `\\n`, `\\t` of `\\u00XX`",
            "a string holds a control character; write `\\n`, `\\t` or `\\u00XX`",
        ),
    ),
    (
        "Invalid",
        Bilingual("deze `\\` hoort niet bij iets dat JSON kent", "this `\\` begins nothing that JSON knows"),
    ),
)
_KINDS: Final[tuple[tuple[type | tuple[type, ...], Bilingual], ...]] = (
    (bool, Bilingual("`true` of `false`", "`true` or `false`")),
    ((int, float), Bilingual("een getal", "a number")),
    (str, Bilingual("een tekst", "a string")),
    (list, Bilingual("een lijst", "a list")),
)


class Fault(NamedTuple):
    """What is wrong, and the names on the way to it; none for the body as a whole."""

    path: tuple[str, ...]
    detail: Bilingual


class Unreadable(ValueError):
    """The body as a whole is no JSON object."""

    def __init__(self, detail: Bilingual) -> None:
        super().__init__(detail.en)
        self.detail = detail


class _Pairs(list[tuple[str, Any]]):
    """An object as it is written: a name can be there twice."""


class _Constant(NamedTuple):
    """`NaN` and its company: Python reads them, JSON has none."""

    name: str


def read_object(body: bytes | None) -> tuple[dict[str, Any], list[Fault]]:
    """The object, and what is wrong inside it; where a name is given twice the first counts.

    Raises:
        Unreadable: there is no object to look into.
    """
    text = _decoded(body)
    _refuse_depth(text)
    try:
        found = json.loads(
            text,
            object_pairs_hook=_Pairs,
            parse_constant=_Constant,
            parse_int=_whole_number,
            parse_float=_number,
        )
    except json.JSONDecodeError as error:
        raise Unreadable(_syntax(error)) from error
    faults: list[Fault] = []
    if not isinstance(found, _Pairs):
        raise Unreadable(_no_object(found))
    value: dict[str, Any] = _plain(found, (), lambda path, detail: faults.append(Fault(path, detail)))
    return value, faults


def _decoded(body: bytes | None) -> str:
    if body is None:
        raise Unreadable(Bilingual("De body is geen geldige base64.", "The body is not valid base64."))
    encoding = json.detect_encoding(body)
    if not encoding.startswith("utf-8") and len(body) > 1:
        name = encoding.upper().removesuffix("-LE").removesuffix("-BE")
        raise Unreadable(Bilingual(f"De body is {name}; stuur UTF-8.", f"The body is {name}; send UTF-8."))
    # A byte order mark is no part of the text (RFC 8259, 8.1).
    body = body.removeprefix(codecs.BOM_UTF8)
    try:
        text = body.decode()
    except UnicodeDecodeError as error:
        where = _where(body[: error.start].decode(), error.start)
        byte = f"0x{body[error.start]:02X}"
        raise Unreadable(
            Bilingual(
                f"Geen UTF-8: {where.nl} staat byte {byte}. Is de body in Latin-1 of Windows-1252?",
                f"Not UTF-8: {where.en} is byte {byte}. Is the body in Latin-1 or Windows-1252?",
            )
        ) from error
    if not text.strip(_SPACE):
        raise Unreadable(
            Bilingual("De body is leeg; stuur een JSON-object.", "The body is empty; send a JSON object.")
        )
    return text


def _refuse_depth(text: str) -> None:
    depth = 0
    for token in _TOKEN.finditer(text):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(token[0], 0)
        if depth > MAX_DEPTH:
            where = _where(text, token.start())
            raise Unreadable(
                Bilingual(
                    f"Dieper genest dan {MAX_DEPTH} lagen: {where.nl}.",
                    f"Nested deeper than {MAX_DEPTH} levels: {where.en}.",
                )
            )


def _syntax(error: json.JSONDecodeError) -> Bilingual:
    if error.msg.startswith("Expecting") and not error.doc[error.pos :].strip(_SPACE):
        return Bilingual("Geen JSON: de body houdt halverwege op.", "Not JSON: the body ends halfway.")
    said = next((text for begin, text in _SYNTAX if error.msg.startswith(begin)), Bilingual("hier", "here"))
    where = _where(error.doc, error.pos)
    return Bilingual(f"Geen JSON: {where.nl}: {said.nl}.", f"Not JSON: {where.en}: {said.en}.")


def _where(text: str, position: int) -> Bilingual:
    line = text.count("\n", 0, position) + 1
    column = position - (text.rfind("\n", 0, position) + 1) + 1
    return Bilingual(f"op regel {line}, kolom {column}", f"at line {line}, column {column}")


def _no_object(found: object) -> Bilingual:
    child = next((text for types, text in _KINDS if isinstance(found, types)), Bilingual("`null`", "`null`"))
    if isinstance(found, _Constant):
        child = Bilingual(f"`{found.name}`", f"`{found.name}`")
    return Bilingual(f"Stuur een JSON-object; dit is {child.nl}.", f"Send a JSON object; this is {child.en}.")


def _whole_number(digits: str) -> int | float:
    return int(digits) if len(digits) <= _MAX_DIGITS else math.inf


def _number(written: str) -> int | float:
    """`12.0` and `1.2e1` are 12: to JSON Schema, and so to the OpenAPI document, each is an `integer`."""
    value = float(written)
    return int(value) if value.is_integer() else value


def _plain(found: Any, path: tuple[str, ...], note: Callable[[tuple[str, ...], Bilingual], None]) -> Any:  # noqa: ANN401
    """The same as ordinary values; what no value can be made of is noted and left out."""
    if isinstance(found, _Pairs):
        return _plain_object(found, path, note)
    if isinstance(found, list):
        return [_plain(part, (*path, str(number)), note) for number, part in enumerate(found)]
    if isinstance(found, _Constant):
        note(path, Bilingual(f"`{found.name}` is geen JSON.", f"`{found.name}` is not JSON."))
        return None
    if isinstance(found, float) and math.isinf(found):
        note(path, Bilingual("Dit getal is te groot.", "This number is too large."))
        return None
    return found


def _plain_object(
    found: _Pairs, path: tuple[str, ...], note: Callable[[tuple[str, ...], Bilingual], None]
) -> dict[str, Any]:
    value: dict[str, Any] = {}
    twice: set[str] = set()
    for name, part in found:
        if name not in value:
            value[name] = _plain(part, (*path, name), note)
        elif name not in twice:
            twice.add(name)
            note(
                (*path, name),
                Bilingual("Deze naam staat er meer dan één keer.", "This name is there more than once."),
            )
    return value
