"""From a request to a question of the domain, or to every fault that the request has."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from stagemarkt.model.errors import Plaats, Tekst
from stagemarkt.model.huisnummer import Huisnummer
from stagemarkt.model.questions import Erkenningsvraag, Identificatievraag, Zoekvraag
from stagemarkt.web.input import fields
from stagemarkt.web.input.cursor import lees_cursor
from stagemarkt.web.input.readers import Onleesbaar
from stagemarkt.web.input.validation import Invoer
from stagemarkt.web.output.field_selection import Vorm
from stagemarkt.web.request import Verzoek

_ONTBREEKT = "ontbrekende-combinatie"


class Zoekopdracht(NamedTuple):
    """A search: what for, from which result on (from 0), how many, and what its cursor is tied to."""

    vraag: Zoekvraag
    begin: int
    aantal: int
    kenmerk: Mapping[str, Any]


def identificatie_uit_query(verzoek: Verzoek) -> Identificatievraag:
    """`GET /leerbedrijven`: by name and/or address. Raises OngeldigeInvoer with every fault."""
    invoer = Invoer()
    invoer.query(verzoek, fields.IDENTIFICATIE)
    return _identificatie(invoer, "query", frozenset(verzoek.query))


def identificatie_uit_lichaam(verzoek: Verzoek) -> Identificatievraag:
    """`POST /leerbedrijven/_zoek`: the same, from a JSON body. Raises OngeldigeInvoer with every fault."""
    invoer = Invoer()
    invoer.query(verzoek, ())
    gegeven = invoer.lichaam(verzoek, fields.IDENTIFICATIE)
    return _identificatie(invoer, "body", gegeven)


def identificatie_uit_pad(verzoek: Verzoek) -> Identificatievraag:
    """`GET /leerbedrijven/{leerbedrijfId}`. Raises OngeldigeInvoer with every fault."""
    return Identificatievraag(leerbedrijf_id=uit_pad(verzoek, "leerbedrijfId"), inclusief_historisch=True)


def uit_pad(verzoek: Verzoek, naam: str) -> str:
    """The one value that a path without a query names, e.g. `leerplaatsId`. Raises OngeldigeInvoer."""
    invoer = Invoer()
    invoer.pad(verzoek)
    invoer.query(verzoek, ())
    invoer.afronden()
    waarde: str = invoer.waarden[naam]
    return waarde


def erkenning(verzoek: Verzoek, vandaag: date) -> Erkenningsvraag:
    """`GET /leerbedrijven/{leerbedrijfId}/erkenningen/{code}`; `vandaag` is the default of `peildatum`.

    Raises OngeldigeInvoer with every fault.
    """
    invoer = Invoer()
    invoer.pad(verzoek)
    invoer.query(verzoek, fields.ERKENNING)
    # A peildatum that could not be read is a fault already; the period is judged against what was meant.
    peildatum = invoer.waarden.get("peildatum", None if "peildatum" in verzoek.query else vandaag)
    tot_en_met = invoer.waarden.get("totEnMet")
    if peildatum is not None and tot_en_met is not None and tot_en_met < peildatum:
        detail = Tekst(
            f"Ligt voor de peildatum {peildatum}.", f"Is before the peildatum, which is {peildatum}."
        )
        invoer.fout("query", "totEnMet", detail)
    invoer.afronden()
    return Erkenningsvraag(
        leerbedrijf_id=invoer.waarden["leerbedrijfId"],
        code=invoer.waarden["code"],
        peildatum=peildatum or vandaag,
        tot_en_met=tot_en_met,
        leerweg=invoer.waarden.get("leerweg"),
    )


def detailgegevens(verzoek: Verzoek) -> tuple[str, Vorm | None]:
    """`GET /leerbedrijven/{leerbedrijfId}/detailgegevens`: which one, and which fields (None for all).

    Raises OngeldigeInvoer with every fault.
    """
    invoer = Invoer()
    invoer.pad(verzoek)
    invoer.query(verzoek, (fields.FIELDS,))
    invoer.afronden()
    return invoer.waarden["leerbedrijfId"], invoer.waarden.get("fields")


def zoeken(verzoek: Verzoek) -> Zoekopdracht:
    """`GET /leerplaatsen` and `GET /erkenningen`. Raises OngeldigeInvoer with every fault."""
    invoer = Invoer()
    invoer.query(verzoek, fields.ZOEKEN)
    if "afstand" in verzoek.query and not {"postcode", "plaats"} & verzoek.query.keys():
        detail = Tekst(
            "Geef bij een afstand ook de postcode of de plaats.",
            "Give the postcode or plaats with a distance.",
        )
        invoer.fout("query", "postcode", detail, _ONTBREEKT)
    filters = {
        veld.naam: invoer.waarden[veld.naam] for veld in fields.ZOEKFILTERS if veld.naam in invoer.waarden
    }
    # A cursor of one list is no cursor of the other, and none of another school's.
    vraag = {"operatie": verzoek.resource, "school": verzoek.school, **filters}
    begin = 0
    # With a filter that cannot be read no cursor fits: one fault is enough.
    if "cursor" in invoer.waarden and not invoer.fouten:
        try:
            begin = lees_cursor(invoer.waarden["cursor"], vraag)
        except Onleesbaar as fout:
            invoer.fout("query", "cursor", fout.detail)
    invoer.afronden()
    return Zoekopdracht(
        Zoekvraag(**filters), begin, invoer.waarden.get("limit", fields.STANDAARD_LIMIT), vraag
    )


def _identificatie(invoer: Invoer, plaats: Plaats, gegeven: frozenset[str]) -> Identificatievraag:
    """Judge the combination by what was given: a value that cannot be read is no missing one."""
    if "huisnummer" in gegeven and "postcode" not in gegeven:
        detail = Tekst("Geef bij een huisnummer ook de postcode.", "Give the postcode with a huisnummer.")
        invoer.fout(plaats, "postcode", detail, _ONTBREEKT)
    elif "postcode" in gegeven and not gegeven & {"huisnummer", "naam"}:
        detail = Tekst(
            "Geef bij een postcode ook het huisnummer of de naam.",
            "Give the huisnummer or naam with a postcode.",
        )
        invoer.fout(plaats, "huisnummer", detail, _ONTBREEKT)
    elif not gegeven & {"naam", "postcode"}:
        detail = Tekst(
            "Geef ten minste de naam, of de postcode met het huisnummer.",
            "Give at least the naam, or the postcode with the huisnummer.",
        )
        invoer.fout(plaats, "naam", detail, _ONTBREEKT)
    invoer.afronden()
    huisnummer: int | Huisnummer | None = invoer.waarden.get("huisnummer")
    nummer, toevoeging = huisnummer if isinstance(huisnummer, Huisnummer) else (huisnummer, None)
    return Identificatievraag(
        naam=invoer.waarden.get("naam"),
        postcode=invoer.waarden.get("postcode"),
        huisnummer=nummer,
        inclusief_historisch=invoer.waarden.get("inclusiefHistorisch", False),
        toevoeging=toevoeging,
    )
