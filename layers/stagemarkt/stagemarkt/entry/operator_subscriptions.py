"""What an operator asks of the schools' subscriptions, as an event of Lambda, and the answer to it.

`{"opdracht": "abonneer" | "abonnementen" | "opzeggen", "school": BRIN, "abonnementId"?}` gives
`{"uitkomst": …}` or `{"fout": {"code", "detail"}}`; `{"opdracht": "controleer"}`, of the schedule, warns and
gives what it found.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, Protocol

from stagemarkt.domain.schools.subscription_warnings import waarschuwingen
from stagemarkt.domain.schools.subscriptions import Abonneerder, Bevinding
from stagemarkt.model.codes import lees_brin
from stagemarkt.model.errors import Fout, OpslagFout
from stagemarkt.observability import logger
from stagemarkt.ports.deadline import Termijn
from stagemarkt.ports.standing import Waarschuwer

_VRAAG: Final = 25.0


class LambdaContext(Protocol):
    """What we use of Lambda's context."""

    def get_remaining_time_in_millis(self) -> int:
        """Milliseconds that the invocation may still take."""
        ...


class ControleMislukt(RuntimeError):
    """A warning could not be sent; the schedule tries again."""


def voer_uit(
    event: Mapping[str, Any],
    abonneerder: Abonneerder,
    waarschuwer: Waarschuwer,
    klok: Callable[[], float],
    context: LambdaContext,
) -> dict[str, Any]:
    """Do what the event asks.

    Raises:
        ControleMislukt: see there. Everything else is in the answer.
    """

    def termijn() -> Termijn:
        # For each question to SBB, within what the function may take.
        return Termijn.van(min(_VRAAG, max(0.0, context.get_remaining_time_in_millis() / 1000 - 2)))

    opdracht, school = str(event.get("opdracht")), lees_brin(str(event.get("school", "")))
    if opdracht == "controleer":
        return {"uitkomst": _controleer(abonneerder, waarschuwer, termijn)}
    if school is None or opdracht not in {"abonneer", "abonnementen", "opzeggen"}:
        return _fout("ongeldige-invoer", "Onbekende opdracht, of geen BRIN.")
    try:
        uitkomst = _doe(opdracht, school, event.get("abonnementId"), abonneerder, klok(), termijn())
    except Fout as fout:
        logger.warning("abonneren", extra={"opdracht": opdracht, "school": school, "code": fout.code})
        return _fout(fout.code, fout.detail.nl)
    except OpslagFout as fout:
        logger.error("abonneren", extra={"opdracht": opdracht, "school": school, "intern": str(fout)})
        return _fout("interne-fout", "De tabel of het geheim is niet te lezen of te schrijven.")
    logger.info("abonneren", extra={"opdracht": opdracht, "school": school})
    return {"uitkomst": uitkomst}


def _doe(
    opdracht: str, school: str, nummer: object, abonneerder: Abonneerder, nu: float, termijn: Termijn
) -> object:
    if opdracht == "abonneer":
        return {"abonnementId": abonneerder.abonneer(school, nu, termijn)}
    if opdracht == "abonnementen":
        return {"abonnementen": _als_json(abonneerder.bekijk(school, termijn))}
    return {"beeindigd": list(abonneerder.zeg_op(school, str(nummer).lower() if nummer else None, termijn))}


def _controleer(
    abonneerder: Abonneerder, waarschuwer: Waarschuwer, termijn: Callable[[], Termijn]
) -> dict[str, Any]:
    bevindingen = abonneerder.controleer(termijn)
    gewaarschuwd = waarschuwingen(bevindingen, abonneerder.endpoint)
    mislukt = 0
    for waarschuwing in gewaarschuwd:
        try:
            waarschuwer.waarschuw(waarschuwing)
        except OpslagFout:
            mislukt += 1
    logger.info(
        "abonnementcontrole",
        extra={"abonnementen": len(bevindingen), "gewaarschuwd": len(gewaarschuwd) - mislukt},
    )
    if mislukt:
        raise ControleMislukt
    return {"abonnementen": _als_json(bevindingen)}


def _als_json(bevindingen: Sequence[Bevinding]) -> list[dict[str, str]]:
    return [
        {
            "school": b.school,
            "abonnementId": b.abonnement_id,
            "endpoint": b.endpoint,
            "stand": b.stand,
            **({"ingangsdatum": b.ingangsdatum.isoformat()} if b.ingangsdatum else {}),
        }
        for b in bevindingen
    ]


def _fout(code: str, detail: str) -> dict[str, Any]:
    return {"fout": {"code": code, "detail": detail}}
