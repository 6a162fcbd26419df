"""The opaque cursor of a search: where the next stretch begins, tied to the question it belongs to."""

import base64
import hashlib
import json
from collections.abc import Mapping
from typing import Any, Final

from stagemarkt.model.errors import Tekst
from stagemarkt.web.input.readers import Onleesbaar

_KENMERK: Final = 12
_VERDER: Final = 4


def schrijf_cursor(begin: int, vraag: Mapping[str, Any]) -> str:
    """A cursor for the stretch from `begin` (counting from 0) of this question's answer."""
    inhoud = begin.to_bytes(_VERDER, "big")
    return _als_tekst(inhoud + _kenmerk(inhoud, vraag))


def lees_cursor(cursor: str, vraag: Mapping[str, Any]) -> int:
    """Where the stretch begins.

    Raises:
        Onleesbaar: it is no cursor of ours, or it belongs to another question.
    """
    try:
        opgevuld = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        inhoud = base64.b64decode(opgevuld, altchars=b"-_", validate=True)
    except ValueError:
        inhoud = b""
    begin, kenmerk = inhoud[:_VERDER], inhoud[_VERDER:]
    # Base64 has spare bits, and padding: one stretch has one cursor.
    if kenmerk != _kenmerk(begin, vraag) or _als_tekst(inhoud) != cursor:
        raise Onleesbaar(
            Tekst(
                "Deze cursor hoort niet bij deze vraag; begin opnieuw zonder cursor.",
                "This cursor does not belong to this question; start again without a cursor.",
            )
        )
    return int.from_bytes(begin, "big")


def _als_tekst(inhoud: bytes) -> str:
    return base64.urlsafe_b64encode(inhoud).decode().rstrip("=")


def _kenmerk(begin: bytes, vraag: Mapping[str, Any]) -> bytes:
    """Guards against mistakes, not malice: a made-up cursor shows nothing that its maker may not see."""
    tekst = json.dumps(vraag, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(begin + tekst.encode()).digest()[:_KENMERK]
