"""The records of how SBB does, in Waarnemingen: one for each of its addresses, one for each school."""

from functools import cached_property
from typing import TYPE_CHECKING

from stagemarkt import settings
from stagemarkt.composition.base import Composition
from stagemarkt.composition.resources import WAARNEMINGEN

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from stagemarkt.adapters.dynamodb.records import RecordTable
    from stagemarkt.domain.guard.rules import Afspraken
    from stagemarkt.ports.records import EndpointRecord


class RecordsSbb(Composition):
    """Knows how SBB does. Which rights on the table that takes, each function says."""

    @cached_property
    def records(self) -> "RecordTable":
        """How SBB does, and each school with it."""
        from stagemarkt.adapters.dynamodb.records import RecordTable

        return RecordTable(self._dynamodb, self.name_of(WAARNEMINGEN), self.setting(settings.bron).url)

    @cached_property
    def afspraken(self) -> "Afspraken":
        """The limits and the rules of the zekeringen."""
        from stagemarkt.domain.guard.rules import Afspraken

        ingesteld = self.setting(settings.bewaking)
        return Afspraken.van(
            per_seconde=ingesteld.per_seconde,
            tegelijk=ingesteld.tegelijk,
            proef_na=ingesteld.proef_na,
            termijn=self.setting(settings.bron).seconden,
        )

    @property
    def andere_adressen(self) -> "Mapping[str, Callable[[], EndpointRecord]]":
        """Of each operation that is elsewhere, what reads the record of its address."""
        return {operatie: self.records.at(adres).endpoint for operatie, adres in self._adressen.items()}

    @cached_property
    def _adressen(self) -> "Mapping[str, str]":
        """Of each operation that is elsewhere than the rest, where."""
        from stagemarkt.adapters.soap.addresses import lees_adressen

        bron = self.setting(settings.bron)
        return {op: adres for op, adres in lees_adressen(bron.adressen).items() if adres != bron.url}
