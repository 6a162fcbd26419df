"""The intake at home: its parameters, and its TLS front in place of the domain that AWS would have."""

import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from local.intake.front import PATH
from local.settings import PROJECT
from local.stack import processes
from local.stack.processes import RunningProcess

_WITHIN = 30.0
# There is nothing at these: the front stands in the place of the API that they are of.
_PARAMETERS = {
    "IntakeDomein": "intake.stagemarkt.example",
    "IntakeCertificaat": "arn:aws:acm:eu-west-1:000000000000:certificate/thuis",
    "IntakeTruststore": "s3://stagemarkt-pakketten/truststore.pem",
}


class LocalIntake(NamedTuple):
    """Where it listens, and who it trusts.

    Attributes:
        port: on 127.0.0.1.
        work_dir: of the stack.
        pki: the folder with the CA of its certificate.
        client_ca: the PEM of who may issue SBB's client certificate.
        client: certificate and key of the simulated SBB; None for another, which has its own.
    """

    port: int
    work_dir: Path
    pki: Path
    client_ca: Path
    client: tuple[Path, Path] | None

    @property
    def url(self) -> str:
        """Where SBB brings mutaties."""
        return f"https://localhost:{self.port}{PATH}"

    def parameters(self) -> dict[str, str]:
        """The parameters of the template."""
        return {**_PARAMETERS, "IntakeUrl": self.url}

    def start(self, aws: str, output: Mapping[str, str], remember: Callable[[RunningProcess], None]) -> None:
        """Start the front before the deployed function, and wait until it listens.

        Raises:
            DidNotStart: it does not.
        """
        ready, logbook = self.work_dir / "intake" / "intake.json", self.work_dir / "intake.log"
        ready.unlink(missing_ok=True)
        command = [sys.executable, "-m", "local.intake", "--map", str(ready.parent), "--pki", str(self.pki)]
        command += ["--ca", str(self.client_ca), "--aws", aws, "--functie", output["InnameFunctie"]]
        command += ["--poort", str(self.port)]
        environment = {"PATH": os.defpath, "PYTHONPATH": str(PROJECT)}
        running = processes.start(command, environment, logbook, PROJECT, remember)
        processes.wait(ready.exists, running, logbook, _WITHIN)

    def in_stack(self) -> dict[str, Any]:
        """What `stack.json` says of it."""
        cert, key = map(str, self.client) if self.client else (None, None)
        return {
            "intakeUrl": self.url,
            "intakeCa": str(self.pki / "ca.pem"),
            "intakeClientCert": cert,
            "intakeClientKey": key,
        }
