"""The table of mutaties: what comes back is what was kept, and a message is claimed once."""

from typing import TYPE_CHECKING, Any

import pytest
from botocore.stub import Stubber
from stagemarkt.adapters.dynamodb import batches
from stagemarkt.adapters.dynamodb.connection import maak_client, maak_geduldige_client
from stagemarkt.adapters.dynamodb.mutatie_items import in_item
from stagemarkt.adapters.dynamodb.mutaties import Mutatietabel
from stagemarkt.model.errors import OpslagFout
from stagemarkt.ports.mutaties import BEWAARTERMIJN

from tests.integration.support.template import Tabellen
from tests.mutatie_examples import ANDER_BERICHT, BERICHT, NU, kop, mutaties

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient


@pytest.fixture
def opslag(dynamodb: "DynamoDBClient", tabellen: Tabellen) -> Mutatietabel:
    """The table, empty."""
    return Mutatietabel(dynamodb, tabellen.mutaties)


def test_wat_bewaard_is_komt_terug(opslag: Mutatietabel) -> None:
    """A mutatie reads as it was kept, to the last field; one that is not there is None."""
    bewaard = mutaties(3)
    opslag.bewaar(bewaard)
    assert [opslag.lees(m.mutatie_id) for m in bewaard] == list(bewaard)
    assert opslag.lees("onbekend") is None


def test_veel_tegelijk(opslag: Mutatietabel) -> None:
    """Any number is kept and read at once, in the order asked for; what is not there is left out."""
    bewaard = mutaties(250)
    opslag.bewaar(bewaard)
    opslag.bewaar(bewaard)
    ids = [m.mutatie_id for m in reversed(bewaard)]
    assert opslag.lees_alle([*ids, "onbekend"]) == list(reversed(bewaard))
    assert opslag.lees_alle([ids[0], ids[0]]) == [bewaard[-1], bewaard[-1]]
    assert opslag.lees_alle([]) == []


def test_een_bericht_is_van_wie_het_eerst_brengt(opslag: Mutatietabel) -> None:
    """The first claim decides content and moment; a later one, of whatever content, learns of it."""
    eerste = opslag.neem_aan(kop(2), NU + 0.00049)
    assert eerste == ("som", NU, False)
    assert opslag.neem_aan(kop(2), NU + 60) == eerste
    assert opslag.neem_aan(kop(1, controlegetal="anders"), NU + 60) == eerste


def test_de_markering_komt_het_laatst(opslag: Mutatietabel) -> None:
    """Once finished a message stays so; a message that nobody claimed cannot be finished."""
    opslag.neem_aan(kop(2), NU)
    opslag.rond_af(BERICHT)
    opslag.rond_af(BERICHT)
    assert opslag.neem_aan(kop(2), NU + 1).afgerond
    with pytest.raises(OpslagFout, match="ConditionalCheckFailed"):
        opslag.rond_af(ANDER_BERICHT)


def test_doorlopen_gaat_per_school_op_volgorde_van_aankomst(opslag: Mutatietabel) -> None:
    """A replay gives each mutatie of the school from a moment on, oldest message first."""
    later = mutaties(130, ANDER_BERICHT, gelogd_op=NU + 5)
    andermans = "0e1d2c3b-0000-4000-8000-000000000003"
    for bericht_id, school, aantal, op in (
        (ANDER_BERICHT, "99XX", 130, NU + 5),
        (BERICHT, "99XX", 2, NU),
        (andermans, "99XZ", 1, NU),
    ):
        opslag.neem_aan(kop(aantal, bericht_id, school), op)
        opslag.bewaar(mutaties(aantal, bericht_id, school, op))
    assert list(opslag.doorloop("99XX", 0)) == [*mutaties(2), *later]
    assert list(opslag.doorloop("99XX", NU + 5)) == later
    assert list(opslag.doorloop("99XX", NU + 5.001)) == []


def test_wat_half_bewaard_is_wordt_zo_ver_doorlopen(opslag: Mutatietabel) -> None:
    """Of a message that died halfway a replay gives what there is."""
    opslag.neem_aan(kop(5), NU)
    opslag.bewaar(mutaties(2))
    assert list(opslag.doorloop("99XX", 0)) == mutaties(2)


