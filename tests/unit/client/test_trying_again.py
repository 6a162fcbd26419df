"""What is asked again, when, and what never is; whatever breaks is one family, and nobody sees the key."""

import asyncio
import copy
import pickle
import traceback
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from stagemarkt.client import (
    AnswerTooLate,
    AsyncClient,
    Client,
    FeedCursorExpired,
    NoAnswer,
    NotModified,
    ProblemError,
    RetryPolicy,
    StagemarktError,
    UnexpectedAnswer,
    WrongSettings,
)
from stagemarkt.client.retry import seconds_of

from tests.unit.client.facade import API, SLEUTEL, Outcome, ScriptedFacade, problem

NOW = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
ABONNEMENT = "0f8fad5b-d9cb-469f-a165-70867728950e"


def busy(after: str | None = None, status: int = 503) -> httpx.Response:
    """A failure that passes."""
    return problem(status, "bron-overbelast", herhaalbaar=True, after=after)


def good() -> httpx.Response:
    """What was asked for."""
    return httpx.Response(200, json={"erkend": True})


def read(client: Any) -> Any:
    """A question that only reads."""
    return client.geef_erkenning("900000001", "25998")


def write(client: Any) -> Any:
    """A question that makes something."""
    return client.wissel_sleutel(ABONNEMENT)


@pytest.fixture(params=["waiting", "awaited"])
def ask(request: pytest.FixtureRequest) -> Callable[..., tuple[ScriptedFacade, Any]]:
    """Either client, over a facade of these outcomes: what came, or the error."""

    def both(
        outcomes: Sequence[Outcome], question: Callable[[Any], Any] = read, **policy: Any
    ) -> tuple[ScriptedFacade, Any]:
        facade = ScriptedFacade(outcomes)
        retry = RetryPolicy(draw=lambda: 1.0, **policy)
        try:
            return facade, getattr(facade, request.param)(question, retry)
        except StagemarktError as error:
            return facade, error

    return both


@pytest.mark.parametrize(
    ("outcomes", "slept"),
    [
        ([busy()], [0.5]),
        ([busy(), busy(), busy()], [0.5, 1.0, 2.0]),
        ([busy("7")], [8.0]),
        ([busy("0"), busy("2")], [1.0, 3.0]),
        ([problem(429, "limiet-overschreden", herhaalbaar=True, after="3")], [4.0]),
        ([httpx.Response(502, text="<html>")], [0.5]),
        ([httpx.ConnectError("")], [0.5]),
        ([httpx.ReadTimeout("")], [0.5]),
        ([httpx.RemoteProtocolError("")], [0.5]),
    ],
)
def test_what_passes_is_asked_again(ask: Any, outcomes: list[Outcome], slept: list[float]) -> None:
    """With waits that double, or at least as long as is asked for; then it is there."""
    facade, answer = ask([*outcomes, good()])
    assert answer.inhoud == {"erkend": True}
    assert facade.slept == slept


def test_there_is_a_bound(ask: Any) -> None:
    """After four attempts, or when it would take longer than there is patience, the error is the answer."""
    facade, error = ask([busy()] * 9)
    assert (error.code, len(facade.asked)) == ("bron-overbelast", 4)
    facade, error = ask([busy("59"), busy("59"), good()])
    assert (error.retry_after, facade.slept) == (59.0, [60.0])
    facade, error = ask([busy("86400"), good()])
    assert (error.retry_after, facade.slept) == (86400.0, [])
    facade, error = ask([busy(), good()], attempts=1)
    assert len(facade.asked) == 1


@pytest.mark.parametrize(
    "outcome",
    [
        problem(404, "leerbedrijf-onbekend"),
        problem(503, "bron-niet-beschikbaar", herhaalbaar=False, after="1"),
        httpx.Response(404, text="nee"),
        httpx.Response(301, headers={"Location": "https://elders.example/"}),
        httpx.Response(200, text="<html>"),
        httpx.Response(200, json=[1]),
        httpx.Response(200, content=b"\xff\xfe"),
        httpx.Response(200, text="[" * 100_000),
    ],
)
def test_what_stays_is_asked_once(ask: Any, outcome: httpx.Response) -> None:
    """What does not pass by itself, and what is not this API, is told at once."""
    facade, error = ask([outcome, good()])
    assert isinstance(error, ProblemError | UnexpectedAnswer)
    assert (len(facade.asked), facade.slept) == (1, [])


