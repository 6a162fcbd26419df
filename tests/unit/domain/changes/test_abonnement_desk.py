"""Races at the desk: what the owner changed is told from what somebody else did meanwhile."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from stagemarkt.domain.changes.abonnement_desk import AbonnementDesk
from stagemarkt.domain.changes.abonnementen import Houder, Wens
from stagemarkt.model.abonnement import Abonnement
from stagemarkt.model.errors import OpslagFout, ResourceOnbekend, VersieGewijzigd

from tests.unit.fakes_outbox import abonnement, mutatie
from tests.unit.way_out import Uitgang


class Desk:
    """A desk over a way out in memory with one abonnement, which somebody may change at the worst moment."""

    def __init__(self) -> None:
        self.uitgang = Uitgang()
        self.eerst = self.uitgang.abonneer(abonnement("een"))
        self.houder = Houder(self.eerst.afnemer_id, self.eerst.school)
        self.gemeld: list[str] = []
        boek = self.uitgang.uitbak
        self.desk = AbonnementDesk(
            self.uitgang.abonnementen,
            self.uitgang.feed,
            boek,
            boek,
            boek,
            boek,
            lambda: self.uitgang.wekker,
            lambda bewerking, _fout: self.gemeld.append(bewerking),
            self.uitgang.klok,
        )

    @property
    def nu(self) -> Abonnement:
        """As it is kept."""
        gevonden: Abonnement | None = self.uitgang.abonnementen.lees(self.eerst.sleutel)
        assert gevonden is not None
        return gevonden

    def intussen(self, **anders: Any) -> Callable[[Abonnement], None]:
        """A check of the version that passes, after which somebody else makes these changes."""

        def controleer(gelezen: Abonnement) -> None:
            nieuw = replace(gelezen, versie=gelezen.versie + 1, **anders)
            self.uitgang.abonnementen.inhoud[gelezen.sleutel] = nieuw

        return controleer


@pytest.fixture
def desk() -> Desk:
    """A desk with one abonnement."""
    return Desk()


def _onveranderd(_abonnement: Abonnement) -> None:
    """The caller knows this version."""


def _pauzeer(_abonnement: Abonnement) -> Wens:
    return Wens(toestand="gepauzeerd")


def test_who_did_the_same_meanwhile_is_no_race(desk: Desk) -> None:
    """Another request of the same owner made the very change: this one succeeds, with what is there now."""
    geworden = desk.desk.change(
        desk.houder, desk.eerst.sleutel, desk.intussen(toestand="gepauzeerd"), _pauzeer
    )
    assert (geworden, geworden.toestand, geworden.versie) == (desk.nu, "gepauzeerd", 2)


def test_who_did_something_else_meanwhile_is_heard(desk: Desk) -> None:
    """A change between reading and keeping is not written over: the owner must look again."""
    with pytest.raises(VersieGewijzigd):
        desk.desk.change(desk.houder, desk.eerst.sleutel, desk.intussen(toestand="afgemeld"), _pauzeer)
    assert (desk.nu.toestand, desk.nu.versie) == ("afgemeld", 2)


def test_it_is_not_ended_in_another_version(desk: Desk) -> None:
    """What somebody changed a moment ago is not taken away unseen."""
    with pytest.raises(VersieGewijzigd):
        desk.desk.end(desk.houder, desk.eerst.sleutel, desk.intussen(toestand="gepauzeerd"))
    assert desk.nu.versie == 2
    desk.desk.end(desk.houder, desk.eerst.sleutel, _onveranderd)
    desk.desk.end(desk.houder, desk.eerst.sleutel, _onveranderd)
    with pytest.raises(ResourceOnbekend):
        desk.desk.find(desk.houder, desk.eerst.sleutel)


def test_a_key_is_not_rotated_over_a_change(desk: Desk) -> None:
    """Two who rotate at once: one gets a key, the other hears that it has changed; no key is lost unseen."""
    register = desk.uitgang.abonnementen
    wijzig = register.wijzig

    def eerst_een_ander(oud: Abonnement, nieuw: Abonnement, wek_op: float | None = None) -> bool:
        desk.intussen()(oud)
        return bool(wijzig(oud, nieuw, wek_op))

    register.wijzig = eerst_een_ander  # somebody else, in between
    with pytest.raises(VersieGewijzigd):
        desk.desk.rotate_key(desk.houder, desk.eerst.sleutel)
    assert desk.nu.sleutels == desk.eerst.sleutels


def test_a_nudge_that_is_lost_is_reported(desk: Desk) -> None:
    """What was kept stays kept when nobody can be nudged: the sweep comes by."""

    def kwijt(*_: object) -> None:
        raise OpslagFout("weg")

    desk.uitgang.wekker.wek = kwijt  # the queue is away
    desk.desk.change(
        desk.houder, desk.eerst.sleutel, _onveranderd, lambda _: Wens(adres="https://b.example/")
    )
    assert (desk.nu.adres, desk.gemeld) == ("https://b.example/", ["wekken"])
    assert desk.uitgang.veeg() == [desk.eerst.sleutel]


def test_a_new_one_is_told_though_its_place_is_not_moved(desk: Desk) -> None:
    """Its key can be shown only now: storage that fails after it was made is reported, and no more."""
    register, uitgang = desk.uitgang.abonnementen, desk.uitgang
    maak = register.maak

    def maak_en_verdeel(nieuw: Abonnement, gelezen_tot: int, nu: float) -> None:
        uitgang.verdeel(mutatie(2))
        maak(nieuw, gelezen_tot, nu)

    def kapot(*_: object) -> bool:
        raise OpslagFout("weg")

    register.maak = maak_en_verdeel  # a change comes in between
    uitgang.uitbak.nummer = kapot  # and then the outbox fails
    nieuw = desk.desk.open("twee", desk.houder, "webhook", "https://twee.example/", desk.eerst.filter)
    assert nieuw.sleutels
    assert desk.gemeld == ["begin"]
