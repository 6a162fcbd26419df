"""The subject of a certificate as text: which serialNumbers are in it, and no others than are really there.

Reads what RFC 4514 writes, and its relatives by OpenSSL and Java: `CN=x,2.5.4.5=#1301..`, `CN = "x, y"`,
`CN=x+SERIALNUMBER=y`. The form with slashes (`/CN=x/serialNumber=y`) is refused: it escapes nothing, so that
a name can pose as a field.
"""

import re
from collections.abc import Iterator
from typing import Final

_SERIENUMMER: Final = frozenset({"serialnumber", "2.5.4.5", "oid.2.5.4.5"})
_SOORT: Final = re.compile(r"\s*([A-Za-z][A-Za-z0-9-]*|(?:OID\.)?[0-9]+(?:\.[0-9]+)*)\s*=[ ]*", re.ASCII)
# One value: quoted, or hexadecimal, or plain with escapes; and what ends it.
_WAARDE: Final = re.compile(
    r'(?:"(?P<citaat>(?:[^"\\]|\\.)*)"|(?P<hex>#[0-9A-Fa-f]+)'
    r'|(?P<kaal>(?:[^",;+<>\\#]|\\.)(?:[^",;+<>\\]|\\.)*|))'
    r"\s*(?P<einde>[,;+]|$)",
    re.DOTALL,
)
_ZONDER_SPATIES: Final = re.compile(r"\A((?:\\.|[^\\])*?) *\Z", re.DOTALL)
_ONTSNAPT: Final = re.compile(r"\\(?:([0-9A-Fa-f]{2})|(.))", re.DOTALL)
# The string types of ASN.1 in which a serialNumber may come: UTF8String, PrintableString, IA5String.
_TEKSTSOORTEN: Final = frozenset({0x0C, 0x13, 0x16})
_KORT: Final = 128


class OngeldigOnderwerp(ValueError):
    """This is no distinguished name that can be read in one way only."""


def serienummers(onderwerp: str) -> list[str]:
    """The values of every serialNumber in this distinguished name, in its order.

    Raises:
        OngeldigOnderwerp: it cannot be read, or not in one way only.
    """
    return [waarde for soort, waarde in _delen(onderwerp) if soort.lower() in _SERIENUMMER]


def _delen(onderwerp: str) -> Iterator[tuple[str, str]]:
    plek = 0
    while True:
        soort = _SOORT.match(onderwerp, plek)
        waarde = soort and _WAARDE.match(onderwerp, soort.end())
        if not soort or not waarde:
            raise OngeldigOnderwerp("no distinguished name")
        yield soort[1], _tekst(waarde)
        if not waarde["einde"]:
            return
        plek = waarde.end()


def _tekst(waarde: re.Match[str]) -> str:
    if waarde["hex"] is not None:
        return _uit_der(waarde["hex"][1:])
    if waarde["citaat"] is not None:
        return _ontsnap(waarde["citaat"])
    # Spaces at the end do not count, but for one that was escaped.
    return _ontsnap(_ZONDER_SPATIES.sub(r"\1", waarde["kaal"]))


def _ontsnap(tekst: str) -> str:
    # Two hexadecimal digits are a byte of UTF-8; outside ASCII, where no OIN is, it may be read as another.
    return _ONTSNAPT.sub(lambda treffer: chr(int(treffer[1], 16)) if treffer[1] else treffer[2], tekst)


def _uit_der(hexadecimaal: str) -> str:
    """The text in a DER string of which the hexadecimal form is given."""
    try:
        soort, lengte, *inhoud = bytes.fromhex(hexadecimaal)
    except ValueError:
        raise OngeldigOnderwerp("no DER value") from None
    if soort not in _TEKSTSOORTEN or lengte >= _KORT or lengte != len(inhoud):
        raise OngeldigOnderwerp("no short DER string")
    try:
        return bytes(inhoud).decode()
    except UnicodeDecodeError:
        raise OngeldigOnderwerp("no text in a DER string") from None
