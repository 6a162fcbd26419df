"""The first line about an erkenning answers what was asked."""

from typing import Any, Final

import pytest
from stagemarkt_cli.views.verdict import oordeel

PERIODE: Final = {"totEnMet": "2027-01-31"}
ERKEND: Final = {"erkend": True, "status": "erkend"}
GEHEEL: Final = ERKEND | {"erkendGehelePeriode": True, "eindigtTijdensPeriode": False}
EINDIGT: Final = ERKEND | {
    "erkendGehelePeriode": False,
    "eindigtTijdensPeriode": True,
    "einddatum": "2026-12-31",
}
ONVERTELD: Final = {"leerwegBekend": False, "leerwegReden": "nietVerteld"}
VERLOPEN: Final = {"erkend": False, "status": "verlopen", "einddatum": "2021-10-25"}


def _nee(status: str, **erbij: str) -> dict[str, Any]:
    return {"erkend": False, "status": status, "erkendGehelePeriode": False, **erbij}


def _delen(bol: dict[str, Any], bbl: dict[str, Any]) -> dict[str, Any]:
    return {"leerwegBekend": True, "leerwegen": [bol | {"leerweg": "BOL"}, bbl | {"leerweg": "BBL"}]}


@pytest.mark.parametrize(
    ("inhoud", "gevraagd", "regel"),
    [
        pytest.param(ERKEND, {}, "JA, erkend", id="on-the-day"),
        pytest.param(GEHEEL, PERIODE, "JA, erkend, de hele periode", id="the-period"),
        pytest.param(EINDIGT, PERIODE, "EINDIGT EERDER: erkend tot en met 31-12-2026, niet de hele periode",
                     id="withdrawn-within"),
        pytest.param(ERKEND, PERIODE, "CONTROLEER", id="says-nothing-of-the-period"),
        pytest.param(_nee("nietErkend"), PERIODE, "NEE, niet erkend", id="never"),
        pytest.param(_nee("ingetrokken", einddatum="2023-03-15"), PERIODE,
                     "NEE, niet erkend: ingetrokken op 15-03-2023", id="withdrawn"),
        pytest.param(_nee("ingetrokken"), {}, "NEE, niet erkend: ingetrokken", id="withdrawn-some-day"),
        pytest.param(VERLOPEN, {}, "NEE, niet erkend: verlopen op 25-10-2021", id="expired"),
        pytest.param(_nee("toekomstig", startdatum="2026-10-01"), PERIODE,
                     "NEE, niet erkend: pas vanaf 01-10-2026", id="begins-later"),
        pytest.param(_nee("toekomstig", startdatum="2026-10-01") | {"eindigtTijdensPeriode": True}, PERIODE,
                     "NEE, niet erkend: pas vanaf 01-10-2026", id="begins-later-ends-within"),
        pytest.param(_nee("onbekend"), PERIODE, "CONTROLEER", id="unknown-word"),
        pytest.param(_nee("nieuw"), {}, "CONTROLEER", id="a-status-of-later"),
        pytest.param({}, {}, "CONTROLEER", id="empty"),
        pytest.param({"erkend": "true"}, PERIODE, "CONTROLEER", id="no-period"),
        pytest.param(GEHEEL | {"actualiteit": {"verouderd": True}}, PERIODE,
                     "CONTROLEER: dit antwoord is verouderd", id="stale-yes"),
        pytest.param(VERLOPEN | {"actualiteit": {"verouderd": True}}, {}, "CONTROLEER", id="stale-no"),
        pytest.param(GEHEEL | {"leerwegBekend": True, "leerweg": "BBL"}, PERIODE | {"leerweg": "BBL"},
                     "JA, erkend, de hele periode", id="leerweg"),
        pytest.param(GEHEEL | {"leerwegBekend": True, "leerweg": "BOL"}, PERIODE | {"leerweg": "BBL"},
                     "CONTROLEER", id="the-other-leerweg"),
        pytest.param(GEHEEL | ONVERTELD, PERIODE | {"leerweg": "BBL"},
                     "CONTROLEER: erkend, maar SBB vertelt niet voor welke leerweg", id="leerweg-not-told"),
        pytest.param(GEHEEL, {"leerweg": "BOL"}, "CONTROLEER", id="nothing-of-a-leerweg"),
        pytest.param(EINDIGT | ONVERTELD, PERIODE | {"leerweg": "BBL"}, "EINDIGT EERDER",
                     id="ends-early-for-both"),
        pytest.param(_nee("nietErkend") | ONVERTELD, {"leerweg": "BBL"}, "NEE, niet erkend", id="neither"),
        pytest.param(GEHEEL | ONVERTELD, PERIODE, "JA, erkend", id="no-leerweg-asked-none-told"),
        pytest.param(GEHEEL | _delen(VERLOPEN, GEHEEL), PERIODE,
                     "CONTROLEER: het hangt af van de leerweg (BBL ja, BOL nee); geef", id="differ"),
        pytest.param(GEHEEL | _delen(EINDIGT, GEHEEL), PERIODE,
                     "CONTROLEER: het hangt af van de leerweg (BBL ja, BOL eindigt eerder)", id="in-end"),
        pytest.param(GEHEEL | _delen(GEHEEL, GEHEEL), PERIODE, "JA, erkend", id="both-the-same"),
        pytest.param(ERKEND | _delen(EINDIGT, ERKEND), {}, "JA, erkend", id="both-on-the-day"),
    ],
)  # fmt: skip
def test_de_eerste_regel(inhoud: dict[str, Any], gevraagd: dict[str, str], regel: str) -> None:
    """JA, NEE, EINDIGT EERDER or CONTROLEER: what cannot be said for certain is never yes."""
    assert str(oordeel(inhoud, gevraagd)).startswith(regel)
