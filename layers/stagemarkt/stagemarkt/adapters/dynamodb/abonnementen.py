"""The table of abonnementen (implements `stagemarkt.ports.abonnementen.Abonnementenregister`).

| pk | sk | what |
|---|---|---|
| `school#<BRIN>` | `abonnement#<abonnementId>` | an abonnement, with its signing secrets |
| `school#<BRIN>` | `bestemming#<kenmerk>` | that there is one with this destination and filter |

How far it is stands in the table Uitgaand; an abonnement begins and ends in both at once.
"""

import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from stagemarkt.adapters.aws import als_opslagfout
from stagemarkt.adapters.dynamodb import own_success, transactions
from stagemarkt.adapters.dynamodb.abonnement_items import in_item, uit_item
from stagemarkt.adapters.dynamodb.deliveries import gewekt, standsleutel
from stagemarkt.adapters.dynamodb.outbox_items import getal
from stagemarkt.model.abonnement import Abonnement, Abonnementsleutel
from stagemarkt.model.aflevering import BEWAARTERMIJN
from stagemarkt.model.errors import AbonnementBestaat, Tekst

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient
    from types_boto3_dynamodb.type_defs import AttributeValueTypeDef, TransactWriteItemTypeDef

    Item = dict[str, AttributeValueTypeDef]

_ONGEWIJZIGD: Final = "versie = :oud"