def test_alles_vergeet_zich(opslag: Mutatietabel, dynamodb: "DynamoDBClient", tabellen: Tabellen) -> None:
    """Every item has its end: ninety days after it was logged."""
    opslag.neem_aan(kop(1), NU)
    opslag.bewaar(mutaties(1))
    items = dynamodb.scan(TableName=tabellen.mutaties)["Items"]
    assert len(items) == 3
    assert {item["verlooptOp"]["N"] for item in items} == {str(int(NU) + BEWAARTERMIJN)}


def test_een_item_zonder_velden_is_een_opslagfout(
    opslag: Mutatietabel, dynamodb: "DynamoDBClient", tabellen: Tabellen
) -> None:
    """What cannot be read as a mutatie is a failure of the store, not a surprise."""
    (mutatie,) = mutaties(1)
    for stuk in ({"status": {"S": "anders"}}, {"startdatum": {"S": "gisteren"}}):
        dynamodb.put_item(TableName=tabellen.mutaties, Item={**in_item(mutatie), **stuk})
        with pytest.raises(OpslagFout, match="attributes"):
            opslag.lees(mutatie.mutatie_id)


def test_zonder_tabel_is_alles_een_opslagfout(dynamodb: "DynamoDBClient") -> None:
    """Whatever DynamoDB refuses is told as a failure of the store, by each call."""
    weg = Mutatietabel(dynamodb, "weg")
    for doe in (
        lambda: weg.neem_aan(kop(1), NU),
        lambda: weg.bewaar(mutaties(1)),
        lambda: weg.rond_af(BERICHT),
        lambda: weg.lees(BERICHT),
        lambda: list(weg.doorloop("99XX", 0)),
    ):
        with pytest.raises(OpslagFout, match="ResourceNotFound"):
            doe()


@pytest.mark.usefixtures("dynamodb")
def test_wat_overblijft_wordt_opnieuw_aangeboden() -> None:
    """What DynamoDB could not take at once is offered again, later and later, and then it is a failure."""
    client, gewacht = maak_geduldige_client(), list[float]()
    items: Any = [in_item(m) for m in mutaties(2)]
    rest = {"tabel": [{"PutRequest": {"Item": items[1]}}]}
    with Stubber(client) as nep:
        nep.add_response("batch_write_item", {"UnprocessedItems": rest})
        nep.add_response("batch_write_item", {"UnprocessedItems": {}}, {"RequestItems": rest})
        batches.schrijf(client, "tabel", items, gewacht.append)
        assert gewacht == [0.05]
        for _ in range(5):
            nep.add_response("batch_write_item", {"UnprocessedItems": rest})
        with pytest.raises(OpslagFout, match="Unprocessed"):
            batches.schrijf(client, "tabel", items, gewacht.append)
        nep.assert_no_pending_responses()
    client.close()


@pytest.mark.usefixtures("dynamodb")
def test_wat_niet_gelezen_is_wordt_opnieuw_gevraagd() -> None:
    """The same for reading: nothing is taken for absent that was only not looked up."""
    client, gewacht = maak_client(), list[float]()
    sleutels: Any = [{"pk": {"S": str(n)}, "sk": {"S": "x"}} for n in range(2)]
    rest: Any = {"tabel": {"Keys": sleutels[1:], "ConsistentRead": True}}
    with Stubber(client) as nep:
        nep.add_response("batch_get_item", {"Responses": {"tabel": sleutels[:1]}, "UnprocessedKeys": rest})
        nep.add_response(
            "batch_get_item",
            {"Responses": {"tabel": sleutels[1:]}, "UnprocessedKeys": {}},
            {"RequestItems": rest},
        )
        assert list(batches.lees(client, "tabel", sleutels, gewacht.append)) == sleutels
        for _ in range(5):
            nep.add_response("batch_get_item", {"Responses": {}, "UnprocessedKeys": rest})
        with pytest.raises(OpslagFout, match="Unprocessed"):
            list(batches.lees(client, "tabel", sleutels, gewacht.append))
    client.close()
