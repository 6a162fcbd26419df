"""The first line about an erkenning answers what was asked."""

from typing import Any, Final

import pytest
from stagemarkt_cli.views.verdict import judgement

PERIOD: Final = {"totEnMet": "2027-01-31"}
ERKEND: Final = {"erkend": True, "status": "erkend"}
WHOLE: Final = ERKEND | {"erkendGehelePeriode": True, "eindigtTijdensPeriode": False}
ENDS: Final = ERKEND | {
    "erkendGehelePeriode": False,
    "eindigtTijdensPeriode": True,
    "einddatum": "2026-12-31",
}
UNTOLD: Final = {"leerwegBekend": False, "leerwegReden": "nietVerteld"}
EXPIRED: Final = {"erkend": False, "status": "verlopen", "einddatum": "2021-10-25"}


def _nee(status: str, **additions: str) -> dict[str, Any]:
    return {"erkend": False, "status": status, "erkendGehelePeriode": False, **additions}


def _parts(bol: dict[str, Any], bbl: dict[str, Any]) -> dict[str, Any]:
    return {"leerwegBekend": True, "leerwegen": [bol | {"leerweg": "BOL"}, bbl | {"leerweg": "BBL"}]}


@pytest.mark.parametrize(
    ("content", "asked", "line"),
    [
        pytest.param(ERKEND, {}, "JA, erkend", id="on-the-day"),
        pytest.param(WHOLE, PERIOD, "JA, erkend, de hele periode", id="the-period"),
        pytest.param(ENDS, PERIOD, "EINDIGT EERDER: erkend tot en met 31-12-2026, niet de hele periode",
                     id="withdrawn-within"),
        pytest.param(ERKEND, PERIOD, "CONTROLEER", id="says-nothing-of-the-period"),
        pytest.param(_nee("nietErkend"), PERIOD, "NEE, niet erkend", id="never"),
        pytest.param(_nee("ingetrokken", einddatum="2023-03-15"), PERIOD,
                     "NEE, niet erkend: ingetrokken op 15-03-2023", id="withdrawn"),
        pytest.param(_nee("ingetrokken"), {}, "NEE, niet erkend: ingetrokken", id="withdrawn-some-day"),
        pytest.param(EXPIRED, {}, "NEE, niet erkend: verlopen op 25-10-2021", id="expired"),
        pytest.param(_nee("toekomstig", startdatum="2026-10-01"), PERIOD,
                     "NEE, niet erkend: pas vanaf 01-10-2026", id="begins-later"),
        pytest.param(_nee("toekomstig", startdatum="2026-10-01") | {"eindigtTijdensPeriode": True}, PERIOD,
                     "NEE, niet erkend: pas vanaf 01-10-2026", id="begins-later-ends-within"),
        pytest.param(_nee("onbekend"), PERIOD, "CONTROLEER", id="unknown-word"),
        pytest.param(_nee("nieuw"), {}, "CONTROLEER", id="a-status-of-later"),
        pytest.param({}, {}, "CONTROLEER", id="empty"),
        pytest.param({"erkend": "true"}, PERIOD, "CONTROLEER", id="no-period"),
        pytest.param(WHOLE | {"actualiteit": {"verouderd": True}}, PERIOD,
                     "CONTROLEER: dit antwoord is verouderd", id="stale-yes"),
        pytest.param(EXPIRED | {"actualiteit": {"verouderd": True}}, {}, "CONTROLEER", id="stale-no"),
        pytest.param(WHOLE | {"leerwegBekend": True, "leerweg": "BBL"}, PERIOD | {"leerweg": "BBL"},
                     "JA, erkend, de hele periode", id="leerweg"),
        pytest.param(WHOLE | {"leerwegBekend": True, "leerweg": "BOL"}, PERIOD | {"leerweg": "BBL"},
                     "CONTROLEER", id="the-other-leerweg"),
        pytest.param(WHOLE | UNTOLD, PERIOD | {"leerweg": "BBL"},
                     "CONTROLEER: erkend, maar SBB vertelt niet voor welke leerweg", id="leerweg-not-told"),
        pytest.param(WHOLE, {"leerweg": "BOL"}, "CONTROLEER", id="nothing-of-a-leerweg"),
        pytest.param(ENDS | UNTOLD, PERIOD | {"leerweg": "BBL"}, "EINDIGT EERDER",
                     id="ends-early-for-both"),
        pytest.param(_nee("nietErkend") | UNTOLD, {"leerweg": "BBL"}, "NEE, niet erkend", id="neither"),
        pytest.param(WHOLE | UNTOLD, PERIOD, "JA, erkend", id="no-leerweg-asked-none-told"),
        pytest.param(WHOLE | _parts(EXPIRED, WHOLE), PERIOD,
                     "CONTROLEER: het hangt af van de leerweg (BBL ja, BOL nee); geef", id="differ"),
        pytest.param(WHOLE | _parts(ENDS, WHOLE), PERIOD,
                     "CONTROLEER: het hangt af van de leerweg (BBL ja, BOL eindigt eerder)", id="in-end"),
        pytest.param(WHOLE | _parts(WHOLE, WHOLE), PERIOD, "JA, erkend", id="both-the-same"),
        pytest.param(ERKEND | _parts(ENDS, ERKEND), {}, "JA, erkend", id="both-on-the-day"),
    ],
)  # fmt: skip
def test_the_first_line(content: dict[str, Any], asked: dict[str, str], line: str) -> None:
    """JA, NEE, EINDIGT EERDER or CONTROLEER: what cannot be said for certain is never yes."""
    assert str(judgement(content, asked)).startswith(line)
