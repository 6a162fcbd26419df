"""Which operation is at which address of SBB: a setting, with one address as the default for all."""

import re
from collections.abc import Mapping
from typing import Final

from stagemarkt.model.errors import InterneFout, Tekst

OPERATIES: Final = (
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
_INSTELLING: Final = Tekst(
    "Deze facade is niet goed ingesteld; de beheerder is aan zet.",
    "This facade is not set up well; it is for its operator to solve.",
)


def lees_adressen(tekst: str) -> Mapping[str, str]:
    """The addresses that a setting names: `Zoeken=https://…,GeefDetails=https://…`; the rest has the default.

    Raises:
        InterneFout: the setting is not of this form; `intern` names every fault.
    """
    adressen: dict[str, str] = {}
    mis: list[str] = []
    for deel in tekst.split(",") if tekst.strip() else []:
        operatie, _, adres = (stuk.strip() for stuk in deel.partition("="))
        if operatie not in OPERATIES:
            mis.append(f"{operatie!r} is no operation")
        elif operatie in adressen:
            mis.append(f"{operatie} is there twice")
        if not ADRES.fullmatch(adres):
            mis.append(f"{operatie or '?'}: {adres!r} must be https, with a host and without a query")
        adressen.setdefault(operatie, adres)
    if mis:
        uitleg = f"{'; '.join(mis)} (operations: {', '.join(OPERATIES)})"
        raise InterneFout(_INSTELLING, intern=f"SBB_ADRESSEN: {uitleg}")
    return adressen
