"""Answers to IdentificeerLeerbedrijf, valid ones checked against the schema first."""

import pytest
from stagemarkt.model.errors import BronAnswerInvalid
from stagemarkt.model.leerbedrijf import Adres, Leerbedrijf

from tests.integration.support.contract import is_valid, vet
from tests.integration.support.envelope import (
    HEADER,
    IDENTIFICEER,
    LEERBEDRIJF,
    Content,
    answer,
    identificatie,
)
from tests.integration.support.exchange import BY_NAME, identificeer
from tests.integration.support.secret import everything_of
from tests.unit.conftest import LogCapture

ADRES: Content = [
    ("Straat", "Dorpsstraat"),
    ("Huisnummer", "12-14"),
    ("Huisnummertoevoeging", "bis"),
    ("Postcode", "1234 ab"),
    ("Plaats", "Ons Dorp"),
    ("Land", "NEDERLAND"),
]
FULL: Content = [
    ("CodeLeerbedrijf", "99ZZ9999JJ0001602"),
    ("Naam", "Jansen & Zn. <Café>"),
    ("Vestigingsadres", ADRES),
    ("Correspondentieadres", [("Postcode", "B-1000 x"), ("Land", "BELGIE")]),
    ("Status", "HIS"),
]
BARE = Leerbedrijf(leerbedrijf_id="900000001", naam="Bakkerij", status="actueel")


def using(**velden: "str | Content") -> Content:
    """The plain leerbedrijf, with these elements changed or added in their place."""
    order = ("CodeLeerbedrijf", "Naam", "Vestigingsadres", "Correspondentieadres", "Status")
    alles = {**dict(LEERBEDRIJF), **velden}
    return [(naam, alles[naam]) for naam in order if naam in alles]


