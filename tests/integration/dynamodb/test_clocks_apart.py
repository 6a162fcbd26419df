"""Two workers whose clocks differ, over one table: a right that one of them took is never held for ever."""

from typing import TYPE_CHECKING, Final

import pytest
from stagemarkt.adapters.dynamodb.abonnementen import AbonnementenTable
from stagemarkt.adapters.dynamodb.cache import AnswerTable
from stagemarkt.adapters.dynamodb.outbox import OutboxTable
from stagemarkt.domain.cache.lease import LEASE_LIFETIME
from stagemarkt.domain.changes.delivery import LEASE_TIME
from stagemarkt.model.age import CLOCKS_APART
from stagemarkt.ports.cache import AnswerKey, CacheLease

from tests.integration.support.template import Tables
from tests.unit.fakes.cache import FakeStore, any_content
from tests.unit.fakes.outbox import FakeAbonnementen, FakeOutbox, abonnement

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient

DAY: Final = 86400.0
NOW: Final = 1_788_256_800.0
WHO: Final = abonnement()
SLEUTEL: Final = AnswerKey(WHO.school, "leerbedrijf#900000001", "identificatie")
# How far the clock of the one that took the right and died was ahead; how long that holds, at the most.
AHEAD: Final = (-86400.0, -3600.0, -300.0, 0.0, 5.0, 300.0, 599.0, 3600.0, 86400.0, 30 * 86400.0)


def _held(ahead: float, length: float) -> float:
    """Behind, it ended at once; a little ahead, it ends that much later; far ahead, it holds nobody."""
    return 0.0 if ahead > CLOCKS_APART else max(0.0, ahead + length)


Rights = OutboxTable | FakeOutbox


@pytest.fixture(params=["tabel", "nep"])
def outbox(request: pytest.FixtureRequest) -> Rights:
    """The table and the fake, with one abonnement."""
    if request.param == "nep":
        fake = FakeOutbox()
        assert FakeAbonnementen(fake).make(WHO, 0, NOW)
        return fake
    client, tables = request.getfixturevalue("dynamodb"), request.getfixturevalue("tables")
    assert AbonnementenTable(client, tables.abonnementen, tables.outgoing).make(WHO, 0, NOW)
    return OutboxTable(client, tables.outgoing)


def test_a_right_to_deliver(outbox: Rights) -> None:
    """Whoever held it is dead: another has it soon, and with a later fence, so nothing is noted twice."""
    real, fence = NOW, 0
    for ahead in AHEAD:
        dead = outbox.lease(WHO.sleutel, real + ahead, real + ahead + LEASE_TIME)
        assert dead is not None
        real += _held(ahead, LEASE_TIME)
        alive = outbox.lease(WHO.sleutel, real, real + LEASE_TIME)
        assert alive is not None
        assert fence < dead.fence < alive.fence
        fence = alive.fence
        real += 2 * DAY


@pytest.mark.parametrize("kind", ["tabel", "nep"])
def test_a_right_to_ask(dynamodb: "DynamoDBClient", tables: Tables, kind: str) -> None:
    """The same of who asks SBB: others wait for it no longer than for any, but for what clocks differ."""
    store = FakeStore() if kind == "nep" else AnswerTable(dynamodb, tables.answers, any_content)
    real = NOW
    for number, ahead in enumerate(AHEAD):
        dead = CacheLease(f"dood{number}", real + ahead + LEASE_LIFETIME)
        assert store.take(SLEUTEL, dead, real + ahead, take_over=False).lease is not None
        real += _held(ahead, LEASE_LIFETIME)
        alive = CacheLease(f"levend{number}", real + LEASE_LIFETIME)
        assert store.take(SLEUTEL, alive, real, take_over=False).lease is not None
        real += 2 * DAY


@pytest.mark.parametrize("behind", [0.0, 5.0, 300.0, 599.0])
def test_whose_clock_is_behind_takes_nothing_away(
    dynamodb: "DynamoDBClient", tables: Tables, behind: float
) -> None:
    """A right of somebody alive is not taken by one whose own clock is the one that is wrong."""
    outbox = OutboxTable(dynamodb, tables.outgoing)
    assert AbonnementenTable(dynamodb, tables.abonnementen, tables.outgoing).make(WHO, 0, NOW)
    assert outbox.lease(WHO.sleutel, NOW, NOW + LEASE_TIME)
    assert outbox.lease(WHO.sleutel, NOW - behind, NOW - behind + LEASE_TIME) is None
    store = AnswerTable(dynamodb, tables.answers, any_content)
    assert store.take(SLEUTEL, CacheLease("a", NOW + LEASE_LIFETIME), NOW, take_over=False).lease
    late = CacheLease("b", NOW - behind + LEASE_LIFETIME)
    assert store.take(SLEUTEL, late, NOW - behind, take_over=False).lease is None
