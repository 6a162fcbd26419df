"""Keys with scopes and schools, through the real authorizer and the real policy."""

from collections.abc import Callable

import pytest
from stagemarkt_cli.admin import scholen
from stagemarkt_cli.admin.admin import Beheer

from local import setup
from local.sbb import examples as vb
from tests.e2e.client import Facade
from tests.e2e.sleutels import maak_sleutel

LEERBEDRIJF = f"/leerbedrijven/{vb.TOONBEELD}"
ERKENNING = f"{LEERBEDRIJF}/erkenningen/25998"
# What SBB is asked for an erkenning: her verdict, and her list for the leerweg.
ERKEND = {"VerifieerAccreditatie", "GeefDetails"}
Sleutelmaker = Callable[[dict[str, tuple[str, ...]]], str]


@pytest.fixture(scope="session")
def sleutel_met(beheer: Beheer, facade_van_allen: Facade) -> Sleutelmaker:
    """Makes an afnemer with this toegang, and its key; the simulator's second school is known as well."""
    setup.bewaar_school(
        beheer, setup.school_uit(facade_van_allen.sbb.get("/").json()["scholen"]["99XZ"], "99XZ")
    )
    scholen.voeg_toe(beheer, "99XY")

    def maak(toegang: dict[str, tuple[str, ...]]) -> str:
        return maak_sleutel(beheer, toegang)

    return maak


@pytest.mark.parametrize(
    ("scopes", "leerbedrijf", "erkenning", "gevraagd"),
    [
        (("identificatie",), 200, 403, {"IdentificeerLeerbedrijf"}),
        (("verificatie",), 403, 200, ERKEND),
        (("identificatie", "verificatie"), 200, 200, {"IdentificeerLeerbedrijf", *ERKEND}),
        (("mutaties",), 403, 403, set()),
        ((), 403, 403, set()),
    ],
)
@pytest.mark.usefixtures("lege_cache")
def test_scopes(
    facade: Facade,
    sleutel_met: Sleutelmaker,
    scopes: tuple[str, ...],
    leerbedrijf: int,
    erkenning: int,
    gevraagd: set[str],
) -> None:
    """A key reaches exactly the routes of its scopes; the rest is 403 and never reaches SBB."""
    sleutel = sleutel_met({"99XX": scopes})
    antwoorden = [facade.vraag(pad, sleutel=sleutel) for pad in (LEERBEDRIJF, ERKENNING)]
    assert [antwoord.status_code for antwoord in antwoorden] == [leerbedrijf, erkenning]
    geweigerd = [antwoord.json()["code"] for antwoord in antwoorden if antwoord.status_code == 403]
    assert set(geweigerd) <= {"geen-toegang"}
    assert {verzoek["operatie"] for verzoek in facade.verzoeken()} == gevraagd


@pytest.mark.usefixtures("lege_cache")
def test_twee_scholen(facade: Facade, sleutel_met: Sleutelmaker) -> None:
    """With two schools the request says which; each goes out as itself, and sees its own cache."""
    sleutel = sleutel_met({"99XX": ("identificatie", "verificatie"), "99XZ": ("identificatie",)})
    zonder = facade.vraag(LEERBEDRIJF, sleutel=sleutel)
    assert (zonder.status_code, zonder.json()["code"]) == (400, "school-vereist")
    pad = f"/leerbedrijven/{vb.EENMANSZAAK}"
    eerste = facade.vraag(pad, sleutel=sleutel, headers={"Namens-School": "99XX"})
    tweede = facade.vraag(pad, sleutel=sleutel, headers={"Namens-School": "99xz"})
    assert [a.headers["Cache-Status"] for a in (eerste, tweede)] == ["stagemarkt; fwd=miss; stored"] * 2
    assert [v["oin"] for v in facade.verzoeken()] == ["0000000700099XX00000", "0000000700099XZ00000"]


def test_scope_per_school(facade: Facade, sleutel_met: Sleutelmaker) -> None:
    """A scope for one school is none for another: the function checks what the policy cannot."""
    sleutel = sleutel_met({"99XX": ("identificatie", "verificatie"), "99XZ": ("identificatie",)})
    antwoord = facade.vraag(ERKENNING, sleutel=sleutel, headers={"Namens-School": "99XZ"})
    assert (antwoord.status_code, antwoord.json()["code"]) == (403, "geen-toegang")
    assert "verificatie" in antwoord.json()["detail"]


@pytest.mark.parametrize(
    ("kop", "status", "code"),
    [
        ("99XY", 403, "school-niet-toegestaan"),
        ("onzin", 400, "ongeldige-invoer"),
        ("", 400, "ongeldige-invoer"),
    ],
)
def test_verkeerde_school(facade: Facade, kop: str, status: int, code: str) -> None:
    """A school that the key is not for is 403; what is no BRIN is 400."""
    antwoord = facade.vraag(LEERBEDRIJF, headers={"Namens-School": kop})
    assert (antwoord.status_code, antwoord.json()["code"]) == (status, code)


def test_school_zonder_geheim(facade: Facade, sleutel_met: Sleutelmaker) -> None:
    """A school without a licence here is told so; the fault is not SBB's."""
    sleutel = sleutel_met({"99XY": ("verificatie",)})
    antwoord = facade.vraag(ERKENNING, sleutel=sleutel)
    assert (antwoord.status_code, antwoord.json()["code"]) == (502, "bron-licentie")
    assert facade.verzoeken() == []


def test_verlopen_sleutel(facade: Facade, beheer: Beheer) -> None:
    """A key past its end is no key."""
    sleutel = maak_sleutel(beheer, {"99XX": ("identificatie",)}, verloopt_op=1)
    assert facade.vraag(LEERBEDRIJF, sleutel=sleutel).status_code == 401


def test_zonder_limiet_geen_kop(facade: Facade) -> None:
    """On a stack without limits per afnemer no answer speaks of one."""
    assert "RateLimit-Policy" not in facade.vraag(LEERBEDRIJF).headers
