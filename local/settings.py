"""What `make up` may be told: the only place in `local/` that reads the environment."""

import os
import re
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeVar
from urllib.parse import urlsplit

from stagemarkt.adapters.soap.addresses import lees_adressen
from stagemarkt.adapters.soap.signaalcodes import lees_signaalcodes
from stagemarkt.domain.cache.retention import CacheMode
from stagemarkt.model.codes import lees_brin
from stagemarkt.model.errors import InterneFout
from stagemarkt_cli.files import GROOTSTE
from stagemarkt_cli.texts import Onleesbaar, als_tekst

PROJECT = Path(__file__).resolve().parent.parent
_HOOGSTE_POORT: Final = 2**16 - 1
_BIJ_SBB_URL: Final = ("SBB_CA", "SBB_CERT", "SBB_KEY", "SBB_LICENTIE", "SBB_OIN")
_ZONDER_SBB_URL: Final = (*_BIJ_SBB_URL, "SCHOOL_BRIN", "SBB_NAMESPACE", "SBB_SOAPACTION", "SBB_ADRESSEN")
_OIN: Final = re.compile(r"[0-9A-Z]{20}", re.ASCII)
T = TypeVar("T")


_BEWAKING = {
    "SBB_PER_SECONDE": ("SbbPerSeconde", 50),
    "SBB_TEGELIJK": ("SbbTegelijk", 50),
    "SBB_PROEF_NA": ("SbbProefNa", 30),
}


class FouteInstelling(ValueError):
    """What was told cannot be done; the text names every fault, one a line."""


@dataclass(frozen=True, slots=True)
class AndereSbb:
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
class Instellingen:
    """Settings of the local stack.

    Attributes:
        werkmap: where it keeps its state (`STACK_MAP`, default `.local`).
        aws_poort: of the emulated AWS (`AWS_PORT`), None for a free one.
        sbb_poort: of the simulator (`SBB_PORT`), None for a free one.
        cache_mode: the template's CacheMode (`CACHE_MODE`).
        limiet_per_afnemer: the template's LimietPerAfnemer. With `aan` a caller sends its afnemer's key of
            API Gateway as `x-api-key`: the emulator does not take it from the authorizer.
        sbb_termijn: the template's SbbTermijn in seconds (`SBB_TERMIJN`), None for its default.
        signaalcodes: the template's SbbSignaalcodes (`SBB_SIGNAALCODES`).
        api_tegelijk: how many requests the API works on at once (`API_TEGELIJK`); the rest waits its turn,
            and hears 429 when that does not come. Each costs two processes.
        bewaking: parameters of the template that protect SBB, by name (`SBB_PER_SECONDE`, `SBB_TEGELIJK`,
            `SBB_PROEF_NA`); what is left out has its default.
        sbb: another endpoint (`SBB_URL` and its company), None for the simulator.
    """

    werkmap: Path
    aws_poort: int | None = None
    sbb_poort: int | None = None
    cache_mode: str = "volledig"
    sbb_termijn: int | None = None
    signaalcodes: str = ""
    limiet_per_afnemer: str = "uit"
    api_tegelijk: int = 16
    bewaking: tuple[tuple[str, str], ...] = ()
    sbb: AndereSbb | None = None


