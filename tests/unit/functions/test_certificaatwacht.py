"""The scheduled function: what it looks at, and that a school that fails fails the round."""

from collections.abc import Sequence
from typing import Any

import pytest
from stagemarkt.domain.schools.certificate_trial import Proefuitkomst
from stagemarkt.domain.schools.certificate_watch import Ronde
from stagemarkt.model.errors import OpslagFout, Tekst
from stagemarkt.ports.deadline import Termijn

from functions.certificaatwacht.app import RondeMislukt, maak_handler
from tests.unit.conftest import Logboek
from tests.unit.fakes import NU, SCHOOL, NepContext, NepOpbouw


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
    gegeven = maak_handler(opbouw)({"version": "0", "detail": {}}, NepContext())
    assert gegeven == {"bekeken": 12, "gewaarschuwd": 1, "mislukt": 0}
    assert wacht.gelopen == [(NU, None)]
    (regel,) = logboek.regels
    assert (regel["message"], regel["level"], regel["bekeken"]) == ("certificaatwacht", "INFO", 12)


def test_het_gereedschap_noemt_een_school() -> None:
    """The operators' tool has the one school looked at that it changed."""
    opbouw, wacht = _opbouw(Ronde(1, 0, 0))
    maak_handler(opbouw)({"scholen": [SCHOOL]}, NepContext())
    assert wacht.gelopen == [(NU, [SCHOOL])]


def test_een_mislukte_ronde_wordt_herhaald() -> None:
    """A round that missed a school fails, so that the schedule tries again and the alarm goes off."""
    opbouw, _ = _opbouw(Ronde(3, 0, 1))
    with pytest.raises(RondeMislukt):
        maak_handler(opbouw)({}, NepContext())


class NepProef:
    """A school that is tried, and what comes of it."""

    def __init__(self, uitkomst: Proefuitkomst | OpslagFout) -> None:
        self.uitkomst = uitkomst
        self.geprobeerd: list[str] = []

    def __call__(self, school: str, termijn: Termijn) -> Proefuitkomst:
        """As `Opbouw.proef`."""
        assert 0 < termijn.over <= 20
        self.geprobeerd.append(school)
        if isinstance(self.uitkomst, OpslagFout):
            raise self.uitkomst
        return self.uitkomst


def _probeer(uitkomst: Proefuitkomst | OpslagFout, school: object) -> tuple[dict[str, Any], NepProef]:
    opbouw, proef = NepOpbouw(), NepProef(uitkomst)
    opbouw.__dict__["proef"] = proef
    return maak_handler(opbouw)({"probeer": school}, NepContext()), proef


def test_een_school_wordt_geprobeerd(logboek: Logboek) -> None:
    """The operators' tool has one school tried, and is told what SBB said; the log says how it ended."""
    gezegd = Proefuitkomst("geweigerd", "bron-licentie", Tekst("Nee.", "No."), 996)
    antwoord, proef = _probeer(gezegd, SCHOOL.lower())
    assert antwoord == {
        "uitkomst": {
            "school": SCHOOL,
            "uitkomst": "geweigerd",
            "code": "bron-licentie",
            "detail": "Nee.",
            "signaalcode": 996,
        }
    }
    assert proef.geprobeerd == [SCHOOL]
    (regel,) = logboek.regels
    assert (regel["message"], regel["school"], regel["uitkomst"]) == ("schoolproef", SCHOOL, "geweigerd")


@pytest.mark.parametrize(
    ("school", "code"), [("9", "ongeldige-invoer"), (None, "ongeldige-invoer"), (SCHOOL, "interne-fout")]
)
def test_wat_niet_geprobeerd_kan_worden(school: object, code: str) -> None:
    """No BRIN, or a secret that cannot be read: told as that, and no failure of the function."""
    antwoord, _ = _probeer(OpslagFout("Timeout"), school)
    assert antwoord["fout"]["code"] == code
