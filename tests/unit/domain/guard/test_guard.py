"""The way round one call: what it costs, when it is refused, and what it tells."""

from collections.abc import Callable
from typing import NoReturn

import pytest
from stagemarkt.domain.guard.guard import STUK, Guard
from stagemarkt.domain.guard.rules import GEDULD, HEUGENIS, Afspraken
from stagemarkt.domain.guard.shared_state import ANSWERED, SUCCESS_INTERVAL, EndpointView
from stagemarkt.model import errors
from stagemarkt.model.errors import Bronfout, Fout, Signaal, Tekst
from stagemarkt.ports.deadline import Termijn
from stagemarkt.ports.guard import Drukte, Zekering
from stagemarkt.ports.records import Refused
from stagemarkt.ports.standing import Weigering

from tests.unit.fakes import ANDERE_SCHOOL, NU, SCHOOL
from tests.unit.fakes_guard import AFSPRAKEN, Toneel

VOL = Drukte(0.0, {str(n): NU + 20 for n in range(10)}, nieuw=False)
TEKST = Tekst("Nee.", "No.")
STUKKE_BRON = errors.BronNietBeschikbaar(TEKST, opnieuw_na=30)
GEEN_LICENTIE = errors.BronLicentie(TEKST, signaal=Signaal(996, None, "x"))
GEWEIGERD = errors.SchoolcertificaatOngeschikt(TEKST)


def _raak(fout: BaseException) -> Callable[[], NoReturn]:
    def vraag() -> NoReturn:
        raise fout

    return vraag


def _vraag(
    toneel: Toneel, bewaker: Guard, vraag: Callable[[], str] = lambda: "goed", seconden: float = 20
) -> str | Fout:
    """Ask with so many seconds: the answer, or the failure."""
    try:
        return bewaker.ask(lambda _: vraag(), Termijn(toneel.klok.nu + seconden, toneel.klok))
    except Fout as fout:
        return fout


def _faal(toneel: Toneel, bewaker: Guard, fout: Fout = STUKKE_BRON, keer: int = 5) -> None:
    for _ in range(keer):
        assert _vraag(toneel, bewaker, _raak(fout)) is fout


def test_wat_een_goede_vraag_kost() -> None:
    """The first looks and tells that SBB answers; any call takes a place, and gives it back with its end."""
    toneel = Toneel()
    bewaker = toneel.bewaker()
    for _ in range(3):
        assert _vraag(toneel, bewaker) == "goed"
        toneel.klok.nu += ANSWERED - 1
    assert toneel.opslag.geteld == {"both": 1, "claim": 3, "write_school": 3, "write_endpoint": 1}
    toneel.klok.nu += HEUGENIS
    _vraag(toneel, bewaker)
    assert toneel.opslag.geteld == {"both": 2, "claim": 4, "write_school": 4, "write_endpoint": 1}


def test_een_nieuwe_functie_weet_wat_een_ander_zag() -> None:
    """A worker that has done nothing yet looks once; that SBB answers is known, and not told again."""
    toneel = Toneel()
    _vraag(toneel, toneel.bewaker())
    toneel.opslag.geteld.clear()
    toneel.klok.nu += SUCCESS_INTERVAL - 1
    _vraag(toneel, toneel.bewaker())
    assert toneel.opslag.geteld == {"both": 1, "claim": 1, "write_school": 1}


def test_de_scholen_van_een_functie_kijken_samen() -> None:
    """What a worker sees of SBB for one school it knows for the others: it is told once."""
    toneel, endpoint = Toneel(), EndpointView()
    een, ander = toneel.bewaker(endpoint=endpoint), toneel.bewaker(ANDERE_SCHOOL, endpoint)
    for bewaker in (een, ander, een):
        _vraag(toneel, bewaker)
    assert toneel.opslag.geteld["write_endpoint"] == 1
    _faal(toneel, een)
    assert isinstance(_vraag(toneel, ander), errors.BronNietBeschikbaar)


def test_dat_sbb_antwoordt_wordt_niet_te_vaak_verteld() -> None:
    """Success is told at once, and then at most once per interval."""
    toneel = Toneel()
    bewaker = toneel.bewaker()
    for seconden in (0, 1, SUCCESS_INTERVAL - 1.5, 0.5, 1):
        toneel.klok.nu += seconden
        _vraag(toneel, bewaker)
    assert [gezien.at for gezien in toneel.opslag.gezien] == [NU, NU + SUCCESS_INTERVAL]


