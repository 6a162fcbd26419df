import datetime as dt

import pytest

from local.sbb.register import examples
from local.sbb.register.register import Register, best_erkenning, build_register

TODAY = dt.date(2026, 11, 2)


@pytest.fixture(scope="module")
def register() -> Register:
    """Give a register."""
    return build_register()


@pytest.mark.parametrize(
    ("pair", "status"),
    [
        (examples.ERKEND_CREBO, "Erkend"),
        (examples.ERKEND_KEUZEDEEL, "Erkend"),
        (examples.OPEN_END, "Erkend"),
        (examples.ENDS, "Erkend"),
        (examples.ONLY_BBL, "Erkend"),
        (examples.FUTURE, "NietErkend"),
        (examples.EXPIRED, "Verlopen"),
        (examples.WITHDRAWN, "Ingetrokken"),
    ],
)
def test_examples_of_erkenningen(register: Register, pair: tuple[str, str], status: str) -> None:
    """The examples have the status that their name says."""
    company = register.find(pair[0])
    assert company is not None
    erkenning = best_erkenning(company, pair[1], TODAY)
    assert erkenning is not None
    assert erkenning.status_on(TODAY) == status


def test_examples_of_leerbedrijven(register: Register) -> None:
    """The other examples are what their name says."""
    historical, foreign, old, long_one, sole_trader = (
        register.find(number)
        for number in (
            examples.HISTORICAL,
            examples.ABROAD,
            examples.OLD_ID,
            examples.LONG_NAME,
            examples.EENMANSZAAK,
        )
    )
    assert historical is not None
    assert not historical.actueel
    assert foreign is not None
    assert foreign.vestiging.land == "BELGIE"
    assert old is not None
    assert long_one is not None
    assert len(long_one.naam) >= 150
    assert sole_trader is not None
    assert sole_trader.contact.personen[0].naam in sole_trader.naam
    assert register.find(examples.UNKNOWN_LEERBEDRIJF) is None
    assert register.sources.omschrijving(examples.UNKNOWN_CREBO) is None
    assert register.sources.omschrijving(examples.UNKNOWN_KEUZEDEEL) is None


def test_showpiece(register: Register) -> None:
    """The showcase is complete."""
    company = register.find(examples.SHOWPIECE)
    assert company is not None
    assert (company.naam, company.actueel) == (examples.SHOWPIECE_NAME, True)
    assert (company.vestiging.postcode, company.vestiging.huisnummer) == ("3811MG", "1")
    assert company.vestiging.plaats == "Amersfoort"
    assert {plaats.leerplaats_id for plaats in company.leerplaatsen} == {
        examples.LEERPLAATS_FREE,
        examples.LEERPLAATS_FULL,
    }
    assert any("25998" in opleider.crebos for opleider in company.praktijkopleiders)
