"""`/status`: the judgement on facade and SBB, with a sentence that a help desk can read out."""

import math
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from stagemarkt.domain.guard.status import (
    BronState,
    CircuitStatus,
    CircuitVerdict,
    StatusVerdict,
    all_sightings,
    judge,
    judge_circuit_breaker,
)
from stagemarkt.model.errors import REJECTED, Bilingual, BronCertificate, MessageRejected
from stagemarkt.ports.records import EndpointRecord, Sightings
from stagemarkt.version import VERSION
from stagemarkt.web.negotiation import Language
from stagemarkt.web.response import Response, json_document

_FACADE_OK: Final = Bilingual("Deze facade werkt.", "This facade works.")
_FACADE_DISTURBANCE: Final = {
    REJECTED: Bilingual(
        "SBB antwoordt, en wijst de berichten van deze facade af. Dit is een zaak van de beheerder van deze "
        "facade, niet van SBB, de school of de leverancier.",
        "SBB answers, and rejects the messages of this facade. This is for the operator of this facade to "
        "solve, not for SBB, the school or the vendor.",
    ),
    BronCertificate.code: Bilingual(
        "Deze facade herkent het certificaat van SBB niet, en vraagt SBB daarom niets. Dit is een zaak van "
        "de beheerder van deze facade, niet van SBB, de school of de leverancier.",
        "This facade does not recognise SBB's certificate, and so asks SBB nothing. This is for the operator "
        "of this facade to solve, not for SBB, the school or the vendor.",
    ),
}
_CIRCUIT_BREAKER: Final[dict[CircuitStatus, Bilingual]] = {
    "gesloten": Bilingual("Vragen gaan gewoon naar SBB.", "Questions go to SBB as usual."),
    "open": Bilingual(
        "SBB gaf vijf keer achter elkaar geen bruikbaar antwoord. Vragen worden nu meteen geweigerd; op het "
        "genoemde tijdstip gaat er weer een naar SBB, en antwoordt die, dan volgen alle andere.",
        "SBB gave no usable answer five times in a row. Questions are refused at once now; at the moment "
        "given one goes to SBB again, and when that is answered all others follow.",
    ),
    "op-proef": Bilingual(
        "SBB gaf vijf keer achter elkaar geen bruikbaar antwoord. De eerstvolgende vraag gaat weer naar SBB, "
        "en wordt die beantwoord, dan volgen alle andere.",
        "SBB gave no usable answer five times in a row. The next question goes to SBB again, and when it is "
        "answered all others follow.",
    ),
}
_SBB: Final[dict[BronState, Bilingual]] = {
    "in-orde": Bilingual(
        "SBB antwoordt. Gaat er toch iets mis, vraag het dan eerst de eigen leverancier.",
        "SBB answers. If something fails all the same, ask your own vendor first.",
    ),
    "storing": Bilingual(
        "De storing ligt bij SBB of op de weg ernaartoe, niet bij deze facade of de leverancier.",
        "The failure is at SBB or on the way to it, not at this facade or the vendor.",
    ),
    "onbekend": Bilingual(
        "Van SBB is de laatste minuten niets vernomen; dat zegt niets over een storing.",
        "Nothing was heard of SBB in the last minutes; that does not mean it fails.",
    ),
}

_SBB_ON_REJECTION: Final = Bilingual(
    "SBB antwoordt; wat er misgaat, is aan de beheerder van deze facade.",
    "SBB answers; what fails is for the operator of this facade to solve.",
)


_PART: Final = Bilingual(
    "Een deel van SBB geeft storing, of de weg ernaartoe: {}. Al het andere gaat gewoon naar SBB.",
    "A part of SBB fails, or the way to it: {}. All else goes to SBB as usual.",
)


def status_response(
    sbb: EndpointRecord | None,
    now: int,
    language: Language,
    elders: Mapping[str, EndpointRecord] | None = None,
) -> Response:
    """The answer at `now`, seconds since 1970; `sbb` is None when it could not be read.

    `elders` has the records of the operations that are at an address of their own.

    It is 200 whenever the facade can say so.
    """
    content = {"versie": VERSION} | build_parts(sbb, now, language, elders)
    headers = {
        "Cache-Control": "no-store",
        "Content-Language": language,
        "Access-Control-Allow-Origin": "*",
    }
    return Response(200, json_document(content), koppen=headers)


