"""The feed of changes, followed live: page after page, politely, from wherever it was left."""

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from stagemarkt_cli.messages import NIET_BEREIKBAAR, Melding
from stagemarkt_cli.views.values import lijst, tekst

if TYPE_CHECKING:
    from stagemarkt_cli.api.client import Klant

PER_KEER: Final = 100
# Between two questions when there is nothing new, and at most after failures in a row; seconds.
RUST: Final = 2.0
_LANGSTE_RUST: Final = 60.0


class Volger:
    """Reads a feed; `cursor` is where to go on.

    Args:
        klant: the facade.
        abonnement: whose feed; the school's own without.
        cursor: where to begin; the oldest without.
        slaap: waits so many seconds.
        meld: told once of every outage.
    """

    def __init__(
        self,
        klant: "Klant",
        abonnement: str | None,
        cursor: str | None,
        slaap: Callable[[float], None],
        meld: Callable[[str], None],
    ) -> None:
        self.cursor = cursor
        self._klant = klant
        self._vraag = {"limit": str(PER_KEER), **({"abonnementId": abonnement} if abonnement else {})}
        self._slaap = slaap
        self._meld = meld

    def naar_het_einde(self) -> None:
        """Pass over what there is already. Raises Melding."""
        self._bladzij({"vanaf": "nu"})

    def volg(self) -> Iterator[Mapping[str, Any]]:
        """Every change from the cursor on, for ever. Raises Melding when going on makes no sense."""
        rust = RUST
        while True:
            try:
                gebeurtenissen, meer = self._bladzij()
            except Melding as melding:
                # An outage passes; anything else stays as it is.
                if melding.code != NIET_BEREIKBAAR:
                    raise
                if rust == RUST:
                    self._meld(f"{melding.regels[0]} Ik probeer het opnieuw.")
                rust = min(rust * 2, _LANGSTE_RUST)
                self._slaap(rust)
                continue
            rust = RUST
            yield from gebeurtenissen
            if not meer:
                self._slaap(RUST)

    def _bladzij(self, begin: Mapping[str, str] | None = None) -> tuple[list[Any], bool]:
        waar = begin or ({"cursor": self.cursor} if self.cursor else {})
        inhoud = self._klant.geef("mutaties", query={**self._vraag, **waar}).inhoud
        volgende = tekst(inhoud, "volgendeCursor")
        if not volgende:
            raise Melding("De facade gaf geen cursor om mee verder te lezen: het is een andere versie.")
        self.cursor = volgende
        return lijst(inhoud, "resultaten"), tekst(inhoud, "meer") == "true"
