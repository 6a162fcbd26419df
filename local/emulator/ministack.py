"""The emulated AWS: MiniStack, in an environment of its own, started clean (see docs/decisions)."""

import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Final

from local.emulator.door import WARM
from local.emulator.gatekeeper import WHO
from local.settings import PROJECT
from local.stack import processes
from local.stack.processes import RunningProcess

REGION: Final = "eu-west-1"
# What the emulator takes for its root account, name and secret alike.
MAIN_ACCOUNT: Final = "test"
_WITHIN: Final = 60.0
# Never by way of a proxy that the machine may have set.
_DIRECTLY: Final = urllib.request.build_opener(urllib.request.ProxyHandler({}))
# As hypercorn takes it: a folder to import from, and in it a module.
_GATEKEEPER: Final = PROJECT / "local.emulator.gatekeeper"


def python() -> Path:
    """The interpreter of its environment, on which the Lambdas run too; `make up` installs it."""
    return PROJECT / ".local" / "venv-ministack" / "bin" / "python"


def version() -> str:
    """Which Python it runs on, as its environment says; empty when there is none."""
    try:
        return (python().parents[1] / "pyvenv.cfg").read_text(encoding="utf-8")
    except OSError:
        return ""


def start(
    port: int, mark: str, door: str, work_dir: Path, remember: Callable[[RunningProcess], None]
) -> None:
    """Start it on 127.0.0.1 and wait until it answers with `mark`, a text that no other one knows.

    `door` is what its door is told (`local.emulator.door.door_settings`).

    Raises:
        DidNotStart: it did not.
    """
    temporary = work_dir / "ministack"
    temporary.mkdir(parents=True, exist_ok=True)
    logbook = work_dir / "ministack.log"
    environment = {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "HOME": str(temporary),
        "TMPDIR": str(temporary),
        "GATEWAY_PORT": str(port),
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
        # The execution roles' policies are enforced, as on AWS.
        "AUTH": "true",
        "MINISTACK_REGION": REGION,
        "LOG_LEVEL": "WARNING",
        "STAGEMARKT_MERK": mark,
        "STAGEMARKT_DEUR": door,
        # What a burst leaves behind goes again, but for one process of each function.
        "LAMBDA_WARM_TTL_SECONDS": str(WARM),
    }
    command = [
        *(str(python()), "-m", "hypercorn", f"{_GATEKEEPER}:build_app()"),
        # Bound to this machine: MiniStack's own start takes every interface.
        *("--bind", f"127.0.0.1:{port}", "--workers", "0", "--keep-alive", "75", "--log-level", "WARNING"),
        # As many as may come at once: who finds no room here would be refused, or wait for seconds.
        *("--backlog", "1024"),
    ]
    running = processes.start(command, environment, logbook, work_dir, remember)
    processes.wait(lambda: answers(port, mark), running, logbook, _WITHIN)


def answers(port: int, mark: str) -> bool:
    """Whether the one that was started with `mark` is ready on this port."""
    return _fetch(port, WHO) == mark.encode() and _fetch(port, "/_ministack/ready") is not None


def _fetch(port: int, path: str) -> bytes | None:
    try:
        with _DIRECTLY.open(f"http://127.0.0.1:{port}{path}", timeout=2) as answer:
            content: bytes = answer.read()
            return content
    except (urllib.error.URLError, OSError, ValueError):
        return None
