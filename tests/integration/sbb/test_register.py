import datetime as dt
import hashlib
import itertools
import re
import subprocess
import sys
from collections import Counter

import pytest

from local.sbb import examples as vb
from local.sbb.protocol import CONTRACT, LEERBEDRIJF_VORM
from local.sbb.register.model import NEDERLAND, Erkenning, Persoon
from local.sbb.register.register import Register, beste_erkenning, maak_register

VANDAAG = dt.date(2026, 11, 2)
POSTCODE = re.compile(r"[1-9][0-9]{3}(?!SA|SD|SS)[A-Z]{2}")


@pytest.fixture(scope="module")
def register() -> Register:
    """Give a register."""
    return maak_register()


def afdruk(register: Register) -> str:
    """Give a hash over everything in the register."""
    return hashlib.sha256(repr(register.leerbedrijven()).encode()).hexdigest()


def personen(register: Register) -> list[Persoon]:
    """Give everybody in the register."""
    bedrijven = register.leerbedrijven()
    return list(itertools.chain(*(b.contact.personen + b.praktijkopleiders for b in bedrijven)))


def test_telkens_hetzelfde(register: Register) -> None:
    """Two registers are equal in every field."""
    assert afdruk(maak_register()) == afdruk(register)


def test_hetzelfde_in_een_ander_proces(register: Register) -> None:
    """Another process, with another order of hashes, makes the same register."""
    opdracht = "import local.sbb.register.register as r; print(repr(r.maak_register().leerbedrijven()))"
    omgeving = {"PYTHONHASHSEED": "4711", "PYTHONPATH": str(CONTRACT.parent), "PYTHONUTF8": "1"}
    uit = subprocess.run([sys.executable, "-c", opdracht], env=omgeving, check=True, stdout=subprocess.PIPE)
    assert uit.stdout.decode().strip() == repr(register.leerbedrijven())


def test_aantallen(register: Register) -> None:
    """The register has enough of all that is rare."""
    alle = register.leerbedrijven()
    assert len(alle) == len({bedrijf.id for bedrijf in alle}) == 600
    assert 0.07 <= sum(not bedrijf.actueel for bedrijf in alle) / 600 <= 0.09
    assert sum(bedrijf.vestiging.land != NEDERLAND for bedrijf in alle) >= 10
    assert sum(not bedrijf.id.isdigit() for bedrijf in alle) >= 10
    assert sum(bedrijf.vestiging.huisnummer is None for bedrijf in alle) >= 20
    assert sum(len(bedrijf.naam) >= 150 for bedrijf in alle) >= 5
    assert sum(bedrijf.naam.endswith(bedrijf.contact.personen[0].naam) for bedrijf in alle) >= 25
    assert {bedrijf.contact.meervoud for bedrijf in alle} == {True, False}
    for teken in "&<'\"éëïüöñ":
        assert any(teken in bedrijf.naam for bedrijf in alle), teken


def test_erkenningen_van_elke_soort(register: Register) -> None:
    """There are erkenningen of every status, with and without end, for one leerweg and for both."""
    alle = [erkenning for bedrijf in register.leerbedrijven() for erkenning in bedrijf.erkenningen]
    statussen = Counter(erkenning.status_op(VANDAAG) for erkenning in alle)
    assert min(statussen.values()) >= 100
    assert len(statussen) == 4
    geldig = [e for e in alle if e.status_op(VANDAAG) == "Erkend"]
    assert sum(e.einddatum is not None for e in geldig) >= 100
    assert sum(e.keuzedeel for e in alle) >= 100
    assert {e.leerweg for e in alle} == {None, "BOL", "BBL"}
    assert all(e.einddatum for e in alle if e.grond == "Ingetrokken")
    assert all(e.startdatum.year >= 2031 for e in alle if e.startdatum > VANDAAG)


def test_actueel_heeft_historisch_heeft_niet(register: Register) -> None:
    """An actueel leerbedrijf has a current erkenning, a historisch one has none, and no leerplaatsen."""
    for bedrijf in register.leerbedrijven():
        geldig = any(e.status_op(VANDAAG) == "Erkend" for e in bedrijf.erkenningen)
        assert geldig == bedrijf.actueel
        assert bedrijf.actueel or not bedrijf.leerplaatsen


