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
    """Answers with `answer`, or raises `fout`; a fault caused by another one, as adapters have."""

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
        headers=CANARIES,
        query={"naam": ["kanarie8"]},
        path_fields={"leerbedrijfId": "kanarie9"},
        body='{"naam": "kanarie10"}',
    )
    event["path"] = "/leerbedrijven/kanarie11"
    handler = entry({"zoekLeerbedrijvenInLichaam": action})
    handler(with_toegang(event, {SCHOOL: ["identificatie"], OTHER_SCHOOL: []}), FakeContext())


def test_one_line_per_request(logbook: LogCapture) -> None:
    """One line, with whose request it was, for which school, and how it ended."""
    headers = {"Cache-Status": "stagemarkt; hit; ttl=5", "Age": "3"}
    _ask(Action(Response(200, b'{"naam":"kanarie12"}', koppen=headers)))
    (line,) = logbook.lines
    varying = {"timestamp", "location", "duurMs", "_aws", "TrefferDuur"}
    assert {name: line[name] for name in line if name not in varying} == {
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
        "Ouderdom": 3,
    }
    assert line["TrefferDuur"] == line["duurMs"]
    assert 0 <= line["duurMs"] < 60_000
    assert "kanarie" not in logbook.tekst


def test_a_mistake_of_the_caller(logbook: LogCapture) -> None:
    """A failure of 4xx is logged with its code and internal text, without where it came from."""
    sbb_signal = Signaal(101, "kanarie13", "kanarie14")
    _ask(Action(fout=CodeUnknown(TEXT, internal="signaalcode 101", sbb_signal=sbb_signal)))
    (line,) = logbook.lines
    assert (line["level"], line["status"]) == ("INFO", 404)
    assert (line["code"], line["intern"]) == ("code-onbekend", "signaalcode 101")
    assert "spoor" not in line
    assert "kanarie" not in logbook.tekst


@pytest.mark.parametrize(
    ("error", "status", "kind"),
    [(BronTimeout(TEXT, internal="ReadTimeout"), 504, "BronTimeout"), (None, 500, "ValueError")],
)
def test_a_failure_with_its_trace(
    error: Exception | None, status: int, kind: str, logbook: LogCapture
) -> None:
    """A failure of 5xx is an error with where it came from, its causes too, and never their texts."""
    _ask(Action(fout=error))
    (line,) = logbook.lines
    assert (line["level"], line["status"]) == ("ERROR", status)
    assert line["spoor"][0] == kind
    assert "ConnectionError" in line["spoor"]
    assert any(step.startswith("test_handler_log.py:__call__:") for step in line["spoor"])
    assert "kanarie" not in logbook.tekst


@pytest.mark.parametrize(
    ("event", "code"),
    [
        (build_event(query={"kanarie": ["x"]}, headers={"Accept": "text/kanarie"}), "niet-acceptabel"),
        (build_event(headers={"Namens-School": "kanarie"}), "ongeldige-invoer"),
        ({**build_event(), "path": "/kanarie/"}, "resource-onbekend"),
    ],
)
def test_what_gets_no_further(event: dict[str, object], code: str, logbook: LogCapture) -> None:
    """A request that is refused at the door is logged as well, without what was in it."""
    entry({})(event, FakeContext())
    (line,) = logbook.lines
    assert (line["code"], line["school"]) == (code, "")
    assert "kanarie" not in logbook.tekst
