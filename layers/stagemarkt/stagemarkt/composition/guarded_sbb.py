"""SBB, asked on behalf of a school, with a guard round each call."""

from collections import OrderedDict
from functools import cached_property
from typing import TYPE_CHECKING, Final

from stagemarkt import settings
from stagemarkt.composition.needs import Needs
from stagemarkt.composition.resources import WAARNEMINGEN
from stagemarkt.composition.schools import CONNECTS_SCHOOLS, ConnectsSchools
from stagemarkt.observability import report_call, report_storage_error

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stagemarkt.adapters.soap.school_connections import SchoolConnections
    from stagemarkt.domain.guard.guard import Guard
    from stagemarkt.domain.guard.guarded_sbb import SbbService
    from stagemarkt.domain.guard.rules import ClockAndChance
    from stagemarkt.domain.guard.shared_state import EndpointView
    from stagemarkt.ports.guard import Requester
    from stagemarkt.ports.sbb import Sbb

# What the guard shares with the other functions: circuit breakers, turns and places, and how calls ended.
ASKS_SBB: Final = CONNECTS_SCHOOLS | Needs(
    rights=WAARNEMINGEN.may("BatchGetItem", "UpdateItem"), settings=frozenset({settings.guard})
)
# Guards that are remembered, of a school at an address each. One that was forgotten looks at the records once
# more; what it costs to remember one is some four kilobytes.
GUARDS_AT_MOST: Final = 256
# The operation that answers each kind of question.
_OPERATIONS: "Final[Mapping[SbbService, str]]" = {
    "identificeren": "IdentificeerLeerbedrijf",
    "verifieren": "VerifieerAccreditatie",
    "detailleren": "GeefDetails",
    "zoeken": "Zoeken",
}


class AsksSbb(ConnectsSchools):
    """Asks SBB what callers ask."""

    def sbb(self, school: str, requester: "Requester") -> "Sbb":
        """SBB, asked on behalf of the school with this BRIN, for this requester.

        Raises:
            BronLicentie, BronCertificate: the school cannot be identified to SBB.
            StorageError: its secret cannot be read.
        """
        from stagemarkt.domain.guard.guarded_sbb import GuardedSbb

        sbb = self._connections.using(school)
        elders = {
            service: self.guard(school, adres)
            for service, operation in _OPERATIONS.items()
            if (adres := self._adressen.get(operation)) is not None
        }
        return GuardedSbb(sbb, self.guard(school), requester, elders)

    def guard(self, school: str, adres: str | None = None) -> "Guard":
        """What stands round each call to an address of SBB for this school; one, for what it remembers."""
        from stagemarkt.domain.guard.guard import Guard, Tell
        from stagemarkt.domain.guard.shared_state import EndpointView

        where = adres or self.setting(settings.bron).url
        known = self._guards.get((school, where))
        if known is None:
            known = self._guards[school, where] = Guard(
                school,
                self.records if adres is None else self.records.at(adres),
                self.guard_rules,
                self._clock_and_chance,
                Tell(self._warner, report_storage_error, report_call),
                self._endpoints.setdefault(where, EndpointView()),
            )
        self._guards.move_to_end((school, where))
        while len(self._guards) > GUARDS_AT_MOST:
            self._guards.popitem(last=False)
        return known

    @cached_property
    def _guards(self) -> "OrderedDict[tuple[str, str], Guard]":
        return OrderedDict()

    @cached_property
    def _endpoints(self) -> "dict[str, EndpointView]":
        return {}

    @cached_property
    def _connections(self) -> "SchoolConnections":
        return self._make_connections(self._secrets)

    @cached_property
    def _clock_and_chance(self) -> "ClockAndChance":
        from stagemarkt.domain.guard.rules import ClockAndChance

        return ClockAndChance(self.clock, self.sleep)
