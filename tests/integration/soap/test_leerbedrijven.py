"""Answers to IdentificeerLeerbedrijf, valid ones checked against the schema first."""

import pytest
from stagemarkt.model.errors import BronAntwoordOngeldig
from stagemarkt.model.leerbedrijf import Adres, Leerbedrijf

from tests.integration.support.contract import is_geldig, keur
from tests.integration.support.envelope import IDENTIFICEER, KOP, LEERBEDRIJF, Inhoud, antwoord, identificatie
from tests.integration.support.exchange import OP_NAAM, identificeer
from tests.integration.support.secret import alles_van
from tests.unit.conftest import Logboek

ADRES: Inhoud = [
    ("Straat", "Dorpsstraat"),
    ("Huisnummer", "12-14"),
    ("Huisnummertoevoeging", "bis"),
    ("Postcode", "1234 ab"),
    ("Plaats", "Ons Dorp"),
    ("Land", "NEDERLAND"),
]
VOL: Inhoud = [
    ("CodeLeerbedrijf", "99ZZ9999JJ0001602"),
    ("Naam", "Jansen & Zn. <Café>"),
    ("Vestigingsadres", ADRES),
    ("Correspondentieadres", [("Postcode", "B-1000 x"), ("Land", "BELGIE")]),
    ("Status", "HIS"),
]
KAAL = Leerbedrijf(leerbedrijf_id="900000001", naam="Bakkerij", status="actueel")


def met(**velden: "str | Inhoud") -> Inhoud:
    """The plain leerbedrijf, with these elements changed or added in their place."""
    volgorde = ("CodeLeerbedrijf", "Naam", "Vestigingsadres", "Correspondentieadres", "Status")
    alles = {**dict(LEERBEDRIJF), **velden}
    return [(naam, alles[naam]) for naam in volgorde if naam in alles]


def test_leest_alle_velden() -> None:
    """Every element of the contract lands in its field; a Dutch postcode gets its one spelling."""
    inhoud = identificatie(VOL)
    keur(inhoud)
    (bedrijf,) = identificeer(inhoud)
    assert bedrijf == Leerbedrijf(
        leerbedrijf_id="99ZZ9999JJ0001602",
        naam="Jansen & Zn. <Café>",
        status="historisch",
        vestigingsadres=Adres(
            straat="Dorpsstraat",
            huisnummer="12-14",
            huisnummertoevoeging="bis",
            postcode="1234AB",
            plaats="Ons Dorp",
            land="NEDERLAND",
        ),
        correspondentieadres=Adres(postcode="B-1000 x", land="BELGIE"),
    )


@pytest.mark.parametrize("aantal", [0, 1, 2, 25, 1000])
def test_geen_een_en_veel(aantal: int) -> None:
    """One element is a list of one, an empty wrapper a list of none, and the order is SBB's."""
    namen = [f"Bedrijf {nummer}" for nummer in range(aantal)]
    inhoud = identificatie(*(met(Naam=naam) for naam in namen))
    keur(inhoud)
    assert [bedrijf.naam for bedrijf in identificeer(inhoud, OP_NAAM)] == namen


def test_zonder_omhulsel_is_geen_resultaat() -> None:
    """The element around the leerbedrijven may be left out altogether."""
    inhoud = antwoord(IDENTIFICEER, KOP)
    keur(inhoud)
    assert identificeer(inhoud, OP_NAAM) == []


@pytest.mark.parametrize("wit", ["", " ", "\n\t ", "\u00a0"])
def test_blanco_is_afwezig(wit: str) -> None:
    """A blank text, of whatever white space, counts as absent."""
    inhoud = identificatie(met(Vestigingsadres=[("Straat", wit), ("Plaats", "Dorp"), ("Land", wit)]))
    keur(inhoud)
    assert identificeer(inhoud)[0].vestigingsadres == Adres(plaats="Dorp")


@pytest.mark.parametrize(
    ("geschreven", "gelezen"),
    [
        ([("Huisnummer", "2a"), ("Postcode", "3811 mg")], ("2", "a", "3811MG")),
        ([("Huisnummer", "2"), ("Huisnummertoevoeging", "a"), ("Postcode", "3811MG")], ("2", "a", "3811MG")),
        (
            [("Huisnummer", "2 "), ("Huisnummertoevoeging", "-a"), ("Postcode", "3811MG")],
            ("2", "a", "3811MG"),
        ),
        ([("Huisnummer", "12 bis"), ("Postcode", "3811MG"), ("Land", "Nederland")], ("12", "bis", "3811MG")),
        (
            [("Huisnummer", "12-14"), ("Postcode", "D-47533"), ("Land", "DUITSLAND")],
            ("12-14", None, "D-47533"),
        ),
        ([("Huisnummer", "2a"), ("Postcode", "2000"), ("Land", "BELGIE")], ("2a", None, "2000")),
        ([("Huisnummer", "t/o 5"), ("Postcode", "3811MG")], ("t/o 5", None, "3811MG")),
    ],
)
def test_een_adres_in_een_schrijfwijze(geschreven: Inhoud, gelezen: tuple[str, str | None, str]) -> None:
    """Whichever way SBB writes a Dutch house number, number and addition leave apart; not a foreign one."""
    (bedrijf,) = identificeer(identificatie(met(Vestigingsadres=geschreven)))
    adres = bedrijf.vestigingsadres
    assert adres is not None
    assert (adres.huisnummer, adres.huisnummertoevoeging, adres.postcode) == gelezen


