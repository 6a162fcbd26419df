"""Our contract as texts, and how a test reads one that it has changed."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, TypeAlias

from stagemarkt_cli.contract.model import Contract, UnreadableContract
from stagemarkt_cli.contract.reading import read_contract

Files: TypeAlias = Mapping[str, str]
Edit: TypeAlias = Callable[[Files], Files]

WSDL: Final = "whitelabel.wsdl"
XSD: Final = "whitelabel.xsd"
CONTRACT: Final = Path(__file__).resolve().parents[3] / "contract"
ASMX: Final = Path(__file__).parent / "voorbeelden" / "zoeken.asmx.wsdl"


def ours() -> Files:
    """The files of our contract."""
    return {name: (CONTRACT / name).read_text(encoding="utf-8") for name in (WSDL, XSD)}


def read(files: Files, root: str = WSDL) -> Contract:
    """The contract in these files, which are on no disk."""

    def fetch(adres: str) -> bytes:
        try:
            return files[Path(adres).name].encode()
        except KeyError:
            raise UnreadableContract(f"{adres} is er niet") from None

    return read_contract(f"/nergens/{root}", fetch)


def replace(file: str, old: str, new: str, keer: int = 1) -> Edit:
    """Replaces a text that must be there exactly `keer` times."""

    def ingreep(files: Files) -> Files:
        assert files[file].count(old) == keer, f"{old} is {files[file].count(old)} times there"
        return {**files, file: files[file].replace(old, new)}

    return ingreep


def together(*edits: Edit) -> Edit:
    """One after another."""

    def ingreep(files: Files) -> Files:
        for one in edits:
            files = one(files)
        return files

    return ingreep
