"""Reading the query and the path: every fault at once."""

import pytest
from stagemarkt.model.fouten import Invoerfout, OngeldigeInvoer
from stagemarkt.web import velden
from stagemarkt.web.invoer import Invoer

from tests.unit.verzoeken import maak_verzoek


def _fouten(query: dict[str, list[str]], mag: tuple[velden.Veld, ...]) -> list[Invoerfout]:
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
    invoer.query(verzoek, velden.IDENTIFICATIE)
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
    invoer.query(verzoek, velden.IDENTIFICATIE)
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
    (fout,) = _fouten({naam: ["x"]}, velden.IDENTIFICATIE)
    assert (fout.plaats, fout.naam, fout.code) == ("query", naam, "onbekende-parameter")
    assert all(f"`{bedoeld}`" in tekst for tekst in fout.detail)
    assert "bedoelt u" in fout.detail.nl


@pytest.mark.parametrize("naam", ["xyzzy", "", "\u00e9\u00e9n"])
def test_een_heel_andere_naam(naam: str) -> None:
    """Who sends something else altogether hears what there is."""
    (fout,) = _fouten({naam: ["x"]}, velden.ERKENNING)
    assert all("`peildatum`, `totEnMet`" in tekst for tekst in fout.detail)


def test_waar_niets_hoort() -> None:
    """Where no parameter belongs, that is said."""
    (fout,) = _fouten({"naam": ["x"]}, ())
    assert (fout.naam, fout.detail.nl) == ("naam", "Onbekend; hier hoort niets.")


def test_een_lange_naam_wordt_niet_teruggestuurd() -> None:
    """A name of kilobytes is cut short."""
    (fout,) = _fouten({"naam" * 5000: ["x"]}, velden.IDENTIFICATIE)
    assert len(fout.naam) == 100


@pytest.mark.parametrize("teksten", [["a", "b"], ["a", "a"], ["", ""]])
def test_een_parameter_twee_keer(teksten: list[str]) -> None:
    """A parameter that is there twice is a fault, even with the same value; neither is used."""
    invoer = Invoer()
    invoer.query(maak_verzoek(query={"naam": teksten}), velden.IDENTIFICATIE)
    assert [punt[:3] for punt in invoer.fouten] == [("query", "naam", "ongeldige-invoer")]
    assert invoer.waarden == {}


def test_zonder_fouten_rondt_het_af() -> None:
    """Nothing read and nothing wrong is fine."""
    invoer = Invoer()
    invoer.query(maak_verzoek(), velden.IDENTIFICATIE)
    invoer.afronden()
    assert (invoer.waarden, invoer.fouten) == ({}, [])
