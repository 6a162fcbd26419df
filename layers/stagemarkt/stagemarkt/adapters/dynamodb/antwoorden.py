"""The table of kept answers (implements the ports in `stagemarkt.poorten.antwoorden`).

Partition key `pk` = `<BRIN>#<onderwerp>`: what belongs to one leerbedrijf of one school lies together.
Sort key `sk` = the kind of answer. `verlooptOp` is the table's TTL attribute; it only cleans up.
"""

from typing import TYPE_CHECKING, Final

from stagemarkt.adapters.dynamodb.verbinding import als_opslagfout
from stagemarkt.model.fouten import OpslagFout
from stagemarkt.poorten.antwoorden import Antwoordsleutel, BewaardAntwoord

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient
    from types_boto3_dynamodb.type_defs import AttributeValueTypeDef

# The form of what is kept. Raise it when the answers change shape: older entries are then passed over.
VORM: Final = "1"


class Antwoordtabel:
    """Reads and keeps answers in `tabel`."""

    def __init__(self, client: "DynamoDBClient", tabel: str) -> None:
        self._client = client
        self._tabel = tabel

    def lees(self, sleutel: Antwoordsleutel) -> BewaardAntwoord | None:
        """As the port says."""
        with als_opslagfout():
            item = self._client.get_item(TableName=self._tabel, Key=_sleutel(sleutel)).get("Item")
        return None if item is None or item.get("vorm", {}).get("S") != VORM else _uit(item)

    def bewaar(self, sleutel: Antwoordsleutel, antwoord: BewaardAntwoord) -> None:
        """As the port says."""
        with als_opslagfout():
            self._client.put_item(TableName=self._tabel, Item={**_sleutel(sleutel), **_in(antwoord)})


def _sleutel(sleutel: Antwoordsleutel) -> "dict[str, AttributeValueTypeDef]":
    return {"pk": {"S": f"{sleutel.school}#{sleutel.onderwerp}"}, "sk": {"S": sleutel.soort}}


def _in(antwoord: BewaardAntwoord) -> "dict[str, AttributeValueTypeDef]":
    return {
        "vorm": {"S": VORM},
        "school": {"S": antwoord.school},
        "lichaam": {"B": antwoord.lichaam},
        "etag": {"S": antwoord.etag},
        "opgehaaldOp": {"N": str(antwoord.opgehaald_op)},
        "versTot": {"N": str(antwoord.vers_tot)},
        "verlooptOp": {"N": str(antwoord.vers_tot)},
    }


def _uit(item: "dict[str, AttributeValueTypeDef]") -> BewaardAntwoord:
    try:
        return BewaardAntwoord(
            school=item["school"]["S"],
            lichaam=item["lichaam"]["B"],
            etag=item["etag"]["S"],
            opgehaald_op=int(item["opgehaaldOp"]["N"]),
            vers_tot=int(item["versTot"]["N"]),
        )
    except (KeyError, ValueError) as fout:
        raise OpslagFout("an item without its attributes") from fout
