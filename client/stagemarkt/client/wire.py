"""Between a call and HTTP: the request that it is, and what its answer means. Nothing is sent here."""

import json
from datetime import UTC, date, datetime
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import quote, urlsplit

import httpx

from stagemarkt.client.answer import Answer
from stagemarkt.client.call import Call
from stagemarkt.client.errors import (
    AnswerTooLate,
    NoAnswer,
    StagemarktError,
    UnexpectedAnswer,
    WrongSettings,
    as_error,
)
from stagemarkt.client.retry import seconds_of

_AT_HOME: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_DOTS: Final = frozenset({"", ".", ".."})
# The facade certainly had nothing of these.
_NEVER_SENT: Final = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)


class Wire:
    """An address and a key, and how calls to it look.

    Args:
        api_url: up to and including `/v1`; https, but on this machine itself.
        sleutel: the key.
        school: the BRIN for `Namens-School`, where a call names none.
        taal: `nl` or `en`, of what is for people.

    Raises:
        WrongSettings: one of these cannot be right.
    """

    def __init__(self, api_url: str, sleutel: str, school: str | None, taal: str) -> None:
        self.api_url = _checked_url(api_url)
        if not sleutel or not sleutel.isascii() or not sleutel.isprintable() or " " in sleutel:
            raise WrongSettings("De sleutel is leeg, of bevat tekens die in geen sleutel staan.")
        self._headers = {
            "Authorization": f"Bearer {sleutel}",
            "Accept": "application/json, application/problem+json",
            "Accept-Language": taal,
            **({"Namens-School": school} if school else {}),
        }

    def request(self, call: Call, client: httpx.Client | httpx.AsyncClient) -> httpx.Request:
        """What goes over the line for this call.

        Raises:
            WrongSettings: an argument cannot be sent.
        """
        if _DOTS & set(call.path):
            raise WrongSettings("Een ID is leeg, of alleen punten.")
        path = "/".join(quote(part, safe="", errors="replace") for part in call.path)
        headers = self._headers | {name: value for name, value in call.header.items() if value is not None}
        wrong = [name for name, value in headers.items() if not value.isascii() or not value.isprintable()]
        if wrong:
            raise WrongSettings(f"Dit kan niet in een kopregel staan: de waarde van {', '.join(wrong)}.")
        query = {name: _query(value) for name, value in call.query.items() if value is not None}
        content = None
        if call.body is not None:
            fields = {name: value for name, value in call.body.items() if value is not None}
            content = json.dumps(fields, default=_plain).encode()
            headers["Content-Type"] = "application/json"
        return client.build_request(
            call.method, f"{self.api_url}/{path}", params=query, headers=headers, content=content
        )


def read(response: httpx.Response) -> Answer[Any] | StagemarktError:
    """What an answer means: what was asked for, or why not."""
    status = response.status_code
    if status in {HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED}:
        return Answer(status, response.headers, b"", None)
    try:
        content = json.loads(response.content)
    except (ValueError, RecursionError):
        content = None
    if not response.is_success:
        after = seconds_of(response.headers.get("Retry-After"), datetime.now(UTC))
        return as_error(status, content, after)
    if not isinstance(content, dict):
        return UnexpectedAnswer("Wat er antwoordt, is deze API niet: geen JSON-object.", status)
    return Answer(status, response.headers, response.content, content)


def failure(error: httpx.HTTPError) -> NoAnswer:
    """What it means that nothing came back. Only its kind is taken: the rest knows the key."""
    kind = AnswerTooLate if isinstance(error, httpx.TimeoutException) else NoAnswer
    return kind(type(error).__name__, sent=not isinstance(error, _NEVER_SENT))


def _checked_url(api_url: str) -> str:
    try:
        parts = urlsplit(api_url)
        host = parts.hostname
        httpx.URL(api_url)
    except (ValueError, httpx.InvalidURL):
        host = None
    if not host or parts.scheme not in {"http", "https"} or parts.query or parts.fragment or parts.username:
        raise WrongSettings("Dit is geen adres van een API: https://…/v1 is bedoeld.")
    if parts.scheme == "http" and host not in _AT_HOME:
        raise WrongSettings("Over http zou de sleutel leesbaar zijn onderweg: gebruik https.")
    return api_url.rstrip("/")


def _query(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    # What is no text at all is replaced, and refused by the facade.
    return str(_plain(value)).encode(errors="replace").decode()


def _plain(value: object) -> object:
    """A day or a moment as the API writes it; the rest as it is."""
    if isinstance(value, datetime) and value.tzinfo is None:
        raise WrongSettings("Een tijdstip heeft een tijdzone nodig.")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str | int | float):
        return value
    raise WrongSettings(f"Een {type(value).__name__} kan niet verstuurd worden.")
