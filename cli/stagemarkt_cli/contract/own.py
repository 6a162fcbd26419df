"""Where our own contract is: in this repository."""

from pathlib import Path
from typing import Final

from stagemarkt_cli.contract.model import UnreadableContract

_PATH: Final = Path("contract", "whitelabel.wsdl")


def own_wsdl(work_dir: Path) -> Path:
    """Our WSDL: in the folder we are in or one above it, else in the repository that this code is in.

    Raises:
        UnreadableContract: there is none.
    """
    here = Path(__file__).resolve()
    for folder in (work_dir, *work_dir.parents, *here.parents):
        if (folder / _PATH).is_file():
            return folder / _PATH
    raise UnreadableContract(f"{_PATH} is niet gevonden; start in de map van het project, of geef --ons")
