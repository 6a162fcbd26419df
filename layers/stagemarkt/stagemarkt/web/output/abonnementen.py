"""Abonnementen and their deliveries as JSON."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from stagemarkt.domain.changes.event import EVENT_TYPES
from stagemarkt.domain.changes.queue_arn import queue_policy
from stagemarkt.model.abonnement import Abonnement
from stagemarkt.model.aflevering import Aflevering
from stagemarkt.model.delivery_reasons import REASONS
from stagemarkt.ports.delivery import DeliveryOutcome
from stagemarkt.web.input.abonnementen import LogQuery, etag
from stagemarkt.web.input.cursor import write_cursor
from stagemarkt.web.negotiation import Language
from stagemarkt.web.output.search_pages import link
from stagemarkt.web.request import Request
from stagemarkt.web.response import Response, json_document


def uncached_json(
    content: object,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    language: Language | None = None,
) -> Response:
    """An answer that no cache keeps."""
    body = json_document(content)
    everything = {
        "Cache-Control": "no-store",
        **({"Content-Language": language} if language else {}),
        **(headers or {}),
    }
    return Response(status, body, koppen=everything)


def of_one(
    abonnement: Abonnement, role_arn: str, status: int = 200, *, with_secret: bool = False
) -> Response:
    """One abonnement; its signing secret only where that was just made."""
    content = rendering(abonnement)
    if abonnement.soort == "sqs":
        content["queueBeleid"] = queue_policy(abonnement.adres, role_arn)
    if with_secret and abonnement.sleutels:
        content["geheim"] = abonnement.sleutels[0].geheim
    return uncached_json(content, status, {"ETag": etag(abonnement)})


def of_new(abonnement: Abonnement, role_arn: str) -> Response:
    """One that was just made, with where it is (relative to the address that was called)."""
    answer = of_one(abonnement, role_arn, 201, with_secret=True)
    return answer._replace(koppen={**answer.koppen, "Location": f"abonnementen/{abonnement.abonnement_id}"})


def of_list(abonnementen: Sequence[Abonnement]) -> Response:
    """All of a caller for one school."""
    return uncached_json({"resultaten": [rendering(a) for a in abonnementen], "totaal": len(abonnementen)})


def rendering(abonnement: Abonnement) -> dict[str, Any]:
    """What its owner sees of it: everything but the secrets."""
    names = {"leerbedrijfIds": abonnement.filter.leerbedrijf_ids, "codes": abonnement.filter.codes}
    parts = {**names, "statussen": abonnement.filter.statussen}
    filter_ = {name: list(values) for name, values in parts.items() if values}
    adres = {"url" if abonnement.soort == "webhook" else "queueArn": abonnement.adres}
    return {
        "abonnementId": abonnement.abonnement_id,
        "school": abonnement.school,
        "soort": abonnement.soort,
        **adres,
        **({"filter": filter_} if filter_ else {}),
        "toestand": abonnement.toestand,
        "aangemaaktOp": to_the_millisecond(abonnement.aangemaakt_op),
        **_old_sleutel(abonnement),
    }


def _old_sleutel(abonnement: Abonnement) -> dict[str, str]:
    ends = [s.until for s in abonnement.sleutels if s.until is not None]
    return {"oudeSleutelTot": to_the_millisecond(max(ends))} if ends else {}


def of_deliveries(deliveries: Sequence[Aflevering], question: LogQuery, request: Request) -> Response:
    """A stretch of the log, newest first."""
    content: dict[str, Any] = {"resultaten": [_delivery(a, request.language) for a in deliveries]}
    laatste = deliveries[-1].volgnummer if deliveries else 1
    cursor = write_cursor(laatste, question.tag) if laatste > 1 else None
    if cursor is not None:
        content["volgendeCursor"] = cursor
    return uncached_json(content, headers={"Link": link(request, cursor)}, language=request.language)


def of_redelivery(first: int, laatste: int) -> Response:
    """What is delivered again: it begins soon, and the log of deliveries shows how it goes."""
    count = max(0, laatste - first + 1)
    span = {"eersteVolgnummer": first, "laatsteVolgnummer": laatste} if count else {}
    return uncached_json({"aantal": count, **span}, 202)


def _delivery(delivery: Aflevering, language: Language) -> dict[str, Any]:
    mutatie = delivery.regel.mutatie
    content: dict[str, Any] = {
        "volgnummer": delivery.volgnummer,
        "mutatieId": mutatie.mutatie_id,
        "type": EVENT_TYPES[mutatie.status][delivery.regel.earlier],
        "leerbedrijfId": mutatie.leerbedrijf_id,
        "code": mutatie.code,
        "stand": delivery.stand,
        "pogingen": delivery.pogingen,
    }
    if delivery.laatste is not None:
        laatste = delivery.laatste
        content["laatstePoging"] = {
            "tijdstip": to_the_millisecond(laatste.at),
            **_without_none({"httpStatus": laatste.http_status, "reden": laatste.reden}),
            **_explanation(laatste.reden, language),
        }
    if delivery.stand == "wacht":
        content["volgendePoging"] = to_the_millisecond(delivery.poging_op)
    return content


def of_test_message(testbericht_id: str, outcome: DeliveryOutcome, language: Language) -> Response:
    """How a test message fared."""
    content = {
        "testberichtId": testbericht_id,
        "uitkomst": outcome.soort,
        **_without_none({"httpStatus": outcome.http_status, "reden": outcome.reden}),
        **_explanation(outcome.reden, language),
    }
    return uncached_json(content, language=language)


def _explanation(reason: str | None, language: Language) -> dict[str, str]:
    text = REASONS.get(reason or "")
    return {} if text is None else {"uitleg": text.en if language == "en" else text.nl}


def _without_none(content: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in content.items() if value is not None}


def to_the_millisecond(seconds: float) -> str:
    """A moment as RFC 3339, to the millisecond."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
