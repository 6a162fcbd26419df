"""Answers that are kept, and made by asking SBB."""

from functools import cached_property
from typing import TYPE_CHECKING, Final

from stagemarkt import settings
from stagemarkt.composition.guarded_sbb import ASKS_SBB, AsksSbb
from stagemarkt.composition.needs import Needs
from stagemarkt.composition.resources import ANSWERS, VERVERSINGEN
from stagemarkt.domain.cache.lookup_outcome import Storage
from stagemarkt.observability import report_storage_error
from stagemarkt.web.output.kept_form import is_sound

if TYPE_CHECKING:
    from stagemarkt.model.detailgegevens import Detailgegevens
    from stagemarkt.ports.cache import RefreshQueue
    from stagemarkt.ports.deadline import Deadline
    from stagemarkt.ports.guard import Requester

# A lease is an update, an answer a put on condition of it (decision 0018).
KEEPS_ANSWERS: Final = ASKS_SBB | Needs(
    rights=ANSWERS.may("GetItem", "PutItem", "UpdateItem"),
    settings=frozenset({settings.cachemodus, settings.cache_lifetimes}),
)
# For whoever serves what has become old, and leaves asking SBB to `functions/verversing`.
ASKS_FOR_REFRESH: Final = Needs(rights=VERVERSINGEN.may("SendMessage"))


class KeepsAnswers(AsksSbb):
    """Answers from what was kept, or asks SBB and keeps it."""

    @cached_property
    def storage(self) -> Storage:
        """What keeps answers."""
        from stagemarkt.adapters.dynamodb.cache import AnswerTable

        table = AnswerTable(self._dynamodb, self.name_of(ANSWERS), is_sound)
        return Storage(
            mode=self.setting(settings.cachemodus),
            durations=self.setting(settings.cache_lifetimes),
            reader=table,
            writer=lambda: table,
            refresh=lambda sleutel: self._refresh_queue.enqueue(sleutel),  # noqa: PLW0108 - made when it is needed
            report=report_storage_error,
            clock=self.clock,
            sleep=self.sleep,
        )

    def get_detailgegevens(
        self, school: str, requester: "Requester", leerbedrijf_id: str, deadline: "Deadline"
    ) -> "Detailgegevens":
        """What the domain makes of SBB's details, with the pydantic that a kept answer goes without."""
        from stagemarkt.domain.questions.detailgegevens import get_detailgegevens
        from stagemarkt.model.today import today_in_netherlands

        today = today_in_netherlands(self.clock())
        return get_detailgegevens(self.sbb(school, requester), leerbedrijf_id, today, deadline)

    @cached_property
    def _refresh_queue(self) -> "RefreshQueue":
        from stagemarkt.adapters.queues import SqsRefreshQueue
        from stagemarkt.adapters.sqs_client import make_sqs_client

        return SqsRefreshQueue(make_sqs_client(self.clock), self.name_of(VERVERSINGEN))
