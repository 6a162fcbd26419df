"""The record of how SBB does, in Waarnemingen: what was seen, how schools stand, zekeringen and limits."""

from functools import cached_property
from typing import TYPE_CHECKING

from stagemarkt import settings
from stagemarkt.composition.base import Composition
from stagemarkt.composition.resources import WAARNEMINGEN

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from stagemarkt.adapters.dynamodb.bewaking import Bewakingtabel
    from stagemarkt.domein.afspraken import Afspraken
    from stagemarkt.poorten.bewaking import Bewakinglezer, Zekering
    from stagemarkt.poorten.schooltoestand import Schooltoestanden
    from stagemarkt.poorten.waarnemingen import Waarnemingen


class RecordsSbb(Composition):
    """Knows how SBB does. Which rights on the table that takes, each function says."""

    @cached_property
    def waarnemingen(self) -> "Waarnemingen":
        """What was seen of SBB."""
        from stagemarkt.adapters.dynamodb.waarnemingen import Waarnemingentabel

        return Waarnemingentabel(self._dynamodb, self.name_of(WAARNEMINGEN))

    @cached_property
    def schooltoestanden(self) -> "Schooltoestanden":
        """How each school stands with SBB."""
        from stagemarkt.adapters.dynamodb.schooltoestanden import Schooltoestandentabel

        return Schooltoestandentabel(self._dynamodb, self.name_of(WAARNEMINGEN))

    @cached_property
    def bewaking(self) -> "Bewakinglezer":
        """How zekeringen and limits stand."""
        return self._bewakingtabel

    @cached_property
    def afspraken(self) -> "Afspraken":
        """The limits and the rules of the zekeringen."""
        from stagemarkt.domein.afspraken import Afspraken

        ingesteld = self.setting(settings.bewaking)
        return Afspraken.van(
            per_seconde=ingesteld.per_seconde,
            tegelijk=ingesteld.tegelijk,
            proef_na=ingesteld.proef_na,
            termijn=self.setting(settings.bron).seconden,
        )

    @property
    def andere_adressen(self) -> "Mapping[str, Callable[[], Zekering]]":
        """Of each operation that is elsewhere, what reads the zekering of its address."""
        return {
            operatie: self._bewakingtabel.van(adres).lees_bron for operatie, adres in self._adressen.items()
        }

    @cached_property
    def _bewakingtabel(self) -> "Bewakingtabel":
        from stagemarkt.adapters.dynamodb.bewaking import Bewakingtabel

        return Bewakingtabel(self._dynamodb, self.name_of(WAARNEMINGEN), self.setting(settings.bron).url)

    @cached_property
    def _adressen(self) -> "Mapping[str, str]":
        """Of each operation that is elsewhere than the rest, where."""
        from stagemarkt.adapters.soap.adressen import lees_adressen

        bron = self.setting(settings.bron)
        return {op: adres for op, adres in lees_adressen(bron.adressen).items() if adres != bron.url}