def test_een_storing_wordt_elke_keer_verteld() -> None:
    """A failure is told each time, with its code; the first success after it does not wait."""
    toneel = Toneel()
    bewaker = toneel.bewaker()
    _vraag(toneel, bewaker)
    for fout in (STUKKE_BRON, errors.BronTimeout(TEKST), AFGEWEZEN):
        _faal(toneel, bewaker, fout, 1)
    toneel.klok.nu += 0.25
    _vraag(toneel, bewaker)
    assert [gezien.code for gezien in toneel.opslag.gezien] == [
        None,
        "bron-niet-beschikbaar",
        "bron-timeout",
        "bericht-afgewezen",
        None,
    ]
    assert toneel.opslag.sbb.seen.last_success == toneel.klok.nu
    assert toneel.opslag.sbb.seen.failure_code == "bericht-afgewezen"


@pytest.mark.parametrize("fout", [errors.SchoolcertificaatOngeschikt(TEKST), errors.BroncodeOnbekend(TEKST)])
def test_wat_niets_van_sbb_zegt_wordt_niet_verteld(fout: Fout) -> None:
    """With a refused certificate SBB was not reached, through no fault of its own."""
    toneel = Toneel()
    _faal(toneel, toneel.bewaker(), fout, 1)
    assert toneel.opslag.gezien == []


def test_wie_net_antwoord_had_vraagt_door() -> None:
    """Once it opened, a school that was answered lately may ask once more without a look; then she knows."""
    toneel = Toneel()
    bewaker, ander = toneel.bewaker(), toneel.bewaker(ANDERE_SCHOOL)
    _vraag(toneel, ander)
    _faal(toneel, bewaker)
    toneel.klok.nu += HEUGENIS
    assert _vraag(toneel, ander, _raak(STUKKE_BRON)) is STUKKE_BRON
    toneel.opslag.geteld.clear()
    geweigerd = _vraag(toneel, ander)
    assert isinstance(geweigerd, errors.BronNietBeschikbaar)
    assert "niet gevraagd" in geweigerd.detail.nl
    assert toneel.opslag.geteld["claim"] == 0


def test_wie_lang_niets_hoorde_kijkt_voor_hij_vraagt() -> None:
    """A warm worker that was not answered lately looks once it has its place, and gives that back."""
    toneel = Toneel()
    ander = toneel.bewaker(ANDERE_SCHOOL)
    _vraag(toneel, ander)
    toneel.klok.nu += ANSWERED
    _faal(toneel, toneel.bewaker())
    geweigerd = _vraag(toneel, ander, _raak(AssertionError("SBB must not be asked")))
    assert isinstance(geweigerd, errors.BronNietBeschikbaar)
    assert toneel.opslag.van(ANDERE_SCHOOL).room.plaatsen == {}


def test_een_antwoord_van_een_klok_die_voorloopt_telt_niet() -> None:
    """That SBB answered a school in a minute is not believed: she looks."""
    toneel = Toneel()
    ander = toneel.bewaker(ANDERE_SCHOOL)
    _vraag(toneel, ander)
    _faal(toneel, toneel.bewaker())
    toneel.klok.nu += ANSWERED
    straks = toneel.opslag.van(ANDERE_SCHOOL)._replace(answered_at=toneel.klok.nu + 60)
    toneel.opslag.scholen[ANDERE_SCHOOL] = straks
    geweigerd = _vraag(toneel, ander, _raak(AssertionError("SBB must not be asked")))
    assert isinstance(geweigerd, errors.BronNietBeschikbaar)


def test_een_weigering_staat_in_een_keer() -> None:
    """What SBB refuses of a school is in the write that gives the place back; it is told at once."""
    toneel = Toneel()
    toneel.opslag.geteld.clear()
    _faal(toneel, toneel.bewaker(), GEEN_LICENTIE, 1)
    assert toneel.opslag.geteld["write_school"] == 1
    assert toneel.opslag.toestand().weigeringen == {"licentie": Weigering(NU, 996)}
    assert toneel.geweigerd == [(SCHOOL, Refused("licentie", 996))]


