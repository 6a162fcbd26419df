"""`stagemarkt school`, `afnemer` and `toegang`: what an operator types, and what comes of it."""

import json
from pathlib import Path
from typing import Any

import pytest
import trustme
import typer
from stagemarkt.model.toegang import Afnemer, Limiet
from stagemarkt_cli.main import app

from tests.integration.cli.conftest import NU, Regel

LICENTIE = "LIC-7c0a5c9e-GEHEIM"
DAG = 86_400


def _plannen(regel: Regel) -> list[dict[str, Any]]:
    plannen: list[dict[str, Any]] = regel.beheer.stapel.client("apigateway").get_usage_plans()["items"]
    return [plan for plan in plannen if plan["name"].startswith("proef-")]


def test_een_school(regel: Regel) -> None:
    """A school is added under its BRIN, with the OIN that goes with it; it says what is still wanting."""
    uitkomst = regel("school toevoegen 30aa --naam", "ROC  van Voorbeeld")
    assert uitkomst.code == 0
    assert "school licentie 30AA" in uitkomst.fout
    assert "school certificaat 30AA" in uitkomst.fout
    assert json.loads(regel("school tonen 30AA --json").uit) == {
        "brin": "30AA",
        "oin": "0000000700030AA00000",
        "naam": "ROC van Voorbeeld",
        "licentie": "ontbreekt",
        "certificaat": "ontbreekt",
        "afnemers": [],
    }
    assert [s["brin"] for s in json.loads(regel("school lijst --json").uit)] == ["30AA", "99XX"]
    assert "ROC van Voorbeeld" in regel("school lijst").uit


def test_een_school_opnieuw(regel: Regel) -> None:
    """Adding it again changes what is named, and leaves the rest, its secret included."""
    regel("school toevoegen 30AA --naam Oud")
    regel("school licentie 30AA", invoer=LICENTIE)
    regel("school toevoegen 30AA")
    assert json.loads(regel("school tonen 30AA --json").uit)["naam"] == "Oud"
    regel("school toevoegen 30AA --naam Nieuw --oin 00000001003214345000")
    getoond = json.loads(regel("school tonen 30AA --json").uit)
    assert (getoond["naam"], getoond["oin"], getoond["licentie"]) == (
        "Nieuw",
        "00000001003214345000",
        "aanwezig",
    )
    assert regel.beheer.geheimen.lees("30AA") == {"oin": "00000001003214345000", "licentie": LICENTIE}


@pytest.mark.parametrize(
    "woorden", ["30A", "99XXE", "30AA --oin 123", "30AA --oin 0000000700099XX00000", "30AA --oin " + "!" * 20]
)
def test_een_school_die_niet_kan(regel: Regel, woorden: str) -> None:
    """No BRIN, no OIN, or the OIN of another school: exit code 2, and nothing is written."""
    assert regel(f"school toevoegen {woorden}").code == 2
    assert [school.brin for school in regel.beheer.tabel.scholen()] == ["99XX"]


def test_een_licentie_wordt_nooit_getoond(regel: Regel, tmp_path: Path) -> None:
    """From stdin or a file it goes into the secret, and never onto a screen."""
    bestand = tmp_path / "licentie.txt"
    bestand.write_text(f"{LICENTIE}\n")
    for uitkomst in (
        regel("school licentie 99XX", invoer=f"  {LICENTIE}\n"),
        regel("school licentie 99XX --bestand", str(bestand)),
        regel("school licentie 99XX --bestand -", invoer=LICENTIE),
        regel("school tonen 99XX"),
        regel("school tonen 99XX --json"),
    ):
        assert uitkomst.code == 0
        assert LICENTIE not in uitkomst.uit + uitkomst.fout
        assert regel.beheer.geheimen.lees("99XX")["licentie"] == LICENTIE


