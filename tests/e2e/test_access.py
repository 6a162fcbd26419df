"""Keys with scopes and schools, through the real authorizer and the real policy."""

from collections.abc import Callable

import pytest
from stagemarkt_cli.admin import scholen
from stagemarkt_cli.admin.admin import Admin

from local.deployment import first_school
from local.sbb.register import examples
from tests.e2e.client import FacadeClient
from tests.e2e.sleutels import make_sleutel

LEERBEDRIJF = f"/leerbedrijven/{examples.SHOWPIECE}"
ERKENNING = f"{LEERBEDRIJF}/erkenningen/25998"
# What SBB is asked for an erkenning: her verdict, and her list for the leerweg.
ERKEND = {"VerifieerAccreditatie", "GeefDetails"}
SleutelMaker = Callable[[dict[str, tuple[str, ...]]], str]


@pytest.fixture(scope="session")
def sleutel_with(admin: Admin, shared_facade: FacadeClient) -> SleutelMaker:
    """Makes an afnemer with this toegang, and its key; the simulator's second school is known as well."""
    first_school.store_school(
        admin, first_school.school_from(shared_facade.sbb.get("/").json()["scholen"]["99XZ"], "99XZ")
    )
    scholen.add(admin, "99XY")

    def make(toegang: dict[str, tuple[str, ...]]) -> str:
        return make_sleutel(admin, toegang)

    return make


@pytest.mark.parametrize(
    ("scopes", "leerbedrijf", "erkenning", "asked"),
    [
        (("identificatie",), 200, 403, {"IdentificeerLeerbedrijf"}),
        (("verificatie",), 403, 200, ERKEND),
        (("identificatie", "verificatie"), 200, 200, {"IdentificeerLeerbedrijf", *ERKEND}),
        (("mutaties",), 403, 403, set()),
        ((), 403, 403, set()),
    ],
)
@pytest.mark.usefixtures("empty_cache")
def test_scopes(
    facade: FacadeClient,
    sleutel_with: SleutelMaker,
    scopes: tuple[str, ...],
    leerbedrijf: int,
    erkenning: int,
    asked: set[str],
) -> None:
    """A key reaches exactly the routes of its scopes; the rest is 403 and never reaches SBB."""
    sleutel = sleutel_with({"99XX": scopes})
    answers = [facade.question(path, sleutel=sleutel) for path in (LEERBEDRIJF, ERKENNING)]
    assert [answer.status_code for answer in answers] == [leerbedrijf, erkenning]
    refused = [answer.json()["code"] for answer in answers if answer.status_code == 403]
    assert set(refused) <= {"geen-toegang"}
    assert {request["operatie"] for request in facade.requests()} == asked


@pytest.mark.usefixtures("empty_cache")
def test_two_schools(facade: FacadeClient, sleutel_with: SleutelMaker) -> None:
    """With two schools the request says which; each goes out as itself, and sees its own cache."""
    sleutel = sleutel_with({"99XX": ("identificatie", "verificatie"), "99XZ": ("identificatie",)})
    without = facade.question(LEERBEDRIJF, sleutel=sleutel)
    assert (without.status_code, without.json()["code"]) == (400, "school-vereist")
    path = f"/leerbedrijven/{examples.EENMANSZAAK}"
    first = facade.question(path, sleutel=sleutel, headers={"Namens-School": "99XX"})
    second = facade.question(path, sleutel=sleutel, headers={"Namens-School": "99xz"})
    assert [a.headers["Cache-Status"] for a in (first, second)] == ["stagemarkt; fwd=miss; stored"] * 2
    assert [v["oin"] for v in facade.requests()] == ["0000000700099XX00000", "0000000700099XZ00000"]


def test_scope_per_school(facade: FacadeClient, sleutel_with: SleutelMaker) -> None:
    """A scope for one school is none for another: the function checks what the policy cannot."""
    sleutel = sleutel_with({"99XX": ("identificatie", "verificatie"), "99XZ": ("identificatie",)})
    answer = facade.question(ERKENNING, sleutel=sleutel, headers={"Namens-School": "99XZ"})
    assert (answer.status_code, answer.json()["code"]) == (403, "geen-toegang")
    assert "verificatie" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("header", "status", "code"),
    [
        ("99XY", 403, "school-niet-toegestaan"),
        ("onzin", 400, "ongeldige-invoer"),
        ("", 400, "ongeldige-invoer"),
    ],
)
def test_wrong_school(facade: FacadeClient, header: str, status: int, code: str) -> None:
    """A school that the key is not for is 403; what is no BRIN is 400."""
    answer = facade.question(LEERBEDRIJF, headers={"Namens-School": header})
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_school_without_a_secret(facade: FacadeClient, sleutel_with: SleutelMaker) -> None:
    """A school without a licence here is told so; the fault is not SBB's."""
    sleutel = sleutel_with({"99XY": ("verificatie",)})
    answer = facade.question(ERKENNING, sleutel=sleutel)
    assert (answer.status_code, answer.json()["code"]) == (502, "bron-licentie")
    assert facade.requests() == []


def test_expired_sleutel(facade: FacadeClient, admin: Admin) -> None:
    """A key past its end is no key."""
    sleutel = make_sleutel(admin, {"99XX": ("identificatie",)}, expires_at=1)
    assert facade.question(LEERBEDRIJF, sleutel=sleutel).status_code == 401


def test_no_limit_no_header(facade: FacadeClient) -> None:
    """On a stack without limits per afnemer no answer speaks of one."""
    assert "RateLimit-Policy" not in facade.question(LEERBEDRIJF).headers
