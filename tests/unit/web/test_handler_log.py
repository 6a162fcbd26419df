"""What the way in logs: what happened and to whom, nothing of what was asked or answered."""

from typing import NoReturn

import pytest
from stagemarkt.model.errors import BronTimeout, CodeOnbekend, Signaal, Tekst
from stagemarkt.web.handler import ingang
from stagemarkt.web.request import Verzoek
from stagemarkt.web.response import Antwoord

from tests.unit.conftest import Logboek
from tests.unit.fakes import ANDERE_SCHOOL, SCHOOL, NepContext
from tests.unit.requests import VERZOEK_ID, maak_event, met_toegang

KANARIES = {
    "Authorization": "Bearer smk_kanarie1_",
    "Cookie": "kanarie2",
    "User-Agent": "kanarie3",
    "X-Forwarded-For": "kanarie4",
    "Namens-School": SCHOOL,
}
TEKST = Tekst("kanarie5", "kanarie5")


def _breek() -> NoReturn:
    raise ConnectionError("kanarie6")


class Actie:
    """Answers with `antwoord`, or raises `fout`; a fault caused by another one, as adapters have."""

    def __init__(self, antwoord: Antwoord | None = None, fout: Exception | None = None) -> None:
        self.antwoord = antwoord
        self.fout = fout

    def __call__(self, _verzoek: Verzoek) -> Antwoord:
        """Answer or raise."""
        if self.antwoord is not None:
            return self.antwoord
        try:
            _breek()
        except ConnectionError as oorzaak:
            raise self.fout or ValueError("kanarie7") from oorzaak


def _vraag(actie: Actie) -> None:
    event = maak_event(
        "POST",
        "/leerbedrijven/_zoek",
        koppen=KANARIES,
        query={"naam": ["kanarie8"]},
        padvelden={"leerbedrijfId": "kanarie9"},
        lichaam='{"naam": "kanarie10"}',
    )
    event["path"] = "/leerbedrijven/kanarie11"
    handler = ingang({"zoekLeerbedrijvenInLichaam": actie})
    handler(met_toegang(event, {SCHOOL: ["identificatie"], ANDERE_SCHOOL: []}), NepContext())


def test_een_regel_per_verzoek(logboek: Logboek) -> None:
    """One line, with whose request it was, for which school, and how it ended."""
    _vraag(Actie(Antwoord(200, b'{"naam":"kanarie12"}', koppen={"Cache-Status": "stagemarkt; hit; ttl=5"})))
    (regel,) = logboek.regels
    assert {naam: regel[naam] for naam in regel if naam not in {"timestamp", "location", "duurMs"}} == {
        "level": "INFO",
        "message": "verzoek",
        "service": "stagemarkt",
        "verzoekId": VERZOEK_ID,
        "methode": "POST",
        "resource": "/leerbedrijven/_zoek",
        "status": 200,
        "afnemerId": "demo",
        "school": SCHOOL,
        "cacheStatus": "stagemarkt; hit; ttl=5",
    }
    assert 0 <= regel["duurMs"] < 60_000
    assert "kanarie" not in logboek.tekst


def test_een_vergissing_van_de_vrager(logboek: Logboek) -> None:
    """A failure of 4xx is logged with its code and internal text, without where it came from."""
    signaal = Signaal(101, "kanarie13", "kanarie14")
    _vraag(Actie(fout=CodeOnbekend(TEKST, intern="signaalcode 101", signaal=signaal)))
    (regel,) = logboek.regels
    assert (regel["level"], regel["status"]) == ("INFO", 404)
    assert (regel["code"], regel["intern"]) == ("code-onbekend", "signaalcode 101")
    assert "spoor" not in regel
    assert "kanarie" not in logboek.tekst


@pytest.mark.parametrize(
    ("fout", "status", "soort"),
    [(BronTimeout(TEKST, intern="ReadTimeout"), 504, "BronTimeout"), (None, 500, "ValueError")],
)
def test_een_storing_met_haar_spoor(
    fout: Exception | None, status: int, soort: str, logboek: Logboek
) -> None:
    """A failure of 5xx is an error with where it came from, its causes too, and never their texts."""
    _vraag(Actie(fout=fout))
    (regel,) = logboek.regels
    assert (regel["level"], regel["status"]) == ("ERROR", status)
    assert regel["spoor"][0] == soort
    assert "ConnectionError" in regel["spoor"]
    assert any(stap.startswith("test_handler_log.py:__call__:") for stap in regel["spoor"])
    assert "kanarie" not in logboek.tekst


@pytest.mark.parametrize(
    ("event", "code"),
    [
        (maak_event(query={"kanarie": ["x"]}, koppen={"Accept": "text/kanarie"}), "niet-acceptabel"),
        (maak_event(koppen={"Namens-School": "kanarie"}), "ongeldige-invoer"),
        ({**maak_event(), "path": "/kanarie/"}, "resource-onbekend"),
    ],
)
def test_wat_niet_verder_komt(event: dict[str, object], code: str, logboek: Logboek) -> None:
    """A request that is refused at the door is logged as well, without what was in it."""
    ingang({})(event, NepContext())
    (regel,) = logboek.regels
    assert (regel["code"], regel["school"]) == (code, "")
    assert "kanarie" not in logboek.tekst
