"""One attempt to bring a message to a school's endpoint, over mutual TLS with SBB's own certificate."""

import http.client
import ssl
from typing import Final
from urllib.parse import urlsplit

from local.sbb.mutatiebericht import ACTIE, Bericht, Ontvangst, lees_ontvangst
from local.sbb.pki import Pki
from local.sbb.pki_bestanden import Sleutelpaar
from local.sbb.zendstoringen import lichaam

_SECONDEN: Final = 30.0
_MAX_ANTWOORD: Final = 2**20


class Bezorger:
    """Brings messages. It trusts the CA of the PKI, which also signs the receiver at home."""

    def __init__(self, pki: Pki) -> None:
        self._pki = pki

    def bezorg(self, bericht: Bericht, storing: str | None) -> Ontvangst:
        """Make one attempt, spoilt in this way; whatever fails on the way is told in the outcome."""
        doel = urlsplit(bericht.endpoint)
        try:
            verbinding = http.client.HTTPSConnection(
                doel.hostname or "", doel.port, timeout=_SECONDEN, context=self._context(storing)
            )
            try:
                koppen = {"Content-Type": "text/xml; charset=utf-8", "SOAPAction": f'"{ACTIE}"'}
                pad = f"{doel.path}?{doel.query}" if doel.query else doel.path
                verbinding.request("POST", pad or "/", lichaam(bericht, storing), koppen)
                antwoord = verbinding.getresponse()
                return lees_ontvangst(antwoord.status, antwoord.read(_MAX_ANTWOORD), bericht.id)
            finally:
                verbinding.close()
        except (OSError, http.client.HTTPException, ValueError) as fout:
            return Ontvangst(None, f"geen antwoord: {type(fout).__name__}")

    def _context(self, storing: str | None) -> ssl.SSLContext:
        context = ssl.create_default_context(cafile=str(self._pki.ca))
        eigen = self._certificaat(storing)
        if eigen is not None:
            context.load_cert_chain(eigen.cert, eigen.key)
        return context

    def _certificaat(self, storing: str | None) -> Sleutelpaar | None:
        if storing == "zonder-certificaat":
            return None
        if storing == "andere-oin":
            return next(iter(self._pki.scholen.values()))
        return self._pki.sbb_client
