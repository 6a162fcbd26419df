"""What the functions see of SBB while they ask it."""

from collections.abc import Callable
from typing import TypeVar

import pytest
from stagemarkt.domein.uitkomst import GOED, uitkomst_van
from stagemarkt.domein.waarnemen import (
    GELDIG,
    TUSSENTIJD,
    Bronstatus,
    Dienst,
    Melder,
    Ring,
    WaargenomenSbb,
    beoordeel_bron,
)
from stagemarkt.model import fouten
from stagemarkt.model.detailgegevens import Detailgegevens
from stagemarkt.model.fouten import Fout, OngeldigeInvoer, Signaal, Tekst
from stagemarkt.model.leerplaats import Leerplaats, Vestiging
from stagemarkt.model.vragen import Erkenningsvraag, Identificatievraag, Zoekvraag
from stagemarkt.poorten.bewaking import Priority, Requester
from stagemarkt.poorten.resultaten import Bladzij, Details
from stagemarkt.poorten.termijn import Termijn
from stagemarkt.poorten.waarnemingen import Waarneming

from tests.unit.nep import BAKKERIJ, ERKENNING, LEERBEDRIJF_ID, NU, TERMIJN, VANDAAG, NepSbb, NepWaarnemingen

T = TypeVar("T")
TEKST = Tekst("Nee.", "No.")
SIGNAAL = Signaal(996, None, "x")
LEERPLAATS = Leerplaats(leerplaats_id="7", leerbedrijf=Vestiging(leerbedrijf_id=LEERBEDRIJF_ID))
STORINGEN: list[type[Fout]] = [
    fouten.BronNietBeschikbaar,
    fouten.BronTimeout,
    fouten.BronOverbelast,
    fouten.BronAntwoordOngeldig,
    # SBB's own certificate is not trusted here: the CA is not SBB's.
    fouten.BronCertificaat,
]
ANTWOORDEN: list[Fout] = [
    fouten.LeerbedrijfOnbekend(TEKST),
    fouten.CodeOnbekend(TEKST),
    fouten.ResourceOnbekend(TEKST),
    fouten.TeVeelResultaten(TEKST),
    OngeldigeInvoer(()),
    fouten.BronLicentie(TEKST, signaal=SIGNAAL),
    fouten.SchoolcertificaatOngeschikt(TEKST, signaal=SIGNAAL._replace(signaalcode=997)),
]


@pytest.mark.parametrize(
    ("succes", "fout", "oordeel"),
    [
        pytest.param(None, None, "onbekend", id="never-seen"),
        pytest.param(NU, None, "in-orde", id="answered-now"),
        pytest.param(NU - GELDIG + 1, None, "in-orde", id="answered-lately"),
        pytest.param(NU - GELDIG, None, "onbekend", id="answered-long-ago"),
        pytest.param(None, NU, "storing", id="failed-now"),
        pytest.param(None, NU - GELDIG, "onbekend", id="failed-long-ago"),
        pytest.param(NU - 5, NU - 10, "in-orde", id="answered-after-failing"),
        pytest.param(NU - 10, NU - 5, "storing", id="failed-after-answering"),
        pytest.param(NU - 5, NU - 5, "storing", id="both-at-once"),
        pytest.param(NU - 4.5, NU - 5, "in-orde", id="answered-within-the-same-second"),
        pytest.param(NU - 5, NU - GELDIG, "in-orde", id="failed-long-ago-answered-lately"),
    ],
)
def test_beoordeel_bron(succes: float | None, fout: float | None, oordeel: Bronstatus) -> None:
    """The last thing seen decides, as long as it is recent; in doubt it is a failure."""
    assert beoordeel_bron(Waarneming(laatste_succes=succes, laatste_fout=fout), NU) == oordeel


class Klok:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.nu = float(NU)

    def __call__(self) -> float:
        """The time."""
        return self.nu


