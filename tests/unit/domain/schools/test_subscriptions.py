"""Subscribing at SBB: again is no harm, what runs is known, and the check sees what is amiss."""

from datetime import date
from typing import Any

import pytest
from stagemarkt.domain.schools.operator_warnings import subscription_warnings
from stagemarkt.domain.schools.subscriptions import Subscriber
from stagemarkt.model.errors import BronUnavailable, StorageError
from stagemarkt.ports.sbb_subscriptions import KnownSubscription, SbbAbonnement

from tests.unit.fakes.composition import DEADLINE, NOW
from tests.unit.fakes.mutaties import FakeAbonnementenBook
from tests.unit.fakes.sbb_subscriptions import STORING, FakeSbbAbonnementen

OUR_ACCOUNT = "https://intake.example/sbb/v1/mutaties"
ELSEWHERE = "https://oud.example/sbb/v1/mutaties"


def at_sbb(number: str, endpoint: str = OUR_ACCOUNT, school: str = "99XX") -> SbbAbonnement:
    """A subscription that runs at SBB."""
    return SbbAbonnement(number, school, endpoint, date(2026, 9, 1), None)


def known(number: str, school: str = "99XX", endpoint: str = OUR_ACCOUNT) -> KnownSubscription:
    """A subscription that we remember."""
    return KnownSubscription(number, school, f"00000007000{school}00000", endpoint, NOW)


def subscriber(book: FakeAbonnementenBook, *scholen: FakeSbbAbonnementen) -> Subscriber:
    """Over these fakes."""
    van = {school.school: school for school in scholen}
    return Subscriber(van.__getitem__, lambda school: f"00000007000{school}00000", book, OUR_ACCOUNT)


def test_a_subscription_is_remembered() -> None:
    """A subscription is made at SBB on our address, and its messages are taken from then on."""
    book, sbb = FakeAbonnementenBook(), FakeSbbAbonnementen("99XX")
    number = subscriber(book, sbb).subscribe("99XX", NOW, DEADLINE)
    assert [a.endpoint for a in sbb.lopend] == [OUR_ACCOUNT]
    assert book.find(number) == known(number)


def test_subscribing_again_is_the_same_abonnement() -> None:
    """Again makes no second one, also when the first time died before we knew of it."""
    book, sbb = FakeAbonnementenBook(), FakeSbbAbonnementen("99XX")
    we = subscriber(book, sbb)
    book.fout = StorageError("Throttling")
    with pytest.raises(StorageError):
        we.subscribe("99XX", NOW, DEADLINE)
    book.fout = None
    assert we.subscribe("99XX", NOW, DEADLINE) == we.subscribe("99XX", NOW, DEADLINE) == "99XX-1"
    assert sbb.times == 1
    assert list(book.book) == ["99XX-1"]


def test_an_abonnement_elsewhere_does_not_count() -> None:
    """One that points to another address does not do: a new one is made."""
    book, sbb = FakeAbonnementenBook(), FakeSbbAbonnementen("99XX", at_sbb("oud", ELSEWHERE))
    assert subscriber(book, sbb).subscribe("99XX", NOW, DEADLINE) == "99XX-1"


def test_how_the_abonnementen_stand() -> None:
    """Each runs, points elsewhere, is gone, or is a stranger's."""
    book = FakeAbonnementenBook(known("a"), known("b"), known("c"), known("x", "99XZ"))
    sbb = FakeSbbAbonnementen("99XX", at_sbb("a"), at_sbb("b", ELSEWHERE), at_sbb("d", ELSEWHERE))
    findings = subscriber(book, sbb).examine("99XX", DEADLINE)
    assert [(b.abonnement_id, b.stand, b.endpoint) for b in findings] == [
        ("a", "loopt", OUR_ACCOUNT),
        ("b", "elders", ELSEWHERE),
        ("c", "weg", OUR_ACCOUNT),
        ("d", "vreemd", ELSEWHERE),
    ]


