"""`/status/school`: whether questions of this school go to SBB, and how many may."""

import math
from typing import Any, Final

from stagemarkt.domein.afspraken import Afspraken
from stagemarkt.domein.drukte import lopend
from stagemarkt.domein.toestand import Zekeringstatus, beoordeel_zekering
from stagemarkt.model.fouten import Tekst
from stagemarkt.poorten.bewaking import Stand
from stagemarkt.web.taal import Taal
from stagemarkt.web.toestand import in_taal, moment

_ZEKERING: Final[dict[Zekeringstatus, Tekst]] = {
    "gesloten": Tekst(
        "Vragen namens deze school gaan gewoon naar SBB.", "Questions for this school go to SBB as usual."
    ),
    "open": Tekst(
        "SBB weigerde deze school vijf keer achter elkaar, en wordt namens haar nu niet gevraagd; andere "
        "scholen merken daar niets van. Op het genoemde tijdstip gaat er weer een vraag naar SBB.",
        "SBB refused this school five times in a row and is not asked for it now; other schools do not "
        "notice. At the moment given a question goes to SBB again.",
    ),
    "op-proef": Tekst(
        "SBB weigerde deze school vijf keer achter elkaar. De eerstvolgende vraag gaat weer naar SBB.",
        "SBB refused this school five times in a row. The next question goes to SBB again.",
    ),
}
_LIMIET: Final = Tekst(
    "Zoveel vragen stelt deze facade namens deze school aan SBB, in een seconde en tegelijk. Wat daar "
    "bovenuit gaat wacht even, of krijgt `bron-overbelast`.",
    "So many questions this facade puts to SBB for this school, in a second and at once. What exceeds that "
    "waits a little, or gets `bron-overbelast`.",
)


def maak_deel(stand: Stand, afspraken: Afspraken, nu: float, taal: Taal) -> dict[str, Any]:
    """The members `zekering` and `limiet` of the answer at `nu`, seconds since 1970."""
    oordeel = beoordeel_zekering(stand.school, nu)
    zekering: dict[str, Any] = {
        "status": oordeel.status,
        "uitleg": in_taal(taal, _ZEKERING[oordeel.status]),
    }
    if oordeel.sinds is not None:
        zekering["sinds"] = moment(oordeel.sinds)
    if oordeel.volgende is not None:
        zekering["volgendePoging"] = moment(math.ceil(oordeel.volgende))
    grenzen = afspraken.grenzen
    limiet = {
        "perSeconde": grenzen.per_seconde,
        "tegelijk": grenzen.tegelijk,
        "lopend": lopend(stand.drukte, nu, grenzen),
        "uitleg": in_taal(taal, _LIMIET),
    }
    return {"zekering": zekering, "limiet": limiet}
