"""`/status/school`: certificate and licence of the caller's school, SBB and the calls to it, in sentences."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from stagemarkt.domain.guard.rate_limit import under_way
from stagemarkt.domain.guard.rules import GuardRules
from stagemarkt.domain.guard.status import CircuitStatus, judge_circuit_breaker
from stagemarkt.domain.schools.standing import CertificateVerdict, LicentieVerdict, judge_school
from stagemarkt.model.errors import Bilingual
from stagemarkt.ports.records import EndpointRecord, SchoolRecord
from stagemarkt.ports.standing import KeptStanding, Refusal
from stagemarkt.web.negotiation import Language
from stagemarkt.web.output.status import build_parts, circuit_part, in_language, to_the_second
from stagemarkt.web.response import Response, json_document

_CERTIFICATE: Final[dict[CertificateVerdict, Bilingual]] = {
    "in-orde": Bilingual(
        "Met het certificaat van de school is niets mis.", "Nothing is wrong with the school's certificate."
    ),
    "verloopt": Bilingual(
        "Het certificaat van de school verloopt over {dagen} dagen. De school vraagt een nieuw aan en geeft "
        "het aan de beheerder van deze facade.",
        "The school's certificate expires in {dagen} days. The school applies for a new one and gives it to "
        "the operator of this facade.",
    ),
    "terugval": Bilingual(
        "SBB kent het nieuwe certificaat van de school nog niet; het vorige doet nog dienst. De school laat "
        "het nieuwe bij SBB registreren.",
        "SBB does not know the school's new certificate yet; the one before still serves. The school has "
        "the new one registered at SBB.",
    ),
    "nog-niet-geprobeerd": Bilingual(
        "Het certificaat van de school is hier gezet en nog niet bij SBB geprobeerd: of SBB het accepteert, "
        "blijkt bij de eerstvolgende vraag. De beheerder van deze facade kan het nu proberen.",
        "The school's certificate was set here and has not been tried at SBB yet: the next question shows "
        "whether SBB accepts it. The operator of this facade can try it now.",
    ),
    "nog-niet-geldig": Bilingual(
        "Het certificaat van de school is nog niet geldig; dit is een zaak van de beheerder van deze facade.",
        "The school's certificate is not valid yet; this is for the operator of this facade to solve.",
    ),
    "geweigerd": Bilingual(
        "SBB weigert het certificaat van de school. De school vraagt SBB of het bij haar licentie hoort.",
        "SBB refuses the school's certificate. The school asks SBB whether it goes with its licence.",
    ),
    "verlopen": Bilingual(
        "Het certificaat van de school is verlopen: SBB antwoordt niet meer. De school geeft de beheerder "
        "van deze facade een nieuw.",
        "The school's certificate has expired: SBB no longer answers. The school gives the operator of "
        "this facade a new one.",
    ),
    "onbruikbaar": Bilingual(
        "Het certificaat van de school is hier niet goed ingesteld; dat is aan de beheerder van deze facade.",
        "The school's certificate has not been set well here; the operator of this facade has to do so.",
    ),
    "onbekend": Bilingual(
        "Van het certificaat van de school is hier nog niets bekend; morgen wel.",
        "Nothing is known here of the school's certificate yet; tomorrow it is.",
    ),
}
_NOT_TRIED: Final = Bilingual("Het is nog niet bij SBB geprobeerd.", "It has not been tried at SBB yet.")
_LICENTIE: Final[dict[LicentieVerdict, Bilingual]] = {
    "in-orde": Bilingual(
        "SBB accepteert de licentie van de school.", "SBB accepts the licence of the school."
    ),
    "nog-niet-geprobeerd": Bilingual(
        "De licentie van de school is hier gezet en nog niet bij SBB geprobeerd: of SBB haar accepteert, "
        "blijkt bij de eerstvolgende vraag.",
        "The school's licence was set here and has not been tried at SBB yet: the next question shows "
        "whether SBB accepts it.",
    ),
    "geweigerd": Bilingual(
        "SBB weigert de licentie van de school. De school vraagt SBB hoe het daarmee staat.",
        "SBB refuses the licence of the school. The school asks SBB about it.",
    ),
    "onbekend": Bilingual(
        "Namens deze school is hier nog niets aan SBB gevraagd.",
        "Nothing has been asked of SBB for this school yet.",
    ),
}

_CIRCUIT_BREAKER: Final[dict[CircuitStatus, Bilingual]] = {
    "gesloten": Bilingual(
        "Vragen namens deze school gaan gewoon naar SBB.", "Questions for this school go to SBB as usual."
    ),
    "open": Bilingual(
        "SBB weigerde deze school vijf keer achter elkaar, en wordt namens haar nu niet gevraagd; andere "
        "scholen merken daar niets van. Op het genoemde tijdstip gaat er weer een vraag naar SBB.",
        "SBB refused this school five times in a row and is not asked for it now; other schools do not "
        "notice. At the moment given a question goes to SBB again.",
    ),
    "op-proef": Bilingual(
        "SBB weigerde deze school vijf keer achter elkaar. De eerstvolgende vraag gaat weer naar SBB.",
        "SBB refused this school five times in a row. The next question goes to SBB again.",
    ),
}
_LIMIET: Final = Bilingual(
    "Zoveel vragen stelt deze facade namens deze school aan SBB, in een seconde en tegelijk. Wat daar "
    "bovenuit gaat wacht even, of krijgt `bron-overbelast`.",
    "So many questions this facade puts to SBB for this school, in a second and at once. What exceeds that "
    "waits a little, or gets `bron-overbelast`.",
)


class SchoolSightings(NamedTuple):
    """The records of the school and of SBB, at each of its addresses; `sbb` is None if unread."""

    school: SchoolRecord
    sbb: EndpointRecord | None
    elders: Mapping[str, EndpointRecord] = MappingProxyType({})


def school_status_response(
    school: str, seen: SchoolSightings, guard_rules: GuardRules, now: int, language: Language
) -> Response:
    """The answer for this school at `now`, seconds since 1970.

    Its `status` is that of the school, unless the facade or SBB fails: then nothing works for any school.
    """
    content = build_content(school, seen.school.standing, now, language)
    everyone = build_parts(seen.sbb, now, language, seen.elders)
    if everyone.pop("status") == "verstoord":
        content["status"] = "verstoord"
    content |= everyone | _calls(seen.school, guard_rules, now, language)
    headers = {"Cache-Control": "no-store", "Content-Language": language}
    return Response(200, json_document(content), koppen=headers)


def build_content(school: str, condition: KeptStanding, now: int, language: Language) -> dict[str, Any]:
    """What is told: dates and judgements, never the certificate or the licence itself."""
    judgement = judge_school(condition, now)
    explanation = in_language(language, _CERTIFICATE[judgement.certificaat]).format(
        dagen=judgement.dagen_over
    )
    if judgement.certificaat == "verloopt" and judgement.certificate_at is None:
        explanation = f"{explanation} {in_language(language, _NOT_TRIED)}"
    certificate: dict[str, Any] = {"status": judgement.certificaat, "uitleg": explanation}
    state = condition.certificaat
    if state is not None:
        certificate |= {
            "geldigVanaf": to_the_second(state.valid_from),
            "geldigTot": to_the_second(state.geldig_tot),
            "dagenOver": judgement.dagen_over,
            "bekekenOp": to_the_second(state.seen_at),
        }
    # Of the two kinds of refusal the later one.
    laatste = max(
        (condition.refusals[s] for s in ("certificaat", "wisseling") if s in condition.refusals),
        key=lambda refusal: refusal.at,
        default=None,
    )
    licentie = {"status": judgement.licentie, "uitleg": in_language(language, _LICENTIE[judgement.licentie])}
    for part, at in ((certificate, judgement.certificate_at), (licentie, judgement.licentie_at)):
        if at is not None:
            part["geaccepteerdOp"] = to_the_second(at)
    content: dict[str, Any] = {
        "school": school,
        "status": judgement.status,
        "certificaat": certificate | _refused(laatste),
        "licentie": licentie | _refused(condition.refusals.get("licentie")),
    }
    if condition.laatste_succes is not None:
        content["laatsteAntwoord"] = to_the_second(condition.laatste_succes)
    return content


def _refused(refusal: Refusal | None) -> dict[str, Any]:
    if refusal is None:
        return {}
    laatste: dict[str, Any] = {"tijdstip": to_the_second(refusal.at)}
    if refusal.signaalcode is not None:
        laatste["signaalcode"] = refusal.signaalcode
    return {"laatsteWeigering": laatste}


def _calls(record: SchoolRecord, guard_rules: GuardRules, now: int, language: Language) -> dict[str, Any]:
    """The members `zekering` and `limiet`: whether questions of this school go to SBB, and how many may."""
    limits = guard_rules.limits
    limiet = {
        "perSeconde": limits.per_seconde,
        "tegelijk": limits.tegelijk,
        "lopend": under_way(record.room, now, limits),
        "uitleg": in_language(language, _LIMIET),
    }
    return circuit_part(judge_circuit_breaker(record.circuit, now), language, _CIRCUIT_BREAKER) | {
        "limiet": limiet
    }
