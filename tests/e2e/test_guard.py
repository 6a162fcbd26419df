"""SBB is protected: zekeringen and limits, on a stack of their own with small numbers."""

import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from statistics import median

import httpx
import pytest

from local import setup
from local.sbb import examples as vb
from local.settings import Instellingen
from local.stack import Stapel
from tests.e2e.client import Facade
from tests.e2e.conftest import Waarnemingen
from tests.e2e.sleutels import maak_sleutel

PER_SECONDE = 5
TEGELIJK = 3
# Long enough for a busy machine to do in between what must happen before a probe.
PROEF_NA = 5
ANDERE = "99XZ"
# What a busy machine may add, and what the way to SBB may shift.
SPELING = 8
SCHOKKERIG = 0.25
Vraag = Callable[[], httpx.Response]


@pytest.fixture(scope="module")
def eigen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stapel]:
    """A stack with low limits and an impatient zekering, and the template's own deadline."""
    bewaking = (
        ("SbbPerSeconde", str(PER_SECONDE)),
        ("SbbTegelijk", str(TEGELIJK)),
        ("SbbProefNa", str(PROEF_NA)),
    )
    stapel = Stapel(
        Instellingen(tmp_path_factory.mktemp("bewaking"), cache_mode="uit", bewaking=bewaking),
        meld=lambda _: None,
    )
    stapel.omhoog()
    yield stapel
    stapel.omlaag()


@pytest.fixture(scope="module")
def klant(eigen: Stapel) -> Iterator[Facade]:
    """Its client."""
    with Facade(eigen.stack_json.parent) as klant:
        yield klant


@pytest.fixture(scope="module")
def waarnemingen(eigen: Stapel) -> Iterator[Waarnemingen]:
    """What it has seen of SBB."""
    waarnemingen = Waarnemingen(eigen)
    yield waarnemingen
    waarnemingen.sluit()


@pytest.fixture
def facade(waarnemingen: Waarnemingen, klant: Facade) -> Iterator[Facade]:
    """The client, with everything closed and SBB in good order."""
    waarnemingen.vergeet_bewaking()
    klant.sbb_in_orde()
    yield klant
    klant.sbb_in_orde()


@pytest.fixture(scope="module")
def andere_school(eigen: Stapel, klant: Facade) -> str:
    """The key of another school."""
    beheer = setup.beheer_van(*eigen.uitgerold())
    school = klant.sbb.get("/").json()["scholen"][ANDERE]
    setup.bewaar_school(beheer, setup.school_uit(school, ANDERE))
    return maak_sleutel(beheer, {ANDERE: ("verificatie",)})


def _vraag(facade: Facade, sleutel: str | None = None) -> httpx.Response:
    leerbedrijf, code = vb.ERKEND_CREBO
    return facade.vraag(f"/leerbedrijven/{leerbedrijf}/erkenningen/{code}", sleutel=sleutel)


def _laat_openen(facade: Facade, code: str = "bron-niet-beschikbaar") -> None:
    for _ in range(5):
        assert _vraag(facade).json()["code"] == code
    assert len(facade.verzoeken()) == 5


def _adem() -> None:
    """A caller that insists, and leaves the machine to the others."""
    threading.Event().wait(0.05)


def _tot_het_lukt(vraag: Vraag) -> tuple[float, Counter[int]]:
    """Ask until it succeeds: how long that took, and how often each status came."""
    begin, gezien = time.monotonic(), Counter[int]()
    while time.monotonic() < begin + 30:
        _adem()
        antwoord = vraag()
        gezien[antwoord.status_code] += 1
        if antwoord.status_code == 200:
            return time.monotonic() - begin, gezien
        assert 1 <= int(antwoord.headers["Retry-After"]) <= 30
    raise AssertionError(f"never: {gezien}")


def _momenten(facade: Facade) -> list[float]:
    return sorted(datetime.fromisoformat(v["tijdstip"]).timestamp() for v in facade.verzoeken())


def _minste_tussen(momenten: list[float], aantal: int) -> float:
    """The shortest time in which one more than `aantal` began."""
    return min(later - toen for toen, later in zip(momenten, momenten[aantal:], strict=False))


def test_na_vijf_fouten_bereikt_niets_sbb(facade: Facade) -> None:
    """The sixth call, and one of another function, is 503 at once, and the status says so and until when."""
    # Warm: a cold start of the other one would take as long as the pause before a probe.
    assert facade.vraag(f"/leerbedrijven/{vb.TOONBEELD}").status_code == 200
    facade.sbb_in_orde()
    facade.storing("http500-html")
    _laat_openen(facade)
    for geweigerd in (_vraag(facade), facade.vraag(f"/leerbedrijven/{vb.TOONBEELD}")):
        assert (geweigerd.status_code, geweigerd.json()["code"]) == (503, "bron-niet-beschikbaar")
        assert "niet gevraagd" in geweigerd.json()["detail"]
        assert 1 <= int(geweigerd.headers["Retry-After"]) <= PROEF_NA
    assert len(facade.verzoeken()) == 5
    status = facade.http.get("/status").json()
    assert (status["status"], status["sbb"]["status"]) == ("verstoord", "storing")
    zekering = status["sbb"]["zekering"]
    assert zekering["status"] in {"open", "op-proef"}
    assert datetime.fromisoformat(zekering["sinds"]).timestamp() <= time.time()