def test_na_vijf_fouten_wordt_sbb_niet_gevraagd() -> None:
    """The sixth call is refused at once with 503 and when to come back, in every function."""
    toneel = Toneel()
    _faal(toneel, toneel.bewaker())
    for bewaker in (toneel.bewaker(), toneel.bewaker(ANDERE_SCHOOL)):
        geweigerd = _vraag(toneel, bewaker, _raak(AssertionError("SBB must not be asked")))
        assert isinstance(geweigerd, errors.BronNietBeschikbaar)
        assert geweigerd.opnieuw_na == 15
        assert "15 s" in geweigerd.detail.nl
    assert toneel.opslag.bron.code == "bron-niet-beschikbaar"


def test_een_open_zekering_kost_een_lezing() -> None:
    """Who is refused takes no place and writes nothing: it looks, once."""
    toneel = Toneel()
    bewaker = toneel.bewaker()
    _faal(toneel, bewaker)
    toneel.opslag.geteld.clear()
    _vraag(toneel, bewaker)
    assert toneel.opslag.geteld == {"both": 1}


def test_een_antwoord_dat_tegenvalt_opent_niets() -> None:
    """An unknown leerbedrijf is an answer, ten times in a row too."""
    toneel = Toneel()
    bewaker = toneel.bewaker()
    _faal(toneel, bewaker, errors.LeerbedrijfOnbekend(TEKST), 10)
    assert toneel.opslag.bron == Zekering()


AFGEWEZEN = errors.BerichtAfgewezen(TEKST)
ONBEKEND = errors.BroncodeOnbekend(TEKST)
TEKORT = errors.EigenTekort("EMFILE")


@pytest.mark.parametrize("fout", [AFGEWEZEN, ONBEKEND, TEKORT], ids=lambda fout: type(fout).__name__)
def test_wat_van_ons_is_opent_niets(fout: Exception) -> None:
    """A message that SBB rejects, a code that nobody knows, a descriptor too few: no zekering opens."""
    toneel = Toneel()
    bewaker = toneel.bewaker()
    for _ in range(20):
        with pytest.raises(type(fout)):
            bewaker.ask(lambda _: _raak(fout)(), Termijn(toneel.klok.nu + 20, toneel.klok))
        toneel.klok.nu += 1
    assert toneel.opslag.bron == Zekering()
    assert toneel.opslag.van().circuit == Zekering()


def test_een_afwijzing_wist_geen_storingen() -> None:
    """Between the failures of SBB a message that it rejects takes none of them back: five still open it."""
    toneel = Toneel()
    bewaker = toneel.bewaker()
    for _ in range(5):
        _faal(toneel, bewaker, keer=1)
        _vraag(toneel, bewaker, _raak(AFGEWEZEN))
    assert toneel.opslag.bron.open_sinds is not None


def test_een_afwijzing_is_een_sbb_dat_er_weer_is() -> None:
    """One that tries and is rejected has found SBB back: the others follow, and hear who acts."""
    toneel = Toneel()
    bewaker = toneel.bewaker()
    _faal(toneel, bewaker)
    toneel.klok.nu += 15
    _faal(toneel, bewaker, AFGEWEZEN, 3)
    assert toneel.opslag.bron.open_sinds is None


def test_herstel_na_de_proef() -> None:
    """After the interval one call tries, and when it succeeds all others follow at once."""
    toneel = Toneel()
    een, twee = toneel.bewaker(), toneel.bewaker()
    _faal(toneel, een)
    toneel.klok.nu += AFSPRAKEN.regels.tussentijd
    gezien: list[str | Fout] = []

    def proef() -> str:
        gezien.append(_vraag(toneel, twee))
        return "goed"

    assert _vraag(toneel, een, proef) == "goed"
    assert isinstance(gezien[0], errors.BronNietBeschikbaar)
    assert gezien[0].opnieuw_na == 15
    assert _vraag(toneel, twee) == "goed"


def test_een_ander_was_eerder_met_de_proef() -> None:
    """Two that may try at the same moment: one does, the other is refused and holds nothing."""
    toneel = Toneel()
    een, twee = toneel.bewaker(), toneel.bewaker()
    _faal(toneel, een)
    toneel.klok.nu += 15
    termijn = Termijn(toneel.klok.nu + 20, toneel.klok)
    toneel.opslag.voor_schrijven = lambda: toegangen.append(twee.enter(termijn))
    toegangen: list[object] = []
    assert isinstance(_vraag(toneel, een), errors.BronNietBeschikbaar)
    assert len(toegangen) == 1
    assert len(toneel.opslag.van().room.plaatsen) == 1


