"""From a WSDL and its schemas to a `Contract`."""

from stagemarkt_cli.contract.lezen.documenten import Documenten
from stagemarkt_cli.contract.lezen.ophalen import Haler, Ophaler
from stagemarkt_cli.contract.lezen.wsdl import maak_contract
from stagemarkt_cli.contract.model import Contract

__all__ = ["lees_contract"]


def lees_contract(bron: str, haal: Haler | None = None) -> Contract:
    """The contract in a WSDL, a path or an https URL, with all that it imports.

    Raises:
        OnleesbaarContract: something cannot be had, or is no WSDL 1.1.
    """
    documenten = Documenten(haal or Ophaler(bron))
    documenten.lees_wsdl(bron)
    return maak_contract(documenten.wsdls, documenten.schemas)