def test_ending_what_is_ours() -> None:
    """Without a number all of ours end, and what points at us; a stranger's elsewhere goes on."""
    book = FakeAbonnementenBook(known("a"), known("weg"), known("x", "99XZ"))
    sbb = FakeSbbAbonnementen("99XX", at_sbb("a"), at_sbb("vreemd"), at_sbb("elders", ELSEWHERE))
    assert subscriber(book, sbb).cancel("99XX", None, DEADLINE) == ["a", "weg", "vreemd"]
    assert [a.abonnement_id for a in sbb.lopend] == ["elders"]
    assert list(book.book) == ["x"]


def test_ending_a_single_one() -> None:
    """With a number that one ends; one of another school, or of nobody, is not touched."""
    book = FakeAbonnementenBook(known("a"), known("x", "99XZ"))
    sbb = FakeSbbAbonnementen("99XX", at_sbb("a"), at_sbb("b"))
    we = subscriber(book, sbb)
    assert we.cancel("99XX", "b", DEADLINE) == ["b"]
    assert we.cancel("99XX", "x", DEADLINE) == []
    assert we.cancel("99XX", "niets", DEADLINE) == []
    assert list(book.book) == ["a", "x"]


def test_what_sbb_still_sends_stays_known() -> None:
    """When SBB cannot be asked to end it, its messages are still taken."""
    book = FakeAbonnementenBook(known("a"))
    sbb = FakeSbbAbonnementen("99XX", at_sbb("a"), fout=STORING)
    with pytest.raises(BronUnavailable):
        subscriber(book, sbb).cancel("99XX", "a", DEADLINE)
    assert book.find("a")


@pytest.mark.parametrize("error", [STORING, TypeError("an answer that our own code falls over")])
def test_the_check_passes_every_school(error: Any) -> None:
    """Every school with a subscription is asked for; one that cannot be asked does not stop the rest."""
    book = FakeAbonnementenBook(known("a"), known("p", "99XZ"), known("z", "99XY"))
    we = subscriber(
        book,
        FakeSbbAbonnementen("99XX", at_sbb("a"), at_sbb("elders", ELSEWHERE)),
        FakeSbbAbonnementen("99XZ", fout=error),
        FakeSbbAbonnementen("99XY", at_sbb("vreemd", school="99XY")),
    )
    findings = we.check(lambda: DEADLINE)
    assert [(b.school, b.abonnement_id, b.stand) for b in findings] == [
        ("99XX", "a", "loopt"),
        ("99XX", "elders", "vreemd"),
        ("99XY", "z", "weg"),
        ("99XY", "vreemd", "vreemd"),
        ("99XZ", "p", "onbekend"),
    ]
    # A stranger's subscription on another address is somebody else's, and no news.
    gewaarschuwd = subscription_warnings(findings, OUR_ACCOUNT)
    assert [(w.school, w.soort) for w in gewaarschuwd] == [
        ("99XY", "abonnement-weg"),
        ("99XY", "abonnement-vreemd"),
        ("99XZ", "abonnement-onbekend"),
    ]


@pytest.mark.parametrize(
    ("number", "running", "word"),
    [
        ("a", [], "abonneer --school 99XX"),
        ("a", [at_sbb("a", ELSEWHERE)], ELSEWHERE),
        ("a", [at_sbb("b")], "b"),
    ],
)
def test_a_warning_says_what_to_do(number: str, running: list[SbbAbonnement], word: str) -> None:
    """It names the school and what to do; its subject is one short line of ASCII, as SNS wants."""
    we = subscriber(FakeAbonnementenBook(known(number)), FakeSbbAbonnementen("99XX", *running))
    gewaarschuwd = subscription_warnings(we.check(lambda: DEADLINE), OUR_ACCOUNT)
    assert any(word in w.tekst for w in gewaarschuwd)
    for warning in gewaarschuwd:
        assert "99XX" in warning.onderwerp
        assert warning.onderwerp.isascii()
        assert len(warning.onderwerp) <= 100
        assert "{" not in warning.tekst
