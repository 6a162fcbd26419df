"""A passphrase in each encoding that it may be in: that of who wrote it need not be that of the key."""

from typing import Final, NamedTuple

from stagemarkt_cli.texts import TextReading, UnreadableText, has_bom, readings

_LONGEST: Final = 1023


class Password(NamedTuple):
    """What to try.

    Attributes:
        forms: bytes, the likeliest first, each once.
        read_as: how the file was read, for who asks why it does not fit; empty of what was typed.
    """

    forms: tuple[bytes, ...]
    read_as: str = ""

    def __repr__(self) -> str:
        """Without the passphrase."""
        return f"Password(read_as={self.read_as!r})"


def from_typed(text: str) -> Password:
    """What somebody typed."""
    return Password(_forms([text]))


def from_file(content: bytes) -> Password:
    """The one line of a file, without what ends it; a passphrase may be any bytes.

    Raises:
        UnreadableText: there is none, or more than one; nothing of it is repeated.
    """
    password = from_bytes(content.strip(b"\r\n\0") if not has_bom(content) else content)
    first = password.forms[0]
    if not first:
        raise UnreadableText("Het wachtwoordbestand is leeg.")
    if any(sign in first for sign in b"\r\n\0") or len(first) > _LONGEST:
        raise UnreadableText(f"In het wachtwoordbestand hoort één regel, hooguit {_LONGEST} bytes.")
    return password


def from_bytes(content: bytes) -> Password:
    """These bytes, as whatever text they can be."""
    parsed = _readings(content)
    encoding = " en als ".join(dict.fromkeys(reading.encoding for reading in parsed))
    forms = _forms([reading.tekst.strip("\r\n\0") for reading in parsed])
    itself = () if has_bom(content) else (content,)
    return Password(tuple(dict.fromkeys((*forms, *itself))), encoding)


def _readings(content: bytes) -> list[TextReading]:
    # Without a mark at the start it may also be what old tools took it for: a character a byte.
    bare = [] if has_bom(content) else [TextReading(content.decode("latin-1"), "losse bytes")]
    try:
        return [*readings(content, "het wachtwoordbestand"), *bare]
    except UnreadableText:
        return bare or [TextReading(content.decode("latin-1"), "losse bytes")]


def _forms(texts: list[str]) -> tuple[bytes, ...]:
    forms = [
        form
        for text in texts
        for encoding, errors in (("utf-8", "surrogateescape"), ("cp1252", "strict"))
        if (form := _encode(text, encoding, errors)) is not None
    ]
    return tuple(dict.fromkeys(forms))


def _encode(text: str, encoding: str, errors: str) -> bytes | None:
    try:
        return text.encode(encoding, errors)
    except UnicodeEncodeError:
        return None
