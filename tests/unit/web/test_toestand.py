"""`/status`, in words that a help desk can read out."""

import json

import pytest
from stagemarkt import __version__
from stagemarkt.poorten.waarnemingen import Waarneming
from stagemarkt.web.taal import Taal
from stagemarkt.web.toestand import als_antwoord
from stagemarkt.web.uitgaand import Toestand

from tests.unit.nep import NU

IN_ORDE = Waarneming(laatste_succes=NU - 5, laatste_fout=NU - 9, foutcode="bron-timeout")
STORING = Waarneming(laatste_succes=NU - 8.5, laatste_fout=NU - 4.25, foutcode="bron-timeout")


@pytest.mark.parametrize(
    ("gezien", "status", "sbb"),
    [
        (Waarneming(), "onbekend", "onbekend"),
        (Waarneming(laatste_succes=NU), "in-orde", "in-orde"),
        (IN_ORDE, "in-orde", "in-orde"),
        (STORING, "verstoord", "storing"),
        (Waarneming(laatste_fout=NU, foutcode="bron-overbelast"), "verstoord", "storing"),
        (Waarneming(laatste_succes=NU - 500), "onbekend", "onbekend"),
    ],
)
@pytest.mark.parametrize("taal", ["nl", "en"])
def test_de_toestand(gezien: Waarneming, status: str, sbb: str, taal: Taal) -> None:
    """Whoever is at fault is named, the facade works when it says so, and the answer is open to any page."""
    antwoord = als_antwoord(gezien, NU, taal)
    toestand = Toestand.model_validate_json(antwoord.lichaam)
    assert (antwoord.status, toestand.status, toestand.sbb.status) == (200, status, sbb)
    assert (toestand.facade.status, toestand.versie) == ("in-orde", __version__)
    assert antwoord.koppen == {
        "Cache-Control": "no-store",
        "Content-Language": taal,
        "Access-Control-Allow-Origin": "*",
    }


def test_wanneer_wat_gezien_is() -> None:
    """The last success and the last failure have their moments, in UTC, and the failure its code."""
    inhoud = json.loads(als_antwoord(STORING, NU, "nl").lichaam)
    assert inhoud["sbb"]["laatsteSucces"] == "2026-09-01T09:59:51Z"
    assert inhoud["sbb"]["laatsteFout"] == {"tijdstip": "2026-09-01T09:59:55Z", "code": "bron-timeout"}


def test_wat_nooit_gezien_is_is_afwezig() -> None:
    """Nothing seen, nothing told."""
    assert set(json.loads(als_antwoord(Waarneming(), NU, "nl").lichaam)["sbb"]) == {"status", "uitleg"}


@pytest.mark.parametrize("gezien", [Waarneming(), IN_ORDE, STORING])
def test_de_uitleg_in_twee_talen(gezien: Waarneming) -> None:
    """Each judgement has a sentence in either language."""
    nl, en = (Toestand.model_validate_json(als_antwoord(gezien, NU, taal).lichaam) for taal in ("nl", "en"))
    assert nl.sbb.uitleg != en.sbb.uitleg
    assert nl.facade.uitleg != en.facade.uitleg