@pytest.mark.parametrize(
    ("fout", "soort"), [(GEEN_LICENTIE, "bron-licentie"), (GEWEIGERD, "bron-certificaat")]
)
def test_de_zekering_van_een_school(fout: Fout, soort: str) -> None:
    """A school that SBB refuses is not asked for any more; another school is, and SBB is not blamed."""
    toneel = Toneel()
    bewaker = toneel.bewaker()
    _faal(toneel, bewaker, fout)
    geweigerd = _vraag(toneel, bewaker)
    assert isinstance(geweigerd, Bronfout)
    assert (geweigerd.code, geweigerd.opnieuw_na) == (soort, 15)
    assert _vraag(toneel, toneel.bewaker(ANDERE_SCHOOL)) == "goed"
    assert toneel.opslag.bron == Zekering()


def test_een_geweigerde_school_houdt_de_proef_niet_vast() -> None:
    """When the one that tries is refused at the door, another school may try at once."""
    toneel = Toneel()
    _faal(toneel, toneel.bewaker(ANDERE_SCHOOL))
    toneel.klok.nu += 15
    assert _vraag(toneel, toneel.bewaker(), _raak(GEWEIGERD)) is GEWEIGERD
    assert _vraag(toneel, toneel.bewaker(ANDERE_SCHOOL)) == "goed"


def test_een_licentiefout_is_een_teken_van_leven() -> None:
    """When the one that tries hears that its licence is refused, SBB has answered: others may ask again."""
    toneel = Toneel()
    _faal(toneel, toneel.bewaker(ANDERE_SCHOOL))
    toneel.klok.nu += 15
    _vraag(toneel, toneel.bewaker(), _raak(GEEN_LICENTIE))
    assert toneel.opslag.bron.open_sinds is None


def test_beide_zekeringen_op_proef() -> None:
    """A school that waits for its own try, while SBB's is refused, does not keep its turn."""
    toneel = Toneel()
    toneel.opslag.bron = Zekering(versie=1, open_sinds=NU, proef_na=NU)
    toneel.opslag.zet(Zekering(versie=1, code="bron-licentie", open_sinds=NU, proef_na=NU + 9))
    assert isinstance(_vraag(toneel, toneel.bewaker()), errors.BronLicentie)
    assert toneel.opslag.bron.proef is None
    assert _vraag(toneel, toneel.bewaker(ANDERE_SCHOOL)) == "goed"


@pytest.mark.parametrize(
    ("code", "soort"),
    [
        ("bron-certificaat", errors.BronCertificaat),
        ("bron-overbelast", errors.BronOverbelast),
        ("bron-timeout", errors.BronNietBeschikbaar),
    ],
)
def test_waarom_hij_dicht_is(code: str, soort: type[Fout]) -> None:
    """What a caller hears names the cause that opened it, and that nothing was asked."""
    toneel = Toneel()
    toneel.opslag.bron = Zekering(versie=1, code=code, open_sinds=NU, proef_na=NU + 3.2)
    geweigerd = _vraag(toneel, toneel.bewaker())
    assert type(geweigerd) is soort
    assert geweigerd.opnieuw_na == 4
    assert "niet gevraagd" in geweigerd.detail.nl
    assert "not asked" in geweigerd.detail.en


def test_wie_kort_kreeg_telt_niet() -> None:
    """A time-out of a call that had a second is no failure of SBB; one that had its time is."""
    toneel = Toneel()
    bewaker, traag = toneel.bewaker(), errors.BronTimeout(TEKST)
    _vraag(toneel, bewaker, _raak(traag), seconden=2)
    assert toneel.opslag.bron.missers == 0
    _vraag(toneel, bewaker, _raak(traag), seconden=20)
    assert toneel.opslag.bron.missers == 1


def test_even_wachten_op_het_tempo() -> None:
    """Over the limit per second a call waits until there is room, and then goes."""
    toneel = Toneel(Afspraken.van(per_seconde=2, tegelijk=10, proef_na=15, termijn=20))
    bewaker = toneel.bewaker()
    assert [_vraag(toneel, bewaker) for _ in range(3)] == ["goed"] * 3
    assert toneel.klok.geslapen == [0.5, 0.5]
    assert toneel.opslag.beurten == [(SCHOOL, NU), (SCHOOL, NU + 0.5), (SCHOOL, NU + 1)]


