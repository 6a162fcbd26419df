"""`/status`, in words that a help desk can read out."""

import json

import pytest
from stagemarkt import __version__
from stagemarkt.ports.guard import Zekering
from stagemarkt.ports.records import EndpointRecord, Sightings
from stagemarkt.web.documents.shapes import Toestand
from stagemarkt.web.negotiation import Taal
from stagemarkt.web.output.status import als_antwoord

from tests.unit.fakes import NU

IN_ORDE = Sightings(last_success=NU - 5, last_failure=NU - 9, failure_code="bron-timeout")
STORING = Sightings(last_success=NU - 8.5, last_failure=NU - 4.25, failure_code="bron-timeout")


@pytest.mark.parametrize(
    ("gezien", "status", "sbb"),
    [
        (Sightings(), "onbekend", "onbekend"),
        (Sightings(last_success=NU), "in-orde", "in-orde"),
        (IN_ORDE, "in-orde", "in-orde"),
        (STORING, "verstoord", "storing"),
        (Sightings(last_failure=NU, failure_code="bron-overbelast"), "verstoord", "storing"),
        (Sightings(last_success=NU - 500), "onbekend", "onbekend"),
    ],
)
@pytest.mark.parametrize("taal", ["nl", "en"])
def test_de_toestand(gezien: Sightings, status: str, sbb: str, taal: Taal) -> None:
    """Whoever is at fault is named, the facade works when it says so, and the answer is open to any page."""
    antwoord = als_antwoord(EndpointRecord(seen=gezien), NU, taal)
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
    inhoud = json.loads(als_antwoord(EndpointRecord(seen=STORING), NU, "nl").lichaam)
    assert inhoud["sbb"]["laatsteSucces"] == "2026-09-01T09:59:51Z"
    assert inhoud["sbb"]["laatsteFout"] == {"tijdstip": "2026-09-01T09:59:55Z", "code": "bron-timeout"}


def test_wat_nooit_gezien_is_is_afwezig() -> None:
    """Nothing seen, nothing told."""
    assert set(json.loads(als_antwoord(None, NU, "nl").lichaam)["sbb"]) == {"status", "uitleg"}


@pytest.mark.parametrize("gezien", [Sightings(), IN_ORDE, STORING])
def test_de_uitleg_in_twee_talen(gezien: Sightings) -> None:
    """Each judgement has a sentence in either language."""
    nl, en = (
        Toestand.model_validate_json(als_antwoord(EndpointRecord(seen=gezien), NU, taal).lichaam)
        for taal in ("nl", "en")
    )
    assert nl.sbb.uitleg != en.sbb.uitleg
    assert nl.facade.uitleg != en.facade.uitleg


OPEN = Zekering(5, 5, "bron-timeout", 0.0, NU - 3.0, NU + 11.5)


def test_een_open_zekering() -> None:
    """That nobody asks SBB now is told, since when, and when one does again: never too early."""
    inhoud = json.loads(als_antwoord(EndpointRecord(OPEN, STORING), NU, "nl").lichaam)
    zekering = inhoud["sbb"]["zekering"]
    assert (inhoud["status"], inhoud["sbb"]["status"], zekering["status"]) == ("verstoord", "storing", "open")
    assert (zekering["sinds"], zekering["volgendePoging"]) == ("2026-09-01T09:59:57Z", "2026-09-01T10:00:12Z")


def test_een_verkeerde_ca_is_van_de_beheerder() -> None:
    """That SBB's certificate is not recognised here is told as a fault of the facade, not of SBB."""
    fout = Sightings(last_failure=NU, failure_code="bron-certificaat")
    toestand = Toestand.model_validate_json(als_antwoord(EndpointRecord(seen=fout), NU, "nl").lichaam)
    assert (toestand.status, toestand.facade.status, toestand.sbb.status) == (
        "verstoord",
        "storing",
        "onbekend",
    )
    assert "beheerder" in toestand.facade.uitleg
    assert toestand.sbb.laatste_fout is not None
    assert toestand.sbb.laatste_fout.code == "bron-certificaat"


@pytest.mark.parametrize(
    ("zekering", "status"),
    [(Zekering(), "gesloten"), (OPEN, "open"), (OPEN._replace(proef_na=NU - 1.0), "op-proef")],
)
def test_de_zekering_in_twee_talen(zekering: Zekering, status: str) -> None:
    """Each state has a sentence in either language."""
    nl, en = (
        Toestand.model_validate_json(
            als_antwoord(EndpointRecord(zekering, STORING), NU, taal).lichaam
        ).sbb.zekering
        for taal in ("nl", "en")
    )
    assert nl is not None
    assert en is not None
    assert nl.status == en.status == status
    assert nl.uitleg != en.uitleg
