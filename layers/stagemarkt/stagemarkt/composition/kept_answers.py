"""Answers that are kept, and made by asking SBB."""

from functools import cached_property
from typing import TYPE_CHECKING, Final

from stagemarkt import settings
from stagemarkt.composition.guarded_sbb import ASKS_SBB, AsksSbb
from stagemarkt.composition.needs import Needs
from stagemarkt.composition.resources import ANTWOORDEN, VERVERSINGEN
from stagemarkt.domain.cache.lookup_outcome import Opslag
from stagemarkt.observability import meld_opslagfout

if TYPE_CHECKING:
    from stagemarkt.model.detailgegevens import Detailgegevens
    from stagemarkt.ports.cache import Verversrij
    from stagemarkt.ports.deadline import Termijn
    from stagemarkt.ports.guard import Requester

# A lease is an update, an answer a put on condition of it (decision 0018).
KEEPS_ANSWERS: Final = ASKS_SBB | Needs(
    rights=ANTWOORDEN.may("GetItem", "PutItem", "UpdateItem"),
    settings=frozenset({settings.cachemodus, settings.houdbaarheid}),
)
# For whoever serves what has become old, and leaves asking SBB to `functions/verversing`.
ASKS_FOR_REFRESH: Final = Needs(rights=VERVERSINGEN.may("SendMessage"))


class KeepsAnswers(AsksSbb):
    """Answers from what was kept, or asks SBB and keeps it."""

    @cached_property
    def opslag(self) -> Opslag:
        """What keeps answers."""
        from stagemarkt.adapters.dynamodb.cache import Antwoordtabel

        tabel = Antwoordtabel(self._dynamodb, self.name_of(ANTWOORDEN))
        return Opslag(
            modus=self.setting(settings.cachemodus),
            duren=self.setting(settings.houdbaarheid),
            lezer=tabel,
            schrijver=lambda: tabel,
            ververs=lambda sleutel: self._verversrij.plaats(sleutel),  # noqa: PLW0108 - made when it is needed
            meld=meld_opslagfout,
            klok=self.klok,
            slaap=self.slaap,
        )

    def geef_detailgegevens(
        self, school: str, requester: "Requester", leerbedrijf_id: str, termijn: "Termijn"
    ) -> "Detailgegevens":
        """What the domain makes of SBB's details, with the pydantic that a kept answer goes without."""
        from stagemarkt.domain.questions.detailgegevens import geef_detailgegevens
        from stagemarkt.model.today import vandaag_in_nederland

        vandaag = vandaag_in_nederland(self.klok())
        return geef_detailgegevens(self.sbb(school, requester), leerbedrijf_id, vandaag, termijn)

    @cached_property
    def _verversrij(self) -> "Verversrij":
        from stagemarkt.adapters.sqs.connection import maak_client
        from stagemarkt.adapters.sqs.refresh import Verversingsrij

        return Verversingsrij(maak_client(), self.name_of(VERVERSINGEN))
