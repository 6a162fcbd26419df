"""Where our own contract is: in this repository."""

from pathlib import Path
from typing import Final

from stagemarkt_cli.contract.model import OnleesbaarContract

_PAD: Final = Path("contract", "whitelabel.wsdl")


def eigen_wsdl(werkmap: Path) -> Path:
    """Our WSDL: in the folder we are in or one above it, else in the repository that this code is in.

    Raises:
        OnleesbaarContract: there is none.
    """
    hier = Path(__file__).resolve()
    for map_ in (werkmap, *werkmap.parents, *hier.parents):
        if (map_ / _PAD).is_file():
            return map_ / _PAD
    raise OnleesbaarContract(f"{_PAD} is niet gevonden; start in de map van het project, of geef --ons")
