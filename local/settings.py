"""What `make up` may be told: the only place in `local/` that reads the environment."""

import os
import re
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeVar
from urllib.parse import urlsplit

from stagemarkt.adapters.soap.addresses import read_addresses
from stagemarkt.adapters.soap.signaalcodes import read_signaalcodes
from stagemarkt.domain.cache.retention import CacheMode
from stagemarkt.model.codes import read_brin
from stagemarkt.model.errors import InternalError
from stagemarkt_cli.files import LARGEST
from stagemarkt_cli.texts import UnreadableText, as_text

PROJECT = Path(__file__).resolve().parent.parent
_HIGHEST_PORT: Final = 2**16 - 1
_WITH_SBB_URL: Final = ("SBB_CA", "SBB_CERT", "SBB_KEY", "SBB_LICENTIE", "SBB_OIN")
_WITHOUT_SBB_URL: Final = (*_WITH_SBB_URL, "SCHOOL_BRIN", "SBB_NAMESPACE", "SBB_SOAPACTION", "SBB_ADRESSEN")
_OIN: Final = re.compile(r"[0-9A-Z]{20}", re.ASCII)
T = TypeVar("T")


_GUARD_SETTINGS = {
    "SBB_PER_SECONDE": ("SbbPerSeconde", 50),
    "SBB_TEGELIJK": ("SbbTegelijk", 50),
    "SBB_PROEF_NA": ("SbbProefNa", 30),
}


class InvalidSetting(ValueError):
    """What was told cannot be done; the text names every fault, one a line."""


@dataclass(frozen=True, slots=True)
class OtherSbb:
    """Another White Label endpoint in place of the simulator; files as absolute paths."""

    url: str
    ca: Path
    certificaat: Path
    sleutel: Path
    licentie: str = field(repr=False)
    oin: str
    school_brin: str | None
    namespace: str | None
    soapaction: str | None
    adressen: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of the local stack.

    Attributes:
        work_dir: where it keeps its state (`STACK_MAP`, default `.local`).
        aws_poort: of the emulated AWS (`AWS_PORT`), None for a free one.
        sbb_port: of the simulator (`SBB_PORT`), None for a free one.
        cache_mode: the template's CacheMode (`CACHE_MODE`).
        limiet_per_afnemer: the template's LimietPerAfnemer. With `aan` a caller sends its afnemer's key of
            API Gateway as `x-api-key`: the emulator does not take it from the authorizer.
        sbb_deadline: the template's SbbTermijn in seconds (`SBB_TERMIJN`), None for its default.
        signaalcodes: the template's SbbSignaalcodes (`SBB_SIGNAALCODES`).
        api_concurrency: how many requests the API works on at once (`API_TEGELIJK`); the rest waits its turn,
            and hears 429 when that does not come. Each costs two processes.
        guard_parameters: of the template, which protect SBB (`SBB_PER_SECONDE`, `SBB_TEGELIJK`,
            `SBB_PROEF_NA`); what is left out has its default.
        sbb: another endpoint (`SBB_URL` and its company), None for the simulator.
    """

    work_dir: Path
    aws_poort: int | None = None
    sbb_port: int | None = None
    cache_mode: str = "volledig"
    sbb_deadline: int | None = None
    signaalcodes: str = ""
    limiet_per_afnemer: str = "uit"
    api_concurrency: int = 16
    guard_parameters: tuple[tuple[str, str], ...] = ()
    sbb: OtherSbb | None = None


def in_words(settings: Settings) -> dict[str, str]:
    """What it was told, by the names of the variables, to compare with another time; no secret is in it."""
    sbb = settings.sbb
    names = {parameter: name for name, (parameter, _) in _GUARD_SETTINGS.items()}
    gezegd = {
        "AWS_PORT": settings.aws_poort,
        "SBB_PORT": settings.sbb_port,
        "CACHE_MODE": settings.cache_mode,
        "SBB_TERMIJN": settings.sbb_deadline,
        "SBB_SIGNAALCODES": settings.signaalcodes,
        "API_TEGELIJK": settings.api_concurrency,
        **{names[parameter]: value for parameter, value in settings.guard_parameters},
        "SBB_URL": sbb and sbb.url,
        "SBB_CA": sbb and sbb.ca,
        "SBB_CERT": sbb and sbb.certificaat,
        "SBB_KEY": sbb and sbb.sleutel,
        "SBB_OIN": sbb and sbb.oin,
        "SCHOOL_BRIN": sbb and sbb.school_brin,
        "SBB_NAMESPACE": sbb and sbb.namespace,
        "SBB_SOAPACTION": sbb and sbb.soapaction,
        "SBB_ADRESSEN": sbb and sbb.adressen,
    }
    return {name: str(value) for name, value in gezegd.items() if value}


def read(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings.

    Raises:
        InvalidSetting: with every fault.
    """
    reader = _SettingsReader(environment)
    settings = Settings(
        work_dir=reader.as_type("STACK_MAP", _folder) or PROJECT / ".local",
        aws_poort=reader.as_type("AWS_PORT", _number_up_to(_HIGHEST_PORT)),
        sbb_port=reader.as_type("SBB_PORT", _number_up_to(_HIGHEST_PORT)),
        cache_mode=reader.as_type("CACHE_MODE", _cachemodus) or "volledig",
        sbb_deadline=reader.as_type("SBB_TERMIJN", _number_up_to(20)),
        signaalcodes=reader.as_type("SBB_SIGNAALCODES", _signaalcodes) or "",
        api_concurrency=reader.as_type("API_TEGELIJK", _number_up_to(64)) or 16,
        guard_parameters=_guard_settings(reader),
        sbb=_other_sbb(reader),
    )
    if settings.aws_poort is not None and settings.aws_poort == settings.sbb_port:
        reader.fouten.append(f"AWS_PORT, SBB_PORT: both are {settings.aws_poort}")
    if reader.fouten:
        raise InvalidSetting("\n".join(f"- {error}" for error in reader.fouten))
    return settings


