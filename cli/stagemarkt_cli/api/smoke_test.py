"""Whether a deployed facade does what it should, asked from outside as any caller asks: part by part.

Nothing is changed, and SBB is not asked unless that is wanted: a question with a parameter that does not
exist is refused by the very function that would have answered it, behind the key, the scope and the reading
of the question.
"""

import json
import socket
import ssl
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from http import HTTPStatus
from typing import Any, Final, Literal, NamedTuple

import httpx

from stagemarkt_cli.api.access import ApiAccess
from stagemarkt_cli.views.values import text

CheckOutcome = Literal["goed", "fout", "onbereikbaar", "let-op", "overgeslagen"]

# What makes the whole wrong.
WRONG: Final = frozenset({"fout", "onbereikbaar"})

# API Gateway gives up after 29 seconds.
_SECONDS: Final = 35.0
# Of the right form, and nobody's.
_NOBODYS_KEY: Final = f"smk_{'0' * 8}_{'A' * 43}"
# No leerbedrijf has it.
NO_LEERBEDRIJF: Final = "000000000"
_UNKNOWN: Final = {"controle": "ja"}
# By function of the API: the scope that it takes, and where it is asked.
_QUESTIONS: Final = (
    ("Identificatie", "identificatie", "leerbedrijven/{id}"),
    ("Verificatie", "verificatie", "leerbedrijven/{id}/erkenningen"),
    ("Detailgegevens", "detailgegevens", "leerbedrijven/{id}/detailgegevens"),
    ("Zoeken", "zoeken", "leerplaatsen/0"),
)
_HEADERS: Final = {
    "Strict-Transport-Security": "max-age=",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


class CheckResult(NamedTuple):
    """What came of one check, in Dutch.

    Attributes:
        onderdeel: what was looked at.
        uitkomst: `let-op` is no fault of the facade, `overgeslagen` could not be looked at, `onbereikbaar` is
            a `fout` of which nothing came back.
        toelichting: what was found, and what to do about it.
    """

    onderdeel: str
    uitkomst: CheckOutcome
    toelichting: str


class _Wrong(Exception):
    """A check that did not hold; the text says why."""

    def __init__(self, toelichting: str, uitkomst: CheckOutcome = "fout") -> None:
        super().__init__(toelichting)
        self.toelichting = toelichting
        self.uitkomst = uitkomst


class SmokeTest:
    """The checks of one facade, with one key.

    Args:
        access: where, and with which key.
        school: the BRIN for `Namens-School`.
        transport: of httpx; its own unless given.
    """

    def __init__(
        self,
        access: ApiAccess,
        school: str | None,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self.api_url = access.api_url
        self._sleutel = access.sleutel
        self._school = {"Namens-School": school} if school else {}
        self._transport = transport
        self._version = ""
        self._leerbedrijf: str | None = None

    def run(self, *, ask_sbb: bool = False, leerbedrijf: str | None = None) -> Iterator[CheckResult]:
        """Each check in turn; the rest is left when the facade or its key gives nothing to go on.

        Args:
            ask_sbb: whether SBB may be asked, four times.
            leerbedrijf: of which it is asked then; of one that does not exist without.
        """
        self._leerbedrijf = (leerbedrijf or NO_LEERBEDRIJF) if ask_sbb else None
        with httpx.Client(transport=self._transport, timeout=_SECONDS) as self._client:
            checks: list[tuple[str, Callable[[], str]]] = [
                ("Bereikbaar", self._reachable),
                ("Koppen", self._headers),
                ("API-document", self._document),
                ("SBB", self._sbb),
                ("Onbekend adres", self._unknown_address),
                ("Verkeerde methode", self._wrong_method),
                ("Verkeerde sleutel", self._wrong_key),
                ("Sleutel", self._key),
            ]
            for part, check in checks:
                result = _result(part, check)
                yield result
                if result.uitkomst in WRONG and part in {"Bereikbaar", "Sleutel"}:
                    return
            for part, scope, path in _QUESTIONS:
                yield _result(part, partial(self._question, path, scope))
            yield _result("Mutaties", self._changes)

    def _get(
        self, path: str, query: Mapping[str, str] | None = None, key: str | None = None, **headers: str
    ) -> httpx.Response:
        return self._send("GET", path, query, key, **headers)

    def _send(
        self,
        method: str,
        path: str,
        query: Mapping[str, str] | None = None,
        key: str | None = None,
        **headers: str,
    ) -> httpx.Response:
        sent = {"Accept": "application/json, application/problem+json", "Accept-Language": "nl", **headers}
        if key is not None:
            sent |= {"Authorization": f"Bearer {key}", **self._school}
        try:
            return self._client.request(method, f"{self.api_url}/{path}", params=query, headers=sent)
        except httpx.TimeoutException:
            raise _Wrong(f"Geen antwoord binnen {_SECONDS:.0f} seconden.", "onbereikbaar") from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise _Wrong(_why(error), "onbereikbaar") from None

    def _reachable(self) -> str:
        answer = self._get("status")
        if answer.status_code != HTTPStatus.OK or "facade" not in _content(answer):
            raise _Wrong(
                f"Wat hier antwoordt is deze API niet (HTTP {answer.status_code}); het adres eindigt op /v1."
            )
        self._version = answer.headers.get("API-Version", "")
        found = text(_content(answer), "facade", "status")
        if found != "in-orde":
            raise _Wrong(
                f"De facade zegt van zichzelf: {found}. {text(_content(answer), 'facade', 'uitleg')}"
            )
        stream = answer.extensions.get("network_stream")
        tls = stream.get_extra_info("ssl_object") if stream is not None else None
        return (
            f"Versie {self._version}, over {tls.version()}."
            if tls
            else f"Versie {self._version}, zonder TLS."
        )

    def _headers(self) -> str:
        headers = self._get("status").headers
        wanting = [name for name, value in _HEADERS.items() if value not in headers.get(name, "")]
        if wanting:
            raise _Wrong(f"Niet zoals het hoort: {', '.join(wanting)}.")
        return "Beveiliging en cache zijn aangegeven."

    def _document(self) -> str:
        answer = self._get("openapi.json")
        content = _content(answer)
        if answer.status_code != HTTPStatus.OK or not text(content, "openapi"):
            raise _Wrong(f"Het document komt niet (HTTP {answer.status_code}).")
        version = text(content, "info", "version")
        if version != self._version:
            raise _Wrong(f"Het beschrijft versie {version}, en de facade is {self._version}.")
        again = self._get("openapi.json", **{"If-None-Match": answer.headers.get("ETag", "")})
        if again.status_code != HTTPStatus.NOT_MODIFIED:
            raise _Wrong(f"Wie het al heeft krijgt het opnieuw (HTTP {again.status_code} in plaats van 304).")
        return f"OpenAPI {text(content, 'openapi')}, versie {version}; wie het heeft krijgt 304."

    def _sbb(self) -> str:
        sbb = _content(self._get("status")).get("sbb", {})
        status, why = text(sbb, "status"), text(sbb, "uitleg")
        if status == "storing" and self._leerbedrijf is not None:
            raise _Wrong(why)
        if status != "in-orde":
            raise _Wrong(why, "let-op")
        return why

    def _unknown_address(self) -> str:
        answer = self._get("bestaat-niet")
        _require_problem(answer, HTTPStatus.NOT_FOUND, "resource-onbekend")
        return "404 resource-onbekend, als problem+json met het nummer van de aanvraag."

    def _wrong_method(self) -> str:
        answer = self._send("DELETE", "status")
        _require_problem(answer, HTTPStatus.METHOD_NOT_ALLOWED, "methode-niet-toegestaan")
        if "GET" not in answer.headers.get("Allow", ""):
            raise _Wrong("405 zonder Allow.")
        return "405, met in Allow wat wel kan."

    def _wrong_key(self) -> str:
        answer = self._get("status/school", key=_NOBODYS_KEY)
        if answer.is_success:
            raise _Wrong("Een verzonnen sleutel wordt TOEGELATEN.")
        _require_problem(answer, HTTPStatus.UNAUTHORIZED, "niet-geauthenticeerd")
        # API Gateway says this by itself; what it makes of it for who reads something else, AWS says nowhere.
        try:
            answer = self._get("status/school", key=_NOBODYS_KEY, Accept="application/xml")
            _require_problem(answer, HTTPStatus.UNAUTHORIZED, "niet-geauthenticeerd")
        except _Wrong as wrong:
            raise _Wrong(f"Aan wie XML vraagt: {wrong.toelichting}") from None
        return "Een verzonnen sleutel wordt geweigerd (401), ook aan wie XML vraagt."

    def _key(self) -> str:
        answer = self._get("status/school", key=self._sleutel)
        content = _content(answer)
        if not answer.is_success:
            raise _Wrong(_told(answer) + _HELP.get(text(content, "code"), ""))
        if text(content, "status") in {"verstoord", "let-op"}:
            problems = [
                text(content, part, "uitleg")
                for part in ("certificaat", "licentie")
                if text(content, part, "status") not in {"in-orde", "onbekend", "nog-niet-geprobeerd"}
            ]
            raise _Wrong(
                f"Aanvaard, voor school {text(content, 'school')}. {' '.join(problems)}".strip(), "let-op"
            )
        return f"Aanvaard, voor school {text(content, 'school')}."

    def _question(self, path: str, scope: str) -> str:
        place = path.format(id=self._leerbedrijf or NO_LEERBEDRIJF)
        if self._leerbedrijf is None:
            answer = self._get(place, _UNKNOWN, self._sleutel)
            _require_scope(answer, scope)
            _require_problem(answer, HTTPStatus.BAD_REQUEST, "onbekende-parameter")
            return "Leest de vraag en weigert wat niet bestaat; SBB is niet gevraagd."
        answer = self._get(place, key=self._sleutel)
        _require_scope(answer, scope)
        code = text(_content(answer), "code")
        if answer.is_success or code in {"leerbedrijf-onbekend", "resource-onbekend"}:
            kept = answer.headers.get("Cache-Status", "")
            return f"SBB antwoordt ({code or 'gevonden'}){f'; {kept}' if kept else ''}."
        raise _Wrong(_told(answer))

    def _changes(self) -> str:
        answer = self._get("mutaties", {"vanaf": "nu", "limit": "1"}, self._sleutel)
        _require_scope(answer, "mutaties")
        if not text(_content(answer), "volgendeCursor"):
            raise _Wrong(_told(answer))
        return "De feed antwoordt."


# What to do about a key that is not taken.
_HELP: Final = {
    "niet-geauthenticeerd": " Is het de sleutel van deze stapel, en is hij niet ingetrokken of verlopen?",
    "school-vereist": " Geef --school.",
    "geen-toegang": " Van een nieuwe afnemer weet API Gateway het soms na enkele minuten.",
}


def _result(part: str, check: Callable[[], str]) -> CheckResult:
    try:
        return CheckResult(part, "goed", check())
    except _Wrong as wrong:
        return CheckResult(part, wrong.uitkomst, wrong.toelichting)


def _require_scope(answer: httpx.Response, scope: str) -> None:
    if answer.status_code == HTTPStatus.FORBIDDEN and text(_content(answer), "code") == "geen-toegang":
        raise _Wrong(f"De sleutel heeft de scope {scope} niet.", "overgeslagen")


def _require_problem(answer: httpx.Response, status: HTTPStatus, code: str) -> None:
    """A problem as every one is: its kind, its code, and the number that also stands in the log."""
    found = text(_content(answer), "code")
    if (answer.status_code, found) != (status, code):
        raise _Wrong(f"Verwacht was {status} {code}. {_told(answer)}")
    if not answer.headers.get("Content-Type", "").startswith("application/problem+json"):
        raise _Wrong(f"{status} {code}, maar niet als problem+json.")
    if text(_content(answer), "instance") != f"urn:uuid:{answer.headers.get('X-Request-Id', '')}":
        raise _Wrong(f"{status} {code}, maar `instance` en X-Request-Id verschillen.")


def _told(answer: httpx.Response) -> str:
    content = _content(answer)
    what = f"HTTP {answer.status_code} {text(content, 'code')}".strip()
    return f"{what}: {text(content, 'detail')}" if text(content, "detail") else f"{what}."


def _content(answer: httpx.Response) -> dict[str, Any]:
    try:
        content = json.loads(answer.content)
    except (ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}


# What the error says that lies under httpx's own, the first that fits.
_CAUSES: Final[tuple[tuple[type[BaseException], str], ...]] = (
    (ssl.SSLCertVerificationError, "Het certificaat van dit adres wordt niet vertrouwd"),
    (ssl.SSLError, "De TLS-verbinding mislukt; luistert daar wel HTTPS?"),
    (socket.gaierror, "Die naam bestaat niet; klopt het adres?"),
    (ConnectionRefusedError, "Daar luistert niemand; draait de facade?"),
)


def _why(error: Exception) -> str:
    """In words: TLS, a name that there is not, nobody who listens, or another kind of error."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"{_CAUSES[0][1]}: {cause.verify_message}."
        for kind, told in _CAUSES:
            if isinstance(cause, kind):
                return told
        cause = cause.__cause__ or cause.__context__
    return f"Niet bereikbaar ({type(error).__name__})."
