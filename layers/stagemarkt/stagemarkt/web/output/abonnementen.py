"""Abonnementen and their deliveries as JSON."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from stagemarkt.domain.changes.event import TYPEN
from stagemarkt.domain.changes.queue_arn import wachtrijbeleid
from stagemarkt.model.abonnement import Abonnement
from stagemarkt.model.aflevering import Aflevering
from stagemarkt.model.delivery_reasons import REDENEN
from stagemarkt.ports.delivery import Uitkomst
from stagemarkt.web.input.abonnementen import Logvraag, etag
from stagemarkt.web.input.cursor import schrijf_cursor
from stagemarkt.web.negotiation import Taal
from stagemarkt.web.output.search_pages import link
from stagemarkt.web.request import Verzoek
from stagemarkt.web.response import Antwoord, json_document


def als_json(
    inhoud: object, status: int = 200, koppen: Mapping[str, str] | None = None, taal: Taal | None = None
) -> Antwoord:
    """An answer that no cache keeps."""
    lichaam = json_document(inhoud)
    alle = {"Cache-Control": "no-store", **({"Content-Language": taal} if taal else {}), **(koppen or {})}
    return Antwoord(status, lichaam, koppen=alle)


def van_een(abonnement: Abonnement, rol_arn: str, status: int = 200, *, met_geheim: bool = False) -> Antwoord:
    """One abonnement; its signing secret only where that was just made."""
    inhoud = weergave(abonnement)
    if abonnement.soort == "sqs":
        inhoud["queueBeleid"] = wachtrijbeleid(abonnement.adres, rol_arn)
    if met_geheim and abonnement.sleutels:
        inhoud["geheim"] = abonnement.sleutels[0].geheim
    return als_json(inhoud, status, {"ETag": etag(abonnement)})


def van_nieuw(abonnement: Abonnement, rol_arn: str) -> Antwoord:
    """One that was just made, with where it is (relative to the address that was called)."""
    antwoord = van_een(abonnement, rol_arn, 201, met_geheim=True)
    return antwoord._replace(
        koppen={**antwoord.koppen, "Location": f"abonnementen/{abonnement.abonnement_id}"}
    )


def van_lijst(abonnementen: Sequence[Abonnement]) -> Antwoord:
    """All of a caller for one school."""
    return als_json({"resultaten": [weergave(a) for a in abonnementen], "totaal": len(abonnementen)})


def weergave(abonnement: Abonnement) -> dict[str, Any]:
    """What its owner sees of it: everything but the secrets."""
    namen = {"leerbedrijfIds": abonnement.filter.leerbedrijf_ids, "codes": abonnement.filter.codes}
    delen = {**namen, "statussen": abonnement.filter.statussen}
    filter_ = {naam: list(waarden) for naam, waarden in delen.items() if waarden}
    adres = {"url" if abonnement.soort == "webhook" else "queueArn": abonnement.adres}
    return {
        "abonnementId": abonnement.abonnement_id,
        "school": abonnement.school,
        "soort": abonnement.soort,
        **adres,
        **({"filter": filter_} if filter_ else {}),
        "toestand": abonnement.toestand,
        "aangemaaktOp": moment(abonnement.aangemaakt_op),
        **_oude_sleutel(abonnement),
    }


def _oude_sleutel(abonnement: Abonnement) -> dict[str, str]:
    einden = [s.tot for s in abonnement.sleutels if s.tot is not None]
    return {"oudeSleutelTot": moment(max(einden))} if einden else {}


def van_afleveringen(afleveringen: Sequence[Aflevering], vraag: Logvraag, verzoek: Verzoek) -> Antwoord:
    """A stretch of the log, newest first."""
    inhoud: dict[str, Any] = {"resultaten": [_aflevering(a, verzoek.taal) for a in afleveringen]}
    laatste = afleveringen[-1].volgnummer if afleveringen else 1
    cursor = schrijf_cursor(laatste, vraag.kenmerk) if laatste > 1 else None
    if cursor is not None:
        inhoud["volgendeCursor"] = cursor
    return als_json(inhoud, koppen={"Link": link(verzoek, cursor)}, taal=verzoek.taal)


def van_herlevering(eerste: int, laatste: int) -> Antwoord:
    """What is delivered again: it begins soon, and the log of deliveries shows how it goes."""
    aantal = max(0, laatste - eerste + 1)
    reeks = {"eersteVolgnummer": eerste, "laatsteVolgnummer": laatste} if aantal else {}
    return als_json({"aantal": aantal, **reeks}, 202)


def _aflevering(aflevering: Aflevering, taal: Taal) -> dict[str, Any]:
    mutatie = aflevering.regel.mutatie
    inhoud: dict[str, Any] = {
        "volgnummer": aflevering.volgnummer,
        "mutatieId": mutatie.mutatie_id,
        "type": TYPEN[mutatie.status][aflevering.regel.eerder],
        "leerbedrijfId": mutatie.leerbedrijf_id,
        "code": mutatie.code,
        "stand": aflevering.stand,
        "pogingen": aflevering.pogingen,
    }
    if aflevering.laatste is not None:
        laatste = aflevering.laatste
        inhoud["laatstePoging"] = {
            "tijdstip": moment(laatste.op),
            **_zonder_niets({"httpStatus": laatste.http_status, "reden": laatste.reden}),
            **_uitleg(laatste.reden, taal),
        }
    if aflevering.stand == "wacht":
        inhoud["volgendePoging"] = moment(aflevering.poging_op)
    return inhoud


def van_testbericht(testbericht_id: str, uitkomst: Uitkomst, taal: Taal) -> Antwoord:
    """How a test message fared."""
    inhoud = {
        "testberichtId": testbericht_id,
        "uitkomst": uitkomst.soort,
        **_zonder_niets({"httpStatus": uitkomst.http_status, "reden": uitkomst.reden}),
        **_uitleg(uitkomst.reden, taal),
    }
    return als_json(inhoud, taal=taal)


def _uitleg(reden: str | None, taal: Taal) -> dict[str, str]:
    tekst = REDENEN.get(reden or "")
    return {} if tekst is None else {"uitleg": tekst.en if taal == "en" else tekst.nl}


def _zonder_niets(inhoud: Mapping[str, object]) -> dict[str, object]:
    return {naam: waarde for naam, waarde in inhoud.items() if waarde is not None}


def moment(seconden: float) -> str:
    """A moment as RFC 3339, to the millisecond."""
    return datetime.fromtimestamp(seconden, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
