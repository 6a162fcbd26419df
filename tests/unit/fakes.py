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
from stagemarkt.domain.guard.rules import Afspraken
from stagemarkt.model.detailgegevens import Detailgegevens
from stagemarkt.model.erkenning import Erkenningsgegevens
from stagemarkt.model.errors import OpslagFout, ResourceOnbekend, Tekst
from stagemarkt.model.leerbedrijf import Adres, Leerbedrijf
from stagemarkt.model.leerplaats import Leerplaats
from stagemarkt.model.questions import Erkenningsvraag, Identificatievraag, Zoekvraag
from stagemarkt.model.toegang import Rechten, Sleutelgegevens
from stagemarkt.ports.audit import Verwerking
from stagemarkt.ports.deadline import Termijn
from stagemarkt.ports.guard import Requester
from stagemarkt.ports.records import EndpointRecord
from stagemarkt.ports.results import PER_PAGINA, Bladzij, Details, ErkendBedrijf
from stagemarkt.ports.standing import Waarschuwing

from tests.unit.fakes_cache import NepKast, NepKlok
from tests.unit.nep_records import NepRecords

T = TypeVar("T")

# Noon in the Netherlands, 1 September 2026.
NU = int(datetime(2026, 9, 1, 10, tzinfo=UTC).timestamp())
VANDAAG = date(2026, 9, 1)
SCHOOL = "99XX"
ANDERE_SCHOOL = "30AA"
LEERBEDRIJF_ID = "900000001"
TERMIJN = Termijn(60.0, lambda: 0.0)

