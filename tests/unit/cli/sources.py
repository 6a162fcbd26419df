"""Our contract as texts, and how a test reads one that it has changed."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, TypeAlias

from stagemarkt_cli.contract.model import Contract, OnleesbaarContract
from stagemarkt_cli.contract.reading import lees_contract

Bestanden: TypeAlias = Mapping[str, str]
Ingreep: TypeAlias = Callable[[Bestanden], Bestanden]

WSDL: Final = "whitelabel.wsdl"
XSD: Final = "whitelabel.xsd"
CONTRACT: Final = Path(__file__).resolve().parents[3] / "contract"
ASMX: Final = Path(__file__).parent / "voorbeelden" / "zoeken.asmx.wsdl"


def onze() -> Bestanden:
    """The files of our contract."""
    return {naam: (CONTRACT / naam).read_text(encoding="utf-8") for naam in (WSDL, XSD)}


def lees(bestanden: Bestanden, wortel: str = WSDL) -> Contract:
    """The contract in these files, which are on no disk."""

    def haal(adres: str) -> bytes:
        try:
            return bestanden[Path(adres).name].encode()
        except KeyError:
            raise OnleesbaarContract(f"{adres} is er niet") from None

    return lees_contract(f"/nergens/{wortel}", haal)


def vervang(bestand: str, oud: str, nieuw: str, keer: int = 1) -> Ingreep:
    """Replaces a text that must be there exactly `keer` times."""

    def ingreep(bestanden: Bestanden) -> Bestanden:
        assert bestanden[bestand].count(oud) == keer, f"{oud} is {bestanden[bestand].count(oud)} times there"
        return {**bestanden, bestand: bestanden[bestand].replace(oud, nieuw)}

    return ingreep


def samen(*ingrepen: Ingreep) -> Ingreep:
    """One after another."""

    def ingreep(bestanden: Bestanden) -> Bestanden:
        for een in ingrepen:
            bestanden = een(bestanden)
        return bestanden

    return ingreep
