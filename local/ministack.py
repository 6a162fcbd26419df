"""The emulated AWS: MiniStack, in an environment of its own, started clean (see docs/decisions)."""

import urllib.error
import urllib.request
from pathlib import Path

from local import processen
from local.instellingen import PROJECT

REGIO = "eu-west-1"
# What the emulator takes for its root account, name and secret alike.
HOOFDREKENING = "test"
_BINNEN = 60.0


def python() -> Path:
    """The interpreter of its environment, on which the Lambdas run too; `make up` installs it."""
    return PROJECT / ".local" / "venv-ministack" / "bin" / "python"


def start(poort: int, werkmap: Path) -> int:
    """Start it on 127.0.0.1 and wait until it answers; its process id."""
    tijdelijk = werkmap / "ministack"
    tijdelijk.mkdir(parents=True, exist_ok=True)
    logboek = werkmap / "ministack.log"
    omgeving = {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "HOME": str(tijdelijk),
        "TMPDIR": str(tijdelijk),
        "GATEWAY_PORT": str(poort),
        # Its default binds every interface.
        "BIND_HOST": "127.0.0.1",
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
        # The execution roles' policies are enforced, as on AWS.
        "AUTH": "true",
        "MINISTACK_REGION": REGIO,
        "LOG_LEVEL": "WARNING",
    }
    pid = processen.start([str(python()), "-m", "ministack"], omgeving, logboek, werkmap)
    processen.wacht(lambda: antwoordt(poort), pid, logboek, _BINNEN)
    return pid


def antwoordt(poort: int) -> bool:
    """Whether a MiniStack answers on this port."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{poort}/_ministack/ready", timeout=2) as antwoord:
            return bool(antwoord.status == 200)  # noqa: PLR2004 - OK
    except (urllib.error.URLError, OSError):
        return False
