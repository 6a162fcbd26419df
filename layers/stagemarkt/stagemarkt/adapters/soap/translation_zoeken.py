"""From the contract's words to the domain's, and back, for details and searches."""

from collections.abc import Sequence
from typing import Final

from stagemarkt.adapters.soap.envelope import UNUSABLE, RequestFields
from stagemarkt.adapters.soap.messages import (
    ErkenningBericht,
    GeefDetailsResult,
    OpleidingBericht,
    PersoonBericht,
    PraktijkopleiderBericht,
    ZoekResultaatBericht,
)
from stagemarkt.adapters.soap.translation import adres, name_pattern, status_erkenning, status_leerbedrijf
from stagemarkt.model.detailgegevens import Contactpersoon, Detailgegevens, Praktijkopleider
from stagemarkt.model.erkenning import BronStatus, Erkenningsgegevens
from stagemarkt.model.errors import BronAnswerInvalid
from stagemarkt.model.leerplaats import Leerplaats, Opleiding, Vestiging
from stagemarkt.model.questions import Zoekvraag
from stagemarkt.ports.sbb import PER_PAGE, Details, ErkendBedrijf

# What decides whether an erkenning in a list holds: its word and its dates.
_DECISIVE: Final = frozenset({"Status", "Startdatum", "Einddatum"})
_BOOLEAN: Final = {True: "true", False: "false"}


def search_fields(indicator: str, question: Zoekvraag, page_number: int) -> RequestFields:
    """The elements of a `Zoeken` request; `indicator` is `L` for leerplaatsen, `E` for erkenningen."""
    spot = {"Straat": question.straat, "Postcode": question.postcode, "Plaats": question.plaats}
    return {
        "LeerplaatsErkenningAanduiding": indicator,
        "AantalResultatenPerPagina": str(PER_PAGE),
        "Pagina": str(page_number),
        "ZoekInDeBuurt": _BOOLEAN[question.afstand is not None],
        "Afstand": None if question.afstand is None else str(question.afstand),
        "LeerbedrijfNaam": name_pattern(question.naam),
        # A part is only asked for with both: this, and wildcards around the name.
        "LeerbedrijfNaamExact": None if question.naam is None else _BOOLEAN[False],
        "Vestigingsadres": spot if any(spot.values()) else None,
        "Crebonummer": question.crebo,
        "Opleidingsnaam": question.opleidingsnaam,
        "Leerweg": question.leerweg,
        "Niveau": None if question.niveau is None else str(question.niveau),
        "Beschikbaar": None if question.beschikbaar is None else _BOOLEAN[question.beschikbaar],
    }


def details(result: GeefDetailsResult, asked: str) -> Details:
    """The answer to GeefDetails by leerbedrijf; where it leaves out which, it is the one asked for."""
    leerbedrijf_id = result.code or asked
    data = Detailgegevens(
        leerbedrijf_id=leerbedrijf_id,
        naam=result.naam,
        status=status_leerbedrijf(result.status),
        vestigingsadres=adres(result.vestigingsadres),
        correspondentieadres=adres(result.correspondentieadres),
        kvk_nummer=result.kvk_nummer,
        branche=result.branche,
        telefoonnummer=result.telefoonnummer,
        email=result.email,
        website=result.website,
        contactpersonen=_contactpersonen(result),
        praktijkopleiders=_praktijkopleiders(result.praktijkopleiders),
    )
    parsed = [message for message in result.erkenningen if message is not None]
    erkenningen = [_erkenning(message, leerbedrijf_id, result.naam) for message in parsed]
    return Details(data, erkenningen, len(result.erkenningen) - len(parsed))


