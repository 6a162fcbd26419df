"""The table of kept answers, as the template makes it."""

import gzip
from typing import TYPE_CHECKING

import pytest
from stagemarkt.adapters.dynamodb.antwoorden import VORM, Antwoordtabel
from stagemarkt.model.fouten import OpslagFout
from stagemarkt.poorten.antwoorden import Antwoordsleutel, BewaardAntwoord

from tests.integration.hulp.sjabloon import Tabellen, bronnen

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient

SLEUTEL = Antwoordsleutel("25BE", "leerbedrijf#100077736", "identificatie")
PK = {"pk": {"S": "25BE#leerbedrijf#100077736"}, "sk": {"S": "identificatie"}}
# Every byte there is: a body that passed through a text would not survive.
LICHAAM = gzip.compress('{"naam":"Café \u2603"}'.encode(), mtime=0) + bytes(range(256))
ANTWOORD = BewaardAntwoord("25BE", LICHAAM, 'W/"abc"', 1_700_000_000, 1_700_086_400)


@pytest.fixture
def tabel(dynamodb: "DynamoDBClient", tabellen: Tabellen) -> Antwoordtabel:
    """The adapter under test."""
    return Antwoordtabel(dynamodb, tabellen.antwoorden)


def test_geeft_terug_wat_is_bewaard(tabel: Antwoordtabel) -> None:
    """What is kept comes back byte for byte, as `bytes`."""
    tabel.bewaar(SLEUTEL, ANTWOORD)
    gelezen = tabel.lees(SLEUTEL)
    assert gelezen == ANTWOORD
    assert type(gelezen.lichaam) is bytes


def test_niets_bewaard_is_none(tabel: Antwoordtabel) -> None:
    """An empty table is a miss, not an error."""
    assert tabel.lees(SLEUTEL) is None


def test_nieuw_vervangt_oud(tabel: Antwoordtabel) -> None:
    """A second answer takes the place of the first."""
    tabel.bewaar(SLEUTEL, ANTWOORD)
    nieuw = ANTWOORD._replace(etag='W/"nieuw"', vers_tot=1_700_099_999)
    tabel.bewaar(SLEUTEL, nieuw)
    assert tabel.lees(SLEUTEL) == nieuw


def test_scholen_zien_elkaars_antwoorden_nooit(tabel: Antwoordtabel) -> None:
    """The school is in the key: one school's answer is a miss for another, and neither overwrites."""
    tabel.bewaar(SLEUTEL, ANTWOORD)
    ander = SLEUTEL._replace(school="01AA")
    assert tabel.lees(ander) is None
    tabel.bewaar(ander, ANTWOORD._replace(school="01AA", lichaam=b"van 01AA"))
    eigen, andermans = tabel.lees(SLEUTEL), tabel.lees(ander)
    assert eigen is not None
    assert andermans is not None
    assert (eigen.lichaam, andermans.lichaam) == (LICHAAM, b"van 01AA")


@pytest.mark.parametrize(
    "ander",
    [SLEUTEL._replace(onderwerp="leerbedrijf#100077737"), SLEUTEL._replace(soort="detailgegevens")],
)
def test_onderwerp_en_soort_horen_bij_de_sleutel(tabel: Antwoordtabel, ander: Antwoordsleutel) -> None:
    """Another leerbedrijf or another kind of answer is another entry."""
    tabel.bewaar(SLEUTEL, ANTWOORD)
    assert tabel.lees(ander) is None


def test_andere_vorm_is_een_misser(
    dynamodb: "DynamoDBClient", tabellen: Tabellen, tabel: Antwoordtabel
) -> None:
    """An entry of an older or newer form is passed over, and of no form likewise."""
    tabel.bewaar(SLEUTEL, ANTWOORD)
    dynamodb.update_item(
        TableName=tabellen.antwoorden,
        Key=PK,
        UpdateExpression="SET vorm = :v",
        ExpressionAttributeValues={":v": {"S": f"{VORM}0"}},
    )
    assert tabel.lees(SLEUTEL) is None
    dynamodb.update_item(TableName=tabellen.antwoorden, Key=PK, UpdateExpression="REMOVE vorm")
    assert tabel.lees(SLEUTEL) is None


@pytest.mark.parametrize(
    "wijziging",
    [
        "REMOVE school",
        "REMOVE lichaam",
        "REMOVE etag",
        "REMOVE opgehaaldOp",
        "REMOVE versTot",
        "SET versTot = etag",
        "SET lichaam = etag",
    ],
)
def test_kapot_item_is_een_opslagfout(
    dynamodb: "DynamoDBClient", tabellen: Tabellen, tabel: Antwoordtabel, wijziging: str
) -> None:
    """An entry without an attribute, or with one of another type, is a storage that failed."""
    tabel.bewaar(SLEUTEL, ANTWOORD)
    dynamodb.update_item(TableName=tabellen.antwoorden, Key=PK, UpdateExpression=wijziging)
    with pytest.raises(OpslagFout, match="without its attributes"):
        tabel.lees(SLEUTEL)


def test_ontbrekende_tabel_noemt_de_awscode_en_niet_het_item(
    dynamodb: "DynamoDBClient", tabel: Antwoordtabel, tabellen: Tabellen
) -> None:
    """Without a table both ways fail with the code of AWS; key and content are not in the error."""
    dynamodb.delete_table(TableName=tabellen.antwoorden)
    with pytest.raises(OpslagFout) as lezen:
        tabel.lees(SLEUTEL)
    with pytest.raises(OpslagFout) as bewaren:
        tabel.bewaar(SLEUTEL, ANTWOORD)
    assert str(lezen.value) == str(bewaren.value) == "ResourceNotFoundException"


def test_te_groot_antwoord_is_een_opslagfout(tabel: Antwoordtabel) -> None:
    """What does not fit in an item (400 KB) fails as a storage does, so that the answer goes on."""
    with pytest.raises(OpslagFout, match=r"^ValidationException$"):
        tabel.bewaar(SLEUTEL, ANTWOORD._replace(lichaam=b"x" * 410_000))


def test_ttl_is_het_attribuut_van_de_template(
    dynamodb: "DynamoDBClient", tabellen: Tabellen, tabel: Antwoordtabel
) -> None:
    """The attribute that DynamoDB cleans up by holds the moment the answer is no longer fresh."""
    tabel.bewaar(SLEUTEL, ANTWOORD)
    attribuut = bronnen("AWS::DynamoDB::Table")["Antwoorden"]["TimeToLiveSpecification"]["AttributeName"]
    beschrijving = dynamodb.describe_time_to_live(TableName=tabellen.antwoorden)["TimeToLiveDescription"]
    item = dynamodb.get_item(TableName=tabellen.antwoorden, Key=PK)["Item"]
    assert beschrijving == {"TimeToLiveStatus": "ENABLED", "AttributeName": attribuut}
    assert item[attribuut] == {"N": str(ANTWOORD.vers_tot)}
