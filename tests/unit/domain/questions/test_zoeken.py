"""Any stretch out of pages of 25: nothing lost, nothing twice, no page too many."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stagemarkt.domain.questions.zoeken import MEESTE, Strook, verzamel, zoek_leerplaatsen
from stagemarkt.model.errors import TeVeelResultaten
from stagemarkt.model.leerplaats import Leerplaats, Vestiging
from stagemarkt.model.questions import Zoekvraag
from stagemarkt.ports.results import PER_PAGINA, Bladzij

from tests.unit.fakes import TERMIJN, NepSbb
from tests.waiting import at_most


@given(st.integers(0, 260), st.integers(1, 100), st.integers(0, 300))
def test_een_strook_is_wat_er_staat(totaal: int, aantal: int, begin: int) -> None:
    """A stretch is that part of the list, and only the pages it touches are asked for."""
    lijst = list(range(totaal))
    gevraagd: list[int] = []

    def pagina(nummer: int) -> Bladzij[int | None]:
        gevraagd.append(nummer)
        return Bladzij(lijst[(nummer - 1) * PER_PAGINA : nummer * PER_PAGINA], totaal)

    strook = verzamel(pagina, Strook(begin, aantal))
    assert strook == Bladzij(lijst[begin : begin + aantal], totaal)
    eerste, laatste = begin // PER_PAGINA + 1, (begin + aantal - 1) // PER_PAGINA + 1
    assert gevraagd == list(range(eerste, eerste + len(gevraagd)))
    assert gevraagd[-1] <= laatste
    # Past the end one page is asked for, to learn that there is nothing.
    assert len(gevraagd) == 1 or (gevraagd[-1] - 1) * PER_PAGINA < totaal


@given(st.integers(0, 260), st.integers(1, 100))
def test_stroken_na_elkaar_zijn_het_geheel(totaal: int, aantal: int) -> None:
    """Stretches that follow one another hold each result exactly once, in order."""
    lijst = list(range(totaal))

    def pagina(nummer: int) -> Bladzij[int | None]:
        return Bladzij(lijst[(nummer - 1) * PER_PAGINA : nummer * PER_PAGINA], totaal)

    geheel = [
        resultaat
        for begin in range(0, max(totaal, 1), aantal)
        for resultaat in verzamel(pagina, Strook(begin, aantal)).resultaten
    ]
    assert geheel == lijst


@given(st.integers(1, 120), st.integers(1, 40), st.sets(st.integers(0, 119)))
def test_wat_onleesbaar_is_houdt_zijn_plaats(totaal: int, aantal: int, gaten: set[int]) -> None:
    """What is left out of a page shifts nothing: by the cursor each other result comes exactly once."""
    lijst = [None if plek in gaten else plek for plek in range(totaal)]

    def pagina(nummer: int) -> Bladzij[int | None]:
        return Bladzij(lijst[(nummer - 1) * PER_PAGINA : nummer * PER_PAGINA], totaal)

    geheel: list[int] = []
    begin = 0
    for _ in at_most(totaal + 1):
        if begin >= totaal:
            break
        strook = verzamel(pagina, Strook(begin, aantal))
        geheel += strook.resultaten
        begin += len(strook.resultaten) + strook.weggelaten
    assert geheel == [een for een in lijst if een is not None]


def _plaatsen(*namen: str) -> list[Leerplaats]:
    return [
        Leerplaats(leerplaats_id=str(nr), leerbedrijf=Vestiging(leerbedrijf_id="900000001", naam=naam))
        for nr, naam in enumerate(namen)
    ]


@given(st.integers(0, 120), st.integers(1, 100), st.integers(0, 60))
def test_een_naam_met_een_joker(aantal: int, per_keer: int, begin: int) -> None:
    """What SBB reads too much into is looked through whole: count and stretches are of what is left."""
    sbb = NepSbb()
    sbb.leerplaatsen = _plaatsen(*(f"{'Bar_' if nr % 3 else 'Bart '}{nr}" for nr in range(aantal)))
    gevonden = zoek_leerplaatsen(sbb, Zoekvraag(naam="bar_"), Strook(begin, per_keer), TERMIJN)
    passend = [plaats for nr, plaats in enumerate(sbb.leerplaatsen) if nr % 3]
    assert gevonden == Bladzij(passend[begin : begin + per_keer], len(passend))


def test_te_veel_om_door_te_kijken() -> None:
    """Past what is looked through it is the caller's turn to say more, after one page."""
    sbb = NepSbb()
    sbb.leerplaatsen = _plaatsen(*("Bar" for _ in range(MEESTE + 1)))
    with pytest.raises(TeVeelResultaten):
        zoek_leerplaatsen(sbb, Zoekvraag(naam="%"), Strook(0, 25), TERMIJN)
    assert len(sbb.gevraagd) == 1
