"""The PKI of the simulator: one CA, SBB's server, SBB's own client and a client for each school.

And client certificates with something wrong with them, for tests of what SBB refuses.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from local.certificates import (
    CertificateHolder,
    IssuedCertificate,
    KeyPair,
    Validity,
    make_ca,
    make_client,
    make_server,
    usable,
)
from local.sbb.protocol import OIN_SBB, oin_of

HOSTS = ("localhost", "127.0.0.1", "::1")
SBB_SERVER = CertificateHolder("SBB", "localhost")
SBB_CLIENT = CertificateHolder("SBB", "whitelabel.sbb.example", OIN_SBB)


@dataclass(frozen=True)
class Pki:
    """Where everything lies; `scholen` by BRIN. All paths are absolute."""

    folder: Path
    ca: Path
    server: KeyPair
    sbb_client: KeyPair
    scholen: dict[str, KeyPair]


def make_pki(folder: Path, *, scholen: Mapping[str, str]) -> Pki:
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
    ca = read_ca(folder) or _new_ca(folder)
    server = KeyPair.in_folder(folder, "server")
    existing = server.read()
    if existing is None or not usable(existing, ca.certificaat, SBB_SERVER.subject()):
        server.write(make_server(ca, SBB_SERVER, HOSTS))
    return Pki(
        folder=folder,
        ca=folder / "ca.pem",
        server=server,
        sbb_client=_client(folder, "sbb-client", ca, SBB_CLIENT),
        scholen={brin: _client(folder, brin, ca, holder_of(brin, name)) for brin, name in scholen.items()},
    )


def holder_of(brin: str, name: str) -> CertificateHolder:
    """Give whom a school's certificate is for: its name, its White Label host and its OIN."""
    return CertificateHolder(name, f"whitelabel.{brin.lower()}.example", oin_of(brin))


def read_ca(folder: Path) -> IssuedCertificate | None:
    """Read the CA of the folder; None when there is none that can still sign."""
    ca = KeyPair.in_folder(folder, "ca").read()
    return ca if ca is not None and usable(ca, ca.certificaat) else None


def _new_ca(folder: Path) -> IssuedCertificate:
    ca = make_ca("Stagemarkt simulator CA")
    KeyPair.in_folder(folder, "ca").write(ca)
    return ca


def _client(folder: Path, name: str, ca: IssuedCertificate, holder: CertificateHolder) -> KeyPair:
    pair = KeyPair.in_folder(folder, name)
    existing = pair.read()
    if existing is None or not usable(existing, ca.certificaat, holder.subject()):
        pair.write(make_client(ca, holder))
    return pair


DAY = dt.timedelta(days=1)


def expired_client(pki: Pki, brin: str) -> KeyPair:
    """Make a school's client certificate that ran out yesterday."""
    now = dt.datetime.now(dt.UTC)
    validity = Validity(now - 31 * DAY, now - DAY)
    return _keep(pki, f"{brin}-verlopen", make_client(_ca(pki), holder_of(brin, brin), validity))


def foreign_client(pki: Pki, brin: str) -> KeyPair:
    """Make a school's client certificate, right in everything but the CA that signed it."""
    return _keep(pki, f"{brin}-vreemd", make_client(make_ca("Vreemde CA"), holder_of(brin, brin)))


def client_without_oin(pki: Pki, name: str = "zonder-oin") -> KeyPair:
    """Make a client certificate of SBB's CA without an OIN in its subject."""
    return _keep(pki, name, make_client(_ca(pki), CertificateHolder("Naamloos", "zonder-oin.example")))


def _ca(pki: Pki) -> IssuedCertificate:
    ca = read_ca(pki.folder)
    if ca is None:
        raise FileNotFoundError(f"no usable CA in {pki.folder}")
    return ca


def _keep(pki: Pki, name: str, issued: IssuedCertificate) -> KeyPair:
    pair = KeyPair.in_folder(pki.folder, name)
    pair.write(issued)
    return pair