def build_parts(
    sbb: EndpointRecord | None,
    now: int,
    language: Language,
    elders: Mapping[str, EndpointRecord] | None = None,
) -> dict[str, Any]:
    """The members `status`, `facade` and `sbb`."""
    elders = elders or {}
    # SBB is one, whatever it has where; two operations at one address have the same record.
    seen = all_sightings(elders.values() if sbb is None else (sbb, *elders.values()))
    judgement = judge(seen, None if sbb is None else sbb.circuit, now)
    set_apart = {operation: judge_circuit_breaker(own.circuit, now) for operation, own in elders.items()}
    closed = [operation for operation, own in set_apart.items() if own.status == "open"]
    disturbed = "storing" in {judgement.facade, judgement.bron} or bool(closed)
    parts: dict[str, Any] = {
        "status": "verstoord" if disturbed else "in-orde" if judgement.bron == "in-orde" else "onbekend",
        "facade": {
            "status": judgement.facade,
            "uitleg": in_language(language, _FACADE_DISTURBANCE.get(judgement.code or "", _FACADE_OK)),
        },
        "sbb": _sbb(seen, judgement, language)
        | circuit_part(judgement.zekering, language)
        | _elsewhere(set_apart, language),
    }
    # The rest of SBB may answer meanwhile: which part fails is what somebody wants to know.
    if (
        closed
        and judgement.facade == "in-orde"
        and (judgement.zekering is None or judgement.zekering.status != "open")
    ):
        parts["sbb"] |= {
            "status": "storing",
            "uitleg": in_language(language, _PART).format(", ".join(closed)),
        }
    return parts


def _elsewhere(set_apart: Mapping[str, CircuitVerdict], language: Language) -> dict[str, Any]:
    """What has an address of its own at SBB can fail by itself: each is named, with its circuit breaker."""
    parts = [{"operatie": operation} | circuit_part(own, language) for operation, own in set_apart.items()]
    return {"elders": parts} if parts else {}


def _sbb(seen: Sightings, judgement: StatusVerdict, language: Language) -> dict[str, Any]:
    is_ours = judgement.code == REJECTED
    explanation = _SBB_ON_REJECTION if is_ours else _SBB[judgement.bron]
    sbb: dict[str, Any] = {"status": judgement.bron, "uitleg": in_language(language, explanation)}
    if seen.last_success is not None:
        sbb["laatsteSucces"] = to_the_second(seen.last_success)
    if seen.last_failure is not None:
        sbb["laatsteFout"] = {"tijdstip": to_the_second(seen.last_failure), "code": _code(seen)}
    return sbb


def _code(seen: Sightings) -> str | None:
    """The code as the API has it: what only we tell apart is nobody else's."""
    return MessageRejected.code if seen.failure_code == REJECTED else seen.failure_code


def circuit_part(
    judgement: CircuitVerdict | None,
    language: Language,
    texts: Mapping[CircuitStatus, Bilingual] = _CIRCUIT_BREAKER,
) -> dict[str, Any]:
    """The member `zekering`; none of one that could not be read."""
    if judgement is None:
        return {}
    breaker: dict[str, Any] = {
        "status": judgement.status,
        "uitleg": in_language(language, texts[judgement.status]),
    }
    if judgement.sinds is not None:
        breaker["sinds"] = to_the_second(judgement.sinds)
    if judgement.following is not None:
        # A moment is told in whole seconds: never before it comes.
        breaker["volgendePoging"] = to_the_second(math.ceil(judgement.following))
    return {"zekering": breaker}


def in_language(language: Language, text: Bilingual) -> str:
    """The text in the language of the request."""
    return text.en if language == "en" else text.nl


def to_the_second(seconds: float) -> str:
    """Seconds since 1970 as RFC 3339 in UTC, whole seconds."""
    return datetime.fromtimestamp(int(seconds), UTC).isoformat().replace("+00:00", "Z")
