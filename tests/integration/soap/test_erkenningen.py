"""Answers to VerifieerAccreditatie, valid ones checked against the schema first."""

from datetime import date

import pytest
from stagemarkt.domain.questions.judgement import status_on
from stagemarkt.model.erkenning import Erkenningsgegevens
from stagemarkt.model.errors import BronAnswerInvalid

from tests.integration.support.contract import is_valid, vet
from tests.integration.support.envelope import verificatie
from tests.integration.support.exchange import ERKENNING, verify
from tests.integration.support.secret import everything_of


def test_reads_all_fields() -> None:
    """Every element of the contract lands in its field."""
    content = verificatie(
        ("CodeLeerbedrijf", "200000001"),
        ("Naam", "Garage De Moer"),
        ("StatusErkenning", "Ingetrokken"),
        ("Startdatum", "2020-01-31"),
        ("Einddatum", "2024-02-29"),
    )
    vet(content)
    assert verify(content) == Erkenningsgegevens(
        leerbedrijf_id="200000001",
        naam="Garage De Moer",
        in_orde=True,
        status="ingetrokken",
        startdatum=date(2020, 1, 31),
        einddatum=date(2024, 2, 29),
    )


def test_a_bare_answer_is_about_who_was_asked_for() -> None:
    """Where SBB leaves everything out, it speaks of the leerbedrijf that was asked for."""
    content = verificatie()
    vet(content)
    assert verify(content) == Erkenningsgegevens(leerbedrijf_id="900000001", in_orde=True)


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("Erkend", "erkend"),
        ("NietErkend", "nietErkend"),
        ("Ingetrokken", "ingetrokken"),
        ("Verlopen", "verlopen"),
    ],
)
def test_statuses_of_the_contract(word: str, status: str) -> None:
    """Each word of the contract has its own status."""
    content = verificatie(("StatusErkenning", word))
    vet(content)
    assert verify(content).status == status


@pytest.mark.parametrize("word", ["erkend", "ERKEND", "Geschorst", "Erkend?"])
def test_an_unknown_status_is_unknown(word: str) -> None:
    """Not valid by the schema: a word that nobody knows is `onbekend`, never a guess at `erkend`."""
    content = verificatie(("StatusErkenning", word))
    assert not is_valid(content)
    assert verify(content).status == "onbekend"


@pytest.mark.parametrize(
    ("text", "valid"),
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
        ("2024-08-01T00:00:00.0000000+03:00", False),
        ("2024-08-01T14:05:06.1234567", False),
        ("2024-08-01T23:59:59.9999999", False),
        ("2024-08-01T24:00:00", False),
        ("2024-08-01 00:00:00", False),
        ("2024-07-31T22:00:00Z", False),
        ("2024-07-31T18:00:00-04:00", False),
    ],
)
def test_dates_in_all_spellings(text: str, *, valid: bool) -> None:
    """The day counts. What is no midnight and has a zone is the day in the Netherlands: July 31 in UTC."""
    content = verificatie(("Startdatum", text), ("Einddatum", text))
    assert is_valid(content) is valid
    data = verify(content)
    assert data.startdatum == data.einddatum == date(2024, 8, 1)


def test_a_blank_date_is_absent() -> None:
    """Not valid by the schema, but the live service sends blanks: no end date is no end."""
    content = verificatie(("Startdatum", "2024-08-01"), ("Einddatum", ""))
    assert not is_valid(content)
    assert verify(content).einddatum is None


def test_xsi_nil_is_absent() -> None:
    """Not valid by the schema, but what .NET writes for nothing."""
    nil = b'<Einddatum xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"/>'
    content = verificatie(("Einddatum", "x")).replace(b"<Einddatum>x</Einddatum>", nil)
    assert not is_valid(content)
    assert verify(content).einddatum is None


@pytest.mark.parametrize(
    "time_value", ["", "T00:00:00", "T00:00:00.0000000", "T00:00:00Z", "T00:00:00+01:00"]
)
@pytest.mark.parametrize("day", ["0001-01-01", "1753-01-01", "1899-12-30", "1900-01-01"])
def test_no_date_of_dotnet_and_sql_server(day: str, time_value: str) -> None:
    """What .NET and SQL Server write for no date is none: a valid erkenning has not ended in the year 1."""
    data = verify(verificatie(("Startdatum", day + time_value), ("Einddatum", day + time_value)))
    assert (data.startdatum, data.einddatum) == (None, None)


