"""The AsyncAPI document: what it says of an event is what leaves."""

import json
from datetime import UTC, datetime
from typing import Any, get_args

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stagemarkt import __version__
from stagemarkt.domain.changes.event import (
    HOOGSTE_VOLGNUMMER,
    TESTBERICHT,
    TYPEN,
    bron_van,
    maak_gebeurtenis,
    maak_testgebeurtenis,
)
from stagemarkt.model.codes import OPLEIDINGSCODE
from stagemarkt.model.mutatie import Mutatie, Mutatiestatus, mutatie_id_van
from stagemarkt.web.documents.asyncapi import maak_document
from stagemarkt.web.documents.event_schema import gebeurtenisvorm

from tests.unit.requests import WORTEL

BRON = bron_van("00000003271247010000")
BERICHT = "6f9619ff-8b86-d011-b42d-00c04fc964ff"
ALLE_TYPEN = {TESTBERICHT, *(type_ for typen in TYPEN.values() for type_ in typen)}
MUTATIES = st.builds(
    Mutatie,
    mutatie_id=st.integers(1, 10_000).map(lambda n: mutatie_id_van(BERICHT, n)),
    school=st.just("99XX"),
    bericht_id=st.just(BERICHT),
    positie=st.just(1),
    abonnement_id=st.just(BERICHT),
    leerbedrijf_id=st.from_regex(r"[0-9A-Za-z]{1,40}", fullmatch=True),
    naam=st.text(max_size=40),
    code=st.from_regex(OPLEIDINGSCODE.strip("^$"), fullmatch=True).filter(str.isascii),
    status=st.sampled_from(get_args(Mutatiestatus)),
    startdatum=st.dates(),
    einddatum=st.none() | st.dates(),
    mutatietijdstip=st.just(datetime(2026, 11, 24, tzinfo=UTC)),
    gelogd_op=st.floats(0, 4e9),
)
VORMEN = {type_: gebeurtenisvorm(type_) for type_ in ALLE_TYPEN}


def _past(gebeurtenis: dict[str, Any]) -> None:
    jsonschema.validate(gebeurtenis, VORMEN[gebeurtenis["type"]], cls=jsonschema.Draft7Validator)


@given(mutatie=MUTATIES, volgnummer=st.integers(1, HOOGSTE_VOLGNUMMER), gezien=st.booleans())
def test_elke_gebeurtenis_past(mutatie: Mutatie, volgnummer: int, *, gezien: bool) -> None:
    """Whatever the mutatie, its event has the shape that the document gives to its type."""
    _past(maak_gebeurtenis(mutatie, volgnummer, gezien=gezien, bron=BRON))


def test_een_testbericht_past() -> None:
    """So has a test message, with its token and without."""
    for token in (None, "1.abc"):
        _past(maak_testgebeurtenis(BERICHT, BERICHT, 0.0, bron=BRON, token=token))


@pytest.mark.parametrize(
    "wijziging", [{"volgnummer": 0}, {"type": "iets"}, {"data": {}}, {"source": "urn:x"}]
)
def test_wat_anders_is_past_niet(wijziging: dict[str, Any]) -> None:
    """An event that is not as the document says does not pass for one."""
    gebeurtenis = maak_testgebeurtenis(BERICHT, BERICHT, 0.0, bron=BRON)
    with pytest.raises((jsonschema.ValidationError, KeyError)):
        _past({**gebeurtenis, "volgnummer": 1, "type": "nl.leerbedrijven.erkenning-verlopen"} | wijziging)


def test_elk_type_gaat_langs_beide_wegen() -> None:
    """Every type of event is a message to webhooks, with the signature's headers, and to queues, without."""
    document = maak_document()
    berichten = document["components"]["messages"]
    for weg, kanaal in document["channels"].items():
        verwezen = [berichten[ref["$ref"].rpartition("/")[2]] for ref in kanaal["messages"].values()]
        assert {bericht["name"] for bericht in verwezen} == ALLE_TYPEN
        assert all(("headers" in bericht) == (weg == "webhook") for bericht in verwezen)
    assert document["info"]["version"] == __version__


def test_het_geschreven_document_is_dit() -> None:
    """What is served is what the tables say now."""
    geschreven = json.loads((WORTEL / "functions/documentatie/asyncapi.json").read_text())
    assert geschreven == maak_document()
