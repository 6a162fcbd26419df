"""The table of keys and rights: written as an operator does, read as the authorizer does."""

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from stagemarkt.adapters.dynamodb.access import SleutelTable
from stagemarkt.adapters.dynamodb.access_items import of_toegang
from stagemarkt.model.errors import StorageError
from stagemarkt.model.toegang import Afnemer, Limiet, Rights, School, SleutelData, Toegang
from stagemarkt_cli.admin.access_table import ToegangTable

from tests.integration.dynamodb.later import FROM_LATER
from tests.integration.support.template import Tables

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient

SCHOOL = School("99XX", "0000000700099XX00000", "ROC")
AFNEMER = Afnemer("eduarte", "EduArte", "beheer@voorbeeld.example", Limiet(5, 10, 100), "poort")
SLEUTEL = SleutelData("abc12345", "ab" * 32, "eduarte", 1_700_000_000)
PK = {"pk": {"S": "sleutel#abc12345"}, "sk": {"S": "sleutel"}}
PK_AFNEMER = {"pk": {"S": "afnemer#eduarte"}, "sk": {"S": "afnemer"}}


@pytest.fixture
def table(dynamodb: "DynamoDBClient", tables: Tables) -> SleutelTable:
    """The adapter of the authorizer."""
    return SleutelTable(dynamodb, tables.toegang, lambda: "pépér")


@pytest.fixture
def admin(dynamodb: "DynamoDBClient", tables: Tables) -> ToegangTable:
    """That of an operator, with a school, an afnemer and a key."""
    admin = ToegangTable(dynamodb, tables.toegang)
    admin.store_school(SCHOOL)
    assert admin.make_afnemer(AFNEMER)
    assert admin.add_sleutel(SLEUTEL, ())
    return admin


@pytest.mark.parametrize("expires_at", [None, 0, 1_900_000_000])
def test_gives_back_what_was_kept(admin: ToegangTable, table: SleutelTable, expires_at: int | None) -> None:
    """Every field of a key comes back, with and without an end."""
    other = SLEUTEL._replace(prefix="zyx98765", expires_at=expires_at)
    assert admin.add_sleutel(other, ("abc12345",))
    assert (table.search("abc12345"), table.search("zyx98765")) == (SLEUTEL, other)
    assert admin.prefixes("eduarte") == ("abc12345", "zyx98765")


@pytest.mark.usefixtures("admin")
def test_unknown_prefix_is_none(table: SleutelTable) -> None:
    """Only the whole prefix finds a key."""
    assert table.search("abc1234") is None


def test_rights(admin: ToegangTable, table: SleutelTable) -> None:
    """An afnemer comes with every toegang, ended ones included, and nothing of another afnemer."""
    admin.store_school(SCHOOL._replace(brin="30AA"))
    admin.make_afnemer(AFNEMER._replace(id="eduarte2"))
    toegangen = Toegang("30AA", ("zoeken",), date(2020, 7, 31)), Toegang("99XX", ("zoeken", "mutaties"))
    for toegang in toegangen:
        admin.grant_toegang("eduarte", toegang)
    admin.grant_toegang("eduarte2", toegangen[1])
    assert table.rights("eduarte") == admin.rights("eduarte") == Rights(AFNEMER, toegangen)
    assert table.rights("niemand") is None
    assert admin.afnemers_of("99XX") == ["eduarte", "eduarte2"]


@pytest.mark.usefixtures("admin")
def test_three_hundred_schools_in_one_query(
    dynamodb: "DynamoDBClient", tables: Tables, table: SleutelTable
) -> None:
    """The rights of an afnemer for 300 schools come whole."""
    brins = [f"{n // 26:02}A{chr(65 + n % 26)}" for n in range(300)]
    for begin in range(0, 300, 25):
        toegangen = [Toegang(brin, ("zoeken", "mutaties")) for brin in brins[begin : begin + 25]]
        dynamodb.batch_write_item(
            RequestItems={
                tables.toegang: [{"PutRequest": {"Item": of_toegang("eduarte", t)}} for t in toegangen]
            }
        )
    rights = table.rights("eduarte")
    assert rights is not None
    assert [toegang.brin for toegang in rights.toegangen] == brins


