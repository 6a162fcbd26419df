"""SBB behind its own ports: each call passes what stands round it."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from stagemarkt.domain.guard.guarded_sbb import Dienst, GuardedSbb, RecordedSubscriptions, Ring
from stagemarkt.model.detailgegevens import Detailgegevens
from stagemarkt.model.leerplaats import Leerplaats, Vestiging
from stagemarkt.model.questions import Erkenningsvraag, Identificatievraag, Zoekvraag
from stagemarkt.ports.deadline import Termijn
from stagemarkt.ports.guard import Priority, Requester
from stagemarkt.ports.results import Bladzij, Details

from tests.unit.fakes import BAKKERIJ, ERKENNING, LEERBEDRIJF_ID, TERMIJN, VANDAAG, NepSbb

T = TypeVar("T")
LEERPLAATS = Leerplaats(leerplaats_id="7", leerbedrijf=Vestiging(leerbedrijf_id=LEERBEDRIJF_ID))


class Teller:
    """A ring that notes for whom each call passes it."""

    def __init__(self) -> None:
        self.requesters: list[Requester] = []

    def ask(self, call: Callable[[Termijn], T], termijn: Termijn, requester: Requester) -> T:
        """As the ring says."""
        self.requesters.append(requester)
        return call(termijn)


def test_sbb_geeft_door_wat_sbb_geeft() -> None:
    """Behind its own port SBB gives the same, and every question passes."""
    teller, sbb = Teller(), NepSbb()
    sbb.leerplaatsen = (LEERPLAATS,)
    sbb.details = Details(Detailgegevens(**BAKKERIJ.model_dump()), (ERKENNING,))
    bewaakt = GuardedSbb(sbb, teller, Requester("pakket"))
    identificatie = Identificatievraag(leerbedrijf_id=LEERBEDRIJF_ID)
    erkenning = Erkenningsvraag(LEERBEDRIJF_ID, "25998", VANDAAG)
    zoekvraag = Zoekvraag(plaats="Amersfoort")
    vragen: list[tuple[Callable[[], object], object]] = [
        (lambda: bewaakt.identificeer(identificatie, TERMIJN), (BAKKERIJ,)),
        (lambda: bewaakt.verifieer(erkenning, TERMIJN), ERKENNING),
        (lambda: bewaakt.geef_details(LEERBEDRIJF_ID, TERMIJN), sbb.details),
        (lambda: bewaakt.geef_leerplaats("7", TERMIJN), LEERPLAATS),
        (lambda: bewaakt.zoek_leerplaatsen(zoekvraag, 1, TERMIJN), Bladzij((LEERPLAATS,), 1)),
        (lambda: bewaakt.zoek_erkenningen(zoekvraag, 2, TERMIJN), Bladzij((), 0)),
    ]
    for vraag, antwoord in vragen:
        assert vraag() == antwoord
    assert sbb.gevraagd == [identificatie, erkenning, LEERBEDRIJF_ID, "7", (zoekvraag, 1), (zoekvraag, 2)]
    # The pages of a search go after who waits for one answer.
    single, page = Requester("pakket"), Requester("pakket", Priority.PAGE)
    assert teller.requesters == [single] * 4 + [page] * 2


def test_wat_niemand_afwacht_wordt_door_zoeken_niet_dringender() -> None:
    """A search within bulk stays bulk."""
    teller = Teller()
    bulk = Requester(priority=Priority.BULK)
    GuardedSbb(NepSbb(), teller, bulk).zoek_leerplaatsen(Zoekvraag(plaats="Amersfoort"), 1, TERMIJN)
    assert teller.requesters == [bulk]


def test_elke_dienst_haar_ring() -> None:
    """What is at an address of its own passes the ring of that one, and only that."""
    gegaan: list[str] = []

    class Genoemd:
        """A ring that notes what passes it."""

        def __init__(self, naam: str) -> None:
            self._naam = naam

        def ask(self, call: Callable[[Termijn], T], termijn: Termijn, _requester: Requester) -> T:
            """As the ring says."""
            gegaan.append(self._naam)
            return call(termijn)

    elders: dict[Dienst, Ring] = {"zoeken": Genoemd("zoeken"), "detailleren": Genoemd("details")}
    sbb = GuardedSbb(NepSbb(), Genoemd("rest"), Requester("pakket"), elders)
    sbb.verifieer(Erkenningsvraag(LEERBEDRIJF_ID, "25998", VANDAAG), TERMIJN)
    sbb.identificeer(Identificatievraag(leerbedrijf_id=LEERBEDRIJF_ID), TERMIJN)
    sbb.geef_details(LEERBEDRIJF_ID, TERMIJN)
    sbb.zoek_leerplaatsen(Zoekvraag(), 1, TERMIJN)
    sbb.zoek_erkenningen(Zoekvraag(), 1, TERMIJN)
    assert gegaan == ["rest", "rest", "details", "zoeken", "zoeken"]


def test_abonnementen_staan_in_het_verslag() -> None:
    """Each call about subscriptions is recorded, and gives what SBB gives."""
    gevraagd: list[tuple[object, ...]] = []

    class Sbb:
        """SBB's subscriptions."""

        def abonneer(self, endpoint: str, termijn: Termijn) -> str:
            """As the port says."""
            gevraagd.append((endpoint, termijn))
            return "nieuw"

        def lopende(self, termijn: Termijn) -> list[str]:
            """As the port says."""
            gevraagd.append((termijn,))
            return ["een"]

        def beeindig(self, abonnement_id: str, termijn: Termijn) -> bool:
            """As the port says."""
            gevraagd.append((abonnement_id, termijn))
            return True

    class Verslag:
        """Gives each call a deadline of its own."""

        def ask(self, call: Callable[[Termijn], T], termijn: Termijn) -> T:
            """As the recorder does."""
            return call(termijn._replace(einde=1.0))

    abonnementen = RecordedSubscriptions(cast("Any", Sbb()), cast("Any", Verslag()))
    assert abonnementen.abonneer("https://hier.example", TERMIJN) == cast("Any", "nieuw")
    assert list(abonnementen.lopende(TERMIJN)) == cast("Any", ["een"])
    assert abonnementen.beeindig("een", TERMIJN)
    eigen = TERMIJN._replace(einde=1.0)
    assert gevraagd == [("https://hier.example", eigen), (eigen,), ("een", eigen)]
