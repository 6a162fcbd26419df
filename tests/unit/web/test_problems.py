"""Every failure as a problem: one shape, the right status, nothing that does not belong."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from stagemarkt.model import errors
from stagemarkt.model.errors import (
    Bilingual,
    BronError,
    FacadeError,
    InputError,
    InvalidInput,
    MethodNotAllowed,
    Signaal,
)
from stagemarkt.web.documents.shapes import Probleem
from stagemarkt.web.negotiation import Language
from stagemarkt.web.problems import MEDIATYPE, PROBLEMS, code_of, problem_response
from stagemarkt.web.response import Response

from tests.unit.requests import REQUEST_ID

DETAIL = Bilingual("Zo zit het.", "That is how it is.")
SIGNAL = Signaal(101, "Onbekende code", "bericht-1")
POINT = InputError("query", "naam", "ongeldige-invoer", DETAIL)
# The API's whole table; what an address does not offer yet need not be in the code.
STATUS = {
    400: "ongeldige-invoer onbekende-parameter ontbrekende-combinatie te-veel-resultaten batch-te-groot"
    " school-vereist",
    401: "niet-geauthenticeerd",
    403: "geen-toegang school-niet-toegestaan",
    404: "leerbedrijf-onbekend code-onbekend resource-onbekend",
    405: "methode-niet-toegestaan",
    406: "niet-acceptabel",
    409: "abonnement-bestaat",
    410: "cursor-verlopen",
    412: "versie-gewijzigd",
    413: "invoer-te-groot",
    415: "mediatype-niet-ondersteund",
    428: "if-match-vereist",
    429: "limiet-overschreden quotum-overschreden",
    500: "interne-fout",
    502: "bron-antwoord-ongeldig bron-licentie bron-certificaat",
    503: "bron-niet-beschikbaar bron-overbelast",
    504: "bron-timeout niet-in-cache niet-gevraagd",
}


def _all(kind: type[FacadeError] = FacadeError) -> Iterator[type[FacadeError]]:
    for inner in kind.__subclasses__():
        if inner is not BronError:
            yield inner
        yield from _all(inner)


def _make(kind: type[FacadeError], sbb_signal: Signaal | None = None) -> FacadeError:
    if issubclass(kind, InvalidInput):
        return kind((POINT,), sbb_signal=sbb_signal)
    if issubclass(kind, MethodNotAllowed):
        return kind("DELETE", ("GET", "POST"))
    return kind(DETAIL, sbb_signal=sbb_signal, internal="KANARIE")


def _body(answer: Response) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(answer.body)
    return content


def test_the_table_is_that_of_the_api() -> None:
    """Every code has the status that the API's table gives it."""
    by_code = {code: status for status, codes in STATUS.items() for code in codes.split()}
    assert {code: problem.status for code, problem in PROBLEMS.items()} == {
        code: by_code.get(code) for code in PROBLEMS
    }


