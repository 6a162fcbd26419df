"""The AsyncAPI document: what it says of an event is what leaves."""

import json
from datetime import UTC, datetime
from typing import Any, get_args

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stagemarkt.domain.changes.event import (
    EVENT_TYPES,
    HIGHEST_VOLGNUMMER,
    TEST_MESSAGE,
    build_mutatie_event,
    build_test_event,
    source_of,
)
from stagemarkt.model.codes import OPLEIDINGSCODE
from stagemarkt.model.mutatie import Mutatie, Mutatiestatus, mutatie_id_of
from stagemarkt.version import VERSION
from stagemarkt.web.documents.asyncapi import build_asyncapi, event_schema

from tests.unit.requests import ROOT

BRON = source_of("00000003271247010000")
MESSAGE = "6f9619ff-8b86-d011-b42d-00c04fc964ff"
ALL_TYPES = {TEST_MESSAGE, *(type_ for event_types in EVENT_TYPES.values() for type_ in event_types)}
MUTATIES = st.builds(
    Mutatie,
    mutatie_id=st.integers(1, 10_000).map(lambda n: mutatie_id_of(MESSAGE, n)),
    school=st.just("99XX"),
    bericht_id=st.just(MESSAGE),
    positie=st.just(1),
    abonnement_id=st.just(MESSAGE),
    leerbedrijf_id=st.from_regex(r"[0-9A-Za-z]{1,40}", fullmatch=True),
    naam=st.text(max_size=40),
    code=st.from_regex(OPLEIDINGSCODE.strip("^$"), fullmatch=True).filter(str.isascii),
    status=st.sampled_from(get_args(Mutatiestatus)),
    startdatum=st.dates(),
    einddatum=st.none() | st.dates(),
    mutatietijdstip=st.just(datetime(2026, 11, 24, tzinfo=UTC)),
    gelogd_op=st.floats(0, 4e9),
)
SHAPES = {type_: event_schema(type_) for type_ in ALL_TYPES}


def _past(this_event: dict[str, Any]) -> None:
    jsonschema.validate(this_event, SHAPES[this_event["type"]], cls=jsonschema.Draft7Validator)


@given(mutatie=MUTATIES, volgnummer=st.integers(1, HIGHEST_VOLGNUMMER), seen=st.booleans())
def test_every_event_matches(mutatie: Mutatie, volgnummer: int, *, seen: bool) -> None:
    """Whatever the mutatie, its event has the shape that the document gives to its type."""
    _past(build_mutatie_event(mutatie, volgnummer, seen=seen, bron=BRON))


def test_a_test_message_matches() -> None:
    """So has a test message, with its token and without."""
    for token in (None, "1.abc"):
        _past(build_test_event(MESSAGE, MESSAGE, 0.0, bron=BRON, token=token))


@pytest.mark.parametrize("change", [{"volgnummer": 0}, {"type": "iets"}, {"data": {}}, {"source": "urn:x"}])
def test_what_is_different_does_not_match(change: dict[str, Any]) -> None:
    """An event that is not as the document says does not pass for one."""
    this_event = build_test_event(MESSAGE, MESSAGE, 0.0, bron=BRON)
    with pytest.raises((jsonschema.ValidationError, KeyError)):
        _past({**this_event, "volgnummer": 1, "type": "nl.leerbedrijven.erkenning-verlopen"} | change)


def test_every_type_goes_by_both_ways() -> None:
    """Every type of event is a message to webhooks, with the signature's headers, and to queues, without."""
    document = build_asyncapi()
    messages = document["components"]["messages"]
    for weg, channel in document["channels"].items():
        referenced = [messages[ref["$ref"].rpartition("/")[2]] for ref in channel["messages"].values()]
        assert {message["name"] for message in referenced} == ALL_TYPES
        assert all(("headers" in message) == (weg == "webhook") for message in referenced)
    assert document["info"]["version"] == VERSION


def test_the_written_document_is_this_one() -> None:
    """What is served is what the tables say now."""
    written = json.loads((ROOT / "functions/documentatie/asyncapi.json").read_text())
    assert written == build_asyncapi()
