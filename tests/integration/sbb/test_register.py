import datetime as dt
import hashlib
import itertools
import re
import subprocess
import sys
from collections import Counter

import pytest

from local.sbb.protocol import CONTRACT, LEERBEDRIJF_PATTERN
from local.sbb.register import examples
from local.sbb.register.model import NEDERLAND, RegisterErkenning, RegisterPersoon
from local.sbb.register.register import Register, best_erkenning, build_register

TODAY = dt.date(2026, 11, 2)
POSTCODE = re.compile(r"[1-9][0-9]{3}(?!SA|SD|SS)[A-Z]{2}")


@pytest.fixture(scope="module")
def register() -> Register:
    """Give a register."""
    return build_register()


def digest(register: Register) -> str:
    """Give a hash over everything in the register."""
    return hashlib.sha256(repr(register.leerbedrijven()).encode()).hexdigest()


def personen(register: Register) -> list[RegisterPersoon]:
    """Give everybody in the register."""
    bedrijven = register.leerbedrijven()
    return list(itertools.chain(*(b.contact.personen + b.praktijkopleiders for b in bedrijven)))


def test_the_same_every_time(register: Register) -> None:
    """Two registers are equal in every field."""
    assert digest(build_register()) == digest(register)


def test_the_same_in_another_process(register: Register) -> None:
    """Another process, with another order of hashes, makes the same register."""
    command = "import local.sbb.register.register as r; print(repr(r.build_register().leerbedrijven()))"
    environment = {"PYTHONHASHSEED": "4711", "PYTHONPATH": str(CONTRACT.parent), "PYTHONUTF8": "1"}
    out = subprocess.run([sys.executable, "-c", command], env=environment, check=True, stdout=subprocess.PIPE)
    assert out.stdout.decode().strip() == repr(register.leerbedrijven())


def test_numbers_of_each_kind(register: Register) -> None:
    """The register has enough of all that is rare."""
    everything = register.leerbedrijven()
    assert len(everything) == len({company.id for company in everything}) == 600
    assert 0.07 <= sum(not company.actueel for company in everything) / 600 <= 0.09
    assert sum(company.vestiging.land != NEDERLAND for company in everything) >= 10
    assert sum(not company.id.isdigit() for company in everything) >= 10
    assert sum(company.vestiging.huisnummer is None for company in everything) >= 20
    assert sum(len(company.naam) >= 150 for company in everything) >= 5
    assert sum(company.naam.endswith(company.contact.personen[0].naam) for company in everything) >= 25
    assert {company.contact.meervoud for company in everything} == {True, False}
    for sign in "&<'\"éëïüöñ":
        assert any(sign in company.naam for company in everything), sign


def test_erkenningen_of_every_kind(register: Register) -> None:
    """There are erkenningen of every status, with and without end, for one leerweg and for both."""
    everything = [erkenning for company in register.leerbedrijven() for erkenning in company.erkenningen]
    statussen = Counter(erkenning.status_on(TODAY) for erkenning in everything)
    assert min(statussen.values()) >= 100
    assert len(statussen) == 4
    valid = [e for e in everything if e.status_on(TODAY) == "Erkend"]
    assert sum(e.einddatum is not None for e in valid) >= 100
    assert sum(e.keuzedeel for e in everything) >= 100
    assert {e.leerweg for e in everything} == {None, "BOL", "BBL"}
    assert all(e.einddatum for e in everything if e.grond == "Ingetrokken")
    assert all(e.startdatum.year >= 2031 for e in everything if e.startdatum > TODAY)


def test_actueel_has_one_historisch_has_none(register: Register) -> None:
    """An actueel leerbedrijf has a current erkenning, a historisch one has none, and no leerplaatsen."""
    for company in register.leerbedrijven():
        valid = any(e.status_on(TODAY) == "Erkend" for e in company.erkenningen)
        assert valid == company.actueel
        assert company.actueel or not company.leerplaatsen