@pytest.mark.parametrize("invoer", ["", "  \n", "GEHEIM\nGEHEIM", "GEHEIM\x00", "GEHEIM" * 50])
def test_wat_geen_licentie_kan_zijn(regel: Regel, invoer: str) -> None:
    """Nothing, more lines, control characters or a book is refused, without being repeated."""
    uitkomst = regel("school licentie 99XX", invoer=invoer)
    assert uitkomst.code == 2
    assert "GEHEIM" not in uitkomst.uit + uitkomst.fout
    assert "licentie" not in regel.beheer.geheimen.lees("99XX")
    assert regel("school licentie 99XX --bestand /nergens").code == 2
    assert regel("school licentie 99ZZ", invoer=LICENTIE).code == 1


def test_een_school_verwijderen(regel: Regel) -> None:
    """Only with --ja, and not while anybody acts for it; added again it starts without the old licence."""
    regel("school licentie 99XX", invoer=LICENTIE)
    regel("sleutel maken --afnemer proef --school 99XX --scope zoeken")
    assert regel("school verwijderen 99XX").code == 2
    uitkomst = regel("school verwijderen 99XX --ja")
    assert uitkomst.code == 1
    assert "proef" in uitkomst.fout
    regel("toegang intrekken --afnemer proef --school 99XX")
    assert regel("school verwijderen 99XX --ja").code == 0
    assert regel.beheer.geheimen.lees("99XX") == {}
    assert regel("school verwijderen 99XX --ja").code == 1
    regel("school toevoegen 99XX")
    assert regel.beheer.geheimen.lees("99XX") == {"oin": "0000000700099XX00000"}


def test_een_afnemer(regel: Regel) -> None:
    """An afnemer gets an id of its name, the usual limit or another, and a plan at API Gateway."""
    uitkomst = regel(
        "afnemer toevoegen --contact a@b.example --tempo 50 --dagquotum 9 --json", "Mijn Pakket é"
    )
    getoond = json.loads(uitkomst.uit)
    assert (getoond["id"], getoond["naam"]) == ("mijn-pakket-e", "Mijn Pakket é")
    assert getoond["limiet"] == {"tempo": 50, "uitschieter": 50, "dagquotum": 9}
    (plan,) = [p for p in _plannen(regel) if p["name"] == "proef-mijn-pakket-e"]
    assert plan["throttle"] == {"rateLimit": 50.0, "burstLimit": 50}
    assert plan["quota"]["limit"] == 9
    assert plan["quota"]["period"] == "DAY"
    assert plan["apiStages"] == [{"apiId": regel.beheer.stapel.uitvoer("ApiId"), "stage": "v1"}]
    assert "Mijn Pakket é" in regel("afnemer lijst").uit
    regel("afnemer verwijderen mijn-pakket-e --ja")


def test_een_afnemer_opnieuw(regel: Regel) -> None:
    """Adding one that is there says so, and changes nothing."""
    regel("afnemer toevoegen pakket --tempo 5")
    voor = regel("afnemer tonen pakket --json").uit
    opnieuw = regel("afnemer toevoegen --tempo 7", "  pakket ")
    assert opnieuw.code == 0
    assert "bestond al" in opnieuw.fout
    assert regel("afnemer tonen pakket --json").uit == voor
    assert len([p for p in _plannen(regel) if p["name"] == "proef-pakket"]) == 1
    regel("afnemer verwijderen pakket --ja")


def test_wat_halverwege_bleef_wordt_afgemaakt(regel: Regel) -> None:
    """An afnemer whose plan could not be made gets it the next time, under the limit that was asked."""
    regel.beheer.tabel.maak_afnemer(Afnemer("half", "half", "", Limiet(3, 6, 9)))
    regel("afnemer toevoegen half")
    (plan,) = [p for p in _plannen(regel) if p["name"] == "proef-half"]
    assert plan["throttle"]["rateLimit"] == 3.0
    assert regel.beheer.eis_afnemer("half").afnemer.poortsleutel
    regel("afnemer verwijderen half --ja")


