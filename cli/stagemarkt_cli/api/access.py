"""Where the facade is and with which key: given, or of the stack that `make up` started here."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from stagemarkt_cli.files import lees_json
from stagemarkt_cli.messages import VERKEERD_GEBRUIK, Melding
from stagemarkt_cli.texts import Onleesbaar

STACK: Final = Path(".local", "stack.json")
_HIER: Final = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class Toegang:
    """An address without a slash at its end, and the key for it."""

    api_url: str
    sleutel: str = field(repr=False)


def bepaal_toegang(api_url: str | None, sleutel: str | None, werkmap: Path) -> Toegang:
    """What was given, filled up with `.local/stack.json`; a key from there goes to its own address only.

    Raises:
        Melding: there is no address or no key, or the key would travel unencrypted.
    """
    stack = {} if api_url and sleutel else _lees_stack(werkmap / STACK)
    adres = (api_url or stack.get("apiUrl") or "").rstrip("/")
    if not adres:
        raise _ontbreekt("het adres van de facade", "--api-url of STAGEMARKT_API_URL")
    eigen = adres == stack.get("apiUrl", "").rstrip("/")
    gekozen = (sleutel or (stack.get("apiKey", "") if eigen else "")).strip()
    if not gekozen:
        raise _ontbreekt(f"de sleutel voor {adres}", "STAGEMARKT_SLEUTEL of --sleutel")
    _controleer(adres, gekozen)
    return Toegang(adres, gekozen)


def _ontbreekt(wat: str, hoe: str) -> Melding:
    return Melding(
        f"Niet bekend: {wat}.",
        f"Geef {hoe}, of start in de map waar `make up` de {STACK} schreef.",
        code=VERKEERD_GEBRUIK,
    )


def _controleer(adres: str, sleutel: str) -> None:
    try:
        delen = urlsplit(adres)
        host = delen.hostname
    except ValueError:
        delen, host = urlsplit(""), None
    if not host or delen.scheme not in {"http", "https"}:
        raise Melding(f"Dit is geen adres van een API: {adres}", code=VERKEERD_GEBRUIK)
    if delen.scheme == "http" and host not in _HIER:
        raise Melding(
            "Over http zou de sleutel leesbaar zijn onderweg: gebruik https.", code=VERKEERD_GEBRUIK
        )
    if not sleutel.isascii() or not sleutel.isprintable() or " " in sleutel:
        raise Melding("De sleutel bevat tekens die in geen sleutel staan.", code=VERKEERD_GEBRUIK)


def _lees_stack(pad: Path) -> dict[str, str]:
    """The texts in it; nothing when there is no such file."""
    if not pad.exists():
        return {}
    try:
        inhoud = lees_json(pad)
    except Onleesbaar:
        raise Melding(
            f"{pad} is niet te lezen; `make up` schrijft het opnieuw.", code=VERKEERD_GEBRUIK
        ) from None
    if not isinstance(inhoud, dict):
        return {}
    return {naam: waarde for naam, waarde in inhoud.items() if isinstance(waarde, str)}
