"""`stagemarkt sleutel`: what an operator types, and what stands in the table and on the screen then."""

import json
import re

import pytest
from stagemarkt.adapters.dynamodb.access import SleutelTable
from stagemarkt.domain.access import is_valid, read_sleutel

from tests.integration.cli.conftest import NOW, StoredLine

MAKE = "sleutel maken --afnemer proef --school 99XX --scope identificatie"
DAY = 86_400


def _works(line: StoredLine, sleutel: str) -> bool:
    """Whether the authorizer would know this key."""
    this_stack = line.admin.this_stack
    table = SleutelTable(this_stack.client("dynamodb"), this_stack.output("ToegangTabel"), lambda: "zout")
    offered = read_sleutel(f"Bearer {sleutel}")
    assert offered is not None
    return is_valid(offered, table.search(offered.prefix), table.pepper(), line.now)


def test_all_in_one_go(line: StoredLine) -> None:
    """One command gives a new afnemer, its toegang and a key that works; a program reads two fields."""
    outcome = line(f"{MAKE} --scope verificatie --json")
    content = json.loads(outcome.out)
    assert (outcome.code, list(content)) == (0, ["sleutel", "prefix"])
    assert content["prefix"] == content["sleutel"].split("_")[1]
    assert _works(line, content["sleutel"])
    (toegang,) = line.admin.require_afnemer("proef").toegangen
    assert (toegang.brin, toegang.scopes, toegang.einddatum) == (
        "99XX",
        ("identificatie", "verificatie"),
        None,
    )
    assert content["sleutel"] not in outcome.fout
    assert "enige keer" in outcome.fout


@pytest.mark.parametrize("wide", [20, 40, 120])
def test_only_the_sleutel_on_stdout(line: StoredLine, wide: int) -> None:
    """Without --json stdout holds the key and nothing else, unbroken on whatever screen."""
    outcome = line(MAKE, wide=wide)
    assert re.fullmatch(r"smk_[0-9a-z]{8}_[0-9A-Za-z_-]{43}\n", outcome.out)


def test_kept_nowhere(line: StoredLine) -> None:
    """The key itself stands nowhere: not in the table, not in what is shown afterwards."""
    sleutel = line(MAKE).out.strip()
    this_stack = line.admin.this_stack
    items = this_stack.client("dynamodb").scan(TableName=this_stack.output("ToegangTabel"))["Items"]
    gateway_key = line.admin.require_afnemer("proef").afnemer.gateway_key
    assert len(gateway_key) >= 20
    for json_ in ("", " --json"):
        shown = "".join(
            line(f"{o}{json_}").out for o in ("sleutel lijst", "afnemer tonen proef", "afnemer lijst")
        )
        assert sleutel.split("_")[1] in shown
        assert sleutel not in shown + repr(items)
        assert gateway_key not in shown


def test_an_unknown_school_leaves_nothing_behind(line: StoredLine) -> None:
    """A school that is not here is said so before anything is made."""
    outcome = line("sleutel maken --afnemer proef --school 99ZZ --scope identificatie --json")
    assert (outcome.code, outcome.out) == (1, "")
    assert "stagemarkt school toevoegen 99ZZ" in outcome.fout
    assert line.admin.table.afnemers() == []


@pytest.mark.parametrize(
    "rest",
    [
        "--school 99XX",
        "--scope identificatie",
        "--school 99XX --scope identificatei",
        "--school XX --scope identificatie",
        "--school 99XX --scope identificatie --verloopt morgen",
        "--school 99XX --scope identificatie --verloopt 31-08-2026",
    ],
)
def test_wrong_usage(line: StoredLine, rest: str) -> None:
    """What cannot be meant is exit code 2, and makes nothing."""
    outcome = line(f"sleutel maken --afnemer proef {rest}")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.fout
    assert line.admin.table.afnemers() == []


def test_an_existing_afnemer(line: StoredLine) -> None:
    """For an afnemer that is there a key needs no more than its name; who is not there is refused."""
    assert line("sleutel maken --afnemer proef").code == 1
    line("afnemer toevoegen Proef")
    assert "nog geen toegang" in line("sleutel maken --afnemer Proef").fout
    assert len(line.admin.table.prefixes("proef")) == 1