def test_granting_toegang_replaces_and_revoking_removes(admin: ToegangTable, table: SleutelTable) -> None:
    """What is granted anew takes the place of what was; what is taken back is gone."""
    admin.grant_toegang("eduarte", Toegang("99XX", ("zoeken",), date(2027, 7, 31)))
    admin.grant_toegang("eduarte", Toegang("99XX", ("mutaties",)))
    assert table.rights("eduarte") == Rights(AFNEMER, (Toegang("99XX", ("mutaties",)),))
    admin.revoke_toegang("eduarte", "99XX")
    assert table.rights("eduarte") == Rights(AFNEMER, ())


def test_two_operators_at_once(admin: ToegangTable, table: SleutelTable) -> None:
    """What one takes back does not return by what another read before."""
    many, few = Toegang("99XX", ("zoeken", "mutaties")), Toegang("99XX", ("zoeken",))
    assert admin.modify_toegang("eduarte", None, many)
    assert not admin.modify_toegang("eduarte", None, few)
    assert admin.modify_toegang("eduarte", many, few)
    assert not admin.modify_toegang("eduarte", many, many)
    assert table.rights("eduarte") == Rights(AFNEMER, (few,))


def test_reading_twice(dynamodb: "DynamoDBClient", admin: ToegangTable, table: SleutelTable) -> None:
    """What the authorizer needs takes one GetItem and one Query, both consistent."""
    admin.grant_toegang("eduarte", Toegang("99XX", ("zoeken",)))
    done: list[tuple[str, bool]] = []

    def note(model: Any, params: Any, **_rest: object) -> None:
        done.append((model.name, json.loads(params["body"])["ConsistentRead"]))

    dynamodb.meta.events.register("before-call.dynamodb", note)
    try:
        sleutel = table.search("abc12345")
        assert sleutel is not None
        table.rights(sleutel.afnemer_id)
    finally:
        dynamodb.meta.events.unregister("before-call.dynamodb", note)
    assert done == [("GetItem", True), ("Query", True)]


def test_no_toegang_without_an_afnemer_or_school(admin: ToegangTable, dynamodb: "DynamoDBClient") -> None:
    """A toegang of nobody, or for a school that is not here, is not written."""
    for afnemer_id, brin in (("niemand", "99XX"), ("eduarte", "99ZZ")):
        with pytest.raises(dynamodb.exceptions.TransactionCanceledException):
            admin.grant_toegang(afnemer_id, Toegang(brin, ("zoeken",)))


def test_an_afnemer_is_not_overwritten(admin: ToegangTable, table: SleutelTable) -> None:
    """Adding one that is there changes nothing; changing it leaves its keys."""
    assert not admin.make_afnemer(AFNEMER._replace(naam="Ander"))
    admin.modify_afnemer(AFNEMER._replace(naam="Ander"))
    rights = table.rights("eduarte")
    assert rights is not None
    assert rights.afnemer.naam == "Ander"
    assert admin.prefixes("eduarte") == ("abc12345",)


def test_two_at_once_make_no_third_sleutel(admin: ToegangTable) -> None:
    """Who adds a key beside what it saw, while another came meanwhile, is refused."""
    second, third = SLEUTEL._replace(prefix="bbbbbbbb"), SLEUTEL._replace(prefix="cccccccc")
    assert admin.add_sleutel(second, ("abc12345",))
    assert not admin.add_sleutel(third, ("abc12345",))
    assert not admin.add_sleutel(second, ("abc12345", "bbbbbbbb"))
    assert admin.prefixes("eduarte") == ("abc12345", "bbbbbbbb")


def test_revoking_erases_the_checksum(admin: ToegangTable, table: SleutelTable) -> None:
    """A withdrawn key has no hash any more; the first moment stays."""
    admin.revoke_sleutel("abc12345", 1_800_000_000)
    admin.revoke_sleutel("abc12345", 1_900_000_000)
    assert table.search("abc12345") == SLEUTEL._replace(checksum="", revoked_at=1_800_000_000)


def test_removing_an_afnemer(
    admin: ToegangTable, table: SleutelTable, dynamodb: "DynamoDBClient", tables: Tables
) -> None:
    """With an afnemer go its keys and its toegang; the school stays, and of the afnemer its id alone."""
    admin.grant_toegang("eduarte", Toegang("99XX", ("zoeken",)))
    assert admin.remove_afnemer("eduarte", 1_800_000_000)
    assert (admin.purge("eduarte"), admin.purge("eduarte")) == (2, 1)
    admin.forget_afnemer("eduarte")
    assert admin.purge("eduarte") == 0
    assert (table.search("abc12345"), table.rights("eduarte"), admin.afnemers()) == (None, None, [])
    items = dynamodb.scan(TableName=tables.toegang)["Items"]
    assert [item for item in items if item["pk"]["S"] != "scholen"] == [
        {**PK_AFNEMER, "verwijderdOp": {"N": "1800000000"}, **FROM_LATER}
    ]
    assert admin.scholen() == [SCHOOL]