@pytest.mark.parametrize("kind", list(_all()), ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_error_is_a_problem(kind: type[FacadeError], language: Language) -> None:
    """Every failure there is has its kind of problem, in the one shape and the language of the caller."""
    assert kind.code in PROBLEMS
    problem, answer = PROBLEMS[kind.code], problem_response(_make(kind), REQUEST_ID, language)
    body = _body(answer)
    # What a kind of failure does not say itself, its problem says.
    herhaalbaar: dict[bool | None, bool] = {None: problem.herhaalbaar, True: True, False: False}
    assert {name: body[name] for name in ("type", "title", "status", "instance", "code", "herhaalbaar")} == {
        "type": f"/v1/problemen/{kind.code}",
        "title": getattr(problem.titel, language),
        "status": problem.status,
        "instance": f"urn:uuid:{REQUEST_ID}",
        "code": kind.code,
        "herhaalbaar": herhaalbaar[kind.herhaalbaar],
    }
    assert (answer.status, answer.mediatype) == (problem.status, "application/problem+json")
    assert answer.koppen["Content-Language"] == language
    assert answer.koppen["Cache-Control"] == "no-store"
    assert "bron" not in body
    assert Probleem.model_validate_json(answer.body).code == kind.code
    assert "KANARIE" not in str(answer)


@pytest.mark.parametrize("code", PROBLEMS)
def test_titles_in_two_languages(code: str) -> None:
    """A kind of problem has a Dutch and an English title; only a failure of ours or SBB's can be repeated."""
    problem = PROBLEMS[code]
    assert all(problem.titel)
    assert problem.titel.nl != problem.titel.en
    assert not problem.herhaalbaar or problem.status >= 429


@pytest.mark.parametrize(("language", "detail"), [("nl", DETAIL.nl), ("en", DETAIL.en)])
def test_detail_in_the_language(language: Language, detail: str) -> None:
    """What is wrong is said in the language of the caller, for each point too."""
    assert _body(problem_response(errors.BronTimeout(DETAIL), REQUEST_ID, language))["detail"] == detail
    (point,) = _body(problem_response(InvalidInput((POINT,)), REQUEST_ID, language))["fouten"]
    assert point == {"in": "query", "naam": "naam", "code": "ongeldige-invoer", "detail": detail}


@pytest.mark.parametrize(
    ("point", "spot"),
    [
        (POINT, {"in": "query", "naam": "naam"}),
        (POINT._replace(plaats="path", naam="code"), {"in": "path", "naam": "code"}),
        (POINT._replace(plaats="header", naam="Namens-School"), {"in": "header", "naam": "Namens-School"}),
        (POINT._replace(plaats="body"), {"in": "body", "pointer": "#/naam"}),
        (POINT._replace(plaats="body", naam=""), {"in": "body", "pointer": "#"}),
        pytest.param(
            POINT._replace(plaats="body", naam="a/b~c"),
            {"in": "body", "pointer": "#/a~1b~0c"},
        ),
        pytest.param(
            POINT._replace(plaats="body", naam="een naam"),
            {"in": "body", "pointer": "#/een%20naam"},
        ),
    ],
)
def test_the_place_of_a_point(point: InputError, spot: dict[str, str]) -> None:
    """A fault in the body has a JSON Pointer (RFC 6901, as a fragment), any other the name of its place."""
    (given,) = _body(problem_response(InvalidInput((point,)), REQUEST_ID, "nl"))["fouten"]
    assert {name: value for name, value in given.items() if name not in {"code", "detail"}} == spot


@pytest.mark.parametrize("language", ["nl", "en"])
def test_all_points_with_their_common_code(language: Language) -> None:
    """All points are in the answer, which has their common code, with that code's status and title."""
    error = InvalidInput((POINT._replace(code="onbekende-parameter"),) * 3)
    answer = problem_response(error, REQUEST_ID, language)
    assert (code_of(error), _body(answer)["code"]) == ("onbekende-parameter", "onbekende-parameter")
    assert len(_body(answer)["fouten"]) == 3


def test_no_points_no_list() -> None:
    """Where SBB says that the question is invalid, there are no points to tell, and who says so is told."""
    answer = _body(problem_response(InvalidInput((), sbb_signal=SIGNAL), REQUEST_ID, "nl"))
    assert "fouten" not in answer
    assert "SBB" in answer["detail"]


@pytest.mark.parametrize("seconds", [1, 30])
def test_retry_after(seconds: int) -> None:
    """Where it is known when to try again, the answer says so."""
    error = errors.BronUnavailable(DETAIL, retry_after=seconds)
    assert problem_response(error, REQUEST_ID, "nl").koppen["Retry-After"] == str(seconds)


@pytest.mark.parametrize("kind", [errors.LeerbedrijfUnknown, errors.BronCertificate, errors.InternalError])
def test_no_retry_after(kind: type[FacadeError]) -> None:
    """Where it is not known, it says nothing."""
    assert "Retry-After" not in problem_response(_make(kind), REQUEST_ID, "nl").koppen


def test_allow() -> None:
    """405 lists the methods in `Allow`, and nothing else does."""
    assert (
        problem_response(MethodNotAllowed("PUT", ("GET", "POST")), REQUEST_ID, "nl").koppen["Allow"]
        == "GET, POST"
    )
    assert "Allow" not in problem_response(errors.UnknownResource(DETAIL), REQUEST_ID, "nl").koppen


@pytest.mark.parametrize(
    ("sbb_signal", "bron"),
    [
        (SIGNAL, {"signaalcode": 101, "melding": "Onbekende code", "berichtId": "bericht-1"}),
        (SIGNAL._replace(melding=None), {"signaalcode": 101, "berichtId": "bericht-1"}),
        (
            SIGNAL._replace(signaalcode=0, melding=""),
            {"signaalcode": 0, "melding": "", "berichtId": "bericht-1"},
        ),
    ],
)
def test_source_with_a_signaalcode(sbb_signal: Signaal, bron: dict[str, object]) -> None:
    """What SBB said stands in `bron`, beside its signaalcode only."""
    body = _body(problem_response(_make(errors.CodeUnknown, sbb_signal), REQUEST_ID, "nl"))
    assert body["bron"] == bron


def test_a_name_that_is_no_text() -> None:
    """A JSON name with half a character in it, which JSON allows, is told like any other."""
    point = POINT._replace(plaats="body", naam="\ud800")
    assert problem_response(InvalidInput((point,)), REQUEST_ID, "nl").status == 400


def test_the_media_type() -> None:
    """Problems have their own media type."""
    assert MEDIATYPE == "application/problem+json"