def test_never_more_than_two(line: StoredLine) -> None:
    """A third key is refused, names the two, and widens no toegang; after withdrawing one it goes."""
    prefixes = [json.loads(line(f"{MAKE} --json").out)["prefix"] for _ in range(2)]
    third = line(f"{MAKE} --scope zoeken")
    assert (third.code, third.out) == (1, "")
    assert all(prefix in third.fout for prefix in prefixes)
    assert line.admin.require_afnemer("proef").toegangen[0].scopes == ("identificatie",)
    line(f"sleutel intrekken {prefixes[0]}")
    assert line(f"{MAKE} --scope zoeken").code == 0
    assert line.admin.require_afnemer("proef").toegangen[0].scopes == ("identificatie", "zoeken")


def test_expires_after_the_day(line: StoredLine) -> None:
    """A key works through its last day in the Netherlands."""
    sleutel = line(f"{MAKE} --verloopt 02-09-2026").out.strip()
    line.now = NOW + DAY + 12 * 3600 - 1
    assert _works(line, sleutel)
    line.now += 1
    assert not _works(line, sleutel)
    assert '"verlopen"' in line("sleutel lijst --json").out


@pytest.mark.parametrize("day", ["31-12-9999", "9999-12-31", "01-01-3000"])
def test_an_impossible_last_day(line: StoredLine, day: str) -> None:
    """A year that nobody can mean is refused with words, and nothing is made."""
    outcome = line(f"{MAKE} --verloopt {day}")
    assert (outcome.code, outcome.out) == (2, "")
    assert day in outcome.fout
    assert line("afnemer lijst --json").out.strip() == "[]"


def test_rotating(line: StoredLine) -> None:
    """The old key works on for the time that was given, the new one at once; a dead one is not rotated."""
    old = json.loads(line(f"{MAKE} --json").out)
    new = json.loads(line(f"sleutel roteren {old['prefix']} --overgang 2 --json").out)
    assert list(new) == ["sleutel", "prefix"]
    assert _works(line, new["sleutel"])
    assert line(f"sleutel roteren {new['prefix']}").code == 1
    line.now = NOW + 2 * DAY - 1
    assert _works(line, old["sleutel"])
    line.now += 1
    assert not _works(line, old["sleutel"])
    assert _works(line, new["sleutel"])
    assert line(f"sleutel roteren {old['prefix']}").code == 1
    at_once = line(f"sleutel roteren {new['prefix']} --overgang 0")
    assert (at_once.code, "binnen een minuut nergens meer" in at_once.fout) == (0, True)
    assert not _works(line, new["sleutel"])


def test_rotating_extends_nothing(line: StoredLine) -> None:
    """A key that ends sooner than the time of changing over still ends then."""
    old = json.loads(line(f"{MAKE} --verloopt 02-09-2026 --json").out)
    line(f"sleutel roteren {old['prefix']} --overgang 30")
    line.now = NOW + 2 * DAY
    assert not _works(line, old["sleutel"])


def test_revoking(line: StoredLine) -> None:
    """A withdrawn key is dead; a second time does no harm; an unknown one is said so."""
    old = json.loads(line(f"{MAKE} --json").out)
    assert line(f"sleutel intrekken {old['prefix']}").code == 0
    assert not _works(line, old["sleutel"])
    second = line(f"sleutel intrekken smk_{old['prefix']} --json")
    assert (second.code, json.loads(second.out)[0]["status"]) == (0, "ingetrokken")
    assert "was al" in second.fout
    assert line("sleutel intrekken aaaaaaaa").code == 1


def test_a_whole_sleutel_is_not_repeated(line: StoredLine) -> None:
    """Who pastes a whole key to withdraw it, is helped, and does not see it again; nor any rubbish."""
    sleutel = line(MAKE).out.strip()
    outcome = line(f"sleutel intrekken {sleutel}")
    assert outcome.code == 0
    assert sleutel not in outcome.out + outcome.fout
    wrong = line("sleutel intrekken smk_GEHEIMGEHEIM")
    assert wrong.code == 2
    assert "GEHEIM" not in wrong.fout


def test_the_stack_that_was_named(line: StoredLine) -> None:
    """Without --stack it is that of `make up`; another is looked for by its name."""
    line("sleutel lijst")
    line("sleutel lijst --stack productie")
    assert line.sought[-2:] == ["stagemarkt", "productie"]
