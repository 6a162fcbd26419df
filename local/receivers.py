"""Where webhooks may go at home: three ports of this machine, with a CA of their own, and nowhere else."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from local import processes
from local.receiver.pki import Ontvangerpki, maak_pki

_AANTAL = 3
# Of nobody: the OIN of whoever runs the deployment, as the source of every change names it.
BEHEERDER_OIN = "00000003999999990000"


class Ontvangers(NamedTuple):
    """The exceptions of the local deployment. Nobody listens there until `python -m local.receiver` does."""

    poorten: list[int]
    pki: Ontvangerpki

    @classmethod
    def in_map(cls, werkmap: Path, vroeger: Iterable[int]) -> "Ontvangers":
        """With the ports of last time, so that what was subscribed keeps its URL, or with free ones."""
        poorten = [poort for poort in vroeger if processes.is_vrij(poort)][:_AANTAL]
        while len(poorten) < _AANTAL:
            poort = processes.vrije_poort()
            poorten += [] if poort in poorten else [poort]
        return cls(poorten, maak_pki(werkmap / "ontvanger"))

    def parameters(self) -> dict[str, str]:
        """The parameters of the template."""
        return {
            "BeheerderOin": BEHEERDER_OIN,
            "WebhookUitzonderingen": ",".join(f"localhost:{poort}" for poort in self.poorten),
            "WebhookUitzonderingenCa": self.pki.ca.read_text(),
        }

    def in_stack(self) -> dict[str, Any]:
        """What `stack.json` says of them: a receiver shows this certificate, whoever writes it."""
        return {
            "ontvangers": [f"https://localhost:{poort}/" for poort in self.poorten],
            "ontvangerCa": str(self.pki.ca),
            "ontvangerCert": str(self.pki.server.cert),
            "ontvangerKey": str(self.pki.server.key),
        }
