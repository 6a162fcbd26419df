"""The table of keys and rights: written as an operator does, read as the authorizer does."""

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from stagemarkt.adapters.dynamodb.access import Sleuteltabel
from stagemarkt.adapters.dynamodb.access_items import van_toegang
from stagemarkt.model.errors import OpslagFout
from stagemarkt.model.toegang import Afnemer, Limiet, Rechten, School, Sleutelgegevens, Toegang
from stagemarkt_cli.admin.access_table import Toegangtabel

from tests.integration.support.template import Tabellen

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient

SCHOOL = School("99XX", "0000000700099XX00000", "ROC")
AFNEMER = Afnemer("eduarte", "EduArte", "beheer@voorbeeld.example", Limiet(5, 10, 100), "poort")
SLEUTEL = Sleutelgegevens("abc12345", "ab" * 32, "eduarte", 1_700_000_000)
PK = {"pk": {"S": "sleutel#abc12345"}, "sk": {"S": "sleutel"}}
PK_AFNEMER = {"pk": {"S": "afnemer#eduarte"}, "sk": {"S": "afnemer"}}


@pytest.fixture
def tabel(dynamodb: "DynamoDBClient", tabellen: Tabellen) -> Sleuteltabel:
    """The adapter of the authorizer."""
    return Sleuteltabel(dynamodb, tabellen.toegang, lambda: "pépér")


@pytest.fixture
def beheer(dynamodb: "DynamoDBClient", tabellen: Tabellen) -> Toegangtabel:
    """That of an operator, with a school, an afnemer and a key."""
    beheer = Toegangtabel(dynamodb, tabellen.toegang)
    beheer.bewaar_school(SCHOOL)
    assert beheer.maak_afnemer(AFNEMER)
    assert beheer.voeg_sleutel_toe(SLEUTEL, ())
    return beheer


@pytest.mark.parametrize("verloopt_op", [None, 0, 1_900_000_000])
def test_geeft_terug_wat_is_bewaard(
    beheer: Toegangtabel, tabel: Sleuteltabel, verloopt_op: int | None
) -> None:
    """Every field of a key comes back, with and without an end."""
    ander = SLEUTEL._replace(prefix="zyx98765", verloopt_op=verloopt_op)
    assert beheer.voeg_sleutel_toe(ander, ("abc12345",))
    assert (tabel.zoek("abc12345"), tabel.zoek("zyx98765")) == (SLEUTEL, ander)
    assert beheer.prefixen("eduarte") == ("abc12345", "zyx98765")


@pytest.mark.usefixtures("beheer")
def test_onbekende_prefix_is_none(tabel: Sleuteltabel) -> None:
    """Only the whole prefix finds a key."""
    assert tabel.zoek("abc1234") is None


def test_rechten(beheer: Toegangtabel, tabel: Sleuteltabel) -> None:
    """An afnemer comes with every toegang, ended ones included, and nothing of another afnemer."""
    beheer.bewaar_school(SCHOOL._replace(brin="30AA"))
    beheer.maak_afnemer(AFNEMER._replace(id="eduarte2"))
    toegangen = Toegang("30AA", ("zoeken",), date(2020, 7, 31)), Toegang("99XX", ("zoeken", "mutaties"))
    for toegang in toegangen:
        beheer.geef_toegang("eduarte", toegang)
    beheer.geef_toegang("eduarte2", toegangen[1])
    assert tabel.rechten("eduarte") == beheer.rechten("eduarte") == Rechten(AFNEMER, toegangen)
    assert tabel.rechten("niemand") is None
    assert beheer.afnemers_van("99XX") == ["eduarte", "eduarte2"]


@pytest.mark.usefixtures("beheer")
def test_driehonderd_scholen_in_een_vraag(
    dynamodb: "DynamoDBClient", tabellen: Tabellen, tabel: Sleuteltabel
) -> None:
    """The rights of an afnemer for 300 schools come whole."""
    brins = [f"{n // 26:02}A{chr(65 + n % 26)}" for n in range(300)]
    for begin in range(0, 300, 25):
        toegangen = [Toegang(brin, ("zoeken", "mutaties")) for brin in brins[begin : begin + 25]]
        dynamodb.batch_write_item(
            RequestItems={
                tabellen.toegang: [{"PutRequest": {"Item": van_toegang("eduarte", t)}} for t in toegangen]
            }
        )
    rechten = tabel.rechten("eduarte")
    assert rechten is not None
    assert [toegang.brin for toegang in rechten.toegangen] == brins


