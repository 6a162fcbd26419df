"""What waits, in the table Uitgaand (implements `Uitbak`, and what `adapters.dynamodb.due_times` does).

The shape of the items stands in `adapters.dynamodb.deliveries`.
"""

import uuid
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from stagemarkt.adapters.aws import als_opslagfout
from stagemarkt.adapters.dynamodb.deliveries import afleversleutel, deel, pk_van, standsleutel
from stagemarkt.adapters.dynamodb.due_times import Wekkertabel
from stagemarkt.adapters.dynamodb.outbox_items import aflevering_uit, getal
from stagemarkt.model.abonnement import Abonnementsleutel
from stagemarkt.model.aflevering import BEWAARTERMIJN, Aflevering
from stagemarkt.ports.outbox import Pacht

if TYPE_CHECKING:
    from types_boto3_dynamodb.type_defs import AttributeValueTypeDef

    Item = dict[str, AttributeValueTypeDef]

_WACHTEND: Final = "Wachtend"
_OP: Final = {":nul": getal(0)}


class Uitbaktabel(Wekkertabel):
    """Knows in `tabel` what waits, who delivers it and when it is due."""

    def pacht(self, sleutel: Abonnementsleutel, nu: float, tot: float) -> Pacht | None:
        """As the port says."""
        # The name is of this one call: asked again for a lost answer, it finds its own right, not another's.
        item = self.werk_bij(
            standsleutel(sleutel),
            "SET pachtTot = :tot, houder = :wie ADD hek :een",
            "attribute_exists(teller) AND "
            "(attribute_not_exists(pachtTot) OR pachtTot <= :nu OR houder = :wie)",
            {":tot": getal(tot), ":nu": getal(nu), ":een": getal(1), ":wie": {"S": uuid.uuid4().hex}},
        )
        if item is None:
            return None
        return Pacht(
            hek=_heel(item, "hek"),
            gewekt=_heel(item, "gewekt"),
            mislukt=_heel(item, "mislukt"),
            rust_tot=float(item["rustTot"]["N"]) if "rustTot" in item else 0.0,
            opnieuw_vanaf=_heel(item, "opnieuwVanaf"),
            opnieuw_tot=_heel(item, "opnieuwTot"),
            geleerd_sinds=float(item["geleerdSinds"]["N"]) if "geleerdSinds" in item else 0.0,
        )

    def wachtend(self, sleutel: Abonnementsleutel) -> Iterator[Aflevering]:
        """As the port says."""
        bladen = self._client.get_paginator("query").paginate(
            TableName=self._tabel,
            IndexName=_WACHTEND,
            KeyConditionExpression="pk = :pk",
            ExpressionAttributeValues={":pk": {"S": pk_van(sleutel)}},
            ConsistentRead=True,
            PaginationConfig={"PageSize": 200},
        )
        with als_opslagfout():
            for blad in bladen:
                for item in blad["Items"]:
                    yield aflevering_uit(item)

    def noteer(self, sleutel: Abonnementsleutel, hek: int, aflevering: Aflevering) -> bool:
        """As the port says."""
        zet = "SET stand = :stand, pogingen = :pogingen, pogingOp = :op, hek = :hek"
        weg = []
        waarden: Item = {
            ":stand": {"S": aflevering.stand},
            ":pogingen": getal(aflevering.pogingen),
            ":op": getal(aflevering.poging_op),
            ":hek": getal(hek),
        }
        if aflevering.laatste is not None:
            zet += ", laatsteOp = :laatst"
            waarden[":laatst"] = getal(aflevering.laatste.op)
            for naam, waarde in (
                ("laatsteStatus", aflevering.laatste.http_status),
                ("laatsteReden", aflevering.laatste.reden),
            ):
                if waarde is None:
                    weg.append(naam)
                else:
                    zet += f", {naam} = :{naam}"
                    waarden[f":{naam}"] = getal(waarde) if isinstance(waarde, int) else {"S": waarde}
        if aflevering.stand != "wacht":
            weg.append("wacht")
        if aflevering.stand == "opzij":
            zet += ", wachtrij = :deel, wekOp = :op"
            waarden[":deel"] = {"S": deel(sleutel, "opzij")}
        zet += f" REMOVE {', '.join(weg)}" if weg else ""
        voorwaarde = "attribute_exists(wacht) AND (attribute_not_exists(hek) OR hek <= :hek)"
        plek = afleversleutel(sleutel, aflevering.volgnummer)
        # Within one right a delivery gets each state and count once: then it is what we noted.
        eigen = {naam: waarden[f":{naam}"] for naam in ("stand", "pogingen", "hek")}
        return self.werk_bij(plek, zet, voorwaarde, waarden, eigen) is not None

    def zet_terug(self, sleutel: Abonnementsleutel, pacht: Pacht, tot: int, nu: float) -> bool:
        """As the port says."""
        for volgnummer in range(pacht.opnieuw_vanaf, tot + 1):
            # An expired one is not there: nothing is made of it.
            self.werk_bij(
                afleversleutel(sleutel, volgnummer),
                "SET wacht = :nr, stand = :wacht, pogingen = :nul, pogingOp = :nu, sinds = :nu, hek = :hek "
                "REMOVE wachtrij, wekOp",
                "attribute_exists(pk) AND (attribute_not_exists(hek) OR hek <= :hek)",
                {
                    ":nr": getal(volgnummer),
                    ":wacht": {"S": "wacht"},
                    ":nu": getal(nu),
                    ":hek": getal(pacht.hek),
                    **_OP,
                },
            )
        klaar = tot >= pacht.opnieuw_tot
        verder: Item = {} if klaar else {":verder": getal(tot + 1)}
        gedaan = self.werk_bij(
            standsleutel(sleutel),
            "REMOVE opnieuwVanaf, opnieuwTot" if klaar else "SET opnieuwVanaf = :verder",
            # Another stretch may have been asked for meanwhile: then it is looked at anew.
            "hek = :hek AND opnieuwVanaf = :vanaf AND opnieuwTot = :tot",
            {
                ":hek": getal(pacht.hek),
                ":vanaf": getal(pacht.opnieuw_vanaf),
                ":tot": getal(pacht.opnieuw_tot),
                **verder,
            },
            {
                "hek": getal(pacht.hek),
                "opnieuwVanaf": None if klaar else getal(tot + 1),
                "opnieuwTot": None if klaar else getal(pacht.opnieuw_tot),
            },
        )
        return gedaan is not None

    def leg_neer(
        self, sleutel: Abonnementsleutel, pacht: Pacht, wek_op: float, mislukt: int, rust_tot: float
    ) -> bool:
        """As the port says."""
        zet = "SET mislukt = :mislukt, rustTot = :rust, geleerdSinds = :sinds"
        waarden: Item = {
            ":sinds": getal(pacht.geleerd_sinds),
            ":mislukt": getal(mislukt),
            ":rust": getal(float(rust_tot)),
            ":hek": getal(pacht.hek),
            ":gewekt": getal(pacht.gewekt),
            ":deel": {"S": deel(sleutel)},
            ":op": getal(float(wek_op)),
        }
        rustig = f"{zet}, wachtrij = :deel, wekOp = :op REMOVE pachtTot"
        plek = standsleutel(sleutel)
        ongestoord = "hek = :hek AND (gewekt = :gewekt OR attribute_not_exists(gewekt))"
        if self.werk_bij(plek, rustig, ongestoord, waarden) is not None:
            return True
        nodig = {naam: waarden[naam] for naam in (":mislukt", ":rust", ":sinds", ":hek")}
        # Not undisturbed: woken, and then it stays due; or overtaken, and then it is another's.
        return self.werk_bij(plek, f"{zet} REMOVE pachtTot", "hek = :hek", nodig) is None

    def vergeet(self, sleutel: Abonnementsleutel, nu: float) -> None:
        """As the port says."""
        self.werk_bij(
            standsleutel(sleutel),
            "SET verlooptOp = :op REMOVE wachtrij, wekOp, pachtTot",
            "attribute_exists(pk)",
            {":op": getal(int(nu) + BEWAARTERMIJN)},
        )


def _heel(item: "dict[str, Any]", naam: str) -> int:
    return int(item[naam]["N"]) if naam in item else 0