def leerplaats_from_details(result: GeefDetailsResult, leerplaats_id: str) -> Leerplaats:
    """The answer to GeefDetails by leerplaats.

    Raises:
        BronAnswerInvalid: it does not say whose leerplaats it is.
    """
    if result.code is None:
        raise BronAnswerInvalid(UNUSABLE, internal="GeefDetails of a leerplaats without CodeLeerbedrijf")
    return Leerplaats(
        leerplaats_id=leerplaats_id,
        omschrijving=result.omschrijving,
        leerbedrijf=Vestiging(
            leerbedrijf_id=result.code,
            naam=result.naam,
            vestigingsadres=adres(result.vestigingsadres),
        ),
        opleidingen=_opleidingen(result.opleidingen),
        praktijkopleiders=_praktijkopleiders(result.praktijkopleiders),
    )


def leerplaats(message: ZoekResultaatBericht) -> Leerplaats | None:
    """A `Resultaat` of a search for leerplaatsen; None when it has no LeerplaatsId."""
    if message.leerplaats_id is None:
        return None
    return Leerplaats(
        leerplaats_id=message.leerplaats_id,
        soort=message.soort,
        aantal=message.aantal,
        omschrijving=message.omschrijving,
        leerbedrijf=_vestiging(message),
        afstand_km=message.afstand_km,
        leerweg=message.leerweg,
        opleidingen=_opleidingen(message.opleidingen),
        praktijkopleiders=_praktijkopleiders(message.praktijkopleiders),
        aantal_studenten=message.aantal_leerlingen,
    )


def erkend_bedrijf(message: ZoekResultaatBericht) -> ErkendBedrijf | None:
    """A `Resultaat` of a search for erkenningen; None when it has no Erkenning."""
    if message.erkenning is None:
        return None
    return ErkendBedrijf(
        leerbedrijf=_vestiging(message),
        erkenning=_erkenning(message.erkenning, message.code, message.naam),
        afstand_km=message.afstand_km,
        praktijkopleiders=_praktijkopleiders(message.praktijkopleiders),
        aantal_studenten=message.aantal_leerlingen,
    )


def _vestiging(message: ZoekResultaatBericht) -> Vestiging:
    vestigingsadres = adres(message.vestigingsadres)
    return Vestiging(leerbedrijf_id=message.code, naam=message.naam, vestigingsadres=vestigingsadres)


def _erkenning(message: ErkenningBericht, leerbedrijf_id: str, name: str | None) -> Erkenningsgegevens:
    return Erkenningsgegevens(
        leerbedrijf_id=leerbedrijf_id,
        naam=name,
        # A list has no signaalcode per erkenning: its own word and dates decide.
        in_orde=True,
        code=message.crebo or message.keuzedeel,
        omschrijving=message.omschrijving,
        niveau=message.niveau,
        leerweg=message.leerweg,
        leerweg_onleesbaar="Leerweg" in message.onleesbaar,
        status=_status(message),
        startdatum=message.startdatum,
        einddatum=message.einddatum,
    )


def _status(message: ErkenningBericht) -> BronStatus | None:
    """SBB's word, but no word for erkend where what could take it back cannot be read."""
    status = status_erkenning(message.status)
    return "onbekend" if status in {None, "erkend"} and message.onleesbaar & _DECISIVE else status


def _contactpersonen(result: GeefDetailsResult) -> tuple[Contactpersoon, ...]:
    """Whether SBB names one, several or both: each once, in its order."""
    messages = [result.contactpersoon, *result.contactpersonen]
    personen = [_person(message) for message in messages if message is not None]
    return tuple(dict.fromkeys(personen))


def _person(message: PersoonBericht) -> Contactpersoon:
    return Contactpersoon(
        naam=message.naam,
        functie=message.functie,
        email=message.email,
        telefoonnummer=message.telefoonnummer,
    )


def _praktijkopleiders(messages: Sequence[PraktijkopleiderBericht]) -> tuple[Praktijkopleider, ...]:
    return tuple(Praktijkopleider(**_person(b).model_dump(), crebos=tuple(b.crebos)) for b in messages)


def _opleidingen(messages: Sequence[OpleidingBericht]) -> tuple[Opleiding, ...]:
    return tuple(Opleiding(crebo=b.crebo, omschrijving=b.omschrijving, niveau=b.niveau) for b in messages)
