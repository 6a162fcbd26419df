"""The scheduled function: what it looks at, and that a school that fails fails the round."""

from collections.abc import Sequence

import pytest
from stagemarkt.domein.certificaatwacht import Ronde

from functions.certificaatwacht.app import RondeMislukt, maak_handler
from tests.unit.conftest import Logboek
from tests.unit.nep import NU, SCHOOL, NepOpbouw


class NepWacht:
    """A round that ends so."""

    def __init__(self, ronde: Ronde) -> None:
        self.ronde = ronde
        self.gelopen: list[tuple[int, Sequence[str] | None]] = []

    def loop(self, nu: int, scholen: Sequence[str] | None = None) -> Ronde:
        """As the domain says."""
        self.gelopen.append((nu, scholen))
        return self.ronde


def _opbouw(ronde: Ronde) -> tuple[NepOpbouw, NepWacht]:
    opbouw, wacht = NepOpbouw(), NepWacht(ronde)
    opbouw.__dict__["wacht"] = wacht
    return opbouw, wacht


def test_het_schema_ziet_alle_scholen(logboek: Logboek) -> None:
    """The schedule's event names no school: all are looked at; the log counts them and names none."""
    opbouw, wacht = _opbouw(Ronde(12, 1, 0))
    gegeven = maak_handler(opbouw)({"version": "0", "detail": {}}, None)
    assert gegeven == {"bekeken": 12, "gewaarschuwd": 1, "mislukt": 0}
    assert wacht.gelopen == [(NU, None)]
    (regel,) = logboek.regels
    assert (regel["message"], regel["level"], regel["bekeken"]) == ("certificaatwacht", "INFO", 12)


def test_het_gereedschap_noemt_een_school() -> None:
    """The operators' tool has the one school looked at that it changed."""
    opbouw, wacht = _opbouw(Ronde(1, 0, 0))
    maak_handler(opbouw)({"scholen": [SCHOOL]}, None)
    assert wacht.gelopen == [(NU, [SCHOOL])]


def test_een_mislukte_ronde_wordt_herhaald() -> None:
    """A round that missed a school fails, so that the schedule tries again and the alarm goes off."""
    opbouw, _ = _opbouw(Ronde(3, 0, 1))
    with pytest.raises(RondeMislukt):
        maak_handler(opbouw)({}, None)