def test_even_wachten_op_een_plaats() -> None:
    """With all places taken a call waits for one to come free."""
    toneel = Toneel(Afspraken.van(per_seconde=20, tegelijk=1, proef_na=15, termijn=20))
    toneel.opslag.zet(room=Drukte(0.0, {"ander": NU + 20}, nieuw=False))
    toneel.klok.bij_slaap = lambda: toneel.opslag.maak_vrij("ander")
    assert _vraag(toneel, toneel.bewaker()) == "goed"
    assert sum(toneel.klok.geslapen) < 0.2


@pytest.mark.parametrize(
    ("drukte", "opnieuw_na"),
    [
        pytest.param(VOL, 5, id="ten-at-once"),
        pytest.param(Drukte(NU + 2.9, {}, nieuw=False), 3, id="a-long-queue"),
    ],
)
def test_te_lang_wachten_heeft_geen_zin(drukte: Drukte, opnieuw_na: int) -> None:
    """Without room within the patience the caller hears that it is our limit, and when there is room."""
    toneel = Toneel()
    toneel.opslag.zet(room=drukte)
    geweigerd = _vraag(toneel, toneel.bewaker())
    assert isinstance(geweigerd, errors.BronOverbelast)
    assert sum(toneel.klok.geslapen) <= GEDULD
    assert "de grens van deze facade, niet die van SBB" in geweigerd.detail.nl
    assert (geweigerd.signaal, toneel.opslag.gezien) == (None, [])
    if not toneel.klok.geslapen:
        assert geweigerd.opnieuw_na == opnieuw_na


def test_wachten_blijft_binnen_de_termijn() -> None:
    """Nobody waits for room that would leave no time to ask SBB."""
    toneel = Toneel()
    toneel.opslag.zet(room=VOL)
    assert isinstance(_vraag(toneel, toneel.bewaker(), seconden=1.1), errors.BronOverbelast)
    assert sum(toneel.klok.geslapen) <= 0.1


def test_de_grens_houdt_de_proef_niet_vast() -> None:
    """Who may try and finds no room, gives its turn away."""
    toneel = Toneel()
    toneel.opslag.bron = Zekering(versie=1, code="x", open_sinds=NU, proef_na=NU)
    toneel.opslag.zet(room=VOL)
    assert isinstance(_vraag(toneel, toneel.bewaker()), errors.BronOverbelast)
    assert _vraag(toneel, toneel.bewaker(ANDERE_SCHOOL)) == "goed"


def test_opent_terwijl_iemand_wacht() -> None:
    """Who waited for room while SBB failed for others does not go after all."""
    toneel = Toneel(Afspraken.van(per_seconde=20, tegelijk=1, proef_na=15, termijn=20))
    toneel.opslag.zet(room=Drukte(0.0, {"ander": NU + 20}, nieuw=False))

    def intussen() -> None:
        toneel.opslag.maak_vrij("ander")
        toneel.opslag.bron = Zekering(versie=5, code="bron-timeout", open_sinds=NU, proef_na=NU + 15)

    toneel.klok.bij_slaap = intussen
    assert isinstance(_vraag(toneel, toneel.bewaker()), errors.BronNietBeschikbaar)
    assert toneel.opslag.van().room.plaatsen == {}


def test_wie_een_ander_voor_liet_kijkt_opnieuw() -> None:
    """A place is taken anew when another took one just before: neither is lost."""
    toneel = Toneel()
    een, twee = toneel.bewaker(), toneel.bewaker()
    toneel.opslag.voor_schrijven = lambda: assert_goed(twee)

    def assert_goed(bewaker: Guard) -> None:
        assert _vraag(toneel, bewaker) == "goed"

    assert _vraag(toneel, een) == "goed"
    assert toneel.opslag.beurten == [(SCHOOL, NU), (SCHOOL, NU + 0.05)]
    assert toneel.opslag.van().room.plaatsen == {}


