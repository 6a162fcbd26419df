"""The examples in the document: what the stack answered, when it was last asked.

`voorbeelden.json` has them: what is asked stands in it by hand, what is answered by `make voorbeelden`. A
test asks all of it again.
"""

import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from stagemarkt.web.problems import PROBLEMS

SOURCE: Final = Path(__file__).with_name("voorbeelden.json")
# Names the examples in `components` that belong to a body, where not all can be referred to.
EXTENSION: Final = "x-voorbeelden"
_METHOD: Final = re.compile("put|post|patch")


@cache
def recorded() -> tuple[Mapping[str, Any], ...]:
    """Each with `naam`, `titel`, `operatie`, `methode`, `pad`, `status` and `antwoord`.

    Where they are needed: `body`; `koppen`, headers to ask with; `eerst`, what must be so before it is asked,
    and `situatie`, that in words; `noemt`, by which name the document has what is answered there.
    """
    return tuple(json.loads(SOURCE.read_bytes()))


def answered() -> list[Mapping[str, Any]]:
    """Those with an answer: one that was just written down gets it from `make voorbeelden`."""
    return [one for one in recorded() if one["antwoord"] is not None]


def components() -> dict[str, Any]:
    """All of them: answers and bodies by operation and name, and one of each problem by its code.

    Each stands here whole, and where it is used there is a reference, or its name (`EXTENSION`).
    """
    good = [one for one in answered() if not is_problem(one)]
    answers = {
        _answer_name(one): {"summary": one["titel"], "description": _asked(one), "value": one["antwoord"]}
        for one in good
    }
    bodies = {
        _body_name(one): {"summary": one["titel"], "value": one["body"]} for one in good if "body" in one
    }
    told = {one["antwoord"]["code"]: one for one in answered() if is_problem(one)}
    of_problems = {
        code: {
            "summary": problem.titel.nl,
            "description": _asked(told[code]),
            "value": told[code]["antwoord"],
        }
        for code, problem in PROBLEMS.items()
        if code in told
    }
    return {**answers, **bodies, **of_problems}


def of_answer(operation: str) -> dict[str, Any]:
    """For a media type: references to good answers of this operation; empty where it has none on record."""
    return _named({_answer_name(one): one["antwoord"] for one in _of(operation)})


def of_body(operation: str) -> dict[str, Any]:
    """For a media type: references to the bodies that those were asked with."""
    return _named({_body_name(one): one["body"] for one in _of(operation) if "body" in one})


def _named(values: Mapping[str, Any]) -> dict[str, Any]:
    referable = {name: _reference(name) for name, value in values.items() if not _looks_like_a_method(value)}
    return {
        **({"examples": referable} if referable else {}),
        **({EXTENSION: list(values)} if len(referable) < len(values) else {}),
    }


def _looks_like_a_method(value: Any) -> bool:  # noqa: ANN401 - any JSON
    """Whether the ADR's linter would take a field of it for the method POST, as it does `postcode`.

    Its rule `problem-invalid-input` takes each name below `paths` with `post` in it for one.
    """
    if isinstance(value, list):
        return any(_looks_like_a_method(one) for one in value)
    if not isinstance(value, dict):
        return False
    return any(
        (_METHOD.search(name) and not isinstance(part, dict)) or _looks_like_a_method(part)
        for name, part in value.items()
    )


def of_problems(codes: Iterable[str]) -> dict[str, Any]:
    """References to these problems."""
    return {code: _reference(code) for code in codes}


def _of(operation: str) -> list[Mapping[str, Any]]:
    return [one for one in answered() if one["operatie"] == operation and not is_problem(one)]


def _answer_name(one: Mapping[str, Any]) -> str:
    return f"{one['operatie']}-{one['naam']}"


def _body_name(one: Mapping[str, Any]) -> str:
    return f"{_answer_name(one)}-vraag"


def _reference(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/examples/{name}"}


def is_problem(one: Mapping[str, Any]) -> bool:
    """Whether what was answered is a problem."""
    return bool(one["status"] >= 400)  # noqa: PLR2004 - from here on HTTP calls it an error


def _asked(one: Mapping[str, Any]) -> str:
    situation = f" {one['situatie']}" if "situatie" in one else ""
    return f"`{one['methode']} {one['pad']}`{situation}"
