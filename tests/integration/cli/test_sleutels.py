"""`stagemarkt sleutel`: what an operator types, and what stands in the table and on the screen then."""

import json
import re

import pytest
from stagemarkt.adapters.dynamodb.access import Sleuteltabel
from stagemarkt.domain.access import is_geldig, lees_sleutel

from tests.integration.cli.conftest import NU, Regel

MAAK = "sleutel maken --afnemer proef --school 99XX --scope identificatie"
DAG = 86_400


def _werkt(regel: Regel, sleutel: str) -> bool:
    """Whether the authorizer would know this key."""
    stapel = regel.beheer.stapel
    tabel = Sleuteltabel(stapel.client("dynamodb"), stapel.uitvoer("ToegangTabel"), lambda: "zout")
    aangeboden = lees_sleutel(f"Bearer {sleutel}")
    assert aangeboden is not None
    return is_geldig(aangeboden, tabel.zoek(aangeboden.prefix), tabel.peper(), regel.nu)


def test_in_een_keer(regel: Regel) -> None:
    """One command gives a new afnemer, its toegang and a key that works; a program reads two fields."""
    uitkomst = regel(f"{MAAK} --scope verificatie --json")
    inhoud = json.loads(uitkomst.uit)
    assert (uitkomst.code, list(inhoud)) == (0, ["sleutel", "prefix"])
    assert inhoud["prefix"] == inhoud["sleutel"].split("_")[1]
    assert _werkt(regel, inhoud["sleutel"])
    (toegang,) = regel.beheer.eis_afnemer("proef").toegangen
    assert (toegang.brin, toegang.scopes, toegang.einddatum) == (
        "99XX",
        ("identificatie", "verificatie"),
        None,
    )
    assert inhoud["sleutel"] not in uitkomst.fout
    assert "enige keer" in uitkomst.fout


@pytest.mark.parametrize("breed", [20, 40, 120])
def test_alleen_de_sleutel_op_stdout(regel: Regel, breed: int) -> None:
    """Without --json stdout holds the key and nothing else, unbroken on whatever screen."""
    uitkomst = regel(MAAK, breed=breed)
    assert re.fullmatch(r"smk_[0-9a-z]{8}_[0-9A-Za-z_-]{43}\n", uitkomst.uit)


def test_nergens_bewaard(regel: Regel) -> None:
    """The key itself stands nowhere: not in the table, not in what is shown afterwards."""
    sleutel = regel(MAAK).uit.strip()
    stapel = regel.beheer.stapel
    items = stapel.client("dynamodb").scan(TableName=stapel.uitvoer("ToegangTabel"))["Items"]
    poortsleutel = regel.beheer.eis_afnemer("proef").afnemer.poortsleutel
    assert len(poortsleutel) >= 20
    for json_ in ("", " --json"):
        getoond = "".join(
            regel(f"{o}{json_}").uit for o in ("sleutel lijst", "afnemer tonen proef", "afnemer lijst")
        )
        assert sleutel.split("_")[1] in getoond
        assert sleutel not in getoond + repr(items)
        assert poortsleutel not in getoond


def test_een_onbekende_school_laat_niets_achter(regel: Regel) -> None:
    """A school that is not here is said so before anything is made."""
    uitkomst = regel("sleutel maken --afnemer proef --school 99ZZ --scope identificatie --json")
    assert (uitkomst.code, uitkomst.uit) == (1, "")
    assert "stagemarkt school toevoegen 99ZZ" in uitkomst.fout
    assert regel.beheer.tabel.afnemers() == []


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
def test_verkeerd_gebruik(regel: Regel, rest: str) -> None:
    """What cannot be meant is exit code 2, and makes nothing."""
    uitkomst = regel(f"sleutel maken --afnemer proef {rest}")
    assert (uitkomst.code, uitkomst.uit) == (2, "")
    assert uitkomst.fout
    assert regel.beheer.tabel.afnemers() == []


def test_een_afnemer_die_er_is(regel: Regel) -> None:
    """For an afnemer that is there a key needs no more than its name; who is not there is refused."""
    assert regel("sleutel maken --afnemer proef").code == 1
    regel("afnemer toevoegen Proef")
    assert "nog geen toegang" in regel("sleutel maken --afnemer Proef").fout
    assert len(regel.beheer.tabel.prefixen("proef")) == 1