@pytest.mark.parametrize(
    ("outcome", "attempts"),
    [
        (httpx.ConnectError(""), 2),
        (httpx.ConnectTimeout(""), 2),
        (httpx.PoolTimeout(""), 2),
        (problem(429, "limiet-overschreden", herhaalbaar=True), 2),
        (httpx.ReadTimeout(""), 1),
        (httpx.ReadError(""), 1),
        (httpx.WriteError(""), 1),
        (httpx.RemoteProtocolError(""), 1),
        (busy(), 1),
        (httpx.Response(502, text=""), 1),
    ],
)
def test_nothing_is_made_twice(ask: Any, outcome: Outcome, attempts: int) -> None:
    """What makes or changes something is asked again only when it certainly did not happen."""
    facade, _ = ask([outcome, good()], write)
    assert len(facade.asked) == attempts


@pytest.mark.parametrize(
    "question",
    [
        lambda client: client.zoek_leerbedrijven_in_lichaam(naam="Bakker"),
        lambda client: client.verifieer_reeks([{"key": ["900000001", "25998"]}]),
    ],
)
def test_a_post_that_reads_is_asked_again(ask: Any, question: Callable[[Any], Any]) -> None:
    """A question in a body is a question."""
    facade, answer = ask([httpx.ReadTimeout(""), good()], question)
    assert (answer.status, len(facade.asked)) == (200, 2)
    assert facade.asked[0].content == facade.asked[1].content


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (httpx.ReadTimeout(f"Bearer {SLEUTEL}"), AnswerTooLate),
        (httpx.ConnectError(f"{API}/geheim"), NoAnswer),
        (httpx.DecodingError(SLEUTEL), NoAnswer),
        (httpx.TooManyRedirects(SLEUTEL), NoAnswer),
        (httpx.ProxyError(SLEUTEL), NoAnswer),
    ],
)
def test_the_key_is_nowhere(ask: Any, error: httpx.HTTPError, kind: type[NoAnswer]) -> None:
    """Not in an error, its causes or its trail, nor in what a client looks like."""
    facade, found = ask([error] * 4)
    assert type(found) is kind
    shown = "".join(traceback.format_exception(found)) + repr(found) + repr(vars(found))
    assert SLEUTEL not in shown
    assert (found.__context__, found.__cause__) == (None, None)
    assert len(facade.asked) == 4
    with Client(API, SLEUTEL) as client:
        assert SLEUTEL not in repr(client) + str(client)


async def _repr_of_async() -> str:
    async with AsyncClient(API, SLEUTEL) as client:
        return repr(client)


def test_a_client_that_awaits_shows_no_key_either() -> None:
    """Only its address."""
    assert asyncio.run(_repr_of_async()) == f"AsyncClient('{API}')"


@pytest.mark.parametrize(
    ("api_url", "sleutel"),
    [
        ("http://facade.example/v1", "smk_x"),
        ("ftp://facade.example/v1", "smk_x"),
        ("facade.example/v1", "smk_x"),
        ("", "smk_x"),
        ("https://", "smk_x"),
        ("https://[", "smk_x"),
        ("https://facade.example/v1?sleutel=1", "smk_x"),
        ("https://wie:wat@facade.example/v1", "smk_x"),
        (API, ""),
        (API, "smk x"),
        (API, "smk_é"),
        (API, "smk_x\n"),
    ],
)
def test_what_cannot_be_right_is_refused_before_anything_is_sent(api_url: str, sleutel: str) -> None:
    """A key would travel unencrypted, or is none; and it is not told."""
    for kind in (Client, AsyncClient):
        with pytest.raises(WrongSettings) as raised:
            kind(api_url, sleutel)
        assert "smk_" not in str(raised.value)


@pytest.mark.parametrize("address", ["http://localhost:8000/v1/", "http://127.0.0.1/v1", "http://[::1]:1/v1"])
def test_at_home_needs_no_tls(address: str) -> None:
    """On this machine itself a key goes nowhere; a slash at the end is none."""
    with Client(address, "smk_x") as client:
        assert client.api_url == address.rstrip("/")


@pytest.mark.parametrize(
    "question",
    [
        lambda client: client.geef_leerbedrijf(""),
        lambda client: client.geef_leerbedrijf(".."),
        lambda client: client.geef_leerbedrijf("1", school="99XX\r\nX: y"),
        lambda client: client.geef_leerbedrijf("1", versheid="é"),
        lambda client: client.geef_mutaties(vanaf=datetime(2026, 1, 1)),  # noqa: DTZ001 - that is the point
        lambda client: client.verifieer_reeks([{"key": [object()]}]),
    ],
)
def test_an_argument_that_cannot_be_sent_is_refused(ask: Any, question: Callable[[Any], Any]) -> None:
    """Before anything is sent, in the family."""
    facade, error = ask([good()], question)
    assert isinstance(error, WrongSettings)
    assert facade.asked == []


