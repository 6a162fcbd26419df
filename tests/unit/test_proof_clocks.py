"""The whole way out with workers whose clocks differ and jump: nothing lost, one id for one event."""

from contextlib import suppress
from random import Random
from typing import Final

import pytest
from stagemarkt.ports.delivery import DeliveryOutcome

from tests.unit.fakes.outbox import Disasters, Killed, abonnement, mutatie
from tests.unit.way_out import WayOut

# How far a worker's clock may be from the right one: minutes, an hour back, a day ahead.
APART: Final = (0.0, -300.0, 300.0, -3600.0, 3600.0, 86400.0)


@pytest.mark.parametrize("seed", range(8))
def test_clocks_that_differ_and_jump(seed: int) -> None:
    """While clocks are wrong and workers die; once they are right again, all is delivered within two days."""
    random = Random(seed)  # noqa: S311 - repeatable, no secret
    way_out = WayOut(Disasters(), seed)
    who = way_out.subscribe(abonnement())
    # Until clocks are right the receiver fails now and then: attempts for later are set by a wrong clock too.
    way_out.sender.says[who.abonnement_id] = lambda _: (
        DeliveryOutcome("mislukt", 500, reden="http-status")
        if random.random() < 0.3
        else DeliveryOutcome("geleverd", 200)
    )
    real, number = way_out.now, 0
    for _ in range(60):
        real += random.choice([0.5, 5.0, 60.0, 600.0])
        way_out.now = real + random.choice(APART)
        if random.random() < 0.4:
            number += 1
            way_out.fan_out(mutatie(number, leerbedrijf_id=f"{number % 3}"))
        else:
            way_out.disasters.dead = 0.15
            with suppress(Killed):
                way_out.deliver(who)
            way_out.disasters.dead = 0.0
            way_out.disasters.restart()
    way_out.sender.says.clear()
    for _ in range(2 * 24 * 6):
        real += 600.0
        way_out.now = real
        way_out.drain()
    sent = way_out.received(who)
    ids = {message.volgnummer: message.id for message in sent}
    assert all(ids[message.volgnummer] == message.id for message in sent)
    assert sorted(ids) == list(range(1, number + 1))
    assert list(way_out.outbox.wachtend(who.sleutel)) == []
