"""From the contract's words to the domain's, and back, for details and searches."""

from collections.abc import Sequence
from typing import Final

from stagemarkt.adapters.soap.envelope import ONBRUIKBAAR, Velden
from stagemarkt.adapters.soap.messages import (
    ErkenningBericht,
    GeefDetailsResult,
    OpleidingBericht,
    PersoonBericht,
    PraktijkopleiderBericht,
    ZoekResultaatBericht,
)
from stagemarkt.adapters.soap.translation import adres, naampatroon, status_erkenning, status_leerbedrijf
from stagemarkt.model.detailgegevens import Contactpersoon, Detailgegevens, Praktijkopleider
from stagemarkt.model.erkenning import Bronstatus, Erkenningsgegevens
from stagemarkt.model.errors import BronAntwoordOngeldig
from stagemarkt.model.leerplaats import Leerplaats, Opleiding, Vestiging
from stagemarkt.model.questions import Zoekvraag
from stagemarkt.ports.results import PER_PAGINA, Details, ErkendBedrijf

# What decides whether an erkenning in a list holds: its word and its dates.
_BESLISSEND: Final = frozenset({"Status", "Startdatum", "Einddatum"})
_BOOLEAN: Final = {True: "true", False: "false"}


def zoekvelden(aanduiding: str, vraag: Zoekvraag, pagina: int) -> Velden:
    """The elements of a `Zoeken` request; `aanduiding` is `L` for leerplaatsen, `E` for erkenningen."""
    plek = {"Straat": vraag.straat, "Postcode": vraag.postcode, "Plaats": vraag.plaats}
    return {
        "LeerplaatsErkenningAanduiding": aanduiding,
        "AantalResultatenPerPagina": str(PER_PAGINA),
        "Pagina": str(pagina),
        "ZoekInDeBuurt": _BOOLEAN[vraag.afstand is not None],
        "Afstand": None if vraag.afstand is None else str(vraag.afstand),
        "LeerbedrijfNaam": naampatroon(vraag.naam),
        # A part is only asked for with both: this, and wildcards around the name.
        "LeerbedrijfNaamExact": None if vraag.naam is None else _BOOLEAN[False],
        "Vestigingsadres": plek if any(plek.values()) else None,
        "Crebonummer": vraag.crebo,
        "Opleidingsnaam": vraag.opleidingsnaam,
        "Leerweg": vraag.leerweg,
        "Niveau": None if vraag.niveau is None else str(vraag.niveau),
        "Beschikbaar": None if vraag.beschikbaar is None else _BOOLEAN[vraag.beschikbaar],
    }


def details(resultaat: GeefDetailsResult, gevraagd: str) -> Details:
    """The answer to GeefDetails by leerbedrijf; where it leaves out which, it is the one asked for."""
    leerbedrijf_id = resultaat.code or gevraagd
    gegevens = Detailgegevens(
        leerbedrijf_id=leerbedrijf_id,
        naam=resultaat.naam,
        status=status_leerbedrijf(resultaat.status),
        vestigingsadres=adres(resultaat.vestigingsadres),
        correspondentieadres=adres(resultaat.correspondentieadres),
        kvk_nummer=resultaat.kvk_nummer,
        branche=resultaat.branche,
        telefoonnummer=resultaat.telefoonnummer,
        email=resultaat.email,
        website=resultaat.website,
        contactpersonen=_contactpersonen(resultaat),
        praktijkopleiders=_praktijkopleiders(resultaat.praktijkopleiders),
    )
    gelezen = [bericht for bericht in resultaat.erkenningen if bericht is not None]
    erkenningen = [_erkenning(bericht, leerbedrijf_id, resultaat.naam) for bericht in gelezen]
    return Details(gegevens, erkenningen, len(resultaat.erkenningen) - len(gelezen))


def leerplaats_uit_details(resultaat: GeefDetailsResult, leerplaats_id: str) -> Leerplaats:
    """The answer to GeefDetails by leerplaats.

    Raises:
        BronAntwoordOngeldig: it does not say whose leerplaats it is.
    """
    if resultaat.code is None:
        raise BronAntwoordOngeldig(ONBRUIKBAAR, intern="GeefDetails of a leerplaats without CodeLeerbedrijf")
    return Leerplaats(
        leerplaats_id=leerplaats_id,
        omschrijving=resultaat.omschrijving,
        leerbedrijf=Vestiging(
            leerbedrijf_id=resultaat.code,
            naam=resultaat.naam,
            vestigingsadres=adres(resultaat.vestigingsadres),
        ),
        opleidingen=_opleidingen(resultaat.opleidingen),
        praktijkopleiders=_praktijkopleiders(resultaat.praktijkopleiders),
    )