def test_een_afnemer_wijzigen(regel: Regel) -> None:
    """What is named changes, here and at API Gateway; the rest stays, its key there included."""
    regel("afnemer toevoegen pakket --contact oud --tempo 5 --uitschieter 10")
    voor = regel.beheer.eis_afnemer("pakket").afnemer
    assert regel("afnemer wijzigen pakket --tempo 8 --json").code == 0
    na = regel.beheer.eis_afnemer("pakket").afnemer
    assert na == voor._replace(limiet=voor.limiet._replace(tempo=8))
    (plan,) = [p for p in _plannen(regel) if p["name"] == "proef-pakket"]
    assert float(plan["throttle"]["rateLimit"]) == 8.0
    assert regel("afnemer wijzigen pakket --tempo 80").code == 2
    assert regel("afnemer wijzigen pakket --dagquotum 0").code == 2
    assert regel("afnemer wijzigen niemand --tempo 8").code == 1
    assert regel.beheer.eis_afnemer("pakket").afnemer == na
    regel("afnemer verwijderen pakket --ja")


def test_een_afnemer_verwijderen(regel: Regel) -> None:
    """Only with --ja; with it go its keys, its toegang and its plan."""
    regel("sleutel maken --afnemer pakket --school 99XX --scope zoeken")
    assert regel("afnemer verwijderen pakket").code == 2
    assert regel("afnemer verwijderen pakket --ja").code == 0
    assert regel("afnemer verwijderen pakket --ja").code == 1
    assert regel.beheer.tabel.afnemers_van("99XX") == []
    assert not [p for p in _plannen(regel) if p["name"] == "proef-pakket"]
    assert json.loads(regel("sleutel lijst --json").uit) == []


def test_een_sleutel_tijdens_het_verwijderen(regel: Regel) -> None:
    """While an afnemer goes nothing is given to it any more, and nothing is left of it but its id."""
    regel("sleutel maken --afnemer pakket --school 99XX --scope zoeken")
    regel("school toevoegen 30AA")
    gedaan: list[int] = []

    def een_ander(**_: object) -> None:
        if not gedaan:
            gedaan.append(0)
            gedaan.append(regel("sleutel maken --afnemer pakket --school 30AA --scope zoeken").code)

    gebeurtenissen = regel.beheer.stapel.client("dynamodb").meta.events
    gebeurtenissen.register("before-call.dynamodb.DeleteItem", een_ander)
    try:
        assert regel("afnemer verwijderen pakket --ja").code == 0
    finally:
        gebeurtenissen.unregister("before-call.dynamodb.DeleteItem", een_ander)
    # It got another id: the other operator has a new afnemer of that name, with what was given now.
    assert gedaan == [0, 0]
    (rechten,) = [regel.beheer.eis_afnemer(een.id) for een in regel.beheer.tabel.afnemers()]
    assert (rechten.afnemer.id, rechten.afnemer.naam) == ("pakket-2", "pakket")
    assert [toegang.brin for toegang in rechten.toegangen] == ["30AA"]
    items = regel.beheer.stapel.client("dynamodb").scan(TableName="toegang")["Items"]
    (rest,) = [item for item in items if item["pk"]["S"] == "afnemer#pakket"]
    assert set(rest) == {"pk", "sk", "verwijderdOp"}


@pytest.mark.parametrize("naam", ["", "---", "!!!", "x" * 65, "日本"])
def test_geen_naam(regel: Regel, naam: str) -> None:
    """A name of which no id can be made is refused."""
    assert regel("afnemer toevoegen", "--", naam).code == 2


def test_toegang(regel: Regel) -> None:
    """Granting sets exactly these scopes until that day; taking back leaves the others."""
    regel("afnemer toevoegen pakket")
    geef = "toegang geven --afnemer pakket --school 99xx"
    gegeven = regel(f"{geef} --scope zoeken --scope identificatie,mutaties --einddatum 01-09-2026 --json")
    assert json.loads(gegeven.uit) == {
        "school": "99XX",
        "scopes": ["identificatie", "zoeken", "mutaties"],
        "einddatum": "2026-09-01",
        "geldig": True,
    }
    rest = regel("toegang intrekken --afnemer pakket --school 99XX --scope mutaties --json")
    assert json.loads(rest.uit)["scopes"] == ["identificatie", "zoeken"]
    regel.nu = NU + DAG
    assert json.loads(regel("afnemer tonen pakket --json").uit)["toegang"][0]["geldig"] is False
    assert "voorbij" in regel("afnemer tonen pakket").uit
    voorbij = regel("sleutel maken --afnemer pakket --school 99XX --scope zoeken")
    assert (voorbij.code, voorbij.uit) == (1, "")
    assert regel(f"{geef} --scope zoeken").code == 0
    assert regel("toegang intrekken --afnemer pakket --school 99XX").code == 0
    assert regel("toegang intrekken --afnemer pakket --school 99XX").code == 1
    regel("afnemer verwijderen pakket --ja")