def test_codes_bestaan(register: Register) -> None:
    """Each erkenning and leerplaats is for a crebo or keuzedeel of the lists, by its name and niveau."""
    bronnen = register.bronnen
    niveaus = {code: opleiding.niveau for code, opleiding in bronnen.opleidingen.items()}
    for bedrijf in register.leerbedrijven():
        for erkenning in bedrijf.erkenningen:
            assert erkenning.omschrijving == bronnen.omschrijving(erkenning.code)
            assert erkenning.niveau == niveaus.get(erkenning.code)
        crebos = {erkenning.code for erkenning in bedrijf.erkenningen}
        for plaats in bedrijf.leerplaatsen:
            assert {opleiding.crebo for opleiding in plaats.opleidingen} <= crebos


def test_leerplaatsen(register: Register) -> None:
    """There are over 700 leerplaatsen with IDs of their own: past 32 bits, GUIDs; some taken, some closed."""
    alle = [plaats for bedrijf in register.leerbedrijven() for plaats in bedrijf.leerplaatsen]
    ids = {plaats.leerplaats_id for plaats in alle}
    assert len(alle) == len(ids) > 700
    assert max(int(nummer) for nummer in ids if nummer.isdigit()) >= 2**32
    assert sum(not nummer.isdigit() for nummer in ids) >= 50
    assert sum(plaats.aantal == 0 for plaats in alle) >= 50
    assert sum(plaats.aantal > 0 and not plaats.beschikbaar_op(VANDAAG) for plaats in alle) >= 50


def test_codes_en_adressen_hebben_hun_vorm(register: Register) -> None:
    """IDs, Dutch postcodes and KvK numbers have the form they should, and lie in the Netherlands."""
    for bedrijf in register.leerbedrijven():
        assert LEERBEDRIJF_VORM.fullmatch(bedrijf.id)
        assert not bedrijf.id.isdigit() or len(bedrijf.id) == 9
        if bedrijf.vestiging.land == NEDERLAND:
            assert POSTCODE.fullmatch(bedrijf.vestiging.postcode)
            assert re.fullmatch(r"00[0-9]{6}", bedrijf.kvk or "")
            assert 50.7 < bedrijf.lat < 53.6
            assert 3.3 < bedrijf.lon < 7.3


def test_niemand_is_te_bereiken(register: Register) -> None:
    """E-mail goes to .example, telephone numbers are never given out."""
    for wie in personen(register):
        assert (wie.email or "").endswith(".example")
        assert wie.telefoon is None or re.fullmatch(r"033 0\d{6}|06-000\d{5}", wie.telefoon)
    for bedrijf in register.leerbedrijven():
        assert bedrijf.contact.website is None or bedrijf.contact.website.endswith(".example")


def test_gelijke_namen(register: Register) -> None:
    """Several leerbedrijven bear the same name in different towns."""
    plaatsen = [b.vestiging.plaats for b in register.leerbedrijven() if b.naam == vb.ZELFDE_NAAM]
    assert len(set(plaatsen)) >= 3


def test_zoekwoorden(register: Register) -> None:
    """`NAAM_VEEL` finds more than 50 leerbedrijven and not too many, `NAAM_TE_VEEL` too many."""
    namen = [ingang.zoeknaam for ingang in register.ingangen()]
    assert 50 < sum(vb.NAAM_VEEL in naam for naam in namen) <= 100
    assert sum(vb.NAAM_TE_VEEL in naam for naam in namen) > 100


def test_status_op_de_grens() -> None:
    """An erkenning holds on its first and last day; a withdrawal begins on its day."""
    begin, eind = dt.date(2020, 1, 1), dt.date(2025, 6, 30)
    dag = dt.timedelta(days=1)
    gewoon = Erkenning("25998", "Software developer", begin, eind)
    weg = Erkenning("25998", "Software developer", begin, eind, "Ingetrokken")
    nooit = Erkenning("25998", "Software developer", begin, None, "NietErkend")
    dagen = (begin - dag, begin, eind, eind + dag)
    assert [gewoon.status_op(d) for d in dagen] == ["NietErkend", "Erkend", "Erkend", "Verlopen"]
    assert [weg.status_op(d) for d in dagen] == ["NietErkend", "Erkend", "Ingetrokken", "Ingetrokken"]
    assert {nooit.status_op(d) for d in dagen} == {"NietErkend"}


def test_beste_erkenning(register: Register) -> None:
    """Of two for the same crebo the one in force counts, whatever stands first."""
    bedrijf = next(
        bedrijf
        for bedrijf in register.leerbedrijven()
        if bedrijf.actueel and len({e.code for e in bedrijf.erkenningen}) < len(bedrijf.erkenningen)
    )
    dubbel = Counter(e.code for e in bedrijf.erkenningen).most_common(1)[0][0]
    beste = beste_erkenning(bedrijf, dubbel, VANDAAG)
    assert beste is not None
    assert (beste.status_op(VANDAAG), beste.leerweg) == ("Erkend", "BBL")
