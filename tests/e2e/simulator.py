"""SBB as a sender of mutaties, for the tests of what becomes of them."""

import uuid

import httpx

from tests.e2e.intake import Intake, signaalcode
from tests.message_examples import veel


class Sbb:
    """SBB, with a subscription of the school."""

    def __init__(self, intake: Intake, client: httpx.Client) -> None:
        self._intake, self._client = intake, client
        self._abonnement = intake.abonneer()

    def meld(self, aantal: int) -> None:
        """A message with so many mutaties, acknowledged."""
        inhoud = veel(aantal, bericht_id=str(uuid.uuid4()), abonnement_id=self._abonnement)
        assert signaalcode(self._intake.breng(inhoud, self._client)) == "0"