def test_nooit_meer_dan_twee(regel: Regel) -> None:
    """A third key is refused, names the two, and widens no toegang; after withdrawing one it goes."""
    prefixen = [json.loads(regel(f"{MAAK} --json").uit)["prefix"] for _ in range(2)]
    derde = regel(f"{MAAK} --scope zoeken")
    assert (derde.code, derde.uit) == (1, "")
    assert all(prefix in derde.fout for prefix in prefixen)
    assert regel.beheer.eis_afnemer("proef").toegangen[0].scopes == ("identificatie",)
    regel(f"sleutel intrekken {prefixen[0]}")
    assert regel(f"{MAAK} --scope zoeken").code == 0
    assert regel.beheer.eis_afnemer("proef").toegangen[0].scopes == ("identificatie", "zoeken")


def test_verloopt_na_de_dag(regel: Regel) -> None:
    """A key works through its last day in the Netherlands."""
    sleutel = regel(f"{MAAK} --verloopt 02-09-2026").uit.strip()
    regel.nu = NU + DAG + 12 * 3600 - 1
    assert _werkt(regel, sleutel)
    regel.nu += 1
    assert not _werkt(regel, sleutel)
    assert '"verlopen"' in regel("sleutel lijst --json").uit


@pytest.mark.parametrize("dag", ["31-12-9999", "9999-12-31", "01-01-3000"])
def test_een_laatste_dag_die_niet_kan(regel: Regel, dag: str) -> None:
    """A year that nobody can mean is refused with words, and nothing is made."""
    uitkomst = regel(f"{MAAK} --verloopt {dag}")
    assert (uitkomst.code, uitkomst.uit) == (2, "")
    assert dag in uitkomst.fout
    assert regel("afnemer lijst --json").uit.strip() == "[]"


def test_roteren(regel: Regel) -> None:
    """The old key works on for the time that was given, the new one at once; a dead one is not rotated."""
    oud = json.loads(regel(f"{MAAK} --json").uit)
    nieuw = json.loads(regel(f"sleutel roteren {oud['prefix']} --overgang 2 --json").uit)
    assert list(nieuw) == ["sleutel", "prefix"]
    assert _werkt(regel, nieuw["sleutel"])
    assert regel(f"sleutel roteren {nieuw['prefix']}").code == 1
    regel.nu = NU + 2 * DAG - 1
    assert _werkt(regel, oud["sleutel"])
    regel.nu += 1
    assert not _werkt(regel, oud["sleutel"])
    assert _werkt(regel, nieuw["sleutel"])
    assert regel(f"sleutel roteren {oud['prefix']}").code == 1
    meteen = regel(f"sleutel roteren {nieuw['prefix']} --overgang 0")
    assert (meteen.code, "binnen een minuut nergens meer" in meteen.fout) == (0, True)
    assert not _werkt(regel, nieuw["sleutel"])


def test_roteren_verlengt_niets(regel: Regel) -> None:
    """A key that ends sooner than the time of changing over still ends then."""
    oud = json.loads(regel(f"{MAAK} --verloopt 02-09-2026 --json").uit)
    regel(f"sleutel roteren {oud['prefix']} --overgang 30")
    regel.nu = NU + 2 * DAG
    assert not _werkt(regel, oud["sleutel"])


def test_intrekken(regel: Regel) -> None:
    """A withdrawn key is dead; a second time does no harm; an unknown one is said so."""
    oud = json.loads(regel(f"{MAAK} --json").uit)
    assert regel(f"sleutel intrekken {oud['prefix']}").code == 0
    assert not _werkt(regel, oud["sleutel"])
    tweede = regel(f"sleutel intrekken smk_{oud['prefix']} --json")
    assert (tweede.code, json.loads(tweede.uit)[0]["status"]) == (0, "ingetrokken")
    assert "was al" in tweede.fout
    assert regel("sleutel intrekken aaaaaaaa").code == 1


def test_een_hele_sleutel_wordt_niet_herhaald(regel: Regel) -> None:
    """Who pastes a whole key to withdraw it, is helped, and does not see it again; nor any rubbish."""
    sleutel = regel(MAAK).uit.strip()
    uitkomst = regel(f"sleutel intrekken {sleutel}")
    assert uitkomst.code == 0
    assert sleutel not in uitkomst.uit + uitkomst.fout
    verkeerd = regel("sleutel intrekken smk_GEHEIMGEHEIM")
    assert verkeerd.code == 2
    assert "GEHEIM" not in verkeerd.fout


def test_de_stapel_die_genoemd_is(regel: Regel) -> None:
    """Without --stack it is that of `make up`; another is looked for by its name."""
    regel("sleutel lijst")
    regel("sleutel lijst --stack productie")
    assert regel.gezocht[-2:] == ["stagemarkt", "productie"]
