"""The examples in the OpenAPI document, asked of a stack in their order, and compared with what it has."""

import json
import re
import uuid
from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

import httpx

from tests.e2e.client import FacadeClient
from tests.unit.template import TEMPLATE
from tests.waiting import wait_until

Example = Mapping[str, Any]
# What is another each time, by its name.
_OTHERWISE: Final = frozenset(
    {
        # Which of the two it came from, and when, hangs on what was asked before.
        *("actualiteit", "instance", "volgendeCursor", "laatsteSucces", "laatsteAntwoord", "tijdstip"),
        *("geldigTot", "geldigVanaf", "dagenOver", "bekekenOp", "geaccepteerdOp", "aangemaaktOp"),
        *("oudeSleutelTot", "geheim", "time", "testberichtId", "berichtId", "volgendePoging", "lopend"),
        *("pogingen", "verouderd"),
    }
)
# What tells how it is now with SBB and with the school.
_STATES: Final = frozenset({"geefStatus", "geefSchoolstatus"})
# Of a list of what is judged by today.
_TODAY: Final = "peildatum"
# A stack that was just started has seen no failure; before this one other tests may have come.
_SOMETIMES: Final = frozenset({"laatsteFout", "laatsteWeigering", "laatsteAntwoord", "laatsteSucces"})
_URL: Final = "https://bpv.example/mutaties"
_SECONDS: Final = 60.0
_SECRET: Final = re.compile(r"whsec_[0-9A-Za-z+/=]+")
_NO_SECRET: Final = "whsec_DitIsGeenEchteSleutelDitIsGeenEchteSleutel"  # noqa: S105 - it says so


class Surroundings(NamedTuple):
    """What an example may need beside the API.

    Attributes:
        sleutels: the keys, by what the examples call them; `""` for the usual one.
        report_mutatie: has SBB tell of a change.
        reset_guard: has SBB asked again, whatever went wrong before.
    """

    sleutels: Mapping[str, str]
    report_mutatie: Callable[[], None]
    reset_guard: Callable[[], None]


class ExampleAsker:
    """Asks examples of a stack. The document has names for what is called otherwise in each stack."""

    def __init__(self, facade: FacadeClient, surroundings: Surroundings) -> None:
        self._facade, self._surroundings = facade, surroundings
        # In the document -> in this stack.
        self._names: dict[str, str] = {_URL: facade.stack["ontvangers"][0]}

    def ask(self, example: Example) -> Any:
        """Its answer, as the document would have it. Raises AssertionError when it has another status."""
        first = example.get("eerst", {})
        if "poort" in first:
            return _of_the_gateway(first["poort"])
        self._surroundings.reset_guard()
        self._prepare(example, first)
        try:
            for _ in range(first.get("keer", 1)):
                answer = self._send(example, first)
        finally:
            self._facade.restore_sbb()
        assert answer.status_code == example["status"], answer.text
        for field, documented in example.get("noemt", {}).items():
            self._names[documented] = _at(answer.json(), field)
        text = answer.text
        for documented, real in self._names.items():
            text = text.replace(real, documented)
        return json.loads(_SECRET.sub(_NO_SECRET, text))

    def end(self, sleutel: str) -> None:
        """End every abonnement that was made."""
        headers = {"Authorization": f"Bearer {sleutel}", "If-Match": "*"}
        for one in self._facade.http.get("/abonnementen", headers=headers).json()["resultaten"]:
            path = f"/abonnementen/{one['abonnementId']}"
            self._facade.http.delete(path, headers=headers).raise_for_status()

    def _prepare(self, example: Example, first: Mapping[str, Any]) -> None:
        if "storing" in first:
            self._facade.sbb.post("/storingen", json=first["storing"]).raise_for_status()
        if "mutatie" in first:
            self._surroundings.report_mutatie()
            wait_until(
                lambda: self._send(example, first).json()["resultaten"], _SECONDS, "a mutatie in the feed"
            )
        if "afgeleverd" in first:
            wait_until(
                lambda: "laatstePoging" in self._send(example, first).json()["resultaten"][0],
                _SECONDS,
                "an attempt to deliver",
            )

    def _send(self, example: Example, first: Mapping[str, Any]) -> httpx.Response:
        headers = dict(example.get("koppen", {}))
        sleutel = self._surroundings.sleutels[first.get("sleutel", "")]
        if sleutel:
            headers["Authorization"] = f"Bearer {sleutel}"
        body = json.dumps(example["body"]) if "body" in example else None
        if "lengte" in first:
            body = json.dumps({"naam": "x" * first["lengte"]})
        if "controles" in first:
            body = json.dumps({"requests": [{"key": ["900000001", "25998"]}] * first["controles"]})
        if body is not None:
            headers.setdefault("Content-Type", "application/json")
        path = self._here(example["pad"])
        content = None if body is None else self._here(body)
        return self._facade.http.request(example["methode"], path, headers=headers, content=content)

    def _here(self, text: str) -> str:
        for documented, real in self._names.items():
            text = text.replace(documented, real)
        return text


def _at(content: Any, path: str) -> str:
    for name in path.split("/"):
        content = content[int(name) if isinstance(content, list) else name]
    return str(content)


def _of_the_gateway(kind: str) -> Any:
    """What API Gateway answers by itself, as the template has it; the emulated one does not."""
    responses = TEMPLATE["Resources"]["Api"]["Properties"]["GatewayResponses"]
    text: str = responses[kind]["ResponseTemplates"]["application/json"]
    return json.loads(text.replace("$context.requestId", str(uuid.UUID(int=0, version=4))))


def is_as_recorded(example: Example, answer: Any) -> bool:
    """Whether this is what the document has; how things are with SBB differs from one stack to another."""
    if example["operatie"] in _STATES:
        return True
    return bool(comparable(example["antwoord"]) == comparable(answer))


def comparable(content: Any) -> Any:
    """The same without what is another each time."""
    if isinstance(content, list):
        return [comparable(part) for part in content]
    if not isinstance(content, dict):
        return content
    changing = _OTHERWISE | {_TODAY} if "erkend" in content else _OTHERWISE
    return {
        name: "…" if name in changing else comparable(part)
        for name, part in content.items()
        if name not in _SOMETIMES
    }
