"""Whether a kept answer may be served."""

import pytest
from stagemarkt.domein.versheid import Oordeel, beslis
from stagemarkt.poorten.antwoorden import Antwoordsleutel, BewaardAntwoord

from tests.unit.nep import ANDERE_SCHOOL, NU, SCHOOL

SLEUTEL = Antwoordsleutel(SCHOOL, "leerbedrijf#100077736", "identificatie")


def _bewaard(school: str = SCHOOL, opgehaald_op: int = NU - 10, vers_tot: int = NU + 10) -> BewaardAntwoord:
    return BewaardAntwoord(school, b"", 'W/"x"', opgehaald_op, vers_tot)


@pytest.mark.parametrize(
    ("gevonden", "oordeel"),
    [
        pytest.param(None, Oordeel.MIS, id="nothing"),
        pytest.param(_bewaard(), Oordeel.VERS, id="fresh"),
        pytest.param(_bewaard(vers_tot=NU + 1), Oordeel.VERS, id="its-last-second"),
        pytest.param(_bewaard(vers_tot=NU), Oordeel.MIS, id="just-expired"),
        pytest.param(_bewaard(vers_tot=NU - 86_400), Oordeel.MIS, id="deleted-late"),
        pytest.param(_bewaard(opgehaald_op=NU), Oordeel.VERS, id="of-now"),
        pytest.param(_bewaard(opgehaald_op=NU + 60, vers_tot=NU + 99), Oordeel.VERS, id="clocks-differ"),
        pytest.param(_bewaard(opgehaald_op=NU + 61, vers_tot=NU + 99), Oordeel.MIS, id="from-the-future"),
        pytest.param(_bewaard(school=ANDERE_SCHOOL), Oordeel.MIS, id="of-another-school"),
        pytest.param(_bewaard(school=""), Oordeel.MIS, id="of-no-school"),
        pytest.param(_bewaard(school=SCHOOL.lower()), Oordeel.MIS, id="of-nearly-this-school"),
    ],
)
def test_beslis(gevonden: BewaardAntwoord | None, oordeel: Oordeel) -> None:
    """An entry is served when it is this school's, in time, and not from the future."""
    assert beslis(gevonden, SLEUTEL, NU) is oordeel
