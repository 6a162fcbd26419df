"""From the contract's words to the domain's."""

import re
from typing import Final, Literal

from stagemarkt.adapters.soap.messages import AdresBericht, LeerbedrijfBericht, VerifieerAccreditatieResult
from stagemarkt.adapters.soap.status_words import STATUS_ERKENNING
from stagemarkt.domain.questions.part_of_name import JOKERTEKENS
from stagemarkt.model.codes import lees_postcode
from stagemarkt.model.erkenning import Bronstatus, Erkenningsgegevens
from stagemarkt.model.huisnummer import splits
from stagemarkt.model.leerbedrijf import Adres, Leerbedrijf
from stagemarkt.model.questions import Erkenningsvraag

_STATUS_LEERBEDRIJF: Final[dict[str, Literal["actueel", "historisch"]]] = {
    "ACT": "actueel",
    "HIS": "historisch",
}


def leerbedrijf(bericht: LeerbedrijfBericht) -> Leerbedrijf:
    """A `Leerbedrijf` element."""
    return Leerbedrijf(
        leerbedrijf_id=bericht.code,
        naam=bericht.naam,
        status=status_leerbedrijf(bericht.status),
        vestigingsadres=adres(bericht.vestigingsadres),
        correspondentieadres=adres(bericht.correspondentieadres),
    )


def status_leerbedrijf(tekst: str | None) -> Literal["actueel", "historisch"] | None:
    """`ACT` or `HIS`; None for anything else: a word that nobody knows is not guessed at."""
    return _STATUS_LEERBEDRIJF.get(tekst or "")


def status_erkenning(tekst: str | None) -> Bronstatus | None:
    """SBB's word for an erkenning; `onbekend` for one that the contract does not have."""
    return None if tekst is None else STATUS_ERKENNING.get(tekst, "onbekend")


def adres(bericht: AdresBericht | None) -> Adres | None:
    """An `Adres` element, in one spelling whichever way SBB has it; a foreign one stays as it is.

    A Dutch postcode is written `1234AB`, and what stands behind a Dutch house number is its addition.
    """
    if bericht is None:
        return None
    postcode = lees_postcode(bericht.postcode or "")
    if postcode is None or not _is_nederlands(bericht.land):
        return Adres(**bericht.model_dump(exclude={"postcode"}), postcode=postcode or bericht.postcode)
    nummer, toevoeging = splits(bericht.huisnummer, bericht.huisnummertoevoeging)
    delen = {"postcode": postcode, "huisnummer": nummer, "huisnummertoevoeging": toevoeging}
    return Adres(**bericht.model_dump(exclude=set(delen)), **delen)


def _is_nederlands(land: str | None) -> bool:
    return land is None or land.upper() in {"NEDERLAND", "NL", "NLD", "THE NETHERLANDS", "NETHERLANDS"}


def naampatroon(naam: str | None) -> str | None:
    """A name as SBB is asked for a part of it: between wildcards.

    What a caller typed that SBB might read as one becomes `%`, for how to escape it is not known: SBB then
    finds what was meant and perhaps more, and the domain drops what does not have the text.
    """
    return None if naam is None else re.sub("%+", "%", f"%{JOKERTEKENS.sub('%', naam)}%")


def erkenning(
    resultaat: VerifieerAccreditatieResult, vraag: Erkenningsvraag, *, in_orde: bool
) -> Erkenningsgegevens:
    """The answer to VerifieerAccreditatie; where it leaves the leerbedrijf out, it is the one asked for."""
    return Erkenningsgegevens(
        leerbedrijf_id=resultaat.code or vraag.leerbedrijf_id,
        naam=resultaat.naam,
        in_orde=in_orde,
        status=status_erkenning(resultaat.status),
        startdatum=resultaat.startdatum,
        einddatum=resultaat.einddatum,
    )