class Abonnemententabel:
    """Keeps abonnementen in `tabel`, and how far they are in `uitgaand`."""

    def __init__(self, client: "DynamoDBClient", tabel: str, uitgaand: str) -> None:
        self._client = client
        self._tabel = tabel
        self._uitgaand = uitgaand

    def lees(self, sleutel: Abonnementsleutel) -> Abonnement | None:
        """As the port says."""
        item = self._item(sleutel)
        return None if item is None else uit_item(item)

    def van_school(self, school: str) -> Sequence[Abonnement]:
        """As the port says."""
        bladen = self._client.get_paginator("query").paginate(
            TableName=self._tabel,
            KeyConditionExpression="pk = :school AND begins_with(sk, :abonnement)",
            ExpressionAttributeValues={
                ":school": {"S": f"school#{school}"},
                ":abonnement": {"S": "abonnement#"},
            },
            ConsistentRead=True,
        )
        with als_opslagfout():
            return [uit_item(item) for blad in bladen for item in blad["Items"]]

    def maak(self, abonnement: Abonnement, gelezen_tot: int, nu: float) -> None:
        """As the port says."""
        begin: Item = {
            **standsleutel(abonnement.sleutel),
            "teller": getal(0),
            "gelezenTot": getal(gelezen_tot),
            "begonnenOp": getal(nu),
        }
        stappen: list[TransactWriteItemTypeDef] = [
            transactions.nieuw(self._tabel, _bestemming(abonnement)),
            transactions.nieuw(self._tabel, {**_sleutel(abonnement.sleutel), **in_item(abonnement)}),
            transactions.nieuw(self._uitgaand, begin),
        ]
        mis = transactions.schrijf(self._client, stappen)
        # Under an id that was just made up there is none but this one, written before its answer was lost.
        if mis and 1 not in mis:
            raise self._bestaat(abonnement)

    def wijzig(self, oud: Abonnement, nieuw: Abonnement, wek_op: float | None = None) -> bool:
        """As the port says."""
        stappen: list[TransactWriteItemTypeDef] = [
            {
                "Put": {
                    "TableName": self._tabel,
                    "Item": {**_sleutel(nieuw.sleutel), **in_item(nieuw)},
                    "ConditionExpression": _ONGEWIJZIGD,
                    "ExpressionAttributeValues": _versie(oud),
                }
            }
        ]
        wekt = nieuw.toestand == "actief" and wek_op is not None
        if wekt and wek_op is not None:
            stappen.append(gewekt(self._uitgaand, nieuw.sleutel, wek_op))
        if oud.kenmerk != nieuw.kenmerk:
            stappen.append({"Delete": {"TableName": self._tabel, "Key": _plek(_bestemming(oud))}})
            stappen.append(transactions.nieuw(self._tabel, _bestemming(nieuw)))
        mis = transactions.schrijf(self._client, stappen)
        if 0 in mis:
            # Changed by another, or by ourselves a moment ago.
            return own_success.heeft(self._item(nieuw.sleutel) or {}, in_item(nieuw))
        if wekt and 1 in mis:
            # Just ended: without its counter it is numbered no more, and never woken.
            return False
        if mis:
            raise self._bestaat(nieuw)
        return True

    def verwijder(self, abonnement: Abonnement, nu: float) -> bool:
        """As the port says."""
        kenmerk = uuid.uuid4().hex
        mis = transactions.schrijf(
            self._client,
            [
                *self._weg(abonnement),
                {
                    # Without its counter nothing is numbered for it any more.
                    "Update": {
                        "TableName": self._uitgaand,
                        "Key": standsleutel(abonnement.sleutel),
                        "UpdateExpression": "SET verlooptOp = :op, beeindigdDoor = :wie, einde = :kenmerk "
                        "REMOVE teller, wachtrij, wekOp",
                        "ExpressionAttributeValues": {
                            ":op": getal(int(nu) + BEWAARTERMIJN),
                            ":wie": {"S": abonnement.afnemer_id},
                            ":kenmerk": {"S": kenmerk},
                        },
                    }
                },
            ],
        )
        # Gone or changed: by another, or by this very call a moment ago.
        return not mis or self._einde(abonnement.sleutel).get("einde") == {"S": kenmerk}

    def is_beeindigd(self, sleutel: Abonnementsleutel, afnemer_id: str) -> bool:
        """As the port says."""
        return self._einde(sleutel).get("beeindigdDoor") == {"S": afnemer_id}

    def _einde(self, sleutel: Abonnementsleutel) -> "Item":
        with als_opslagfout():
            return self._client.get_item(
                TableName=self._uitgaand, Key=standsleutel(sleutel), ConsistentRead=True
            ).get("Item", {})

    def _bestaat(self, abonnement: Abonnement) -> AbonnementBestaat:
        """That its afnemer has one; which, so that who never got the answer knows what to do."""
        with als_opslagfout():
            plek = _plek(_bestemming(abonnement))
            item = self._client.get_item(TableName=self._tabel, Key=plek, ConsistentRead=True).get("Item", {})
        wie = item.get("abonnementId", {}).get("S", "?")
        return AbonnementBestaat(
            Tekst(
                f"U heeft al een abonnement met deze bestemming en dit filter: {wie}. Kent u het geheim "
                "ervan niet, doordat het antwoord u niet bereikte, vraag dan met sleutelrotaties een nieuw.",
                f"You have an abonnement with this destination and filter already: {wie}. If you do not know "
                "its secret, for the answer did not reach you, ask for a new one with sleutelrotaties.",
            )
        )

    def _item(self, sleutel: Abonnementsleutel) -> "Item | None":
        with als_opslagfout():
            return self._client.get_item(
                TableName=self._tabel, Key=_sleutel(sleutel), ConsistentRead=True
            ).get("Item")

    def wis(self, abonnement: Abonnement) -> bool:
        """The same, and nothing is kept of how far it was: for an afnemer that is removed."""
        stand: TransactWriteItemTypeDef = {
            "Delete": {"TableName": self._uitgaand, "Key": standsleutel(abonnement.sleutel)}
        }
        return not transactions.schrijf(self._client, [*self._weg(abonnement), stand])

    def _weg(self, abonnement: Abonnement) -> "list[TransactWriteItemTypeDef]":
        return [
            {
                "Delete": {
                    "TableName": self._tabel,
                    "Key": _sleutel(abonnement.sleutel),
                    "ConditionExpression": _ONGEWIJZIGD,
                    "ExpressionAttributeValues": _versie(abonnement),
                }
            },
            {"Delete": {"TableName": self._tabel, "Key": _plek(_bestemming(abonnement))}},
        ]


def _versie(abonnement: Abonnement) -> "Item":
    return {":oud": getal(abonnement.versie)}


def _sleutel(sleutel: Abonnementsleutel) -> "Item":
    return {"pk": {"S": f"school#{sleutel.school}"}, "sk": {"S": f"abonnement#{sleutel.abonnement_id}"}}


def _bestemming(abonnement: Abonnement) -> "Item":
    return {
        "pk": {"S": f"school#{abonnement.school}"},
        "sk": {"S": f"bestemming#{abonnement.kenmerk}"},
        "abonnementId": {"S": abonnement.abonnement_id},
    }


def _plek(item: "Item") -> "Item":
    return {"pk": item["pk"], "sk": item["sk"]}
