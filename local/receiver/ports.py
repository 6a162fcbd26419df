"""Where webhooks may go at home: three ports of this machine, with a CA of their own, and nowhere else."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from local.receiver.pki import ReceiverPki, make_pki
from local.stack.processes import HeldPorts

_COUNT = 3
# Of nobody: the OIN of whoever runs the deployment, as the source of every change names it.
BEHEERDER_OIN = "00000003999999990000"


class Receivers(NamedTuple):
    """The exceptions of the local deployment. Nobody listens there until `python -m local.receiver` does."""

    ports: list[int]
    pki: ReceiverPki

    @classmethod
    def in_folder(cls, work_dir: Path, earlier: Iterable[int], held: HeldPorts) -> "Receivers":
        """With the ports of last time, so that what was subscribed keeps its URL, or with free ones.

        They are in `held` from here on: nobody listens there yet, and nobody else may begin to.
        """
        ports = [port for port in earlier if held.hold(port)][:_COUNT]
        ports += [held.choose() for _ in range(_COUNT - len(ports))]
        return cls(ports, make_pki(work_dir / "ontvanger"))

    def parameters(self) -> dict[str, str]:
        """The parameters of the template."""
        return {
            "BeheerderOin": BEHEERDER_OIN,
            "WebhookUitzonderingen": ",".join(f"localhost:{port}" for port in self.ports),
            "WebhookUitzonderingenCa": self.pki.ca.read_text(),
        }

    def in_stack(self) -> dict[str, Any]:
        """What `stack.json` says of them: a receiver shows this certificate, whoever writes it."""
        return {
            "ontvangers": [f"https://localhost:{port}/" for port in self.ports],
            "ontvangerCa": str(self.pki.ca),
            "ontvangerCert": str(self.pki.server.cert),
            "ontvangerKey": str(self.pki.server.key),
        }
