"""Client certificates with something wrong with them, for tests of what SBB refuses."""

import datetime as dt

from local.sbb.pki.authority import Pki, holder_of, read_ca
from local.sbb.pki.certificates import CertificateHolder, IssuedCertificate, Validity, make_ca, make_client
from local.sbb.pki.files import KeyPair

DAY = dt.timedelta(days=1)


def expired_client(pki: Pki, brin: str) -> KeyPair:
    """Make a school's client certificate that ran out yesterday."""
    now = dt.datetime.now(dt.UTC)
    validity = Validity(now - 31 * DAY, now - DAY)
    return _keep(pki, f"{brin}-verlopen", make_client(_ca(pki), holder_of(brin, brin), validity))


def foreign_client(pki: Pki, brin: str) -> KeyPair:
    """Make a school's client certificate, right in everything but the CA that signed it."""
    return _keep(pki, f"{brin}-vreemd", make_client(make_ca("Vreemde CA"), holder_of(brin, brin)))


def client_without_oin(pki: Pki, naam: str = "zonder-oin") -> KeyPair:
    """Make a client certificate of SBB's CA without an OIN in its subject."""
    return _keep(pki, naam, make_client(_ca(pki), CertificateHolder("Naamloos", "zonder-oin.example")))


def _ca(pki: Pki) -> IssuedCertificate:
    ca = read_ca(pki.folder)
    if ca is None:
        raise FileNotFoundError(f"no usable CA in {pki.folder}")
    return ca


def _keep(pki: Pki, naam: str, issued: IssuedCertificate) -> KeyPair:
    pair = KeyPair.in_folder(pki.folder, naam)
    pair.write(issued)
    return pair
