"""The PKI of the receivers: a CA of their own, a certificate for `localhost`, and two that are no good."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from local.certificates import (
    SLACK,
    CertificateHolder,
    IssuedCertificate,
    KeyPair,
    Validity,
    make_ca,
    make_server,
    usable,
)

HOSTS = ("localhost", "127.0.0.1", "::1")
_GOOD = CertificateHolder("Ontvanger", "localhost")
_OTHER = CertificateHolder("Ontvanger", "ander.example")


@dataclass(frozen=True)
class ReceiverPki:
    """Where everything lies; all paths are absolute.

    Attributes:
        ca: what a sender must trust.
        server: for `localhost` and its addresses.
        other_name: for another name.
        expired: for `localhost`, of last year.
    """

    ca: Path
    server: KeyPair
    other_name: KeyPair
    expired: KeyPair


def make_pki(folder: Path) -> ReceiverPki:
    """Make the PKI in the folder, or what lacks of it; what is there and still good stays."""
    folder = folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    pairs = [KeyPair.in_folder(folder, name) for name in ("ca", "server", "andere-naam", "verlopen")]
    ca_pair, server, other_name, expired = pairs
    ca = ca_pair.read()
    known = server.read()
    if ca is None or known is None or not usable(known, ca.certificaat, _GOOD.subject()):
        ca = make_ca("Stagemarkt receiver CA")
        yesterday = dt.datetime.now(dt.UTC) - dt.timedelta(days=1)
        past = Validity(yesterday - dt.timedelta(days=365) - SLACK, yesterday)
        ca_pair.write(ca)
        other_name.write(make_server(ca, _OTHER, (_OTHER.naam,)))
        expired.write(_server(ca, past))
        server.write(_server(ca, Validity.one_year()))
    return ReceiverPki(ca_pair.cert, server, other_name, expired)


def _server(ca: IssuedCertificate, validity: Validity) -> IssuedCertificate:
    return make_server(ca, _GOOD, HOSTS, validity)
