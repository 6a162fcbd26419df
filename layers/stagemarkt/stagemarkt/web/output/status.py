"""`/status`: the judgement on facade and SBB, with a sentence that a help desk can read out."""

import math
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from stagemarkt import __version__
from stagemarkt.domain.guard.status import (
    Bronstatus,
    Oordeel,
    Zekeringoordeel,
    Zekeringstatus,
    all_sightings,
    beoordeel,
    beoordeel_zekering,
)
from stagemarkt.model.errors import AFGEWEZEN, BerichtAfgewezen, BronCertificaat, Tekst
from stagemarkt.ports.records import EndpointRecord, Sightings
from stagemarkt.web.negotiation import Taal
from stagemarkt.web.response import Antwoord, json_document

_FACADE_IN_ORDE: Final = Tekst("Deze facade werkt.", "This facade works.")
_FACADE_STORING: Final = {
    AFGEWEZEN: Tekst(
        "SBB antwoordt, en wijst de berichten van deze facade af. Dit is een zaak van de beheerder van deze "
        "facade, niet van SBB, de school of de leverancier.",
        "SBB answers, and rejects the messages of this facade. This is for the operator of this facade to "
        "solve, not for SBB, the school or the vendor.",
    ),
    BronCertificaat.code: Tekst(
        "Deze facade herkent het certificaat van SBB niet, en vraagt SBB daarom niets. Dit is een zaak van "
        "de beheerder van deze facade, niet van SBB, de school of de leverancier.",
        "This facade does not recognise SBB's certificate, and so asks SBB nothing. This is for the operator "
        "of this facade to solve, not for SBB, the school or the vendor.",
    ),
}
_ZEKERING: Final[dict[Zekeringstatus, Tekst]] = {
    "gesloten": Tekst("Vragen gaan gewoon naar SBB.", "Questions go to SBB as usual."),
    "open": Tekst(
        "SBB gaf vijf keer achter elkaar geen bruikbaar antwoord. Vragen worden nu meteen geweigerd; op het "
        "genoemde tijdstip gaat er weer een naar SBB, en antwoordt die, dan volgen alle andere.",
        "SBB gave no usable answer five times in a row. Questions are refused at once now; at the moment "
        "given one goes to SBB again, and when that is answered all others follow.",
    ),
    "op-proef": Tekst(
        "SBB gaf vijf keer achter elkaar geen bruikbaar antwoord. De eerstvolgende vraag gaat weer naar SBB, "
        "en wordt die beantwoord, dan volgen alle andere.",
        "SBB gave no usable answer five times in a row. The next question goes to SBB again, and when it is "
        "answered all others follow.",
    ),
}
_SBB: Final[dict[Bronstatus, Tekst]] = {
    "in-orde": Tekst(
        "SBB antwoordt. Gaat er toch iets mis, vraag het dan eerst de eigen leverancier.",
        "SBB answers. If something fails all the same, ask your own vendor first.",
    ),
    "storing": Tekst(
        "De storing ligt bij SBB of op de weg ernaartoe, niet bij deze facade of de leverancier.",
        "The failure is at SBB or on the way to it, not at this facade or the vendor.",
    ),
    "onbekend": Tekst(
        "Van SBB is de laatste minuten niets vernomen; dat zegt niets over een storing.",
        "Nothing was heard of SBB in the last minutes; that does not mean it fails.",
    ),
}

_SBB_BIJ_AFWIJZING: Final = Tekst(
    "SBB antwoordt; wat er misgaat, is aan de beheerder van deze facade.",
    "SBB answers; what fails is for the operator of this facade to solve.",
)


_DEEL: Final = Tekst(
    "Een deel van SBB geeft storing, of de weg ernaartoe: {}. Al het andere gaat gewoon naar SBB.",
    "A part of SBB fails, or the way to it: {}. All else goes to SBB as usual.",
)


def als_antwoord(
    sbb: EndpointRecord | None,
    nu: int,
    taal: Taal,
    elders: Mapping[str, EndpointRecord] | None = None,
) -> Antwoord:
    """The answer at `nu`, seconds since 1970; `sbb` is None when it could not be read.

    `elders` has the records of the operations that are at an address of their own.

    It is 200 whenever the facade can say so.
    """
    inhoud = {"versie": __version__} | maak_delen(sbb, nu, taal, elders)
    koppen = {
        "Cache-Control": "no-store",
        "Content-Language": taal,
        "Access-Control-Allow-Origin": "*",
    }
    return Antwoord(200, json_document(inhoud), koppen=koppen)


