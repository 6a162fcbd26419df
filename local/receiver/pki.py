"""The PKI of the receivers: a CA of their own, a certificate for `localhost`, and two that are no good."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from local.sbb.pki.certificates import SPELING, Geldigheid, Houder, Uitgifte, maak_ca, maak_server
from local.sbb.pki.files import Sleutelpaar, bruikbaar

HOSTS = ("localhost", "127.0.0.1", "::1")
_GOED = Houder("Ontvanger", "localhost")
_ANDER = Houder("Ontvanger", "ander.example")


@dataclass(frozen=True)
class Ontvangerpki:
    """Where everything lies; all paths are absolute.

    Attributes:
        ca: what a sender must trust.
        server: for `localhost` and its addresses.
        andere_naam: for another name.
        verlopen: for `localhost`, of last year.
    """

    ca: Path
    server: Sleutelpaar
    andere_naam: Sleutelpaar
    verlopen: Sleutelpaar


def maak_pki(folder: Path) -> Ontvangerpki:
    """Make the PKI in the folder, or what lacks of it; what is there and still good stays."""
    folder = folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    paren = [Sleutelpaar.in_map(folder, naam) for naam in ("ca", "server", "andere-naam", "verlopen")]
    ca_paar, server, andere_naam, verlopen = paren
    ca = ca_paar.lees()
    bekend = server.lees()
    if ca is None or bekend is None or not bruikbaar(bekend, ca.certificaat, _GOED.subject()):
        ca = maak_ca("Stagemarkt receiver CA")
        gisteren = dt.datetime.now(dt.UTC) - dt.timedelta(days=1)
        geweest = Geldigheid(gisteren - dt.timedelta(days=365) - SPELING, gisteren)
        ca_paar.schrijf(ca)
        andere_naam.schrijf(maak_server(ca, _ANDER, (_ANDER.naam,)))
        verlopen.schrijf(_server(ca, geweest))
        server.schrijf(_server(ca, Geldigheid.een_jaar()))
    return Ontvangerpki(ca_paar.cert, server, andere_naam, verlopen)


def _server(ca: Uitgifte, geldigheid: Geldigheid) -> Uitgifte:
    return maak_server(ca, _GOED, HOSTS, geldigheid)
