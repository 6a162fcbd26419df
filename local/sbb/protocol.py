"""What both sides of the line have agreed on: namespaces, OINs, schools and signaalcodes."""

import re
from enum import IntEnum
from pathlib import Path
from typing import Final

TNS: Final = "urn:stagemarkt:whitelabel:2.1"
SOAP: Final = "http://schemas.xmlsoap.org/soap/envelope/"
WSA: Final = "http://www.w3.org/2005/08/addressing"
ANONYMOUS: Final = "http://www.w3.org/2005/08/addressing/anonymous"

CONTRACT: Final = Path(__file__).resolve().parents[2] / "contract"
PATH: Final = "/whitelabel"
# Two services at addresses of their own, as the live ones are: each takes its own operation alone.
PATHS: Final = {
    f"{PATH}/ws_whitelabelzoekenv03.asmx": "Zoeken",
    f"{PATH}/ws_vacaturedetails.asmx": "GeefDetails",
}

# SBB's own OIN: receiver in a school's request, sender when SBB calls a school.
OIN_SBB: Final = "00000003273711120000"

BRIN_PATTERN: Final = re.compile(r"[0-9]{2}[A-Z]{2}")
CREBO_PATTERN: Final = re.compile(r"[0-9]{5}")
KEUZEDEEL_PATTERN: Final = re.compile(r"K[0-9]{4}")
LEERBEDRIJF_PATTERN: Final = re.compile(r"[0-9A-Za-z]{1,40}")

# The schools that SBB knows without being told, by BRIN. The names are invented.
SCHOLEN: Final = {
    "99XX": "ROC Middenland College",
    "99XZ": "ROC Waterlanden",
    "99XY": "Vakschool De Bronzen Brug",
}

OPERATIONS: Final = (
    "IdentificeerLeerbedrijf",
    "VerifieerAccreditatie",
    "AbonneerMutaties",
    "GeefAbonnementen",
    "BeeindigAbonnement",
    "GeefDetails",
    "Zoeken",
)


class SimulatedSignaal(IntEnum):
    """The signaalcodes of `contract/README.md`."""

    IN_ORDE = 0
    NIETS_GEVONDEN = 1
    LEERBEDRIJF_ONBEKEND = 101
    CODE_ONBEKEND = 102
    NIET_ERKEND = 103
    INVALID = 201
    TOO_MANY = 202
    LICENTIE = 996
    CERTIFICAAT = 997


def oin_of(brin: str) -> str:
    """Give a school's OIN, 20 characters, from its BRIN (`99XX` gives `0000000700099XX00000`)."""
    return f"00000007000{brin}00000"


def licentie_van(brin: str) -> str:
    """Give the licence that SBB issues by default to a school: the same one on every machine."""
    return f"LIC-{brin}-2026-STAGEMARKT"
