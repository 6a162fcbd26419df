"""What the adapters for AWS share: how clients try, and whatever AWS raises, translated in one place."""

import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, TypeVar

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, ConnectionClosedError, SSLError

from stagemarkt.model.age import NEVER, Age
from stagemarkt.model.errors import StorageError

if TYPE_CHECKING:
    from botocore.client import BaseClient

C = TypeVar("C", bound="BaseClient")
# What a client kept open and did not use for so long (seconds) is not used again: while Lambda froze the
# worker, everything in between may have forgotten it.
KEPT: Final = 30.0
# An attempt that took less (seconds) may be made once more, by who may not take long.
_SOON: Final = 0.5
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


def with_fresh_connections(client: C, clock: Callable[[], float] = time.time) -> C:
    """This client, which from now on closes what it kept open and did not use for `KEPT` seconds.

    A connection that died without a word while the worker was frozen is found out by waiting, in vain: a
    time-out that says nothing of AWS, let alone of whose queue it was.

    Args:
        client: any of boto3.
        clock: seconds since 1970; how old a connection is, a clock that stands still would not know.
    """
    used = Age(clock())

    def before(**_: object) -> None:
        nonlocal used
        if not used.under(KEPT, clock()):
            client.close()
        used = Age(clock())

    def after(**_: object) -> None:
        nonlocal used
        used = Age(clock())

    # The types know no hook that gives anything.
    events: Any = client.meta.events
    events.register_first("before-send", before)
    events.register("needs-retry", after)
    return client


class SecondTry:
    """Has a client that gives up soon try once more, at once, where it may not be AWS that failed.

    A worker that was frozen finds a kept connection reset at the first byte. So what broke is asked again,
    over a new one, and so is what AWS answers with a failure of its own (500 and up); but only when that took
    less than `_SOON`, so that a call takes that and one time-out at most. What did not come in time is not
    asked again: it is AWS that hangs, for a connection that may have died without a word was closed before
    (`with_fresh_connections`). What is written this way knows its own success (decision 0032).

    Args:
        clock: seconds since 1970.
    """

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._begun = NEVER

    def of(self, client: "BaseClient") -> None:
        """Have this client do so; one of `attempts=1`."""
        # The types know no hook that gives anything.
        events: Any = client.meta.events
        events.register_first("before-send", self._begin)
        events.register("needs-retry", self._again)

    def _begin(self, **_: object) -> None:
        self._begun = Age(self._clock())

    def _again(
        self,
        *,
        response: tuple[Any, Any] | None,
        attempts: int,
        caught_exception: BaseException | None,
        **_: object,
    ) -> float | None:
        """In how many seconds botocore tries again; None for not."""
        if attempts > 1 or not self._begun.under(_SOON, self._clock()):
            return None
        failed = _broke(caught_exception) if response is None else response[0].status_code >= _FAILED
        return 0.0 if failed else None


def _broke(error: BaseException | None) -> bool:
    # TLS that ends without a goodbye is a connection that broke, whatever the error is called.
    return isinstance(error, ConnectionClosedError) or (
        isinstance(error, SSLError) and isinstance(error.kwargs.get("error"), ssl.SSLEOFError)
    )
