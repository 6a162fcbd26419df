"""`stagemarkt school`, `afnemer` and `toegang`: what an operator types, and what comes of it."""

import json
from pathlib import Path
from typing import Any

import pytest
import trustme
import typer
from stagemarkt.model.toegang import Afnemer, Limiet
from stagemarkt_cli.main import app

from tests.integration.cli.conftest import NOW, StoredLine

LICENTIE = "LIC-7c0a5c9e-GEHEIM"
DAY = 86_400


def _plans(line: StoredLine) -> list[dict[str, Any]]:
    usage_plans: list[dict[str, Any]] = line.admin.this_stack.client("apigateway").get_usage_plans()["items"]
    return [plan for plan in usage_plans if plan["name"].startswith("proef-")]


def test_a_school(line: StoredLine) -> None:
    """A school is added under its BRIN, with the OIN that goes with it; it says what is still wanting."""
    outcome = line("school toevoegen 30aa --naam", "ROC  van Voorbeeld")
    assert outcome.code == 0
    assert "school licentie 30AA" in outcome.fout
    assert "school certificaat 30AA" in outcome.fout
    assert json.loads(line("school tonen 30AA --json").out) == {
        "brin": "30AA",
        "oin": "0000000700030AA00000",
        "naam": "ROC van Voorbeeld",
        "licentie": "ontbreekt",
        "certificaat": "ontbreekt",
        "afnemers": [],
    }
    assert [s["brin"] for s in json.loads(line("school lijst --json").out)] == ["30AA", "99XX"]
    assert "ROC van Voorbeeld" in line("school lijst").out


def test_a_school_again(line: StoredLine) -> None:
    """Adding it again changes what is named, and leaves the rest, its secret included."""
    line("school toevoegen 30AA --naam Oud")
    line("school licentie 30AA", inputs=LICENTIE)
    line("school toevoegen 30AA")
    assert json.loads(line("school tonen 30AA --json").out)["naam"] == "Oud"
    line("school toevoegen 30AA --naam Nieuw --oin 00000001003214345000")
    shown = json.loads(line("school tonen 30AA --json").out)
    assert (shown["naam"], shown["oin"], shown["licentie"]) == (
        "Nieuw",
        "00000001003214345000",
        "aanwezig",
    )
    assert line.admin.school_secrets.read("30AA") == {"oin": "00000001003214345000", "licentie": LICENTIE}


@pytest.mark.parametrize(
    "words", ["30A", "99XXE", "30AA --oin 123", "30AA --oin 0000000700099XX00000", "30AA --oin " + "!" * 20]
)
def test_an_impossible_school(line: StoredLine, words: str) -> None:
    """No BRIN, no OIN, or the OIN of another school: exit code 2, and nothing is written."""
    assert line(f"school toevoegen {words}").code == 2
    assert [school.brin for school in line.admin.table.scholen()] == ["99XX"]


def test_a_licentie_is_never_shown(line: StoredLine, tmp_path: Path) -> None:
    """From stdin or a file it goes into the secret, and never onto a screen."""
    file = tmp_path / "licentie.txt"
    file.write_text(f"{LICENTIE}\n")
    for outcome in (
        line("school licentie 99XX", inputs=f"  {LICENTIE}\n"),
        line("school licentie 99XX --bestand", str(file)),
        line("school licentie 99XX --bestand -", inputs=LICENTIE),
        line("school tonen 99XX"),
        line("school tonen 99XX --json"),
    ):
        assert outcome.code == 0
        assert LICENTIE not in outcome.out + outcome.fout
        assert line.admin.school_secrets.read("99XX")["licentie"] == LICENTIE


@pytest.mark.parametrize("inputs", ["", "  \n", "GEHEIM\nGEHEIM", "GEHEIM\x00", "GEHEIM" * 50])
def test_what_can_be_no_licentie(line: StoredLine, inputs: str) -> None:
    """Nothing, more lines, control characters or a book is refused, without being repeated."""
    outcome = line("school licentie 99XX", inputs=inputs)
    assert outcome.code == 2
    assert "GEHEIM" not in outcome.out + outcome.fout
    assert "licentie" not in line.admin.school_secrets.read("99XX")
    assert line("school licentie 99XX --bestand /nergens").code == 2
    assert line("school licentie 99ZZ", inputs=LICENTIE).code == 1


def test_removing_a_school(line: StoredLine) -> None:
    """Only with --ja, and not while anybody acts for it; added again it starts without the old licence."""
    line("school licentie 99XX", inputs=LICENTIE)
    line("sleutel maken --afnemer proef --school 99XX --scope zoeken")
    assert line("school verwijderen 99XX").code == 2
    outcome = line("school verwijderen 99XX --ja")
    assert outcome.code == 1
    assert "proef" in outcome.fout
    line("toegang intrekken --afnemer proef --school 99XX")
    assert line("school verwijderen 99XX --ja").code == 0
    assert line.admin.school_secrets.read("99XX") == {}
    assert line("school verwijderen 99XX --ja").code == 1
    line("school toevoegen 99XX")
    assert line.admin.school_secrets.read("99XX") == {"oin": "0000000700099XX00000"}


