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
from stagemarkt_cli.admin.admin import Admin
from stagemarkt_cli.admin.validation import read_name

from local.deployment import first_school
from local.sbb.register import examples
from local.settings import Settings
from local.stack.local_stack import LocalStack
from tests.e2e.client import FacadeClient

LEERBEDRIJF = f"/leerbedrijven/{examples.SHOWPIECE}"
GENEROUS = Limiet(1000, 2000, 100_000)


class LimitsDesk(NamedTuple):
    """A stack that keeps limits."""

    facade: FacadeClient
    admin: Admin

    def calling_afnemer(self, name: str, limiet: Limiet) -> "CallingAfnemer":
        """A new afnemer with this limit."""
        afnemers.add(self.admin, read_name(name), limiet=limiet)
        afnemers.grant_toegang(self.admin, name, Toegang("99XX", ("identificatie",)))
        return CallingAfnemer(self.facade, self.admin, name, sleutels.make(self.admin, name).sleutel)


class CallingAfnemer(NamedTuple):
    """An afnemer that calls."""

    facade: FacadeClient
    admin: Admin
    naam: str
    sleutel: str

    def __call__(self) -> httpx.Response:
        """One call."""
        gateway_key = self.admin.require_afnemer(self.naam).afnemer.gateway_key
        return self.facade.question(LEERBEDRIJF, sleutel=self.sleutel, headers={"x-api-key": gateway_key})


@pytest.fixture(scope="module")
def service_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LimitsDesk]:
    """The stack, with LimietPerAfnemer on."""
    work_dir = tmp_path_factory.mktemp("limieten")
    this_stack = LocalStack(Settings(work_dir, limiet_per_afnemer="aan"), report=lambda _: None)
    this_stack.up()
    try:
        with FacadeClient(work_dir) as facade:
            yield LimitsDesk(facade, first_school.admin_of(*this_stack.deployed()))
    finally:
        this_stack.down()


def test_the_daily_quota(service_desk: LimitsDesk) -> None:
    """After its daily quota an afnemer hears 429 with when to come back; another afnemer goes on."""
    small, other = (
        service_desk.calling_afnemer("klein", GENEROUS._replace(dagquotum=5)),
        service_desk.calling_afnemer("ander", GENEROUS),
    )
    answers = [small() for _ in range(7)]
    assert [a.status_code for a in answers] == [200] * 5 + [429] * 2
    problem = answers[-1]
    assert problem.json()["code"] == "quotum-overschreden"
    assert int(problem.headers["Retry-After"]) > 0
    assert problem.headers["Content-Type"] == "application/problem+json"
    assert other().status_code == 200


def test_the_rate(service_desk: LimitsDesk) -> None:
    """Faster than its rate, after the burst, an afnemer hears 429 of another kind."""
    fast = service_desk.calling_afnemer("snel", Limiet(1, 3, 1000))
    answers = [fast() for _ in range(12)]
    codes = Counter(a.json().get("code", "binnen") for a in answers)
    assert set(codes) == {"binnen", "limiet-overschreden"}
    assert codes["binnen"] >= 3
    refused = next(a for a in answers if a.status_code == 429)
    assert int(refused.headers["Retry-After"]) > 0


def test_two_sleutels_one_limit(service_desk: LimitsDesk) -> None:
    """The limit is the afnemer's: a second key does not double it."""
    first = service_desk.calling_afnemer("dubbel", GENEROUS._replace(dagquotum=4))
    second = first._replace(sleutel=sleutels.make(service_desk.admin, "dubbel").sleutel)
    assert Counter(calling_afnemer().status_code for calling_afnemer in (first, second) * 3) == {
        200: 4,
        429: 2,
    }


def test_a_wider_limit_holds(service_desk: LimitsDesk) -> None:
    """What the operator changes holds for the plan at API Gateway."""
    growing = service_desk.calling_afnemer("groeit", GENEROUS._replace(dagquotum=2))
    assert [growing().status_code for _ in range(3)] == [200, 200, 429]
    afnemer = service_desk.admin.require_afnemer("groeit").afnemer
    afnemers.modify(service_desk.admin, afnemer._replace(limiet=GENEROUS))
    assert growing().status_code == 200


def test_every_response_tells_the_limit(service_desk: LimitsDesk) -> None:
    """An answer tells the policy, also from the cache and with a problem; what is left is not known."""
    calling_afnemer = service_desk.calling_afnemer("leest", Limiet(30, 60, 5000))
    gateway_key = service_desk.admin.require_afnemer("leest").afnemer.gateway_key
    error = service_desk.facade.question(
        f"{LEERBEDRIJF}?x=1", sleutel=calling_afnemer.sleutel, headers={"x-api-key": gateway_key}
    )
    assert [a.status_code for a in (calling_afnemer(), error)] == [200, 400]
    for answer in (calling_afnemer(), calling_afnemer(), error):
        assert answer.headers["RateLimit-Policy"] == '"tempo";q=30;w=1, "dagquotum";q=5000;w=86400'
        assert "RateLimit" not in answer.headers


def test_no_entry_without_a_plan(service_desk: LimitsDesk) -> None:
    """Without a key that counts for a plan API Gateway lets nobody in; open addresses need none."""
    sleutel = service_desk.calling_afnemer("zonder", GENEROUS).sleutel
    assert service_desk.facade.question(LEERBEDRIJF, sleutel=sleutel).status_code == 403
    assert service_desk.facade.http.get("/status").status_code == 200


def test_gone_is_gone(service_desk: LimitsDesk) -> None:
    """An afnemer that is removed leaves no plan and no key at API Gateway."""
    service_desk.calling_afnemer("gaatweg", GENEROUS)
    gateway = service_desk.admin.this_stack.client("apigateway")
    afnemers.remove(service_desk.admin, "gaatweg")
    names = [plan["name"] for plan in gateway.get_usage_plans(limit=500)["items"]]
    assert not any(name.endswith("gaatweg") for name in names)
    assert not any(s["name"].endswith("gaatweg") for s in gateway.get_api_keys(limit=500)["items"])


def test_folders(tmp_path: Path) -> None:
    """As `make up` is told nothing, limits are off."""
    assert Settings(tmp_path).limiet_per_afnemer == "uit"
