"""SBB, asked on behalf of a school, with a guard round each call."""

from functools import cached_property
from typing import TYPE_CHECKING, Final

from stagemarkt import settings
from stagemarkt.composition.needs import Needs
from stagemarkt.composition.resources import WAARNEMINGEN
from stagemarkt.composition.schools import CONNECTS_SCHOOLS, ConnectsSchools
from stagemarkt.observability import meld_opslagfout

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stagemarkt.adapters.soap.school_connections import Schoolverbindingen
    from stagemarkt.domain.guard.guard import Guard
    from stagemarkt.domain.guard.guarded_sbb import Dienst
    from stagemarkt.domain.guard.rules import Omgeving
    from stagemarkt.domain.guard.shared_state import EndpointView
    from stagemarkt.ports.guard import Requester
    from stagemarkt.ports.sbb import Sbb

# What the guard shares with the other functions: zekeringen, turns and places, and how calls ended.
ASKS_SBB: Final = CONNECTS_SCHOOLS | Needs(
    rights=WAARNEMINGEN.may("BatchGetItem", "UpdateItem"), settings=frozenset({settings.bewaking})
)
# The operation that answers each kind of question.
_OPERATIES: "Final[Mapping[Dienst, str]]" = {
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
            BronLicentie, BronCertificaat: the school cannot be identified to SBB.
            OpslagFout: its secret cannot be read.
        """
        from stagemarkt.domain.guard.guarded_sbb import GuardedSbb

        sbb = self._verbindingen.met(school)
        elders = {
            dienst: self.guard(school, adres)
            for dienst, operatie in _OPERATIES.items()
            if (adres := self._adressen.get(operatie)) is not None
        }
        return GuardedSbb(sbb, self.guard(school), requester, elders)

    def guard(self, school: str, adres: str | None = None) -> "Guard":
        """What stands round each call to an address of SBB for this school; one, for what it remembers."""
        from stagemarkt.domain.guard.guard import Guard, Tell
        from stagemarkt.domain.guard.shared_state import EndpointView

        waar = adres or self.setting(settings.bron).url
        bekend = self._guards.get((school, waar))
        if bekend is None:
            bekend = self._guards[school, waar] = Guard(
                school,
                self.records if adres is None else self.records.at(adres),
                self.afspraken,
                self._omgeving,
                Tell(self._warner, meld_opslagfout),
                self._endpoints.setdefault(waar, EndpointView()),
            )
        return bekend

    @cached_property
    def _guards(self) -> "dict[tuple[str, str], Guard]":
        return {}

    @cached_property
    def _endpoints(self) -> "dict[str, EndpointView]":
        return {}

    @cached_property
    def _verbindingen(self) -> "Schoolverbindingen":
        return self._maak_verbindingen(self._geheimen)

    @cached_property
    def _omgeving(self) -> "Omgeving":
        from stagemarkt.domain.guard.rules import Omgeving

        return Omgeving(self.klok, self.slaap)
