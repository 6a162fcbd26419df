"""`/status/school`: certificate and licence of the caller's school, SBB and the calls to it, in sentences."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from stagemarkt.domain.guard.rate_limit import lopend
from stagemarkt.domain.guard.rules import Afspraken
from stagemarkt.domain.guard.status import Zekeringstatus, beoordeel_zekering
from stagemarkt.domain.schools.standing import Certificaatoordeel, Licentieoordeel, beoordeel_school
from stagemarkt.model.errors import Tekst
from stagemarkt.ports.records import EndpointRecord, SchoolRecord
from stagemarkt.ports.standing import Schooltoestand, Weigering
from stagemarkt.web.negotiation import Taal
from stagemarkt.web.output.status import circuit_part, in_taal, maak_delen, moment
from stagemarkt.web.response import Antwoord, json_document

_CERTIFICAAT: Final[dict[Certificaatoordeel, Tekst]] = {
    "in-orde": Tekst(
        "Met het certificaat van de school is niets mis.", "Nothing is wrong with the school's certificate."
    ),
    "verloopt": Tekst(
        "Het certificaat van de school verloopt over {dagen} dagen. De school vraagt een nieuw aan en geeft "
        "het aan de beheerder van deze facade.",
        "The school's certificate expires in {dagen} days. The school applies for a new one and gives it to "
        "the operator of this facade.",
    ),
    "terugval": Tekst(
        "SBB kent het nieuwe certificaat van de school nog niet; het vorige doet nog dienst. De school laat "
        "het nieuwe bij SBB registreren.",
        "SBB does not know the school's new certificate yet; the one before still serves. The school has "
        "the new one registered at SBB.",
    ),
    "nog-niet-geprobeerd": Tekst(
        "Het certificaat van de school is hier gezet en nog niet bij SBB geprobeerd: of SBB het accepteert, "
        "blijkt bij de eerstvolgende vraag. De beheerder van deze facade kan het nu proberen.",
        "The school's certificate was set here and has not been tried at SBB yet: the next question shows "
        "whether SBB accepts it. The operator of this facade can try it now.",
    ),
    "nog-niet-geldig": Tekst(
        "Het certificaat van de school is nog niet geldig; dit is een zaak van de beheerder van deze facade.",
        "The school's certificate is not valid yet; this is for the operator of this facade to solve.",
    ),
    "geweigerd": Tekst(
        "SBB weigert het certificaat van de school. De school vraagt SBB of het bij haar licentie hoort.",
        "SBB refuses the school's certificate. The school asks SBB whether it goes with its licence.",
    ),
    "verlopen": Tekst(
        "Het certificaat van de school is verlopen: SBB antwoordt niet meer. De school geeft de beheerder "
        "van deze facade een nieuw.",
        "The school's certificate has expired: SBB no longer answers. The school gives the operator of "
        "this facade a new one.",
    ),
    "onbruikbaar": Tekst(
        "Het certificaat van de school is hier niet goed ingesteld; dat is aan de beheerder van deze facade.",
        "The school's certificate has not been set well here; the operator of this facade has to do so.",
    ),
    "onbekend": Tekst(
        "Van het certificaat van de school is hier nog niets bekend; morgen wel.",
        "Nothing is known here of the school's certificate yet; tomorrow it is.",
    ),
}
_NIET_GEPROBEERD: Final = Tekst("Het is nog niet bij SBB geprobeerd.", "It has not been tried at SBB yet.")
_LICENTIE: Final[dict[Licentieoordeel, Tekst]] = {
    "in-orde": Tekst("SBB accepteert de licentie van de school.", "SBB accepts the licence of the school."),
    "nog-niet-geprobeerd": Tekst(
        "De licentie van de school is hier gezet en nog niet bij SBB geprobeerd: of SBB haar accepteert, "
        "blijkt bij de eerstvolgende vraag.",
        "The school's licence was set here and has not been tried at SBB yet: the next question shows "
        "whether SBB accepts it.",
    ),
    "geweigerd": Tekst(
        "SBB weigert de licentie van de school. De school vraagt SBB hoe het daarmee staat.",
        "SBB refuses the licence of the school. The school asks SBB about it.",
    ),
    "onbekend": Tekst(
        "Namens deze school is hier nog niets aan SBB gevraagd.",
        "Nothing has been asked of SBB for this school yet.",
    ),
}

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


class Gezien(NamedTuple):
    """The records of the school and of SBB, at each of its addresses; `sbb` is None if unread."""

    school: SchoolRecord
    sbb: EndpointRecord | None
    elders: Mapping[str, EndpointRecord] = MappingProxyType({})


def als_antwoord(school: str, gezien: Gezien, afspraken: Afspraken, nu: int, taal: Taal) -> Antwoord:
    """The answer for this school at `nu`, seconds since 1970.

    Its `status` is that of the school, unless the facade or SBB fails: then nothing works for any school.
    """
    inhoud = maak_inhoud(school, gezien.school.standing, nu, taal)
    allen = maak_delen(gezien.sbb, nu, taal, gezien.elders)
    if allen.pop("status") == "verstoord":
        inhoud["status"] = "verstoord"
    inhoud |= allen | _calls(gezien.school, afspraken, nu, taal)
    koppen = {"Cache-Control": "no-store", "Content-Language": taal}
    return Antwoord(200, json_document(inhoud), koppen=koppen)


def maak_inhoud(school: str, toestand: Schooltoestand, nu: int, taal: Taal) -> dict[str, Any]:
    """What is told: dates and judgements, never the certificate or the licence itself."""
    oordeel = beoordeel_school(toestand, nu)
    uitleg = in_taal(taal, _CERTIFICAAT[oordeel.certificaat]).format(dagen=oordeel.dagen_over)
    if oordeel.certificaat == "verloopt" and oordeel.certificaat_op is None:
        uitleg = f"{uitleg} {in_taal(taal, _NIET_GEPROBEERD)}"
    certificaat: dict[str, Any] = {"status": oordeel.certificaat, "uitleg": uitleg}
    stand = toestand.certificaat
    if stand is not None:
        certificaat |= {
            "geldigVanaf": moment(stand.geldig_van),
            "geldigTot": moment(stand.geldig_tot),
            "dagenOver": oordeel.dagen_over,
            "bekekenOp": moment(stand.gezien_op),
        }
    # Of the two kinds of refusal the later one.
    laatste = max(
        (toestand.weigeringen[s] for s in ("certificaat", "wisseling") if s in toestand.weigeringen),
        key=lambda weigering: weigering.op,
        default=None,
    )
    licentie = {"status": oordeel.licentie, "uitleg": in_taal(taal, _LICENTIE[oordeel.licentie])}
    for deel, op in ((certificaat, oordeel.certificaat_op), (licentie, oordeel.licentie_op)):
        if op is not None:
            deel["geaccepteerdOp"] = moment(op)
    inhoud: dict[str, Any] = {
        "school": school,
        "status": oordeel.status,
        "certificaat": certificaat | _geweigerd(laatste),
        "licentie": licentie | _geweigerd(toestand.weigeringen.get("licentie")),
    }
    if toestand.laatste_succes is not None:
        inhoud["laatsteAntwoord"] = moment(toestand.laatste_succes)
    return inhoud


def _geweigerd(weigering: Weigering | None) -> dict[str, Any]:
    if weigering is None:
        return {}
    laatste: dict[str, Any] = {"tijdstip": moment(weigering.op)}
    if weigering.signaalcode is not None:
        laatste["signaalcode"] = weigering.signaalcode
    return {"laatsteWeigering": laatste}


def _calls(record: SchoolRecord, afspraken: Afspraken, nu: int, taal: Taal) -> dict[str, Any]:
    """The members `zekering` and `limiet`: whether questions of this school go to SBB, and how many may."""
    grenzen = afspraken.grenzen
    limiet = {
        "perSeconde": grenzen.per_seconde,
        "tegelijk": grenzen.tegelijk,
        "lopend": lopend(record.room, nu, grenzen),
        "uitleg": in_taal(taal, _LIMIET),
    }
    return circuit_part(beoordeel_zekering(record.circuit, nu), taal, _ZEKERING) | {"limiet": limiet}
