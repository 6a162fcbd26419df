"""SBB as a sender of mutaties, for the tests of what becomes of them."""

import uuid

import httpx

from tests.e2e.intake import IntakeClient, signaalcode
from tests.message_examples import many


class SimulatorControl:
    """SBB, with a subscription of the school."""

    def __init__(self, intake: IntakeClient, client: httpx.Client) -> None:
        self._intake, self._client = intake, client
        self._abonnement = intake.subscribe()

    def report(self, count: int) -> None:
        """A message with so many mutaties, acknowledged."""
        content = many(count, bericht_id=str(uuid.uuid4()), abonnement_id=self._abonnement)
        assert signaalcode(self._intake.bring(content, self._client)) == "0"
