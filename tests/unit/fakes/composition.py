"""Named fakes of the ports. Each does what it was told to do and remembers what it was asked."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import partial
from typing import NamedTuple, TypeVar

from stagemarkt.composition.certificaatwacht import CertificaatwachtPorts
from stagemarkt.composition.detailgegevens import DetailgegevensPorts
from stagemarkt.composition.identificatie import IdentificatiePorts
from stagemarkt.composition.status import StatusPorts
from stagemarkt.composition.verificatie import VerificatiePorts
from stagemarkt.composition.verversing import VerversingPorts
from stagemarkt.composition.zoeken import ZoekenPorts
from stagemarkt.domain.guard.rules import GuardRules
from stagemarkt.model.detailgegevens import Detailgegevens
from stagemarkt.model.erkenning import Erkenningsgegevens
from stagemarkt.model.errors import Bilingual, StorageError, UnknownResource
from stagemarkt.model.leerbedrijf import Adres, Leerbedrijf
from stagemarkt.model.leerplaats import Leerplaats
from stagemarkt.model.questions import Erkenningsvraag, Identificatievraag, Zoekvraag
from stagemarkt.model.toegang import Rights, SleutelData
from stagemarkt.ports.audit import Processing
from stagemarkt.ports.deadline import Deadline
from stagemarkt.ports.guard import Requester
from stagemarkt.ports.records import EndpointRecord
from stagemarkt.ports.sbb import PER_PAGE, Details, ErkendBedrijf, Question, Sbb, SearchPage
from stagemarkt.ports.standing import OperatorWarning

from tests.unit.fakes.cache import FakeClock, FakeStore
from tests.unit.fakes.records import FakeRecords

T = TypeVar("T")

# Noon in the Netherlands, 1 September 2026.
NOW = int(datetime(2026, 9, 1, 10, tzinfo=UTC).timestamp())
TODAY = date(2026, 9, 1)
SCHOOL = "99XX"
OTHER_SCHOOL = "30AA"
LEERBEDRIJF_ID = "900000001"
DEADLINE = Deadline(60.0, lambda: 0.0)

BAKERY = Leerbedrijf(
    leerbedrijf_id=LEERBEDRIJF_ID,
    naam="Bakkerij De Gouden Korst",
    status="actueel",
    vestigingsadres=Adres(straat="Dorpsstraat", huisnummer="1", postcode="3811MG", plaats="Amersfoort"),
)
ERKENNING = Erkenningsgegevens(
    leerbedrijf_id=LEERBEDRIJF_ID,
    naam="Bakkerij De Gouden Korst",
    in_orde=True,
    status="erkend",
    startdatum=date(2020, 1, 1),
)


class FakeSbb:
    """SBB: gives these leerbedrijven and this erkenning, or raises `fout`."""

    def __init__(
        self,
        leerbedrijven: Sequence[Leerbedrijf] = (BAKERY,),
        erkenning: Erkenningsgegevens = ERKENNING,
        fout: Exception | None = None,
    ) -> None:
        self.leerbedrijven = leerbedrijven
        self.erkenning = erkenning
        self.fout = fout
        # Without more SBB lists nothing, and so tells nothing per leerweg.
        self.details = Details(Detailgegevens(leerbedrijf_id=LEERBEDRIJF_ID), ())
        self.details_error: Exception | None = None
        self.leerplaatsen: Sequence[Leerplaats] = ()
        self.erkende_bedrijven: Sequence[ErkendBedrijf] = ()
        self.asked: list[object] = []

    def identificeer(self, question: Identificatievraag, _deadline: Deadline) -> Sequence[Leerbedrijf]:
        """As the port says."""
        self._note(question)
        return self.leerbedrijven

    def verify(self, question: Erkenningsvraag, _deadline: Deadline) -> Erkenningsgegevens:
        """As the port says."""
        self._note(question)
        return self.erkenning

    def get_details(self, leerbedrijf_id: str, _deadline: Deadline) -> Details:
        """As the port says."""
        self._note(leerbedrijf_id)
        if self.details_error is not None:
            raise self.details_error
        return self.details

    def get_leerplaats(self, leerplaats_id: str, _deadline: Deadline) -> Leerplaats:
        """As the port says."""
        self._note(leerplaats_id)
        for plaats in self.leerplaatsen:
            if plaats.leerplaats_id == leerplaats_id:
                return plaats
        raise UnknownResource(Bilingual("Onbekend.", "Unknown."))

    def search_leerplaatsen(
        self, question: Zoekvraag, page_number: int, _deadline: Deadline
    ) -> SearchPage[Leerplaats]:
        """As the port says."""
        self._note((question, page_number))
        return _page(self.leerplaatsen, page_number)

    def search_erkenningen(
        self, question: Zoekvraag, page_number: int, _deadline: Deadline
    ) -> SearchPage[ErkendBedrijf]:
        """As the port says."""
        self._note((question, page_number))
        return _page(self.erkende_bedrijven, page_number)

    def _note(self, question: object) -> None:
        self.asked.append(question)
        if self.fout is not None:
            raise self.fout


def _page(everything: Sequence[T], page_number: int) -> SearchPage[T]:
    return SearchPage(everything[(page_number - 1) * PER_PAGE : page_number * PER_PAGE], len(everything))


class FakeLanes:
    """One lane, in which every question is asked at once; `only` so many of them are."""

    def __init__(self, sbb: FakeSbb) -> None:
        self.sbb = sbb
        self.only: int | None = None

    def each(
        self, asks: Mapping[Question, Callable[[Sbb], T]], _deadline: Deadline
    ) -> Mapping[Question, T | Exception]:
        """As the port says."""
        found: dict[Question, T | Exception] = {}
        for question, ask in list(asks.items())[: self.only]:
            try:
                found[question] = ask(self.sbb)
            except Exception as error:  # noqa: BLE001 - as the port says
                found[question] = error
        return found


class FakeWarner:
    """The operator's ears; `piece` and nothing is heard."""

    def __init__(self, *, piece: bool = False) -> None:
        self.piece = piece
        self.heard: list[OperatorWarning] = []

    def warn(self, warning: OperatorWarning) -> None:
        """As the port says."""
        if self.piece:
            raise StorageError("sns")
        self.heard.append(warning)