def leerplaats(bericht: ZoekResultaatBericht) -> Leerplaats | None:
    """A `Resultaat` of a search for leerplaatsen; None when it has no LeerplaatsId."""
    if bericht.leerplaats_id is None:
        return None
    return Leerplaats(
        leerplaats_id=bericht.leerplaats_id,
        soort=bericht.soort,
        aantal=bericht.aantal,
        omschrijving=bericht.omschrijving,
        leerbedrijf=_vestiging(bericht),
        afstand_km=bericht.afstand_km,
        leerweg=bericht.leerweg,
        opleidingen=_opleidingen(bericht.opleidingen),
        praktijkopleiders=_praktijkopleiders(bericht.praktijkopleiders),
        aantal_studenten=bericht.aantal_leerlingen,
    )


def erkend_bedrijf(bericht: ZoekResultaatBericht) -> ErkendBedrijf | None:
    """A `Resultaat` of a search for erkenningen; None when it has no Erkenning."""
    if bericht.erkenning is None:
        return None
    return ErkendBedrijf(
        leerbedrijf=_vestiging(bericht),
        erkenning=_erkenning(bericht.erkenning, bericht.code, bericht.naam),
        afstand_km=bericht.afstand_km,
        praktijkopleiders=_praktijkopleiders(bericht.praktijkopleiders),
        aantal_studenten=bericht.aantal_leerlingen,
    )


def _vestiging(bericht: ZoekResultaatBericht) -> Vestiging:
    vestigingsadres = adres(bericht.vestigingsadres)
    return Vestiging(leerbedrijf_id=bericht.code, naam=bericht.naam, vestigingsadres=vestigingsadres)


def _erkenning(bericht: ErkenningBericht, leerbedrijf_id: str, naam: str | None) -> Erkenningsgegevens:
    return Erkenningsgegevens(
        leerbedrijf_id=leerbedrijf_id,
        naam=naam,
        # A list has no signaalcode per erkenning: its own word and dates decide.
        in_orde=True,
        code=bericht.crebo or bericht.keuzedeel,
        omschrijving=bericht.omschrijving,
        niveau=bericht.niveau,
        leerweg=bericht.leerweg,
        leerweg_onleesbaar="Leerweg" in bericht.onleesbaar,
        status=_status(bericht),
        startdatum=bericht.startdatum,
        einddatum=bericht.einddatum,
    )


def _status(bericht: ErkenningBericht) -> Bronstatus | None:
    """SBB's word, but no word for erkend where what could take it back cannot be read."""
    status = status_erkenning(bericht.status)
    return "onbekend" if status in {None, "erkend"} and bericht.onleesbaar & _BESLISSEND else status


def _contactpersonen(resultaat: GeefDetailsResult) -> tuple[Contactpersoon, ...]:
    """Whether SBB names one, several or both: each once, in its order."""
    berichten = [resultaat.contactpersoon, *resultaat.contactpersonen]
    personen = [_persoon(bericht) for bericht in berichten if bericht is not None]
    return tuple(dict.fromkeys(personen))


def _persoon(bericht: PersoonBericht) -> Contactpersoon:
    return Contactpersoon(
        naam=bericht.naam,
        functie=bericht.functie,
        email=bericht.email,
        telefoonnummer=bericht.telefoonnummer,
    )


def _praktijkopleiders(berichten: Sequence[PraktijkopleiderBericht]) -> tuple[Praktijkopleider, ...]:
    return tuple(Praktijkopleider(**_persoon(b).model_dump(), crebos=tuple(b.crebos)) for b in berichten)


def _opleidingen(berichten: Sequence[OpleidingBericht]) -> tuple[Opleiding, ...]:
    return tuple(Opleiding(crebo=b.crebo, omschrijving=b.omschrijving, niveau=b.niveau) for b in berichten)
