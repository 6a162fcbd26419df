"""What an operator does to the way out of changes: pass on what was missed, see what was given up on."""

import uuid
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from stagemarkt.adapters.dynamodb.abonnementen import Abonnemententabel
from stagemarkt.adapters.dynamodb.deliveries import Aflevertabel
from stagemarkt.adapters.dynamodb.feed import Feedtabel
from stagemarkt.adapters.dynamodb.mutaties import Mutatietabel
from stagemarkt.adapters.dynamodb.outbox import Uitbaktabel
from stagemarkt.adapters.sqs.delivery import Afleverrij
from stagemarkt.adapters.sqs.processing import Verwerkrij

if TYPE_CHECKING:
    from stagemarkt.model.abonnement import Abonnementsleutel

    from stagemarkt_cli.aws.stack import Stapel

_PER_KEER: Final = 500


class Hersteld(NamedTuple):
    """What was done for a school: mutaties that were queued once more, abonnementen that were woken."""

    mutaties: int
    gewekt: int


class Uitgaand:
    """The tables and queues of a deployed stack."""

    def __init__(self, stapel: "Stapel") -> None:
        dynamodb, sqs = stapel.client("dynamodb"), stapel.client("sqs")
        uitgaand = stapel.uitvoer("UitgaandTabel")
        self.mutaties = Mutatietabel(dynamodb, stapel.uitvoer("MutatiesTabel"))
        self.feed = Feedtabel(dynamodb, uitgaand)
        self.abonnementen = Abonnemententabel(dynamodb, stapel.uitvoer("AbonnementenTabel"), uitgaand)
        self.afleveringen = Aflevertabel(dynamodb, uitgaand)
        self.uitbak = Uitbaktabel(dynamodb, uitgaand)
        self.verwerking = Verwerkrij(sqs, stapel.uitvoer("VerwerkingWachtrij"))
        self.wekker = Afleverrij(sqs, stapel.uitvoer("AfleveringWachtrij"))

    def herstel(self, school: str, vanaf: float, nu: float) -> Hersteld:
        """Pass on again what this school was told since `vanaf` and nobody was told of.

        Mutaties without a line in the feed are queued again, oldest first. Where an abonnement has not read
        the whole feed, one that has a line is queued as well: with it comes the rest. What waits is woken.
        """
        aantal = 0
        for ids in self._gemist(school, vanaf):
            self.verwerking.plaats(school, ids, f"herstel.{uuid.uuid4().hex}")
            aantal += len(ids)
        if not aantal:
            self._haal_bij(school)
        return Hersteld(aantal, self._wek(school, nu))

    def _gemist(self, school: str, vanaf: float) -> Iterator[list[str]]:
        alle = (mutatie.mutatie_id for mutatie in self.mutaties.doorloop(school, vanaf))
        while stuk := list(islice(alle, _PER_KEER)):
            genummerd = self.feed.genummerd(stuk)
            if gemist := [mutatie_id for mutatie_id in stuk if mutatie_id not in genummerd]:
                yield gemist

    def _haal_bij(self, school: str) -> None:
        einde = self.feed.stand(school)
        standen = [self.afleveringen.stand(a.sleutel) for a in self.abonnementen.van_school(school)]
        if any(stand is not None and stand.gelezen_tot < einde for stand in standen):
            laatste = self.feed.lees(school, einde - 1, 1)
            ids = [regel.mutatie.mutatie_id for regel in laatste]
            self.verwerking.plaats(school, ids, f"herstel.{uuid.uuid4().hex}")

    def _wek(self, school: str, nu: float) -> int:
        sleutels: list[Abonnementsleutel] = []
        for abonnement in self.abonnementen.van_school(school):
            if abonnement.toestand == "actief" and any(
                True for _ in self.uitbak.wachtend(abonnement.sleutel)
            ):
                self.uitbak.zet_wekker(abonnement.sleutel, nu)
                sleutels.append(abonnement.sleutel)
        self.wekker.wek(sleutels)
        return len(sleutels)