def test_toegang_geven_vervangt_en_intrekken_haalt_weg(beheer: Toegangtabel, tabel: Sleuteltabel) -> None:
    """What is granted anew takes the place of what was; what is taken back is gone."""
    beheer.geef_toegang("eduarte", Toegang("99XX", ("zoeken",), date(2027, 7, 31)))
    beheer.geef_toegang("eduarte", Toegang("99XX", ("mutaties",)))
    assert tabel.rechten("eduarte") == Rechten(AFNEMER, (Toegang("99XX", ("mutaties",)),))
    beheer.trek_toegang_in("eduarte", "99XX")
    assert tabel.rechten("eduarte") == Rechten(AFNEMER, ())


def test_twee_beheerders_tegelijk(beheer: Toegangtabel, tabel: Sleuteltabel) -> None:
    """What one takes back does not return by what another read before."""
    veel, weinig = Toegang("99XX", ("zoeken", "mutaties")), Toegang("99XX", ("zoeken",))
    assert beheer.wijzig_toegang("eduarte", None, veel)
    assert not beheer.wijzig_toegang("eduarte", None, weinig)
    assert beheer.wijzig_toegang("eduarte", veel, weinig)
    assert not beheer.wijzig_toegang("eduarte", veel, veel)
    assert tabel.rechten("eduarte") == Rechten(AFNEMER, (weinig,))


def test_twee_keer_lezen(dynamodb: "DynamoDBClient", beheer: Toegangtabel, tabel: Sleuteltabel) -> None:
    """What the authorizer needs takes one GetItem and one Query, both consistent."""
    beheer.geef_toegang("eduarte", Toegang("99XX", ("zoeken",)))
    gedaan: list[tuple[str, bool]] = []

    def noteer(model: Any, params: Any, **_rest: object) -> None:
        gedaan.append((model.name, json.loads(params["body"])["ConsistentRead"]))

    dynamodb.meta.events.register("before-call.dynamodb", noteer)
    try:
        sleutel = tabel.zoek("abc12345")
        assert sleutel is not None
        tabel.rechten(sleutel.afnemer_id)
    finally:
        dynamodb.meta.events.unregister("before-call.dynamodb", noteer)
    assert gedaan == [("GetItem", True), ("Query", True)]


def test_geen_toegang_zonder_afnemer_of_school(beheer: Toegangtabel, dynamodb: "DynamoDBClient") -> None:
    """A toegang of nobody, or for a school that is not here, is not written."""
    for afnemer_id, brin in (("niemand", "99XX"), ("eduarte", "99ZZ")):
        with pytest.raises(dynamodb.exceptions.TransactionCanceledException):
            beheer.geef_toegang(afnemer_id, Toegang(brin, ("zoeken",)))


def test_een_afnemer_wordt_niet_overschreven(beheer: Toegangtabel, tabel: Sleuteltabel) -> None:
    """Adding one that is there changes nothing; changing it leaves its keys."""
    assert not beheer.maak_afnemer(AFNEMER._replace(naam="Ander"))
    beheer.wijzig_afnemer(AFNEMER._replace(naam="Ander"))
    rechten = tabel.rechten("eduarte")
    assert rechten is not None
    assert rechten.afnemer.naam == "Ander"
    assert beheer.prefixen("eduarte") == ("abc12345",)


def test_twee_tegelijk_geen_derde_sleutel(beheer: Toegangtabel) -> None:
    """Who adds a key beside what it saw, while another came meanwhile, is refused."""
    tweede, derde = SLEUTEL._replace(prefix="bbbbbbbb"), SLEUTEL._replace(prefix="cccccccc")
    assert beheer.voeg_sleutel_toe(tweede, ("abc12345",))
    assert not beheer.voeg_sleutel_toe(derde, ("abc12345",))
    assert not beheer.voeg_sleutel_toe(tweede, ("abc12345", "bbbbbbbb"))
    assert beheer.prefixen("eduarte") == ("abc12345", "bbbbbbbb")


def test_intrekken_wist_het_controlegetal(beheer: Toegangtabel, tabel: Sleuteltabel) -> None:
    """A withdrawn key has no hash any more; the first moment stays."""
    beheer.trek_sleutel_in("abc12345", 1_800_000_000)
    beheer.trek_sleutel_in("abc12345", 1_900_000_000)
    assert tabel.zoek("abc12345") == SLEUTEL._replace(controlegetal="", ingetrokken_op=1_800_000_000)


def test_een_afnemer_verwijderen(
    beheer: Toegangtabel, tabel: Sleuteltabel, dynamodb: "DynamoDBClient", tabellen: Tabellen
) -> None:
    """With an afnemer go its keys and its toegang; the school stays, and of the afnemer its id alone."""
    beheer.geef_toegang("eduarte", Toegang("99XX", ("zoeken",)))
    assert beheer.verwijder_afnemer("eduarte", 1_800_000_000)
    assert (beheer.ruim_op("eduarte"), beheer.ruim_op("eduarte")) == (2, 1)
    beheer.vergeet_afnemer("eduarte")
    assert beheer.ruim_op("eduarte") == 0
    assert (tabel.zoek("abc12345"), tabel.rechten("eduarte"), beheer.afnemers()) == (None, None, [])
    items = dynamodb.scan(TableName=tabellen.toegang)["Items"]
    assert [item for item in items if item["pk"]["S"] != "scholen"] == [
        {**PK_AFNEMER, "verwijderdOp": {"N": "1800000000"}}
    ]
    assert beheer.scholen() == [SCHOOL]