def read_work_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """`STACK_MAP` alone: all that stopping a stack needs.

    Raises:
        InvalidSetting: it is no folder, and cannot become one.
    """
    reader = _SettingsReader(environment)
    work_dir = reader.as_type("STACK_MAP", _folder) or PROJECT / ".local"
    if reader.fouten:
        raise InvalidSetting(f"- {reader.fouten[0]}")
    return work_dir


class _SettingsReader:
    """Reads variables, and gathers what is wrong with each. An empty one counts as absent, as in make."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self.fouten: list[str] = []

    def has(self, name: str) -> bool:
        return bool(self._environment.get(name))

    def as_type(self, name: str, make: Callable[[str], T]) -> T | None:
        """What `make` makes of it; its ValueError says what it must be."""
        text = self._environment.get(name)
        if not text:
            return None
        try:
            return make(text)
        except (ValueError, OSError) as error:
            self.fouten.append(f"{name} {error}")
            return None


def _other_sbb(reader: _SettingsReader) -> OtherSbb | None:
    if not reader.has("SBB_URL"):
        loose = [name for name in _WITHOUT_SBB_URL if reader.has(name)]
        if loose:
            reader.fouten.append(f"{', '.join(loose)}: only with SBB_URL")
        return None
    reader.fouten += [
        f"{name} is missing: SBB_URL needs it" for name in _WITH_SBB_URL if not reader.has(name)
    ]
    ca, cert, key = (reader.as_type(name, _readable) or Path() for name in ("SBB_CA", "SBB_CERT", "SBB_KEY"))
    return OtherSbb(
        url=reader.as_type("SBB_URL", _https) or "",
        ca=ca,
        certificaat=cert,
        sleutel=key,
        licentie=reader.as_type("SBB_LICENTIE", str) or "",
        oin=reader.as_type("SBB_OIN", _oin) or "",
        school_brin=reader.as_type("SCHOOL_BRIN", _brin),
        namespace=reader.as_type("SBB_NAMESPACE", str),
        soapaction=reader.as_type("SBB_SOAPACTION", str),
        adressen=reader.as_type("SBB_ADRESSEN", _adressen) or "",
    )


def _number_up_to(highest: int) -> Callable[[str], int]:
    def read_numeric(text: str) -> int:
        if not (text.isascii() and text.isdecimal()) or not 0 < int(text) <= highest:
            raise ValueError(f"must be a number from 1 to {highest}: {text}")
        return int(text)

    return read_numeric


def _cachemodus(text: str) -> str:
    choices = [choice.value for choice in CacheMode]
    if text not in choices:
        raise ValueError(f"must be {', '.join(choices[:-1])} or {choices[-1]}: {text}")
    return text


def _guard_settings(reader: _SettingsReader) -> tuple[tuple[str, str], ...]:
    parsed = {
        parameter: reader.as_type(name, _number_up_to(highest))
        for name, (parameter, highest) in _GUARD_SETTINGS.items()
    }
    return tuple((parameter, str(numeric)) for parameter, numeric in parsed.items() if numeric is not None)


def _signaalcodes(text: str) -> str:
    try:
        read_signaalcodes(text)
    except InternalError as error:
        raise ValueError(error.internal.partition(": ")[2]) from None
    return text


def _folder(text: str) -> Path:
    try:
        path = Path(text).expanduser().resolve()
    except RuntimeError:
        raise ValueError(f"names somebody who is not known here: {text}") from None
    existing = next(part for part in (path, *path.parents) if part.exists())
    if not existing.is_dir():
        raise ValueError(f"must be a folder: {existing} is none")
    return path


def _adressen(text: str) -> str:
    try:
        read_addresses(text)
    except InternalError as error:
        raise ValueError(error.internal.partition(": ")[2]) from None
    return text


def _https(text: str) -> str:
    # As the template has it: the OIN is added to it as a query.
    parts = urlsplit(text)
    if parts.scheme != "https" or not parts.hostname or re.search(r"[\s?#]", text):
        raise ValueError(f"must be https, with a host and without a query: {text}")
    return text


def _oin(text: str) -> str:
    if not _OIN.fullmatch(text):
        raise ValueError(f"must be an OIN, 20 digits or capitals: {text}")
    return text


def _brin(text: str) -> str:
    brin = read_brin(text)
    if brin is None:
        raise ValueError(f"must be two digits and two letters: {text}")
    return brin


def _readable(text: str) -> Path:
    """The absolute path of a PEM file that can be read here and now, whatever editor wrote it."""
    try:
        path = Path(text).expanduser().resolve()
        wat = path.stat()
        if not stat.S_ISREG(wat.st_mode):
            # Of a device or a pipe there may be no end.
            raise ValueError(f"cannot be read: {path} (not a file)")
        content = path.read_bytes() if wat.st_size <= LARGEST else b""
        is_pem = "-----BEGIN " in as_text(content, text)
    except RuntimeError:
        raise ValueError(f"names somebody who is not known here: {text}") from None
    except UnreadableText:
        is_pem = False
    except OSError as error:
        raise ValueError(f"cannot be read: {path} ({error.strerror})") from None
    if not is_pem:
        raise ValueError(f"is no PEM file: {path} (docs/connecting.md has the commands)")
    return path
