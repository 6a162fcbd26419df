"""The table of kept answers (implements the ports in `stagemarkt.ports.cache`).

How it looks inside: `antwoordvorm`. Why nothing from before an invalidation is served:

- A reader reads consistently, and an invalidation deletes the entries before it is done.
- A writer holds the lease in the entry's own item since before it asked SBB, and its write is conditional
  on it. The invalidation deletes that item too: the write fails.
- What a list tells of is known only afterwards. Its writer reads the school's generation before it asks
  SBB, writes a pointer at each leerbedrijf that the list tells of, and reads the generation again. An
  invalidation changes the generation first and looks for pointers then: either the writer sees the change,
  or the invalidation sees the pointer. Pointers are never deleted, they expire.
"""

import itertools
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final, cast

from stagemarkt.adapters.aws import als_opslagfout
from stagemarkt.adapters.dynamodb import cache_items as vorm
from stagemarkt.adapters.dynamodb import own_success
from stagemarkt.model.errors import OpslagFout
from stagemarkt.ports.cache import Antwoordsleutel, BewaardAntwoord, Genomen, Mislukking, Pacht, Stand

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient
    from types_boto3_dynamodb.type_defs import AttributeValueTypeDef, WriteRequestTypeDef

VORM: Final = vorm.VORM
# An item that holds nothing but a lease is cleaned up this many seconds after it.
_OPRUIMEN_NA: Final = 600
# By then every lease is over: in the year 5138.
_OOIT: Final = 1e11
# As many as BatchWriteItem takes, and how often what it left over is offered again.
_PARTIJ: Final = 25
_KEREN: Final = 5


