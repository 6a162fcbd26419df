"""What goes on record of answers about people: who, of whom, which fields; nothing leaves without."""

import gzip
import json
import re
from typing import Any

import pytest
from stagemarkt.model.detailgegevens import Contactpersoon, Detailgegevens, Praktijkopleider
from stagemarkt.model.leerplaats import Leerplaats, Vestiging
from stagemarkt.ports.sbb import Details, ErkendBedrijf
from stagemarkt.web.audit import PERSONS, WITH_PERSONS, read_processing, record_audit
from stagemarkt.web.documents.openapi import build_openapi
from stagemarkt.web.response import Response, send

from functions.detailgegevens import app as detailgegevens
from functions.zoeken import app as zoeken
from tests.unit.conftest import LogCapture
from tests.unit.fakes.composition import ERKENNING, LEERBEDRIJF_ID, NOW, SCHOOL, FakeComposition, FakeContext
from tests.unit.requests import REQUEST_ID, build_event, json_of, make_request

CANARY = "Vermeulen-Kanarie"
PRAKTIJKOPLEIDER = Praktijkopleider(naam=CANARY, email="kanarie@example.nl", crebos=("25998",))
CONTACT = Contactpersoon(naam=CANARY, functie="Personeelszaken")
DETAIL_PATH = "/leerbedrijven/{leerbedrijfId}/detailgegevens"


def _composition() -> FakeComposition:
    composition = FakeComposition()
    composition.fake_sbb.details = Details(
        Detailgegevens(
            leerbedrijf_id=LEERBEDRIJF_ID,
            naam="Bakkerij",
            contactpersonen=(CONTACT,),
            praktijkopleiders=(PRAKTIJKOPLEIDER,),
        ),
        [],
    )
    places = [
        Leerplaats(leerplaats_id=str(n), leerbedrijf=Vestiging(leerbedrijf_id=f"10000{n % 3}"))
        for n in range(60)
    ]
    composition.fake_sbb.leerplaatsen = [
        plaats.model_copy(update={"praktijkopleiders": (PRAKTIJKOPLEIDER,)})
        if int(plaats.leerplaats_id) % 2
        else plaats
        for plaats in places
    ]
    company = Vestiging(leerbedrijf_id="200001")
    erkenning = ERKENNING.model_copy(update={"code": "25998", "leerbedrijf_id": "200001"})
    composition.fake_sbb.erkende_bedrijven = [
        ErkendBedrijf(company, erkenning, None, (PRAKTIJKOPLEIDER,), None)
    ]
    return composition


def _ask(composition: FakeComposition, path: str, **path_fields: str) -> dict[str, Any]:
    query = {"fields": [path_fields.pop("fields")]} if "fields" in path_fields else {}
    headers = {"traceparent": path_fields.pop("traceparent")} if "traceparent" in path_fields else {}
    if "limit" in path_fields:
        query["limit"] = [path_fields.pop("limit")]
    event = build_event(resource=path, path_fields=path_fields, query=query, headers=headers)
    app = detailgegevens if path == DETAIL_PATH else zoeken
    answer: dict[str, Any] = app.make_handler(composition)(event, FakeContext())
    return answer


def test_the_table_is_that_of_what_leaves() -> None:
    """Exactly those operations are on record whose answers can hold a person, by the document of the API."""
    document = build_openapi()
    schemas = document["components"]["schemas"]

    def has_persons(schema: Any) -> bool:
        text = json.dumps(schema)
        if '"contactpersonen"' in text or '"praktijkopleiders"' in text:
            return True
        names = {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}
        return any(has_persons(schemas[name]) for name in names)

    with_persons = {
        operation["operationId"]
        for path in document["paths"].values()
        for operation in path.values()
        if has_persons(operation["responses"].get("200", {}))
    }
    assert with_persons == WITH_PERSONS


def test_what_has_a_name_is_of_the_kinds_on_record() -> None:
    """What has a name or an address of its own and is no leerbedrijf, is of the kinds that are on record."""
    schemas: dict[str, Any] = build_openapi()["components"]["schemas"]
    own = {name: schema.get("properties", {}) for name, schema in schemas.items()}
    of_somebody = {"naam", "email", "telefoonnummer", "functie"}
    without_leerbedrijf = {
        name for name, velden in own.items() if of_somebody & velden.keys() and "leerbedrijfId" not in velden
    }
    # An Invoerpunt has the name of a field, and a Leerbedrijfvraag comes in.
    assert without_leerbedrijf - {"Invoerpunt", "Leerbedrijfvraag"} == {
        *("Contactpersoon", "Praktijkopleider"),
        # What is left of them when some fields are asked for.
        *("ContactpersoonDeel", "PraktijkopleiderDeel"),
    }
    places = {
        plaats
        for velden in own.values()
        for plaats, field in velden.items()
        if re.search(r"/schemas/(Contactpersoon|Praktijkopleider)(Deel)?\b", json.dumps(field))
    }
    assert places == set(PERSONS)


def test_what_is_put_on_record() -> None:
    """Who, for which school, of which leerbedrijf, which fields and when; and never the data."""
    composition = _composition()
    trail = f"00-{'4b' * 16}-{'00f0' * 4}-01"
    answer = _ask(composition, DETAIL_PATH, leerbedrijfId=LEERBEDRIJF_ID, traceparent=trail)
    assert CANARY in json.dumps(json_of(answer))
    (processing,) = composition.fake_processings.recorded
    assert tuple(processing) == (
        REQUEST_ID,
        "geefDetailgegevens",
        "demo",
        "nepnepne",
        SCHOOL,
        (LEERBEDRIJF_ID,),
        (
            "contactpersonen.functie",
            "contactpersonen.naam",
            "praktijkopleiders.crebos",
            "praktijkopleiders.email",
            "praktijkopleiders.naam",
        ),
        "sbb",
        NOW,
        "4b" * 16,
        "00f0" * 4,
    )
    data = {*PRAKTIJKOPLEIDER.model_dump().values(), *CONTACT.model_dump().values()} - {
        None,
        PRAKTIJKOPLEIDER.crebos,
    }
    assert data == {CANARY, "kanarie@example.nl", "Personeelszaken"}
    assert [given for given in data if given in str(processing)] == []