def test_herstel_binnen_een_proef(facade: Facade) -> None:
    """When SBB is back one call tries after the interval, and when it succeeds all others pass at once."""
    facade.storing("html200")
    _laat_openen(facade, "bron-antwoord-ongeldig")
    facade.sbb_in_orde()
    duur, gezien = _tot_het_lukt(lambda: _vraag(facade))
    assert duur < PROEF_NA + SPELING
    assert gezien[503] > 0
    # One verification; what it asks besides is not another try.
    assert [v["operatie"] for v in facade.verzoeken()].count("VerifieerAccreditatie") == 1
    assert [_vraag(facade).status_code for _ in range(3)] == [200] * 3
    status = facade.http.get("/status").json()
    assert (status["status"], status["sbb"]["zekering"]["status"]) == ("in-orde", "gesloten")


def test_een_proef_tegelijk(facade: Facade) -> None:
    """While SBB stays away and three callers insist, it gets one call per interval and no more."""
    facade.storing("http500-html")
    _laat_openen(facade)
    begin = time.monotonic()
    tot = begin + 1.5 * PROEF_NA

    def dring_aan() -> int:
        keren = 0
        while time.monotonic() < tot:
            # API Gateway has a limit of its own, which a quick machine reaches.
            assert _vraag(facade).status_code in {503, 429}
            keren += 1
            _adem()
        return keren

    with ThreadPoolExecutor(3) as draden:
        gevraagd = sum(draden.map(lambda _: dring_aan(), range(3)))
    proeven = len(facade.verzoeken()) - 5
    assert 1 <= proeven <= 1 + (time.monotonic() - begin) / PROEF_NA
    assert gevraagd > 5 * proeven


def test_een_geweigerde_licentie_raakt_een_andere_school_niet(facade: Facade, andere_school: str) -> None:
    """A school without a licence is asked for five times and no more; another goes on; it recovers."""
    facade.storing("signaalcode", signaalcode=996, brin="99XX")
    _laat_openen(facade, "bron-licentie")
    geweigerd = _vraag(facade)
    assert (geweigerd.status_code, geweigerd.json()["code"]) == (502, "bron-licentie")
    assert "herhaaldelijk" in geweigerd.json()["detail"]
    assert int(geweigerd.headers["Retry-After"]) >= 1
    assert len(facade.verzoeken()) == 5
    assert [_vraag(facade, andere_school).status_code for _ in range(3)] == [200] * 3
    assert facade.http.get("/status").json()["status"] == "in-orde"
    facade.sbb_in_orde()
    duur, gezien = _tot_het_lukt(lambda: _vraag(facade))
    assert duur < PROEF_NA + SPELING
    assert gezien.keys() == {200, 502}


def test_een_geweigerd_certificaat_raakt_een_andere_school_niet(facade: Facade, andere_school: str) -> None:
    """A certificate that SBB refuses is this school's trouble alone, and her own status says so."""
    facade.storing("http403-html", brin="99XX")
    _laat_openen(facade, "bron-certificaat")
    assert _vraag(facade).json()["code"] == "bron-certificaat"
    assert len(facade.verzoeken()) == 5
    assert _vraag(facade, andere_school).status_code == 200
    eigen, ander = (
        facade.vraag("/status/school").json(),
        facade.vraag("/status/school", sleutel=andere_school).json(),
    )
    assert (eigen["certificaat"]["status"], ander["zekering"]["status"]) == ("geweigerd", "gesloten")
    assert eigen["zekering"]["status"] in {"open", "op-proef"}
    assert (eigen["sbb"]["status"], eigen["sbb"]["zekering"]["status"]) == ("in-orde", "gesloten")
    assert (eigen["limiet"]["perSeconde"], eigen["limiet"]["tegelijk"]) == (PER_SECONDE, TEGELIJK)


def test_een_verkeerde_ca_is_van_de_beheerder(eigen_map: Path) -> None:
    """With a CA that is not SBB's the facade is at fault: before anybody asked, and after it."""
    stapel = Stapel(Instellingen(eigen_map, cache_mode="uit"), meld=lambda _: None)
    stapel.omhoog()
    try:
        beheer = setup.beheer_van(*stapel.uitgerold())
        with Facade(eigen_map) as facade:
            facade.sbb_in_orde()
            # The school's own certificate: a CA that signed nothing of SBB.
            setup.bewaar_ca(beheer, Path(facade.stack["sbbClientCert"]).read_text())
            for _ in range(2):
                status = facade.http.get("/status").json()
                assert (status["status"], status["facade"]["status"]) == ("verstoord", "storing")
                assert status["sbb"]["laatsteFout"]["code"] == "bron-certificaat"
                assert _vraag(facade).json()["code"] == "bron-certificaat"
            assert facade.vraag("/status/school").json()["facade"]["status"] == "storing"
            assert facade.verzoeken() == []
    finally:
        stapel.omlaag()


