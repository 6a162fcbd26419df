"""The feeds of the schools, in the table Uitgaand (implements `stagemarkt.ports.feed.Feed`).

| pk | sk | what |
|---|---|---|
| `feed#<BRIN>` | `stand` | the number of the last line |
| `feed#<BRIN>` | `nr#<number>` | a line |
| `mutatie#<mutatieId>` | `regel` | where a mutatie stands: nothing gets a second line |
| `gezien#<BRIN>#<leerbedrijfId>` | code | that the school has heard of these; never expires |
"""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from stagemarkt.adapters.aws import als_opslagfout
from stagemarkt.adapters.dynamodb import batches, transactions
from stagemarkt.adapters.dynamodb.outbox_items import STAND, getal, nummersleutel, regel_in, regel_uit
from stagemarkt.model.aflevering import BEWAARTERMIJN, Regel
from stagemarkt.ports.feed import Vindplaats

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient
    from types_boto3_dynamodb.type_defs import AttributeValueTypeDef, TransactWriteItemTypeDef

    Item = dict[str, AttributeValueTypeDef]


class Feedtabel:
    """Numbers mutaties in `tabel`, and reads them back."""

    def __init__(self, client: "DynamoDBClient", tabel: str) -> None:
        self._client = client
        self._tabel = tabel

    def stand(self, school: str) -> int:
        """As the port says."""
        with als_opslagfout():
            item = self._client.get_item(
                TableName=self._tabel, Key=_sleutel(_feed(school), STAND), ConsistentRead=True
            ).get("Item")
        return 0 if item is None else int(item["nummer"]["N"])

    def lees(self, school: str, na: int, aantal: int) -> Sequence[Regel]:
        """As the port says; fewer when they are large."""
        with als_opslagfout():
            blad = self._client.query(
                TableName=self._tabel,
                KeyConditionExpression="pk = :feed AND sk > :na",
                ExpressionAttributeValues={":feed": {"S": _feed(school)}, ":na": {"S": nummersleutel(na)}},
                ConsistentRead=True,
                # The counter sorts behind the lines.
                Limit=aantal,
            )
        return [regel_uit(item) for item in blad["Items"] if item["sk"]["S"] != STAND]

    def zoek(self, mutatie_id: str) -> Vindplaats | None:
        """As the port says."""
        with als_opslagfout():
            item = self._client.get_item(
                TableName=self._tabel, Key=_merk(mutatie_id), ConsistentRead=True
            ).get("Item")
        return None if item is None else Vindplaats(item["school"]["S"], int(item["nummer"]["N"]))

    def genummerd(self, mutatie_ids: Sequence[str]) -> frozenset[str]:
        """As the port says."""
        sleutels = [_merk(mutatie_id) for mutatie_id in dict.fromkeys(mutatie_ids)]
        gevonden = batches.lees(self._client, self._tabel, sleutels)
        return frozenset(item["pk"]["S"].partition("#")[2] for item in gevonden)

    def gezien(self, school: str, banen: Collection[tuple[str, str]]) -> frozenset[tuple[str, str]]:
        """As the port says."""
        sleutels = [_gezien(school, baan) for baan in banen]
        gevonden = batches.lees(self._client, self._tabel, sleutels)
        return frozenset((item["pk"]["S"].rpartition("#")[2], item["sk"]["S"]) for item in gevonden)

    def schrijf(self, school: str, regels: Sequence[Regel]) -> bool:
        """As the port says."""
        banen = dict.fromkeys((r.mutatie.leerbedrijf_id, r.mutatie.code) for r in regels if not r.eerder)
        stappen = [self._tel(school, regels[0].nummer - 1, regels[-1].nummer)]
        stappen += [self._leg(regel_in(_feed(school), regel)) for regel in regels]
        stappen += [self._merk(school, regel) for regel in regels]
        stappen += [self._leg(_gezien(school, baan), nieuw=False) for baan in banen]
        return not transactions.schrijf(self._client, stappen)

    def _tel(self, school: str, van: int, tot: int) -> "TransactWriteItemTypeDef":
        voorwaarde = "nummer = :van" if van else "attribute_not_exists(pk)"
        return {
            "Update": {
                "TableName": self._tabel,
                "Key": _sleutel(_feed(school), STAND),
                "UpdateExpression": "SET nummer = :tot",
                "ConditionExpression": voorwaarde,
                "ExpressionAttributeValues": {":tot": getal(tot), **({":van": getal(van)} if van else {})},
            }
        }

    def _merk(self, school: str, regel: Regel) -> "TransactWriteItemTypeDef":
        waar: Item = {"school": {"S": school}, "nummer": getal(regel.nummer)}
        # Later than the mutatie itself expires: while that can come by again, this is known.
        verloopt: Item = {"verlooptOp": getal(int(regel.genummerd_op) + BEWAARTERMIJN + 24 * 3600)}
        return self._leg({**_merk(regel.mutatie.mutatie_id), **waar, **verloopt})

    def _leg(self, item: "Item", *, nieuw: bool = True) -> "TransactWriteItemTypeDef":
        return (
            transactions.nieuw(self._tabel, item)
            if nieuw
            else {"Put": {"TableName": self._tabel, "Item": item}}
        )


def _feed(school: str) -> str:
    return f"feed#{school}"


def _sleutel(pk: str, sk: str) -> "Item":
    return {"pk": {"S": pk}, "sk": {"S": sk}}


def _merk(mutatie_id: str) -> "Item":
    return _sleutel(f"mutatie#{mutatie_id}", "regel")


def _gezien(school: str, baan: tuple[str, str]) -> "Item":
    return _sleutel(f"gezien#{school}#{baan[0]}", baan[1])
