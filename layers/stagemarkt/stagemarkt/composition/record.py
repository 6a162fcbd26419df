"""The records of how SBB does, in Waarnemingen: one for each of its addresses, one for each school."""

from functools import cached_property
from typing import TYPE_CHECKING

from stagemarkt import settings
from stagemarkt.composition.base import Composition
from stagemarkt.composition.resources import WAARNEMINGEN

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from stagemarkt.adapters.dynamodb.records import RecordTable
    from stagemarkt.domain.guard.rules import GuardRules
    from stagemarkt.ports.records import EndpointRecord


class RecordsSbb(Composition):
    """Knows how SBB does. Which rights on the table that takes, each function says."""

    @cached_property
    def records(self) -> "RecordTable":
        """How SBB does, and each school with it."""
        from stagemarkt.adapters.dynamodb.records import RecordTable

        return RecordTable(self._dynamodb, self.name_of(WAARNEMINGEN), self.setting(settings.bron).url)

    @cached_property
    def guard_rules(self) -> "GuardRules":
        """The limits and the rules of the circuit breakers."""
        from stagemarkt.domain.guard.rules import GuardRules

        configured = self.setting(settings.guard)
        return GuardRules.of(
            per_seconde=configured.per_seconde,
            tegelijk=configured.tegelijk,
            probe_after=configured.probe_after,
            deadline=self.setting(settings.bron).seconden,
        )

    @property
    def other_addresses(self) -> "Mapping[str, Callable[[], EndpointRecord]]":
        """Of each operation that is elsewhere, what reads the record of its address."""
        return {operation: self.records.at(adres).endpoint for operation, adres in self._adressen.items()}

    @cached_property
    def _adressen(self) -> "Mapping[str, str]":
        """Of each operation that is elsewhere than the rest, where."""
        from stagemarkt.adapters.soap.addresses import read_addresses

        bron = self.setting(settings.bron)
        return {at: adres for at, adres in read_addresses(bron.adressen).items() if adres != bron.url}
