"""The OpenAPI document and the service say the same: what the one lets through, the other reads."""

import json
import re
from itertools import combinations
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stagemarkt.model.errors import OngeldigeInvoer
from stagemarkt.web.input import fields
from stagemarkt.web.input.cache_control import PATROON, lees_wens
from stagemarkt.web.input.fields import Veld
from stagemarkt.web.input.questions import identificatie_uit_lichaam
from stagemarkt.web.input.readers import Onleesbaar
from stagemarkt.web.output.field_selection import DETAILGEGEVENS, knip, lees_fields

from tests.unit.requests import WORTEL, maak_verzoek, zoek_lichaam

DOCUMENT: dict[str, Any] = json.loads((WORTEL / "functions/documentatie/openapi.json").read_bytes())
# Fields whose form says all that the reader asks; of a cursor or an address only we know which are ours.
GEHEEL = {
    veld.naam: veld
    for veld in (
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
TEKENS = st.text(
    alphabet=st.sampled_from(
        "aB9 ,.\t\n\x00\x1c\x7f\x85\u00a0\u00ad\u200b\u2003\u2028\u202e\ufeff\ufffd\uffff\u00e9"
    )
    | st.characters(codec="utf-8")
)


def _past(veld: Veld, tekst: str) -> bool:
    return bool(jsonschema.Draft202012Validator(dict(veld.schema)).is_valid(tekst))


def _leest(veld: Veld, tekst: str) -> bool:
    try:
        veld.lees(tekst)
    except Onleesbaar:
        return False
    return True


@pytest.mark.parametrize("naam", GEHEEL)
@given(data=st.data())
def test_wat_het_document_goed_vindt_wordt_gelezen(naam: str, data: st.DataObject) -> None:
    """Every text of the form that the document gives is read."""
    veld = GEHEEL[naam]
    vorm = re.compile(veld.schema["pattern"], re.ASCII)
    tekst = data.draw(st.from_regex(vorm, fullmatch=True) | TEKENS)
    # `$` of Python forgives a line end that JSON Schema's does not; NFC may make three characters of one.
    if tekst.endswith("\n") or len(tekst) * 3 > veld.schema.get("maxLength", 1000) or not _past(veld, tekst):
        return
    assert veld.lees(tekst) is not None or "\ufffd" in tekst


@given(tekst=TEKENS)
def test_een_naam_is_in_beide_hetzelfde(tekst: str) -> None:
    """A name that the reader refuses, the document refuses too, and the other way round."""
    if "\ufffd" not in tekst and not tekst.endswith("\n"):
        assert _past(fields.NAAM, tekst) == _leest(fields.NAAM, tekst)


@given(
    st.from_regex(re.compile(PATROON), fullmatch=True)
    | st.text(alphabet='max-ge=stlinfrh0,"\\ 1', max_size=30)
)
def test_cache_control_is_in_beide_hetzelfde(kop: str) -> None:
    """A header of the form in the document is read; one that is read has that form, quoted pairs aside."""
    try:
        lees_wens(maak_verzoek(koppen={"Cache-Control": kop}))
    except OngeldigeInvoer:
        gelezen = False
    else:
        gelezen = True
    past = re.search(PATROON, kop) is not None and not kop.endswith("\n")
    assert gelezen == past or "\\" in kop or kop.endswith("\n")


@pytest.mark.parametrize(
    "namen",
    [namen for aantal in range(5) for namen in combinations([v.naam for v in fields.IDENTIFICATIE], aantal)],
    ids=",".join,
)
def test_welke_combinaties_van_een_lichaam_kunnen(namen: tuple[str, ...]) -> None:
    """The document lets through the very combinations that are answered."""
    waarden = {"naam": "Bakker", "postcode": "3811MG", "huisnummer": 1, "inclusiefHistorisch": True}
    lichaam = {naam: waarden[naam] for naam in namen}
    aanroep = DOCUMENT["paths"]["/leerbedrijven/_zoek"]["post"]["requestBody"]["content"]["application/json"]
    past = jsonschema.Draft202012Validator(aanroep["schema"]).is_valid(lichaam)
    if past:
        assert identificatie_uit_lichaam(zoek_lichaam(json.dumps(lichaam))) is not None
    else:
        with pytest.raises(OngeldigeInvoer):
            identificatie_uit_lichaam(zoek_lichaam(json.dumps(lichaam)))


@pytest.mark.parametrize(
    "fields", [*DETAILGEGEVENS, "contactpersonen.functie", "praktijkopleiders.crebos,naam"]
)
def test_een_deel_past_bij_het_document(fields: str) -> None:
    """What is left of detailgegevens with `fields` is what the document says of it."""
    heel = {
        "leerbedrijfId": "900000001",
        "naam": "Bakker",
        "contactpersonen": [{"naam": "A", "functie": "B"}],
        "praktijkopleiders": [{"naam": "C", "crebos": ["25998"]}],
        "erkenningen": [],
    }
    antwoord = DOCUMENT["paths"]["/leerbedrijven/{leerbedrijfId}/detailgegevens"]["get"]["responses"]["200"]
    schema = antwoord["content"]["application/json"]["schema"] | {"components": DOCUMENT["components"]}
    jsonschema.Draft202012Validator(schema).validate(knip(heel, lees_fields(fields)))
