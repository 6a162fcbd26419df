"""The intake at home: its parameters, and its TLS front in place of the domain that AWS would have."""

import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from local import processes
from local.intake.front import PAD
from local.processes import Lopend
from local.settings import PROJECT

_BINNEN = 30.0
# There is nothing at these: the front stands in the place of the API that they are of.
_PARAMETERS = {
    "IntakeDomein": "intake.stagemarkt.example",
    "IntakeCertificaat": "arn:aws:acm:eu-west-1:000000000000:certificate/thuis",
    "IntakeTruststore": "s3://stagemarkt-pakketten/truststore.pem",
}


class Intake(NamedTuple):
    """Where it listens, and who it trusts.

    Attributes:
        poort: on 127.0.0.1.
        werkmap: of the stack.
        pki: the folder with the CA of its certificate.
        client_ca: the PEM of who may issue SBB's client certificate.
        client: certificate and key of the simulated SBB; None for another, which has its own.
    """

    poort: int
    werkmap: Path
    pki: Path
    client_ca: Path
    client: tuple[Path, Path] | None

    @property
    def url(self) -> str:
        """Where SBB brings mutaties."""
        return f"https://localhost:{self.poort}{PAD}"

    def parameters(self) -> dict[str, str]:
        """The parameters of the template."""
        return {**_PARAMETERS, "IntakeUrl": self.url}

    def start(self, aws: str, uitvoer: Mapping[str, str], onthoud: Callable[[Lopend], None]) -> None:
        """Start the front before the deployed function, and wait until it listens.

        Raises:
            StartteNiet: it does not.
        """
        klaar, logboek = self.werkmap / "intake" / "intake.json", self.werkmap / "intake.log"
        klaar.unlink(missing_ok=True)
        opdracht = [sys.executable, "-m", "local.intake", "--map", str(klaar.parent), "--pki", str(self.pki)]
        opdracht += ["--ca", str(self.client_ca), "--aws", aws, "--functie", uitvoer["InnameFunctie"]]
        opdracht += ["--poort", str(self.poort)]
        omgeving = {"PATH": os.defpath, "PYTHONPATH": str(PROJECT)}
        lopend = processes.start(opdracht, omgeving, logboek, PROJECT, onthoud)
        processes.wacht(klaar.exists, lopend, logboek, _BINNEN)

    def in_stack(self) -> dict[str, Any]:
        """What `stack.json` says of it."""
        cert, key = map(str, self.client) if self.client else (None, None)
        return {
            "intakeUrl": self.url,
            "intakeCa": str(self.pki / "ca.pem"),
            "intakeClientCert": cert,
            "intakeClientKey": key,
        }