class FakeProber:
    """SBB's door: open, or `fout`."""

    def __init__(self, fout: Exception | None = None) -> None:
        self.fout = fout
        self.times = 0

    def probe(self) -> None:
        """As the port says."""
        self.times += 1
        if self.fout is not None:
            raise self.fout


class FakeSleutelRegistry:
    """The keys that are known, by prefix, and the rights of their afnemers; what `piece` names fails."""

    def __init__(
        self,
        sleutels: Mapping[str, SleutelData],
        rights: Mapping[str, Rights],
        pepper: bytes,
        piece: frozenset[str] = frozenset(),
    ) -> None:
        self.sleutels = dict(sleutels)
        self._rights = rights
        self._pepper = pepper
        self._question = piece
        self.sought: list[str] = []
        self.usage: list[tuple[str, int, int]] = []

    def search(self, prefix: str) -> SleutelData | None:
        """As the port says."""
        self._mark_broken("zoek")
        self.sought.append(prefix)
        return self.sleutels.get(prefix)

    def rights(self, afnemer_id: str) -> Rights | None:
        """As the port says."""
        self._mark_broken("rechten")
        return self._rights.get(afnemer_id)

    def report_usage(self, prefix: str, now: int, interval: int) -> None:
        """As the port says."""
        self._mark_broken("gebruik")
        self.usage.append((prefix, now, interval))

    def pepper(self) -> bytes:
        """As the port says."""
        return self._pepper

    def _mark_broken(self, wat: str) -> None:
        if wat in self._question:
            raise StorageError(wat)


class FakeProcessings:
    """The log of who was told of people; `piece` and nothing can be put on record."""

    def __init__(self) -> None:
        self.piece = False
        self.recorded: list[Processing] = []

    def record(self, processing: Processing) -> None:
        """As the port says."""
        if self.piece:
            raise StorageError("ProvisionedThroughputExceededException")
        self.recorded.append(processing)


class FakeComposition(
    IdentificatiePorts,
    VerificatiePorts,
    DetailgegevensPorts,
    VerversingPorts,
    ZoekenPorts,
    StatusPorts,
    CertificaatwachtPorts,
):
    """The ports of every function that has to do with SBB, all fakes: it knows neither AWS nor SBB."""

    def __init__(
        self,
        sbb: FakeSbb | None = None,
        store: FakeStore | None = None,
        records: FakeRecords | None = None,
        prober: FakeProber | None = None,
        clock: Callable[[], float] | None = None,
    ) -> None:
        self.fake_clock = clock if isinstance(clock, FakeClock) else FakeClock(float(NOW))
        super().__init__(clock or self.fake_clock, self.fake_clock.sleep)
        self.fake_sbb = sbb or FakeSbb()
        self.fake_lanes = FakeLanes(self.fake_sbb)
        self.store = store or FakeStore()
        self.storage = self.store.storage(self.fake_clock)._replace(clock=self.clock)
        self.nep_records = self.__dict__["records"] = records or FakeRecords()
        self.fake_prober = prober or FakeProber()
        self.fakes_elsewhere: dict[str, EndpointRecord] = {}
        self.guard_rules = GuardRules.of(per_seconde=20, tegelijk=10, probe_after=15, deadline=20)
        self.fake_processings = FakeProcessings()
        self.processings = self.fake_processings
        self.scholen: list[str] = []
        self.requesters: list[Requester] = []

    @property
    def other_addresses(self) -> Mapping[str, Callable[[], EndpointRecord]]:
        """What is in `fakes_elsewhere`."""
        return {name: partial(self.fakes_elsewhere.__getitem__, name) for name in self.fakes_elsewhere}

    @property
    def prober(self) -> FakeProber:
        """SBB's door."""
        return self.fake_prober

    def lanes(self, school: str, requester: Requester) -> FakeLanes:
        """The same SBB, several questions at a time."""
        self.sbb(school, requester)
        return self.fake_lanes

    def sbb(self, school: str, requester: Requester) -> FakeSbb:
        """SBB, whatever the school; the school is remembered, and for whom."""
        self.scholen.append(school)
        self.requesters.append(requester)
        return self.fake_sbb


class FakeContext(NamedTuple):
    """Lambda's context, as far as it is used."""

    milliseconds: int = 28_000

    def get_remaining_time_in_millis(self) -> int:
        """As Lambda says."""
        return self.milliseconds
