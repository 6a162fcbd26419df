"""Trying again: when, how long, and when no more."""

import pytest
from stagemarkt.domain.changes.retry import (
    DRIE_DAGEN,
    LANGSTE_UITSTEL,
    Afmelden,
    Klaar,
    Ontvanger,
    Opnieuw,
    Opzij,
    is_verlopen,
    lees_opnieuw_na,
    mag_nu,
    na_poging,
    na_uitkomst,
)
from stagemarkt.ports.delivery import Uitkomst

SINDS = 1_800_000_000.0
GELEVERD = Uitkomst("geleverd", 200)
MISLUKT = Uitkomst("mislukt", 500, None, "http-status")


@pytest.mark.parametrize(
    ("poging", "hoogste"),
    [(1, 10), (2, 20), (3, 40), (4, 80), (8, 1280), (12, 20480), (13, 21600), (14, 21600), (5000, 21600)],
)
def test_wachttijden_verdubbelen_tot_zes_uur(poging: int, hoogste: float) -> None:
    """The longest wait doubles from ten seconds up to six hours; half the luck is half the wait."""
    assert na_poging(MISLUKT, poging, SINDS, SINDS, 1.0) == Opnieuw(SINDS + hoogste)
    assert na_poging(MISLUKT, poging, SINDS, SINDS, 0.5) == Opnieuw(SINDS + hoogste / 2)


@pytest.mark.parametrize(
    ("uitkomst", "nu", "besluit"),
    [
        (GELEVERD, SINDS, Klaar()),
        (GELEVERD, SINDS + 2 * DRIE_DAGEN, Klaar()),
        (Uitkomst("afgemeld", 410, None, "afgemeld"), SINDS, Afmelden()),
        (Uitkomst("afgemeld", 410, None, "afgemeld"), SINDS + DRIE_DAGEN, Afmelden()),
        (MISLUKT, SINDS + DRIE_DAGEN - 1, Opnieuw(SINDS + DRIE_DAGEN)),
        (MISLUKT, SINDS + DRIE_DAGEN, Opzij()),
        (Uitkomst("geweigerd", None, None, "adres-verboden"), SINDS, Opnieuw(SINDS + 10)),
        (Uitkomst("geweigerd", None, None, "adres-verboden"), SINDS + DRIE_DAGEN, Opzij()),
    ],
)
def test_besluit(uitkomst: Uitkomst, nu: float, besluit: object) -> None:
    """Each outcome, before and after the three days, has its decision; the last attempt is at their end."""
    assert na_poging(uitkomst, 1, SINDS, nu, 1.0) == besluit


@pytest.mark.parametrize(
    ("opnieuw_na", "wacht"),
    [(None, 5), (0, 5), (3, 5), (120, 120), (LANGSTE_UITSTEL + 1, LANGSTE_UITSTEL), (-7, 5)],
)
def test_de_ontvanger_vraagt_om_tijd(opnieuw_na: int | None, wacht: float) -> None:
    """`Retry-After` makes the wait longer, never shorter, and at most a day."""
    uitkomst = Uitkomst("mislukt", 503, opnieuw_na, "http-status")
    assert na_poging(uitkomst, 1, SINDS, SINDS, 0.5) == Opnieuw(SINDS + wacht)


def test_uitstel_gaat_niet_over_de_drie_dagen() -> None:
    """A receiver that asks for a day, an hour before the end, is tried at the end."""
    uitkomst = Uitkomst("mislukt", 503, LANGSTE_UITSTEL, "http-status")
    assert na_poging(uitkomst, 9, SINDS, SINDS + DRIE_DAGEN - 3600, 0.1) == Opnieuw(SINDS + DRIE_DAGEN)


def test_verlopen_precies_na_drie_dagen() -> None:
    """The three days end on the moment itself."""
    assert not is_verlopen(SINDS, SINDS + DRIE_DAGEN - 0.001)
    assert is_verlopen(SINDS, SINDS + DRIE_DAGEN)


@pytest.mark.parametrize(
    ("kop", "seconden"),
    [
        (None, None),
        ("", None),
        ("120", 120),
        (" 120 ", 120),
        ("0", 0),
        ("9" * 5000, LANGSTE_UITSTEL),
        ("-5", None),
        ("1.5", None),
        ("١٢", None),
        ("soon", None),
        ("Fri, 15 Jan 2027 08:00:30 GMT", 30),
        ("Fri, 15 Jan 2027 07:59:00 GMT", 0),
        ("Fri, 15 Jan 2099 08:00:00 GMT", LANGSTE_UITSTEL),
        ("Friday, 15-Jan-27 08:00:30 GMT", 30),
        ("Fri, 99 Jan 2027 08:00:30 GMT", None),
        ("Mon, 01 Jan 9999 00:00:00 -9959", None),
    ],
)
def test_retry_after(kop: str | None, seconden: int | None) -> None:
    """Seconds and HTTP dates are read, bounded to a day; anything else says nothing."""
    assert lees_opnieuw_na(kop, SINDS) == seconden


def test_een_ontvanger_rust_na_vijf_op_een_rij() -> None:
    """Four failures change nothing; the fifth gives a rest, each next one a longer rest, to 15 minutes."""
    ontvanger, rusten = Ontvanger(), []
    for _ in range(12):
        ontvanger = na_uitkomst(ontvanger, MISLUKT, SINDS, 1.0)
        rusten.append(ontvanger.rust_tot - SINDS)
    assert rusten == [0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900, 900]


def test_tijdens_de_rust_wordt_niets_gestuurd() -> None:
    """A resting receiver is not tried until its rest is over; then one failure is enough for the next."""
    moe = na_uitkomst(Ontvanger(mislukt=4), MISLUKT, SINDS, 0.0)
    assert not mag_nu(moe, SINDS + 14.9)
    assert mag_nu(moe, SINDS + 15)
    assert not mag_nu(na_uitkomst(moe, MISLUKT, SINDS + 15, 0.0), SINDS + 44.9)


@pytest.mark.parametrize("uitkomst", [GELEVERD, *(Uitkomst("mislukt", s) for s in (400, 409, 413, 422))])
def test_een_antwoord_over_het_bericht_zelf_is_geen_dode_ontvanger(uitkomst: Uitkomst) -> None:
    """What is delivered, or refused for its content, proves that the receiver is there."""
    assert na_uitkomst(Ontvanger(9, SINDS), uitkomst, SINDS, 1.0) == Ontvanger()


def test_wie_om_tijd_vraagt_krijgt_die_voor_alles() -> None:
    """`Retry-After` on the first failure already stops everything for this receiver."""
    ontvanger = na_uitkomst(Ontvanger(), Uitkomst("mislukt", 429, 90, "overbelast"), SINDS, 0.0)
    assert ontvanger == Ontvanger(1, SINDS + 90)
