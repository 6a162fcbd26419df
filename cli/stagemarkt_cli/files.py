"""Reads a file, or standard input, whatever it turns out to be: the one place where the command does.

A folder, a pipe that nobody writes to, a device without end, a file of gigabytes: each ends in words.
"""

import os
import select
import stat
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from stagemarkt_cli.texts import UnreadableText, as_text, parse_json

# No licence, certificate or chain is as large as this.
LARGEST: Final = 256 * 1024
_BLOCK: Final = 65_536
# Seconds until something writes to a pipe, and until all is there: a password manager may ask its owner.
_BEGIN: Final = 5.0
_TOGETHER: Final = 60.0
_NO_WAITING: Final = getattr(os, "O_NONBLOCK", 0)
_REASONS: Final[dict[type[OSError], str]] = {
    FileNotFoundError: "het bestaat niet",
    PermissionError: "u mag het niet lezen",
    IsADirectoryError: "het is een map",
    NotADirectoryError: "een deel van het pad is geen map",
}


def read_bytes(
    file: Path,
    largest: int = LARGEST,
    *,
    begin: float = _BEGIN,
    together: float = _TOGETHER,
    clock: Callable[[], float] = time.monotonic,
) -> bytes:
    """All that is in it, at most `largest` bytes; `-` is standard input.

    Args:
        file: where.
        largest: more than this is refused.
        begin: seconds until something must come out of a pipe that nobody holds open.
        together: seconds until all of it must be there.
        clock: seconds, monotonic.

    Raises:
        UnreadableText: there is nothing to read there, or too much.
    """
    if str(file) == "-":
        return _bounded("standaardinvoer", sys.stdin.buffer.read(largest + 1), largest)
    try:
        return _bounded(file, _read(file, largest, _Patience(begin, together, clock)), largest)
    except (OSError, ValueError) as error:
        if isinstance(error, UnreadableText):
            raise
        raise UnreadableText(f"Niet te lezen: {file} ({_reason(error)}).") from None


def read_text(file: Path, largest: int = LARGEST) -> str:
    """The same as text, however an editor wrote it. Raises UnreadableText."""
    return as_text(read_bytes(file, largest), str(file))


def read_json(file: Path, largest: int = LARGEST) -> Any:  # noqa: ANN401 - JSON is anything
    """The same as JSON. Raises UnreadableText."""
    return parse_json(read_text(file, largest), str(file))


class _Patience:
    """How long a pipe may let us wait."""

    def __init__(self, begin: float, together: float, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._begin = clock() + begin
        self._end = clock() + together

    def wait(self, bron: int, *, nothing_yet: bool) -> bool:
        """Until there is something, or nobody who writes any more; False when it takes too long."""
        over = (self._begin if nothing_yet else self._end) - self._clock()
        poller = select.poll()
        poller.register(bron, select.POLLIN)
        return over > 0 and bool(poller.poll(over * 1000))


def _read(file: Path, largest: int, patience: _Patience) -> bytes:
    # Opening a pipe waits for whoever writes to it, for ever, unless it is told not to.
    bron = os.open(file, os.O_RDONLY | _NO_WAITING | getattr(os, "O_BINARY", 0))
    try:
        kind = os.fstat(bron).st_mode
        if stat.S_ISDIR(kind):
            raise IsADirectoryError
        content = bytearray()
        opened = not stat.S_ISFIFO(kind)
        while len(content) <= largest:
            try:
                part = os.read(bron, _BLOCK)
            except BlockingIOError:
                opened = True
                if not patience.wait(bron, nothing_yet=False):
                    raise UnreadableText(f"Niet te lezen: {file} (er komt geen einde aan).") from None
                continue
            if part:
                content += part
                opened = True
            elif opened:
                break
            elif not patience.wait(bron, nothing_yet=True):
                raise UnreadableText(f"Niet te lezen: {file} (er komt niets uit: niemand schrijft erin).")
        return bytes(content)
    finally:
        os.close(bron)


def _bounded(file: object, content: bytes, largest: int) -> bytes:
    if len(content) > largest:
        raise UnreadableText(f"Niet te lezen: {file} (het is groter dan {_size(largest)}).")
    return content


def _size(largest: int) -> str:
    mega = 1024 * 1024
    return f"{largest // mega} MB" if largest >= mega else f"{largest // 1024} kB"


def _reason(error: Exception) -> str:
    for kind, reason in _REASONS.items():
        if isinstance(error, kind):
            return reason
    return "dat pad kan niet bestaan" if isinstance(error, ValueError) else "het besturingssysteem weigert"
