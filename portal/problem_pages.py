"""A page per problem code: status, title, whose, and whether to try again, from the code's own table.

The rest is in `pages/problemen.toml`.
"""

import json
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from stagemarkt.web.problems import PROBLEMS, Acting, Problem

TEXTS: Final = Path(__file__).with_name("pages") / "problemen.toml"
WHOSE: Final[Mapping[Acting, str]] = {
    "aanroeper": "uw software",
    "beheerder": "de beheerder van deze facade",
    "school": "de school",
    "sbb": "SBB",
}


class ProblemText(NamedTuple):
    """What a page says of one code besides what the table has.

    Attributes:
        oorzaak: why it comes, in Markdown.
        doen: what to do about it, in Markdown.
        verzoek: a request that gives it, to paste; "" where none can be told to.
        antwoord: the problem that comes, in JSON; `…` stands for what is another each time.
        storing: the disturbance of the simulator under which the request gives it; "" where it needs none.
    """

    oorzaak: str
    doen: str
    antwoord: str
    verzoek: str = ""
    storing: str = ""

    @property
    def problem(self) -> Any:  # noqa: ANN401 - JSON
        """The example, read."""
        return json.loads(self.antwoord)


@cache
def problem_texts() -> Mapping[str, ProblemText]:
    """By code, in the order of the file."""
    return {
        code: ProblemText(**text) for code, text in tomllib.loads(TEXTS.read_text(encoding="utf-8")).items()
    }


def whose(problem: Problem) -> str:
    """Who can act, as the words of a sentence."""
    return " of ".join(WHOSE[one] for one in problem.wie)


def overview() -> str:
    """The table of all problems, in Markdown."""
    rows = [
        f"| {problem.status} | [`{code}`](../problemen/{code}) | {problem.titel.nl} | {whose(problem)} "
        f"| {'ja' if problem.herhaalbaar else 'nee'} |"
        for code, problem in PROBLEMS.items()
    ]
    head = ["| status | code | titel | wie kan iets doen | opnieuw proberen |", "|---|---|---|---|---|"]
    return "\n".join([*head, *rows])
