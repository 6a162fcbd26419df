"""Who gets where, through the deployed API: afnemers, schools and every route of the table."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Final

import httpx
import pytest
from stagemarkt.adapters.dynamodb.access_items import van_toegang
from stagemarkt.model.today import vandaag_in_nederland
from stagemarkt.model.toegang import Toegang
from stagemarkt.web.routes import ROUTES, SCOPES, Route
from stagemarkt_cli.admin import sleutels
from stagemarkt_cli.admin.admin import Beheer

from local import setup
from local.sbb import examples as vb
from tests.e2e.client import Facade
from tests.e2e.sleutels import maak_afnemer, maak_sleutel

BESCHERMD: Final = tuple(route for route in ROUTES if route.scope is not None)
KOPPEN: Final = (None, "99XX", "99XZ", "30AA")
TOEGANG: Final[dict[str, Mapping[str, tuple[str, ...]]]] = {
    "alles": {"99XX": SCOPES},
    "verdeeld": {"99XX": SCOPES[:2], "99XZ": SCOPES[2:]},
    "alleen de ander": {"99XZ": ("verificatie", "zoeken")},
    "niets": {},
}
# What a path needs; whatever is not named is an ID like any other.
PADVELDEN: Final = {"leerbedrijfId": vb.TOONBEELD, "code": "25998", "leerplaatsId": "3000001"}


@pytest.fixture(scope="module")
def tweede_school(beheer: Beheer, facade_van_allen: Facade) -> None:
    """The simulator's second school is known to the facade as well."""
    school = facade_van_allen.sbb.get("/").json()["scholen"]["99XZ"]
    setup.bewaar_school(beheer, setup.school_uit(school, "99XZ"))


def _pad(route: Route) -> str:
    delen = [
        PADVELDEN.get(deel[1:-1], "1") if deel.startswith("{") else deel for deel in route.pad.split("/")
    ]
    return "/".join(delen)


def _binnen(antwoord: httpx.Response) -> tuple[int, str] | None:
    """How it was turned away at the door; None when it got in, whatever came of it then."""
    code = antwoord.json().get("code", "") if antwoord.status_code >= 400 else ""
    aan_de_deur = antwoord.status_code in {401, 403} or code == "school-vereist"
    return (antwoord.status_code, code) if aan_de_deur else None


def _verwacht(
    toegang: Mapping[str, tuple[str, ...]], kop: str | None, route: Route
) -> tuple[int, str] | None:
    if not toegang:
        return 403, "geen-toegang"
    if kop is None and len(toegang) > 1:
        return 400, "school-vereist"
    school = kop or next(iter(toegang))
    if school not in toegang:
        return 403, "school-niet-toegestaan"
    return (403, "geen-toegang") if route.scope in SCOPES and route.scope not in toegang[school] else None


@pytest.mark.usefixtures("tweede_school")
@pytest.mark.parametrize("naam", TOEGANG)
def test_elke_cel(facade: Facade, beheer: Beheer, naam: str) -> None:
    """Of this afnemer every school and route: in where it was granted, else turned away for that reason."""
    sleutel = maak_sleutel(beheer, dict(TOEGANG[naam]))

    def vraag(cel: tuple[str | None, Route]) -> tuple[int, str] | None:
        kop, route = cel
        koppen = {} if kop is None else {"Namens-School": kop}
        lichaam = {"json": {"naam": "bitwerk"}} if route.methode in {"POST", "PATCH", "PUT"} else {}
        return _binnen(
            facade.vraag(_pad(route), methode=route.methode, sleutel=sleutel, headers=koppen, **lichaam)
        )

    cellen = list(product(KOPPEN, BESCHERMD))
    with ThreadPoolExecutor(2) as draden:
        gevonden = dict(zip(cellen, draden.map(vraag, cellen), strict=True))
    assert gevonden == {cel: _verwacht(TOEGANG[naam], *cel) for cel in cellen}
    if naam == "niets":
        assert facade.verzoeken() == []


