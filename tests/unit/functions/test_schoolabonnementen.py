"""The function that subscribes: what an operator asks is answered, and the schedule warns."""

from typing import Any

import pytest
from stagemarkt.domain.schools.subscriptions import Abonneerder
from stagemarkt.entry.operator_subscriptions import ControleMislukt, voer_uit
from stagemarkt.model.errors import OpslagFout

from tests.unit.conftest import Logboek
from tests.unit.domain.schools.test_subscriptions import ELDERS, ONS, abonneerder, bekend, bij_sbb
from tests.unit.fakes import NU, NepContext
from tests.unit.fakes_mutaties import NepAbonnementenboek
from tests.unit.fakes_sbb_subscriptions import STORING, NepSbbAbonnementen, NepWaarschuwer


def vraag(wij: Abonneerder, waarschuwer: NepWaarschuwer | None = None, **event: Any) -> dict[str, Any]:
    """The answer to this event."""
    return voer_uit(event, wij, waarschuwer or NepWaarschuwer(), lambda: NU, NepContext())


def test_abonneren_tonen_en_opzeggen() -> None:
    """The three commands, as the operators' tool asks them."""
    wij = abonneerder(NepAbonnementenboek(), NepSbbAbonnementen("99XX"))
    assert vraag(wij, opdracht="abonneer", school="99xx") == {"uitkomst": {"abonnementId": "99XX-1"}}
    assert vraag(wij, opdracht="abonnementen", school="99XX") == {
        "uitkomst": {
            "abonnementen": [
                {
                    "school": "99XX",
                    "abonnementId": "99XX-1",
                    "endpoint": ONS,
                    "stand": "loopt",
                    "ingangsdatum": "2026-09-01",
                }
            ]
        }
    }
    assert vraag(wij, opdracht="opzeggen", school="99XX") == {"uitkomst": {"beeindigd": ["99XX-1"]}}


@pytest.mark.parametrize(
    "event",
    [
        {},
        {"opdracht": "abonneer"},
        {"opdracht": "weg", "school": "99XX"},
        {"opdracht": "abonneer", "school": "x"},
    ],
)
def test_wat_geen_opdracht_is(event: dict[str, Any]) -> None:
    """Anything else is refused without asking SBB."""
    antwoord = vraag(abonneerder(NepAbonnementenboek()), **event)
    assert antwoord["fout"]["code"] == "ongeldige-invoer"


def test_wat_mislukt_staat_in_het_antwoord(logboek: Logboek) -> None:
    """SBB's refusals come back with their code and text; a table that fails with ours."""
    boek = NepAbonnementenboek()
    wij = abonneerder(boek, NepSbbAbonnementen("99XX", fout=STORING), NepSbbAbonnementen("99XZ"))
    assert vraag(wij, opdracht="abonneer", school="99XX")["fout"] == {
        "code": "bron-niet-beschikbaar",
        "detail": "SBB meldt een storing.",
    }
    boek.fout = OpslagFout("Throttling")
    assert vraag(wij, opdracht="abonneer", school="99XZ")["fout"]["code"] == "interne-fout"
    assert [regel["message"] for regel in logboek.regels] == ["abonneren", "abonneren"]


def test_de_dagelijkse_controle_waarschuwt() -> None:
    """What does not run, or points elsewhere, is told to the operator; what runs is not."""
    wij = abonneerder(
        NepAbonnementenboek(bekend("a"), bekend("p", "99XZ"), bekend("z", "99XY")),
        NepSbbAbonnementen("99XX", bij_sbb("a")),
        NepSbbAbonnementen("99XZ", bij_sbb("p", ELDERS, "99XZ")),
        NepSbbAbonnementen("99XY"),
    )
    waarschuwer = NepWaarschuwer()
    antwoord = vraag(wij, waarschuwer, opdracht="controleer")
    assert [b["stand"] for b in antwoord["uitkomst"]["abonnementen"]] == ["loopt", "weg", "elders"]
    assert [(w.school, w.soort) for w in waarschuwer.gewaarschuwd] == [
        ("99XY", "abonnement-weg"),
        ("99XZ", "abonnement-elders"),
    ]


def test_een_waarschuwing_die_niet_weg_kan() -> None:
    """Then the check has failed, and the schedule tries again."""
    wij = abonneerder(NepAbonnementenboek(bekend("a")), NepSbbAbonnementen("99XX"))
    with pytest.raises(ControleMislukt):
        vraag(wij, NepWaarschuwer(OpslagFout("Throttling")), opdracht="controleer")