def test_een_succes_na_missers_wordt_verteld() -> None:
    """The first success after failures is written, once: five must be in a row."""
    toneel = Toneel()
    bewaker = toneel.bewaker()
    _faal(toneel, bewaker, keer=4)
    toneel.opslag.geteld.clear()
    for _ in range(3):
        _vraag(toneel, bewaker)
    assert toneel.opslag.geteld["write_endpoint"] == 1
    assert toneel.opslag.bron.missers == 0
    _faal(toneel, bewaker, keer=4)
    assert toneel.opslag.bron.open_sinds is None


def test_kapotte_opslag_kost_bescherming_geen_antwoord() -> None:
    """A storage that fails is told once, then left alone for a while; every call goes on."""
    toneel = Toneel()
    toneel.opslag.stuk = frozenset({"alles"})
    bewaker = toneel.bewaker()
    assert [_vraag(toneel, bewaker) for _ in range(3)] == ["goed"] * 3
    assert (toneel.opslagfouten, toneel.opslag.geteld) == (["bewaken"], {"both": 1})
    assert bewaker.again() == 0.0
    toneel.klok.nu += STUK
    toneel.opslag.stuk = frozenset()
    assert _vraag(toneel, bewaker) == "goed"
    assert toneel.opslag.geteld["claim"] == 1


def test_opslag_die_stukgaat_tijdens_de_vraag() -> None:
    """The outcome cannot be told then; the answer is given all the same."""
    toneel = Toneel()

    def vraag() -> str:
        toneel.opslag.stuk = frozenset({"alles"})
        return "goed"

    assert _vraag(toneel, toneel.bewaker(), vraag) == "goed"
    assert toneel.opslagfouten == ["bewaken"]


@pytest.mark.parametrize(
    ("bron", "vrij_op", "over"),
    [
        pytest.param(Zekering(), NU - 9, pytest.approx(0.0, abs=1e-6), id="all-well"),
        pytest.param(Zekering(), NU + 0.05, pytest.approx(0.05, abs=1e-6), id="in-turn"),
        pytest.param(Zekering(versie=1, open_sinds=NU, proef_na=NU), NU - 9, None, id="open"),
        pytest.param(Zekering(), NU + 2.5, None, id="no-room"),
    ],
)
def test_herkansen(bron: Zekering, vrij_op: float, over: object) -> None:
    """A second try goes neither into an open zekering nor over the limit, and takes its turn."""
    toneel = Toneel()
    toneel.opslag.bron = bron
    toneel.opslag.zet(room=Drukte(vrij_op, {"wie": NU + 20}, nieuw=False))
    assert toneel.bewaker().again() == over
    assert len(toneel.opslag.beurten) == (over is not None)


def test_een_fout_van_ons_zegt_niets_van_sbb() -> None:
    """What breaks here is raised, gives the place back, and does not count against SBB."""
    toneel = Toneel()
    with pytest.raises(ZeroDivisionError):
        toneel.bewaker().ask(lambda _: 1 // 0, Termijn(toneel.klok.nu + 20, toneel.klok))
    assert (toneel.opslag.bron, toneel.opslag.van().room.plaatsen) == (Zekering(), {})


def test_tien_minuten_weg_onder_belasting() -> None:
    """SBB away for ten minutes, ten calls a second: it gets five and one per interval; then all pass."""
    toneel = Toneel()
    scholen = ("01AA", "02BB", "03CC", "04DD")
    bewakers = [toneel.bewaker(school) for school in scholen for _ in range(3)]
    begin, gevraagd, geholpen = toneel.klok.nu, 0, 0
    hersteld_op = begin + 600.0
    eerste: float | None = None

    def sbb() -> str:
        nonlocal gevraagd
        gevraagd += 1
        if toneel.klok.nu < hersteld_op:
            raise STUKKE_BRON
        return "goed"

    for nummer in range(6_300):
        toneel.klok.nu = max(toneel.klok.nu, begin + nummer * 0.1)
        goed = _vraag(toneel, bewakers[nummer % len(bewakers)], sbb) == "goed"
        if toneel.klok.nu < hersteld_op:
            assert gevraagd <= 5 + (toneel.klok.nu - begin) / AFSPRAKEN.regels.tussentijd + 1
        elif goed and eerste is None:
            eerste = toneel.klok.nu
        geholpen += goed
        assert goed or eerste is None
    assert eerste is not None
    assert eerste - hersteld_op <= AFSPRAKEN.regels.tussentijd
    assert geholpen > 100