def test_a_kept_answer_too() -> None:
    """Who gets what was kept is on record as well, and that it was kept."""
    composition = _composition()
    for _ in range(3):
        _ask(composition, DETAIL_PATH, leerbedrijfId=LEERBEDRIJF_ID)
    assert [v.bron for v in composition.fake_processings.recorded] == ["sbb", "cache", "cache"]
    assert len(composition.fake_sbb.asked) == 1


@pytest.mark.parametrize(
    ("fields", "velden"),
    [
        ("naam,telefoonnummer,website", []),
        ("naam,contactpersonen.functie", [("contactpersonen.functie",)]),
        ("praktijkopleiders.crebos", [("praktijkopleiders.crebos",)]),
        ("contactpersonen", [("contactpersonen.functie", "contactpersonen.naam")]),
    ],
)
def test_what_was_left_out_is_not_put_on_record(fields: str, velden: list[tuple[str, ...]]) -> None:
    """Of what `fields` leaves out nothing is on record; without a person there is no record at all."""
    composition = _composition()
    for _ in range(2):
        assert (
            _ask(composition, DETAIL_PATH, leerbedrijfId=LEERBEDRIJF_ID, fields=fields)["statusCode"] == 200
        )
    recorded = composition.fake_processings.recorded
    assert [v.velden for v in recorded] == velden * 2
    assert all(v.leerbedrijven == (LEERBEDRIJF_ID,) for v in recorded)


def test_a_search_answer_is_one_record() -> None:
    """A search is one record, which names each leerbedrijf of which somebody is in it once, and no other."""
    composition = _composition()
    _ask(composition, "/leerplaatsen", limit="4")
    _ask(composition, "/erkenningen")
    _ask(composition, "/leerplaatsen/{leerplaatsId}", leerplaatsId="5")
    _ask(composition, "/leerplaatsen/{leerplaatsId}", leerplaatsId="4")
    assert [(v.operatie, v.leerbedrijven) for v in composition.fake_processings.recorded] == [
        ("zoekLeerplaatsen", ("100001", "100000")),
        ("zoekErkenningen", ("200001",)),
        ("geefLeerplaats", ("100002",)),
    ]


@pytest.mark.parametrize(
    ("path", "velden"),
    [
        (DETAIL_PATH, {"leerbedrijfId": LEERBEDRIJF_ID}),
        ("/leerplaatsen", {}),
        ("/leerplaatsen/{leerplaatsId}", {"leerplaatsId": "5"}),
        ("/erkenningen", {}),
    ],
)
def test_without_an_audit_record_no_data(path: str, velden: dict[str, str], logbook: LogCapture) -> None:
    """When it cannot be put on record the data stay here: a problem that says so, kept or not."""
    composition = _composition()
    _ask(composition, path, **velden)
    composition.fake_processings.piece = True
    answer = _ask(composition, path, **velden)
    problem = json_of(answer)
    assert (answer["statusCode"], problem["code"], problem["herhaalbaar"]) == (500, "interne-fout", True)
    assert "vastgelegd" in problem["detail"]
    assert answer["headers"]["Retry-After"] == "5"
    assert CANARY not in str(answer) + logbook.tekst
    assert logbook.lines[-1]["intern"].startswith("verwerking: ")


def test_an_error_tells_of_nobody() -> None:
    """What is no answer tells of nobody, and needs no record."""
    composition = _composition()
    answer = _ask(composition, DETAIL_PATH, leerbedrijfId="-")
    assert answer["statusCode"] == 400
    assert CANARY not in str(answer)
    assert composition.fake_processings.recorded == []


def test_who_has_it_already_gets_nothing() -> None:
    """A 304 carries no data, so nothing is put on record."""
    request = make_request(headers={"If-None-Match": '"x"'})
    answer = Response(200, b'{"contactpersonen":[{"naam":"A"}]}', koppen={"ETag": 'W/"x"'})
    composition = _composition()
    record_audit("geefDetailgegevens", request, answer, lambda: composition.processings, composition.clock)
    sent = send(answer, request)
    assert (sent["statusCode"], sent["body"]) == (304, "")
    assert composition.fake_processings.recorded == []


def test_a_function_without_an_audit_record_tells_nothing() -> None:
    """Whoever adds a function that tells of people and forgets the log, has one that does not answer."""
    answer = Response(200, gzip.compress(b'{"contactpersonen":[{"naam":"A"}]}'), compressed=True)
    request = make_request(path_fields={"leerbedrijfId": "1"})
    assert read_processing("geefDetailgegevens", request, answer, NOW) is not None
    with pytest.raises(AssertionError):
        record_audit("geefDetailgegevens", request, answer, None, lambda: NOW)


@pytest.mark.parametrize("header", ["", "x", f"00-{'Z' * 32}-{'0' * 16}-01", "00-" + "a" * 5000])
def test_a_broken_traceparent(header: str) -> None:
    """A trace that is none is left out; the answer leaves and is on record all the same."""
    composition = _composition()
    answer = _ask(composition, DETAIL_PATH, leerbedrijfId=LEERBEDRIJF_ID, traceparent=header)
    assert answer["statusCode"] == 200
    assert [(one.trail, one.parent_id) for one in composition.fake_processings.recorded] == [(None, None)]