def maak_delen(
    sbb: EndpointRecord | None,
    nu: int,
    taal: Taal,
    elders: Mapping[str, EndpointRecord] | None = None,
) -> dict[str, Any]:
    """The members `status`, `facade` and `sbb`."""
    elders = elders or {}
    # SBB is one, whatever it has where; two operations at one address have the same record.
    gezien = all_sightings(elders.values() if sbb is None else (sbb, *elders.values()))
    oordeel = beoordeel(gezien, None if sbb is None else sbb.circuit, nu)
    apart = {operatie: beoordeel_zekering(eigen.circuit, nu) for operatie, eigen in elders.items()}
    dicht = [operatie for operatie, eigen in apart.items() if eigen.status == "open"]
    verstoord = "storing" in {oordeel.facade, oordeel.bron} or bool(dicht)
    delen: dict[str, Any] = {
        "status": "verstoord" if verstoord else "in-orde" if oordeel.bron == "in-orde" else "onbekend",
        "facade": {
            "status": oordeel.facade,
            "uitleg": in_taal(taal, _FACADE_STORING.get(oordeel.code or "", _FACADE_IN_ORDE)),
        },
        "sbb": _sbb(gezien, oordeel, taal) | circuit_part(oordeel.zekering, taal) | _elders(apart, taal),
    }
    # The rest of SBB may answer meanwhile: which part fails is what somebody wants to know.
    if (
        dicht
        and oordeel.facade == "in-orde"
        and (oordeel.zekering is None or oordeel.zekering.status != "open")
    ):
        delen["sbb"] |= {"status": "storing", "uitleg": in_taal(taal, _DEEL).format(", ".join(dicht))}
    return delen


def _elders(apart: Mapping[str, Zekeringoordeel], taal: Taal) -> dict[str, Any]:
    """What has an address of its own at SBB can fail by itself: each is named, with its zekering."""
    delen = [{"operatie": operatie} | circuit_part(eigen, taal) for operatie, eigen in apart.items()]
    return {"elders": delen} if delen else {}


def _sbb(gezien: Sightings, oordeel: Oordeel, taal: Taal) -> dict[str, Any]:
    is_onze = oordeel.code == AFGEWEZEN
    uitleg = _SBB_BIJ_AFWIJZING if is_onze else _SBB[oordeel.bron]
    sbb: dict[str, Any] = {"status": oordeel.bron, "uitleg": in_taal(taal, uitleg)}
    if gezien.last_success is not None:
        sbb["laatsteSucces"] = moment(gezien.last_success)
    if gezien.last_failure is not None:
        sbb["laatsteFout"] = {"tijdstip": moment(gezien.last_failure), "code": _code(gezien)}
    return sbb


def _code(gezien: Sightings) -> str | None:
    """The code as the API has it: what only we tell apart is nobody else's."""
    return BerichtAfgewezen.code if gezien.failure_code == AFGEWEZEN else gezien.failure_code


def circuit_part(
    oordeel: Zekeringoordeel | None, taal: Taal, texts: Mapping[Zekeringstatus, Tekst] = _ZEKERING
) -> dict[str, Any]:
    """The member `zekering`; none of one that could not be read."""
    if oordeel is None:
        return {}
    zekering: dict[str, Any] = {"status": oordeel.status, "uitleg": in_taal(taal, texts[oordeel.status])}
    if oordeel.sinds is not None:
        zekering["sinds"] = moment(oordeel.sinds)
    if oordeel.volgende is not None:
        # A moment is told in whole seconds: never before it comes.
        zekering["volgendePoging"] = moment(math.ceil(oordeel.volgende))
    return {"zekering": zekering}


def in_taal(taal: Taal, tekst: Tekst) -> str:
    """The text in the language of the request."""
    return tekst.en if taal == "en" else tekst.nl


def moment(seconden: float) -> str:
    """Seconds since 1970 as RFC 3339 in UTC, whole seconds."""
    return datetime.fromtimestamp(int(seconden), UTC).isoformat().replace("+00:00", "Z")
