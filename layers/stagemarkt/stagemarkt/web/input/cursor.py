"""The opaque cursor of a list: where the next stretch begins, tied to the question it belongs to."""

import base64
import hashlib
import json
from collections.abc import Mapping
from typing import Any, Final

from stagemarkt.model.errors import Bilingual
from stagemarkt.web.input.readers import UnreadableValue
from stagemarkt.web.input.validation import Input

_MARK: Final = 12
_FURTHER: Final = 4
_NOT_OURS: Final = Bilingual(
    "Deze cursor hoort niet bij deze vraag; begin opnieuw zonder cursor.",
    "This cursor does not belong to this question; start again without a cursor.",
)


def write_cursor(begin: int, question: Mapping[str, Any]) -> str:
    """A cursor for the stretch from `begin` (counting from 0) of this question's answer."""
    content = begin.to_bytes(_FURTHER, "big")
    return _as_text(content + _mark(content, question))


def from_cursor(inputs: Input, question: Mapping[str, Any], least: int = 0) -> int | None:
    """Where the stretch begins, None without a cursor; a fault is noted. `least` is the first that we give.

    Beside another fault no cursor is judged: with a filter that cannot be read none fits.
    """
    if "cursor" not in inputs.values or inputs.fouten:
        return None
    try:
        begin = read_cursor(inputs.values["cursor"], question)
    except UnreadableValue as error:
        inputs.fout("query", "cursor", error.detail)
        return None
    if begin < least:
        inputs.fout("query", "cursor", _NOT_OURS)
        return None
    return begin


def read_cursor(cursor: str, question: Mapping[str, Any]) -> int:
    """Where the stretch begins.

    Raises:
        UnreadableValue: it is no cursor of ours, or it belongs to another question.
    """
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        content = base64.b64decode(padded, altchars=b"-_", validate=True)
    except ValueError:
        content = b""
    begin, tag = content[:_FURTHER], content[_FURTHER:]
    # Base64 has spare bits, and padding: one stretch has one cursor.
    if tag != _mark(begin, question) or _as_text(content) != cursor:
        raise UnreadableValue(_NOT_OURS)
    return int.from_bytes(begin, "big")


def _as_text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def _mark(begin: bytes, question: Mapping[str, Any]) -> bytes:
    """Guards against mistakes, not malice: a made-up cursor shows nothing that its maker may not see.

    So there is no key to it, and each list judges by itself where it may begin.
    """
    text = json.dumps(question, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(begin + text.encode()).digest()[:_MARK]
