"""How the stack reaches SBB: the simulator that it starts itself, or another endpoint."""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from local import processes
from local.processes import Lopend
from local.settings import PROJECT, AndereSbb
from local.writing import lees_json

_BINNEN: Final = 60.0
# The school of the simulator that the demo key is for.
_SCHOOL: Final = "99XX"


@dataclass(frozen=True, slots=True)
class SbbAansluiting:
    """How SBB, simulated or real, is reached by the stack."""

    url: str
    ontvanger_oin: str
    ca: Path
    certificaat: Path
    sleutel: Path
    licentie: str = field(repr=False)
    brin: str | None
    extra: dict[str, str]


def start_simulator(werkmap: Path, poort: int | None, onthoud: Callable[[Lopend], None]) -> SbbAansluiting:
    """Start it and wait until it is ready; `onthoud` hears of the process. Raises StartteNiet."""
    map_, logboek = werkmap / "sbb", werkmap / "sbb.log"
    klaar = map_ / "sbb.json"
    klaar.unlink(missing_ok=True)
    opdracht = [sys.executable, "-m", "local.sbb", "--map", str(map_), "--poort", str(poort or 0)]
    omgeving = {"PATH": os.defpath, "PYTHONPATH": str(PROJECT)}
    lopend = processes.start(opdracht, omgeving, logboek, PROJECT, onthoud)
    processes.wacht(klaar.exists, lopend, logboek, _BINNEN)
    sbb = lees_json(klaar)
    return SbbAansluiting(
        url=sbb["url"],
        ontvanger_oin=sbb["ontvangerOin"],
        ca=Path(sbb["ca"]),
        certificaat=Path(sbb["clientCert"]),
        sleutel=Path(sbb["clientKey"]),
        licentie=sbb["licenties"][_SCHOOL],
        brin=_SCHOOL,
        extra={},
    )


def andere_sbb(sbb: AndereSbb) -> SbbAansluiting:
    """As the settings say."""
    extra = {
        "SbbNamespace": sbb.namespace,
        "SbbSoapAction": sbb.soapaction,
        "SbbAdressen": sbb.adressen or None,
    }
    return SbbAansluiting(
        url=sbb.url,
        ontvanger_oin=sbb.oin,
        ca=sbb.ca,
        certificaat=sbb.certificaat,
        sleutel=sbb.sleutel,
        licentie=sbb.licentie,
        brin=sbb.school_brin,
        extra={naam: waarde for naam, waarde in extra.items() if waarde is not None},
    )
