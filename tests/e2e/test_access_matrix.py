"""Who gets where, through the deployed API: afnemers, schools and every route of the table."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Final

import httpx
import pytest
from stagemarkt.adapters.dynamodb.access_items import of_toegang
from stagemarkt.model.today import today_in_netherlands
from stagemarkt.model.toegang import Toegang
from stagemarkt.web.routes import ROUTES, SCOPES, Route
from stagemarkt_cli.admin import sleutels
from stagemarkt_cli.admin.admin import Admin

from local.deployment import first_school
from local.sbb.register import examples
from tests.e2e.client import FacadeClient
from tests.e2e.sleutels import make_afnemer, make_sleutel

PROTECTED: Final = tuple(route for route in ROUTES if route.scope is not None)
KOPPEN: Final = (None, "99XX", "99XZ", "30AA")
TOEGANG: Final[dict[str, Mapping[str, tuple[str, ...]]]] = {
    "alles": {"99XX": SCOPES},
    "verdeeld": {"99XX": SCOPES[:2], "99XZ": SCOPES[2:]},
    "alleen de ander": {"99XZ": ("verificatie", "zoeken")},
    "niets": {},
}
# What a path needs; whatever is not named is an ID like any other.
PATH_FIELDS: Final = {"leerbedrijfId": examples.SHOWPIECE, "code": "25998", "leerplaatsId": "3000001"}


@pytest.fixture(scope="module")
def second_school(admin: Admin, shared_facade: FacadeClient) -> None:
    """The simulator's second school is known to the facade as well."""
    school = shared_facade.sbb.get("/").json()["scholen"]["99XZ"]
    first_school.store_school(admin, first_school.school_from(school, "99XZ"))


def _path(route: Route) -> str:
    parts = [
        PATH_FIELDS.get(part[1:-1], "1") if part.startswith("{") else part for part in route.path.split("/")
    ]
    return "/".join(parts)


def _inside(answer: httpx.Response) -> tuple[int, str] | None:
    """How it was turned away at the door; None when it got in, whatever came of it then."""
    code = answer.json().get("code", "") if answer.status_code >= 400 else ""
    at_the_door = answer.status_code in {401, 403} or code == "school-vereist"
    return (answer.status_code, code) if at_the_door else None


def _expected(
    toegang: Mapping[str, tuple[str, ...]], header: str | None, route: Route
) -> tuple[int, str] | None:
    if not toegang:
        return 403, "geen-toegang"
    if header is None and len(toegang) > 1:
        return 400, "school-vereist"
    school = header or next(iter(toegang))
    if school not in toegang:
        return 403, "school-niet-toegestaan"
    return (403, "geen-toegang") if route.scope in SCOPES and route.scope not in toegang[school] else None


@pytest.mark.usefixtures("second_school")
@pytest.mark.parametrize("name", TOEGANG)
def test_every_cell(facade: FacadeClient, admin: Admin, name: str) -> None:
    """Of this afnemer every school and route: in where it was granted, else turned away for that reason."""
    sleutel = make_sleutel(admin, dict(TOEGANG[name]))

    def question(cell: tuple[str | None, Route]) -> tuple[int, str] | None:
        header, route = cell
        headers = {} if header is None else {"Namens-School": header}
        body = {"json": {"naam": "bitwerk"}} if route.method in {"POST", "PATCH", "PUT"} else {}
        return _inside(
            facade.question(_path(route), method=route.method, sleutel=sleutel, headers=headers, **body)
        )

    cells = list(product(KOPPEN, PROTECTED))
    with ThreadPoolExecutor(2) as threads:
        found = dict(zip(cells, threads.map(question, cells), strict=True))
    assert found == {cell: _expected(TOEGANG[name], *cell) for cell in cells}
    if name == "niets":
        assert facade.requests() == []


def test_three_hundred_schools(facade: FacadeClient, admin: Admin) -> None:
    """The rights of a vendor for 300 schools reach the functions whole, with the last as with the first."""
    afnemer_id = make_afnemer(admin, {"99XX": ("identificatie",)})
    brins = [f"{n // 26 + 30:02}A{chr(65 + n % 26)}" for n in range(300)]
    dynamodb, table = admin.this_stack.client("dynamodb"), admin.this_stack.output("ToegangTabel")
    for begin in range(0, len(brins), 25):
        toegangen = [Toegang(brin, SCOPES[n % 3 :]) for n, brin in enumerate(brins[begin : begin + 25])]
        additions = [{"PutRequest": {"Item": of_toegang(afnemer_id, toegang)}} for toegang in toegangen]
        dynamodb.batch_write_item(RequestItems={table: additions})
    sleutel = sleutels.make(admin, afnemer_id).sleutel
    path = f"/leerbedrijven/{examples.SHOWPIECE}"
    codes = {
        header: facade.question(path, sleutel=sleutel, headers={"Namens-School": header} if header else {})
        .json()
        .get("code")
        for header in ("99XX", brins[0], brins[-3], "29AA", None)
    }
    # The schools themselves are not set up here: their turn at SBB is where it ends.
    assert codes == {
        "99XX": None,
        brins[0]: "bron-licentie",
        brins[-3]: "geen-toegang",
        "29AA": "school-niet-toegestaan",
        None: "school-vereist",
    }


def test_a_toegang_that_has_ended(facade: FacadeClient, admin: Admin) -> None:
    """A toegang whose last day was yesterday gives nothing; one that ends today still does."""
    today = today_in_netherlands(datetime.now(UTC).timestamp())
    for einddatum, status in ((today - timedelta(days=1), 403), (today, 200)):
        afnemer_id = make_afnemer(admin, {})
        # Past the command, which refuses an end that has been.
        admin.table.grant_toegang(afnemer_id, Toegang("99XX", ("identificatie",), einddatum))
        sleutel = sleutels.make(admin, afnemer_id).sleutel
        assert facade.question(f"/leerbedrijven/{examples.SHOWPIECE}", sleutel=sleutel).status_code == status


@pytest.mark.proof
def test_a_revoked_sleutel_is_dead_within_a_minute(
    facade: FacadeClient, admin: Admin, scale: Callable[[int], int]
) -> None:
    """A key in use is refused within 60 seconds of its withdrawal, and stays so; the other works on."""
    afnemer_id = make_afnemer(admin, {"99XX": ("identificatie",)})
    first, second = (sleutels.make(admin, afnemer_id) for _ in range(2))

    def status(sleutel: str) -> int:
        return facade.question(f"/leerbedrijven/{examples.SHOWPIECE}", sleutel=sleutel).status_code

    assert (status(first.sleutel), status(second.sleutel)) == (200, 200)
    begin = datetime.now(UTC)
    sleutels.revoke(admin, first.prefix)
    while status(first.sleutel) == 200:
        assert datetime.now(UTC) - begin < timedelta(seconds=60)
        if scale(20) == 1:
            # Waiting out API Gateway's memory of half a minute is for the proof.
            break
    else:
        print(f"\nwithdrawn key refused after {(datetime.now(UTC) - begin).total_seconds():.1f} s")  # noqa: T201 - a figure for who proves
        assert status(first.sleutel) == 401
    assert status(second.sleutel) == 200
    unseen = sleutels.make(admin, afnemer_id)
    sleutels.revoke(admin, unseen.prefix)
    assert status(unseen.sleutel) == 401
