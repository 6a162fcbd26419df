"""A mutatie as a CloudEvent."""

import json
import re
from datetime import UTC, date, datetime
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stagemarkt.domain.changes.event import (
    EVENT_TYPES,
    HIGHEST_VOLGNUMMER,
    build_mutatie_event,
    build_test_event,
    serialize,
    source_of,
)
from stagemarkt.model.mutatie import Mutatie, Mutatiestatus, mutatie_id_of

BRON = source_of("00000003271247010000")
MESSAGE = "6f9619ff-8b86-d011-b42d-00c04fc964ff"
MUTATIE = Mutatie(
    mutatie_id=mutatie_id_of(MESSAGE, 1),
    school="99XX",
    bericht_id=MESSAGE,
    positie=1,
    abonnement_id="5e0b2c34-9c36-4f66-8a29-3b2f4a8f1c11",
    leerbedrijf_id="900000001",
    naam="Bitwerk Eemland Software",
    code="25998",
    status="ingetrokken",
    startdatum=date(2020, 8, 1),
    einddatum=date(2026, 11, 23),
    mutatietijdstip=datetime(2026, 11, 23, 16, 2, 11, tzinfo=UTC),
    gelogd_op=1_795_478_400.123456,
)


def test_a_whole_event_byte_for_byte() -> None:
    """These are the bytes of this mutatie, today and in a year."""
    assert serialize(build_mutatie_event(MUTATIE, 7, seen=True, bron=BRON)).decode() == (
        '{"specversion":"1.0","id":"d288d401-9f5e-5ba8-bb71-4801207e1e80",'
        '"source":"urn:nld:oin:00000003271247010000:systeem:stagemarkt-facade",'
        '"type":"nl.leerbedrijven.erkenning-ingetrokken","subject":"900000001",'
        '"time":"2026-11-24T00:00:00.123Z","datacontenttype":"application/json","volgnummer":7,'
        '"data":{"leerbedrijfId":"900000001","naam":"Bitwerk Eemland Software","code":"25998",'
        '"codeType":"crebo","status":"ingetrokken","startdatum":"2020-08-01","einddatum":"2026-11-23",'
        '"school":"99XX"}}'
    )


@pytest.mark.parametrize(
    ("status", "seen", "kind"),
    [
        ("erkend", False, "verleend"),
        ("erkend", True, "gewijzigd"),
        ("nietErkend", False, "ingetrokken"),
        ("nietErkend", True, "ingetrokken"),
        ("ingetrokken", False, "ingetrokken"),
        ("ingetrokken", True, "ingetrokken"),
        ("verlopen", False, "verlopen"),
        ("verlopen", True, "verlopen"),
    ],
)
def test_type(status: Mutatiestatus, seen: bool, kind: str) -> None:  # noqa: FBT001 - a table
    """The type follows from the status and from whether leerbedrijf and code were seen before."""
    this_event = build_mutatie_event(MUTATIE._replace(status=status), 1, seen=seen, bron=BRON)
    assert this_event["type"] == f"nl.leerbedrijven.erkenning-{kind}"
    assert this_event["data"]["status"] == status


def test_every_status_has_a_type() -> None:
    """No status of a mutatie is without its types."""
    assert set(EVENT_TYPES) == set(get_args(Mutatiestatus))


def test_what_is_not_there_is_left_out() -> None:
    """A blank name and an erkenning without end leave no trace in the data."""
    bare = MUTATIE._replace(naam="", einddatum=None, code="K0067")
    data = build_mutatie_event(bare, 1, seen=False, bron=BRON)["data"]
    assert data == {
        "leerbedrijfId": "900000001",
        "code": "K0067",
        "codeType": "keuzedeel",
        "status": "ingetrokken",
        "startdatum": "2020-08-01",
        "school": "99XX",
    }


@pytest.mark.parametrize("volgnummer", [0, -1, HIGHEST_VOLGNUMMER + 1])
def test_volgnummer_fits_an_integer_of_cloudevents(volgnummer: int) -> None:
    """A number that CloudEvents cannot carry is refused rather than sent."""
    with pytest.raises(ValueError, match="volgnummer"):
        build_mutatie_event(MUTATIE, volgnummer, seen=False, bron=BRON)


def test_test_message() -> None:
    """A test message has no volgnummer, is about the abonnement, and carries the token if there is one."""
    using = build_test_event("t1", "a1", 1_795_478_400.0, bron=BRON, token="geheim")  # noqa: S106 - a word
    assert using == {
        "specversion": "1.0",
        "id": "t1",
        "source": BRON,
        "type": "nl.leerbedrijven.testbericht",
        "subject": "a1",
        "time": "2026-11-24T00:00:00.000Z",
        "datacontenttype": "application/json",
        "data": {"abonnementId": "a1", "token": "geheim"},
    }
    without = build_test_event("t1", "a1", 1_795_478_400.0, bron=BRON)
    assert without["data"] == {"abonnementId": "a1"}


@given(
    name=st.text(st.characters(exclude_categories=["Cs"]), max_size=80),
    gelogd_op=st.floats(0, 4e9),
    volgnummer=st.integers(1, HIGHEST_VOLGNUMMER),
    seen=st.booleans(),
)
def test_always_the_same_bytes_and_by_the_profile(
    name: str, gelogd_op: float, volgnummer: int, *, seen: bool
) -> None:
    """Any mutatie gives the same bytes twice, reads back as what went in, and names attributes as it must."""
    mutatie = MUTATIE._replace(naam=name, gelogd_op=gelogd_op)
    this_event = build_mutatie_event(mutatie, volgnummer, seen=seen, bron=BRON)
    content = serialize(this_event)
    assert content == serialize(build_mutatie_event(mutatie, volgnummer, seen=seen, bron=BRON))
    assert json.loads(content) == this_event
    assert all(re.fullmatch("[a-z0-9]{1,20}", attribute) for attribute in this_event)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", this_event["time"])