class Toneel:
    """A `Melder` with its clock and its record."""

    def __init__(self, stuk: frozenset[str] = frozenset()) -> None:
        self.klok = Klok()
        self.waarnemingen = NepWaarnemingen(stuk=stuk)
        self.meldingen: list[str] = []
        self.requesters: list[Requester] = []
        self.melder = Melder(self.waarnemingen, self.klok, lambda wat, _fout: self.meldingen.append(wat))

    def na(self, seconden: float, vraag: Callable[[], str]) -> str | Fout:
        """Ask after so many seconds: the answer, or the failure."""
        self.klok.nu += seconden
        try:
            antwoord = vraag()
        except Fout as fout:
            self.melder.noteer(uitkomst_van(fout))
            return fout
        self.melder.noteer(GOED)
        return antwoord

    def bij(self, vraag: Callable[[], T], _termijn: Termijn, requester: Requester) -> T:
        """As the ring says: each call is seen."""
        self.requesters.append(requester)
        antwoord = vraag()
        self.melder.noteer(GOED)
        return antwoord


def _goed() -> str:
    return "goed"


def _raak(fout: Fout) -> Callable[[], str]:
    def vraag() -> str:
        raise fout

    return vraag


def test_succes_wordt_niet_te_vaak_verteld() -> None:
    """Success is told at once, and then at most once per interval."""
    toneel = Toneel()
    for seconden in (0, 1, TUSSENTIJD - 1.5, 0.5, 1):
        assert toneel.na(seconden, _goed) == "goed"
    assert toneel.waarnemingen.successen == [NU, NU + TUSSENTIJD]


@pytest.mark.parametrize("soort", STORINGEN)
def test_een_storing_wordt_elke_keer_verteld(soort: type[Fout]) -> None:
    """A failure is told each time, with its code, and goes through."""
    toneel, fout = Toneel(), soort(TEKST)
    assert [toneel.na(1, _raak(fout)) for _ in range(2)] == [fout, fout]
    assert toneel.waarnemingen.fouten == [(NU + 1, soort.code), (NU + 2, soort.code)]


@pytest.mark.parametrize("fout", ANTWOORDEN)
def test_een_antwoord_dat_tegenvalt_is_een_antwoord(fout: Fout) -> None:
    """SBB that says no is SBB that works."""
    toneel = Toneel()
    assert toneel.na(0, _raak(fout)) is fout
    assert (toneel.waarnemingen.successen, toneel.waarnemingen.fouten) == ([NU], [])


def test_een_afgewezen_bericht_wordt_verteld_als_dat() -> None:
    """That SBB rejects our messages is told each time, by another name than that of an SBB that fails."""
    toneel, fout = Toneel(), fouten.BerichtAfgewezen(TEKST)
    assert toneel.na(1, _raak(fout)) is fout
    assert toneel.waarnemingen.fouten == [(NU + 1, "bericht-afgewezen")]


def test_een_geweigerd_certificaat_zegt_niets() -> None:
    """With a refused certificate SBB was not reached, through no fault of its own: nothing is told."""
    toneel, fout = Toneel(), fouten.SchoolcertificaatOngeschikt(TEKST)
    assert toneel.na(0, _raak(fout)) is fout
    assert (toneel.waarnemingen.successen, toneel.waarnemingen.fouten) == ([], [])


def test_elke_fout_van_de_bron_is_ingedeeld() -> None:
    """No failure of the source is forgotten in the tables above."""
    ingedeeld = {*STORINGEN, *(type(fout) for fout in ANTWOORDEN)}
    assert set(fouten.Bronfout.__subclasses__()) <= ingedeeld


def test_na_een_storing_wordt_herstel_meteen_verteld() -> None:
    """The first success after a failure does not wait for the interval."""
    toneel = Toneel()
    toneel.na(0, _goed)
    toneel.na(1, _raak(fouten.BronTimeout(TEKST)))
    toneel.na(0.25, _goed)
    assert toneel.waarnemingen.fouten == [(NU + 1, "bron-timeout")]
    assert toneel.waarnemingen.successen == [NU, NU + 1.25]


