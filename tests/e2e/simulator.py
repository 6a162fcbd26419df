"""SBB as a sender of mutaties, for the tests of what becomes of them."""

import uuid

import httpx

from tests.e2e.intake import IntakeClient, signaalcode
from tests.message_examples import many
from tests.waiting import at_most


class SimulatorControl:
    """SBB, with a subscription of the school."""

    def __init__(self, intake: IntakeClient, client: httpx.Client) -> None:
        self._intake, self._client = intake, client
        self._abonnement = intake.subscribe()

    def report(self, count: int) -> None:
        """A message with so many mutaties, acknowledged."""
        assert self._bring(self._message(count))

    def persist(self, count: int) -> int:
        """The same, sent again until it is acknowledged; how often it was sent."""
        content = self._message(count)
        return next(times for times in at_most(20) if self._bring(content))

    def _message(self, count: int) -> bytes:
        return many(count, bericht_id=str(uuid.uuid4()), abonnement_id=self._abonnement)

    def _bring(self, content: bytes) -> bool:
        return signaalcode(self._intake.bring(content, self._client)) == "0"
