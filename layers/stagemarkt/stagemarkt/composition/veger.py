"""`functions/veger`: nudges whoever has something due; sees when, and never what."""

from typing import Final

from stagemarkt.composition.needs import Needs
from stagemarkt.composition.outgoing import SendsChanges
from stagemarkt.composition.resources import AFLEVERING, WEKKERS

NEEDS: Final = Needs(rights=WEKKERS.may("Query") | AFLEVERING.may("SendMessage"))


class VegerPorts(SendsChanges):
    """What is due, and the queue of whoever delivers."""

    needs = NEEDS
