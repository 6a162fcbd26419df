"""Answers lost and workers killed at random, over the real tables: nothing is lost, or waits for ever."""

from collections.abc import Iterator
from random import Random
from typing import TYPE_CHECKING, Any, Final

import pytest
from stagemarkt.adapters.dynamodb.abonnementen import Abonnemententabel
from stagemarkt.adapters.dynamodb.deliveries import Aflevertabel, standsleutel
from stagemarkt.adapters.dynamodb.feed import Feedtabel
from stagemarkt.adapters.dynamodb.outbox import Uitbaktabel
from stagemarkt.model.abonnement import Abonnementsleutel

from tests.integration.support.loss import SCHRIJFT, na_moto, vasthoudende_client, verliest, werk_van
from tests.integration.support.template import Tabellen
from tests.unit.fakes_outbox import Dood, Rampen
from tests.unit.proof import maak_abonnementen, maak_verkeer
from tests.unit.proof_run import Wekstand, beproef, controleer_gewekt
from tests.unit.way_out import Uitgang

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient

VERLOREN: Final = 0.2
GEDOOD: Final = 0.01


class Onderweg(Uitgang):
    """A way out over the tables, of which answers get lost and workers die."""

    def __init__(self, client: "DynamoDBClient", tabellen: Tabellen, zaad: int) -> None:
        super().__init__(Rampen(), zaad=zaad)
        self.client = client
        self.tabel = tabellen.uitgaand
        self.feed = Feedtabel(client, tabellen.uitgaand)
        self.uitbak = Uitbaktabel(client, tabellen.uitgaand)
        self.nummeraar = Aflevertabel(client, tabellen.uitgaand)
        self.abonnementen = Abonnemententabel(client, tabellen.abonnementen, tabellen.uitgaand)
        self.sleutels = [wie.sleutel for wie in maak_abonnementen()]
        self.controleer = self._controleer
        self.bouw()

    def _controleer(self) -> None:
        for sleutel in self.sleutels:
            controleer_gewekt(self.uitbak.wachtend(sleutel), self._stand(sleutel), self.nu)

    def _stand(self, sleutel: Abonnementsleutel) -> Wekstand:
        item: dict[str, Any] = self.client.get_item(
            TableName=self.tabel, Key=standsleutel(sleutel), ConsistentRead=True
        )["Item"]
        moment = {n: float(item[n]["N"]) for n in ("wekOp", "pachtTot", "rustTot") if n in item}
        return Wekstand(moment.get("wekOp"), moment.get("pachtTot", 0.0), moment.get("rustTot", 0.0))


@pytest.fixture
def sterfelijk(tabellen: Tabellen) -> Iterator[Onderweg]:
    """Workers that can be killed after any write: from then on they write nothing more."""
    client = vasthoudende_client()
    uitgang, toeval = Onderweg(client, tabellen, zaad=7), Random(13)  # noqa: S311 - repeatable, no secret
    gebeurtenissen: Any = client.meta.events

    def dood(**_: Any) -> None:
        if uitgang.rampen.is_dood:
            raise Dood

    def sterf(request: Any, **_: Any) -> None:
        if werk_van(request) in SCHRIJFT and uitgang.rampen.dood and toeval.random() < GEDOOD:
            uitgang.rampen.is_dood = True
            uitgang.rampen.telling["gedood"] += 1
            raise Dood

    gebeurtenissen.register_first("before-call.dynamodb", dood)
    na_moto(client, sterf)
    yield uitgang
    client.close()


def test_niets_wacht_voor_altijd(sterfelijk: Onderweg) -> None:
    """One answer in five lost, workers killed: all arrives, in order and without gaps; what waits is due."""
    verkeer = maak_verkeer(40, 12, zaad=3)
    sterfelijk.mutaties.inhoud = {m.mutatie_id: m for lijst in verkeer.mutaties.values() for m in lijst}
    toeval = Random(5)  # noqa: S311 - repeatable, no secret
    verloren: list[int] = []

    def verlies(nummer: int) -> bool:
        weg = toeval.random() < VERLOREN
        verloren.extend([nummer] if weg else [])
        return weg

    with verliest(sterfelijk.client, verlies):
        uitslag = beproef(sterfelijk, verkeer, kans=0.0, dood=0.001, zaad=5)
    assert len(verloren) > 10
    assert uitslag.gebeurd["gedood"] > 0
    assert uitslag.afleveringen > 30
