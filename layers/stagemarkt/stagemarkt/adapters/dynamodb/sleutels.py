"""The table of keys (implements `stagemarkt.poorten.toegang.Sleutelregister`).

An item holds what is known of a key and never the key: `pk` = `sleutel#<prefix>`, `controlegetal` = the
keyed hash of the whole key in hex.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from stagemarkt.adapters.dynamodb.verbinding import als_opslagfout
from stagemarkt.model.fouten import OpslagFout
from stagemarkt.poorten.toegang import Sleutelgegevens

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient
    from types_boto3_dynamodb.type_defs import AttributeValueTypeDef


class Sleuteltabel:
    """Knows the keys in `tabel`; `peper` gives the secret that their hashes are made with."""

    def __init__(self, client: "DynamoDBClient", tabel: str, peper: Callable[[], str]) -> None:
        self._client = client
        self._tabel = tabel
        self._peper = peper

    def zoek(self, prefix: str) -> Sleutelgegevens | None:
        """As the port says."""
        with als_opslagfout():
            item = self._client.get_item(
                TableName=self._tabel, Key={"pk": {"S": f"sleutel#{prefix}"}}, ConsistentRead=True
            ).get("Item")
        return None if item is None else _uit(prefix, item)

    def peper(self) -> bytes:
        """As the port says."""
        return self._peper().encode()

    def bewaar(self, gegevens: Sleutelgegevens) -> None:
        """Add a key, or change what is known of it.

        Raises:
            OpslagFout: the table cannot be written.
        """
        with als_opslagfout():
            self._client.put_item(TableName=self._tabel, Item=_in(gegevens))


def _in(gegevens: Sleutelgegevens) -> "dict[str, AttributeValueTypeDef]":
    item: dict[str, AttributeValueTypeDef] = {
        "pk": {"S": f"sleutel#{gegevens.prefix}"},
        "controlegetal": {"S": gegevens.controlegetal},
        "afnemerId": {"S": gegevens.afnemer_id},
        "toegang": {
            "M": {brin: {"L": [{"S": s} for s in scopes]} for brin, scopes in gegevens.toegang.items()}
        },
    }
    if gegevens.verloopt_op is not None:
        item["verlooptOp"] = {"N": str(gegevens.verloopt_op)}
    return item


def _uit(prefix: str, item: "dict[str, AttributeValueTypeDef]") -> Sleutelgegevens:
    try:
        return Sleutelgegevens(
            prefix=prefix,
            controlegetal=item["controlegetal"]["S"],
            afnemer_id=item["afnemerId"]["S"],
            toegang={
                brin: tuple(s["S"] for s in scopes["L"]) for brin, scopes in item["toegang"]["M"].items()
            },
            verloopt_op=int(item["verlooptOp"]["N"]) if "verlooptOp" in item else None,
        )
    except (KeyError, ValueError) as fout:
        raise OpslagFout("a key without its attributes") from fout