def test_an_afnemer(line: StoredLine) -> None:
    """An afnemer gets an id of its name, the usual limit or another, and a plan at API Gateway."""
    outcome = line("afnemer toevoegen --contact a@b.example --tempo 50 --dagquotum 9 --json", "Mijn Pakket é")
    shown = json.loads(outcome.out)
    assert (shown["id"], shown["naam"]) == ("mijn-pakket-e", "Mijn Pakket é")
    assert shown["limiet"] == {"tempo": 50, "uitschieter": 50, "dagquotum": 9}
    (plan,) = [p for p in _plans(line) if p["name"] == "proef-mijn-pakket-e"]
    assert plan["throttle"] == {"rateLimit": 50.0, "burstLimit": 50}
    assert plan["quota"]["limit"] == 9
    assert plan["quota"]["period"] == "DAY"
    assert plan["apiStages"] == [{"apiId": line.admin.this_stack.output("ApiId"), "stage": "v1"}]
    assert "Mijn Pakket é" in line("afnemer lijst").out
    line("afnemer verwijderen mijn-pakket-e --ja")


def test_an_afnemer_again(line: StoredLine) -> None:
    """Adding one that is there says so, and changes nothing."""
    line("afnemer toevoegen pakket --tempo 5")
    before = line("afnemer tonen pakket --json").out
    again = line("afnemer toevoegen --tempo 7", "  pakket ")
    assert again.code == 0
    assert "bestond al" in again.fout
    assert line("afnemer tonen pakket --json").out == before
    assert len([p for p in _plans(line) if p["name"] == "proef-pakket"]) == 1
    line("afnemer verwijderen pakket --ja")


def test_what_was_left_halfway_is_finished(line: StoredLine) -> None:
    """An afnemer whose plan could not be made gets it the next time, under the limit that was asked."""
    line.admin.table.make_afnemer(Afnemer("half", "half", "", Limiet(3, 6, 9)))
    line("afnemer toevoegen half")
    (plan,) = [p for p in _plans(line) if p["name"] == "proef-half"]
    assert plan["throttle"]["rateLimit"] == 3.0
    assert line.admin.require_afnemer("half").afnemer.gateway_key
    line("afnemer verwijderen half --ja")


def test_changing_an_afnemer(line: StoredLine) -> None:
    """What is named changes, here and at API Gateway; the rest stays, its key there included."""
    line("afnemer toevoegen pakket --contact oud --tempo 5 --uitschieter 10")
    before = line.admin.require_afnemer("pakket").afnemer
    assert line("afnemer wijzigen pakket --tempo 8 --json").code == 0
    after = line.admin.require_afnemer("pakket").afnemer
    assert after == before._replace(limiet=before.limiet._replace(tempo=8))
    (plan,) = [p for p in _plans(line) if p["name"] == "proef-pakket"]
    assert float(plan["throttle"]["rateLimit"]) == 8.0
    assert line("afnemer wijzigen pakket --tempo 80").code == 2
    assert line("afnemer wijzigen pakket --dagquotum 0").code == 2
    assert line("afnemer wijzigen niemand --tempo 8").code == 1
    assert line.admin.require_afnemer("pakket").afnemer == after
    line("afnemer verwijderen pakket --ja")


def test_removing_an_afnemer(line: StoredLine) -> None:
    """Only with --ja; with it go its keys, its toegang and its plan."""
    line("sleutel maken --afnemer pakket --school 99XX --scope zoeken")
    assert line("afnemer verwijderen pakket").code == 2
    assert line("afnemer verwijderen pakket --ja").code == 0
    assert line("afnemer verwijderen pakket --ja").code == 1
    assert line.admin.table.afnemers_of("99XX") == []
    assert not [p for p in _plans(line) if p["name"] == "proef-pakket"]
    assert json.loads(line("sleutel lijst --json").out) == []


def test_a_sleutel_during_the_removal(line: StoredLine) -> None:
    """While an afnemer goes nothing is given to it any more, and nothing is left of it but its id."""
    line("sleutel maken --afnemer pakket --school 99XX --scope zoeken")
    line("school toevoegen 30AA")
    done: list[int] = []

    def another_writer(**_: object) -> None:
        if not done:
            done.append(0)
            done.append(line("sleutel maken --afnemer pakket --school 30AA --scope zoeken").code)

    events = line.admin.this_stack.client("dynamodb").meta.events
    events.register("before-call.dynamodb.DeleteItem", another_writer)
    try:
        assert line("afnemer verwijderen pakket --ja").code == 0
    finally:
        events.unregister("before-call.dynamodb.DeleteItem", another_writer)
    # It got another id: the other operator has a new afnemer of that name, with what was given now.
    assert done == [0, 0]
    (rights,) = [line.admin.require_afnemer(one.id) for one in line.admin.table.afnemers()]
    assert (rights.afnemer.id, rights.afnemer.naam) == ("pakket-2", "pakket")
    assert [toegang.brin for toegang in rights.toegangen] == ["30AA"]
    items = line.admin.this_stack.client("dynamodb").scan(TableName="toegang")["Items"]
    (rest,) = [item for item in items if item["pk"]["S"] == "afnemer#pakket"]
    assert set(rest) == {"pk", "sk", "verwijderdOp"}


