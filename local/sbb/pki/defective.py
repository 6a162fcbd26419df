"""Client certificates with something wrong with them, for tests of what SBB refuses."""

import datetime as dt

from local.sbb.pki.authority import Pki, houder_van, lees_ca
from local.sbb.pki.certificates import Geldigheid, Houder, Uitgifte, maak_ca, maak_client
from local.sbb.pki.files import Sleutelpaar

DAG = dt.timedelta(days=1)


def verlopen_client(pki: Pki, brin: str) -> Sleutelpaar:
    """Make a school's client certificate that ran out yesterday."""
    nu = dt.datetime.now(dt.UTC)
    geldigheid = Geldigheid(nu - 31 * DAG, nu - DAG)
    return _bewaar(pki, f"{brin}-verlopen", maak_client(_ca(pki), houder_van(brin, brin), geldigheid))


def vreemde_client(pki: Pki, brin: str) -> Sleutelpaar:
    """Make a school's client certificate, right in everything but the CA that signed it."""
    return _bewaar(pki, f"{brin}-vreemd", maak_client(maak_ca("Vreemde CA"), houder_van(brin, brin)))


def client_zonder_oin(pki: Pki, naam: str = "zonder-oin") -> Sleutelpaar:
    """Make a client certificate of SBB's CA without an OIN in its subject."""
    return _bewaar(pki, naam, maak_client(_ca(pki), Houder("Naamloos", "zonder-oin.example")))


def _ca(pki: Pki) -> Uitgifte:
    ca = lees_ca(pki.folder)
    if ca is None:
        raise FileNotFoundError(f"no usable CA in {pki.folder}")
    return ca


def _bewaar(pki: Pki, naam: str, uitgifte: Uitgifte) -> Sleutelpaar:
    paar = Sleutelpaar.in_map(pki.folder, naam)
    paar.schrijf(uitgifte)
    return paar