def test_a_removed_afnemer_is_gone_at_once(
    admin: ToegangTable, table: SleutelTable, dynamodb: "DynamoDBClient"
) -> None:
    """Before anything of it is taken away: it has no rights, can be given nothing, and keeps its id."""
    admin.grant_toegang("eduarte", Toegang("99XX", ("zoeken",)))
    assert admin.remove_afnemer("eduarte", 1_800_000_000)
    assert (table.rights("eduarte"), admin.rights("eduarte"), admin.afnemers()) == (None, None, [])
    assert not admin.make_afnemer(AFNEMER._replace(naam="Ander"))
    assert not admin.add_sleutel(SLEUTEL._replace(prefix="zyx98765"), ("abc12345",))
    with pytest.raises(dynamodb.exceptions.TransactionCanceledException):
        admin.grant_toegang("eduarte", Toegang("99XX", ("zoeken",)))
    with pytest.raises(dynamodb.exceptions.ConditionalCheckFailedException):
        admin.modify_afnemer(AFNEMER)
    assert admin.remove_afnemer("eduarte", 1_900_000_000)
    assert [one.naam for one in admin.removed_afnemers()] == ["EduArte"]
    assert not admin.remove_afnemer("niemand", 1_800_000_000)


def test_usage_is_noted_now_and_then(admin: ToegangTable, table: SleutelTable) -> None:
    """Use is noted once per interval; a key that is gone is not brought back by it."""
    for now in (1000, 1001, 1299):
        table.report_usage("abc12345", now, 300)
    assert admin.sleutel("abc12345") == SLEUTEL._replace(last_used_at=1000)
    table.report_usage("abc12345", 1300, 300)
    assert admin.sleutel("abc12345") == SLEUTEL._replace(last_used_at=1300)
    table.report_usage("weggegaa", 1300, 300)
    assert table.search("weggegaa") is None


def test_the_pepper_is_utf8(table: SleutelTable) -> None:
    """The pepper is the text of its secret, as UTF-8."""
    assert table.pepper() == "pépér".encode()


@pytest.mark.usefixtures("admin")
@pytest.mark.parametrize(
    "change",
    ["REMOVE controlegetal", "REMOVE afnemerId", "REMOVE aangemaaktOp", "SET verlooptOp = afnemerId"],
)
def test_a_broken_sleutel_is_a_storage_error(
    dynamodb: "DynamoDBClient", tables: Tables, table: SleutelTable, change: str
) -> None:
    """A record that is not whole opens nothing: it is a storage that failed."""
    dynamodb.update_item(TableName=tables.toegang, Key=PK, UpdateExpression=change)
    with pytest.raises(StorageError, match="without its attributes"):
        table.search("abc12345")


@pytest.mark.parametrize("change", ["REMOVE naam", "REMOVE poortsleutel", "SET tempo = naam"])
def test_a_broken_afnemer_is_a_storage_error(
    dynamodb: "DynamoDBClient", tables: Tables, table: SleutelTable, admin: ToegangTable, change: str
) -> None:
    """The same of an afnemer."""
    assert admin.rights("eduarte") is not None
    dynamodb.update_item(TableName=tables.toegang, Key=PK_AFNEMER, UpdateExpression=change)
    with pytest.raises(StorageError, match="without its attributes"):
        table.rights("eduarte")


def test_a_missing_table_names_the_aws_code(
    dynamodb: "DynamoDBClient", tables: Tables, table: SleutelTable
) -> None:
    """Without a table every way fails with the code of AWS and nothing of the key."""
    dynamodb.delete_table(TableName=tables.toegang)
    for question in (
        lambda: table.search("abc12345"),
        lambda: table.rights("eduarte"),
        lambda: table.report_usage("abc12345", 1, 300),
    ):
        with pytest.raises(StorageError, match=r"^ResourceNotFoundException$"):
            question()
