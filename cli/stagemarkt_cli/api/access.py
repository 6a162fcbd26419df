"""Where the facade is and with which key: given, or of the stack that `make up` started here."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from stagemarkt_cli.files import read_json
from stagemarkt_cli.messages import WRONG_USAGE, Notice
from stagemarkt_cli.texts import UnreadableText

STACK: Final = Path(".local", "stack.json")
_HERE: Final = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class ApiAccess:
    """An address without a slash at its end, and the key for it."""

    api_url: str
    sleutel: str = field(repr=False)


def determine_toegang(api_url: str | None, sleutel: str | None, work_dir: Path) -> ApiAccess:
    """What was given, filled up with `.local/stack.json`; a key from there goes to its own address only.

    Raises:
        Notice: there is no address or no key, or the key would travel unencrypted.
    """
    stack = {} if api_url and sleutel else _read_stack(work_dir / STACK)
    adres = (api_url or stack.get("apiUrl") or "").rstrip("/")
    if not adres:
        raise _missing("het adres van de facade", "--api-url of STAGEMARKT_API_URL")
    own = adres == stack.get("apiUrl", "").rstrip("/")
    chosen = (sleutel or (stack.get("apiKey", "") if own else "")).strip()
    if not chosen:
        raise _missing(f"de sleutel voor {adres}", "STAGEMARKT_SLEUTEL of --sleutel")
    _check(adres, chosen)
    return ApiAccess(adres, chosen)


def _missing(wat: str, how: str) -> Notice:
    return Notice(
        f"Niet bekend: {wat}.",
        f"Geef {how}, of start in de map waar `make up` de {STACK} schreef.",
        code=WRONG_USAGE,
    )


def _check(adres: str, sleutel: str) -> None:
    try:
        parts = urlsplit(adres)
        host = parts.hostname
    except ValueError:
        parts, host = urlsplit(""), None
    if not host or parts.scheme not in {"http", "https"}:
        raise Notice(f"Dit is geen adres van een API: {adres}", code=WRONG_USAGE)
    if parts.scheme == "http" and host not in _HERE:
        raise Notice("Over http zou de sleutel leesbaar zijn onderweg: gebruik https.", code=WRONG_USAGE)
    if not sleutel.isascii() or not sleutel.isprintable() or " " in sleutel:
        raise Notice("De sleutel bevat tekens die in geen sleutel staan.", code=WRONG_USAGE)


def _read_stack(path: Path) -> dict[str, str]:
    """The texts in it; nothing when there is no such file."""
    if not path.exists():
        return {}
    try:
        content = read_json(path)
    except UnreadableText:
        raise Notice(f"{path} is niet te lezen; `make up` schrijft het opnieuw.", code=WRONG_USAGE) from None
    if not isinstance(content, dict):
        return {}
    return {name: value for name, value in content.items() if isinstance(value, str)}
