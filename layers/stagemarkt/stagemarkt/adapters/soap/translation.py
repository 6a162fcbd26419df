"""From the contract's words to the domain's."""

import re
from typing import Final, Literal

from stagemarkt.adapters.soap.messages import AdresBericht, LeerbedrijfBericht, VerifieerAccreditatieResult
from stagemarkt.adapters.soap.status_words import STATUS_ERKENNING
from stagemarkt.domain.questions.part_of_name import WILDCARDS
from stagemarkt.model.codes import read_postcode
from stagemarkt.model.erkenning import BronStatus, Erkenningsgegevens
from stagemarkt.model.huisnummer import split_huisnummer
from stagemarkt.model.leerbedrijf import Adres, Leerbedrijf
from stagemarkt.model.questions import Erkenningsvraag

_STATUS_LEERBEDRIJF: Final[dict[str, Literal["actueel", "historisch"]]] = {
    "ACT": "actueel",
    "HIS": "historisch",
}


def leerbedrijf(message: LeerbedrijfBericht) -> Leerbedrijf:
    """A `Leerbedrijf` element."""
    return Leerbedrijf(
        leerbedrijf_id=message.code,
        naam=message.naam,
        status=status_leerbedrijf(message.status),
        vestigingsadres=adres(message.vestigingsadres),
        correspondentieadres=adres(message.correspondentieadres),
    )


def status_leerbedrijf(text: str | None) -> Literal["actueel", "historisch"] | None:
    """`ACT` or `HIS`; None for anything else: a word that nobody knows is not guessed at."""
    return _STATUS_LEERBEDRIJF.get(text or "")


def status_erkenning(text: str | None) -> BronStatus | None:
    """SBB's word for an erkenning; `onbekend` for one that the contract does not have."""
    return None if text is None else STATUS_ERKENNING.get(text, "onbekend")


def adres(message: AdresBericht | None) -> Adres | None:
    """An `Adres` element, in one spelling whichever way SBB has it; a foreign one stays as it is.

    A Dutch postcode is written `1234AB`, and what stands behind a Dutch house number is its addition.
    """
    if message is None:
        return None
    postcode = read_postcode(message.postcode or "")
    if postcode is None or not _is_dutch(message.land):
        return Adres(**message.model_dump(exclude={"postcode"}), postcode=postcode or message.postcode)
    number, toevoeging = split_huisnummer(message.huisnummer, message.huisnummertoevoeging)
    parts = {"postcode": postcode, "huisnummer": number, "huisnummertoevoeging": toevoeging}
    return Adres(**message.model_dump(exclude=set(parts)), **parts)


def _is_dutch(land: str | None) -> bool:
    return land is None or land.upper() in {"NEDERLAND", "NL", "NLD", "THE NETHERLANDS", "NETHERLANDS"}


def name_pattern(name: str | None) -> str | None:
    """A name as SBB is asked for a part of it: between wildcards.

    What a caller typed that SBB might read as one becomes `%`, for how to escape it is not known: SBB then
    finds what was meant and perhaps more, and the domain drops what does not have the text.
    """
    return None if name is None else re.sub("%+", "%", f"%{WILDCARDS.sub('%', name)}%")


def erkenning(
    result: VerifieerAccreditatieResult, question: Erkenningsvraag, *, in_orde: bool
) -> Erkenningsgegevens:
    """The answer to VerifieerAccreditatie; where it leaves the leerbedrijf out, it is the one asked for."""
    return Erkenningsgegevens(
        leerbedrijf_id=result.code or question.leerbedrijf_id,
        naam=result.naam,
        in_orde=in_orde,
        status=status_erkenning(result.status),
        startdatum=result.startdatum,
        einddatum=result.einddatum,
    )
