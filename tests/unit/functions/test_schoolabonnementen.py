"""The function that subscribes: what an operator asks is answered, and the schedule warns."""

from typing import Any

import pytest
from stagemarkt.domain.schools.subscriptions import Subscriber
from stagemarkt.entry.operator_commands import CheckFailed, run_subscription_command
from stagemarkt.model.errors import StorageError

from tests.unit.conftest import LogCapture
from tests.unit.domain.schools.test_subscriptions import ELSEWHERE, OUR_ACCOUNT, at_sbb, known, subscriber
from tests.unit.fakes.composition import NOW, FakeContext
from tests.unit.fakes.mutaties import FakeAbonnementenBook
from tests.unit.fakes.sbb_subscriptions import STORING, FakeSbbAbonnementen, FakeSubscriptionWarner


def question(we: Subscriber, warner: FakeSubscriptionWarner | None = None, **event: Any) -> dict[str, Any]:
    """The answer to this event."""
    return run_subscription_command(event, we, warner or FakeSubscriptionWarner(), lambda: NOW, FakeContext())


def test_subscribing_showing_and_unsubscribing() -> None:
    """The three commands, as the operators' tool asks them."""
    we = subscriber(FakeAbonnementenBook(), FakeSbbAbonnementen("99XX"))
    assert question(we, opdracht="abonneer", school="99xx") == {"uitkomst": {"abonnementId": "99XX-1"}}
    assert question(we, opdracht="abonnementen", school="99XX") == {
        "uitkomst": {
            "abonnementen": [
                {
                    "school": "99XX",
                    "abonnementId": "99XX-1",
                    "endpoint": OUR_ACCOUNT,
                    "stand": "loopt",
                    "ingangsdatum": "2026-09-01",
                }
            ]
        }
    }
    assert question(we, opdracht="opzeggen", school="99XX") == {"uitkomst": {"beeindigd": ["99XX-1"]}}


@pytest.mark.parametrize(
    "event",
    [
        {},
        {"opdracht": "abonneer"},
        {"opdracht": "weg", "school": "99XX"},
        {"opdracht": "abonneer", "school": "x"},
    ],
)
def test_what_is_no_command(event: dict[str, Any]) -> None:
    """Anything else is refused without asking SBB."""
    answer = question(subscriber(FakeAbonnementenBook()), **event)
    assert answer["fout"]["code"] == "ongeldige-invoer"


def test_what_fails_is_in_the_answer(logbook: LogCapture) -> None:
    """SBB's refusals come back with their code and text; a table that fails with ours."""
    book = FakeAbonnementenBook()
    we = subscriber(book, FakeSbbAbonnementen("99XX", fout=STORING), FakeSbbAbonnementen("99XZ"))
    assert question(we, opdracht="abonneer", school="99XX")["fout"] == {
        "code": "bron-niet-beschikbaar",
        "detail": "SBB meldt een storing.",
    }
    book.fout = StorageError("Throttling")
    assert question(we, opdracht="abonneer", school="99XZ")["fout"]["code"] == "interne-fout"
    assert [line["message"] for line in logbook.lines] == ["abonneren", "abonneren"]


def test_the_daily_check_warns() -> None:
    """What does not run, or points elsewhere, is told to the operator; what runs is not."""
    we = subscriber(
        FakeAbonnementenBook(known("a"), known("p", "99XZ"), known("z", "99XY")),
        FakeSbbAbonnementen("99XX", at_sbb("a")),
        FakeSbbAbonnementen("99XZ", at_sbb("p", ELSEWHERE, "99XZ")),
        FakeSbbAbonnementen("99XY"),
    )
    warner = FakeSubscriptionWarner()
    answer = question(we, warner, opdracht="controleer")
    assert [b["stand"] for b in answer["uitkomst"]["abonnementen"]] == ["loopt", "weg", "elders"]
    assert [(w.school, w.soort) for w in warner.gewaarschuwd] == [
        ("99XY", "abonnement-weg"),
        ("99XZ", "abonnement-elders"),
    ]


def test_a_warning_that_cannot_be_sent() -> None:
    """Then the check has failed, and the schedule tries again."""
    we = subscriber(FakeAbonnementenBook(known("a")), FakeSbbAbonnementen("99XX"))
    with pytest.raises(CheckFailed):
        question(we, FakeSubscriptionWarner(StorageError("Throttling")), opdracht="controleer")
