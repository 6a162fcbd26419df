"""Reading the query and the path: every fault at once."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stagemarkt.model.errors import Invoerfout, OngeldigeInvoer
from stagemarkt.web.input import fields
from stagemarkt.web.input.validation import MAX_FOUTEN, Invoer
from stagemarkt.web.problems import als_antwoord

from tests.unit.requests import maak_verzoek


def _fouten(query: dict[str, list[str]], mag: tuple[fields.Veld, ...]) -> list[Invoerfout]:
    invoer = Invoer()
    invoer.query(maak_verzoek(query=query), mag)
    return invoer.fouten


def test_wat_goed_is_wordt_gegeven() -> None:
    """Values come by their names, each in its own type; without faults nothing is raised."""
    invoer = Invoer()
    verzoek = maak_verzoek(
        query={"naam": ["Bakkerij"], "huisnummer": ["12"], "inclusiefHistorisch": ["true"]},
        padvelden={"leerbedrijfId": "900000001", "code": "k0067"},
    )
    invoer.query(verzoek, fields.IDENTIFICATIE)
    invoer.pad(verzoek)
    invoer.afronden()
    assert invoer.waarden == {
        "naam": "Bakkerij",
        "huisnummer": 12,
        "inclusiefHistorisch": True,
        "leerbedrijfId": "900000001",
        "code": "K0067",
    }


def test_elke_fout_in_een_keer() -> None:
    """All faults of path and query are told together, each at its place and with its code."""
    invoer = Invoer()
    verzoek = maak_verzoek(
        query={"naam": [""], "postcode": ["1"], "huisnummer": ["x"], "postcod": ["3811MG"]},
        padvelden={"leerbedrijfId": "!", "code": "?"},
    )
    invoer.query(verzoek, fields.IDENTIFICATIE)
    invoer.pad(verzoek)
    with pytest.raises(OngeldigeInvoer) as gevangen:
        invoer.afronden()
    assert [punt[:3] for punt in gevangen.value.fouten] == [
        ("query", "naam", "ongeldige-invoer"),
        ("query", "postcode", "ongeldige-invoer"),
        ("query", "huisnummer", "ongeldige-invoer"),
        ("query", "postcod", "onbekende-parameter"),
        ("path", "leerbedrijfId", "ongeldige-invoer"),
        ("path", "code", "ongeldige-invoer"),
    ]


@pytest.mark.parametrize(
    ("naam", "bedoeld"),
    [
        ("Naam", "naam"),
        ("name", "naam"),
        ("POSTCODE", "postcode"),
        ("postcod", "postcode"),
        ("huis_nummer", "huisnummer"),
        ("inclusief_historisch", "inclusiefHistorisch"),
        ("inclusiefhistorisch", "inclusiefHistorisch"),
    ],
)
def test_een_bijna_goede_naam(naam: str, bedoeld: str) -> None:
    """Who mistypes a parameter hears which one is nearest."""
    (fout,) = _fouten({naam: ["x"]}, fields.IDENTIFICATIE)
    assert (fout.plaats, fout.naam, fout.code) == ("query", naam, "onbekende-parameter")
    assert all(f"`{bedoeld}`" in tekst for tekst in fout.detail)
    assert "bedoelt u" in fout.detail.nl


@pytest.mark.parametrize("naam", ["xyzzy", "", "\u00e9\u00e9n"])
def test_een_heel_andere_naam(naam: str) -> None:
    """Who sends something else altogether hears what there is."""
    (fout,) = _fouten({naam: ["x"]}, fields.ERKENNING)
    assert all("`peildatum`, `totEnMet`" in tekst for tekst in fout.detail)


def test_waar_niets_hoort() -> None:
    """Where no parameter belongs, that is said."""
    (fout,) = _fouten({"naam": ["x"]}, ())
    assert (fout.naam, fout.detail.nl) == ("naam", "Onbekend; hier hoort niets.")


def test_een_lange_naam_wordt_niet_teruggestuurd() -> None:
    """A name of kilobytes is cut short."""
    (fout,) = _fouten({"naam" * 5000: ["x"]}, fields.IDENTIFICATIE)
    assert len(fout.naam) == 100


@pytest.mark.parametrize("teksten", [["a", "b"], ["a", "a"], ["", ""]])
def test_een_parameter_twee_keer(teksten: list[str]) -> None:
    """A parameter that is there twice is a fault, even with the same value; neither is used."""
    invoer = Invoer()
    invoer.query(maak_verzoek(query={"naam": teksten}), fields.IDENTIFICATIE)
    assert [punt[:3] for punt in invoer.fouten] == [("query", "naam", "ongeldige-invoer")]
    assert invoer.waarden == {}


def test_zonder_fouten_rondt_het_af() -> None:
    """Nothing read and nothing wrong is fine."""
    invoer = Invoer()
    invoer.query(maak_verzoek(), fields.IDENTIFICATIE)
    invoer.afronden()
    assert (invoer.waarden, invoer.fouten) == ({}, [])


@pytest.mark.parametrize(
    ("naam", "velden_", "bedoeld"),
    [
        ("einddatum", fields.ERKENNING, "totEnMet"),
        ("eind_datum", fields.ERKENNING, "totEnMet"),
        ("endDate", fields.ERKENNING, "totEnMet"),
        ("tot", fields.ERKENNING, "totEnMet"),
        ("begindatum", fields.ERKENNING, "peildatum"),
        ("startdatum", fields.ERKENNING, "peildatum"),
        ("datum", fields.ERKENNING, "peildatum"),
        ("pagina", fields.ZOEKEN, "cursor"),
        ("page", fields.ZOEKEN, "cursor"),
        ("offset", fields.ZOEKEN, "cursor"),
        ("aantal", fields.ZOEKEN, "limit"),
        ("per_page", fields.ZOEKEN, "limit"),
        ("pageSize", fields.ZOEKEN, "limit"),
        ("bedrijfsnaam", fields.IDENTIFICATIE, "naam"),
        ("company-name", fields.IDENTIFICATIE, "naam"),
        ("zipcode", fields.IDENTIFICATIE, "postcode"),
        ("opleiding", fields.ZOEKEN, "opleidingsnaam"),
        ("opleidingscode", fields.ZOEKEN, "crebo"),
        ("stad", fields.ZOEKEN, "plaats"),
        ("woonplaats", fields.ZOEKEN, "plaats"),
        ("City", fields.ZOEKEN, "plaats"),
        ("radius", fields.ZOEKEN, "afstand"),
        ("straal", fields.ZOEKEN, "afstand"),
        ("level", fields.ZOEKEN, "niveau"),
        ("Leerweg", fields.ZOEKEN, "leerweg"),
        ("crebo", fields.VELDEN_VAN["geefMutaties"], "code"),
        ("bedrijfId", fields.VELDEN_VAN["geefMutaties"], "leerbedrijfId"),
        ("webhook", fields.VELDEN_VAN["maakAbonnement"], "url"),
    ],
)
def test_een_woord_voor_hetzelfde(naam: str, velden_: tuple[fields.Veld, ...], bedoeld: str) -> None:
    """Who uses another word for a parameter hears ours, not the one that is nearest in letters."""
    (fout,) = _fouten({naam: ["x"]}, velden_)
    assert fout.detail.nl == f"Onbekend; bedoelt u `{bedoeld}`?"
    assert fout.detail.en == f"Unknown; do you mean `{bedoeld}`?"


@pytest.mark.parametrize(
    ("naam", "velden_"),
    [
        ("kvk", fields.IDENTIFICATIE),
        ("kvkNummer", fields.IDENTIFICATIE),
        ("pagina", fields.ERKENNING),
        ("einddatum", fields.ZOEKEN),
        ("telefoon", fields.ZOEKEN),
        ("format", fields.ZOEKEN),
        ("sort", fields.ZOEKEN),
        ("code", fields.IDENTIFICATIE),
        ("radius", fields.IDENTIFICATIE),
    ],
)
def test_liever_geen_raad_dan_verkeerde(naam: str, velden_: tuple[fields.Veld, ...]) -> None:
    """Where what is meant is not asked for here, all that there is is named, and nothing is guessed."""
    (fout,) = _fouten({naam: ["x"]}, velden_)
    assert fout.detail.nl.startswith("Onbekend; wel bekend: ")
    assert all(f"`{veld.naam}`" in fout.detail.nl for veld in velden_)


@pytest.mark.parametrize(
    ("naam", "woord"),
    [
        ("huisnummertoevoeging", "`huisnummer`"),
        ("huisnummer_toevoeging", "`huisnummer`"),
        ("school", "`Namens-School`"),
        ("api_key", "`Authorization`"),
    ],
)
def test_wat_geen_parameter_is(naam: str, woord: str) -> None:
    """What goes elsewhere: it is said where."""
    (fout,) = _fouten({naam: ["x"]}, fields.IDENTIFICATIE)
    assert all(woord in tekst and "bedoelt u" not in tekst for tekst in fout.detail)


@given(st.sampled_from(sorted(fields.VELDEN_VAN)), st.text(max_size=20))
def test_raad_noemt_alleen_wat_er_is(operatie: str, naam: str) -> None:
    """No advice names a parameter that this call does not take."""
    namen = {veld.naam for veld in fields.VELDEN_VAN[operatie]}
    for fout in _fouten({naam: ["x"]}, fields.VELDEN_VAN[operatie]):
        bedoeld = re.search(r"bedoelt u `(.+)`", fout.detail.nl)
        assert bedoeld is None or bedoeld[1] in namen


@pytest.mark.parametrize("tekst", ["Caf\ufffd", "\ufffd", "900000001\ufffd"])
def test_bytes_die_geen_utf8_zijn(tekst: str) -> None:
    """`%E9` arrives as U+FFFD: no value holds that, in a query or a path, and the fault says what it is."""
    alle = {veld.naam: veld for mogelijk in fields.VELDEN_VAN.values() for veld in mogelijk}
    invoer = Invoer()
    invoer.query(maak_verzoek(query={naam: [tekst] for naam in alle}), tuple(alle.values()))
    invoer.pad(maak_verzoek(padvelden=dict.fromkeys(fields.PADVELDEN, tekst)))
    assert len(invoer.fouten) == len(alle) + len(fields.PADVELDEN)
    assert all("UTF-8" in fout.detail.nl and "UTF-8" in fout.detail.en for fout in invoer.fouten)
    assert invoer.waarden == {}


def test_een_naam_die_geen_utf8_is() -> None:
    """In the name of a parameter it is the same fault."""
    (fout,) = _fouten({"pla\ufffdts": ["x"]}, fields.ZOEKEN)
    assert (fout.code, "UTF-8" in fout.detail.nl) == ("ongeldige-invoer", True)


def test_zoveel_als_iemand_leest() -> None:
    """However many unknown names: a hundred are told, and how many more there are; within what one reads."""
    invoer = Invoer()
    query = {f"x{nummer}": ["1"] for nummer in range(2000)}
    invoer.query(maak_verzoek(query=query), (fields.FIELDS,))
    with pytest.raises(OngeldigeInvoer) as gevangen:
        invoer.afronden()
    fouten = gevangen.value.fouten
    assert len(fouten) == MAX_FOUTEN + 1
    assert "nog 1900 fouten" in fouten[-1].detail.nl
    assert len(als_antwoord(gevangen.value, "1", "nl").lichaam) < 32_000


def test_zoveel_namen_in_fields_als_iemand_leest() -> None:
    """Of very many names in `fields` the first are told, and how many more there are."""
    (fout,) = _fouten({"fields": [",".join(f"x{nummer}" for nummer in range(300))]}, (fields.FIELDS,))
    assert "`x9`:" in fout.detail.nl
    assert fout.detail.nl.endswith("En nog 290.")
    assert len(fout.detail.nl) < 4_000


def test_tweeduizend_kommas() -> None:
    """The same wrong name is one fault, however often it is there."""
    (fout,) = _fouten({"fields": ["," * 1999]}, (fields.FIELDS,))
    assert (fout.naam, len(fout.detail.nl) < 500) == ("fields", True)
