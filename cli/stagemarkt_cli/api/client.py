"""One request to the facade: sent, and its answer or its problem understood."""

import json
from collections.abc import Mapping
from typing import Any, Final, NamedTuple
from urllib.parse import quote

import httpx

from stagemarkt_cli.api.access import ApiAccess
from stagemarkt_cli.api.problems import ApiRefusal, as_notice
from stagemarkt_cli.messages import NOT_REACHABLE, Notice

# API Gateway gives up after 29 seconds.
_SECONDS: Final = 35.0


class ApiResponse(NamedTuple):
    """The JSON as it came, and read."""

    tekst: str
    inhoud: Mapping[str, Any]


class ApiClient:
    """Asks the facade, as one school where that is said.

    Args:
        toegang: where, and with which key.
        school: the BRIN for `Namens-School`.
        transport: of httpx; its own unless given.
    """

    def __init__(
        self, toegang: ApiAccess, school: str | None = None, transport: httpx.BaseTransport | None = None
    ) -> None:
        self._toegang = toegang
        self._headers = {
            "Authorization": f"Bearer {toegang.sleutel}",
            "Accept": "application/json, application/problem+json",
            "Accept-Language": "nl",
            **({"Namens-School": school} if school else {}),
        }
        self._transport = transport

    def get(self, *path: str, query: Mapping[str, str] | None = None) -> ApiResponse:
        """GET the resource at these parts of a path.

        Raises:
            ApiRefusal: there was no answer, or it is a problem.
            Notice: what answered is not this API.
        """
        return self._send("GET", path, params=query)

    def send(self, *path: str, body: Mapping[str, Any]) -> ApiResponse:
        """POST a body. Raises as `get` does."""
        return self._send("POST", path, json=body)

    def remove(self, *path: str) -> None:
        """DELETE what is there, whatever its version. Raises as `get` does."""
        self._send("DELETE", path, extra={"If-Match": "*"})

    def _send(
        self,
        method: str,
        path: tuple[str, ...],
        *,
        extra: Mapping[str, str] | None = None,
        **content: Any,  # noqa: ANN401 - httpx's
    ) -> ApiResponse:
        adres = "/".join((self._toegang.api_url, *(quote(part, safe="") for part in path)))
        try:
            with httpx.Client(transport=self._transport, timeout=_SECONDS) as client:
                answer = client.request(method, adres, headers={**self._headers, **(extra or {})}, **content)
        except httpx.TimeoutException:
            raise ApiRefusal(
                f"De facade antwoordde niet op tijd: {self._toegang.api_url}",
                code=NOT_REACHABLE,
                repeatable=True,
            ) from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise ApiRefusal(
                f"De facade is niet bereikbaar: {self._toegang.api_url}",
                f"Oorzaak: {type(error).__name__}. Draait ze? Lokaal start `make up` haar.",
                code=NOT_REACHABLE,
                repeatable=isinstance(error, httpx.TransportError),
            ) from None
        return _read(answer)


def _read(answer: httpx.Response) -> ApiResponse:
    if answer.status_code == httpx.codes.NO_CONTENT:
        return ApiResponse("", {})
    try:
        content = json.loads(answer.content)
    except (ValueError, RecursionError):
        content = None
    if not answer.is_success:
        raise as_notice(answer.status_code, content, answer.headers)
    if not isinstance(content, dict):
        raise Notice(
            "Wat er antwoordt, is deze API niet: geen JSON-object.",
            "Klopt het adres? Het eindigt op /v1.",
            code=NOT_REACHABLE,
        )
    return ApiResponse(answer.text, content)
