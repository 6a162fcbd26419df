"""`/status`: the judgement on facade and SBB, with a sentence that a help desk can read out."""

import json
from datetime import UTC, datetime
from typing import Any, Final

from stagemarkt import __version__
from stagemarkt.domein.waarnemen import Bronstatus, beoordeel_bron
from stagemarkt.model.fouten import Tekst
from stagemarkt.poorten.waarnemingen import Waarneming
from stagemarkt.web.antwoord import Antwoord
from stagemarkt.web.taal import Taal

_FACADE: Final = Tekst("Deze facade werkt.", "This facade works.")
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


def als_antwoord(gezien: Waarneming, nu: int, taal: Taal) -> Antwoord:
    """The answer at `nu`, seconds since 1970. It is 200 whenever the facade can say so."""
    bron = beoordeel_bron(gezien, nu)
    sbb: dict[str, Any] = {"status": bron, "uitleg": in_taal(taal, _SBB[bron])}
    if gezien.laatste_succes is not None:
        sbb["laatsteSucces"] = moment(gezien.laatste_succes)
    if gezien.laatste_fout is not None:
        sbb["laatsteFout"] = {"tijdstip": moment(gezien.laatste_fout), "code": gezien.foutcode}
    inhoud = {
        "status": "in-orde" if bron == "in-orde" else "verstoord" if bron == "storing" else "onbekend",
        "versie": __version__,
        "facade": {"status": "in-orde", "uitleg": in_taal(taal, _FACADE)},
        "sbb": sbb,
    }
    koppen = {
        "Cache-Control": "no-store",
        "Content-Language": taal,
        "Access-Control-Allow-Origin": "*",
    }
    return Antwoord(200, json.dumps(inhoud, ensure_ascii=False).encode(), koppen=koppen)


def in_taal(taal: Taal, tekst: Tekst) -> str:
    """The text in the language of the request."""
    return tekst.en if taal == "en" else tekst.nl


def moment(seconden: float) -> str:
    """Seconds since 1970 as RFC 3339 in UTC, whole seconds."""
    return datetime.fromtimestamp(int(seconden), UTC).isoformat().replace("+00:00", "Z")
