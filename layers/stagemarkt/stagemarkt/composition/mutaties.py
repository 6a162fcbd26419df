"""`functions/mutaties`: the feed, and what was numbered for an abonnement; reads only."""

from typing import Final

from stagemarkt import settings
from stagemarkt.composition.needs import Needs
from stagemarkt.composition.outgoing import SendsChanges
from stagemarkt.composition.resources import ABONNEMENTEN, UITGAAND

NEEDS: Final = Needs(
    rights=ABONNEMENTEN.may("GetItem") | UITGAAND.may("GetItem", "Query"),
    settings=frozenset({settings.beheerder_oin}),
)


class MutatiesPorts(SendsChanges):
    """The feeds, and the abonnementen with what was numbered for them."""

    needs = NEEDS
