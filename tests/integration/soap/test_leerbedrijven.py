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


def using(**fields: "str | Content") -> Content:
    """The plain leerbedrijf, with these elements changed or added in their place."""
    order = ("CodeLeerbedrijf", "Naam", "Vestigingsadres", "Correspondentieadres", "Status")
    alles = {**dict(LEERBEDRIJF), **fields}
    return [(name, alles[name]) for name in order if name in alles]


def test_reads_all_fields() -> None:
    """Every element of the contract lands in its field; a Dutch postcode gets its one spelling."""
    content = identificatie(FULL)
    vet(content)
    (company,) = identificeer(content)
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


@pytest.mark.parametrize("count", [0, 1, 2, 25, 1000])
def test_none_one_and_many(count: int) -> None:
    """One element is a list of one, an empty wrapper a list of none, and the order is SBB's."""
    names = [f"Bedrijf {number}" for number in range(count)]
    content = identificatie(*(using(Naam=name) for name in names))
    vet(content)
    assert [company.naam for company in identificeer(content, BY_NAME)] == names


def test_no_wrapper_is_no_result() -> None:
    """The element around the leerbedrijven may be left out altogether."""
    content = answer(IDENTIFICEER, HEADER)
    vet(content)
    assert identificeer(content, BY_NAME) == []


@pytest.mark.parametrize("whitespace", ["", " ", "\n\t ", "\u00a0"])
def test_blank_is_absent(whitespace: str) -> None:
    """A blank text, of whatever white space, counts as absent."""
    content = identificatie(
        using(Vestigingsadres=[("Straat", whitespace), ("Plaats", "Dorp"), ("Land", whitespace)])
    )
    vet(content)
    assert identificeer(content)[0].vestigingsadres == Adres(plaats="Dorp")


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
    content = identificatie(using(Vestigingsadres=adres))
    vet(content)
    assert identificeer(content) == [BARE]


def test_texts_are_trimmed() -> None:
    """White space around a text is not part of it; within it stays."""
    content = identificatie(using(Naam="\n  Bakkerij  De Bol \t"))
    vet(content)
    assert identificeer(content)[0].naam == "Bakkerij  De Bol"


def test_codes_are_trimmed_too() -> None:
    """Not valid by the schema (its codes have no space around them), but what is meant is clear."""
    content = identificatie(using(CodeLeerbedrijf=" 900000001\n", Status=" ACT "))
    assert not is_valid(content)
    assert identificeer(content) == [BARE]


def test_unknown_elements_are_skipped() -> None:
    """Not valid by the schema: what SBB adds later, in every place, does no harm."""
    new: Content = [("Nieuw", [("Status", "ANDERS"), ("Naam", "Een ander")])]
    content = answer(
        IDENTIFICEER,
        [*HEADER, *new, ("Leerbedrijven", [*new, ("Leerbedrijf", [*new, *LEERBEDRIJF, *new])])],
    )
    assert not is_valid(content)
    assert identificeer(content) == [BARE]


def test_elements_of_another_namespace_do_not_count() -> None:
    """A `Naam` in somebody else's namespace is not the name: not valid by the schema, and passed over."""
    foreign = b'<Naam xmlns="urn:anders">Vreemd</Naam><Naam>'
    content = identificatie(LEERBEDRIJF).replace(b"<Naam>", foreign)
    assert not is_valid(content)
    assert identificeer(content) == [BARE]


@pytest.mark.parametrize("status", ["act", "Actueel", "XXX", ""])
def test_an_unknown_status_is_absent(status: str) -> None:
    """Not valid by the schema: a status that nobody knows is not guessed at, and costs nothing else."""
    content = identificatie(LEERBEDRIJF, using(Status=status))
    assert not is_valid(content)
    assert [company.status for company in identificeer(content)] == ["actueel", None]


@pytest.mark.parametrize("code", ["", "GE-HEIM", "1" * 41, "1000 77736", "\u0661"])
def test_an_impossible_code_is_no_answer(code: str) -> None:
    """Not valid by the schema: an ID that the facade itself could not take back."""
    content = identificatie(using(CodeLeerbedrijf=code))
    assert not is_valid(content)
    with pytest.raises(BronAnswerInvalid) as caught:
        identificeer(content)
    assert "GE-HEIM" not in everything_of(caught.value)


@pytest.mark.parametrize("is_missing", ["Naam", "Status"])
def test_a_missing_element_is_absent(is_missing: str) -> None:
    """Not valid by the schema: what must be there and is not leaves the rest as it is."""
    content = identificatie([(name, value) for name, value in LEERBEDRIJF if name != is_missing])
    assert not is_valid(content)
    assert identificeer(content) == [BARE.model_copy(update={is_missing.lower(): None})]


@pytest.mark.parametrize("code", [None, "", "GE-HEIM"])
def test_a_row_without_an_id_costs_the_others_nothing(code: str | None, logbook: LogCapture) -> None:
    """One without its ID is left out and counted, by name; when it was the only one there is no answer."""
    broken: Content = [(n, w) for n, w in [*using(Naam="GEHEIM")][1:]]
    broken = broken if code is None else [("CodeLeerbedrijf", code), *broken]
    assert identificeer(identificatie(LEERBEDRIJF, broken), BY_NAME) == [BARE]
    (line,) = logbook.lines
    assert (line["message"], line["operatie"]) == ("onleesbaar", "IdentificeerLeerbedrijf")
    assert line["weggelaten"] == {"Leerbedrijven/Leerbedrijf": 1}
    assert "HEIM" not in logbook.tekst
    with pytest.raises(BronAnswerInvalid) as caught:
        identificeer(identificatie(broken), BY_NAME)
    assert "HEIM" not in everything_of(caught.value)
