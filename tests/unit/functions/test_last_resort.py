"""Whatever breaks in a function, and wherever: the text of the error is in no log, and goes to nobody."""

import json
import time
import traceback
from importlib import import_module
from typing import Any, Final

import pytest
from stagemarkt.entry.last_resort import InvocationFailed, without_text
from stagemarkt.model.errors import StorageError

from tests.unit.conftest import LogCapture
from tests.unit.fakes.composition import FakeContext
from tests.unit.requests import ROOT, load_event

PERSON: Final = "Jansen"
_QUEUE: Final = {"Records": [{"messageId": "m", "body": json.dumps({"school": "99XX", "abonnementId": "a"})}]}
# By function, what it is called with, and the line of its log that says that it failed.
CALLED: Final[dict[str, tuple[dict[str, Any], str]]] = {
    "abonnementen": (load_event("abonnementen"), "verzoek"),
    "aflevering": (_QUEUE, "aflevering"),
    "authorizer": (load_event("authorizer"), "sleutel"),
    "certificaatwacht": ({}, "certificaatwacht"),
    "detailgegevens": (load_event("detailgegevens"), "verzoek"),
    "identificatie": (load_event("identificatie-id"), "verzoek"),
    "inname": (load_event("mutaties-brengen"), "bericht"),
    "mutaties": (load_event("mutaties"), "verzoek"),
    "opruiming": ({}, "opruiming"),
    "schoolabonnementen": ({"opdracht": "controleer"}, "abonnementcontrole"),
    "status": (load_event("status"), "verzoek"),
    "veger": ({}, "geveegd"),
    "verdeling": (_QUEUE, "verdeling"),
    "verificatie": (load_event("verificatie"), "verzoek"),
    "verversing": (_QUEUE, "verversing"),
    "zoeken": (load_event("leerplaatsen"), "verzoek"),
}
# Those have nobody who waits for an answer: for Lambda the invocation fails.
FAILS: Final = {"authorizer", "certificaatwacht", "inname", "opruiming", "schoolabonnementen", "veger"}


class ExplodingPorts:
    """Ports of which each raises an error that names a person."""

    clock = staticmethod(time.time)

    def __getattr__(self, name: str) -> Any:
        """What a broken port does."""
        raise ValueError(f"{PERSON} {name}")


def _handler(function: str) -> Any:
    module = import_module(f"functions.{function}.app")
    if function == "inname":
        return without_text("bericht", module.make_entry(lambda: ExplodingPorts().front))
    return module.make_handler(ExplodingPorts())


def _call(function: str) -> str:
    """What Lambda gets to see: the answer, or all that can be written of the error."""
    try:
        return json.dumps(_handler(function)(CALLED[function][0], FakeContext()))
    except InvocationFailed as error:
        return f"fails: {''.join(traceback.format_exception(error))}"


@pytest.mark.parametrize("function", CALLED)
def test_no_text_of_an_error_leaves(function: str, logbook: LogCapture) -> None:
    """The log has a line at ERROR with kind and place; neither it nor what Lambda sees has the text."""
    seen = _call(function)
    *_, line = logbook.lines
    assert (line["message"], line["level"]) == (CALLED[function][1], "ERROR")
    assert line["spoor"][0] in {"ValueError", "KeyError", "TypeError"}
    assert seen.startswith("fails: ") == (function in FAILS)
    assert PERSON not in logbook.tekst + seen


def test_every_function_is_here() -> None:
    """All but the one that touches nothing."""
    assert CALLED.keys() == {path.parent.name for path in ROOT.glob("functions/*/app.py")} - {"documentatie"}


def test_each_function_ships_with_it() -> None:
    """The handler that Lambda calls is the careful one, where nothing else sees to it."""
    wrapped = {
        path.parent.name
        for path in ROOT.glob("functions/*/app.py")
        if "without_text(" in path.read_text(encoding="utf-8")
    }
    assert wrapped == FAILS


def test_what_is_meant_to_leave_does() -> None:
    """An error by intention goes as it is: API Gateway makes 401 of the authorizer's."""

    def refuse(_event: dict[str, Any], _context: object) -> None:
        raise PermissionError("Unauthorized")

    with pytest.raises(PermissionError, match="Unauthorized"):
        without_text("sleutel", refuse, PermissionError)({}, None)


def test_how_aws_refused_is_told(logbook: LogCapture) -> None:
    """Of a storage that failed the line says how: that is AWS's code, and of nobody."""

    def fail(_event: dict[str, Any], _context: object) -> None:
        raise StorageError("AccessDeniedException")

    with pytest.raises(InvocationFailed):
        without_text("geveegd", fail)({}, None)
    assert logbook.lines[0]["intern"] == "AccessDeniedException"
