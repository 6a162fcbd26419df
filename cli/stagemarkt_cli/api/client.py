"""One request to the facade: sent, and its answer or its problem understood."""

import json
from collections.abc import Mapping
from typing import Any, Final, NamedTuple
from urllib.parse import quote

import httpx

from stagemarkt_cli.api.access import Toegang
from stagemarkt_cli.api.problems import als_melding
from stagemarkt_cli.messages import NIET_BEREIKBAAR, Melding

# API Gateway gives up after 29 seconds.
_SECONDEN: Final = 35.0


class Antwoord(NamedTuple):
    """The JSON as it came, and read."""

    tekst: str
    inhoud: Mapping[str, Any]


class Klant:
    """Asks the facade, as one school where that is said.

    Args:
        toegang: where, and with which key.
        school: the BRIN for `Namens-School`.
        transport: of httpx; its own unless given.
    """

    def __init__(
        self, toegang: Toegang, school: str | None = None, transport: httpx.BaseTransport | None = None
    ) -> None:
        self._toegang = toegang
        self._koppen = {
            "Authorization": f"Bearer {toegang.sleutel}",
            "Accept": "application/json, application/problem+json",
            "Accept-Language": "nl",
            **({"Namens-School": school} if school else {}),
        }
        self._transport = transport

    def geef(self, *pad: str, query: Mapping[str, str] | None = None) -> Antwoord:
        """GET the resource at these parts of a path.

        Raises:
            Melding: there was no answer, or it is a problem.
        """
        return self._stuur("GET", pad, params=query)

    def stuur(self, *pad: str, lichaam: Mapping[str, Any]) -> Antwoord:
        """POST a body. Raises as `geef` does."""
        return self._stuur("POST", pad, json=lichaam)

    def _stuur(self, methode: str, pad: tuple[str, ...], **inhoud: Any) -> Antwoord:  # noqa: ANN401 - httpx's
        adres = "/".join((self._toegang.api_url, *(quote(deel, safe="") for deel in pad)))
        try:
            with httpx.Client(transport=self._transport, timeout=_SECONDEN) as client:
                antwoord = client.request(methode, adres, headers=self._koppen, **inhoud)
        except httpx.TimeoutException:
            raise Melding(
                f"De facade antwoordde niet op tijd: {self._toegang.api_url}", code=NIET_BEREIKBAAR
            ) from None
        except (httpx.HTTPError, httpx.InvalidURL) as fout:
            raise Melding(
                f"De facade is niet bereikbaar: {self._toegang.api_url}",
                f"Oorzaak: {type(fout).__name__}. Draait ze? Lokaal start `make up` haar.",
                code=NIET_BEREIKBAAR,
            ) from None
        return _lees(antwoord)


def _lees(antwoord: httpx.Response) -> Antwoord:
    try:
        inhoud = json.loads(antwoord.content)
    except (ValueError, RecursionError):
        inhoud = None
    if not antwoord.is_success:
        raise als_melding(antwoord.status_code, inhoud)
    if not isinstance(inhoud, dict):
        raise Melding(
            "Wat er antwoordt, is deze API niet: geen JSON-object.",
            "Klopt het adres? Het eindigt op /v1.",
            code=NIET_BEREIKBAAR,
        )
    return Antwoord(antwoord.text, inhoud)
