"""SBB behind its own ports, with a ring round each call."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Literal, Protocol, TypeVar

from stagemarkt.ports.deadline import Deadline
from stagemarkt.ports.guard import Priority, Requester

if TYPE_CHECKING:
    from stagemarkt.domain.guard.passage import Recorder
    from stagemarkt.model.erkenning import Erkenningsgegevens
    from stagemarkt.model.leerbedrijf import Leerbedrijf
    from stagemarkt.model.leerplaats import Leerplaats
    from stagemarkt.model.questions import Erkenningsvraag, Identificatievraag, Zoekvraag
    from stagemarkt.ports.sbb import Details, ErkendBedrijf, Sbb, SearchPage
    from stagemarkt.ports.sbb_subscriptions import SbbAbonnement, SbbAbonnementen

# What SBB may have at an address of its own.
SbbService = Literal["identificeren", "verifieren", "detailleren", "zoeken"]
T = TypeVar("T")


class Ring(Protocol):
    """What stands round each call to SBB."""

    def ask(self, call: Callable[[Deadline], T], deadline: Deadline, requester: Requester) -> T:
        """Do this call, and give or raise what it gave or raised; or raise a BronError without doing it.

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
        self, sbb: "Sbb", ring: Ring, requester: Requester, elders: Mapping[SbbService, Ring] | None = None
    ) -> None:
        self._sbb = sbb
        self._ring = ring
        self._elsewhere = elders or {}
        self._requester = requester
        # A search may be many pages: each goes after who waits for a single answer.
        self._pages = requester.at_least(Priority.PAGE)

    def identificeer(self, question: "Identificatievraag", deadline: Deadline) -> Sequence["Leerbedrijf"]:
        """As the port says."""
        return self._of("identificeren").ask(
            lambda t: self._sbb.identificeer(question, t), deadline, self._requester
        )

    def verify(self, question: "Erkenningsvraag", deadline: Deadline) -> "Erkenningsgegevens":
        """As the port says."""
        return self._of("verifieren").ask(lambda t: self._sbb.verify(question, t), deadline, self._requester)

    def get_details(self, leerbedrijf_id: str, deadline: Deadline) -> "Details":
        """As the port says."""
        return self._of("detailleren").ask(
            lambda t: self._sbb.get_details(leerbedrijf_id, t), deadline, self._requester
        )

    def get_leerplaats(self, leerplaats_id: str, deadline: Deadline) -> "Leerplaats":
        """As the port says."""
        return self._of("detailleren").ask(
            lambda t: self._sbb.get_leerplaats(leerplaats_id, t), deadline, self._requester
        )

    def search_leerplaatsen(
        self, question: "Zoekvraag", page_number: int, deadline: Deadline
    ) -> "SearchPage[Leerplaats | None]":
        """As the port says."""
        return self._of("zoeken").ask(
            lambda t: self._sbb.search_leerplaatsen(question, page_number, t), deadline, self._pages
        )

    def search_erkenningen(
        self, question: "Zoekvraag", page_number: int, deadline: Deadline
    ) -> "SearchPage[ErkendBedrijf | None]":
        """As the port says."""
        return self._of("zoeken").ask(
            lambda t: self._sbb.search_erkenningen(question, page_number, t), deadline, self._pages
        )

    def _of(self, service: SbbService) -> Ring:
        return self._elsewhere.get(service, self._ring)


class RecordedSubscriptions:
    """A school's subscriptions at SBB behind their own port, with a record of how each call ended."""

    def __init__(self, sbb: "SbbAbonnementen", recorder: "Recorder") -> None:
        self._sbb = sbb
        self._recorder = recorder

    def subscribe(self, endpoint: str, deadline: Deadline) -> "SbbAbonnement":
        """As the port says."""
        return self._recorder.ask(lambda t: self._sbb.subscribe(endpoint, t), deadline)

    def list_running(self, deadline: Deadline) -> Sequence["SbbAbonnement"]:
        """As the port says."""
        return self._recorder.ask(self._sbb.list_running, deadline)

    def end(self, abonnement_id: str, deadline: Deadline) -> bool:
        """As the port says."""
        return self._recorder.ask(lambda t: self._sbb.end(abonnement_id, t), deadline)
