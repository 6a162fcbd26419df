"""The ports of the way out for the functions' tests: one abonnement, with one mutatie that waits."""

from dataclasses import replace

from stagemarkt.composition.abonnementen import AbonnementenPorts
from stagemarkt.composition.aflevering import AfleveringPorts
from stagemarkt.composition.mutaties import MutatiesPorts
from stagemarkt.composition.veger import VegerPorts
from stagemarkt.composition.verdeling import VerdelingPorts
from stagemarkt.domain.changes.queue_arn import Thuis
from stagemarkt.model.abonnement import Abonnementsleutel, Ondertekensleutel
from stagemarkt.model.errors import Tekst

from tests.unit.fakes import SCHOOL
from tests.unit.fakes_outbox import BRON, abonnement, mutatie
from tests.unit.way_out import Uitgang

ABONNEMENT_ID = "a3f1c2d4-5b6e-4f70-8a91-b2c3d4e5f607"
ROL = "arn:aws:iam::123456789012:role/afleveraar"


class NepKeurder:
    """Judges URLs: what is wrong with each, by URL."""

    def __init__(self) -> None:
        self.fouten: dict[str, tuple[Tekst, ...]] = {}

    def keur(self, url: str) -> tuple[Tekst, ...]:
        """As the port says."""
        return self.fouten.get(url, ())


class UitgaandOpbouw(AbonnementenPorts, AfleveringPorts, MutatiesPorts, VegerPorts, VerdelingPorts):
    """A function's ports over a whole way out in memory."""

    webhookkeurder = NepKeurder()
    thuis = Thuis("aws", "123456789012")
    bezorgrol = ROL
    gebeurtenisbron = BRON

    def __init__(self, uitgang: Uitgang) -> None:
        super().__init__(uitgang.klok)
        self.uitgang = uitgang
        self.webhookkeurder = NepKeurder()
        self.feed = uitgang.feed
        self.abonnementen = uitgang.abonnementen
        self.afleveringen = uitgang.uitbak
        self.uitbak = uitgang.uitbak
        self.tempo = uitgang.uitbak
        self.wekker = uitgang.wekker
        self.bezorger = uitgang.bezorger
        self.verdeler = uitgang.verdeler
        self.afleveraar = uitgang.afleveraar


def uitgaand_opbouw() -> UitgaandOpbouw:
    """The ports, with one abonnement of `demo` and one mutatie that was numbered for it."""
    uitgang = Uitgang()
    sleutels = (Ondertekensleutel("whsec_Z2VoZWlt"),)
    uitgang.abonneer(replace(abonnement(ABONNEMENT_ID), sleutels=sleutels))
    uitgang.verdeel(mutatie())
    return UitgaandOpbouw(uitgang)


def sleutel(abonnement_id: str = ABONNEMENT_ID) -> Abonnementsleutel:
    """Of this school's abonnement."""
    return Abonnementsleutel(SCHOOL, abonnement_id)
