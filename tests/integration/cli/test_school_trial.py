"""Trying a school at SBB from the command line, over a function that a test makes up."""

import io
import json
from typing import Any

import pytest
from stagemarkt_cli.aws.stack import DeployedStack

from tests.integration.cli.conftest import StoredLine
from tests.unit.cli import pki

GOOD = pki.SchoolPki.new(until=200)


class FakeWatchFunction:
    """The watch, which finds nothing to warn of and answers this when it is told to try."""

    def __init__(self, answer: Any, fout: str | None = None) -> None:
        self.answer, self.fout = answer, fout
        self.asked: list[Any] = []

    def invoke(self, *, FunctionName: str, Payload: bytes) -> dict[str, Any]:  # noqa: N803 - boto3's names
        """As boto3 has it."""
        assert FunctionName == "wacht"
        question = json.loads(Payload)
        self.asked.append(question)
        content = self.answer if "probeer" in question else {"bekeken": 1}
        return {
            "Payload": io.BytesIO(json.dumps(content).encode()),
            **({"FunctionError": self.fout} if self.fout else {}),
        }


def _line(line: StoredLine, this_stack: DeployedStack, function: FakeWatchFunction) -> StoredLine:
    """The same stack, with this function."""
    output = {
        name: this_stack.output(name) for name in ("ToegangTabel", "GeheimenVoorvoegsel", "VersleutelingArn")
    }
    return StoredLine(
        DeployedStack(
            "proef",
            {**output, "CertificaatwachtFunctie": "wacht"},
            lambda service: function if service == "lambda" else this_stack.client(service),
        ),
        line.work_dir,
    )


def _said(outcome: str, code: str | None = None, signaalcode: int | None = None) -> dict[str, Any]:
    return {
        "uitkomst": {
            "school": "99XX",
            "uitkomst": outcome,
            "code": code,
            "detail": f"Zo zei SBB het: {outcome}.",
            "signaalcode": signaalcode,
        }
    }


OUTCOMES = [
    pytest.param(_said("aanvaard"), 0, "Zo zei SBB het: aanvaard.", id="taken"),
    pytest.param(_said("geweigerd", "bron-licentie", 996), 1, "signaalcode 996", id="licence"),
    pytest.param(
        _said("geweigerd", "bron-certificaat"), 1, "SBB weigert de school: bron-certificaat", id="refused"
    ),
    pytest.param(
        _said("terugval", "bron-certificaat"), 1, "SBB weigert het nieuwe certificaat", id="fell-back"
    ),
    pytest.param(_said("niet-beantwoord", "bron-timeout"), 3, "SBB kon niet worden gevraagd", id="time-out"),
    pytest.param(
        _said("niet-beantwoord", "bron-certificaat"), 1, "SBB kon niet worden gevraagd", id="our-ca"
    ),
    pytest.param(
        {"fout": {"code": "interne-fout", "detail": "Geen geheim."}}, 1, "Geen geheim.", id="unread"
    ),
    pytest.param({"bekeken": 1}, 1, "rol de stapel opnieuw uit", id="older-functions"),
]


@pytest.mark.parametrize(("answer", "code", "part"), OUTCOMES)
@pytest.mark.parametrize(
    "command", ["school tonen 99XX --probeer", "school licentie 99XX --bestand - --probeer"]
)
def test_try_out(
    line: StoredLine, this_stack: DeployedStack, command: str, answer: Any, code: int, part: str
) -> None:
    """What SBB said is told, and the exit code says whether it took the school, did not, or was not there."""
    function = FakeWatchFunction(answer)
    outcome = _line(line, this_stack, function)(command, inputs="L-1")
    assert outcome.code == code
    assert part in outcome.fout + outcome.out
    assert function.asked[-1] == {"probeer": "99XX"}


def test_try_out_as_json(line: StoredLine, this_stack: DeployedStack) -> None:
    """For a program: what SBB said stands in the answer, and the exit code is the same."""
    gezegd = _said("geweigerd", "bron-licentie", 996)
    outcome = _line(line, this_stack, FakeWatchFunction(gezegd))("school tonen 99XX --probeer --json")
    assert outcome.code == 1
    assert json.loads(outcome.out)["proef"] == gezegd["uitkomst"]


def test_a_function_that_fails(line: StoredLine, this_stack: DeployedStack) -> None:
    """Is told as ours, with where to look."""
    outcome = _line(line, this_stack, FakeWatchFunction({}, "Unhandled"))("school tonen 99XX --probeer")
    assert outcome.code == 1
    assert "stagemarkt logboek" in outcome.fout


def test_a_new_certificate_is_kept_and_tried(line: StoredLine, this_stack: DeployedStack) -> None:
    """Kept, looked at, then tried; what SBB refuses stays, for the school to have it registered."""
    (file := line.work_dir / "school.pfx").write_bytes(GOOD.school.pfx([GOOD.between]))
    function = FakeWatchFunction(_said("geweigerd", "bron-certificaat", 997))
    own = _line(line, this_stack, function)
    outcome = own(f"school certificaat 99XX --pfx {file} --probeer")
    assert outcome.code == 1
    assert function.asked == [{"scholen": ["99XX"]}, {"probeer": "99XX"}]
    assert own.admin.school_secrets.read("99XX")["certificaat"]
    assert own(f"school certificaat 99XX --pfx {file} --probeer --proef").code == 2


def test_the_dates_of_the_certificate(line: StoredLine) -> None:
    """From when until when, here, of the one in use and the one before it; unreadable is absent."""
    (file := line.work_dir / "school.pfx").write_bytes(GOOD.school.pfx([GOOD.between]))
    line(f"school certificaat 99XX --pfx {file}")
    (file := line.work_dir / "nieuw.pfx").write_bytes(pki.SchoolPki.new(until=30).school.pfx())
    line(f"school certificaat 99XX --pfx {file}")
    shown = json.loads(line("school tonen 99XX --json").out)
    assert shown["certificaatGegevens"]["geldigTot"] == "2026-10-01T10:00:00Z"
    assert shown["vorigCertificaatGegevens"]["geldigTot"] == "2027-03-20T10:00:00Z"
    assert "01-10-2026 12:00" in line("school tonen 99XX").out
    line.admin.school_secrets.modify("99XX", certificaat="rommel")
    assert "certificaatGegevens" not in json.loads(line("school tonen 99XX --json").out)