@pytest.mark.parametrize("name", ["", "---", "!!!", "x" * 65, "日本"])
def test_no_name(line: StoredLine, name: str) -> None:
    """A name of which no id can be made is refused."""
    assert line("afnemer toevoegen", "--", name).code == 2


def test_toegang(line: StoredLine) -> None:
    """Granting sets exactly these scopes until that day; taking back leaves the others."""
    line("afnemer toevoegen pakket")
    get = "toegang geven --afnemer pakket --school 99xx"
    given = line(f"{get} --scope zoeken --scope identificatie,mutaties --einddatum 01-09-2026 --json")
    assert json.loads(given.out) == {
        "school": "99XX",
        "scopes": ["identificatie", "zoeken", "mutaties"],
        "einddatum": "2026-09-01",
        "geldig": True,
    }
    rest = line("toegang intrekken --afnemer pakket --school 99XX --scope mutaties --json")
    assert json.loads(rest.out)["scopes"] == ["identificatie", "zoeken"]
    line.now = NOW + DAY
    assert json.loads(line("afnemer tonen pakket --json").out)["toegang"][0]["geldig"] is False
    assert "voorbij" in line("afnemer tonen pakket").out
    past = line("sleutel maken --afnemer pakket --school 99XX --scope zoeken")
    assert (past.code, past.out) == (1, "")
    assert line(f"{get} --scope zoeken").code == 0
    assert line("toegang intrekken --afnemer pakket --school 99XX").code == 0
    assert line("toegang intrekken --afnemer pakket --school 99XX").code == 1
    line("afnemer verwijderen pakket --ja")


def test_another_name(line: StoredLine) -> None:
    """A name can be set, the id stays; one that is or looks like another's is refused."""
    line("afnemer toevoegen pakket")
    line("afnemer toevoegen ander")
    outcome = line("afnemer wijzigen pakket --json --naam", "Het Pakket")
    assert outcome.code == 0
    shown = json.loads(outcome.out)
    assert (shown["id"], shown["naam"]) == ("pakket", "Het Pakket")
    assert json.loads(line("afnemer tonen --json", "Het Pakket").out)["id"] == "pakket"
    # Its own name again, and with other capitals, is no other's.
    assert line("afnemer wijzigen pakket --naam", "het pakket").code == 0
    for name in ("ander", "Ander!", ""):
        assert line("afnemer wijzigen pakket --naam", name).code != 0
    assert json.loads(line("afnemer tonen pakket --json").out)["naam"] == "het pakket"
    for who in ("pakket", "ander"):
        line(f"afnemer verwijderen {who} --ja")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("--afnemer niemand --school 99XX --scope zoeken", 1),
        ("--afnemer pakket --school 99ZZ --scope zoeken", 1),
        ("--afnemer pakket --school 99XX --scope alles", 2),
        ("--afnemer pakket --school 99XX --scope zoeken --einddatum 31-08-2026", 2),
        ("--afnemer pakket --school 99XX --scope zoeken --einddatum 31-02-2027", 2),
        ("--afnemer pakket --school 99XX", 2),
    ],
)
def test_impossible_toegang(line: StoredLine, words: str, code: int) -> None:
    """Of nobody, for no school, for no scope or until a day that has been: nothing is granted."""
    line("afnemer toevoegen pakket")
    assert line(f"toegang geven {words}").code == code
    assert line.admin.require_afnemer("pakket").toegangen == ()
    line("afnemer verwijderen pakket --ja")


def test_every_command_knows_stack_and_json() -> None:
    """Every command of an operator takes --stack; each that shows something takes --json."""
    groups: Any = typer.main.get_command(app)
    for name in ("sbb", "school", "afnemer", "toegang", "sleutel"):
        for command in groups.commands[name].load().commands.values():
            options = {option for parameter in command.params for option in parameter.opts}
            assert "--stack" in options, command.name
            assert command.help
            if command.name in {"tonen", "lijst", "maken", "roteren", "geven"}:
                assert "--json" in options, command.name


def test_the_ca_of_sbb(line: StoredLine, tmp_path: Path) -> None:
    """Certificates in PEM go into the secret of SBB; no certificate, or a private key, is refused."""
    ca = trustme.CA()
    file = tmp_path / "ca.pem"
    file.write_bytes(ca.cert_pem.bytes() + trustme.CA().cert_pem.bytes())
    outcome = line("sbb ca", str(file))
    assert outcome.code == 0
    assert "2 CA-certificaten" in outcome.fout
    vault = line.admin.this_stack.client("secretsmanager")
    secret = json.loads(vault.get_secret_value(SecretId="stagemarkt/proef/sbb")["SecretString"])
    assert secret == {"ca": file.read_text()}
    file.write_bytes(ca.cert_pem.bytes() + ca.private_key_pem.bytes())
    assert line("sbb ca", str(file)).code == 2
    file.write_text("niets")
    assert line("sbb ca", str(file)).code == 2
    assert line("sbb ca /nergens").code == 2