def in_woorden(instellingen: Instellingen) -> dict[str, str]:
    """What it was told, by the names of the variables, to compare with another time; no secret is in it."""
    sbb = instellingen.sbb
    namen = {parameter: naam for naam, (parameter, _) in _BEWAKING.items()}
    gezegd = {
        "AWS_PORT": instellingen.aws_poort,
        "SBB_PORT": instellingen.sbb_poort,
        "CACHE_MODE": instellingen.cache_mode,
        "SBB_TERMIJN": instellingen.sbb_termijn,
        "SBB_SIGNAALCODES": instellingen.signaalcodes,
        "API_TEGELIJK": instellingen.api_tegelijk,
        **{namen[parameter]: waarde for parameter, waarde in instellingen.bewaking},
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
    return {naam: str(waarde) for naam, waarde in gezegd.items() if waarde}


def lees(omgeving: Mapping[str, str] = os.environ) -> Instellingen:
    """Read the settings.

    Raises:
        FouteInstelling: with every fault.
    """
    lezer = _Lezer(omgeving)
    instellingen = Instellingen(
        werkmap=lezer.als("STACK_MAP", _map) or PROJECT / ".local",
        aws_poort=lezer.als("AWS_PORT", _getal_tot(_HOOGSTE_POORT)),
        sbb_poort=lezer.als("SBB_PORT", _getal_tot(_HOOGSTE_POORT)),
        cache_mode=lezer.als("CACHE_MODE", _cachemodus) or "volledig",
        sbb_termijn=lezer.als("SBB_TERMIJN", _getal_tot(20)),
        signaalcodes=lezer.als("SBB_SIGNAALCODES", _signaalcodes) or "",
        api_tegelijk=lezer.als("API_TEGELIJK", _getal_tot(64)) or 16,
        bewaking=_bewaking(lezer),
        sbb=_andere_sbb(lezer),
    )
    if instellingen.aws_poort is not None and instellingen.aws_poort == instellingen.sbb_poort:
        lezer.fouten.append(f"AWS_PORT, SBB_PORT: both are {instellingen.aws_poort}")
    if lezer.fouten:
        raise FouteInstelling("\n".join(f"- {fout}" for fout in lezer.fouten))
    return instellingen


def lees_werkmap(omgeving: Mapping[str, str] = os.environ) -> Path:
    """`STACK_MAP` alone: all that stopping a stack needs.

    Raises:
        FouteInstelling: it is no folder, and cannot become one.
    """
    lezer = _Lezer(omgeving)
    werkmap = lezer.als("STACK_MAP", _map) or PROJECT / ".local"
    if lezer.fouten:
        raise FouteInstelling(f"- {lezer.fouten[0]}")
    return werkmap


class _Lezer:
    """Reads variables, and gathers what is wrong with each. An empty one counts as absent, as in make."""

    def __init__(self, omgeving: Mapping[str, str]) -> None:
        self._omgeving = omgeving
        self.fouten: list[str] = []

    def heeft(self, naam: str) -> bool:
        return bool(self._omgeving.get(naam))

    def als(self, naam: str, maak: Callable[[str], T]) -> T | None:
        """What `maak` makes of it; its ValueError says what it must be."""
        tekst = self._omgeving.get(naam)
        if not tekst:
            return None
        try:
            return maak(tekst)
        except (ValueError, OSError) as fout:
            self.fouten.append(f"{naam} {fout}")
            return None


def _andere_sbb(lezer: _Lezer) -> AndereSbb | None:
    if not lezer.heeft("SBB_URL"):
        los = [naam for naam in _ZONDER_SBB_URL if lezer.heeft(naam)]
        if los:
            lezer.fouten.append(f"{', '.join(los)}: only with SBB_URL")
        return None
    lezer.fouten += [f"{naam} is missing: SBB_URL needs it" for naam in _BIJ_SBB_URL if not lezer.heeft(naam)]
    ca, cert, key = (lezer.als(naam, _leesbaar) or Path() for naam in ("SBB_CA", "SBB_CERT", "SBB_KEY"))
    return AndereSbb(
        url=lezer.als("SBB_URL", _https) or "",
        ca=ca,
        certificaat=cert,
        sleutel=key,
        licentie=lezer.als("SBB_LICENTIE", str) or "",
        oin=lezer.als("SBB_OIN", _oin) or "",
        school_brin=lezer.als("SCHOOL_BRIN", _brin),
        namespace=lezer.als("SBB_NAMESPACE", str),
        soapaction=lezer.als("SBB_SOAPACTION", str),
        adressen=lezer.als("SBB_ADRESSEN", _adressen) or "",
    )


def _getal_tot(hoogste: int) -> Callable[[str], int]:
    def lees_getal(tekst: str) -> int:
        if not (tekst.isascii() and tekst.isdecimal()) or not 0 < int(tekst) <= hoogste:
            raise ValueError(f"must be a number from 1 to {hoogste}: {tekst}")
        return int(tekst)

    return lees_getal


def _cachemodus(tekst: str) -> str:
    keuzes = [keuze.value for keuze in CacheMode]
    if tekst not in keuzes:
        raise ValueError(f"must be {', '.join(keuzes[:-1])} or {keuzes[-1]}: {tekst}")
    return tekst


def _bewaking(lezer: _Lezer) -> tuple[tuple[str, str], ...]:
    gelezen = {
        parameter: lezer.als(naam, _getal_tot(hoogste)) for naam, (parameter, hoogste) in _BEWAKING.items()
    }
    return tuple((parameter, str(getal)) for parameter, getal in gelezen.items() if getal is not None)


def _signaalcodes(tekst: str) -> str:
    try:
        lees_signaalcodes(tekst)
    except InterneFout as fout:
        raise ValueError(fout.intern.partition(": ")[2]) from None
    return tekst


def _map(tekst: str) -> Path:
    try:
        pad = Path(tekst).expanduser().resolve()
    except RuntimeError:
        raise ValueError(f"names somebody who is not known here: {tekst}") from None
    bestaand = next(deel for deel in (pad, *pad.parents) if deel.exists())
    if not bestaand.is_dir():
        raise ValueError(f"must be a folder: {bestaand} is none")
    return pad


def _adressen(tekst: str) -> str:
    try:
        lees_adressen(tekst)
    except InterneFout as fout:
        raise ValueError(fout.intern.partition(": ")[2]) from None
    return tekst


def _https(tekst: str) -> str:
    # As the template has it: the OIN is added to it as a query.
    delen = urlsplit(tekst)
    if delen.scheme != "https" or not delen.hostname or re.search(r"[\s?#]", tekst):
        raise ValueError(f"must be https, with a host and without a query: {tekst}")
    return tekst


def _oin(tekst: str) -> str:
    if not _OIN.fullmatch(tekst):
        raise ValueError(f"must be an OIN, 20 digits or capitals: {tekst}")
    return tekst


def _brin(tekst: str) -> str:
    brin = lees_brin(tekst)
    if brin is None:
        raise ValueError(f"must be two digits and two letters: {tekst}")
    return brin


def _leesbaar(tekst: str) -> Path:
    """The absolute path of a PEM file that can be read here and now, whatever editor wrote it."""
    try:
        pad = Path(tekst).expanduser().resolve()
        wat = pad.stat()
        if not stat.S_ISREG(wat.st_mode):
            # Of a device or a pipe there may be no end.
            raise ValueError(f"cannot be read: {pad} (not a file)")
        inhoud = pad.read_bytes() if wat.st_size <= GROOTSTE else b""
        is_pem = "-----BEGIN " in als_tekst(inhoud, tekst)
    except RuntimeError:
        raise ValueError(f"names somebody who is not known here: {tekst}") from None
    except Onleesbaar:
        is_pem = False
    except OSError as fout:
        raise ValueError(f"cannot be read: {pad} ({fout.strerror})") from None
    if not is_pem:
        raise ValueError(f"is no PEM file: {pad} (docs/connecting.md has the commands)")
    return pad
