"""Races at the desk: what the owner changed is told from what somebody else did meanwhile."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from stagemarkt.domain.changes.abonnement_desk import AbonnementDesk
from stagemarkt.domain.changes.abonnementen import AbonnementHolder, AbonnementWish
from stagemarkt.model.abonnement import Abonnement
from stagemarkt.model.errors import StorageError, UnknownResource, VersionChanged

from tests.unit.fakes.outbox import abonnement, mutatie
from tests.unit.way_out import WayOut


class Desk:
    """A desk over a way out in memory with one abonnement, which somebody may change at the worst moment."""

    def __init__(self) -> None:
        self.way_out = WayOut()
        self.at_first = self.way_out.subscribe(abonnement("een"))
        self.holder = AbonnementHolder(self.at_first.afnemer_id, self.at_first.school)
        self.reported: list[str] = []
        book = self.way_out.outbox
        self.desk = AbonnementDesk(
            self.way_out.abonnementen,
            self.way_out.feed,
            book,
            book,
            book,
            book,
            lambda: self.way_out.waker,
            lambda operation, _error: self.reported.append(operation),
            self.way_out.clock,
        )

    @property
    def now(self) -> Abonnement:
        """As it is kept."""
        found: Abonnement | None = self.way_out.abonnementen.read(self.at_first.sleutel)
        assert found is not None
        return found

    def meanwhile(self, **otherwise: Any) -> Callable[[Abonnement], None]:
        """A check of the version that passes, after which somebody else makes these changes."""

        def check(parsed: Abonnement) -> None:
            new = replace(parsed, versie=parsed.versie + 1, **otherwise)
            self.way_out.abonnementen.inhoud[parsed.sleutel] = new

        return check


@pytest.fixture
def desk() -> Desk:
    """A desk with one abonnement."""
    return Desk()


def _onveranderd(_abonnement: Abonnement) -> None:
    """The caller knows this version."""


def _pause(_abonnement: Abonnement) -> AbonnementWish:
    return AbonnementWish(toestand="gepauzeerd")


def test_who_did_the_same_meanwhile_is_no_race(desk: Desk) -> None:
    """Another request of the same owner made the very change: this one succeeds, with what is there now."""
    geworden = desk.desk.change(
        desk.holder, desk.at_first.sleutel, desk.meanwhile(toestand="gepauzeerd"), _pause
    )
    assert (geworden, geworden.toestand, geworden.versie) == (desk.now, "gepauzeerd", 2)


def test_who_did_something_else_meanwhile_is_heard(desk: Desk) -> None:
    """A change between reading and keeping is not written over: the owner must look again."""
    with pytest.raises(VersionChanged):
        desk.desk.change(desk.holder, desk.at_first.sleutel, desk.meanwhile(toestand="afgemeld"), _pause)
    assert (desk.now.toestand, desk.now.versie) == ("afgemeld", 2)


def test_it_is_not_ended_in_another_version(desk: Desk) -> None:
    """What somebody changed a moment ago is not taken away unseen."""
    with pytest.raises(VersionChanged):
        desk.desk.end(desk.holder, desk.at_first.sleutel, desk.meanwhile(toestand="gepauzeerd"))
    assert desk.now.versie == 2
    desk.desk.end(desk.holder, desk.at_first.sleutel, _onveranderd)
    desk.desk.end(desk.holder, desk.at_first.sleutel, _onveranderd)
    with pytest.raises(UnknownResource):
        desk.desk.find(desk.holder, desk.at_first.sleutel)


def test_a_key_is_not_rotated_over_a_change(desk: Desk) -> None:
    """Two who rotate at once: one gets a key, the other hears that it has changed; no key is lost unseen."""
    register = desk.way_out.abonnementen
    modify = register.modify

    def eerst_een_ander(old: Abonnement, new: Abonnement, due_at: float | None = None) -> bool:
        desk.meanwhile()(old)
        return bool(modify(old, new, due_at))

    register.modify = eerst_een_ander  # somebody else, in between
    with pytest.raises(VersionChanged):
        desk.desk.rotate_key(desk.holder, desk.at_first.sleutel)
    assert desk.now.sleutels == desk.at_first.sleutels


def test_a_nudge_that_is_lost_is_reported(desk: Desk) -> None:
    """What was kept stays kept when nobody can be nudged: the sweep comes by."""

    def lost(*_: object) -> None:
        raise StorageError("weg")

    desk.way_out.waker.wake = lost  # the queue is away
    desk.desk.change(
        desk.holder, desk.at_first.sleutel, _onveranderd, lambda _: AbonnementWish(adres="https://b.example/")
    )
    assert (desk.now.adres, desk.reported) == ("https://b.example/", ["wekken"])
    assert desk.way_out.sweep() == [desk.at_first.sleutel]


def test_a_new_one_is_told_though_its_place_is_not_moved(desk: Desk) -> None:
    """Its key can be shown only now: storage that fails after it was made is reported, and no more."""
    register, way_out = desk.way_out.abonnementen, desk.way_out
    make = register.make

    def make_and_fan_out(new: Abonnement, read_until: int, now: float) -> bool:
        way_out.fan_out(mutatie(2))
        made: bool = make(new, read_until, now)
        return made

    def broken(*_: object) -> bool:
        raise StorageError("weg")

    register.make = make_and_fan_out  # a change comes in between
    way_out.outbox.number = broken  # and then the outbox fails
    new = desk.desk.open("twee", desk.holder, "webhook", "https://twee.example/", desk.at_first.filter)
    assert new.sleutels
    assert desk.reported == ["begin"]
