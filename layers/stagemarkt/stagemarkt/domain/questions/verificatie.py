"""Natrekken van een erkenning: SBB's verdict, and beside it what SBB tells per leerweg."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from stagemarkt.domain.questions.judgement import beoordeel, maak_erkenning, maak_leerwegerkenning
from stagemarkt.domain.questions.leerwegen import LEERWEGEN, voor_een_van_beide, voor_leerweg
from stagemarkt.domain.questions.list_patience import Lijstgeduld
from stagemarkt.model.erkenning import Erkenning, Erkenningsgegevens, Leerwegreden, NagetrokkenErkenning
from stagemarkt.model.errors import BronAntwoordOngeldig, Fout, LeerbedrijfOnbekend, Tekst
from stagemarkt.model.questions import Erkenningsvraag

if TYPE_CHECKING:
    from stagemarkt.ports.deadline import Termijn
    from stagemarkt.ports.sbb import Sbb

# Who did not ask for a leerweg waits no longer than this (seconds) to hear whether the ways differ. Above
# what counts as a fair time for SBB, so that a list that never comes is noticed.
GEDULD: Final = 6.0
_ANDER: Final = Tekst(
    "SBB gaf de erkenning van een ander leerbedrijf dan gevraagd; die geven we niet door.",
    "SBB gave the erkenning of another leerbedrijf than the one asked for; it is not passed on.",
)


def verifieer_erkenning(
    sbb: "Sbb",
    vraag: Erkenningsvraag,
    termijn: "Termijn",
    vandaag: date,
    meld: Callable[[Fout], None] = lambda _fout: None,
    geduld: Lijstgeduld | None = None,
) -> NagetrokkenErkenning:
    """Ask SBB, freshly, and judge its answer for `vraag.peildatum` and the period up to `tot_en_met`.

    SBB's verdict knows no leerweg. Its list of erkenningen does, so that is asked too where it can make a
    difference. It has to come where it decides, for a leerweg that the verdict may be wrong about; else an
    answer without it says so, and `meld` is told why. Where `geduld` is at an end it is asked only there.

    Raises:
        BronAntwoordOngeldig: SBB answered about another leerbedrijf.
        Fout: whatever the port raises.
    """
    verdict = vraag_verdict(sbb, vraag, termijn)
    if not scheelt_leerweg(verdict, vraag):
        return _nagetrokken(maak_erkenning(verdict, vraag))
    # A verdict that says no is no for each leerweg: the list could only say why.
    if vraag.leerweg is not None and beoordeel(verdict, vraag.peildatum) == "erkend":
        return maak_oordeel(verdict, vraag, vraag_lijst(sbb, vraag, termijn), vandaag)
    lijst = _lijst_als_het_kan(sbb, vraag, termijn.hooguit(GEDULD), meld, geduld)
    return maak_oordeel(verdict, vraag, lijst, vandaag)


def _lijst_als_het_kan(
    sbb: "Sbb",
    vraag: Erkenningsvraag,
    termijn: "Termijn",
    meld: Callable[[Fout], None],
    geduld: Lijstgeduld | None,
) -> Sequence[Erkenningsgegevens] | None:
    """The list; None when it does not come, or kept others waiting just now."""
    op = geduld.op() if geduld else None
    if op is not None:
        meld(op)
        return None
    begin = termijn.over
    try:
        lijst = vraag_lijst(sbb, vraag, termijn)
    except Fout as fout:
        if geduld:
            geduld.mislukt(fout, begin - termijn.over)
        meld(fout)
        return None
    if geduld:
        geduld.gelukt()
    return lijst


def vraag_verdict(sbb: "Sbb", vraag: Erkenningsvraag, termijn: "Termijn") -> Erkenningsgegevens:
    """SBB's verdict. Raises as `verifieer_erkenning` does."""
    verdict = sbb.verifieer(vraag, termijn)
    if verdict.leerbedrijf_id != vraag.leerbedrijf_id:
        raise BronAntwoordOngeldig(_ANDER)
    return verdict


def scheelt_leerweg(verdict: Erkenningsgegevens, vraag: Erkenningsvraag) -> bool:
    """Whether what SBB tells per leerweg can change the answer: what is not erkend is so for neither."""
    return vraag.leerweg is not None or beoordeel(verdict, vraag.peildatum) == "erkend"


def vraag_lijst(sbb: "Sbb", vraag: Erkenningsvraag, termijn: "Termijn") -> Sequence[Erkenningsgegevens]:
    """All erkenningen that SBB lists for the leerbedrijf, one that cannot be read as one of this code.

    None where it lists nothing of it.

    Raises as `verifieer_erkenning` does.
    """
    try:
        details = sbb.geef_details(vraag.leerbedrijf_id, termijn)
    except LeerbedrijfOnbekend:
        # Its verdict knows the leerbedrijf: that its details do not, tells nothing of a leerweg.
        return ()
    if details.gegevens.leerbedrijf_id != vraag.leerbedrijf_id:
        raise BronAntwoordOngeldig(_ANDER)
    if not details.weggelaten:
        return details.erkenningen
    # One that cannot be read may be of this code, for either leerweg.
    onbekend = Erkenningsgegevens(
        leerbedrijf_id=vraag.leerbedrijf_id,
        in_orde=True,
        code=vraag.code,
        status="onbekend",
        leerweg_onleesbaar=True,
    )
    return [*details.erkenningen, onbekend]


def maak_oordeel(
    verdict: Erkenningsgegevens,
    vraag: Erkenningsvraag,
    lijst: Sequence[Erkenningsgegevens] | None,
    vandaag: date,
) -> NagetrokkenErkenning:
    """Verdict and list as one answer; `lijst` is None when it could not be had."""
    reden: Leerwegreden = "nietOpgehaald" if lijst is None else "nietVerteld"
    rijen = [rij for rij in lijst or () if rij.code == vraag.code]
    gevonden = {
        leerweg: voor_leerweg(verdict, rijen, leerweg, vraag.peildatum, vandaag) for leerweg in LEERWEGEN
    }
    # One that names no leerweg says whether, and not for which.
    verteld = {leerweg: een for leerweg, een in gevonden.items() if een is not None and een.leerweg}
    per_leerweg = tuple(
        maak_leerwegerkenning(gegevens, leerweg, vraag) for leerweg, gegevens in verteld.items()
    )
    if vraag.leerweg is not None:
        eigen, bekend = gevonden[vraag.leerweg] or verdict, vraag.leerweg in verteld
    else:
        beide = [een or verdict for een in gevonden.values()]
        eigen, bekend = voor_een_van_beide(verdict, beide, vraag.peildatum), len(verteld) == len(LEERWEGEN)
    return _nagetrokken(
        maak_erkenning(eigen, vraag),
        leerweg_bekend=bekend,
        leerweg_reden=None if bekend else reden,
        leerwegen=per_leerweg or None,
    )


def _nagetrokken(erkenning: Erkenning, **erbij: object) -> NagetrokkenErkenning:
    return NagetrokkenErkenning.model_validate(erkenning.model_dump() | erbij)
