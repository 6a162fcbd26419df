"""The table of kept answers, as the template makes it."""

import gzip
from typing import TYPE_CHECKING

import pytest
from stagemarkt.adapters.dynamodb.cache import VORM, Antwoordtabel
from stagemarkt.model.errors import OpslagFout
from stagemarkt.ports.cache import Antwoordsleutel, BewaardAntwoord, Mislukking, Pacht, Stand

from tests.integration.support.template import Tabellen, bronnen

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient
    from types_boto3_dynamodb.type_defs import AttributeValueTypeDef

NU = 1_700_000_000
SLEUTEL = Antwoordsleutel("99XX", "leerbedrijf#900000001", "identificatie")
LIJST = Antwoordsleutel("99XX", "vraag#0a1b", "identificatie")
PK = {"pk": {"S": "99XX#leerbedrijf#900000001"}, "sk": {"S": "identificatie"}}
# Every byte there is: a body that passed through a text would not survive.
LICHAAM = gzip.compress('{"naam":"Café \u2603"}'.encode(), mtime=0) + bytes(range(256))
ANTWOORD = BewaardAntwoord("99XX", LICHAAM, 'W/"abc"', NU, "gevonden", '{"naam":"x"}')
PACHT = Pacht("houder", NU + 10.5)
VERLOOPT = NU + 86_400
MISLUKKING = Mislukking("houder", "bron-timeout", "Te laat.", "Late.", 10, 999)


@pytest.fixture
def tabel(dynamodb: "DynamoDBClient", tabellen: Tabellen) -> Antwoordtabel:
    """The adapter under test."""
    return Antwoordtabel(dynamodb, tabellen.antwoorden)


def bewaar(
    tabel: Antwoordtabel, antwoord: BewaardAntwoord = ANTWOORD, sleutel: Antwoordsleutel = SLEUTEL
) -> None:
    """Take the lease and keep this answer."""
    pacht, _ = tabel.neem(sleutel, PACHT, NU, afnemen=False)
    assert pacht is not None
    assert tabel.bewaar(sleutel, antwoord, pacht, VERLOOPT, ())


def test_geeft_terug_wat_is_bewaard(tabel: Antwoordtabel) -> None:
    """What is kept comes back byte for byte, as `bytes`, and its lease is over."""
    bewaar(tabel)
    stand = tabel.lees(SLEUTEL)
    assert stand == Stand(ANTWOORD)
    assert stand.antwoord is not None
    assert type(stand.antwoord.lichaam) is bytes


def test_niets_bewaard_is_niets(tabel: Antwoordtabel) -> None:
    """An empty table is a miss, not an error."""
    assert tabel.lees(SLEUTEL) == Stand()


def test_onbekend_heeft_geen_lichaam(tabel: Antwoordtabel) -> None:
    """An unknown leerbedrijf is an entry too, without body or tag."""
    onbekend = BewaardAntwoord("99XX", b"", "", NU, "onbekend")
    bewaar(tabel, onbekend)
    assert tabel.lees(SLEUTEL).antwoord == onbekend


def test_nieuw_vervangt_oud(tabel: Antwoordtabel) -> None:
    """A second answer takes the place of the first."""
    bewaar(tabel)
    nieuw = ANTWOORD._replace(etag='W/"nieuw"', opgehaald_op=NU + 9)
    bewaar(tabel, nieuw)
    assert tabel.lees(SLEUTEL).antwoord == nieuw


def test_scholen_zien_elkaars_antwoorden_nooit(tabel: Antwoordtabel) -> None:
    """The school is in the key: one school's answer is a miss for another, and neither overwrites."""
    bewaar(tabel)
    ander = SLEUTEL._replace(school="01AA")
    assert tabel.lees(ander) == Stand()
    bewaar(tabel, ANTWOORD._replace(school="01AA", lichaam=b"van 01AA"), ander)
    eigen, andermans = tabel.lees(SLEUTEL).antwoord, tabel.lees(ander).antwoord
    assert eigen is not None
    assert andermans is not None
    assert (eigen.lichaam, andermans.lichaam) == (LICHAAM, b"van 01AA")


@pytest.mark.parametrize(
    "ander",
    [SLEUTEL._replace(onderwerp="leerbedrijf#900000002"), SLEUTEL._replace(soort="detailgegevens")],
)
def test_onderwerp_en_soort_horen_bij_de_sleutel(tabel: Antwoordtabel, ander: Antwoordsleutel) -> None:
    """Another leerbedrijf or another kind of answer is another entry."""
    bewaar(tabel)
    assert tabel.lees(ander) == Stand()


