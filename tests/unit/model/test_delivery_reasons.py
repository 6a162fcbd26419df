"""Why something was not delivered."""

from typing import get_args

from stagemarkt.model.delivery_reasons import REASONS
from stagemarkt.ports.delivery import DeliveryReason, Destination


def test_every_reason_has_a_text() -> None:
    """A subscriber is told in two languages what each reason means."""
    assert set(REASONS) == set(get_args(DeliveryReason))
    assert all(text.nl and text.en and text.nl != text.en for text in REASONS.values())


def test_a_destination_gives_nothing_away() -> None:
    """Whoever prints a destination sees whose it is, not its address or its keys."""
    destination = Destination("a1", "webhook", "https://geheim.example/pad", sleutels=("whsec_GEHEIM",))
    assert "a1" in repr(destination)
    assert "geheim" not in repr(destination).lower()
