"""The PKI of the simulator: one CA, SBB's server, SBB's own client and a client for each school."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from local.sbb.pki.certificates import Houder, Uitgifte, maak_ca, maak_client, maak_server
from local.sbb.pki.files import Sleutelpaar, bruikbaar
from local.sbb.protocol import OIN_SBB, oin_van

HOSTS = ("localhost", "127.0.0.1", "::1")
SBB_SERVER = Houder("SBB", "localhost")
SBB_CLIENT = Houder("SBB", "whitelabel.sbb.example", OIN_SBB)


@dataclass(frozen=True)
class Pki:
    """Where everything lies; `scholen` by BRIN. All paths are absolute."""

    folder: Path
    ca: Path
    server: Sleutelpaar
    sbb_client: Sleutelpaar
    scholen: dict[str, Sleutelpaar]


def maak_pki(folder: Path, *, scholen: Mapping[str, str]) -> Pki:
    """Make the PKI in the folder, or what lacks of it.

    Args:
        folder: where the PEM files go; made 0700.
        scholen: name of each school by BRIN; the name stands in its certificate.

    What is there already stays, as long as it is complete, comes from this CA, names the
    same holder and holds for more than a week. A new CA means new certificates for all.
    """
    folder = folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    ca = lees_ca(folder) or _nieuwe_ca(folder)
    server = Sleutelpaar.in_map(folder, "server")
    bestaand = server.lees()
    if bestaand is None or not bruikbaar(bestaand, ca.certificaat, SBB_SERVER.subject()):
        server.schrijf(maak_server(ca, SBB_SERVER, HOSTS))
    return Pki(
        folder=folder,
        ca=folder / "ca.pem",
        server=server,
        sbb_client=_client(folder, "sbb-client", ca, SBB_CLIENT),
        scholen={brin: _client(folder, brin, ca, houder_van(brin, naam)) for brin, naam in scholen.items()},
    )


def houder_van(brin: str, naam: str) -> Houder:
    """Give whom a school's certificate is for: its name, its White Label host and its OIN."""
    return Houder(naam, f"whitelabel.{brin.lower()}.example", oin_van(brin))


def lees_ca(folder: Path) -> Uitgifte | None:
    """Read the CA of the folder; None when there is none that can still sign."""
    ca = Sleutelpaar.in_map(folder, "ca").lees()
    return ca if ca is not None and bruikbaar(ca, ca.certificaat) else None


def _nieuwe_ca(folder: Path) -> Uitgifte:
    ca = maak_ca("Stagemarkt simulator CA")
    Sleutelpaar.in_map(folder, "ca").schrijf(ca)
    return ca


def _client(folder: Path, naam: str, ca: Uitgifte, houder: Houder) -> Sleutelpaar:
    paar = Sleutelpaar.in_map(folder, naam)
    bestaand = paar.lees()
    if bestaand is None or not bruikbaar(bestaand, ca.certificaat, houder.subject()):
        paar.schrijf(maak_client(ca, houder))
    return paar