def test_the_codes_exist(register: Register) -> None:
    """Each erkenning and leerplaats is for a crebo or keuzedeel of the lists, by its name and niveau."""
    sources = register.sources
    niveaus = {code: opleiding.niveau for code, opleiding in sources.opleidingen.items()}
    for company in register.leerbedrijven():
        for erkenning in company.erkenningen:
            assert erkenning.omschrijving == sources.omschrijving(erkenning.code)
            assert erkenning.niveau == niveaus.get(erkenning.code)
        crebos = {erkenning.code for erkenning in company.erkenningen}
        for plaats in company.leerplaatsen:
            assert {opleiding.crebo for opleiding in plaats.opleidingen} <= crebos


def test_leerplaatsen(register: Register) -> None:
    """There are over 700 leerplaatsen with IDs of their own: past 32 bits, GUIDs; some taken, some closed."""
    everything = [plaats for company in register.leerbedrijven() for plaats in company.leerplaatsen]
    ids = {plaats.leerplaats_id for plaats in everything}
    assert len(everything) == len(ids) > 700
    assert max(int(number) for number in ids if number.isdigit()) >= 2**32
    assert sum(not number.isdigit() for number in ids) >= 50
    assert sum(plaats.aantal == 0 for plaats in everything) >= 50
    assert sum(plaats.aantal > 0 and not plaats.is_available_on(TODAY) for plaats in everything) >= 50


def test_codes_and_addresses_have_their_form(register: Register) -> None:
    """IDs, Dutch postcodes and KvK numbers have the form they should, and lie in the Netherlands."""
    for company in register.leerbedrijven():
        assert LEERBEDRIJF_PATTERN.fullmatch(company.id)
        assert not company.id.isdigit() or len(company.id) == 9
        if company.vestiging.land == NEDERLAND:
            assert POSTCODE.fullmatch(company.vestiging.postcode)
            assert re.fullmatch(r"00[0-9]{6}", company.kvk or "")
            assert 50.7 < company.lat < 53.6
            assert 3.3 < company.lon < 7.3


def test_nobody_can_be_reached(register: Register) -> None:
    """E-mail goes to .example, telephone numbers are never given out."""
    for who in personen(register):
        assert (who.email or "").endswith(".example")
        assert who.telefoon is None or re.fullmatch(r"033 0\d{6}|06-000\d{5}", who.telefoon)
    for company in register.leerbedrijven():
        assert company.contact.website is None or company.contact.website.endswith(".example")


def test_equal_names(register: Register) -> None:
    """Several leerbedrijven bear the same name in different towns."""
    places = [b.vestiging.plaats for b in register.leerbedrijven() if b.naam == examples.SAME_NAME]
    assert len(set(places)) >= 3


def test_search_words(register: Register) -> None:
    """`NAME_MANY` finds more than 50 leerbedrijven and not too many, `NAME_TOO_MANY` too many."""
    names = [entry.search_name for entry in register.search_entries()]
    assert 50 < sum(examples.NAME_MANY in name for name in names) <= 100
    assert sum(examples.NAME_TOO_MANY in name for name in names) > 100


def test_status_at_the_limit() -> None:
    """An erkenning holds on its first and last day; a withdrawal begins on its day."""
    begin, end = dt.date(2020, 1, 1), dt.date(2025, 6, 30)
    day = dt.timedelta(days=1)
    usual = RegisterErkenning("25998", "Software developer", begin, end)
    weg = RegisterErkenning("25998", "Software developer", begin, end, "Ingetrokken")
    never = RegisterErkenning("25998", "Software developer", begin, None, "NietErkend")
    days = (begin - day, begin, end, end + day)
    assert [usual.status_on(d) for d in days] == ["NietErkend", "Erkend", "Erkend", "Verlopen"]
    assert [weg.status_on(d) for d in days] == ["NietErkend", "Erkend", "Ingetrokken", "Ingetrokken"]
    assert {never.status_on(d) for d in days} == {"NietErkend"}


def test_best_erkenning(register: Register) -> None:
    """Of two for the same crebo the one in force counts, whatever stands first."""
    company = next(
        company
        for company in register.leerbedrijven()
        if company.actueel and len({e.code for e in company.erkenningen}) < len(company.erkenningen)
    )
    duplicate = Counter(e.code for e in company.erkenningen).most_common(1)[0][0]
    best = best_erkenning(company, duplicate, TODAY)
    assert best is not None
    assert (best.status_on(TODAY), best.leerweg) == ("Erkend", "BBL")
