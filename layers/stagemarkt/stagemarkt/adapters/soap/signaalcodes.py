"""The signaalcodes of SBB and what each means here: the one table, and how a setting changes it.

Only 996 is known from the live service; the others are assumed (docs/assumptions.md).
"""

import re
from collections.abc import Mapping
from enum import Enum, auto
from typing import Final, NoReturn

from stagemarkt.model import errors
from stagemarkt.model.errors import Signaal, Tekst


class Betekenis(Enum):
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
    def woord(self) -> str:
        """As a setting writes it: `leerbedrijf-onbekend`."""
        return self.name.lower().replace("_", "-")


SIGNAALCODES: Final[Mapping[int, Betekenis]] = {
    0: Betekenis.IN_ORDE,
    1: Betekenis.NIETS_GEVONDEN,
    101: Betekenis.LEERBEDRIJF_ONBEKEND,
    102: Betekenis.CODE_ONBEKEND,
    103: Betekenis.NIET_ERKEND,
    201: Betekenis.AANVRAAG_ONGELDIG,
    202: Betekenis.TE_VEEL_RESULTATEN,
    995: Betekenis.TE_VEEL_AANVRAGEN,
    996: Betekenis.GEEN_LICENTIE,
    997: Betekenis.CERTIFICAAT_NIET_TOEGESTAAN,
    999: Betekenis.TECHNISCHE_FOUT,
}

_CODE: Final = re.compile(r"-?[0-9]{1,9}", re.ASCII)
_INSTELLING: Final = Tekst(
    "De instellingen van deze facade kloppen niet.", "The settings of this facade are not right."
)

# What a meaning becomes when it is no answer to the question. Seconds: when trying again makes sense.
_FOUTEN: Final[Mapping[Betekenis, tuple[type[errors.Fout], Tekst, int | None]]] = {
    Betekenis.LEERBEDRIJF_ONBEKEND: (
        errors.LeerbedrijfOnbekend,
        errors.LEERBEDRIJF_ONBEKEND,
        None,
    ),
    Betekenis.CODE_ONBEKEND: (
        errors.CodeOnbekend,
        Tekst("SBB kent deze crebo of dit keuzedeel niet.", "SBB does not know this crebo or keuzedeel."),
        None,
    ),
    Betekenis.NIETS_GEVONDEN: (
        errors.ResourceOnbekend,
        Tekst("SBB vindt niets bij deze vraag.", "SBB finds nothing for this question."),
        None,
    ),
    Betekenis.TE_VEEL_RESULTATEN: (
        errors.TeVeelResultaten,
        Tekst(
            "SBB vindt te veel resultaten; vraag naar minder.",
            "SBB finds too many results; ask for less.",
        ),
        None,
    ),
    Betekenis.TE_VEEL_AANVRAGEN: (
        errors.BronOverbelast,
        Tekst(
            "SBB vraagt om minder aanvragen; probeer het straks opnieuw.",
            "SBB asks for fewer requests; try again later.",
        ),
        30,
    ),
    Betekenis.GEEN_LICENTIE: (
        errors.BronLicentie,
        Tekst(
            "SBB accepteert de licentie van deze school niet. De school kan dit bij SBB navragen.",
            "SBB does not accept the licence of this school. The school can ask SBB about it.",
        ),
        None,
    ),
    Betekenis.CERTIFICAAT_NIET_TOEGESTAAN: (
        errors.SchoolcertificaatOngeschikt,
        Tekst(
            "SBB staat het certificaat van deze school niet toe bij haar licentie.",
            "SBB does not allow the certificate of this school with its licence.",
        ),
        None,
    ),
    Betekenis.TECHNISCHE_FOUT: (
        errors.BronNietBeschikbaar,
        Tekst("SBB meldt een technische storing.", "SBB reports a technical failure."),
        30,
    ),
    Betekenis.ONBEKEND: (
        errors.BroncodeOnbekend,
        Tekst(
            "SBB antwoordt met een signaalcode die hier niet bekend is of niet bij de vraag past. De "
            "beheerder van deze facade vraagt SBB wat hij betekent.",
            "SBB answers with a signaalcode that is not known here or does not fit the question. The "
            "operator of this facade asks SBB what it means.",
        ),
        None,
    ),
}


def lees_signaalcodes(tekst: str) -> Mapping[int, Betekenis]:
    """The table with what a setting says of it: `104:leerbedrijf-onbekend,301:niet-erkend`.

    A code that is not in the setting keeps its meaning; `onbekend` takes one away.

    Raises:
        InterneFout: the setting is not of this form; `intern` names every fault.
    """
    woorden = {betekenis.woord: betekenis for betekenis in Betekenis}
    anders: dict[int, Betekenis] = {}
    mis: list[str] = []
    for regel in tekst.split(",") if tekst.strip() else []:
        code, _, woord = (deel.strip() for deel in regel.partition(":"))
        if not _CODE.fullmatch(code) or woord not in woorden:
            mis.append(f"{regel.strip()!r} is not a code and a meaning")
        elif int(code) in anders:
            mis.append(f"{code} is there twice")
        else:
            anders[int(code)] = woorden[woord]
    if mis:
        uitleg = f"{'; '.join(mis)} (meanings: {', '.join(woorden)})"
        raise errors.InterneFout(_INSTELLING, intern=f"SBB_SIGNAALCODES: {uitleg}")
    return {**SIGNAALCODES, **anders}


def betekenis_van(code: int, tabel: Mapping[int, Betekenis] = SIGNAALCODES) -> Betekenis:
    """What this code says; `ONBEKEND` when it is not in the table."""
    return tabel.get(code, Betekenis.ONBEKEND)


def weiger(betekenis: Betekenis, signaal: Signaal) -> NoReturn:
    """Raise what this meaning is to a caller, with what SBB said beside it."""
    if betekenis is Betekenis.AANVRAAG_ONGELDIG:
        raise errors.OngeldigeInvoer((), signaal=signaal)
    soort, tekst, opnieuw_na = _FOUTEN.get(betekenis, _FOUTEN[Betekenis.ONBEKEND])
    raise soort(tekst, signaal=signaal, opnieuw_na=opnieuw_na, intern=f"signaalcode {signaal.signaalcode}")
