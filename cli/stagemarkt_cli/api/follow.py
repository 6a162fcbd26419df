"""The feed of changes, followed live: page after page, politely, from wherever it was left."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final

from stagemarkt_cli.api.problems import told
from stagemarkt_cli.messages import NOT_REACHABLE, Notice

if TYPE_CHECKING:
    from stagemarkt.client import Client, MutatieBatch
    from stagemarkt.client.shapes import Mutatie

PER_BATCH: Final = 100
# Between two questions when there is nothing new, and at most after failures in a row; seconds.
COOLDOWN: Final = 2.0
_LONGEST_COOLDOWN: Final = 60.0


class Follower:
    """Reads a feed; `cursor` is where to go on.

    Args:
        client: the facade, which asks once.
        abonnement: whose feed; the school's own without.
        cursor: where to begin; the oldest without.
        sleep: waits so many seconds.
        report: told once of every outage.
    """

    def __init__(
        self,
        client: "Client",
        abonnement: str | None,
        cursor: str | None,
        sleep: Callable[[float], None],
        report: Callable[[str], None],
    ) -> None:
        self.cursor = cursor
        self._client = client
        self._abonnement = abonnement
        self._sleep = sleep
        self._report = report

    def go_to_end(self) -> None:
        """Pass over what there is already. Raises Notice."""
        with told(self._client.api_url):
            for batch in self._batches("nu"):
                self.cursor = batch.cursor

    def follow(self) -> Iterator["Mutatie"]:
        """Every change from the cursor on, for ever. Raises Notice when going on makes no sense."""
        cooldown = COOLDOWN
        while True:
            try:
                with told(self._client.api_url):
                    for batch in self._batches():
                        cooldown = COOLDOWN
                        yield from batch.mutaties
                        # Only now: who stops halfway gets this piece again, and misses nothing.
                        self.cursor = batch.cursor
                cooldown = COOLDOWN
                self._sleep(COOLDOWN)
            except Notice as notice:
                # An outage passes; anything else stays as it is.
                if notice.code != NOT_REACHABLE:
                    raise
                if cooldown == COOLDOWN:
                    self._report(f"{notice.lines[0]} Ik probeer het opnieuw.")
                cooldown = min(cooldown * 2, _LONGEST_COOLDOWN)
                self._sleep(cooldown)

    def _batches(self, begin: str | None = None) -> Iterator["MutatieBatch"]:
        return self._client.volg_mutaties(
            cursor=self.cursor, vanaf=begin, abonnement_id=self._abonnement, limit=PER_BATCH
        )
