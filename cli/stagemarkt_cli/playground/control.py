"""The control interface of the simulated SBB of `make up`, as a client."""

from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import httpx

from stagemarkt_cli.files import read_json
from stagemarkt_cli.messages import NOT_REACHABLE, WRONG_USAGE, Notice
from stagemarkt_cli.texts import UnreadableText

DESCRIPTION: Final = Path(".local", "sbb", "sbb.json")


def control_address(work_dir: Path) -> str:
    """Where it is, as `make up` wrote it in this folder. Raises Notice when it did not."""
    try:
        return str(read_json(work_dir / DESCRIPTION)["bediening"])
    except (UnreadableText, TypeError, KeyError):
        raise Notice(
            "De nagebootste SBB draait hier niet.",
            f"Start in de map waar `make up` {DESCRIPTION} schreef, of geef --bediening.",
            code=WRONG_USAGE,
        ) from None


class ControlClient:
    """Asks the simulator for something; a context manager.

    Args:
        address: of the control interface.
        transport: of httpx; its own unless given.
    """

    def __init__(self, address: str, transport: httpx.BaseTransport | None = None) -> None:
        self._client = httpx.Client(base_url=address, transport=transport, timeout=30, trust_env=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trail: TracebackType | None
    ) -> None:
        self._client.close()

    def ask(self, method: str, path: str, body: object = None) -> dict[str, Any]:
        """The JSON that it gives.

        Raises:
            Notice: it does not answer, or refuses.
        """
        try:
            answer = self._client.request(method, path, json=body)
            inhoud: dict[str, Any] = answer.json()
        except (httpx.HTTPError, httpx.InvalidURL, ValueError):
            raise Notice("De nagebootste SBB antwoordt niet: draait `make up`?", code=NOT_REACHABLE) from None
        if answer.is_error:
            raise Notice(*[str(fout) for fout in inhoud.get("fouten", ["geweigerd"])], code=WRONG_USAGE)
        return inhoud

    def school(self) -> str:
        """The BRIN of the school of `make up`: the first that the simulator has."""
        return str(next(iter(self.ask("GET", "/")["licenties"])))
