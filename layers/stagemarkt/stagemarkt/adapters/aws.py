"""What the adapters for AWS share: how clients try, and whatever AWS raises, translated in one place."""

import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, ConnectionClosedError, ReadTimeoutError, SSLError

from stagemarkt.model.age import NEVER, Age
from stagemarkt.model.errors import StorageError

if TYPE_CHECKING:
    from botocore.client import BaseClient

# A connection unused for so long (seconds) may have died; one in use is alive, and what does not answer on it
# is AWS. Longer than any time-out of these clients.
_IDLE: Final = 5.0
_FAILED: Final = 500


@contextmanager
def as_storage_error() -> Iterator[None]:
    """Whatever AWS raises becomes an `StorageError` that names the kind of error, not what it was about."""
    try:
        yield
    except ClientError as error:
        raise StorageError(error.response.get("Error", {}).get("Code", "ClientError")) from error
    except BotoCoreError as error:
        raise StorageError(type(error).__name__) from error


def config(*, connect: int, read: int, attempts: int) -> Config:
    """How a client connects and tries; `connect` and `read` in seconds.

    With more than one of `attempts` the SDK tries again by itself, also after a time-out, and waits up to a
    second before it does. For a client that may not take so long: one, and a `SecondTry`.
    """
    return Config(
        connect_timeout=connect,
        read_timeout=read,
        tcp_keepalive=True,
        retries={"mode": "standard", "total_max_attempts": attempts},
    )


class SecondTry:
    """Has a client that gives up soon try once more, at once, where it may not be AWS that failed.

    A worker that was frozen finds its kept connections dead: reset at the first byte, or without a word. So
    what broke is asked again over a new connection, and so is what did not come in time, if nothing was said
    for `_IDLE` seconds before; while AWS itself hangs, only the first call costs two time-outs. An answer
    that says that AWS failed (500 and up) is asked for again too, for that took no time. What is written this
    way knows its own success (decision 0032).

    Args:
        clock: seconds since 1970.
        also_late: whether what did not come in time may take that time once more.
    """

    def __init__(self, clock: Callable[[], float] = time.time, *, also_late: bool = True) -> None:
        self._clock = clock
        self._also_late = also_late
        self._spoke = NEVER

    def of(self, client: "BaseClient") -> None:
        """Have this client do so; one of `attempts=1`."""
        # The types know no hook that gives anything.
        events: Any = client.meta.events
        events.register("needs-retry", self._again)

    def _again(
        self,
        *,
        response: tuple[Any, Any] | None,
        attempts: int,
        caught_exception: BaseException | None,
        **_: object,
    ) -> float | None:
        """In how many seconds botocore tries again; None for not."""
        now = self._clock()
        may_be_late = self._also_late and not self._spoke.under(_IDLE, now)
        self._spoke = Age(now)
        if attempts > 1:
            return None
        if response is not None:
            failed: bool = response[0].status_code >= _FAILED
        else:
            failed = _broke(caught_exception) or (
                may_be_late and isinstance(caught_exception, ReadTimeoutError)
            )
        return 0.0 if failed else None


def _broke(error: BaseException | None) -> bool:
    # TLS that ends without a goodbye is a connection that broke, whatever the error is called.
    return isinstance(error, ConnectionClosedError) or (
        isinstance(error, SSLError) and isinstance(error.kwargs.get("error"), ssl.SSLEOFError)
    )
