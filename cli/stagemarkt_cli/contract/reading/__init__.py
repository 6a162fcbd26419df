"""From a WSDL and its schemas to a `Contract`."""

from stagemarkt_cli.contract.model import Contract
from stagemarkt_cli.contract.reading.documents import Documents
from stagemarkt_cli.contract.reading.fetching import DocumentFetcher, Fetcher
from stagemarkt_cli.contract.reading.wsdl import make_contract

__all__ = ["read_contract"]


def read_contract(bron: str, fetch: Fetcher | None = None) -> Contract:
    """The contract in a WSDL, a path or an https URL, with all that it imports.

    Raises:
        UnreadableContract: something cannot be had, or is no WSDL 1.1.
    """
    documents = Documents(fetch or DocumentFetcher(bron))
    documents.read_wsdl(bron)
    return make_contract(documents.wsdls, documents.schemas)