@pytest.mark.parametrize("adres", ["", " ", [("Straat", ""), ("Land", " ")]])
def test_leeg_adres_is_geen_adres(adres: "str | Inhoud") -> None:
    """`<Vestigingsadres/>`, and one with nothing but blanks, is no address."""
    inhoud = identificatie(met(Vestigingsadres=adres))
    keur(inhoud)
    assert identificeer(inhoud) == [KAAL]


def test_teksten_worden_getrimd() -> None:
    """White space around a text is not part of it; within it stays."""
    inhoud = identificatie(met(Naam="\n  Bakkerij  De Bol \t"))
    keur(inhoud)
    assert identificeer(inhoud)[0].naam == "Bakkerij  De Bol"


def test_ook_codes_worden_getrimd() -> None:
    """Not valid by the schema (its codes have no space around them), but what is meant is clear."""
    inhoud = identificatie(met(CodeLeerbedrijf=" 900000001\n", Status=" ACT "))
    assert not is_geldig(inhoud)
    assert identificeer(inhoud) == [KAAL]


def test_onbekende_elementen_worden_overgeslagen() -> None:
    """Not valid by the schema: what SBB adds later, in every place, does no harm."""
    nieuw: Inhoud = [("Nieuw", [("Status", "ANDERS"), ("Naam", "Een ander")])]
    inhoud = antwoord(
        IDENTIFICEER,
        [*KOP, *nieuw, ("Leerbedrijven", [*nieuw, ("Leerbedrijf", [*nieuw, *LEERBEDRIJF, *nieuw])])],
    )
    assert not is_geldig(inhoud)
    assert identificeer(inhoud) == [KAAL]


def test_elementen_van_een_andere_namespace_tellen_niet() -> None:
    """A `Naam` in somebody else's namespace is not the name: not valid by the schema, and passed over."""
    vreemd = b'<Naam xmlns="urn:anders">Vreemd</Naam><Naam>'
    inhoud = identificatie(LEERBEDRIJF).replace(b"<Naam>", vreemd)
    assert not is_geldig(inhoud)
    assert identificeer(inhoud) == [KAAL]


@pytest.mark.parametrize("status", ["act", "Actueel", "XXX", ""])
def test_onbekende_status_is_afwezig(status: str) -> None:
    """Not valid by the schema: a status that nobody knows is not guessed at, and costs nothing else."""
    inhoud = identificatie(LEERBEDRIJF, met(Status=status))
    assert not is_geldig(inhoud)
    assert [bedrijf.status for bedrijf in identificeer(inhoud)] == ["actueel", None]


@pytest.mark.parametrize("code", ["", "GE-HEIM", "1" * 41, "1000 77736", "\u0661"])
def test_onmogelijke_code_is_geen_antwoord(code: str) -> None:
    """Not valid by the schema: an ID that the facade itself could not take back."""
    inhoud = identificatie(met(CodeLeerbedrijf=code))
    assert not is_geldig(inhoud)
    with pytest.raises(BronAntwoordOngeldig) as gevangen:
        identificeer(inhoud)
    assert "GE-HEIM" not in alles_van(gevangen.value)


@pytest.mark.parametrize("ontbreekt", ["Naam", "Status"])
def test_ontbrekend_element_is_afwezig(ontbreekt: str) -> None:
    """Not valid by the schema: what must be there and is not leaves the rest as it is."""
    inhoud = identificatie([(naam, waarde) for naam, waarde in LEERBEDRIJF if naam != ontbreekt])
    assert not is_geldig(inhoud)
    assert identificeer(inhoud) == [KAAL.model_copy(update={ontbreekt.lower(): None})]


@pytest.mark.parametrize("code", [None, "", "GE-HEIM"])
def test_een_rij_zonder_id_kost_de_andere_niets(code: str | None, logboek: Logboek) -> None:
    """One without its ID is left out and counted, by name; when it was the only one there is no answer."""
    kapot: Inhoud = [(n, w) for n, w in [*met(Naam="GEHEIM")][1:]]
    kapot = kapot if code is None else [("CodeLeerbedrijf", code), *kapot]
    assert identificeer(identificatie(LEERBEDRIJF, kapot), OP_NAAM) == [KAAL]
    (regel,) = logboek.regels
    assert (regel["message"], regel["operatie"]) == ("onleesbaar", "IdentificeerLeerbedrijf")
    assert regel["weggelaten"] == {"Leerbedrijven/Leerbedrijf": 1}
    assert "HEIM" not in logboek.tekst
    with pytest.raises(BronAntwoordOngeldig) as gevangen:
        identificeer(identificatie(kapot), OP_NAAM)
    assert "HEIM" not in alles_van(gevangen.value)
