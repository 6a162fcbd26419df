"""One afnemer is never taken for another: by a name that looks like its own, or an id that was another's."""

import json

import pytest
from stagemarkt.model.toegang import DEFAULT_LIMIET, Afnemer
from stagemarkt_cli.admin.usage_plans import UsagePlans
from stagemarkt_cli.admin.validation import read_name

from tests.integration.cli.conftest import StoredLine

MAKE = "sleutel maken --school 99XX --scope identificatie --afnemer"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("A+ Systems", "A# Systems"),
        ("C++ Soft", "C# Soft"),
        ("Müller", "Muller"),
        ("Søren & Zn", "Soren - Zn"),
        ("Acme BV", "ACME BV"),
        ("Acme BV", "Acme-BV"),
        ("Acme", "(Acme)"),
        ("Acme", "\uff21cme"),
        ("Office", "O\ufb03ce"),
        ("Acme", "Acme\u034f"),
        ("Straße", "Strasse"),
        ("a-systems", "A Systems"),
    ],
)
def test_a_name_that_resembles_another(line: StoredLine, one: str, other: str) -> None:
    """It is refused before anything is given; the text says whom it looks like, and what to do."""
    assert line(MAKE, one).code == 0
    before = line("afnemer lijst --json").out, line("sleutel lijst --json").out
    for command in (MAKE, "afnemer toevoegen", "sleutel maken --afnemer"):
        outcome = line(command, other)
        assert (outcome.code, outcome.out) == (1, "")
        assert read_name(one).id in outcome.fout
        assert "--id" in outcome.fout
    for command in ("afnemer tonen", "afnemer wijzigen --tempo 1", "afnemer verwijderen --ja"):
        assert line(command, other).code == 1
    assert (line("afnemer lijst --json").out, line("sleutel lijst --json").out) == before


def test_with_an_id_of_its_own_there_are_two(line: StoredLine) -> None:
    """Under an id of its own the other is an afnemer apart, found by its name and by its id."""
    line("school toevoegen 30AA")
    line(MAKE, "A+ Systems")
    assert line("afnemer toevoegen --id a-sharp", "A# Systems").code == 0
    assert line("sleutel maken --school 30AA --scope zoeken --afnemer", "A# Systems").code == 0
    for who, brin in (
        ("A+ Systems", "99XX"),
        ("a-systems", "99XX"),
        ("A# Systems", "30AA"),
        ("a-sharp", "30AA"),
    ):
        shown = json.loads(line("afnemer tonen --json", who).out)
        assert [toegang["school"] for toegang in shown["toegang"]] == [brin]
        assert len(shown["sleutels"]) == 1


@pytest.mark.parametrize(
    ("id_", "name", "code"),
    [
        ("pakket", "Een ander", 1),
        ("twee", "Een ander", 1),
        ("nummer-twee", "Een ander", 1),
        ("eigen", "pakket", 1),
        ("eigen", "Nummer Twee", 1),
        ("Pakket", "Een ander", 2),
        ("-a", "Een ander", 2),
        ("a b", "Een ander", 2),
        ("é", "Een ander", 2),
        ("a#b", "Een ander", 2),
        ("", "Een ander", 2),
        ("x" * 65, "Een ander", 2),
    ],
)
def test_an_impossible_id(line: StoredLine, id_: str, name: str, code: int) -> None:
    """An id that is another's, looks like another's name, or is none; who is there already has its own."""
    line("afnemer toevoegen pakket")
    line("afnemer toevoegen --id twee", "Nummer Twee")
    before = line("afnemer lijst --json").out
    assert line("afnemer toevoegen --id", id_, name).code == code
    assert line("afnemer lijst --json").out == before


@pytest.mark.parametrize(
    "name",
    ["\u0410cme", "Acm\u0435", "\u03b1cme", "Trajectpl\u0251nner", "\u6771", "+++", "  ", "#", "A\u200bcme"],
)
def test_a_name_that_is_no_name(line: StoredLine, name: str) -> None:
    """Letters that only look like ours, letters that would fall away, and names without any are refused."""
    for command in ("afnemer toevoegen", MAKE):
        assert line(command, name).code == 2
    assert line.admin.table.afnemers() == []


