"""Which operation is at which address of SBB: a setting, with one address as the default for all."""

import re
from collections.abc import Mapping
from typing import Final

from stagemarkt.model.errors import Bilingual, InternalError

OPERATIONS: Final = (
    "IdentificeerLeerbedrijf",
    "VerifieerAccreditatie",
    "GeefDetails",
    "Zoeken",
    "AbonneerMutaties",
    "GeefAbonnementen",
    "BeeindigAbonnement",
)
# As the template has it: the OIN is added to it as a query.
ADRES: Final = re.compile(r"https://[^\s?#,/]+(/[^\s?#,]*)?")
_SETTING: Final = Bilingual(
    "Deze facade is niet goed ingesteld; de beheerder is aan zet.",
    "This facade is not set up well; it is for its operator to solve.",
)


def read_addresses(text: str) -> Mapping[str, str]:
    """The addresses that a setting names: `Zoeken=https://…,GeefDetails=https://…`; the rest has the default.

    Raises:
        InternalError: the setting is not of this form; `intern` names every fault.
    """
    adressen: dict[str, str] = {}
    failed: list[str] = []
    for part in text.split(",") if text.strip() else []:
        operation, _, adres = (piece.strip() for piece in part.partition("="))
        if operation not in OPERATIONS:
            failed.append(f"{operation!r} is no operation")
        elif operation in adressen:
            failed.append(f"{operation} is there twice")
        if not ADRES.fullmatch(adres):
            failed.append(f"{operation or '?'}: {adres!r} must be https, with a host and without a query")
        adressen.setdefault(operation, adres)
    if failed:
        explanation = f"{'; '.join(failed)} (operations: {', '.join(OPERATIONS)})"
        raise InternalError(_SETTING, internal=f"SBB_ADRESSEN: {explanation}")
    return adressen
