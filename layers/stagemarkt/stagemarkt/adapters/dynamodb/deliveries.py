"""What was numbered for an abonnement, in the table Uitgaand (implements `Afleverlezer` and `Nummeraar`).

| pk | sk | what |
|---|---|---|
| `uit#<BRIN>#<abonnementId>` | `stand` | how far it is, who delivers, and when it is due |
| `uit#<BRIN>#<abonnementId>` | `nr#<volgnummer>` | a delivery |

A delivery that waits has `wacht` (its volgnummer): the local index `Wachtend` holds those alone, in order,
and is read consistently. What is due at a moment has `wachtrij` and `wekOp`: the index `Wekkers`. Its key is
one of a few parts by the abonnement's id, so that no part is hot; what was set aside is in `opzij#…`.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Final
from zlib import crc32

from stagemarkt.adapters.aws import als_opslagfout
from stagemarkt.adapters.dynamodb import batches, transactions
from stagemarkt.adapters.dynamodb.outbox_items import (
    NUMMERS,
    STAND,
    aflevering_in,
    aflevering_uit,
    getal,
    nummersleutel,
)
from stagemarkt.model.abonnement import Abonnementsleutel
from stagemarkt.model.aflevering import Aflevering, Stand
from stagemarkt.ports.outbox import Nummering

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient
    from types_boto3_dynamodb.type_defs import AttributeValueTypeDef, TransactWriteItemTypeDef

    Item = dict[str, AttributeValueTypeDef]

DELEN: Final = 8
_LAATSTE: Final = 2**31


class Aflevertabel:
    """Numbers deliveries in `tabel`, and reads them back."""

    def __init__(self, client: "DynamoDBClient", tabel: str) -> None:
        self._client = client
        self._tabel = tabel

    def stand(self, sleutel: Abonnementsleutel) -> Stand | None:
        """As the port says."""
        with als_opslagfout():
            item = self._client.get_item(
                TableName=self._tabel, Key=standsleutel(sleutel), ConsistentRead=True
            ).get("Item")
        # What was ended leaves an item without a counter, until it expires.
        if item is None or "teller" not in item:
            return None
        return Stand(int(item["teller"]["N"]), int(item["gelezenTot"]["N"]))

    def nummer(
        self, sleutel: Abonnementsleutel, oud: Stand, afleveringen: Sequence[Aflevering], gelezen_tot: int
    ) -> bool:
        """As the port says."""
        [gedaan] = self.nummer_samen([Nummering(sleutel, oud, afleveringen, gelezen_tot)])
        return gedaan

    def nummer_samen(self, nummeringen: Sequence[Nummering]) -> Sequence[bool]:
        """As the port says."""
        gedaan = [False] * len(nummeringen)
        over = list(range(len(nummeringen)))
        while over:
            try:
                mis = self._schrijf([nummeringen[n] for n in over])
            except transactions.Botsing:
                if len(over) == 1:
                    raise
                # One of them was being worked at all the while: it must not hold up the others.
                for n in over:
                    with suppress(transactions.Botsing):
                        [gedaan[n]] = self.nummer_samen([nummeringen[n]])
                break
            geweigerd = [over[plek] for plek in mis]
            if geweigerd:
                # Nothing was written now. What was there already may be ours, of which the answer was lost:
                # the same lines give the same deliveries, whoever numbers them.
                er_is = self.standen([nummeringen[n].sleutel for n in geweigerd])
                for n in geweigerd:
                    gedaan[n] = er_is.get(nummeringen[n].sleutel) == nummeringen[n].nieuw
                over = [n for n in over if n not in geweigerd]
            else:
                for n in over:
                    gedaan[n] = True
                break
        return gedaan

    def standen(self, sleutels: Sequence[Abonnementsleutel]) -> Mapping[Abonnementsleutel, Stand]:
        """As the port says."""
        gevonden = batches.lees(self._client, self._tabel, [standsleutel(sleutel) for sleutel in sleutels])
        return {
            sleutel_van(item["pk"]["S"]): Stand(int(item["teller"]["N"]), int(item["gelezenTot"]["N"]))
            for item in gevonden
            if "teller" in item
        }

    def _schrijf(self, nummeringen: Sequence[Nummering]) -> frozenset[int]:
        """All of these or none; the places of those that were refused."""
        stappen: list[TransactWriteItemTypeDef] = []
        van: list[int] = []
        for plek, nummering in enumerate(nummeringen):
            eigen = self._stappen(nummering)
            stappen += eigen
            van += [plek] * len(eigen)
        return frozenset(van[plek] for plek in transactions.schrijf(self._client, stappen))

    def _stappen(self, nummering: Nummering) -> "list[TransactWriteItemTypeDef]":
        sleutel, oud, afleveringen, gelezen_tot = nummering
        zet = "SET teller = :teller, gelezenTot = :gelezen"
        waarden: Item = {
            ":oud": getal(oud.teller),
            ":van": getal(oud.gelezen_tot),
            ":teller": getal(oud.teller + len(afleveringen)),
            ":gelezen": getal(gelezen_tot),
        }
        nu = afleveringen[0].poging_op if afleveringen else 0.0
        if afleveringen:
            zet += ", wachtrij = :deel, wekOp = :op ADD gewekt :een"
            waarden |= wekwaarden(sleutel, nu)
        return [
            {
                "Update": {
                    "TableName": self._tabel,
                    "Key": standsleutel(sleutel),
                    "UpdateExpression": zet,
                    "ConditionExpression": "teller = :oud AND gelezenTot = :van",
                    "ExpressionAttributeValues": waarden,
                }
            },
            *(
                transactions.nieuw(self._tabel, aflevering_in(pk_van(sleutel), aflevering, nu))
                for aflevering in afleveringen
            ),
        ]

    def lees(self, sleutel: Abonnementsleutel, na: int, aantal: int) -> Sequence[Aflevering]:
        """As the port says; fewer when they are large."""
        return self._lees(sleutel, na + 1, _LAATSTE, aantal, vooruit=True)

    def lees_terug(self, sleutel: Abonnementsleutel, voor: int | None, aantal: int) -> Sequence[Aflevering]:
        """As the port says; fewer when they are large."""
        return self._lees(sleutel, 0, _LAATSTE if voor is None else voor - 1, aantal, vooruit=False)

    def _lees(
        self, sleutel: Abonnementsleutel, van: int, tot: int, aantal: int, *, vooruit: bool
    ) -> Sequence[Aflevering]:
        with als_opslagfout():
            blad = self._client.query(
                TableName=self._tabel,
                KeyConditionExpression="pk = :pk AND sk BETWEEN :van AND :tot",
                ExpressionAttributeValues={
                    ":pk": {"S": pk_van(sleutel)},
                    ":van": {"S": nummersleutel(van)},
                    ":tot": {"S": nummersleutel(tot)},
                },
                ConsistentRead=True,
                ScanIndexForward=vooruit,
                Limit=aantal,
            )
        return [aflevering_uit(item) for item in blad["Items"]]


def pk_van(sleutel: Abonnementsleutel) -> str:
    """The partition of an abonnement."""
    return f"uit#{sleutel.school}#{sleutel.abonnement_id}"


def sleutel_van(pk: str) -> Abonnementsleutel:
    """Whose partition this is."""
    _uit, school, abonnement_id = pk.split("#", 2)
    return Abonnementsleutel(school, abonnement_id)


def standsleutel(sleutel: Abonnementsleutel) -> "Item":
    """The key of what is known of an abonnement as a whole."""
    return {"pk": {"S": pk_van(sleutel)}, "sk": {"S": STAND}}


def afleversleutel(sleutel: Abonnementsleutel, volgnummer: int) -> "Item":
    """The key of a delivery."""
    return {"pk": {"S": pk_van(sleutel)}, "sk": {"S": nummersleutel(volgnummer)}}


def deel(sleutel: Abonnementsleutel, soort: str = "wek") -> str:
    """The part of the index Wekkers that an abonnement is in."""
    return f"{soort}#{crc32(sleutel.abonnement_id.encode()) % DELEN}"


def gewekt(tabel: str, sleutel: Abonnementsleutel, op: float) -> "TransactWriteItemTypeDef":
    """That an abonnement is due at `op`, as a part of another change."""
    return {
        "Update": {
            "TableName": tabel,
            "Key": standsleutel(sleutel),
            # Whoever delivers at the moment finds that it was woken meanwhile.
            "UpdateExpression": "SET wachtrij = :deel, wekOp = :op ADD gewekt :een",
            "ConditionExpression": "attribute_exists(teller)",
            "ExpressionAttributeValues": wekwaarden(sleutel, op),
        }
    }


def wekwaarden(sleutel: Abonnementsleutel, op: float) -> "Item":
    """The values with which an abonnement is made due."""
    return {":deel": {"S": deel(sleutel)}, ":op": getal(float(op)), ":een": getal(1)}


def is_nummer(sk: str) -> bool:
    """Whether this sort key is that of a delivery."""
    return sk.startswith(NUMMERS)
