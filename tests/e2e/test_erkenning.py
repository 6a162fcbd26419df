"""Natrekken through the deployed stack: each status, the peildatum and the period of a BPVO."""

import pytest

from local.sbb import voorbeelden as vb
from tests.e2e.klant import Facade


@pytest.mark.parametrize(
    ("leerbedrijf_en_code", "peildatum", "status"),
    [
        (vb.ERKEND_CREBO, "2026-09-01", "erkend"),
        (vb.ERKEND_KEUZEDEEL, "2026-09-01", "erkend"),
        (vb.OPEN_EINDE, "2026-09-01", "erkend"),
        (vb.EINDIGT, "2031-07-31", "erkend"),
        (vb.EINDIGT, "2031-08-01", "verlopen"),
        (vb.TOEKOMSTIG, "2032-07-31", "toekomstig"),
        (vb.TOEKOMSTIG, "2032-08-01", "erkend"),
        (vb.VERLOPEN, "2022-07-31", "erkend"),
        (vb.VERLOPEN, "2022-08-01", "verlopen"),
        (vb.INGETROKKEN, "2026-09-01", "ingetrokken"),
        (vb.NOOIT_ERKEND, "2026-09-01", "nietErkend"),
    ],
)
def test_status_op_de_peildatum(
    facade: Facade, leerbedrijf_en_code: tuple[str, str], peildatum: str, status: str
) -> None:
    """Not erkend is an answer: 200 with the status on that very day."""
    antwoord = facade.erkenning(*leerbedrijf_en_code, peildatum=peildatum)
    assert antwoord.status_code == 200
    inhoud = antwoord.json()
    assert (inhoud["status"], inhoud["erkend"]) == (status, status == "erkend")
    assert inhoud["peildatum"] == peildatum


@pytest.mark.parametrize(
    ("tot_en_met", "geheel", "eindigt"),
    [("2031-07-31", True, False), ("2031-08-01", False, True), ("2026-09-01", True, False)],
)
def test_hele_periode(facade: Facade, tot_en_met: str, geheel: bool, eindigt: bool) -> None:  # noqa: FBT001 - a table
    """`totEnMet` looks at the whole period, its last day included."""
    inhoud = facade.erkenning(*vb.EINDIGT, peildatum="2026-09-01", totEnMet=tot_en_met).json()
    assert (inhoud["erkendGehelePeriode"], inhoud["eindigtTijdensPeriode"]) == (geheel, eindigt)


def test_onbekend_leerbedrijf_en_onbekende_code(facade: Facade) -> None:
    """404 says which of the two SBB does not know."""
    leerbedrijf = facade.erkenning(vb.ONBEKEND_LEERBEDRIJF, "25998")
    crebo = facade.erkenning(vb.TOONBEELD, vb.ONBEKENDE_CREBO)
    keuzedeel = facade.erkenning(vb.TOONBEELD, vb.ONBEKEND_KEUZEDEEL)
    assert [a.status_code for a in (leerbedrijf, crebo, keuzedeel)] == [404] * 3
    assert [a.json()["code"] for a in (leerbedrijf, crebo, keuzedeel)] == [
        "leerbedrijf-onbekend",
        "code-onbekend",
        "code-onbekend",
    ]


def test_altijd_vers(facade: Facade) -> None:
    """A change at SBB is in the very next answer: verification is never kept."""
    assert facade.erkenning(*vb.ALLEEN_BBL).json()["erkend"] is True
    leerbedrijf_id, code = vb.ALLEEN_BBL
    weg = {"leerbedrijfId": leerbedrijf_id, "code": code, "status": "Ingetrokken", "einddatum": "2020-01-01"}
    facade.sbb.post("/erkenningen", json=weg).raise_for_status()
    antwoord = facade.erkenning(*vb.ALLEEN_BBL)
    assert (antwoord.json()["erkend"], antwoord.json()["status"]) == (False, "ingetrokken")
    assert antwoord.headers["Cache-Control"] == "private, no-cache"


def test_niet_gewijzigd(facade: Facade) -> None:
    """Who has the answer already gets 304, after SBB was asked."""
    eerste = facade.erkenning(*vb.ERKEND_CREBO)
    tweede = facade.vraag(
        "/leerbedrijven/{}/erkenningen/{}".format(*vb.ERKEND_CREBO),
        headers={"If-None-Match": eerste.headers["ETag"]},
    )
    assert (tweede.status_code, tweede.content) == (304, b"")
    assert len(facade.verzoeken()) == 2