@pytest.mark.parametrize(
    "never",
    [
        "9999-12-31",
        "9999-12-31T00:00:00",
        "9999-12-31T23:59:59.9999999",
        "9999-12-31T23:59:59.9999999Z",
        "9999-12-30T23:00:00Z",
        "9999-12-31+14:00",
    ],
)
def test_never_is_no_end(never: str) -> None:
    """An end that never comes is none; a start that never comes is no start that has been."""
    data = verify(verificatie(("StatusErkenning", "Erkend"), ("Einddatum", never)))
    assert data.einddatum is None
    assert status_on(data, ERKENNING.peildatum) == "erkend"
    data = verify(verificatie(("StatusErkenning", "Erkend"), ("Startdatum", never)))
    assert status_on(data, ERKENNING.peildatum) == "toekomstig"


@pytest.mark.parametrize(
    ("end", "parsed"),
    [
        ('<Einddatum xmlns:xsi="X" xsi:nil="1"/>', True),
        ('<Einddatum xmlns:xsi="X" xsi:nil="false"></Einddatum>', True),
        ('<Einddatum xmlns:xsi="X" xsi:nil="true"/><Einddatum> 2025-09-30 </Einddatum>', True),
        ("<Einddatum>2025-09-30</Einddatum><Einddatum>2025-09-30\n</Einddatum>", True),
        ('<Einddatum xmlns:xsi="X" xsi:type="string">2025-09-30</Einddatum>', True),
        ('<Einddatum xmlns:xsi="X" xsi:nil="true">2020-09-30</Einddatum>', False),
        ("<Einddatum>2025-09-30</Einddatum><Einddatum>2020-09-30</Einddatum>", False),
        ("<Einddatum><Dag>2020-09-30</Dag></Einddatum>", False),
        ("<StatusErkenning>Erkend</StatusErkenning><StatusErkenning>Verlopen</StatusErkenning>", False),
        ("<CodeLeerbedrijf>900000001</CodeLeerbedrijf><CodeLeerbedrijf>9</CodeLeerbedrijf>", False),
    ],
)
def test_what_carries_the_verdict_is_never_half_read(end: str, *, parsed: bool) -> None:
    """Nothing and something at once, two that contradict, elements for a text: no answer, never "no end"."""
    xml = end.replace("X", "http://www.w3.org/2001/XMLSchema-instance").encode()
    content = verificatie(("Naam", "HIER")).replace(b"<Naam>HIER</Naam>", xml)
    if parsed:
        assert verify(content).einddatum in {None, date(2025, 9, 30)}
        return
    with pytest.raises(BronAnswerInvalid):
        verify(content)


@pytest.mark.parametrize("code", ["0.0", "0,0", "0_0", "nul", "0x0", "\u0660", "1e0", "--0", "0 0"])
def test_a_signaalcode_is_a_number_of_the_schema(code: str) -> None:
    """What decides what an answer says has one spelling."""
    content = verificatie(("StatusErkenning", "Erkend"), header=[("Signaalcode", code)])
    assert not is_valid(content)
    with pytest.raises(BronAnswerInvalid):
        verify(content)


@pytest.mark.parametrize(
    "text",
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
        "2024-08-01T25:00:00",
        "2024-08-01T10:00:60",
        "2024-08-01T",
        "2024-08-01T10:00:00+25:00",
        "1-8-2024 00:00:00",
        "01-08-24",
        "8/1/2024 12:00:00 AM",
        "0000-00-00",
        "GEHEIM",
        "\u0662024-08-01",
    ],
)
def test_an_unreadable_date_is_no_answer(text: str) -> None:
    """Not valid by the schema: no other text than a date is taken for one, a number least of all."""
    content = verificatie(("Einddatum", text))
    assert not is_valid(content)
    with pytest.raises(BronAnswerInvalid) as caught:
        verify(content)
    assert "Einddatum" in caught.value.internal
    assert "GEHEIM" not in everything_of(caught.value)
