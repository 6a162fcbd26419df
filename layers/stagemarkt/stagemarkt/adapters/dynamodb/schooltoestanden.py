"""How each school stands with SBB (implements `poorten.schooltoestand.Schooltoestanden`).

One item per school in the table Waarnemingen, `pk` = `school#<BRIN>`. Its attributes are flat, so that each
is written by itself: `<soort>GeweigerdOp`, `…Signaalcode`, `…GewaarschuwdOp`, `…HersteldOp`, `…Merk`,
`laatsteSucces`, `geslaagd_<merk>`, `certificaat` (a map, written by the watch alone) and `onbruikbaar`.
"""

import uuid
from typing import TYPE_CHECKING, Final

from stagemarkt.adapters.dynamodb import herkenning
from stagemarkt.adapters.dynamodb.verbinding import als_opslagfout
from stagemarkt.model.fouten import OpslagFout
from stagemarkt.model.school import Merken
from stagemarkt.poorten.schooltoestand import SOORTEN, Certificaatstand, Schooltoestand, Soort, Weigering

if TYPE_CHECKING:
    from collections.abc import Mapping

    from types_boto3_dynamodb.client import DynamoDBClient
    from types_boto3_dynamodb.type_defs import AttributeValueTypeDef

    Item = Mapping[str, AttributeValueTypeDef]


_GESLAAGD: Final = "geslaagd_"


class Schooltoestandentabel:
    """Keeps the records in `tabel`."""

    def __init__(self, client: "DynamoDBClient", tabel: str) -> None:
        self._client = client
        self._tabel = tabel

    def lees(self, brin: str) -> Schooltoestand:
        """As the port says."""
        with als_opslagfout():
            item = self._client.get_item(TableName=self._tabel, Key=_sleutel(brin)).get("Item", {})
        return _uit(item)

    def meld_succes(self, brin: str, op: float, merken: Merken | None = None) -> None:
        """As the port says."""
        # Each mark an attribute of its own: an instance that still asks with what was before erases nothing.
        gelukt = [f"{_GESLAAGD}{merk}" for merk in merken or () if merk]
        self._zet(brin, {naam: _getal(op) for naam in ("laatsteSucces", *gelukt)})

    def meld_weigering(
        self, brin: str, soort: Soort, op: float, signaalcode: int | None, merk: str | None = None
    ) -> Schooltoestand:
        """As the port says."""
        waarden: dict[str, AttributeValueTypeDef] = {f"{soort}GeweigerdOp": _getal(op)}
        if signaalcode is not None:
            waarden[f"{soort}Signaalcode"] = {"N": str(signaalcode)}
        if merk:
            waarden[f"{soort}Merk"] = {"S": merk}
        weg = [naam for naam in (f"{soort}Signaalcode", f"{soort}Merk") if naam not in waarden]
        return self._zet(brin, waarden, weg=tuple(weg))

    def meld_herstel(self, brin: str, soort: Soort, op: float) -> None:
        """As the port says."""
        self._zet(brin, {f"{soort}HersteldOp": _getal(op)})

    def eis_waarschuwing(self, brin: str, soort: Soort, op: float, vorige: float | None) -> bool:
        """As the port says."""
        voorwaarde = "attribute_not_exists(#wanneer)" if vorige is None else "#wanneer = :vorige"
        # The name is of this one call, which may be asked again for a lost answer.
        eigen: dict[str, AttributeValueTypeDef] = {f"{soort}GewaarschuwdDoor": {"S": uuid.uuid4().hex}}
        [(door, wie)] = eigen.items()
        waarden: dict[str, AttributeValueTypeDef] = {":op": _getal(op), ":wie": wie}
        if vorige is not None:
            waarden[":vorige"] = _getal(vorige)
        with als_opslagfout():
            try:
                self._client.update_item(
                    TableName=self._tabel,
                    Key=_sleutel(brin),
                    UpdateExpression="SET #wanneer = :op, #door = :wie",
                    ConditionExpression=voorwaarde,
                    ExpressionAttributeNames={"#wanneer": f"{soort}GewaarschuwdOp", "#door": door},
                    ExpressionAttributeValues=waarden,
                    ReturnValuesOnConditionCheckFailure="ALL_OLD",
                )
            except self._client.exceptions.ConditionalCheckFailedException as fout:
                return herkenning.eigen_werk(fout, eigen) is not None
        return True

    def laat_waarschuwing(self, brin: str, soort: Soort) -> None:
        """As the port says."""
        with als_opslagfout():
            self._client.update_item(
                TableName=self._tabel,
                Key=_sleutel(brin),
                UpdateExpression="REMOVE #wanneer",
                ExpressionAttributeNames={"#wanneer": f"{soort}GewaarschuwdOp"},
            )

    def bewaar_certificaat(self, brin: str, stand: Certificaatstand | None, onbruikbaar: str | None) -> None:
        """As the port says."""
        waarden: dict[str, AttributeValueTypeDef] = {}
        if stand is not None:
            waarden["certificaat"] = {"M": _in(stand)}
        if onbruikbaar is not None:
            waarden["onbruikbaar"] = {"S": onbruikbaar}
        self._zet(brin, waarden, weg=() if onbruikbaar is not None else ("onbruikbaar",))

    def _zet(
        self, brin: str, waarden: "Mapping[str, AttributeValueTypeDef]", weg: tuple[str, ...] = ()
    ) -> Schooltoestand:
        """Set these attributes, one or more, and remove those; the record as it was before."""
        namen = {f"#n{nummer}": naam for nummer, naam in enumerate((*waarden, *weg))}
        houders = list(namen)
        zet = [f"{houder} = :v{nummer}" for nummer, houder in enumerate(houders[: len(waarden)])]
        haal = houders[len(waarden) :]
        delen = [f"SET {', '.join(zet)}", *([f"REMOVE {', '.join(haal)}"] if haal else [])]
        invulling = {f":v{nummer}": waarde for nummer, waarde in enumerate(waarden.values())}
        with als_opslagfout():
            antwoord = self._client.update_item(
                TableName=self._tabel,
                Key=_sleutel(brin),
                UpdateExpression=" ".join(delen),
                ExpressionAttributeNames=namen,
                ReturnValues="ALL_OLD",
                ExpressionAttributeValues=invulling,
            )
        return _uit(antwoord.get("Attributes", {}))


