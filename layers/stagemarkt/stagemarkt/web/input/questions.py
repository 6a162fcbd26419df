"""From a request to a question of the domain, or to every fault that the request has."""

from collections.abc import Container, Mapping
from datetime import date
from typing import Any, NamedTuple

from stagemarkt.model.errors import Bilingual, InputPlace
from stagemarkt.model.huisnummer import Huisnummer
from stagemarkt.model.questions import Erkenningsvraag, Identificatievraag, Zoekvraag
from stagemarkt.web.input import fields
from stagemarkt.web.input.cursor import from_cursor
from stagemarkt.web.input.validation import Input
from stagemarkt.web.output.field_selection import Shape
from stagemarkt.web.request import Request

_MISSING = "ontbrekende-combinatie"


class SearchRequest(NamedTuple):
    """A search: what for, from which result on (from 0), how many, and what its cursor is tied to."""

    question: Zoekvraag
    begin: int
    aantal: int
    tag: Mapping[str, Any]


def identificatie_from_query(request: Request) -> Identificatievraag:
    """`GET /leerbedrijven`: by name and/or address. Raises InvalidInput with every fault."""
    inputs = Input()
    inputs.query(request, fields.IDENTIFICATIE)
    return _identificatie(inputs, "query", frozenset(request.query))


def identificatie_from_body(request: Request) -> Identificatievraag:
    """`POST /leerbedrijven/_zoek`: the same, from a JSON body. Raises InvalidInput with every fault."""
    inputs = Input()
    inputs.query(request, ())
    given = inputs.body(request, fields.IDENTIFICATIE)
    return _identificatie(inputs, "body", given)


def identificatie_from_path(request: Request) -> Identificatievraag:
    """`GET /leerbedrijven/{leerbedrijfId}`. Raises InvalidInput with every fault."""
    return Identificatievraag(leerbedrijf_id=from_path(request, "leerbedrijfId"), inclusief_historisch=True)


def from_path(request: Request, name: str) -> str:
    """The one value that a path without a query names, e.g. `leerplaatsId`. Raises InvalidInput."""
    inputs = Input()
    inputs.path(request)
    inputs.query(request, ())
    inputs.finish()
    value: str = inputs.values[name]
    return value


def erkenning(request: Request, today: date) -> Erkenningsvraag:
    """`GET /leerbedrijven/{leerbedrijfId}/erkenningen/{code}`; `today` is the default of `peildatum`.

    Raises InvalidInput with every fault.
    """
    inputs = Input()
    inputs.path(request)
    inputs.query(request, fields.ERKENNING)
    if (detail := wrong_period(inputs.values, request.query, today)) is not None:
        inputs.fout("query", "totEnMet", detail)
    inputs.finish()
    return Erkenningsvraag(
        leerbedrijf_id=inputs.values["leerbedrijfId"],
        code=inputs.values["code"],
        peildatum=inputs.values.get("peildatum", today),
        tot_en_met=inputs.values.get("totEnMet"),
        leerweg=inputs.values.get("leerweg"),
    )


def wrong_period(values: Mapping[str, Any], given: Container[str], today: date) -> Bilingual | None:
    """What is wrong with `totEnMet` beside `peildatum`, of what was `given` and could be read (`values`)."""
    # A peildatum that could not be read is a fault already; the period is judged against what was meant.
    peildatum = values.get("peildatum", None if "peildatum" in given else today)
    tot_en_met = values.get("totEnMet")
    if peildatum is None or tot_en_met is None or tot_en_met >= peildatum:
        return None
    return Bilingual(
        f"Ligt voor de peildatum {peildatum}.", f"Is before the peildatum, which is {peildatum}."
    )


def detailgegevens(request: Request) -> tuple[str, Shape | None]:
    """`GET /leerbedrijven/{leerbedrijfId}/detailgegevens`: which one, and which fields (None for all).

    Raises InvalidInput with every fault.
    """
    inputs = Input()
    inputs.path(request)
    inputs.query(request, (fields.FIELDS,))
    inputs.finish()
    return inputs.values["leerbedrijfId"], inputs.values.get("fields")


def zoeken(request: Request) -> SearchRequest:
    """`GET /leerplaatsen` and `GET /erkenningen`. Raises InvalidInput with every fault."""
    inputs = Input()
    inputs.query(request, fields.ZOEKEN)
    if "afstand" in request.query and not {"postcode", "plaats"} & request.query.keys():
        detail = Bilingual(
            "Geef bij een afstand ook de postcode of de plaats.",
            "Give the postcode or plaats with a distance.",
        )
        inputs.fout("query", "postcode", detail, _MISSING)
    filters = {
        field.naam: inputs.values[field.naam]
        for field in fields.SEARCH_FILTERS
        if field.naam in inputs.values
    }
    # A cursor of one list is no cursor of the other, and none of another school's.
    question = {"operatie": request.resource, "school": request.school, **filters}
    # No list begins with a cursor, which would be one to the beginning.
    begin = from_cursor(inputs, question, least=1)
    inputs.finish()
    return SearchRequest(
        Zoekvraag(**filters), begin or 0, inputs.values.get("limit", fields.DEFAULT_LIMIT), question
    )


def _identificatie(inputs: Input, plaats: InputPlace, given: frozenset[str]) -> Identificatievraag:
    """Judge the combination by what was given: a value that cannot be read is no missing one."""
    if "huisnummer" in given and "postcode" not in given:
        detail = Bilingual("Geef bij een huisnummer ook de postcode.", "Give the postcode with a huisnummer.")
        inputs.fout(plaats, "postcode", detail, _MISSING)
    elif "postcode" in given and not given & {"huisnummer", "naam"}:
        detail = Bilingual(
            "Geef bij een postcode ook het huisnummer of de naam.",
            "Give the huisnummer or naam with a postcode.",
        )
        inputs.fout(plaats, "huisnummer", detail, _MISSING)
    elif not given & {"naam", "postcode"}:
        detail = Bilingual(
            "Geef ten minste de naam, of de postcode met het huisnummer.",
            "Give at least the naam, or the postcode with the huisnummer.",
        )
        inputs.fout(plaats, "naam", detail, _MISSING)
    inputs.finish()
    huisnummer: int | Huisnummer | None = inputs.values.get("huisnummer")
    number, toevoeging = huisnummer if isinstance(huisnummer, Huisnummer) else (huisnummer, None)
    return Identificatievraag(
        naam=inputs.values.get("naam"),
        postcode=inputs.values.get("postcode"),
        huisnummer=number,
        inclusief_historisch=inputs.values.get("inclusiefHistorisch", False),
        toevoeging=toevoeging,
    )
