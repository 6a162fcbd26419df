"""The ports of the way out for the functions' tests: one abonnement, with one mutatie that waits."""

from dataclasses import replace

from stagemarkt.composition.abonnementen import AbonnementenPorts
from stagemarkt.composition.aflevering import AfleveringPorts
from stagemarkt.composition.mutaties import MutatiesPorts
from stagemarkt.composition.veger import VegerPorts
from stagemarkt.composition.verdeling import VerdelingPorts
from stagemarkt.domain.changes.queue_arn import Home
from stagemarkt.model.abonnement import AbonnementKey, SigningKey
from stagemarkt.model.errors import Bilingual

from tests.unit.fakes.composition import SCHOOL
from tests.unit.fakes.outbox import BRON, abonnement, mutatie
from tests.unit.way_out import WayOut

ABONNEMENT_ID = "a3f1c2d4-5b6e-4f70-8a91-b2c3d4e5f607"
ROLE = "arn:aws:iam::123456789012:role/afleveraar"


class FakeVetter:
    """Judges URLs: what is wrong with each, by URL."""

    def __init__(self) -> None:
        self.fouten: dict[str, tuple[Bilingual, ...]] = {}

    def vet(self, url: str) -> tuple[Bilingual, ...]:
        """As the port says."""
        return self.fouten.get(url, ())


class OutgoingComposition(AbonnementenPorts, AfleveringPorts, MutatiesPorts, VegerPorts, VerdelingPorts):
    """A function's ports over a whole way out in memory."""

    webhook_vetter = FakeVetter()
    home = Home("aws", "123456789012", frozenset({"eu-west-1"}), "eu-west-1")
    delivery_role = ROLE
    event_source = BRON

    def __init__(self, way_out: WayOut) -> None:
        super().__init__(way_out.clock)
        self.way_out = way_out
        self.webhook_vetter = FakeVetter()
        self.feed = way_out.feed
        self.abonnementen = way_out.abonnementen
        self.deliveries = way_out.outbox
        self.outbox = way_out.outbox
        self.tempo = way_out.outbox
        self.waker = way_out.waker
        self.sender = way_out.sender
        self.distributor = way_out.distributor
        self.deliverer = way_out.deliverer


def outgoing_composition() -> OutgoingComposition:
    """The ports, with one abonnement of `demo` and one mutatie that was numbered for it."""
    way_out = WayOut()
    sleutels = (SigningKey("whsec_Z2VoZWlt"),)
    way_out.subscribe(replace(abonnement(ABONNEMENT_ID), sleutels=sleutels))
    way_out.fan_out(mutatie())
    return OutgoingComposition(way_out)


def sleutel(abonnement_id: str = ABONNEMENT_ID) -> AbonnementKey:
    """Of this school's abonnement."""
    return AbonnementKey(SCHOOL, abonnement_id)
