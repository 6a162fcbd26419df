"""The OpenAPI document and the service say the same: what the one lets through, the other reads."""

import json
import re
from itertools import combinations
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stagemarkt.model.errors import InvalidInput
from stagemarkt.web.input import fields
from stagemarkt.web.input.cache_control import PATROON, read_cache_control
from stagemarkt.web.input.fields import Field
from stagemarkt.web.input.questions import identificatie_from_body
from stagemarkt.web.input.readers import UnreadableValue
from stagemarkt.web.output.field_selection import DETAILGEGEVENS, prune, read_fields

from tests.unit.requests import ROOT, make_request, search_body

DOCUMENT: dict[str, Any] = json.loads((ROOT / "functions/documentatie/openapi.json").read_bytes())
# Fields whose form says all that the reader asks; of a cursor or an address only we know which are ours.
WHOLE = {
    field.naam: field
    for field in (
        fields.NAAM,
        fields.STRAAT,
        fields.POSTCODE,
        fields.FIELDS,
        fields.CODE,
        fields.CREBO,
        fields.LEERBEDRIJF_ID,
        fields.LEERPLAATS_ID,
    )
}
# Bytes that a caller can send, with all that is odd among them.
CHARACTERS = st.text(
    alphabet=st.sampled_from(
        "aB9 ,.\t\n\x00\x1c\x7f\x85\u00a0\u00ad\u200b\u2003\u2028\u202e\ufeff\ufffd\uffff\u00e9"
    )
    | st.characters(codec="utf-8")
)


def _past(field: Field, text: str) -> bool:
    return bool(jsonschema.Draft202012Validator(dict(field.schema)).is_valid(text))


def _is_readable(field: Field, text: str) -> bool:
    try:
        field.read(text)
    except UnreadableValue:
        return False
    return True


@pytest.mark.parametrize("name", WHOLE)
@given(data=st.data())
def test_what_the_document_accepts_is_read(name: str, data: st.DataObject) -> None:
    """Every text of the form that the document gives is read."""
    field = WHOLE[name]
    form = re.compile(field.schema["pattern"], re.ASCII)
    text = data.draw(st.from_regex(form, fullmatch=True) | CHARACTERS)
    # `$` of Python forgives a line end that JSON Schema's does not; NFC may make three characters of one.
    if text.endswith("\n") or len(text) * 3 > field.schema.get("maxLength", 1000) or not _past(field, text):
        return
    assert field.read(text) is not None or "\ufffd" in text


@given(text=CHARACTERS)
def test_a_name_is_the_same_in_both(text: str) -> None:
    """A name that the reader refuses, the document refuses too, and the other way round."""
    if "\ufffd" not in text and not text.endswith("\n"):
        assert _past(fields.NAAM, text) == _is_readable(fields.NAAM, text)


@given(
    st.from_regex(re.compile(PATROON), fullmatch=True)
    | st.text(alphabet='max-ge=stlinfrh0,"\\ 1', max_size=30)
)
def test_cache_control_is_the_same_in_both(header: str) -> None:
    """A header of the form in the document is read; one that is read has that form, quoted pairs aside."""
    try:
        read_cache_control(make_request(headers={"Cache-Control": header}))
    except InvalidInput:
        parsed = False
    else:
        parsed = True
    past = re.search(PATROON, header) is not None and not header.endswith("\n")
    assert parsed == past or "\\" in header or header.endswith("\n")


@pytest.mark.parametrize(
    "names",
    [names for count in range(5) for names in combinations([v.naam for v in fields.IDENTIFICATIE], count)],
    ids=",".join,
)
def test_which_combinations_of_a_body_are_possible(names: tuple[str, ...]) -> None:
    """The document lets through the very combinations that are answered."""
    values = {"naam": "Bakker", "postcode": "3811MG", "huisnummer": 1, "inclusiefHistorisch": True}
    body = {name: values[name] for name in names}
    invocation = DOCUMENT["paths"]["/leerbedrijven/_zoek"]["post"]["requestBody"]["content"][
        "application/json"
    ]
    schema = invocation["schema"] | {"components": DOCUMENT["components"]}
    past = jsonschema.Draft202012Validator(schema).is_valid(body)
    if past:
        assert identificatie_from_body(search_body(json.dumps(body))) is not None
    else:
        with pytest.raises(InvalidInput):
            identificatie_from_body(search_body(json.dumps(body)))


@pytest.mark.parametrize(
    "fields", [*DETAILGEGEVENS, "contactpersonen.functie", "praktijkopleiders.crebos,naam"]
)
def test_a_part_matches_the_document(fields: str) -> None:
    """What is left of detailgegevens with `fields` is what the document says of it."""
    whole = {
        "leerbedrijfId": "900000001",
        "naam": "Bakker",
        "contactpersonen": [{"naam": "A", "functie": "B"}],
        "praktijkopleiders": [{"naam": "C", "crebos": ["25998"]}],
        "erkenningen": [],
    }
    answer = DOCUMENT["paths"]["/leerbedrijven/{leerbedrijfId}/detailgegevens"]["get"]["responses"]["200"]
    schema = answer["content"]["application/json"]["schema"] | {"components": DOCUMENT["components"]}
    jsonschema.Draft202012Validator(schema).validate(prune(whole, read_fields(fields)))
