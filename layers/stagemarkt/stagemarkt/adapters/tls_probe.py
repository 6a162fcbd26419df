"""Tries the door of SBB (implements `ports.records.Prober`): a TLS handshake, no request."""

import contextlib
import socket
import ssl
from typing import Final
from urllib.parse import urlsplit

from stagemarkt.adapters.own_failures import as_shortage, is_own
from stagemarkt.adapters.soap.tls import tls_context
from stagemarkt.adapters.soap.transport_errors import is_ambiguous, is_refusal
from stagemarkt.model.errors import Bilingual, BronCertificate, BronUnavailable

_PATIENCE: Final = 3.0


class TlsProber:
    """Connects to `url` and checks SBB's certificate against `ca`. No school's certificate is shown."""

    def __init__(self, url: str, ca: str) -> None:
        self._url = urlsplit(url)
        self._ca = ca

    def probe(self) -> None:
        """As the port says."""
        host, port = self._url.hostname or "", self._url.port or 443
        context = tls_context(self._ca, None)
        begun = False
        try:
            with contextlib.ExitStack() as this_stack:
                bare = this_stack.enter_context(socket.create_connection((host, port), _PATIENCE))
                connection = this_stack.enter_context(
                    context.wrap_socket(bare, server_hostname=host, do_handshake_on_connect=False)
                )
                try:
                    connection.do_handshake()
                finally:
                    # Chosen in the first thing that a server says.
                    begun = connection.cipher() is not None
        except ssl.SSLCertVerificationError as error:
            text = Bilingual(
                "Het certificaat van SBB wordt niet vertrouwd.", "SBB's certificate is not trusted."
            )
            raise BronCertificate(text, internal=error.verify_message) from None
        except ssl.SSLError as error:
            if is_own(error):
                raise as_shortage(error) from None
            # A door that asks for a certificate, and gets none, is a door that answers.
            if not is_refusal(error) or (is_ambiguous(error) and not begun):
                text = Bilingual("SBB is niet te bereiken.", "SBB cannot be reached.")
                raise BronUnavailable(text, internal=f"SSLError {error.reason}") from None
        except (OSError, MemoryError) as error:
            if is_own(error):
                raise as_shortage(error) from None
            text = Bilingual("SBB is niet te bereiken.", "SBB cannot be reached.")
            raise BronUnavailable(text, internal=type(error).__name__) from None