@pytest.mark.parametrize(
    "wijziging",
    [
        "REMOVE vorm",
        "REMOVE school",
        "REMOVE lichaam",
        "REMOVE controle",
        "REMOVE etag",
        "REMOVE opgehaaldOp",
        "REMOVE uitkomst",
        "REMOVE vraag",
        "SET vorm = :oud",
        "SET opgehaaldOp = etag",
        "SET lichaam = etag",
        "SET lichaam = :rommel",
        "SET controle = etag",
        "SET uitkomst = etag",
        "SET school = lichaam",
    ],
)
def test_een_beschadigd_item_is_een_misser(
    dynamodb: "DynamoDBClient", tabellen: Tabellen, tabel: Antwoordtabel, wijziging: str
) -> None:
    """An entry of another form, without an attribute, of another type or with other bytes is not there."""
    bewaar(tabel)
    waarden: dict[str, AttributeValueTypeDef] = {
        ":oud": {"S": f"{VORM}0"},
        ":rommel": {"B": LICHAAM[:-1] + b"?"},
    }
    item = dynamodb.get_item(TableName=tabellen.antwoorden, Key=PK)["Item"]
    daad, _, naam = wijziging.partition(" ")
    if daad == "REMOVE":
        del item[naam]
    else:
        naam, _, bron = naam.partition(" = ")
        item[naam] = waarden.get(bron) or item[bron]
    dynamodb.put_item(TableName=tabellen.antwoorden, Item=item)
    assert tabel.lees(SLEUTEL) == Stand()
    bewaar(tabel)
    assert tabel.lees(SLEUTEL).antwoord == ANTWOORD


def test_een_beschadigde_pacht_sluit_niemand_buiten(
    dynamodb: "DynamoDBClient", tabellen: Tabellen, tabel: Antwoordtabel
) -> None:
    """A lease without an end is over."""
    tabel.neem(SLEUTEL, PACHT, NU, afnemen=False)
    dynamodb.update_item(TableName=tabellen.antwoorden, Key=PK, UpdateExpression="REMOVE pachtTot")
    assert tabel.lees(SLEUTEL).pacht is None
    assert tabel.neem(SLEUTEL, PACHT._replace(houder="b"), NU, afnemen=False).pacht is not None


def test_een_pacht_is_van_een(tabel: Antwoordtabel) -> None:
    """Who takes it first has it until it is over; who comes after is told who has it."""
    assert tabel.neem(SLEUTEL, PACHT, NU, afnemen=False) == (PACHT, Stand())
    tweede = PACHT._replace(houder="b", tot=NU + 20.0)
    geweigerd = tabel.neem(SLEUTEL, tweede, NU + 10.4, afnemen=False)
    assert (geweigerd.pacht, geweigerd.stand.pacht) == (None, PACHT)
    assert tabel.neem(SLEUTEL, tweede, NU + 10.5, afnemen=False).pacht == tweede
    assert tabel.lees(SLEUTEL).pacht == tweede


def test_wie_de_pacht_verloor_bewaart_niets(tabel: Antwoordtabel) -> None:
    """An answer under a lease that was taken over, or ended, is not kept; the other one's is."""
    tweede = PACHT._replace(houder="b")
    tabel.neem(SLEUTEL, PACHT, NU, afnemen=False)
    assert tabel.neem(SLEUTEL, tweede, NU, afnemen=True).pacht == tweede
    assert tabel.bewaar(SLEUTEL, ANTWOORD, PACHT, VERLOOPT, ()) is False
    tabel.geef_op(SLEUTEL, PACHT, MISLUKKING)
    assert tabel.lees(SLEUTEL) == Stand(pacht=tweede)
    assert tabel.bewaar(SLEUTEL, ANTWOORD, tweede, VERLOOPT, ()) is True
    assert tabel.bewaar(SLEUTEL, ANTWOORD._replace(etag="x"), tweede, VERLOOPT, ()) is False
    assert tabel.lees(SLEUTEL).antwoord == ANTWOORD


def test_een_pacht_laat_het_oude_staan(tabel: Antwoordtabel) -> None:
    """While somebody fetches, and when that fails, what was kept is there; whoever waits hears why."""
    bewaar(tabel)
    genomen = tabel.neem(SLEUTEL, PACHT, NU, afnemen=False)
    assert (genomen.pacht, genomen.stand) == (PACHT, Stand(ANTWOORD))
    assert tabel.lees(SLEUTEL) == Stand(ANTWOORD, PACHT)
    tabel.geef_op(SLEUTEL, PACHT, MISLUKKING)
    assert tabel.lees(SLEUTEL) == Stand(ANTWOORD, None, MISLUKKING)
    kaal = MISLUKKING._replace(opnieuw_na=None, signaalcode=None)
    tabel.neem(SLEUTEL, PACHT, NU, afnemen=False)
    tabel.geef_op(SLEUTEL, PACHT, kaal)
    assert tabel.lees(SLEUTEL).mislukking == kaal


