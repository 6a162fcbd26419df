"""Why something was not delivered."""

from typing import get_args

from stagemarkt.model.delivery_reasons import REDENEN
from stagemarkt.ports.delivery import Bestemming, Reden


def test_elke_reden_heeft_een_tekst() -> None:
    """A subscriber is told in two languages what each reason means."""
    assert set(REDENEN) == set(get_args(Reden))
    assert all(tekst.nl and tekst.en and tekst.nl != tekst.en for tekst in REDENEN.values())


def test_bestemming_verraadt_niets() -> None:
    """Whoever prints a destination sees whose it is, not its address or its keys."""
    bestemming = Bestemming("a1", "webhook", "https://geheim.example/pad", sleutels=("whsec_GEHEIM",))
    assert "a1" in repr(bestemming)
    assert "geheim" not in repr(bestemming).lower()
