"""The collection, run from top to bottom at the stack as Postman's runner does: every request works."""

import json
import re
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from local.receiver.behaviour import BEHAVIOURS
from portal.collection import COLLECTION
from tests.e2e.client import FacadeClient
from tests.e2e.followers import Webhook
from tests.e2e.simulator import SimulatorControl

ITEMS = [item for folder in json.loads(COLLECTION.read_text())["item"] for item in folder["item"]]
_KEEPS = re.compile(r'pm\.collectionVariables\.set\("(\w+)", pm\.response\.json\(\)\.([\w.\[\]]+)\);')


class CollectionRunner:
    """Fills in variables, sends, and does what the scripts say."""

    def __init__(self, http: httpx.Client, variables: dict[str, str]) -> None:
        self._http, self.variables = http, variables

    def send(self, item: dict[str, Any]) -> httpx.Response:
        """One request, as it stands there."""
        request = item["request"]
        places = {row["key"]: self._filled(row["value"]) for row in request["url"]["variable"]}
        parts = [places[part[1:]] if part.startswith(":") else part for part in request["url"]["path"]]
        headers = self._on(request["header"])
        if request.get("auth", {}).get("type") != "noauth":
            headers["Authorization"] = f"Bearer {self.variables['sleutel']}"
        answer = self._http.request(
            request["method"],
            "/".join([self.variables["apiUrl"], *parts]),
            params=self._on(request["url"]["query"]),
            headers=headers,
            content=self._filled(request["body"]["raw"]) if "body" in request else None,
        )
        for event in item.get("event", []):
            self._keep(event["script"]["exec"], answer)
        return answer

    def _on(self, rows: list[dict[str, Any]]) -> dict[str, str]:
        return {row["key"]: self._filled(row["value"]) for row in rows if not row.get("disabled")}

    def _filled(self, text: str) -> str:
        return re.sub(r"\{\{(\w+)\}\}", lambda match: self.variables[match[1]], text)

    def _keep(self, lines: list[str], answer: httpx.Response) -> None:
        for line in lines:
            match = _KEEPS.fullmatch(line)
            assert match is not None, line
            value: Any = answer.json()
            for step in re.findall(r"\w+", match[2]):
                value = value[int(step) if step.isdigit() else step]
            self.variables[match[1]] = str(value)


@pytest.fixture
def purged(purge_cache: Callable[[], None]) -> None:
    """Nothing is kept of what other tests did at SBB."""
    purge_cache()


@pytest.mark.usefixtures("purged")
def test_every_request_works(facade: FacadeClient, sbb: SimulatorControl) -> None:
    """Each gives a 2xx with nothing filled in but address, key and receiver; what was made ends with it."""
    sbb.report(1)
    with Webhook(facade) as webhook:
        webhook.receiver.behaviour = BEHAVIOURS["goed"]
        webhook.receiver.sleutels.clear()
        # The same receiver under a path of its own: an abonnement of the collection's.
        variables = {
            "apiUrl": facade.stack["apiUrl"],
            "sleutel": facade.stack["apiKey"],
            "webhookUrl": f"{facade.stack['ontvangers'][0]}verzameling",
        }
        runner = CollectionRunner(facade.http, variables)
        statuses = {item["name"]: runner.send(item).status_code for item in ITEMS}
    assert {name: status for name, status in statuses.items() if not 200 <= status < 300} == {}
    assert len(statuses) == len(ITEMS) > 24
    left = facade.question("/abonnementen").json()["resultaten"]
    assert [one for one in left if one.get("url", "").endswith("verzameling")] == []
