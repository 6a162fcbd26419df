"""Answers to VerifieerAccreditatie, valid ones checked against the schema first."""

from datetime import date

import pytest
from stagemarkt.model.erkenning import Erkenningsgegevens
from stagemarkt.model.fouten import BronAntwoordOngeldig

from tests.integration.hulp.contract import is_geldig, keur
from tests.integration.hulp.envelop import verificatie
from tests.integration.hulp.geheim import alles_van
from tests.integration.hulp.gesprek import verifieer


def test_leest_alle_velden() -> None:
    """Every element of the contract lands in its field."""
    inhoud = verificatie(
        ("CodeLeerbedrijf", "200000001"),
        ("Naam", "Garage De Moer"),
        ("StatusErkenning", "Ingetrokken"),
        ("Startdatum", "2020-01-31"),
        ("Einddatum", "2024-02-29"),
    )
    keur(inhoud)
    assert verifieer(inhoud) == Erkenningsgegevens(
        leerbedrijf_id="200000001",
        naam="Garage De Moer",
        in_orde=True,
        status="ingetrokken",
        startdatum=date(2020, 1, 31),
        einddatum=date(2024, 2, 29),
    )


def test_kaal_antwoord_gaat_over_wie_gevraagd_is() -> None:
    """Where SBB leaves everything out, it speaks of the leerbedrijf that was asked for."""
    inhoud = verificatie()
    keur(inhoud)
    assert verifieer(inhoud) == Erkenningsgegevens(leerbedrijf_id="900000001", in_orde=True)


@pytest.mark.parametrize(
    ("woord", "status"),
    [
        ("Erkend", "erkend"),
        ("NietErkend", "nietErkend"),
        ("Ingetrokken", "ingetrokken"),
        ("Verlopen", "verlopen"),
    ],
)
def test_statussen_van_het_contract(woord: str, status: str) -> None:
    """Each word of the contract has its own status."""
    inhoud = verificatie(("StatusErkenning", woord))
    keur(inhoud)
    assert verifieer(inhoud).status == status


@pytest.mark.parametrize("woord", ["erkend", "ERKEND", "Geschorst", "Erkend?"])
def test_onbekende_status_is_onbekend(woord: str) -> None:
    """Not valid by the schema: a word that nobody knows is `onbekend`, never a guess at `erkend`."""
    inhoud = verificatie(("StatusErkenning", woord))
    assert not is_geldig(inhoud)
    assert verifieer(inhoud).status == "onbekend"


@pytest.mark.parametrize(
    ("tekst", "geldig"),
    [
        ("2024-08-01", True),
        ("2024-08-01Z", True),
        ("2024-08-01+02:00", True),
        ("2024-08-01-11:00", True),
        (" 2024-08-01 ", False),  # by libxml2; the standard would collapse the spaces
        ("2024-08-01T00:00:00", False),
        ("2024-08-01T00:00:00.000", False),
        ("2024-08-01T00:00:00Z", False),
        ("2024-08-01T00:00:00+02:00", False),
    ],
)
def test_datums_in_alle_schrijfwijzen(tekst: str, *, geldig: bool) -> None:
    """The day counts, with or without a zone; a midnight besides is not valid by the schema, but read."""
    inhoud = verificatie(("Startdatum", tekst), ("Einddatum", tekst))
    assert is_geldig(inhoud) is geldig
    gegevens = verifieer(inhoud)
    assert gegevens.startdatum == gegevens.einddatum == date(2024, 8, 1)


def test_blanco_datum_is_afwezig() -> None:
    """Not valid by the schema, but the live service sends blanks: no end date is no end."""
    inhoud = verificatie(("Startdatum", "2024-08-01"), ("Einddatum", ""))
    assert not is_geldig(inhoud)
    assert verifieer(inhoud).einddatum is None


def test_xsi_nil_is_afwezig() -> None:
    """Not valid by the schema, but what .NET writes for nothing."""
    nil = b'<Einddatum xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"/>'
    inhoud = verificatie(("Einddatum", "x")).replace(b"<Einddatum>x</Einddatum>", nil)
    assert not is_geldig(inhoud)
    assert verifieer(inhoud).einddatum is None


@pytest.mark.parametrize(
    "tekst",
    [
        "2024-02-30",
        "2024-13-01",
        "01-08-2024",
        "2024-8-1",
        "20240801",
        "0",
        "86400",
        "-86400",
        "1722470400",
        "1722470400000",
        "2024-W31-4",
        "2024-08-01T23:59:59",
        "2024-08-01T22:00:00Z",
        "GEHEIM",
        "\u0662024-08-01",
    ],
)
def test_onleesbare_datum_is_geen_antwoord(tekst: str) -> None:
    """Not valid by the schema: no other text than a date is taken for one, a number least of all."""
    inhoud = verificatie(("Einddatum", tekst))
    assert not is_geldig(inhoud)
    with pytest.raises(BronAntwoordOngeldig) as gevangen:
        verifieer(inhoud)
    assert "Einddatum" in gevangen.value.intern
    assert "GEHEIM" not in alles_van(gevangen.value)
