"""Whether what is kept is what `rendering` made of an answer: a checksum says only that no bit fell over.

Whatever else wrote there, an older version, a hand, a copy under another key, its entry is none: a miss, that
is asked for again and written over.
"""

import json
import zlib
from typing import Final, NoReturn

from stagemarkt.domain.questions.identificatie import answer_key_of, question_from_text
from stagemarkt.ports.cache import AnswerKey, KeptAnswer
from stagemarkt.web.output.rendering import actualiteit, tag_of

# Opened: more than the largest answer, and nothing that could fill a worker. An item is 400 kB at most.
_LARGEST: Final = 4 * 1024 * 1024
_GZIP: Final = 16 + zlib.MAX_WBITS
# What reading something that is not ours raises.
_NOT_OURS: Final = (
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    ArithmeticError,
    OSError,
    RecursionError,
    zlib.error,
)
_LEERBEDRIJF: Final = "leerbedrijf#"


def is_sound(sleutel: AnswerKey, answer: KeptAnswer) -> bool:
    """Whether this is an answer as it leaves, to the question that the key is of, under its own tag."""
    try:
        return answer.school == sleutel.school and _answers(sleutel, answer) and _has_form(sleutel, answer)
    except _NOT_OURS:
        return False


def _answers(sleutel: AnswerKey, answer: KeptAnswer) -> bool:
    # What the key says all of, is kept without its question.
    if not answer.question:
        return sleutel.onderwerp.startswith(_LEERBEDRIJF)
    return answer_key_of(question_from_text(answer.question), sleutel.school) == sleutel


def _has_form(sleutel: AnswerKey, answer: KeptAnswer) -> bool:
    if answer.uitkomst == "onbekend":
        return (answer.body, answer.etag) == (b"", "")
    content = json.loads(_opened(answer.body), parse_constant=_refuse)
    # As text: True is no 1, which it equals.
    then = repr(actualiteit(answer.opgehaald_op, "cache"))
    if sleutel.onderwerp.startswith(_LEERBEDRIJF):
        asked, found = sleutel.onderwerp.removeprefix(_LEERBEDRIJF), content["leerbedrijfId"]
        return (
            answer.uitkomst == "gevonden"
            and found.casefold() == asked.casefold()
            and repr(content.pop("actualiteit")) == then
            and tag_of(content) == answer.etag
        )
    results = content.pop("resultaten")
    return (
        answer.uitkomst == ("gevonden" if results else "leeg")
        and repr(content) == repr({"totaal": len(results)})
        and all(repr(part.pop("actualiteit")) == then for part in results)
        and tag_of(results) == answer.etag
    )


def _opened(body: bytes) -> bytes:
    unpacking = zlib.decompressobj(_GZIP)
    text = unpacking.decompress(body, _LARGEST)
    if not unpacking.eof or unpacking.unused_data:
        raise ValueError("not one whole stream of gzip")
    return text


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)
