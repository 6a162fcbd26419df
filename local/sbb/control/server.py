"""The control interface: plain HTTP with JSON, for tests, demos and the curious on this machine."""

import json
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler
from typing import Final, TypeAlias, TypeVar
from urllib.parse import parse_qs, unquote, urlsplit

from local.sbb.answer import Antwoord
from local.sbb.control.actions import Bediening, NietGevonden
from local.sbb.control.validation import OngeldigeBediening
from local.sbb.disturbances.kinds import SOORTEN
from local.sbb.disturbances.wire import koppen_van
from local.sbb.request_body import Geweigerd, kondigt_aan, lees_lichaam
from local.sbb.shipment_disturbances import ZENDSTORINGEN
from local.sbb.threads import DradenServer

_MAX_BYTES: Final = 2**20
_PAGINA: Final = 100
# Parts of a path that ends in an ID.
_MET_ID: Final = 2
_WEGWIJZER: Final = {
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


class BedieningServer(DradenServer):
    """Serves the control interface.

    Args:
        poort: 0 for any that is free.
        acties: what it can do.
        beschrijving: gives what is running, for `GET /`.
    """

    def __init__(self, poort: int, acties: Bediening, beschrijving: Callable[[], dict[str, object]]) -> None:
        self.acties = acties
        self.beschrijving = beschrijving
        super().__init__(poort, BedieningLoket)


class BedieningLoket(BaseHTTPRequestHandler):
    """Handles one connection of the control interface."""

    server: BedieningServer
    protocol_version = "HTTP/1.1"
    timeout = 120
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        """Show something."""
        self.close_connection |= kondigt_aan(self.headers)
        self._antwoord(self._haal)

    def do_POST(self) -> None:
        """Change something."""
        self._antwoord(self._wijzig)

    def do_DELETE(self) -> None:
        """Clear something."""
        self.close_connection |= kondigt_aan(self.headers)
        self._antwoord(self._wis)

    def _haal(self, pad: list[str], query: Query) -> object:
        acties = self.server.acties
        if len(pad) == _MET_ID and pad[0] == "leerbedrijven":
            return acties.een_leerbedrijf(pad[1])
        werk: dict[str, Callable[[], object]] = {
            "": lambda: {**self.server.beschrijving(), "endpoints": _WEGWIJZER},
            "leerbedrijven": lambda: acties.leerbedrijven(
                _getal(query, "limit", _PAGINA), _getal(query, "offset", 0)
            ),
            "abonnementen": acties.abonnementen,
            "storingen": acties.lopende_storingen,
            "storingen/soorten": lambda: SOORTEN,
            "verzoeken": lambda: acties.logboek.sinds(_getal(query, "sinds", 0)),
            "tellers": acties.tellers,
            "zendingen": lambda: acties.mutaties.zendingen(
                _getal(query, "sinds", 0), _getal(query, "wacht", 0)
            ),
            "zendingen/storingen": lambda: ZENDSTORINGEN,
        }
        return _kies(werk, pad)()

    def _wijzig(self, pad: list[str], _query: Query) -> object:
        # Also for a path that does not exist: the next request begins after the body.
        body = self._body()
        acties = self.server.acties
        werk = {
            "erkenningen": acties.erkenning,
            "leerbedrijven": acties.leerbedrijf,
            "storingen": acties.storing,
            "licenties": acties.licentie,
            "scholen": acties.school,
            "mutaties": acties.mutaties.stuur,
        }
        return _kies(werk, pad)(body)

    def _wis(self, pad: list[str], _query: Query) -> object:
        acties = self.server.acties
        if len(pad) == _MET_ID and pad[0] == "abonnementen":
            return acties.mutaties.verlies(pad[1])
        if len(pad) == _MET_ID and pad[0] == "storingen" and pad[1].isdigit():
            return {"gewist": acties.storingen.wis(int(pad[1]))}
        werk = {"storingen": acties.wis_storingen, "verzoeken": acties.wis_verzoeken}
        return _kies(werk, pad)()

    def _body(self) -> object:
        try:
            body = lees_lichaam(self.rfile, self.headers, self.request_version, _MAX_BYTES)
        except Geweigerd as fout:
            self.close_connection = True
            raise OngeldigeBediening([f"body: {fout.tekst}"]) from fout
        if body is None:
            raise OngeldigeBediening(["body: ontbreekt"])
        try:
            return json.loads(body)
        except ValueError as fout:
            raise OngeldigeBediening(["body: geen JSON"]) from fout

    def _antwoord(self, werk: Callable[[list[str], Query], object]) -> None:
        delen = urlsplit(self.path)
        pad = [unquote(deel) for deel in delen.path.split("/") if deel]
        status, inhoud = 200, None
        try:
            inhoud = werk(pad, parse_qs(delen.query))
        except OngeldigeBediening as fout:
            status, inhoud = 400, {"fouten": fout.fouten}
        except NietGevonden as fout:
            status, inhoud = 404, {"fouten": [str(fout)]}
        body = json.dumps(inhoud, ensure_ascii=False, indent=2).encode()
        antwoord = Antwoord(status, body, "application/json; charset=utf-8")
        koppen = koppen_van(antwoord, lengte=len(body), sluit=self.close_connection)
        self.connection.sendall(koppen + body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        """Stay silent."""


def _kies(werk: Mapping[str, T], pad: list[str]) -> T:
    try:
        return werk["/".join(pad)]
    except KeyError as fout:
        raise NietGevonden("pad onbekend: zie GET /") from fout


def _getal(query: Query, naam: str, standaard: int) -> int:
    waarde = query.get(naam, [str(standaard)])[-1]
    if not waarde.isdigit():
        raise OngeldigeBediening([f"{naam}: geen geheel getal vanaf 0"])
    return int(waarde)
