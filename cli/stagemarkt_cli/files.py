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

from stagemarkt_cli.texts import Onleesbaar, als_tekst, json_uit

# No licence, certificate or chain is as large as this.
GROOTSTE: Final = 256 * 1024
_BLOK: Final = 65_536
# Seconds until something writes to a pipe, and until all is there: a password manager may ask its owner.
_BEGIN: Final = 5.0
_SAMEN: Final = 60.0
_NIET_WACHTEN: Final = getattr(os, "O_NONBLOCK", 0)
_REDENEN: Final[dict[type[OSError], str]] = {
    FileNotFoundError: "het bestaat niet",
    PermissionError: "u mag het niet lezen",
    IsADirectoryError: "het is een map",
    NotADirectoryError: "een deel van het pad is geen map",
}


def lees_bytes(
    bestand: Path,
    grootste: int = GROOTSTE,
    *,
    begin: float = _BEGIN,
    samen: float = _SAMEN,
    klok: Callable[[], float] = time.monotonic,
) -> bytes:
    """All that is in it, at most `grootste` bytes; `-` is standard input.

    Args:
        bestand: where.
        grootste: more than this is refused.
        begin: seconds until something must come out of a pipe that nobody holds open.
        samen: seconds until all of it must be there.
        klok: seconds, monotonic.

    Raises:
        Onleesbaar: there is nothing to read there, or too much.
    """
    if str(bestand) == "-":
        return _begrensd("standaardinvoer", sys.stdin.buffer.read(grootste + 1), grootste)
    try:
        return _begrensd(bestand, _lees(bestand, grootste, _Geduld(begin, samen, klok)), grootste)
    except (OSError, ValueError) as fout:
        if isinstance(fout, Onleesbaar):
            raise
        raise Onleesbaar(f"Niet te lezen: {bestand} ({_reden(fout)}).") from None


def lees_tekst(bestand: Path, grootste: int = GROOTSTE) -> str:
    """The same as text, however an editor wrote it. Raises Onleesbaar."""
    return als_tekst(lees_bytes(bestand, grootste), str(bestand))


def lees_json(bestand: Path, grootste: int = GROOTSTE) -> Any:  # noqa: ANN401 - JSON is anything
    """The same as JSON. Raises Onleesbaar."""
    return json_uit(lees_tekst(bestand, grootste), str(bestand))


class _Geduld:
    """How long a pipe may let us wait."""

    def __init__(self, begin: float, samen: float, klok: Callable[[], float]) -> None:
        self._klok = klok
        self._begin = klok() + begin
        self._einde = klok() + samen

    def wacht(self, bron: int, *, nog_niets: bool) -> bool:
        """Until there is something, or nobody who writes any more; False when it takes too long."""
        over = (self._begin if nog_niets else self._einde) - self._klok()
        peiling = select.poll()
        peiling.register(bron, select.POLLIN)
        return over > 0 and bool(peiling.poll(over * 1000))


def _lees(bestand: Path, grootste: int, geduld: _Geduld) -> bytes:
    # Opening a pipe waits for whoever writes to it, for ever, unless it is told not to.
    bron = os.open(bestand, os.O_RDONLY | _NIET_WACHTEN | getattr(os, "O_BINARY", 0))
    try:
        soort = os.fstat(bron).st_mode
        if stat.S_ISDIR(soort):
            raise IsADirectoryError
        inhoud = bytearray()
        geopend = not stat.S_ISFIFO(soort)
        while len(inhoud) <= grootste:
            try:
                deel = os.read(bron, _BLOK)
            except BlockingIOError:
                geopend = True
                if not geduld.wacht(bron, nog_niets=False):
                    raise Onleesbaar(f"Niet te lezen: {bestand} (er komt geen einde aan).") from None
                continue
            if deel:
                inhoud += deel
                geopend = True
            elif geopend:
                break
            elif not geduld.wacht(bron, nog_niets=True):
                raise Onleesbaar(f"Niet te lezen: {bestand} (er komt niets uit: niemand schrijft erin).")
        return bytes(inhoud)
    finally:
        os.close(bron)


def _begrensd(bestand: object, inhoud: bytes, grootste: int) -> bytes:
    if len(inhoud) > grootste:
        raise Onleesbaar(f"Niet te lezen: {bestand} (het is groter dan {_omvang(grootste)}).")
    return inhoud


def _omvang(grootste: int) -> str:
    mega = 1024 * 1024
    return f"{grootste // mega} MB" if grootste >= mega else f"{grootste // 1024} kB"


def _reden(fout: Exception) -> str:
    for soort, reden in _REDENEN.items():
        if isinstance(fout, soort):
            return reden
    return "dat pad kan niet bestaan" if isinstance(fout, ValueError) else "het besturingssysteem weigert"
