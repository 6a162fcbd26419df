"""A whole way out in memory: fan-out, outbox, sweep and workers over fakes, with a clock of its own."""

import json
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

from stagemarkt.domain.changes.delivery import Afleveraar
from stagemarkt.domain.changes.fanout import Verdeeld, Verdeler
from stagemarkt.model.abonnement import Abonnement, Abonnementsleutel
from stagemarkt.model.errors import OpslagFout
from stagemarkt.model.mutatie import Mutatie
from stagemarkt.ports.deadline import Termijn
from stagemarkt.ports.delivery import Bericht

from tests.unit.fakes import NU
from tests.unit.fakes_outbox import (
    BRON,
    Dood,
    NepAbonnementen,
    NepBezorger,
    NepFeed,
    NepMutaties,
    NepUitbak,
    NepVergeter,
    NepWekker,
    Rampen,
)

RUIM = Termijn(60.0, lambda: 0.0)


class Uitgang:
    """Everything between the store of mutaties and the receivers."""

    def __init__(self, rampen: Rampen | None = None, zaad: int = 0) -> None:
        self.rampen = rampen or Rampen()
        self.nu = float(NU)
        self.mutaties: Any = NepMutaties(rampen=self.rampen)
        self.vergeter = NepVergeter(self.rampen)
        # Any: a test may put the real tables in their place.
        self.feed: Any = NepFeed(self.rampen)
        self.uitbak: Any = NepUitbak(self.rampen)
        self.nummeraar: Any = self.uitbak
        self.abonnementen: Any = NepAbonnementen(self.uitbak, self.rampen)
        self.wekker: Any = NepWekker(self.rampen)
        self.bezorger = NepBezorger(rampen=self.rampen)
        self.meldingen: list[str] = []
        self.zonder_toegang: set[str] = set()
        toeval = Random(zaad)  # noqa: S311 - repeatable, no secret
        self.toeval = toeval.random
        # What must hold after each step of a proof.
        self.controleer: Callable[[], None] = lambda: None
        self.bouw()

    def bouw(self) -> None:
        """Tie the functions to these ports."""
        self.verdeler = Verdeler(
            self.mutaties,
            self.vergeter,
            self.feed,
            self.abonnementen,
            self.nummeraar,
            self.wekker,
            self.klok,
            lambda wat, _fout: self.meldingen.append(wat),
        )
        self.afleveraar = Afleveraar(
            self.abonnementen,
            self.uitbak,
            self.bezorger,
            self.wekker,
            self.klok,
            self.toeval,
            BRON,
            lambda abonnement: abonnement.afnemer_id not in self.zonder_toegang,
        )

    def klok(self) -> float:
        """Seconds since 1970."""
        return self.nu

    def abonneer(self, abonnement: Abonnement) -> Abonnement:
        """An abonnement that begins now."""
        self.abonnementen.maak(abonnement, self.feed.stand(abonnement.school), self.nu)
        return abonnement

    def verdeel(self, *mutaties: Mutatie) -> Verdeeld:
        """Store these, of one school, and pass them on."""
        self.mutaties.inhoud |= {mutatie.mutatie_id: mutatie for mutatie in mutaties}
        return self.verdeler.verdeel(mutaties[0].school, [mutatie.mutatie_id for mutatie in mutaties])

    def lever_af(self, abonnement: Abonnement, termijn: Termijn = RUIM) -> str:
        """One worker's turn; how it ended."""
        return self.afleveraar.lever_af(abonnement.sleutel, termijn).einde

    def veeg(self) -> list[Abonnementsleutel]:
        """The sweep: what is due now."""
        return list(self.uitbak.te_wekken(self.nu))

    def werk_af(self, hoogstens: int = 10_000) -> None:
        """Sweep and deliver until nothing is due: workers that die or fail are followed by others."""
        for _ in range(hoogstens):
            try:
                sleutels = self.veeg()
                if not sleutels:
                    return
                for sleutel in sleutels:
                    self.afleveraar.lever_af(sleutel, RUIM)
            except OpslagFout:
                pass
            except Dood:
                self.rampen.herstart()
                self.nu += 60.0  # what the dead one held is free after its time
        raise AssertionError("it never ends")

    def ontvangen(self, abonnement: Abonnement) -> list[Bericht]:
        """What its receiver got, duplicates included, in order."""
        return self.bezorger.ontvangen.get(abonnement.abonnement_id, [])


def volgnummers(berichten: Sequence[Bericht]) -> list[int]:
    """Their volgnummers."""
    return [bericht.volgnummer for bericht in berichten]


def typen(berichten: Sequence[Bericht]) -> list[str]:
    """The end of their types: `verleend`, `gewijzigd`, `ingetrokken`, `verlopen`."""
    return [json.loads(bericht.inhoud)["type"].rpartition("-")[2] for bericht in berichten]
