"""The front's own certificate, from the local PKI: then the simulator knows whom it brings mutaties to."""

from dataclasses import dataclass
from pathlib import Path

from local.sbb.pki.authority import HOSTS, lees_ca
from local.sbb.pki.certificates import Houder, maak_ca
from local.sbb.pki.certificates import maak_server as geef_uit
from local.sbb.pki.files import Sleutelpaar, bruikbaar

_HOUDER = Houder("Stagemarkt Facade", "localhost")


@dataclass(frozen=True)
class Servercertificaat:
    """Where the CA and the certificate with its key lie."""

    ca: Path
    paar: Sleutelpaar


def maak_server(folder: Path) -> Servercertificaat:
    """Make the certificate by the CA in the folder (0700), or by a new one; what holds for a week stays."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    ca = lees_ca(folder)
    if ca is None:
        ca = maak_ca("Stagemarkt intake CA")
        Sleutelpaar.in_map(folder, "ca").schrijf(ca)
    paar = Sleutelpaar.in_map(folder, "intake-server")
    bestaand = paar.lees()
    if bestaand is None or not bruikbaar(bestaand, ca.certificaat, _HOUDER.subject()):
        paar.schrijf(geef_uit(ca, _HOUDER, HOSTS))
    return Servercertificaat(folder / "ca.pem", paar)
