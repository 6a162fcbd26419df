"""From a WSDL and its schemas to a `Contract`."""

from stagemarkt_cli.contract.model import Contract
from stagemarkt_cli.contract.reading.documents import Documenten
from stagemarkt_cli.contract.reading.fetching import Haler, Ophaler
from stagemarkt_cli.contract.reading.wsdl import maak_contract

__all__ = ["lees_contract"]


def lees_contract(bron: str, haal: Haler | None = None) -> Contract:
    """The contract in a WSDL, a path or an https URL, with all that it imports.

    Raises:
        OnleesbaarContract: something cannot be had, or is no WSDL 1.1.
    """
    documenten = Documenten(haal or Ophaler(bron))
    documenten.lees_wsdl(bron)
    return maak_contract(documenten.wsdls, documenten.schemas)