def test_een_andere_naam(regel: Regel) -> None:
    """A name can be set, the id stays; one that is or looks like another's is refused."""
    regel("afnemer toevoegen pakket")
    regel("afnemer toevoegen ander")
    uitkomst = regel("afnemer wijzigen pakket --json --naam", "Het Pakket")
    assert uitkomst.code == 0
    getoond = json.loads(uitkomst.uit)
    assert (getoond["id"], getoond["naam"]) == ("pakket", "Het Pakket")
    assert json.loads(regel("afnemer tonen --json", "Het Pakket").uit)["id"] == "pakket"
    # Its own name again, and with other capitals, is no other's.
    assert regel("afnemer wijzigen pakket --naam", "het pakket").code == 0
    for naam in ("ander", "Ander!", ""):
        assert regel("afnemer wijzigen pakket --naam", naam).code != 0
    assert json.loads(regel("afnemer tonen pakket --json").uit)["naam"] == "het pakket"
    for wie in ("pakket", "ander"):
        regel(f"afnemer verwijderen {wie} --ja")


@pytest.mark.parametrize(
    ("woorden", "code"),
    [
        ("--afnemer niemand --school 99XX --scope zoeken", 1),
        ("--afnemer pakket --school 99ZZ --scope zoeken", 1),
        ("--afnemer pakket --school 99XX --scope alles", 2),
        ("--afnemer pakket --school 99XX --scope zoeken --einddatum 31-08-2026", 2),
        ("--afnemer pakket --school 99XX --scope zoeken --einddatum 31-02-2027", 2),
        ("--afnemer pakket --school 99XX", 2),
    ],
)
def test_toegang_die_niet_kan(regel: Regel, woorden: str, code: int) -> None:
    """Of nobody, for no school, for no scope or until a day that has been: nothing is granted."""
    regel("afnemer toevoegen pakket")
    assert regel(f"toegang geven {woorden}").code == code
    assert regel.beheer.eis_afnemer("pakket").toegangen == ()
    regel("afnemer verwijderen pakket --ja")


def test_elke_opdracht_kent_stack_en_json() -> None:
    """Every command of an operator takes --stack; each that shows something takes --json."""
    groepen: Any = typer.main.get_command(app)
    for naam in ("sbb", "school", "afnemer", "toegang", "sleutel"):
        for opdracht in groepen.commands[naam].load().commands.values():
            opties = {optie for parameter in opdracht.params for optie in parameter.opts}
            assert "--stack" in opties, opdracht.name
            assert opdracht.help
            if opdracht.name in {"tonen", "lijst", "maken", "roteren", "geven"}:
                assert "--json" in opties, opdracht.name


def test_de_ca_van_sbb(regel: Regel, tmp_path: Path) -> None:
    """Certificates in PEM go into the secret of SBB; no certificate, or a private key, is refused."""
    ca = trustme.CA()
    bestand = tmp_path / "ca.pem"
    bestand.write_bytes(ca.cert_pem.bytes() + trustme.CA().cert_pem.bytes())
    uitkomst = regel("sbb ca", str(bestand))
    assert uitkomst.code == 0
    assert "2 CA-certificaten" in uitkomst.fout
    kluis = regel.beheer.stapel.client("secretsmanager")
    geheim = json.loads(kluis.get_secret_value(SecretId="stagemarkt/proef/sbb")["SecretString"])
    assert geheim == {"ca": bestand.read_text()}
    bestand.write_bytes(ca.cert_pem.bytes() + ca.private_key_pem.bytes())
    assert regel("sbb ca", str(bestand)).code == 2
    bestand.write_text("niets")
    assert regel("sbb ca", str(bestand)).code == 2
    assert regel("sbb ca /nergens").code == 2
