"""A connection whose handshake is cut short is closed at once, whoever cuts it."""

import asyncio
import ssl
from collections.abc import Iterable

import httpcore
import pytest
from stagemarkt.adapters.closing_network import SluitendNetwerk


class NepStroom(httpcore.AsyncNetworkStream):
    """A connection whose handshake goes on for ever, or fails."""

    def __init__(self, fout: Exception | None) -> None:
        self._fout = fout
        self.gesloten = False

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,  # noqa: ARG002 - the signature is httpcore's
        server_hostname: str | None = None,  # noqa: ARG002
        timeout: float | None = None,  # noqa: ARG002, ASYNC109
    ) -> httpcore.AsyncNetworkStream:
        """As httpcore says, and without an end."""
        if self._fout is not None:
            raise self._fout
        await asyncio.Event().wait()
        raise AssertionError("it ended")

    async def aclose(self) -> None:
        """As httpcore says."""
        self.gesloten = True


class NepNetwerk(httpcore.AsyncNetworkBackend):
    """Gives that connection."""

    def __init__(self, stroom: NepStroom) -> None:
        self._stroom = stroom

    async def connect_tcp(
        self,
        host: str,  # noqa: ARG002 - the signature is httpcore's
        port: int,  # noqa: ARG002
        timeout: float | None = None,  # noqa: ARG002, ASYNC109
        local_address: str | None = None,  # noqa: ARG002
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,  # noqa: ARG002
    ) -> httpcore.AsyncNetworkStream:
        """As httpcore says."""
        return self._stroom


async def _handdruk(netwerk: SluitendNetwerk, seconden: float) -> None:
    stroom = await netwerk.connect_tcp("127.0.0.1", 443)
    async with asyncio.timeout(seconden):
        await stroom.start_tls(ssl.create_default_context())


@pytest.mark.parametrize("fout", [None, httpcore.ConnectError("refused")])
def test_een_handdruk_die_niet_komt(fout: Exception | None) -> None:
    """Cancelled by the deadline, or failed: the connection is closed, and what happened is still told."""
    stroom = NepStroom(fout)
    with pytest.raises(type(fout) if fout else TimeoutError):
        asyncio.run(_handdruk(SluitendNetwerk(NepNetwerk(stroom)), 0.01))
    assert stroom.gesloten
