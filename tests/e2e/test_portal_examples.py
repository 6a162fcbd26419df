"""What the portal prints under an example is what the stack answers."""

import json
import os
import re
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from portal.problem_pages import ProblemText, problem_texts
from portal.site import CHAPTERS, page_source
from tests.e2e.client import FacadeClient
from tests.e2e.readme import differences

# Something to paste, and the JSON under it; what is only set up there (`instellen`) is not run.
_BLOCK = r"((?:(?!```).*\n)+)```"
_EXAMPLE = re.compile(rf"^```sh\n{_BLOCK}\n\n```json\n{_BLOCK}$", re.MULTILINE)
EXAMPLES = [
    pytest.param(command, printed, id=f"{page.name}-{number}")
    for chapter in CHAPTERS
    for page in chapter.pages
    for number, (command, printed) in enumerate(_EXAMPLE.findall(page_source(page.name)), 1)
]
PROBLEMS = {code: text for code, text in problem_texts().items() if text.verzoek}


def _paste(facade: FacadeClient, command: str) -> object:
    """What a shell gives for it, with address and key set up as the portal says."""
    outcome = subprocess.run(
        ["/bin/sh", "-eu", "-c", command],
        env={
            "PATH": os.environ["PATH"],  # noqa: TID251 - a shell needs a PATH
            "API": facade.stack["apiUrl"],
            "SLEUTEL": f"Authorization: Bearer {facade.stack['apiKey']}",
        },
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    answer: object = json.loads(outcome.stdout)
    return answer


@contextmanager
def _disturbed(facade: FacadeClient, text: ProblemText) -> Iterator[None]:
    """While SBB does what the example needs: `<soort>`, or with its number `<soort>:<getal>`."""
    kind, _, number = text.storing.partition(":")
    field = {"signaalcode": "signaalcode", "vertraging": "seconden"}.get(kind)
    if kind:
        facade.storing(kind, **({field: int(number)} if field else {}))
    try:
        yield
    finally:
        facade.restore_sbb()


def _without_ellipsis(printed: object) -> object:
    """`["…"]` and what it stands in stand for whatever comes."""
    if isinstance(printed, dict):
        return {name: _without_ellipsis(value) for name, value in printed.items()}
    return "…" if isinstance(printed, list) and "…" in printed else printed


@pytest.mark.parametrize(("command", "printed"), EXAMPLES)
def test_a_page_prints_what_comes(facade: FacadeClient, command: str, printed: str) -> None:
    """Pasted, each example of a page gives what is printed under it."""
    assert list(differences(_without_ellipsis(json.loads(printed)), _paste(facade, command))) == []


def test_pages_have_examples() -> None:
    """Each of the five functions, the start and freshness have something to paste."""
    assert len(EXAMPLES) > 12
    assert len(PROBLEMS) > 18


@pytest.mark.parametrize("code", PROBLEMS)
def test_a_problem_page_prints_what_comes(
    facade: FacadeClient, purge_cache: Callable[[], None], code: str
) -> None:
    """Pasted, the example of a problem gives that problem, to the letter."""
    text = PROBLEMS[code]
    if code == "niet-in-cache":
        purge_cache()
    with _disturbed(facade, text):
        assert list(differences(text.problem, _paste(facade, text.verzoek))) == []
