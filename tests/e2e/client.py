"""A client of the deployed facade, and of the simulator's control interface behind it."""

import json
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx

from tests.e2e.documented import DocumentedAnswers
from tests.waiting import wait_until

# Longer than API Gateway waits, also where the machine is busy.
_PATIENCE = 120.0


class FacadeClient:
    """Speaks HTTP to the API as a vendor would; `sbb` is the simulator's control interface."""

    def __init__(self, work_dir: Path, *, bediening: bool = True) -> None:
        self.stack: dict[str, Any] = json.loads((work_dir / "stack.json").read_text())
        self.work_dir = work_dir
        # Whatever a test asks, what comes must be what the document says.
        documented = DocumentedAnswers(self.stack["apiUrl"])
        self.http = httpx.Client(
            base_url=self.stack["apiUrl"],
            timeout=_PATIENCE,
            trust_env=False,
            event_hooks={"response": [documented]},
        )
        adres = json.loads((work_dir / "sbb" / "sbb.json").read_text())["bediening"] if bediening else ""
        self.sbb = httpx.Client(base_url=adres, timeout=_PATIENCE, trust_env=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trail: TracebackType | None
    ) -> None:
        self.http.close()
        self.sbb.close()

    def question(
        self, path: str, *, method: str = "GET", sleutel: str | None = None, **rest: Any
    ) -> httpx.Response:
        """One request with the demo key, or with another."""
        headers = {"Authorization": f"Bearer {sleutel or self.stack['apiKey']}", **rest.pop("headers", {})}
        return self.http.request(method, path, headers=headers, **rest)

    def ask_until_kept(self, path: str, **rest: Any) -> None:
        """Ask for this until it comes from the cache.

        A list is not kept where a mutatie of its school came in while it was asked for, and an earlier test
        may have left some under way.
        """
        wait_until(
            lambda: "; hit;" in self.question(path, **rest).headers.get("Cache-Status", ""),
            _PATIENCE,
            "a kept answer",
        )

    def erkenning(self, leerbedrijf_id: str, code: str, **query: str) -> httpx.Response:
        """Natrekken."""
        return self.question(f"/leerbedrijven/{leerbedrijf_id}/erkenningen/{code}", params=query)

    def storing(self, kind: str, **rest: Any) -> None:
        """Let the simulator fail in this way until told otherwise."""
        self.sbb.post("/storingen", json={"soort": kind, **rest}).raise_for_status()

    @cached_property
    def register(self) -> list[dict[str, Any]]:
        """Every leerbedrijf that the simulator had when it was first asked."""
        register: list[dict[str, Any]] = self.sbb.get("/leerbedrijven", params={"limit": 600}).json()[
            "leerbedrijven"
        ]
        return register

    def restore_sbb(self) -> None:
        """No faults, and an empty record of requests."""
        self.sbb.delete("/storingen").raise_for_status()
        self.sbb.delete("/verzoeken").raise_for_status()

    def requests(self) -> list[dict[str, Any]]:
        """What reached SBB since the record was emptied."""
        requests: list[dict[str, Any]] = self.sbb.get("/verzoeken").json()["verzoeken"]
        return requests