def test_een_verwijderde_afnemer_is_er_meteen_niet_meer(
    beheer: Toegangtabel, tabel: Sleuteltabel, dynamodb: "DynamoDBClient"
) -> None:
    """Before anything of it is taken away: it has no rights, can be given nothing, and keeps its id."""
    beheer.geef_toegang("eduarte", Toegang("99XX", ("zoeken",)))
    assert beheer.verwijder_afnemer("eduarte", 1_800_000_000)
    assert (tabel.rechten("eduarte"), beheer.rechten("eduarte"), beheer.afnemers()) == (None, None, [])
    assert not beheer.maak_afnemer(AFNEMER._replace(naam="Ander"))
    assert not beheer.voeg_sleutel_toe(SLEUTEL._replace(prefix="zyx98765"), ("abc12345",))
    with pytest.raises(dynamodb.exceptions.TransactionCanceledException):
        beheer.geef_toegang("eduarte", Toegang("99XX", ("zoeken",)))
    with pytest.raises(dynamodb.exceptions.ConditionalCheckFailedException):
        beheer.wijzig_afnemer(AFNEMER)
    assert beheer.verwijder_afnemer("eduarte", 1_900_000_000)
    assert [een.naam for een in beheer.verwijderde()] == ["EduArte"]
    assert not beheer.verwijder_afnemer("niemand", 1_800_000_000)


def test_gebruik_nu_en_dan(beheer: Toegangtabel, tabel: Sleuteltabel) -> None:
    """Use is noted once per interval; a key that is gone is not brought back by it."""
    for nu in (1000, 1001, 1299):
        tabel.meld_gebruik("abc12345", nu, 300)
    assert beheer.sleutel("abc12345") == SLEUTEL._replace(laatst_gebruikt_op=1000)
    tabel.meld_gebruik("abc12345", 1300, 300)
    assert beheer.sleutel("abc12345") == SLEUTEL._replace(laatst_gebruikt_op=1300)
    tabel.meld_gebruik("weggegaa", 1300, 300)
    assert tabel.zoek("weggegaa") is None


def test_peper_is_utf8(tabel: Sleuteltabel) -> None:
    """The pepper is the text of its secret, as UTF-8."""
    assert tabel.peper() == "pépér".encode()


@pytest.mark.usefixtures("beheer")
@pytest.mark.parametrize(
    "wijziging",
    ["REMOVE controlegetal", "REMOVE afnemerId", "REMOVE aangemaaktOp", "SET verlooptOp = afnemerId"],
)
def test_kapotte_sleutel_is_een_opslagfout(
    dynamodb: "DynamoDBClient", tabellen: Tabellen, tabel: Sleuteltabel, wijziging: str
) -> None:
    """A record that is not whole opens nothing: it is a storage that failed."""
    dynamodb.update_item(TableName=tabellen.toegang, Key=PK, UpdateExpression=wijziging)
    with pytest.raises(OpslagFout, match="without its attributes"):
        tabel.zoek("abc12345")


@pytest.mark.parametrize("wijziging", ["REMOVE naam", "REMOVE poortsleutel", "SET tempo = naam"])
def test_kapotte_afnemer_is_een_opslagfout(
    dynamodb: "DynamoDBClient", tabellen: Tabellen, tabel: Sleuteltabel, beheer: Toegangtabel, wijziging: str
) -> None:
    """The same of an afnemer."""
    assert beheer.rechten("eduarte") is not None
    dynamodb.update_item(TableName=tabellen.toegang, Key=PK_AFNEMER, UpdateExpression=wijziging)
    with pytest.raises(OpslagFout, match="without its attributes"):
        tabel.rechten("eduarte")


def test_ontbrekende_tabel_noemt_de_awscode(
    dynamodb: "DynamoDBClient", tabellen: Tabellen, tabel: Sleuteltabel
) -> None:
    """Without a table every way fails with the code of AWS and nothing of the key."""
    dynamodb.delete_table(TableName=tabellen.toegang)
    for vraag in (
        lambda: tabel.zoek("abc12345"),
        lambda: tabel.rechten("eduarte"),
        lambda: tabel.meld_gebruik("abc12345", 1, 300),
    ):
        with pytest.raises(OpslagFout, match=r"^ResourceNotFoundException$"):
            vraag()
