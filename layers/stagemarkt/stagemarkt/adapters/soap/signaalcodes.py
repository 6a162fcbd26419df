"""The signaalcodes of SBB and what each means here: the one table, and how a setting changes it.

Only 996 is known from the live service; the others are assumed (docs/assumptions.md).
"""

import re
from collections.abc import Mapping
from enum import Enum, auto
from typing import Final, NoReturn

from stagemarkt.model import errors
from stagemarkt.model.errors import Bilingual, Signaal


class Meaning(Enum):
    """What a signaalcode says."""

    IN_ORDE = auto()
    NIETS_GEVONDEN = auto()
    LEERBEDRIJF_ONBEKEND = auto()
    CODE_ONBEKEND = auto()
    NIET_ERKEND = auto()
    AANVRAAG_ONGELDIG = auto()
    TE_VEEL_RESULTATEN = auto()
    TE_VEEL_AANVRAGEN = auto()
    GEEN_LICENTIE = auto()
    CERTIFICAAT_NIET_TOEGESTAAN = auto()
    TECHNISCHE_FOUT = auto()
    ONBEKEND = auto()

    @property
    def word(self) -> str:
        """As a setting writes it: `leerbedrijf-onbekend`."""
        return self.name.lower().replace("_", "-")


SIGNAALCODES: Final[Mapping[int, Meaning]] = {
    0: Meaning.IN_ORDE,
    1: Meaning.NIETS_GEVONDEN,
    101: Meaning.LEERBEDRIJF_ONBEKEND,
    102: Meaning.CODE_ONBEKEND,
    103: Meaning.NIET_ERKEND,
    201: Meaning.AANVRAAG_ONGELDIG,
    202: Meaning.TE_VEEL_RESULTATEN,
    995: Meaning.TE_VEEL_AANVRAGEN,
    996: Meaning.GEEN_LICENTIE,
    997: Meaning.CERTIFICAAT_NIET_TOEGESTAAN,
    999: Meaning.TECHNISCHE_FOUT,
}

_CODE: Final = re.compile(r"-?[0-9]{1,9}", re.ASCII)
_SETTING: Final = Bilingual(
    "De instellingen van deze facade kloppen niet.", "The settings of this facade are not right."
)

# What a meaning becomes when it is no answer to the question. Seconds: when trying again makes sense.
_ERRORS: Final[Mapping[Meaning, tuple[type[errors.FacadeError], Bilingual, int | None]]] = {
    Meaning.LEERBEDRIJF_ONBEKEND: (
        errors.LeerbedrijfUnknown,
        errors.LEERBEDRIJF_ONBEKEND,
        None,
    ),
    Meaning.CODE_ONBEKEND: (
        errors.CodeUnknown,
        Bilingual("SBB kent deze crebo of dit keuzedeel niet.", "SBB does not know this crebo or keuzedeel."),
        None,
    ),
    Meaning.NIETS_GEVONDEN: (
        errors.UnknownResource,
        Bilingual("SBB vindt niets bij deze vraag.", "SBB finds nothing for this question."),
        None,
    ),
    Meaning.TE_VEEL_RESULTATEN: (
        errors.TooManyResults,
        Bilingual(
            "SBB vindt te veel resultaten; vraag naar minder.",
            "SBB finds too many results; ask for less.",
        ),
        None,
    ),
    Meaning.TE_VEEL_AANVRAGEN: (
        errors.BronOverloaded,
        Bilingual(
            "SBB vraagt om minder aanvragen; probeer het straks opnieuw.",
            "SBB asks for fewer requests; try again later.",
        ),
        30,
    ),
    Meaning.GEEN_LICENTIE: (
        errors.BronLicentie,
        Bilingual(
            "SBB accepteert de licentie van deze school niet. De school kan dit bij SBB navragen.",
            "SBB does not accept the licence of this school. The school can ask SBB about it.",
        ),
        None,
    ),
    Meaning.CERTIFICAAT_NIET_TOEGESTAAN: (
        errors.SchoolCertificateUnsuitable,
        Bilingual(
            "SBB staat het certificaat van deze school niet toe bij haar licentie.",
            "SBB does not allow the certificate of this school with its licence.",
        ),
        None,
    ),
    Meaning.TECHNISCHE_FOUT: (
        errors.BronUnavailable,
        Bilingual("SBB meldt een technische storing.", "SBB reports a technical failure."),
        30,
    ),
    Meaning.ONBEKEND: (
        errors.BronCodeUnknown,
        Bilingual(
            "SBB antwoordt met een signaalcode die hier niet bekend is of niet bij de vraag past. De "
            "beheerder van deze facade vraagt SBB wat hij betekent.",
            "SBB answers with a signaalcode that is not known here or does not fit the question. The "
            "operator of this facade asks SBB what it means.",
        ),
        None,
    ),
}


def read_signaalcodes(text: str) -> Mapping[int, Meaning]:
    """The table with what a setting says of it: `104:leerbedrijf-onbekend,301:niet-erkend`.

    A code that is not in the setting keeps its meaning; `onbekend` takes one away.

    Raises:
        InternalError: the setting is not of this form; `intern` names every fault.
    """
    words = {meaning.word: meaning for meaning in Meaning}
    otherwise: dict[int, Meaning] = {}
    failed: list[str] = []
    for line in text.split(",") if text.strip() else []:
        code, _, word = (part.strip() for part in line.partition(":"))
        if not _CODE.fullmatch(code) or word not in words:
            failed.append(f"{line.strip()!r} is not a code and a meaning")
        elif int(code) in otherwise:
            failed.append(f"{code} is there twice")
        else:
            otherwise[int(code)] = words[word]
    if failed:
        explanation = f"{'; '.join(failed)} (meanings: {', '.join(words)})"
        raise errors.InternalError(_SETTING, internal=f"SBB_SIGNAALCODES: {explanation}")
    return {**SIGNAALCODES, **otherwise}


def meaning_of(code: int, table: Mapping[int, Meaning] = SIGNAALCODES) -> Meaning:
    """What this code says; `ONBEKEND` when it is not in the table."""
    return table.get(code, Meaning.ONBEKEND)


def refuse_by_signaalcode(meaning: Meaning, sbb_signal: Signaal) -> NoReturn:
    """Raise what this meaning is to a caller, with what SBB said beside it."""
    if meaning is Meaning.AANVRAAG_ONGELDIG:
        raise errors.InvalidInput((), sbb_signal=sbb_signal)
    kind, text, retry_after = _ERRORS.get(meaning, _ERRORS[Meaning.ONBEKEND])
    raise kind(
        text,
        sbb_signal=sbb_signal,
        retry_after=retry_after,
        internal=f"signaalcode {sbb_signal.signaalcode}",
    )
