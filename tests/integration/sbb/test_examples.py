import datetime as dt

import pytest

from local.sbb import examples as vb
from local.sbb.register.register import Register, beste_erkenning, maak_register

VANDAAG = dt.date(2026, 11, 2)


@pytest.fixture(scope="module")
def register() -> Register:
    """Give a register."""
    return maak_register()


@pytest.mark.parametrize(
    ("paar", "status"),
    [
        (vb.ERKEND_CREBO, "Erkend"),
        (vb.ERKEND_KEUZEDEEL, "Erkend"),
        (vb.OPEN_EINDE, "Erkend"),
        (vb.EINDIGT, "Erkend"),
        (vb.ALLEEN_BBL, "Erkend"),
        (vb.TOEKOMSTIG, "NietErkend"),
        (vb.VERLOPEN, "Verlopen"),
        (vb.INGETROKKEN, "Ingetrokken"),
    ],
)
def test_voorbeelden_van_erkenningen(register: Register, paar: tuple[str, str], status: str) -> None:
    """The examples have the status that their name says."""
    bedrijf = register.vind(paar[0])
    assert bedrijf is not None
    erkenning = beste_erkenning(bedrijf, paar[1], VANDAAG)
    assert erkenning is not None
    assert erkenning.status_op(VANDAAG) == status


def test_voorbeelden_van_leerbedrijven(register: Register) -> None:
    """The other examples are what their name says."""
    historisch, buitenland, oud, lang, eenmans = (
        register.vind(nummer)
        for nummer in (vb.HISTORISCH, vb.BUITENLAND, vb.OUD_ID, vb.LANGE_NAAM, vb.EENMANSZAAK)
    )
    assert historisch is not None
    assert not historisch.actueel
    assert buitenland is not None
    assert buitenland.vestiging.land == "BELGIE"
    assert oud is not None
    assert lang is not None
    assert len(lang.naam) >= 150
    assert eenmans is not None
    assert eenmans.contact.personen[0].naam in eenmans.naam
    assert register.vind(vb.ONBEKEND_LEERBEDRIJF) is None
    assert register.bronnen.omschrijving(vb.ONBEKENDE_CREBO) is None
    assert register.bronnen.omschrijving(vb.ONBEKEND_KEUZEDEEL) is None


def test_toonbeeld(register: Register) -> None:
    """The showcase is complete."""
    bedrijf = register.vind(vb.TOONBEELD)
    assert bedrijf is not None
    assert (bedrijf.naam, bedrijf.actueel) == (vb.TOONBEELD_NAAM, True)
    assert (bedrijf.vestiging.postcode, bedrijf.vestiging.huisnummer) == ("3811MG", "1")
    assert bedrijf.vestiging.plaats == "Amersfoort"
    assert {plaats.leerplaats_id for plaats in bedrijf.leerplaatsen} == {
        vb.LEERPLAATS_VRIJ,
        vb.LEERPLAATS_VOL,
    }
    assert any("25998" in opleider.crebos for opleider in bedrijf.praktijkopleiders)