def test_reads_all_fields() -> None:
    """Every element of the contract lands in its field; a Dutch postcode gets its one spelling."""
    inhoud = identificatie(FULL)
    vet(inhoud)
    (company,) = identificeer(inhoud)
    assert company == Leerbedrijf(
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
def test_none_one_and_many(aantal: int) -> None:
    """One element is a list of one, an empty wrapper a list of none, and the order is SBB's."""
    names = [f"Bedrijf {number}" for number in range(aantal)]
    inhoud = identificatie(*(using(Naam=naam) for naam in names))
    vet(inhoud)
    assert [company.naam for company in identificeer(inhoud, BY_NAME)] == names


def test_no_wrapper_is_no_result() -> None:
    """The element around the leerbedrijven may be left out altogether."""
    inhoud = answer(IDENTIFICEER, HEADER)
    vet(inhoud)
    assert identificeer(inhoud, BY_NAME) == []


@pytest.mark.parametrize("whitespace", ["", " ", "\n\t ", "\u00a0"])
def test_blank_is_absent(whitespace: str) -> None:
    """A blank text, of whatever white space, counts as absent."""
    inhoud = identificatie(
        using(Vestigingsadres=[("Straat", whitespace), ("Plaats", "Dorp"), ("Land", whitespace)])
    )
    vet(inhoud)
    assert identificeer(inhoud)[0].vestigingsadres == Adres(plaats="Dorp")


@pytest.mark.parametrize(
    ("written", "parsed"),
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
def test_an_address_in_one_spelling(written: Content, parsed: tuple[str, str | None, str]) -> None:
    """Whichever way SBB writes a Dutch house number, number and addition leave apart; not a foreign one."""
    (company,) = identificeer(identificatie(using(Vestigingsadres=written)))
    adres = company.vestigingsadres
    assert adres is not None
    assert (adres.huisnummer, adres.huisnummertoevoeging, adres.postcode) == parsed


@pytest.mark.parametrize("adres", ["", " ", [("Straat", ""), ("Land", " ")]])
def test_an_empty_address_is_no_address(adres: "str | Content") -> None:
    """`<Vestigingsadres/>`, and one with nothing but blanks, is no address."""
    inhoud = identificatie(using(Vestigingsadres=adres))
    vet(inhoud)
    assert identificeer(inhoud) == [BARE]


def test_texts_are_trimmed() -> None:
    """White space around a text is not part of it; within it stays."""
    inhoud = identificatie(using(Naam="\n  Bakkerij  De Bol \t"))
    vet(inhoud)
    assert identificeer(inhoud)[0].naam == "Bakkerij  De Bol"


def test_codes_are_trimmed_too() -> None:
    """Not valid by the schema (its codes have no space around them), but what is meant is clear."""
    inhoud = identificatie(using(CodeLeerbedrijf=" 900000001\n", Status=" ACT "))
    assert not is_valid(inhoud)
    assert identificeer(inhoud) == [BARE]


def test_unknown_elements_are_skipped() -> None:
    """Not valid by the schema: what SBB adds later, in every place, does no harm."""
    new: Content = [("Nieuw", [("Status", "ANDERS"), ("Naam", "Een ander")])]
    inhoud = answer(
        IDENTIFICEER,
        [*HEADER, *new, ("Leerbedrijven", [*new, ("Leerbedrijf", [*new, *LEERBEDRIJF, *new])])],
    )
    assert not is_valid(inhoud)
    assert identificeer(inhoud) == [BARE]


def test_elements_of_another_namespace_do_not_count() -> None:
    """A `Naam` in somebody else's namespace is not the name: not valid by the schema, and passed over."""
    foreign = b'<Naam xmlns="urn:anders">Vreemd</Naam><Naam>'
    inhoud = identificatie(LEERBEDRIJF).replace(b"<Naam>", foreign)
    assert not is_valid(inhoud)
    assert identificeer(inhoud) == [BARE]


@pytest.mark.parametrize("status", ["act", "Actueel", "XXX", ""])
def test_an_unknown_status_is_absent(status: str) -> None:
    """Not valid by the schema: a status that nobody knows is not guessed at, and costs nothing else."""
    inhoud = identificatie(LEERBEDRIJF, using(Status=status))
    assert not is_valid(inhoud)
    assert [company.status for company in identificeer(inhoud)] == ["actueel", None]


@pytest.mark.parametrize("code", ["", "GE-HEIM", "1" * 41, "1000 77736", "\u0661"])
def test_an_impossible_code_is_no_answer(code: str) -> None:
    """Not valid by the schema: an ID that the facade itself could not take back."""
    inhoud = identificatie(using(CodeLeerbedrijf=code))
    assert not is_valid(inhoud)
    with pytest.raises(BronAnswerInvalid) as caught:
        identificeer(inhoud)
    assert "GE-HEIM" not in everything_of(caught.value)


@pytest.mark.parametrize("is_missing", ["Naam", "Status"])
def test_a_missing_element_is_absent(is_missing: str) -> None:
    """Not valid by the schema: what must be there and is not leaves the rest as it is."""
    inhoud = identificatie([(naam, value) for naam, value in LEERBEDRIJF if naam != is_missing])
    assert not is_valid(inhoud)
    assert identificeer(inhoud) == [BARE.model_copy(update={is_missing.lower(): None})]


@pytest.mark.parametrize("code", [None, "", "GE-HEIM"])
def test_a_row_without_an_id_costs_the_others_nothing(code: str | None, logbook: LogCapture) -> None:
    """One without its ID is left out and counted, by name; when it was the only one there is no answer."""
    broken: Content = [(n, w) for n, w in [*using(Naam="GEHEIM")][1:]]
    broken = broken if code is None else [("CodeLeerbedrijf", code), *broken]
    assert identificeer(identificatie(LEERBEDRIJF, broken), BY_NAME) == [BARE]
    (regel,) = logbook.lines
    assert (regel["message"], regel["operatie"]) == ("onleesbaar", "IdentificeerLeerbedrijf")
    assert regel["weggelaten"] == {"Leerbedrijven/Leerbedrijf": 1}
    assert "HEIM" not in logbook.tekst
    with pytest.raises(BronAnswerInvalid) as caught:
        identificeer(identificatie(broken), BY_NAME)
    assert "HEIM" not in everything_of(caught.value)