def test_opgeven_en_vergeten(tabel: Antwoordtabel) -> None:
    """Who gives up may take the entry along, and whoever waits still hears why."""
    bewaar(tabel)
    tabel.neem(SLEUTEL, PACHT, NU, afnemen=False)
    tabel.geef_op(SLEUTEL, PACHT._replace(houder="ander"), MISLUKKING, vergeet=True)
    assert tabel.lees(SLEUTEL).antwoord == ANTWOORD
    tabel.geef_op(SLEUTEL, PACHT, MISLUKKING, vergeet=True)
    assert tabel.lees(SLEUTEL) == Stand(mislukking=MISLUKKING)


def test_een_verversing_wordt_een_keer_gevraagd(tabel: Antwoordtabel) -> None:
    """One caller in so many seconds gets the right, and only for the entry that it saw."""
    bewaar(tabel)
    assert tabel.merk(SLEUTEL, NU, NU + 100.0, 60)
    assert not tabel.merk(SLEUTEL, NU, NU + 159.9, 60)
    assert tabel.lees(SLEUTEL).gemerkt_op == NU + 100.0
    assert tabel.merk(SLEUTEL, NU, NU + 160.0, 60)
    assert not tabel.merk(SLEUTEL, NU - 1, NU + 999.0, 60)
    bewaar(tabel)
    assert tabel.lees(SLEUTEL).gemerkt_op == 0.0


def test_niets_is_niet_te_merken(tabel: Antwoordtabel) -> None:
    """What is not there cannot be refreshed, and asking leaves nothing behind."""
    assert not tabel.merk(SLEUTEL, NU, NU + 100.0, 60)
    assert tabel.lees(SLEUTEL) == Stand()


def test_ontbrekende_tabel_noemt_de_awscode_en_niet_het_item(
    dynamodb: "DynamoDBClient", tabel: Antwoordtabel, tabellen: Tabellen
) -> None:
    """Without a table every way fails with the code of AWS; key and content are not in the error."""
    dynamodb.delete_table(TableName=tabellen.antwoorden)
    for doe in (
        lambda: tabel.lees(SLEUTEL),
        lambda: tabel.neem(SLEUTEL, PACHT, NU, afnemen=False),
        lambda: tabel.bewaar(SLEUTEL, ANTWOORD, PACHT, VERLOOPT, ()),
        lambda: tabel.bewaar(LIJST, ANTWOORD, PACHT, VERLOOPT, ("900000001",)),
        lambda: tabel.geef_op(SLEUTEL, PACHT, MISLUKKING),
        lambda: tabel.merk(SLEUTEL, NU, NU, 60),
    ):
        with pytest.raises(OpslagFout, match=r"^ResourceNotFoundException$"):
            doe()


def test_te_groot_antwoord_is_een_opslagfout(tabel: Antwoordtabel) -> None:
    """What does not fit in an item (400 KB) fails as a storage does, so that the answer goes on."""
    tabel.neem(SLEUTEL, PACHT, NU, afnemen=False)
    with pytest.raises(OpslagFout, match=r"^ValidationException$"):
        tabel.bewaar(SLEUTEL, ANTWOORD._replace(lichaam=b"x" * 410_000), PACHT, VERLOOPT, ())


def test_alles_ruimt_zich_op(dynamodb: "DynamoDBClient", tabellen: Tabellen, tabel: Antwoordtabel) -> None:
    """Entry, pointer and lease all carry the attribute by which DynamoDB cleans up."""
    attribuut = bronnen("AWS::DynamoDB::Table")["Antwoorden"]["TimeToLiveSpecification"]["AttributeName"]
    beschrijving = dynamodb.describe_time_to_live(TableName=tabellen.antwoorden)["TimeToLiveDescription"]
    assert beschrijving == {"TimeToLiveStatus": "ENABLED", "AttributeName": attribuut}
    pacht, _ = tabel.neem(LIJST, PACHT, NU, afnemen=False)
    assert pacht is not None
    tabel.bewaar(LIJST, ANTWOORD, pacht, VERLOOPT, ("900000001",))
    tabel.neem(SLEUTEL, PACHT, NU, afnemen=False)
    items = dynamodb.scan(TableName=tabellen.antwoorden)["Items"]
    assert {item["sk"]["S"]: int(item[attribuut]["N"]) for item in items if item["pk"] != PK["pk"]} == {
        "identificatie": VERLOOPT
    }
    assert {item["sk"]["S"]: int(item[attribuut]["N"]) for item in items if item["pk"] == PK["pk"]} == {
        "lijst#vraag#0a1b#identificatie": VERLOOPT,
        "identificatie": int(PACHT.tot) + 600,
    }