@pytest.mark.parametrize("text", ["a/b", "%2F", "a?b#c", "é", "\ud800", "a b"])
def test_an_id_stays_one_part_of_the_path(ask: Any, text: str) -> None:
    """Whatever is in it: the facade refuses it, and nobody else is asked."""
    facade, _ = ask([good()], lambda client: client.geef_leerbedrijf(text))
    path = facade.asked[0].url.raw_path.decode()
    assert path.startswith("/v1/leerbedrijven/")
    assert path.count("/") == 3


@pytest.mark.parametrize(
    ("given", "seconds"),
    [
        ("5", 5.0),
        (" 5 ", 5.0),
        ("0", 0.0),
        ("Fri, 27 Nov 2026 12:00:30 GMT", 30.0),
        ("Fri, 27 Nov 2026 11:00:00 GMT", 0.0),
        ("Fri, 27 Nov 2026 12:00:30 -0000", 30.0),
        (None, None),
        ("", None),
        ("-1", None),
        ("1e400", None),
        ("nan", None),
        ("9" * 400, None),
        ("\u0661", None),
        ("morgen", None),
        ("Fri, 99 Nov 2026 12:00:30 GMT", None),
    ],
)
def test_retry_after(given: str | None, seconds: float | None) -> None:
    """Seconds or a moment; what is neither is as good as nothing."""
    assert seconds_of(given, NOW) == seconds


def test_chance_spreads() -> None:
    """A wait lies between nothing and its longest; what is asked for is the least."""
    with Client(API, SLEUTEL) as client:
        policy = client._retry  # noqa: SLF001 - the one that is used unless given
    assert 0 <= policy.draw() < 1
    assert policy.draw() != policy.draw()


def test_a_problem_tells_all_it_has() -> None:
    """Each fault by its place, and the number to mention; whatever else comes is no surprise."""
    content = {
        "title": "Ongeldige invoer",
        "code": "ongeldige-invoer",
        "detail": "Zie fouten.",
        "instance": "urn:uuid:abc",
        "fouten": [
            {"in": "query", "naam": "niveau", "detail": "Een getal."},
            {"pointer": "#/x", "detail": "Weg."},
            7,
        ],
    }
    error = ProblemError(400, content)
    expected = "Ongeldige invoer (400, ongeldige-invoer): niveau: Een getal.; #/x: Weg. [aanvraag abc]"
    assert str(error) == expected
    strange = ProblemError(418, {"code": "iets-van-later", "title": 7, "fouten": "geen", "herhaalbaar": "ja"})
    assert (strange.title, strange.fouten, strange.herhaalbaar) == ("", [], False)
    assert str(strange) == "Probleem (418, iets-van-later)"


@pytest.mark.parametrize(
    "error",
    [
        ProblemError(400, {"code": "x"}, 3.0),
        FeedCursorExpired(410, {"code": "cursor-verlopen"}),
        NoAnswer("ConnectError", sent=False),
        AnswerTooLate("ReadTimeout", sent=True),
        UnexpectedAnswer("Nee.", 502),
        NotModified("x"),
        WrongSettings("x"),
    ],
)
def test_an_error_travels(error: StagemarktError) -> None:
    """Between processes and out of a queue of work it stays what it is."""
    for again in (pickle.loads(pickle.dumps(error)), copy.copy(error)):  # noqa: S301 - our own
        assert type(again) is type(error)
        assert (str(again), vars(again)) == (str(error), vars(error))


def test_what_you_have_is_not_sent_again(ask: Any) -> None:
    """304: it says so, and does not play at having content."""
    facade, answer = ask(
        [httpx.Response(304, headers={"ETag": 'W/"1"'})],
        lambda client: client.geef_leerbedrijf("900000001", if_none_match='W/"1"'),
    )
    assert (answer.not_modified, answer.etag) == (True, 'W/"1"')
    assert facade.asked[0].headers["If-None-Match"] == 'W/"1"'
    with pytest.raises(NotModified):
        _ = answer.inhoud


def test_an_answer_about_people_is_not_shown() -> None:
    """What ends in a log by accident tells nobody's name."""
    facade = ScriptedFacade([httpx.Response(200, json={"naam": "V. Rietheuvelsma"})])
    answer = facade.waiting(lambda client: client.geef_detailgegevens("900000001"))
    assert repr(answer) == "Answer(status=200)"