BAKKERIJ = Leerbedrijf(
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


class NepSbb:
    """SBB: gives these leerbedrijven and this erkenning, or raises `fout`."""

    def __init__(
        self,
        leerbedrijven: Sequence[Leerbedrijf] = (BAKKERIJ,),
        erkenning: Erkenningsgegevens = ERKENNING,
        fout: Exception | None = None,
    ) -> None:
        self.leerbedrijven = leerbedrijven
        self.erkenning = erkenning
        self.fout = fout
        # Without more SBB lists nothing, and so tells nothing per leerweg.
        self.details = Details(Detailgegevens(leerbedrijf_id=LEERBEDRIJF_ID), ())
        self.details_fout: Exception | None = None
        self.leerplaatsen: Sequence[Leerplaats] = ()
        self.erkende_bedrijven: Sequence[ErkendBedrijf] = ()
        self.gevraagd: list[object] = []

    def identificeer(self, vraag: Identificatievraag, _termijn: Termijn) -> Sequence[Leerbedrijf]:
        """As the port says."""
        self._noteer(vraag)
        return self.leerbedrijven

    def verifieer(self, vraag: Erkenningsvraag, _termijn: Termijn) -> Erkenningsgegevens:
        """As the port says."""
        self._noteer(vraag)
        return self.erkenning

    def geef_details(self, leerbedrijf_id: str, _termijn: Termijn) -> Details:
        """As the port says."""
        self._noteer(leerbedrijf_id)
        if self.details_fout is not None:
            raise self.details_fout
        return self.details

    def geef_leerplaats(self, leerplaats_id: str, _termijn: Termijn) -> Leerplaats:
        """As the port says."""
        self._noteer(leerplaats_id)
        for plaats in self.leerplaatsen:
            if plaats.leerplaats_id == leerplaats_id:
                return plaats
        raise ResourceOnbekend(Tekst("Onbekend.", "Unknown."))

    def zoek_leerplaatsen(self, vraag: Zoekvraag, pagina: int, _termijn: Termijn) -> Bladzij[Leerplaats]:
        """As the port says."""
        self._noteer((vraag, pagina))
        return _bladzij(self.leerplaatsen, pagina)

    def zoek_erkenningen(self, vraag: Zoekvraag, pagina: int, _termijn: Termijn) -> Bladzij[ErkendBedrijf]:
        """As the port says."""
        self._noteer((vraag, pagina))
        return _bladzij(self.erkende_bedrijven, pagina)

    def _noteer(self, vraag: object) -> None:
        self.gevraagd.append(vraag)
        if self.fout is not None:
            raise self.fout


def _bladzij(alle: Sequence[T], pagina: int) -> Bladzij[T]:
    return Bladzij(alle[(pagina - 1) * PER_PAGINA : pagina * PER_PAGINA], len(alle))


class NepWaarschuwer:
    """The operator's ears; `stuk` and nothing is heard."""

    def __init__(self, *, stuk: bool = False) -> None:
        self.stuk = stuk
        self.gehoord: list[Waarschuwing] = []

    def waarschuw(self, waarschuwing: Waarschuwing) -> None:
        """As the port says."""
        if self.stuk:
            raise OpslagFout("sns")
        self.gehoord.append(waarschuwing)


class NepPeiler:
    """SBB's door: open, or `fout`."""

    def __init__(self, fout: Exception | None = None) -> None:
        self.fout = fout
        self.keren = 0

    def peil(self) -> None:
        """As the port says."""
        self.keren += 1
        if self.fout is not None:
            raise self.fout


class NepSleutelregister:
    """The keys that are known, by prefix, and the rights of their afnemers; what `stuk` names fails."""

    def __init__(
        self,
        sleutels: Mapping[str, Sleutelgegevens],
        rechten: Mapping[str, Rechten],
        peper: bytes,
        stuk: frozenset[str] = frozenset(),
    ) -> None:
        self.sleutels = dict(sleutels)
        self._rechten = rechten
        self._peper = peper
        self._stuk = stuk
        self.gezocht: list[str] = []
        self.gebruik: list[tuple[str, int, int]] = []

    def zoek(self, prefix: str) -> Sleutelgegevens | None:
        """As the port says."""
        self._breek("zoek")
        self.gezocht.append(prefix)
        return self.sleutels.get(prefix)

    def rechten(self, afnemer_id: str) -> Rechten | None:
        """As the port says."""
        self._breek("rechten")
        return self._rechten.get(afnemer_id)

    def meld_gebruik(self, prefix: str, nu: int, tussentijd: int) -> None:
        """As the port says."""
        self._breek("gebruik")
        self.gebruik.append((prefix, nu, tussentijd))

    def peper(self) -> bytes:
        """As the port says."""
        return self._peper

    def _breek(self, wat: str) -> None:
        if wat in self._stuk:
            raise OpslagFout(wat)


class NepVerwerkingen:
    """The log of who was told of people; `stuk` and nothing can be put on record."""

    def __init__(self) -> None:
        self.stuk = False
        self.vastgelegd: list[Verwerking] = []

    def leg_vast(self, verwerking: Verwerking) -> None:
        """As the port says."""
        if self.stuk:
            raise OpslagFout("ProvisionedThroughputExceededException")
        self.vastgelegd.append(verwerking)


class NepOpbouw(
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
        sbb: NepSbb | None = None,
        kast: NepKast | None = None,
        records: NepRecords | None = None,
        peiler: NepPeiler | None = None,
        klok: Callable[[], float] | None = None,
    ) -> None:
        self.nep_klok = klok if isinstance(klok, NepKlok) else NepKlok(float(NU))
        super().__init__(klok or self.nep_klok, self.nep_klok.slaap)
        self.nep_sbb = sbb or NepSbb()
        self.kast = kast or NepKast()
        self.opslag = self.kast.opslag(self.nep_klok)._replace(klok=self.klok)
        self.nep_records = self.__dict__["records"] = records or NepRecords()
        self.nep_peiler = peiler or NepPeiler()
        self.nep_elders: dict[str, EndpointRecord] = {}
        self.afspraken = Afspraken.van(per_seconde=20, tegelijk=10, proef_na=15, termijn=20)
        self.nep_verwerkingen = NepVerwerkingen()
        self.verwerkingen = self.nep_verwerkingen
        self.scholen: list[str] = []
        self.requesters: list[Requester] = []

    @property
    def andere_adressen(self) -> Mapping[str, Callable[[], EndpointRecord]]:
        """What is in `nep_elders`."""
        return {naam: partial(self.nep_elders.__getitem__, naam) for naam in self.nep_elders}

    @property
    def peiler(self) -> NepPeiler:
        """SBB's door."""
        return self.nep_peiler

    def sbb(self, school: str, requester: Requester) -> NepSbb:
        """SBB, whatever the school; the school is remembered, and for whom."""
        self.scholen.append(school)
        self.requesters.append(requester)
        return self.nep_sbb


class NepContext(NamedTuple):
    """Lambda's context, as far as it is used."""

    milliseconden: int = 28_000

    def get_remaining_time_in_millis(self) -> int:
        """As Lambda says."""
        return self.milliseconden
