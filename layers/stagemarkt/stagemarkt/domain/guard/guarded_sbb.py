"""SBB behind its own ports, with a ring round each call."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Literal, Protocol, TypeVar

from stagemarkt.ports.deadline import Termijn
from stagemarkt.ports.guard import Priority, Requester

if TYPE_CHECKING:
    from stagemarkt.domain.guard.passage import Recorder
    from stagemarkt.model.erkenning import Erkenningsgegevens
    from stagemarkt.model.leerbedrijf import Leerbedrijf
    from stagemarkt.model.leerplaats import Leerplaats
    from stagemarkt.model.questions import Erkenningsvraag, Identificatievraag, Zoekvraag
    from stagemarkt.ports.results import Bladzij, Details, ErkendBedrijf
    from stagemarkt.ports.sbb import Sbb
    from stagemarkt.ports.sbb_subscriptions import SbbAbonnement, SbbAbonnementen

# What SBB may have at an address of its own.
Dienst = Literal["identificeren", "verifieren", "detailleren", "zoeken"]
T = TypeVar("T")


class Ring(Protocol):
    """What stands round each call to SBB."""

    def ask(self, call: Callable[[Termijn], T], termijn: Termijn, requester: Requester) -> T:
        """Do this call, and give or raise what it gave or raised; or raise a Bronfout without doing it.

        The call gets the deadline that it must keep to. `requester` is for whom.
        """
        ...


class GuardedSbb:
    """SBB behind its own port, with a ring round each call, for one requester.

    Args:
        sbb: SBB.
        ring: stands round each call.
        requester: for whom.
        elders: the rings of what is at another address: what fails there says nothing of the rest.
    """

    def __init__(
        self, sbb: "Sbb", ring: Ring, requester: Requester, elders: Mapping[Dienst, Ring] | None = None
    ) -> None:
        self._sbb = sbb
        self._ring = ring
        self._elders = elders or {}
        self._requester = requester
        # A search may be many pages: each goes after who waits for a single answer.
        self._pages = requester.at_least(Priority.PAGE)

    def identificeer(self, vraag: "Identificatievraag", termijn: Termijn) -> Sequence["Leerbedrijf"]:
        """As the port says."""
        return self._van("identificeren").ask(
            lambda t: self._sbb.identificeer(vraag, t), termijn, self._requester
        )

    def verifieer(self, vraag: "Erkenningsvraag", termijn: Termijn) -> "Erkenningsgegevens":
        """As the port says."""
        return self._van("verifieren").ask(lambda t: self._sbb.verifieer(vraag, t), termijn, self._requester)

    def geef_details(self, leerbedrijf_id: str, termijn: Termijn) -> "Details":
        """As the port says."""
        return self._van("detailleren").ask(
            lambda t: self._sbb.geef_details(leerbedrijf_id, t), termijn, self._requester
        )

    def geef_leerplaats(self, leerplaats_id: str, termijn: Termijn) -> "Leerplaats":
        """As the port says."""
        return self._van("detailleren").ask(
            lambda t: self._sbb.geef_leerplaats(leerplaats_id, t), termijn, self._requester
        )

    def zoek_leerplaatsen(
        self, vraag: "Zoekvraag", pagina: int, termijn: Termijn
    ) -> "Bladzij[Leerplaats | None]":
        """As the port says."""
        return self._van("zoeken").ask(
            lambda t: self._sbb.zoek_leerplaatsen(vraag, pagina, t), termijn, self._pages
        )

    def zoek_erkenningen(
        self, vraag: "Zoekvraag", pagina: int, termijn: Termijn
    ) -> "Bladzij[ErkendBedrijf | None]":
        """As the port says."""
        return self._van("zoeken").ask(
            lambda t: self._sbb.zoek_erkenningen(vraag, pagina, t), termijn, self._pages
        )

    def _van(self, dienst: Dienst) -> Ring:
        return self._elders.get(dienst, self._ring)


class RecordedSubscriptions:
    """A school's subscriptions at SBB behind their own port, with a record of how each call ended."""

    def __init__(self, sbb: "SbbAbonnementen", recorder: "Recorder") -> None:
        self._sbb = sbb
        self._recorder = recorder

    def abonneer(self, endpoint: str, termijn: Termijn) -> "SbbAbonnement":
        """As the port says."""
        return self._recorder.ask(lambda t: self._sbb.abonneer(endpoint, t), termijn)

    def lopende(self, termijn: Termijn) -> Sequence["SbbAbonnement"]:
        """As the port says."""
        return self._recorder.ask(self._sbb.lopende, termijn)

    def beeindig(self, abonnement_id: str, termijn: Termijn) -> bool:
        """As the port says."""
        return self._recorder.ask(lambda t: self._sbb.beeindig(abonnement_id, t), termijn)
