"""The front's own certificate, from the local PKI: then the simulator knows whom it brings mutaties to."""

from dataclasses import dataclass
from pathlib import Path

from local.certificates import CertificateHolder, KeyPair, make_ca, usable
from local.certificates import make_server as issue
from local.sbb.pki import HOSTS, read_ca

_HOLDER = CertificateHolder("Stagemarkt Facade", "localhost")


@dataclass(frozen=True)
class ServerCertificate:
    """Where the CA and the certificate with its key lie."""

    ca: Path
    pair: KeyPair


def make_server(folder: Path) -> ServerCertificate:
    """Make the certificate by the CA in the folder (0700), or by a new one; what holds for a week stays."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    ca = read_ca(folder)
    if ca is None:
        ca = make_ca("Stagemarkt intake CA")
        KeyPair.in_folder(folder, "ca").write(ca)
    pair = KeyPair.in_folder(folder, "intake-server")
    existing = pair.read()
    if existing is None or not usable(existing, ca.certificaat, _HOLDER.subject()):
        pair.write(issue(ca, _HOLDER, HOSTS))
    return ServerCertificate(folder / "ca.pem", pair)