@pytest.mark.parametrize("vraag", [_goed, _raak(fouten.BronTimeout(TEKST))])
def test_een_kapot_logboek_kost_geen_antwoord(vraag: Callable[[], str]) -> None:
    """A record that cannot be written is told, and the call ends as it would have."""
    heel, stuk = Toneel(), Toneel(frozenset({"meld_succes", "meld_fout"}))
    assert stuk.na(0, vraag) == heel.na(0, vraag)
    assert (heel.meldingen, stuk.meldingen) == ([], ["waarnemen"])


def test_waargenomen_sbb_geeft_door_wat_sbb_geeft() -> None:
    """Behind its own port SBB gives the same, and every question is seen."""
    toneel, sbb = Toneel(), NepSbb()
    sbb.leerplaatsen = (LEERPLAATS,)
    sbb.details = Details(Detailgegevens(**BAKKERIJ.model_dump()), (ERKENNING,))
    waargenomen = WaargenomenSbb(sbb, toneel, Requester("pakket"))
    identificatie = Identificatievraag(leerbedrijf_id=LEERBEDRIJF_ID)
    erkenning = Erkenningsvraag(LEERBEDRIJF_ID, "25998", VANDAAG)
    zoekvraag = Zoekvraag(plaats="Amersfoort")
    vragen: list[tuple[Callable[[], object], object]] = [
        (lambda: waargenomen.identificeer(identificatie, TERMIJN), (BAKKERIJ,)),
        (lambda: waargenomen.verifieer(erkenning, TERMIJN), ERKENNING),
        (lambda: waargenomen.geef_details(LEERBEDRIJF_ID, TERMIJN), sbb.details),
        (lambda: waargenomen.geef_leerplaats("7", TERMIJN), LEERPLAATS),
        (lambda: waargenomen.zoek_leerplaatsen(zoekvraag, 1, TERMIJN), Bladzij((LEERPLAATS,), 1)),
        (lambda: waargenomen.zoek_erkenningen(zoekvraag, 2, TERMIJN), Bladzij((), 0)),
    ]
    for vraag, antwoord in vragen:
        assert vraag() == antwoord
        toneel.klok.nu += TUSSENTIJD
    assert sbb.gevraagd == [identificatie, erkenning, LEERBEDRIJF_ID, "7", (zoekvraag, 1), (zoekvraag, 2)]
    assert toneel.waarnemingen.successen == [NU + n * TUSSENTIJD for n in range(len(vragen))]
    # The pages of a search go after who waits for one answer.
    single, page = Requester("pakket"), Requester("pakket", Priority.PAGE)
    assert toneel.requesters == [single] * 4 + [page] * 2


def test_wat_niemand_afwacht_wordt_door_zoeken_niet_dringender() -> None:
    """A search within bulk stays bulk."""
    toneel = Toneel()
    bulk = Requester(priority=Priority.BULK)
    WaargenomenSbb(NepSbb(), toneel, bulk).zoek_leerplaatsen(Zoekvraag(plaats="Amersfoort"), 1, TERMIJN)
    assert toneel.requesters == [bulk]


def test_elke_dienst_haar_ring() -> None:
    """What is at an address of its own passes the ring of that one, and only that."""
    gegaan: list[str] = []

    class Teller:
        """A ring that notes what passes it."""

        def __init__(self, naam: str) -> None:
            self._naam = naam

        def bij(self, vraag: Callable[[], T], _termijn: Termijn, _requester: Requester) -> T:
            """As the port says."""
            gegaan.append(self._naam)
            return vraag()

    elders: dict[Dienst, Ring] = {"zoeken": Teller("zoeken"), "detailleren": Teller("details")}
    sbb = WaargenomenSbb(NepSbb(), Teller("rest"), Requester("pakket"), elders)
    sbb.verifieer(Erkenningsvraag(LEERBEDRIJF_ID, "25998", VANDAAG), TERMIJN)
    sbb.identificeer(Identificatievraag(leerbedrijf_id=LEERBEDRIJF_ID), TERMIJN)
    sbb.geef_details(LEERBEDRIJF_ID, TERMIJN)
    sbb.zoek_leerplaatsen(Zoekvraag(), 1, TERMIJN)
    sbb.zoek_erkenningen(Zoekvraag(), 1, TERMIJN)
    assert gegaan == ["rest", "rest", "details", "zoeken", "zoeken"]
