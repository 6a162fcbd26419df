"""`functions/schoolabonnementen`: the schools' subscriptions at SBB."""

from functools import cached_property
from typing import TYPE_CHECKING, Final

from stagemarkt import settings
from stagemarkt.adapters.dynamodb.sbb_subscriptions import SubscriptionTable
from stagemarkt.composition.needs import Needs
from stagemarkt.composition.resources import MUTATIES
from stagemarkt.composition.schools import CONNECTS_SCHOOLS, ConnectsSchools
from stagemarkt.domain.guard.guarded_sbb import RecordedSubscriptions
from stagemarkt.domain.schools.subscriptions import Subscriber

if TYPE_CHECKING:
    from stagemarkt.adapters.soap.school_connections import SchoolConnections

NEEDS: Final = CONNECTS_SCHOOLS | Needs(
    rights=MUTATIES.may("GetItem", "Query", "UpdateItem", "DeleteItem"),
    settings=frozenset({settings.intake_url}),
)


class SchoolabonnementenPorts(ConnectsSchools):
    """SBB, the subscriptions that were made here, and the operator."""

    needs = NEEDS

    @cached_property
    def subscriber(self) -> Subscriber:
        """The schools' subscriptions at SBB."""
        channels = self._connections
        book = SubscriptionTable(self._patient_dynamodb, self.name_of(MUTATIES))

        def sbb(school: str) -> RecordedSubscriptions:
            return RecordedSubscriptions(channels.abonnementen(school), self._recorder(school))

        return Subscriber(sbb, channels.oin, book, self.setting(settings.intake_url))

    @cached_property
    def _connections(self) -> "SchoolConnections":
        # No guard stands round what is asked here; it is recorded, and never sent twice.
        return self._make_connections(self._secrets)
