"""The JSON that leaves: now, and later from the cache."""

import gzip
import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stagemarkt.domain.cache.lookup_outcome import FreshAnswer
from stagemarkt.domain.questions.verificatie import verify_erkenning
from stagemarkt.model.leerbedrijf import Leerbedrijf
from stagemarkt.model.questions import Erkenningsvraag
from stagemarkt.web.documents import shapes
from stagemarkt.web.output.rendering import actualiteit, rendering_of_list, rendering_of_one

from tests.unit.fakes.composition import BAKERY, DEADLINE, LEERBEDRIJF_ID, NOW, TODAY, FakeSbb

OTHER = BAKERY.model_copy(update={"leerbedrijf_id": "100000001", "status": "historisch"})
ERKENNING = verify_erkenning(FakeSbb(), Erkenningsvraag(LEERBEDRIJF_ID, "25998", TODAY), DEADLINE, TODAY)


def _now(fresh: FreshAnswer) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(fresh.body)
    return content


def _later(fresh: FreshAnswer) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(gzip.decompress(fresh.stored_form))
    return content


def test_actualiteit() -> None:
    """When SBB gave it, in UTC, and where it comes from now."""
    assert actualiteit(NOW, "cache") == {
        "opgehaaldOp": "2026-09-01T10:00:00Z",
        "bron": "cache",
        "verouderd": False,
    }


def test_a_leerbedrijf() -> None:
    """Dutch lowerCamelCase names; what SBB leaves blank is absent."""
    assert _now(rendering_of_one(BAKERY, NOW)) == {
        "leerbedrijfId": LEERBEDRIJF_ID,
        "naam": "Bakkerij De Gouden Korst",
        "status": "actueel",
        "vestigingsadres": {
            "straat": "Dorpsstraat",
            "huisnummer": "1",
            "postcode": "3811MG",
            "plaats": "Amersfoort",
        },
        "actualiteit": {"opgehaaldOp": "2026-09-01T10:00:00Z", "bron": "sbb", "verouderd": False},
    }


def test_an_erkenning() -> None:
    """Dates as ISO 8601; what was not asked for, and an end that there is not, is absent."""
    assert _now(rendering_of_one(ERKENNING, NOW)) == {
        "leerbedrijfId": LEERBEDRIJF_ID,
        "naam": "Bakkerij De Gouden Korst",
        "code": "25998",
        "codeType": "crebo",
        "leerwegBekend": False,
        "leerwegReden": "nietVerteld",
        "erkend": True,
        "status": "erkend",
        "startdatum": "2020-01-01",
        "peildatum": "2026-09-01",
        "actualiteit": {"opgehaaldOp": "2026-09-01T10:00:00Z", "bron": "sbb", "verouderd": False},
    }


@pytest.mark.parametrize("modellen", [[], [BAKERY], [BAKERY, OTHER]])
def test_a_list(modellen: list[Leerbedrijf]) -> None:
    """All of them in their order, each with its `actualiteit`, and how many there are."""
    content = _now(rendering_of_list(modellen, NOW))
    assert content == {
        "resultaten": [_now(rendering_of_one(model, NOW)) for model in modellen],
        "totaal": len(modellen),
    }


@pytest.mark.parametrize(
    "fresh",
    [
        rendering_of_one(BAKERY, NOW),
        rendering_of_one(ERKENNING, NOW),
        rendering_of_list([], NOW),
        rendering_of_list([BAKERY, OTHER], NOW),
    ],
    ids=["leerbedrijf", "erkenning", "empty", "list"],
)
def test_now_and_later_differ_only_in_source(fresh: FreshAnswer) -> None:
    """What is kept is what left, but that it says to come from the cache."""
    assert gzip.decompress(fresh.stored_form) == fresh.body.replace(b'"bron":"sbb"', b'"bron":"cache"')
    assert b'"bron":"cache"' not in fresh.body


def test_what_leaves_matches_openapi() -> None:
    """Every shape that leaves is the one that the OpenAPI document describes."""
    one, listing = rendering_of_one(BAKERY, NOW), rendering_of_list([BAKERY, OTHER], NOW)
    for content in (_now(one), _later(one)):
        assert shapes.LeerbedrijfMetActualiteit.model_validate(content).leerbedrijf_id == LEERBEDRIJF_ID
    for content in (_now(listing), _later(listing)):
        assert shapes.Leerbedrijven.model_validate(content).totaal == 2
    erkenning = shapes.ErkenningMetActualiteit.model_validate(_now(rendering_of_one(ERKENNING, NOW)))
    assert erkenning.actualiteit.bron == "sbb"


def test_the_etag_is_that_of_the_content() -> None:
    """The tag is weak, and the same when the same is fetched again later."""
    one, later = rendering_of_one(BAKERY, NOW), rendering_of_one(BAKERY, NOW + 86_400)
    assert one.body != later.body
    assert one.etag == later.etag
    assert re.fullmatch(r'W/"[0-9a-f]{32}"', one.etag)


def test_other_content_has_another_etag() -> None:
    """Whatever differs but its freshness has another tag, a list of one included."""
    versions = [
        rendering_of_one(BAKERY, NOW),
        rendering_of_one(OTHER, NOW),
        rendering_of_one(BAKERY.model_copy(update={"vestigingsadres": None}), NOW),
        rendering_of_list([], NOW),
        rendering_of_list([BAKERY], NOW),
        rendering_of_list([BAKERY, OTHER], NOW),
        rendering_of_list([OTHER, BAKERY], NOW),
        rendering_of_one(ERKENNING, NOW),
    ]
    assert len({fresh.etag for fresh in versions}) == len(versions)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_every_name_arrives(name: str) -> None:
    """Whatever a leerbedrijf is called, that is what the caller reads, now and later."""
    fresh = rendering_of_one(BAKERY.model_copy(update={"naam": name}), NOW)
    assert (_now(fresh)["naam"], _later(fresh)["naam"]) == (name, name)
