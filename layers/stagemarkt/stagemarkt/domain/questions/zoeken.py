"""Zoeken naar leerplaatsen en erkende leerbedrijven: any stretch of the list, out of SBB's pages."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol, TypeVar

from stagemarkt.domain.questions.detailgegevens import beoordeel_los
from stagemarkt.domain.questions.part_of_name import heeft_joker, is_deel
from stagemarkt.model.errors import Tekst, TeVeelResultaten
from stagemarkt.model.leerplaats import GevondenErkenning, Leerplaats, Vestiging
from stagemarkt.ports.results import PER_PAGINA, Bladzij, ErkendBedrijf

if TYPE_CHECKING:
    from stagemarkt.model.questions import Zoekvraag
    from stagemarkt.ports.deadline import Termijn
    from stagemarkt.ports.sbb import Sbb

T = TypeVar("T")
# Of a name that SBB would read more into, so many of what it finds are looked through.
MEESTE: Final = 10 * PER_PAGINA
_TE_VEEL: Final = Tekst(
    "Te veel leerbedrijven lijken op deze naam; geef meer letters of een ander filter.",
    "Too many leerbedrijven are like this name; give more letters, or another filter.",
)


class Gevonden(Protocol):
    """A result with whose it is."""

    @property
    def leerbedrijf(self) -> Vestiging:
        """The leerbedrijf."""
        ...


G = TypeVar("G", bound=Gevonden)


class Strook(NamedTuple):
    """A stretch of the list: `aantal` results from the `begin`th on, which counts from 0."""

    begin: int
    aantal: int


def zoek_leerplaatsen(
    sbb: "Sbb", vraag: "Zoekvraag", strook: Strook, termijn: "Termijn"
) -> Bladzij[Leerplaats]:
    """That stretch of the leerplaatsen that fit."""
    return _verzamel(lambda pagina: sbb.zoek_leerplaatsen(vraag, pagina, termijn), vraag, strook)


def zoek_erkenningen(
    sbb: "Sbb", vraag: "Zoekvraag", strook: Strook, peildatum: date, termijn: "Termijn"
) -> Bladzij[GevondenErkenning]:
    """That stretch of the erkenningen that fit, judged on `peildatum`."""
    gevonden = _verzamel(lambda pagina: sbb.zoek_erkenningen(vraag, pagina, termijn), vraag, strook)
    beoordeeld = [_beoordeel(bedrijf, peildatum) for bedrijf in gevonden.resultaten]
    return Bladzij(beoordeeld, gevonden.totaal, gevonden.weggelaten)


def verzamel(pagina_van: Callable[[int], Bladzij[T | None]], strook: Strook) -> Bladzij[T]:
    """Take a stretch out of pages of `PER_PAGINA`, asking for no page that it does not touch.

    While the list does not change, stretches that follow one another hold each result exactly once: one that
    could not be read (None) has its place, and is counted.
    """
    eerste = strook.begin // PER_PAGINA
    laatste = (strook.begin + strook.aantal - 1) // PER_PAGINA
    resultaten: list[T | None] = []
    totaal = 0
    for nummer in range(eerste, laatste + 1):
        bladzij = pagina_van(nummer + 1)
        # A page that gives more than a page holds would shift all that comes after it.
        resultaten += bladzij.resultaten[:PER_PAGINA]
        totaal = bladzij.totaal
        if (nummer + 1) * PER_PAGINA >= totaal:
            break
    over = strook.begin - eerste * PER_PAGINA
    gezien = resultaten[over : over + strook.aantal]
    gelezen = [een for een in gezien if een is not None]
    return Bladzij(gelezen, totaal, len(gezien) - len(gelezen))


def _verzamel(
    pagina_van: Callable[[int], Bladzij[G | None]], vraag: "Zoekvraag", strook: Strook
) -> Bladzij[G]:
    """A stretch of what has the caller's text in its name: of SBB's list, or of what is left of that."""
    naam = vraag.naam
    if naam is None or not heeft_joker(naam):
        return verzamel(pagina_van, strook)

    def hooguit(pagina: int) -> Bladzij[G | None]:
        bladzij = pagina_van(pagina)
        if bladzij.totaal > MEESTE:
            raise TeVeelResultaten(_TE_VEEL, intern="a name with a wildcard")
        return bladzij

    gevonden = verzamel(hooguit, Strook(0, MEESTE))
    passend = [een for een in gevonden.resultaten if is_deel(naam, een.leerbedrijf.naam)]
    return Bladzij(passend[strook.begin : strook.begin + strook.aantal], len(passend))


def _beoordeel(bedrijf: ErkendBedrijf, peildatum: date) -> GevondenErkenning:
    return GevondenErkenning(
        leerbedrijf=bedrijf.leerbedrijf,
        erkenning=beoordeel_los(bedrijf.erkenning, peildatum),
        afstand_km=bedrijf.afstand_km,
        praktijkopleiders=bedrijf.praktijkopleiders,
        aantal_studenten=bedrijf.aantal_studenten,
    )