def test_the_same_name_is_the_same(line: StoredLine) -> None:
    """What nobody can see makes no other name: spaces around and between, and how an accent is stored."""
    line("afnemer toevoegen", "Café  Stage")
    for name in ("Cafe\u0301 Stage", " Café\u00a0Stage ", "cafe-stage"):
        assert "bestond al" in line("afnemer toevoegen", name).fout
    assert len(line.admin.table.afnemers()) == 1


def test_an_id_is_given_once(line: StoredLine) -> None:
    """Who comes back under a name of before is new: with a new id, and nothing of the one before."""
    line(MAKE, "pakket")
    for number in (2, 3):
        assert line("afnemer verwijderen pakket --ja").code == 0
        assert line("afnemer toevoegen --id pakket", "Iets anders").code == 1
        assert f"Afnemer pakket-{number} is nieuw" in line(MAKE, "pakket").fout
        shown = json.loads(line("afnemer tonen pakket --json").out)
        assert (shown["id"], len(shown["sleutels"])) == (f"pakket-{number}", 1)
    assert line("afnemer verwijderen pakket --ja").code == 0
    laatste = line("afnemer verwijderen pakket --ja")
    assert (laatste.code, "al verwijderd" in laatste.fout) == (1, True)


def test_two_operators_at_once(line: StoredLine) -> None:
    """Two names that look alike, added at the same moment: one is made, the other is refused."""
    dynamodb = line.admin.this_stack.client("dynamodb")
    done: list[int] = []

    def another_writer(**_: object) -> None:
        if not done:
            done.append(0)
            done.append(line(MAKE, "A+ Systems").code)

    dynamodb.meta.events.register("before-call.dynamodb.PutItem", another_writer)
    try:
        second = line(MAKE, "A# Systems")
    finally:
        dynamodb.meta.events.unregister("before-call.dynamodb.PutItem", another_writer)
    assert (done, second.code, second.out) == ([0, 0], 1, "")
    (rights,) = [line.admin.require_afnemer(one.id) for one in line.admin.table.afnemers()]
    assert rights.afnemer.naam == "A+ Systems"
    assert len(json.loads(line("sleutel lijst --json").out)) == 1


def test_the_same_name_at_once(line: StoredLine) -> None:
    """Two operators who add one vendor at the same moment have added one."""
    dynamodb = line.admin.this_stack.client("dynamodb")
    done: list[int] = []

    def another_writer(**_: object) -> None:
        if not done:
            done.append(0)
            done.append(line(MAKE, "A+ Systems").code)

    dynamodb.meta.events.register("before-call.dynamodb.PutItem", another_writer)
    try:
        second = line(MAKE, "A+ Systems")
    finally:
        dynamodb.meta.events.unregister("before-call.dynamodb.PutItem", another_writer)
    assert (done, second.code) == ([0, 0], 0)
    assert [one.id for one in line.admin.table.afnemers()] == ["a-systems"]
    assert len(json.loads(line("sleutel lijst --json").out)) == 2


def test_two_stacks_with_one_plan_name(line: StoredLine) -> None:
    """Stack `proef` with afnemer `a-b` and stack `proef-a` with `b` each have a plan of their own."""
    this_stack = line.admin.this_stack
    gateway, api = this_stack.client("apigateway"), this_stack.output("ApiId")
    own, other = (UsagePlans(gateway, api, name) for name in ("proef", "proef-a"))
    of_own = own.ensure(Afnemer("a-b", "a-b", "", DEFAULT_LIMIET))
    of_other = other.ensure(Afnemer("b", "b", "", DEFAULT_LIMIET))
    assert of_own != of_other
    assert own.remove("a-b")
    assert not own.remove("a-b")
    assert other.ensure(Afnemer("b", "b", "", DEFAULT_LIMIET)) == of_other
    assert other.remove("b")