def _sleutel(brin: str) -> "dict[str, AttributeValueTypeDef]":
    return {"pk": {"S": f"school#{brin}"}}


def _getal(moment: float) -> "AttributeValueTypeDef":
    return {"N": f"{moment:.3f}"}


def _in(stand: Certificaatstand) -> "dict[str, AttributeValueTypeDef]":
    getallen = {
        "geldigVan": stand.geldig_van,
        "geldigTot": stand.geldig_tot,
        "gezienOp": stand.gezien_op,
        "gewaarschuwdBij": stand.gewaarschuwd_bij,
        "vorigTot": stand.vorig_tot,
    }
    inhoud: dict[str, AttributeValueTypeDef] = {"vingerafdruk": {"S": stand.vingerafdruk}}
    if stand.licentiemerk is not None:
        inhoud["licentiemerk"] = {"S": stand.licentiemerk}
    return inhoud | {naam: {"N": str(getal)} for naam, getal in getallen.items() if getal is not None}


def _uit(item: "Item") -> Schooltoestand:
    try:
        return Schooltoestand(
            laatste_succes=_moment(item, "laatsteSucces"),
            weigeringen={
                soort: _weigering(item, soort) for soort in SOORTEN if f"{soort}GeweigerdOp" in item
            },
            certificaat=_stand(item["certificaat"]["M"]) if "certificaat" in item else None,
            onbruikbaar=item["onbruikbaar"]["S"] if "onbruikbaar" in item else None,
            geslaagd={
                naam.removeprefix(_GESLAAGD): float(waarde["N"])
                for naam, waarde in item.items()
                if naam.startswith(_GESLAAGD)
            },
        )
    except (KeyError, ValueError) as fout:
        raise OpslagFout("a record without its attributes") from fout


def _weigering(item: "Item", soort: Soort) -> Weigering:
    return Weigering(
        op=float(item[f"{soort}GeweigerdOp"]["N"]),
        signaalcode=_heel(item, f"{soort}Signaalcode"),
        gewaarschuwd_op=_moment(item, f"{soort}GewaarschuwdOp"),
        hersteld_op=_moment(item, f"{soort}HersteldOp"),
        merk=item[f"{soort}Merk"]["S"] if f"{soort}Merk" in item else None,
    )


def _stand(deel: "Item") -> Certificaatstand:
    return Certificaatstand(
        vingerafdruk=deel["vingerafdruk"]["S"],
        geldig_van=int(deel["geldigVan"]["N"]),
        geldig_tot=int(deel["geldigTot"]["N"]),
        gezien_op=int(deel["gezienOp"]["N"]),
        gewaarschuwd_bij=_heel(deel, "gewaarschuwdBij"),
        vorig_tot=_heel(deel, "vorigTot"),
        licentiemerk=deel["licentiemerk"]["S"] if "licentiemerk" in deel else None,
    )


def _moment(item: "Item", naam: str) -> float | None:
    return float(item[naam]["N"]) if naam in item else None


def _heel(item: "Item", naam: str) -> int | None:
    return int(item[naam]["N"]) if naam in item else None
