"""The feed of changes, followed live: page after page, politely, from wherever it was left."""

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from stagemarkt_cli.messages import NOT_REACHABLE, Notice
from stagemarkt_cli.views.values import listing, text

if TYPE_CHECKING:
    from stagemarkt_cli.api.client import ApiClient

PER_BATCH: Final = 100
# Between two questions when there is nothing new, and at most after failures in a row; seconds.
COOLDOWN: Final = 2.0
_LONGEST_COOLDOWN: Final = 60.0


class Follower:
    """Reads a feed; `cursor` is where to go on.

    Args:
        client: the facade.
        abonnement: whose feed; the school's own without.
        cursor: where to begin; the oldest without.
        sleep: waits so many seconds.
        report: told once of every outage.
    """

    def __init__(
        self,
        client: "ApiClient",
        abonnement: str | None,
        cursor: str | None,
        sleep: Callable[[float], None],
        report: Callable[[str], None],
    ) -> None:
        self.cursor = cursor
        self._client = client
        self._ask = {"limit": str(PER_BATCH), **({"abonnementId": abonnement} if abonnement else {})}
        self._sleep = sleep
        self._report = report

    def go_to_end(self) -> None:
        """Pass over what there is already. Raises Notice."""
        self._page({"vanaf": "nu"})

    def follow(self) -> Iterator[Mapping[str, Any]]:
        """Every change from the cursor on, for ever. Raises Notice when going on makes no sense."""
        cooldown = COOLDOWN
        while True:
            try:
                events, meer = self._page()
            except Notice as notice:
                # An outage passes; anything else stays as it is.
                if notice.code != NOT_REACHABLE:
                    raise
                if cooldown == COOLDOWN:
                    self._report(f"{notice.lines[0]} Ik probeer het opnieuw.")
                cooldown = min(cooldown * 2, _LONGEST_COOLDOWN)
                self._sleep(cooldown)
                continue
            cooldown = COOLDOWN
            yield from events
            if not meer:
                self._sleep(COOLDOWN)

    def _page(self, begin: Mapping[str, str] | None = None) -> tuple[list[Any], bool]:
        where = begin or ({"cursor": self.cursor} if self.cursor else {})
        content = self._client.get("mutaties", query={**self._ask, **where}).inhoud
        following = text(content, "volgendeCursor")
        if not following:
            raise Notice("De facade gaf geen cursor om mee verder te lezen: het is een andere versie.")
        self.cursor = following
        return listing(content, "resultaten"), text(content, "meer") == "true"
