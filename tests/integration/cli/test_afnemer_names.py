"""One afnemer is never taken for another: by a name that looks like its own, or an id that was another's."""

import json

import pytest
from stagemarkt.model.toegang import STANDAARDLIMIET, Afnemer
from stagemarkt_cli.admin.usage_plans import Plannen
from stagemarkt_cli.admin.validation import lees_naam

from tests.integration.cli.conftest import Regel

MAAK = "sleutel maken --school 99XX --scope identificatie --afnemer"


@pytest.mark.parametrize(
    ("een", "ander"),
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
def test_een_naam_die_op_een_ander_lijkt(regel: Regel, een: str, ander: str) -> None:
    """It is refused before anything is given; the text says whom it looks like, and what to do."""
    assert regel(MAAK, een).code == 0
    voor = regel("afnemer lijst --json").uit, regel("sleutel lijst --json").uit
    for opdracht in (MAAK, "afnemer toevoegen", "sleutel maken --afnemer"):
        uitkomst = regel(opdracht, ander)
        assert (uitkomst.code, uitkomst.uit) == (1, "")
        assert lees_naam(een).id in uitkomst.fout
        assert "--id" in uitkomst.fout
    for opdracht in ("afnemer tonen", "afnemer wijzigen --tempo 1", "afnemer verwijderen --ja"):
        assert regel(opdracht, ander).code == 1
    assert (regel("afnemer lijst --json").uit, regel("sleutel lijst --json").uit) == voor


def test_met_een_eigen_id_zijn_het_er_twee(regel: Regel) -> None:
    """Under an id of its own the other is an afnemer apart, found by its name and by its id."""
    regel("school toevoegen 30AA")
    regel(MAAK, "A+ Systems")
    assert regel("afnemer toevoegen --id a-sharp", "A# Systems").code == 0
    assert regel("sleutel maken --school 30AA --scope zoeken --afnemer", "A# Systems").code == 0
    for wie, brin in (
        ("A+ Systems", "99XX"),
        ("a-systems", "99XX"),
        ("A# Systems", "30AA"),
        ("a-sharp", "30AA"),
    ):
        getoond = json.loads(regel("afnemer tonen --json", wie).uit)
        assert [toegang["school"] for toegang in getoond["toegang"]] == [brin]
        assert len(getoond["sleutels"]) == 1


@pytest.mark.parametrize(
    ("id_", "naam", "code"),
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
def test_een_id_dat_niet_kan(regel: Regel, id_: str, naam: str, code: int) -> None:
    """An id that is another's, looks like another's name, or is none; who is there already has its own."""
    regel("afnemer toevoegen pakket")
    regel("afnemer toevoegen --id twee", "Nummer Twee")
    voor = regel("afnemer lijst --json").uit
    assert regel("afnemer toevoegen --id", id_, naam).code == code
    assert regel("afnemer lijst --json").uit == voor


@pytest.mark.parametrize(
    "naam",
    ["\u0410cme", "Acm\u0435", "\u03b1cme", "Trajectpl\u0251nner", "\u6771", "+++", "  ", "#", "A\u200bcme"],
)
def test_een_naam_die_geen_naam_is(regel: Regel, naam: str) -> None:
    """Letters that only look like ours, letters that would fall away, and names without any are refused."""
    for opdracht in ("afnemer toevoegen", MAAK):
        assert regel(opdracht, naam).code == 2
    assert regel.beheer.tabel.afnemers() == []


def test_dezelfde_naam_is_dezelfde(regel: Regel) -> None:
    """What nobody can see makes no other name: spaces around and between, and how an accent is stored."""
    regel("afnemer toevoegen", "Café  Stage")
    for naam in ("Cafe\u0301 Stage", " Café\u00a0Stage ", "cafe-stage"):
        assert "bestond al" in regel("afnemer toevoegen", naam).fout
    assert len(regel.beheer.tabel.afnemers()) == 1


def test_een_id_wordt_een_keer_gegeven(regel: Regel) -> None:
    """Who comes back under a name of before is new: with a new id, and nothing of the one before."""
    regel(MAAK, "pakket")
    for nummer in (2, 3):
        assert regel("afnemer verwijderen pakket --ja").code == 0
        assert regel("afnemer toevoegen --id pakket", "Iets anders").code == 1
        assert f"Afnemer pakket-{nummer} is nieuw" in regel(MAAK, "pakket").fout
        getoond = json.loads(regel("afnemer tonen pakket --json").uit)
        assert (getoond["id"], len(getoond["sleutels"])) == (f"pakket-{nummer}", 1)
    assert regel("afnemer verwijderen pakket --ja").code == 0
    laatste = regel("afnemer verwijderen pakket --ja")
    assert (laatste.code, "al verwijderd" in laatste.fout) == (1, True)


def test_twee_beheerders_tegelijk(regel: Regel) -> None:
    """Two names that look alike, added at the same moment: one is made, the other is refused."""
    dynamodb = regel.beheer.stapel.client("dynamodb")
    gedaan: list[int] = []

    def een_ander(**_: object) -> None:
        if not gedaan:
            gedaan.append(0)
            gedaan.append(regel(MAAK, "A+ Systems").code)

    dynamodb.meta.events.register("before-call.dynamodb.PutItem", een_ander)
    try:
        tweede = regel(MAAK, "A# Systems")
    finally:
        dynamodb.meta.events.unregister("before-call.dynamodb.PutItem", een_ander)
    assert (gedaan, tweede.code, tweede.uit) == ([0, 0], 1, "")
    (rechten,) = [regel.beheer.eis_afnemer(een.id) for een in regel.beheer.tabel.afnemers()]
    assert rechten.afnemer.naam == "A+ Systems"
    assert len(json.loads(regel("sleutel lijst --json").uit)) == 1


def test_dezelfde_naam_tegelijk(regel: Regel) -> None:
    """Two operators who add one vendor at the same moment have added one."""
    dynamodb = regel.beheer.stapel.client("dynamodb")
    gedaan: list[int] = []

    def een_ander(**_: object) -> None:
        if not gedaan:
            gedaan.append(0)
            gedaan.append(regel(MAAK, "A+ Systems").code)

    dynamodb.meta.events.register("before-call.dynamodb.PutItem", een_ander)
    try:
        tweede = regel(MAAK, "A+ Systems")
    finally:
        dynamodb.meta.events.unregister("before-call.dynamodb.PutItem", een_ander)
    assert (gedaan, tweede.code) == ([0, 0], 0)
    assert [een.id for een in regel.beheer.tabel.afnemers()] == ["a-systems"]
    assert len(json.loads(regel("sleutel lijst --json").uit)) == 2


def test_twee_stapels_met_een_plannaam(regel: Regel) -> None:
    """Stack `proef` with afnemer `a-b` and stack `proef-a` with `b` each have a plan of their own."""
    stapel = regel.beheer.stapel
    gateway, api = stapel.client("apigateway"), stapel.uitvoer("ApiId")
    eigen, ander = (Plannen(gateway, api, naam) for naam in ("proef", "proef-a"))
    van_eigen = eigen.zorg_voor(Afnemer("a-b", "a-b", "", STANDAARDLIMIET))
    van_ander = ander.zorg_voor(Afnemer("b", "b", "", STANDAARDLIMIET))
    assert van_eigen != van_ander
    assert eigen.verwijder("a-b")
    assert not eigen.verwijder("a-b")
    assert ander.zorg_voor(Afnemer("b", "b", "", STANDAARDLIMIET)) == van_ander
    assert ander.verwijder("b")