def test_driehonderd_scholen(facade: Facade, beheer: Beheer) -> None:
    """The rights of a vendor for 300 schools reach the functions whole, with the last as with the first."""
    afnemer_id = maak_afnemer(beheer, {"99XX": ("identificatie",)})
    brins = [f"{n // 26 + 30:02}A{chr(65 + n % 26)}" for n in range(300)]
    dynamodb, tabel = beheer.stapel.client("dynamodb"), beheer.stapel.uitvoer("ToegangTabel")
    for begin in range(0, len(brins), 25):
        toegangen = [Toegang(brin, SCOPES[n % 3 :]) for n, brin in enumerate(brins[begin : begin + 25])]
        erbij = [{"PutRequest": {"Item": van_toegang(afnemer_id, toegang)}} for toegang in toegangen]
        dynamodb.batch_write_item(RequestItems={tabel: erbij})
    sleutel = sleutels.maak(beheer, afnemer_id).sleutel
    pad = f"/leerbedrijven/{vb.TOONBEELD}"
    codes = {
        kop: facade.vraag(pad, sleutel=sleutel, headers={"Namens-School": kop} if kop else {})
        .json()
        .get("code")
        for kop in ("99XX", brins[0], brins[-3], "29AA", None)
    }
    # The schools themselves are not set up here: their turn at SBB is where it ends.
    assert codes == {
        "99XX": None,
        brins[0]: "bron-licentie",
        brins[-3]: "geen-toegang",
        "29AA": "school-niet-toegestaan",
        None: "school-vereist",
    }


def test_een_voorbije_toegang(facade: Facade, beheer: Beheer) -> None:
    """A toegang whose last day was yesterday gives nothing; one that ends today still does."""
    vandaag = vandaag_in_nederland(datetime.now(UTC).timestamp())
    for einddatum, status in ((vandaag - timedelta(days=1), 403), (vandaag, 200)):
        afnemer_id = maak_afnemer(beheer, {})
        # Past the command, which refuses an end that has been.
        beheer.tabel.geef_toegang(afnemer_id, Toegang("99XX", ("identificatie",), einddatum))
        sleutel = sleutels.maak(beheer, afnemer_id).sleutel
        assert facade.vraag(f"/leerbedrijven/{vb.TOONBEELD}", sleutel=sleutel).status_code == status


@pytest.mark.proof
def test_een_ingetrokken_sleutel_is_binnen_een_minuut_dood(
    facade: Facade, beheer: Beheer, schaal: Callable[[int], int]
) -> None:
    """A key in use is refused within 60 seconds of its withdrawal, and stays so; the other works on."""
    afnemer_id = maak_afnemer(beheer, {"99XX": ("identificatie",)})
    eerste, tweede = (sleutels.maak(beheer, afnemer_id) for _ in range(2))

    def status(sleutel: str) -> int:
        return facade.vraag(f"/leerbedrijven/{vb.TOONBEELD}", sleutel=sleutel).status_code

    assert (status(eerste.sleutel), status(tweede.sleutel)) == (200, 200)
    begin = datetime.now(UTC)
    sleutels.trek_in(beheer, eerste.prefix)
    while status(eerste.sleutel) == 200:
        assert datetime.now(UTC) - begin < timedelta(seconds=60)
        if schaal(20) == 1:
            # Waiting out API Gateway's memory of half a minute is for the proof.
            break
    else:
        print(f"\nwithdrawn key refused after {(datetime.now(UTC) - begin).total_seconds():.1f} s")  # noqa: T201 - a figure for who proves
        assert status(eerste.sleutel) == 401
    assert status(tweede.sleutel) == 200
    ongezien = sleutels.maak(beheer, afnemer_id)
    sleutels.trek_in(beheer, ongezien.prefix)
    assert status(ongezien.sleutel) == 401
