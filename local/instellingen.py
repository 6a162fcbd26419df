"""What `make up` may be told: the only place in `local/` that reads the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
_HOOGSTE_POORT = 2**16 - 1
_BIJ_SBB_URL = ("SBB_CA", "SBB_CERT", "SBB_KEY", "SBB_LICENTIE", "SBB_OIN")


class FouteInstelling(ValueError):
    """What was told cannot be done; the text names every fault."""


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


@dataclass(frozen=True, slots=True)
class Instellingen:
    """Settings of the local stack.

    Attributes:
        werkmap: where it keeps its state (`STACK_MAP`, default `.local`).
        aws_poort: of the emulated AWS (`AWS_PORT`), None for a free one.
        sbb_poort: of the simulator (`SBB_PORT`), None for a free one.
        cache_mode: the template's CacheMode (`CACHE_MODE`).
        sbb_termijn: the template's SbbTermijn in seconds (`SBB_TERMIJN`), None for its default.
        sbb: another endpoint (`SBB_URL` and its company), None for the simulator.
    """

    werkmap: Path
    aws_poort: int | None = None
    sbb_poort: int | None = None
    cache_mode: str = "volledig"
    sbb_termijn: int | None = None
    sbb: AndereSbb | None = None


def lees(omgeving: Mapping[str, str] = os.environ) -> Instellingen:
    """Read the settings.

    Raises:
        FouteInstelling: with every fault.
    """
    fouten: list[str] = []
    instellingen = Instellingen(
        werkmap=Path(omgeving.get("STACK_MAP") or PROJECT / ".local").resolve(),
        aws_poort=_getal(omgeving, "AWS_PORT", _HOOGSTE_POORT, fouten),
        sbb_poort=_getal(omgeving, "SBB_PORT", _HOOGSTE_POORT, fouten),
        cache_mode=omgeving.get("CACHE_MODE") or "volledig",
        sbb_termijn=_getal(omgeving, "SBB_TERMIJN", 20, fouten),
        sbb=_andere_sbb(omgeving, fouten) if omgeving.get("SBB_URL") else None,
    )
    if fouten:
        raise FouteInstelling("; ".join(fouten))
    return instellingen


def _getal(omgeving: Mapping[str, str], naam: str, hoogste: int, fouten: list[str]) -> int | None:
    tekst = omgeving.get(naam)
    if not tekst:
        return None
    if not (tekst.isascii() and tekst.isdecimal()) or not 0 < int(tekst) <= hoogste:
        fouten.append(f"{naam} must be a number from 1 to {hoogste}: {tekst}")
        return None
    return int(tekst)


def _andere_sbb(omgeving: Mapping[str, str], fouten: list[str]) -> AndereSbb | None:
    ontbreekt = [naam for naam in _BIJ_SBB_URL if not omgeving.get(naam)]
    if ontbreekt:
        fouten.append(f"SBB_URL needs {', '.join(ontbreekt)} as well")
        return None
    if not omgeving["SBB_URL"].startswith("https://"):
        fouten.append("SBB_URL must be https")
    bestanden = [Path(omgeving[naam]).expanduser().resolve() for naam in ("SBB_CA", "SBB_CERT", "SBB_KEY")]
    fouten += [f"no such file: {bestand}" for bestand in bestanden if not bestand.is_file()]
    return AndereSbb(
        url=omgeving["SBB_URL"],
        ca=bestanden[0],
        certificaat=bestanden[1],
        sleutel=bestanden[2],
        licentie=omgeving["SBB_LICENTIE"],
        oin=omgeving["SBB_OIN"],
        school_brin=omgeving.get("SCHOOL_BRIN") or None,
        namespace=omgeving.get("SBB_NAMESPACE") or None,
        soapaction=omgeving.get("SBB_SOAPACTION") or None,
    )
