"""What the way in logs: what happened and to whom, nothing of what was asked or answered."""

from typing import NoReturn

import pytest
from stagemarkt.model.errors import Bilingual, BronTimeout, CodeUnknown, Signaal
from stagemarkt.web.handler import entry
from stagemarkt.web.request import Request
from stagemarkt.web.response import Response

from tests.unit.conftest import LogCapture
from tests.unit.fakes.composition import OTHER_SCHOOL, SCHOOL, FakeContext
from tests.unit.requests import REQUEST_ID, build_event, with_toegang

CANARIES = {
    "Authorization": "Bearer smk_kanarie1_",
    "Cookie": "kanarie2",
    "User-Agent": "kanarie3",
    "X-Forwarded-For": "kanarie4",
    "Namens-School": SCHOOL,
}
TEXT = Bilingual("kanarie5", "kanarie5")


def _mark_broken() -> NoReturn:
    raise ConnectionError("kanarie6")


class Action:
    """Answers with `antwoord`, or raises `fout`; a fault caused by another one, as adapters have."""

    def __init__(self, answer: Response | None = None, fout: Exception | None = None) -> None:
        self.answer = answer
        self.fout = fout

    def __call__(self, _request: Request) -> Response:
        """Answer or raise."""
        if self.answer is not None:
            return self.answer
        try:
            _mark_broken()
        except ConnectionError as cause:
            raise self.fout or ValueError("kanarie7") from cause


def _ask(action: Action) -> None:
    event = build_event(
        "POST",
        "/leerbedrijven/_zoek",
        koppen=CANARIES,
        query={"naam": ["kanarie8"]},
        path_fields={"leerbedrijfId": "kanarie9"},
        body='{"naam": "kanarie10"}',
    )
    event["path"] = "/leerbedrijven/kanarie11"
    handler = entry({"zoekLeerbedrijvenInLichaam": action})
    handler(with_toegang(event, {SCHOOL: ["identificatie"], OTHER_SCHOOL: []}), FakeContext())


def test_one_line_per_request(logbook: LogCapture) -> None:
    """One line, with whose request it was, for which school, and how it ended."""
    _ask(Action(Response(200, b'{"naam":"kanarie12"}', koppen={"Cache-Status": "stagemarkt; hit; ttl=5"})))
    (regel,) = logbook.lines
    assert {naam: regel[naam] for naam in regel if naam not in {"timestamp", "location", "duurMs"}} == {
        "level": "INFO",
        "message": "verzoek",
        "service": "stagemarkt",
        "verzoekId": REQUEST_ID,
        "methode": "POST",
        "resource": "/leerbedrijven/_zoek",
        "status": 200,
        "afnemerId": "demo",
        "school": SCHOOL,
        "cacheStatus": "stagemarkt; hit; ttl=5",
    }
    assert 0 <= regel["duurMs"] < 60_000
    assert "kanarie" not in logbook.tekst


def test_a_mistake_of_the_caller(logbook: LogCapture) -> None:
    """A failure of 4xx is logged with its code and internal text, without where it came from."""
    sbb_signal = Signaal(101, "kanarie13", "kanarie14")
    _ask(Action(fout=CodeUnknown(TEXT, internal="signaalcode 101", sbb_signal=sbb_signal)))
    (regel,) = logbook.lines
    assert (regel["level"], regel["status"]) == ("INFO", 404)
    assert (regel["code"], regel["intern"]) == ("code-onbekend", "signaalcode 101")
    assert "spoor" not in regel
    assert "kanarie" not in logbook.tekst


@pytest.mark.parametrize(
    ("fout", "status", "soort"),
    [(BronTimeout(TEXT, internal="ReadTimeout"), 504, "BronTimeout"), (None, 500, "ValueError")],
)
def test_a_failure_with_its_trace(
    fout: Exception | None, status: int, soort: str, logbook: LogCapture
) -> None:
    """A failure of 5xx is an error with where it came from, its causes too, and never their texts."""
    _ask(Action(fout=fout))
    (regel,) = logbook.lines
    assert (regel["level"], regel["status"]) == ("ERROR", status)
    assert regel["spoor"][0] == soort
    assert "ConnectionError" in regel["spoor"]
    assert any(step.startswith("test_handler_log.py:__call__:") for step in regel["spoor"])
    assert "kanarie" not in logbook.tekst


@pytest.mark.parametrize(
    ("event", "code"),
    [
        (build_event(query={"kanarie": ["x"]}, koppen={"Accept": "text/kanarie"}), "niet-acceptabel"),
        (build_event(koppen={"Namens-School": "kanarie"}), "ongeldige-invoer"),
        ({**build_event(), "path": "/kanarie/"}, "resource-onbekend"),
    ],
)
def test_what_gets_no_further(event: dict[str, object], code: str, logbook: LogCapture) -> None:
    """A request that is refused at the door is logged as well, without what was in it."""
    entry({})(event, FakeContext())
    (regel,) = logbook.lines
    assert (regel["code"], regel["school"]) == (code, "")
    assert "kanarie" not in logbook.tekst
