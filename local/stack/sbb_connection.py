"""How the stack reaches SBB: the simulator that it starts itself, or another endpoint."""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from local.settings import PROJECT, OtherSbb
from local.stack import processes
from local.stack.processes import RunningProcess
from local.stack.writing import read_json

_WITHIN: Final = 60.0
# The school of the simulator that the demo key is for.
_SCHOOL: Final = "99XX"


@dataclass(frozen=True, slots=True)
class SbbConnection:
    """How SBB, simulated or real, is reached by the stack."""

    url: str
    receiver_oin: str
    ca: Path
    certificaat: Path
    sleutel: Path
    licentie: str = field(repr=False)
    brin: str | None
    extra: dict[str, str]


def start_simulator(
    work_dir: Path, port: int | None, remember: Callable[[RunningProcess], None]
) -> SbbConnection:
    """Start it and wait until it is ready; `remember` hears of the process. Raises DidNotStart."""
    folder, logbook = work_dir / "sbb", work_dir / "sbb.log"
    ready = folder / "sbb.json"
    ready.unlink(missing_ok=True)
    command = [sys.executable, "-m", "local.sbb", "--map", str(folder), "--poort", str(port or 0)]
    environment = {"PATH": os.defpath, "PYTHONPATH": str(PROJECT)}
    running = processes.start(command, environment, logbook, PROJECT, remember)
    processes.wait(ready.exists, running, logbook, _WITHIN)
    sbb = read_json(ready)
    return SbbConnection(
        url=sbb["url"],
        receiver_oin=sbb["ontvangerOin"],
        ca=Path(sbb["ca"]),
        certificaat=Path(sbb["clientCert"]),
        sleutel=Path(sbb["clientKey"]),
        licentie=sbb["licenties"][_SCHOOL],
        brin=_SCHOOL,
        extra={},
    )


def other_sbb(sbb: OtherSbb) -> SbbConnection:
    """As the settings say."""
    extra = {
        "SbbNamespace": sbb.namespace,
        "SbbSoapAction": sbb.soapaction,
        "SbbAdressen": sbb.adressen or None,
    }
    return SbbConnection(
        url=sbb.url,
        receiver_oin=sbb.oin,
        ca=sbb.ca,
        certificaat=sbb.certificaat,
        sleutel=sbb.sleutel,
        licentie=sbb.licentie,
        brin=sbb.school_brin,
        extra={name: value for name, value in extra.items() if value is not None},
    )