class Antwoordtabel:
    """Reads and keeps answers in `tabel`."""

    def __init__(self, client: "DynamoDBClient", tabel: str) -> None:
        self._client = client
        self._tabel = tabel

    def lees(self, sleutel: Antwoordsleutel) -> Stand:
        """As the port says."""
        return vorm.als_stand(self._lees(vorm.sleutel_van(sleutel)))

    def neem(self, sleutel: Antwoordsleutel, pacht: Pacht, nu: float, *, afnemen: bool) -> Genomen:
        """As the port says."""
        gelukt, item = self._schrijf_pacht(sleutel, pacht, _OOIT if afnemen else nu)
        if not gelukt:
            return Genomen(None, vorm.als_stand(item))
        if sleutel.onderwerp.startswith("vraag#"):
            pacht = pacht._replace(generatie=self._generatie(sleutel.school))
        return Genomen(pacht, vorm.als_stand(item)._replace(pacht=None))

    def bewaar(
        self,
        sleutel: Antwoordsleutel,
        antwoord: BewaardAntwoord,
        pacht: Pacht,
        verloopt_op: int,
        over: Sequence[str],
    ) -> bool:
        """As the port says."""
        if sleutel.onderwerp.startswith("vraag#"):
            schrijf_in_partijen(
                self._client,
                self._tabel,
                ({"PutRequest": {"Item": vorm.verwijzing(sleutel, id_, verloopt_op)}} for id_ in over),
            )
            if self._generatie(sleutel.school) != pacht.generatie:
                self.geef_op(sleutel, pacht, None)
                return False
        item = {**vorm.sleutel_van(sleutel), **vorm.als_item(antwoord, verloopt_op)}
        with als_opslagfout():
            try:
                self._client.put_item(
                    TableName=self._tabel,
                    Item=item,
                    ConditionExpression="pacht = :houder",
                    ExpressionAttributeValues={":houder": {"S": pacht.houder}},
                    ReturnValuesOnConditionCheckFailure="ALL_OLD",
                )
            except self._client.exceptions.ConditionalCheckFailedException as fout:
                return own_success.eigen_werk(fout, item) is not None
        return True

    def geef_op(
        self, sleutel: Antwoordsleutel, pacht: Pacht, mislukking: Mislukking | None, *, vergeet: bool = False
    ) -> None:
        """As the port says."""
        waarden: dict[str, AttributeValueTypeDef] = {":houder": {"S": pacht.houder}}
        wijziging = "REMOVE pacht, pachtTot" + (f", {', '.join(vorm.INHOUD)}" if vergeet else "")
        if mislukking is not None:
            wijziging += " SET mislukking = :mislukking"
            waarden[":mislukking"] = vorm.als_mislukking(mislukking)
        self._als(sleutel, wijziging, "pacht = :houder", waarden)

    def merk(self, sleutel: Antwoordsleutel, opgehaald_op: int, nu: float, tussentijd: int) -> bool:
        """As the port says."""
        return self._als(
            sleutel,
            "SET gemerktOp = :nu",
            "opgehaaldOp = :gezien "
            "AND (attribute_not_exists(gemerktOp) OR NOT gemerktOp > :toen OR gemerktOp = :nu)",
            {
                ":nu": {"N": f"{nu:.3f}"},
                ":gezien": {"N": str(opgehaald_op)},
                ":toen": {"N": f"{nu - tussentijd:.3f}"},
            },
        )

    def _als(
        self,
        sleutel: Antwoordsleutel,
        wijziging: str,
        voorwaarde: str,
        waarden: "dict[str, AttributeValueTypeDef]",
    ) -> bool:
        """Change an item if this holds; whether it did."""
        with als_opslagfout():
            try:
                self._client.update_item(
                    TableName=self._tabel,
                    Key=vorm.sleutel_van(sleutel),
                    UpdateExpression=wijziging,
                    ConditionExpression=voorwaarde,
                    ExpressionAttributeValues=waarden,
                )
            except self._client.exceptions.ConditionalCheckFailedException:
                return False
        return True

    def _schrijf_pacht(
        self, sleutel: Antwoordsleutel, pacht: Pacht, vrij_op: float
    ) -> "tuple[bool, vorm.Item]":
        """Whether this lease is in the item now, not another's at `vrij_op`; and the item."""
        waarden: dict[str, AttributeValueTypeDef] = {
            ":houder": {"S": pacht.houder},
            ":tot": {"N": f"{pacht.tot:.3f}"},
            ":opruimen": {"N": str(int(pacht.tot) + _OPRUIMEN_NA)},
            ":vrijOp": {"N": f"{vrij_op:.3f}"},
        }
        with als_opslagfout():
            try:
                genomen = self._client.update_item(
                    TableName=self._tabel,
                    Key=vorm.sleutel_van(sleutel),
                    UpdateExpression=(
                        "SET pacht = :houder, pachtTot = :tot, "
                        "verlooptOp = if_not_exists(verlooptOp, :opruimen)"
                    ),
                    # NOT: an end that is not a number would never come otherwise. Whoever asks again, for
                    # the answer was lost, has it already.
                    ConditionExpression="attribute_not_exists(pacht) OR NOT pachtTot > :vrijOp "
                    "OR pacht = :houder",
                    ExpressionAttributeValues=waarden,
                    ReturnValues="ALL_NEW",
                    ReturnValuesOnConditionCheckFailure="ALL_OLD",
                )
            except self._client.exceptions.ConditionalCheckFailedException as fout:
                # Under contention that saves who waits a read.
                gezien = cast("vorm.Item | None", fout.response.get("Item"))
                return False, gezien or self._lees(vorm.sleutel_van(sleutel)) or {}
        return True, genomen["Attributes"]

    def _generatie(self, school: str) -> str:
        item = self._lees(vorm.generatiesleutel(school)) or {}
        return item.get("waarde", {}).get("S", "")

    def _lees(self, sleutel: "vorm.Item") -> "vorm.Item | None":
        with als_opslagfout():
            # Consistent: a read that lags behind could give what has just been forgotten.
            return self._client.get_item(TableName=self._tabel, Key=sleutel, ConsistentRead=True).get("Item")


def schrijf_in_partijen(
    client: "DynamoDBClient", tabel: str, opdrachten: "Iterable[WriteRequestTypeDef]"
) -> None:
    """Carry these out, as many at a time as AWS takes. Raises OpslagFout when some were left undone."""
    rest = iter(opdrachten)
    while partij := list(itertools.islice(rest, _PARTIJ)):
        _schrijf_partij(client, tabel, partij)


def _schrijf_partij(client: "DynamoDBClient", tabel: str, partij: "Sequence[WriteRequestTypeDef]") -> None:
    nog = {tabel: partij}
    for _ in range(_KEREN):
        with als_opslagfout():
            over = client.batch_write_item(RequestItems=nog)["UnprocessedItems"]
        if not over:
            return
        # What comes back undone has the shape of what goes in, under another name.
        nog = cast("dict[str, Sequence[WriteRequestTypeDef]]", over)
    raise OpslagFout("UnprocessedItems")
