"""The control interface: plain HTTP with JSON, for tests, demos and the curious on this machine."""

import json
from collections.abc import Callable, Mapping
from typing import Final, TypeAlias, TypeVar
from urllib.parse import parse_qs, unquote, urlsplit

from local.request_body import BodyRefused
from local.sbb.control.actions import Control, NotFound
from local.sbb.control.validation import InvalidControlRequest
from local.sbb.disturbances.catalogue import KINDS
from local.sbb.disturbances.wire import headers_of
from local.sbb.envelope import SoapAnswer
from local.sbb.mutatie_message import SHIPMENT_DISTURBANCES
from local.server import SilentHandler, ThreadingServer

_MAX_BYTES: Final = 2**20
_PAGE_SIZE: Final = 100
# Parts of a path that ends in an ID.
_WITH_ID: Final = 2
_SIGNPOST: Final = {
    "GET /": "wat er draait, en deze lijst",
    "GET /leerbedrijven?limit&offset": "het register",
    "GET /leerbedrijven/{leerbedrijfId}": "een leerbedrijf",
    "POST /leerbedrijven": "{leerbedrijfId, naam?, status?: ACT|HIS}",
    "POST /erkenningen": "{leerbedrijfId, code, status: Erkend|NietErkend|Ingetrokken|Verlopen, startdatum?, "
    "einddatum?, storing?}: wijzigt een erkenning, en stuurt elk abonnement een bericht",
    "POST /mutaties": "{brin?, aantal?, leerbedrijfId?, status?, berichtId?, storing?}: stuurt een bericht",
    "GET /zendingen?sinds&wacht": "de laatste duizend berichten aan scholen, of die na een nummer; "
    "met `wacht` zodra geen ervan nog onderweg is, of na zoveel seconden",
    "GET /zendingen/storingen": "wat er mis kan gaan met een bericht",
    "GET /abonnementen": "lopende abonnementen, met het endpoint van elk",
    "DELETE /abonnementen/{id}": "raakt een abonnement kwijt, zonder het iemand te zeggen",
    "GET /storingen": "wat er aan staat",
    "GET /storingen/soorten": "wat er mis kan gaan",
    "POST /storingen": "{soort, operatie?, keer?, brin?, leerbedrijfId?, seconden?, signaalcode?, melding?, "
    "na_bytes?}",
    "DELETE /storingen": "zet alle storingen uit",
    "DELETE /storingen/{id}": "zet een storing uit",
    "GET /verzoeken?sinds": "de laatste duizend verzoeken, of die na een nummer",
    "DELETE /verzoeken": "vergeet de verzoeken en tel opnieuw",
    "GET /tellers": "totalen per operatie, verbindingen, geweigerde handdrukken",
    "POST /licenties": "{brin, licentie: tekst of null}",
    "POST /scholen": "{brin, naam?, licentie?}: geeft OIN, licentie en certificaat",
}

T = TypeVar("T")
Query: TypeAlias = dict[str, list[str]]


class ControlServer(ThreadingServer):
    """Serves the control interface.

    Args:
        port: 0 for any that is free.
        actions: what it can do.
        description: gives what is running, for `GET /`.
    """

    def __init__(self, port: int, actions: Control, description: Callable[[], dict[str, object]]) -> None:
        self.actions = actions
        self.description = description
        super().__init__(port, ControlHandler)


class ControlHandler(SilentHandler):
    """Handles one connection of the control interface."""

    server: ControlServer

    def do_GET(self) -> None:
        """Show something."""
        self.without_body()
        self._answer(self._fetch)

    def do_POST(self) -> None:
        """Change something."""
        self._answer(self._change)

    def do_DELETE(self) -> None:
        """Clear something."""
        self.without_body()
        self._answer(self._erase)

    def _fetch(self, path: list[str], query: Query) -> object:
        actions = self.server.actions
        if len(path) == _WITH_ID and path[0] == "leerbedrijven":
            return actions.leerbedrijf_by_id(path[1])
        tasks: dict[str, Callable[[], object]] = {
            "": lambda: {**self.server.description(), "endpoints": _SIGNPOST},
            "leerbedrijven": lambda: actions.leerbedrijven(
                _numeric(query, "limit", _PAGE_SIZE), _numeric(query, "offset", 0)
            ),
            "abonnementen": actions.abonnementen,
            "storingen": actions.running_disturbances,
            "storingen/soorten": lambda: KINDS,
            "verzoeken": lambda: actions.logbook.sinds(_numeric(query, "sinds", 0)),
            "tellers": actions.counters,
            "zendingen": lambda: actions.mutaties.shipments(
                _numeric(query, "sinds", 0), _numeric(query, "wacht", 0)
            ),
            "zendingen/storingen": lambda: SHIPMENT_DISTURBANCES,
        }
        return _choose(tasks, path)()

    def _change(self, path: list[str], _query: Query) -> object:
        # Also for a path that does not exist: the next request begins after the body.
        body = self._json()
        actions = self.server.actions
        tasks = {
            "erkenningen": actions.erkenning,
            "leerbedrijven": actions.leerbedrijf,
            "storingen": actions.add_disturbance,
            "licenties": actions.licentie,
            "scholen": actions.school,
            "mutaties": actions.mutaties.send,
        }
        return _choose(tasks, path)(body)

    def _erase(self, path: list[str], _query: Query) -> object:
        actions = self.server.actions
        if len(path) == _WITH_ID and path[0] == "abonnementen":
            return actions.mutaties.lose(path[1])
        if len(path) == _WITH_ID and path[0] == "storingen" and path[1].isdigit():
            return {"gewist": actions.disturbances.erase(int(path[1]))}
        tasks = {"storingen": actions.clear_disturbances, "verzoeken": actions.clear_requests}
        return _choose(tasks, path)()

    def _json(self) -> object:
        try:
            body = self.body(_MAX_BYTES)
        except BodyRefused as error:
            raise InvalidControlRequest([f"body: {error.tekst}"]) from error
        if body is None:
            raise InvalidControlRequest(["body: ontbreekt"])
        try:
            return json.loads(body)
        except ValueError as error:
            raise InvalidControlRequest(["body: geen JSON"]) from error

    def _answer(self, tasks: Callable[[list[str], Query], object]) -> None:
        parts = urlsplit(self.path)
        path = [unquote(part) for part in parts.path.split("/") if part]
        status, content = 200, None
        try:
            content = tasks(path, parse_qs(parts.query))
        except InvalidControlRequest as error:
            status, content = 400, {"fouten": error.fouten}
        except NotFound as error:
            status, content = 404, {"fouten": [str(error)]}
        body = json.dumps(content, ensure_ascii=False, indent=2).encode()
        answer = SoapAnswer(status, body, "application/json; charset=utf-8")
        headers = headers_of(answer, length=len(body), close=self.close_connection)
        self.connection.sendall(headers + body)


def _choose(tasks: Mapping[str, T], path: list[str]) -> T:
    try:
        return tasks["/".join(path)]
    except KeyError as error:
        raise NotFound("pad onbekend: zie GET /") from error


def _numeric(query: Query, name: str, default: int) -> int:
    value = query.get(name, [str(default)])[-1]
    if not value.isdigit():
        raise InvalidControlRequest([f"{name}: geen geheel getal vanaf 0"])
    return int(value)
