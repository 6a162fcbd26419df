"""A passphrase in each encoding that it may be in: that of who wrote it need not be that of the key."""

from typing import Final, NamedTuple

from stagemarkt_cli.texts import Lezing, Onleesbaar, heeft_merk, lezingen

_LANGST: Final = 1023


class Wachtwoord(NamedTuple):
    """What to try.

    Attributes:
        vormen: bytes, the likeliest first, each once.
        gelezen_als: how the file was read, for who asks why it does not fit; empty of what was typed.
    """

    vormen: tuple[bytes, ...]
    gelezen_als: str = ""

    def __repr__(self) -> str:
        """Without the passphrase."""
        return f"Wachtwoord(gelezen_als={self.gelezen_als!r})"


def getypt(tekst: str) -> Wachtwoord:
    """What somebody typed."""
    return Wachtwoord(_vormen([tekst]))


def uit_bestand(inhoud: bytes) -> Wachtwoord:
    """The one line of a file, without what ends it; a passphrase may be any bytes.

    Raises:
        Onleesbaar: there is none, or more than one; nothing of it is repeated.
    """
    wachtwoord = uit_bytes(inhoud.strip(b"\r\n\0") if not heeft_merk(inhoud) else inhoud)
    eerste = wachtwoord.vormen[0]
    if not eerste:
        raise Onleesbaar("Het wachtwoordbestand is leeg.")
    if any(teken in eerste for teken in b"\r\n\0") or len(eerste) > _LANGST:
        raise Onleesbaar(f"In het wachtwoordbestand hoort één regel, hooguit {_LANGST} bytes.")
    return wachtwoord


def uit_bytes(inhoud: bytes) -> Wachtwoord:
    """These bytes, as whatever text they can be."""
    gelezen = _lezingen(inhoud)
    codering = " en als ".join(dict.fromkeys(lezing.codering for lezing in gelezen))
    vormen = _vormen([lezing.tekst.strip("\r\n\0") for lezing in gelezen])
    zelf = () if heeft_merk(inhoud) else (inhoud,)
    return Wachtwoord(tuple(dict.fromkeys((*vormen, *zelf))), codering)


def _lezingen(inhoud: bytes) -> list[Lezing]:
    # Without a mark at the start it may also be what old tools took it for: a character a byte.
    kaal = [] if heeft_merk(inhoud) else [Lezing(inhoud.decode("latin-1"), "losse bytes")]
    try:
        return [*lezingen(inhoud, "het wachtwoordbestand"), *kaal]
    except Onleesbaar:
        return kaal or [Lezing(inhoud.decode("latin-1"), "losse bytes")]


def _vormen(teksten: list[str]) -> tuple[bytes, ...]:
    vormen = [
        vorm
        for tekst in teksten
        for codering, fouten in (("utf-8", "surrogateescape"), ("cp1252", "strict"))
        if (vorm := _codeer(tekst, codering, fouten)) is not None
    ]
    return tuple(dict.fromkeys(vormen))


def _codeer(tekst: str, codering: str, fouten: str) -> bytes | None:
    try:
        return tekst.encode(codering, fouten)
    except UnicodeEncodeError:
        return None
