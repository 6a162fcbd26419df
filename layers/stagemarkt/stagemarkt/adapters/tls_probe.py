"""Tries the door of SBB (implements `ports.records.Peiler`): a TLS handshake, no request."""

import contextlib
import socket
import ssl
from typing import Final
from urllib.parse import urlsplit

from stagemarkt.adapters.own_failures import als_tekort, is_eigen
from stagemarkt.adapters.soap.tls import tls_context
from stagemarkt.adapters.soap.transport_errors import is_dubbelzinnig, is_weigering
from stagemarkt.model.errors import BronCertificaat, BronNietBeschikbaar, Tekst

_GEDULD: Final = 3.0


class TlsPeiler:
    """Connects to `url` and checks SBB's certificate against `ca`. No school's certificate is shown."""

    def __init__(self, url: str, ca: str) -> None:
        self._url = urlsplit(url)
        self._ca = ca

    def peil(self) -> None:
        """As the port says."""
        gastheer, poort = self._url.hostname or "", self._url.port or 443
        context = tls_context(self._ca, None)
        begonnen = False
        try:
            with contextlib.ExitStack() as stapel:
                kaal = stapel.enter_context(socket.create_connection((gastheer, poort), _GEDULD))
                verbinding = stapel.enter_context(
                    context.wrap_socket(kaal, server_hostname=gastheer, do_handshake_on_connect=False)
                )
                try:
                    verbinding.do_handshake()
                finally:
                    # Chosen in the first thing that a server says.
                    begonnen = verbinding.cipher() is not None
        except ssl.SSLCertVerificationError as fout:
            tekst = Tekst(
                "Het certificaat van SBB wordt niet vertrouwd.", "SBB's certificate is not trusted."
            )
            raise BronCertificaat(tekst, intern=fout.verify_message) from None
        except ssl.SSLError as fout:
            if is_eigen(fout):
                raise als_tekort(fout) from None
            # A door that asks for a certificate, and gets none, is a door that answers.
            if not is_weigering(fout) or (is_dubbelzinnig(fout) and not begonnen):
                tekst = Tekst("SBB is niet te bereiken.", "SBB cannot be reached.")
                raise BronNietBeschikbaar(tekst, intern=f"SSLError {fout.reason}") from None
        except (OSError, MemoryError) as fout:
            if is_eigen(fout):
                raise als_tekort(fout) from None
            tekst = Tekst("SBB is niet te bereiken.", "SBB cannot be reached.")
            raise BronNietBeschikbaar(tekst, intern=type(fout).__name__) from None