def _tegelijk(aantal: int, vraag: Vraag) -> list[httpx.Response]:
    with ThreadPoolExecutor(aantal) as draden:
        return list(draden.map(lambda _: vraag(), range(aantal)))


def test_niet_meer_in_een_seconde(facade: Facade, andere_school: str) -> None:
    """However many ask at once, SBB gets no more in a second; who would wait too long is told how long."""
    antwoorden = _tegelijk(12, lambda: _vraag(facade)) + _tegelijk(12, lambda: _vraag(facade))
    momenten = _momenten(facade)
    # What left here in one second may arrive in less where the machine is busy: some more, never a burst.
    assert _minste_tussen(momenten, 2 * PER_SECONDE) > 1
    assert (len(momenten) - 1) / (momenten[-1] - momenten[0]) < PER_SECONDE * 1.5
    gezien = Counter(antwoord.status_code for antwoord in antwoorden)
    assert gezien.keys() <= {200, 503}, [antwoord.text for antwoord in antwoorden]
    assert gezien[200] >= PER_SECONDE
    for antwoord in antwoorden:
        if antwoord.status_code == 503:
            assert antwoord.json()["code"] == "bron-overbelast"
            assert "niet die van SBB" in antwoord.json()["detail"]
            assert 1 <= int(antwoord.headers["Retry-After"]) <= 10
    assert _vraag(facade, andere_school).status_code == 200


def test_niet_meer_tegelijk(facade: Facade) -> None:
    """While SBB takes a second for each, no more are under way than the limit."""
    facade.storing("vertraging", seconden=1)
    antwoorden = _tegelijk(8, lambda: _vraag(facade))
    assert {antwoord.status_code for antwoord in antwoorden} <= {200, 503}
    assert _minste_tussen(_momenten(facade), TEGELIJK) > 1 - SCHOKKERIG


@pytest.mark.proof
def test_twee_afnemers_op_een_trage_bron(
    eigen: Stapel, facade: Facade, schaal: Callable[[int], int], capsys: pytest.CaptureFixture[str]
) -> None:
    """While one afnemer searches for all it can, another's single checks are answered: places are left."""
    ander = maak_sleutel(setup.beheer_van(*eigen.uitgerold()), {"99XX": ("verificatie",)})
    facade.storing("vertraging", operatie="Zoeken", seconden=1)

    def zoek() -> int:
        return facade.vraag("/leerplaatsen", params={"limit": "50"}).status_code

    def vraag() -> httpx.Response:
        return _vraag(facade, ander)

    aantal = max(8, schaal(40))
    rustig = [vraag() for _ in range(4)]
    with ThreadPoolExecutor(6) as draden:
        zoekers = [draden.submit(zoek) for _ in range(6)]
        druk = [vraag() for _ in range(aantal)]
        gezocht = Counter(zoeker.result() for zoeker in zoekers)
    alleen, naast = (median(a.elapsed.total_seconds() for a in groep) for groep in (rustig[1:], druk))
    with capsys.disabled():
        sys.stdout.write(
            f"\nA check beside 6 searches: {naast:.2f} s, alone {alleen:.2f} s; {dict(gezocht)}\n"
        )
    assert [antwoord.status_code for antwoord in druk] == [200] * aantal
    assert gezocht.keys() <= {200, 503}
    assert gezocht[200] > 0
    # A third place is never a search's.
    zoekend = sorted(
        datetime.fromisoformat(v["tijdstip"]).timestamp()
        for v in facade.verzoeken()
        if v["operatie"] == "Zoeken"
    )
    assert _minste_tussen(zoekend, TEGELIJK - 1) > 1 - SCHOKKERIG


# A tenth of it, where this is no proof, is no slow source: all four pages come.
VIER_BLADZIJDEN = {9: 504}


@pytest.mark.proof
def test_een_trage_bron(facade: Facade, schaal: Callable[[int], int]) -> None:
    """With nine seconds an answer, one question is answered, and one of four pages ends at its deadline."""
    facade.storing("vertraging", seconden=schaal(9))
    with ThreadPoolExecutor(2) as draden:
        zoeken = draden.submit(facade.vraag, "/leerplaatsen", params={"limit": "100"})
        antwoord = _vraag(facade)
        gezocht = zoeken.result()
    assert antwoord.status_code == 200
    assert schaal(9) <= antwoord.elapsed.total_seconds() < schaal(9) + SPELING
    assert gezocht.status_code == VIER_BLADZIJDEN.get(schaal(9), 200)
    assert gezocht.elapsed.total_seconds() < 26
