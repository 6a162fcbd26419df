"""The emulated AWS: MiniStack, in an environment of its own, started clean (see docs/decisions)."""

import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Final

from local import processes
from local.door import WARM
from local.emulator.gatekeeper import WIE
from local.processes import Lopend
from local.settings import PROJECT

REGIO: Final = "eu-west-1"
# What the emulator takes for its root account, name and secret alike.
HOOFDREKENING: Final = "test"
_BINNEN: Final = 60.0
# Never by way of a proxy that the machine may have set.
_RECHTSTREEKS: Final = urllib.request.build_opener(urllib.request.ProxyHandler({}))
# As hypercorn takes it: a folder to import from, and in it a module.
_POORTWACHTER: Final = PROJECT / "local.emulator.gatekeeper"


def python() -> Path:
    """The interpreter of its environment, on which the Lambdas run too; `make up` installs it."""
    return PROJECT / ".local" / "venv-ministack" / "bin" / "python"


def versie() -> str:
    """Which Python it runs on, as its environment says; empty when there is none."""
    try:
        return (python().parents[1] / "pyvenv.cfg").read_text(encoding="utf-8")
    except OSError:
        return ""


def start(poort: int, merk: str, deur: str, werkmap: Path, onthoud: Callable[[Lopend], None]) -> None:
    """Start it on 127.0.0.1 and wait until it answers with `merk`, a text that no other one knows.

    `deur` is what its door is told (`local.door.wens`).

    Raises:
        StartteNiet: it did not.
    """
    tijdelijk = werkmap / "ministack"
    tijdelijk.mkdir(parents=True, exist_ok=True)
    logboek = werkmap / "ministack.log"
    omgeving = {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "HOME": str(tijdelijk),
        "TMPDIR": str(tijdelijk),
        "GATEWAY_PORT": str(poort),
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
        # The execution roles' policies are enforced, as on AWS.
        "AUTH": "true",
        "MINISTACK_REGION": REGIO,
        "LOG_LEVEL": "WARNING",
        "STAGEMARKT_MERK": merk,
        "STAGEMARKT_DEUR": deur,
        # What a burst leaves behind goes again, but for one process of each function.
        "LAMBDA_WARM_TTL_SECONDS": str(WARM),
    }
    opdracht = [
        *(str(python()), "-m", "hypercorn", f"{_POORTWACHTER}:maak_app()"),
        # Bound to this machine: MiniStack's own start takes every interface.
        *("--bind", f"127.0.0.1:{poort}", "--workers", "0", "--keep-alive", "75", "--log-level", "WARNING"),
        # As many as may come at once: who finds no room here would be refused, or wait for seconds.
        *("--backlog", "1024"),
    ]
    lopend = processes.start(opdracht, omgeving, logboek, werkmap, onthoud)
    processes.wacht(lambda: antwoordt(poort, merk), lopend, logboek, _BINNEN)


def antwoordt(poort: int, merk: str) -> bool:
    """Whether the one that was started with `merk` is ready on this port."""
    return _haal(poort, WIE) == merk.encode() and _haal(poort, "/_ministack/ready") is not None


def _haal(poort: int, pad: str) -> bytes | None:
    try:
        with _RECHTSTREEKS.open(f"http://127.0.0.1:{poort}{pad}", timeout=2) as antwoord:
            inhoud: bytes = antwoord.read()
            return inhoud
    except (urllib.error.URLError, OSError, ValueError):
        return None
