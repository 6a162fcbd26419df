"""Limits per afnemer, on a stack of its own: the plans that the command makes, as API Gateway keeps them.

The emulator takes the key to count by from the header `x-api-key`, where AWS takes it from the authorizer:
the test sends along what the authorizer hands over.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest
from stagemarkt.model.toegang import Limiet, Toegang
from stagemarkt_cli.admin import afnemers, sleutels
from stagemarkt_cli.admin.admin import Beheer
from stagemarkt_cli.admin.validation import lees_naam

from local import setup
from local.sbb import examples as vb
from local.settings import Instellingen
from local.stack import Stapel
from tests.e2e.client import Facade

LEERBEDRIJF = f"/leerbedrijven/{vb.TOONBEELD}"
RUIM = Limiet(1000, 2000, 100_000)


class Loket(NamedTuple):
    """A stack that keeps limits."""

    facade: Facade
    beheer: Beheer

    def beller(self, naam: str, limiet: Limiet) -> "Beller":
        """A new afnemer with this limit."""
        afnemers.voeg_toe(self.beheer, lees_naam(naam), limiet=limiet)
        afnemers.geef_toegang(self.beheer, naam, Toegang("99XX", ("identificatie",)))
        return Beller(self.facade, self.beheer, naam, sleutels.maak(self.beheer, naam).sleutel)


class Beller(NamedTuple):
    """An afnemer that calls."""

    facade: Facade
    beheer: Beheer
    naam: str
    sleutel: str

    def __call__(self) -> httpx.Response:
        """One call."""
        poortsleutel = self.beheer.eis_afnemer(self.naam).afnemer.poortsleutel
        return self.facade.vraag(LEERBEDRIJF, sleutel=self.sleutel, headers={"x-api-key": poortsleutel})


@pytest.fixture(scope="module")
def loket(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loket]:
    """The stack, with LimietPerAfnemer on."""
    werkmap = tmp_path_factory.mktemp("limieten")
    stapel = Stapel(Instellingen(werkmap, limiet_per_afnemer="aan"), meld=lambda _: None)
    stapel.omhoog()
    try:
        with Facade(werkmap) as facade:
            yield Loket(facade, setup.beheer_van(*stapel.uitgerold()))
    finally:
        stapel.omlaag()


def test_het_dagquotum(loket: Loket) -> None:
    """After its daily quota an afnemer hears 429 with when to come back; another afnemer goes on."""
    klein, ander = loket.beller("klein", RUIM._replace(dagquotum=5)), loket.beller("ander", RUIM)
    antwoorden = [klein() for _ in range(7)]
    assert [a.status_code for a in antwoorden] == [200] * 5 + [429] * 2
    probleem = antwoorden[-1]
    assert probleem.json()["code"] == "quotum-overschreden"
    assert int(probleem.headers["Retry-After"]) > 0
    assert probleem.headers["Content-Type"] == "application/problem+json"
    assert ander().status_code == 200


def test_het_tempo(loket: Loket) -> None:
    """Faster than its rate, after the burst, an afnemer hears 429 of another kind."""
    snel = loket.beller("snel", Limiet(1, 3, 1000))
    antwoorden = [snel() for _ in range(12)]
    codes = Counter(a.json().get("code", "binnen") for a in antwoorden)
    assert set(codes) == {"binnen", "limiet-overschreden"}
    assert codes["binnen"] >= 3
    geweigerd = next(a for a in antwoorden if a.status_code == 429)
    assert int(geweigerd.headers["Retry-After"]) > 0


def test_twee_sleutels_een_limiet(loket: Loket) -> None:
    """The limit is the afnemer's: a second key does not double it."""
    eerste = loket.beller("dubbel", RUIM._replace(dagquotum=4))
    tweede = eerste._replace(sleutel=sleutels.maak(loket.beheer, "dubbel").sleutel)
    assert Counter(beller().status_code for beller in (eerste, tweede) * 3) == {200: 4, 429: 2}


def test_een_ruimere_limiet_geldt(loket: Loket) -> None:
    """What the operator changes holds for the plan at API Gateway."""
    groeit = loket.beller("groeit", RUIM._replace(dagquotum=2))
    assert [groeit().status_code for _ in range(3)] == [200, 200, 429]
    afnemer = loket.beheer.eis_afnemer("groeit").afnemer
    afnemers.wijzig(loket.beheer, afnemer._replace(limiet=RUIM))
    assert groeit().status_code == 200


def test_elk_antwoord_zegt_de_limiet(loket: Loket) -> None:
    """An answer tells the policy, also from the cache and with a problem; what is left is not known."""
    beller = loket.beller("leest", Limiet(30, 60, 5000))
    poortsleutel = loket.beheer.eis_afnemer("leest").afnemer.poortsleutel
    fout = loket.facade.vraag(
        f"{LEERBEDRIJF}?x=1", sleutel=beller.sleutel, headers={"x-api-key": poortsleutel}
    )
    assert [a.status_code for a in (beller(), fout)] == [200, 400]
    for antwoord in (beller(), beller(), fout):
        assert antwoord.headers["RateLimit-Policy"] == '"tempo";q=30;w=1, "dagquotum";q=5000;w=86400'
        assert "RateLimit" not in antwoord.headers


def test_zonder_plan_niet_binnen(loket: Loket) -> None:
    """Without a key that counts for a plan API Gateway lets nobody in; open addresses need none."""
    sleutel = loket.beller("zonder", RUIM).sleutel
    assert loket.facade.vraag(LEERBEDRIJF, sleutel=sleutel).status_code == 403
    assert loket.facade.http.get("/status").status_code == 200


def test_weg_is_weg(loket: Loket) -> None:
    """An afnemer that is removed leaves no plan and no key at API Gateway."""
    loket.beller("gaatweg", RUIM)
    gateway = loket.beheer.stapel.client("apigateway")
    afnemers.verwijder(loket.beheer, "gaatweg")
    namen = [plan["name"] for plan in gateway.get_usage_plans(limit=500)["items"]]
    assert not any(naam.endswith("gaatweg") for naam in namen)
    assert not any(s["name"].endswith("gaatweg") for s in gateway.get_api_keys(limit=500)["items"])


def test_mappen(tmp_path: Path) -> None:
    """As `make up` is told nothing, limits are off."""
    assert Instellingen(tmp_path).limiet_per_afnemer == "uit"
