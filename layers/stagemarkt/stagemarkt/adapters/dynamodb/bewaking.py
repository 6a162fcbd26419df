"""What the functions agree on about asking SBB (implements `poorten.bewaking.Bewakingsopslag`).

Two kinds of item in the table of Waarnemingen: `zekering#<endpoint>` with a map `zekering`, and
`bewaking#<BRIN>` with the maps `zekering` and `drukte`. A zekering is written on condition of the `versie`
that was read; a turn and a place on condition that there is room, whoever was first.
"""

import uuid
from typing import TYPE_CHECKING, Any

from stagemarkt.adapters.dynamodb import herkenning
from stagemarkt.adapters.dynamodb.drukte import getal, read, wait, wijziging
from stagemarkt.adapters.dynamodb.verbinding import als_opslagfout
from stagemarkt.model.fouten import OpslagFout
from stagemarkt.poorten.bewaking import (
    Aanvraag,
    Bezet,
    Drukte,
    Kring,
    Requester,
    Stand,
    Waiting,
    Zekering,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from types_boto3_dynamodb.client import DynamoDBClient
    from types_boto3_dynamodb.type_defs import AttributeValueTypeDef

    from stagemarkt.adapters.dynamodb.drukte import Wijziging


class Bewakingtabel:
    """Keeps it in `tabel`; `eindpunt` is the address of SBB that the zekering is about."""

    def __init__(self, client: "DynamoDBClient", tabel: str, eindpunt: str) -> None:
        self._client = client
        self._tabel = tabel
        self._bron = f"zekering#{eindpunt}"

    def van(self, eindpunt: str) -> "Bewakingtabel":
        """The same about another address of SBB; what is known of a school is known at all of them."""
        return Bewakingtabel(self._client, self._tabel, eindpunt)

    def lees(self, school: str) -> Stand:
        """As the port says; one round trip for both items."""
        sleutels = [{"pk": {"S": naam}} for naam in (self._bron, _school(school))]
        with als_opslagfout():
            antwoord = self._client.batch_get_item(
                RequestItems={self._tabel: {"Keys": sleutels, "ConsistentRead": True}}
            )
        if antwoord.get("UnprocessedKeys"):
            raise OpslagFout("UnprocessedKeys")
        items = {item["pk"]["S"]: item for item in antwoord["Responses"][self._tabel]}
        van_school = items.get(_school(school), {})
        return Stand(_zekering(items.get(self._bron, {})), _zekering(van_school), _drukte(van_school))

    def lees_bron(self) -> Zekering:
        """The zekering of SBB's endpoint. Raises OpslagFout."""
        with als_opslagfout():
            item = self._client.get_item(TableName=self._tabel, Key={"pk": {"S": self._bron}}).get("Item", {})
        return _zekering(item)

    def vervang(self, kring: Kring, school: str, oud: Zekering, nieuw: Zekering) -> bool:
        """As the port says."""
        voorwaarde = "zekering.versie = :oud" if oud.versie else "attribute_not_exists(zekering)"
        # The name is of this one call: what it put there, and whose answer was lost, it knows again.
        kaart = _uit_zekering(nieuw) | {"door": {"S": uuid.uuid4().hex}}
        waarden: dict[str, AttributeValueTypeDef] = {":nieuw": {"M": kaart}}
        return self._schrijf(
            self._bron if kring == "bron" else _school(school),
            {
                "UpdateExpression": "SET zekering = :nieuw",
                "ConditionExpression": voorwaarde,
                "ExpressionAttributeValues": waarden | _oud(oud.versie),
            },
            {"zekering": {"M": kaart}},
        )

    def bezet(self, school: str, aanvraag: Aanvraag) -> Bezet:
        """As the port says."""
        bezet = self._update(school, wijziging(aanvraag))
        if not bezet.gelukt and aanvraag.plaats in bezet.drukte.plaatsen:
            # It has its place already: the answer to the first try was lost, and the client tried again.
            return bezet._replace(gelukt=True)
        return bezet

    def wait(self, school: str, requester: Requester, waiting: Waiting) -> Drukte:
        """As the port says."""
        return self._update(school, wait(requester, waiting)).drukte

    def geef_vrij(self, school: str, plaats: str) -> None:
        """As the port says."""
        self._schrijf(
            _school(school),
            {
                "UpdateExpression": "REMOVE drukte.plaatsen.#plaats",
                "ConditionExpression": "attribute_exists(drukte.plaatsen.#plaats)",
                "ExpressionAttributeNames": {"#plaats": plaats},
            },
        )

    def _update(self, school: str, verzoek: "Wijziging") -> Bezet:
        with als_opslagfout():
            try:
                antwoord = self._client.update_item(
                    TableName=self._tabel,
                    Key={"pk": {"S": _school(school)}},
                    ReturnValues="ALL_NEW",
                    ReturnValuesOnConditionCheckFailure="ALL_OLD",
                    **verzoek,
                )
            except self._client.exceptions.ConditionalCheckFailedException as fout:
                # boto3's types do not know that the item comes along.
                antwoord_erbij: Mapping[str, Any] = fout.response
                return Bezet(gelukt=False, drukte=_drukte(antwoord_erbij.get("Item", {})))
        return Bezet(gelukt=True, drukte=_drukte(antwoord["Attributes"]))

    def _schrijf(
        self,
        sleutel: str,
        verzoek: "Wijziging",
        eigen: "Mapping[str, AttributeValueTypeDef] | None" = None,
    ) -> bool:
        with als_opslagfout():
            try:
                self._client.update_item(
                    TableName=self._tabel,
                    Key={"pk": {"S": sleutel}},
                    ReturnValuesOnConditionCheckFailure="ALL_OLD",
                    **verzoek,
                )
            except self._client.exceptions.ConditionalCheckFailedException as fout:
                return herkenning.eigen_werk(fout, eigen) is not None
        return True


def _school(brin: str) -> str:
    return f"bewaking#{brin}"


def _oud(versie: int) -> "dict[str, AttributeValueTypeDef]":
    return {":oud": getal(versie)} if versie else {}


def _uit_zekering(zekering: Zekering) -> "dict[str, AttributeValueTypeDef]":
    kaart: dict[str, AttributeValueTypeDef] = {
        "versie": getal(zekering.versie),
        "missers": getal(zekering.missers),
        "geslotenOp": getal(zekering.gesloten_op),
        "proefNa": getal(zekering.proef_na),
        "proefTot": getal(zekering.proef_tot),
    }
    if zekering.open_sinds is not None:
        kaart["openSinds"] = getal(zekering.open_sinds)
    if zekering.code is not None:
        kaart["code"] = {"S": zekering.code}
    if zekering.proef is not None:
        kaart["proef"] = {"S": zekering.proef}
    return kaart


def _zekering(item: "Mapping[str, AttributeValueTypeDef]") -> Zekering:
    try:
        kaart = item["zekering"]["M"] if "zekering" in item else None
        if kaart is None:
            return Zekering()
        return Zekering(
            versie=int(kaart["versie"]["N"]),
            missers=int(kaart["missers"]["N"]),
            code=kaart["code"]["S"] if "code" in kaart else None,
            gesloten_op=float(kaart["geslotenOp"]["N"]),
            open_sinds=float(kaart["openSinds"]["N"]) if "openSinds" in kaart else None,
            proef_na=float(kaart["proefNa"]["N"]),
            proef=kaart["proef"]["S"] if "proef" in kaart else None,
            proef_tot=float(kaart["proefTot"]["N"]),
        )
    except (KeyError, ValueError) as fout:
        raise OpslagFout("a state without its attributes") from fout


def _drukte(item: "Mapping[str, AttributeValueTypeDef]") -> Drukte:
    try:
        return read(item["drukte"]["M"]) if "drukte" in item else Drukte()
    except (KeyError, ValueError) as fout:
        raise OpslagFout("a state without its attributes") from fout
