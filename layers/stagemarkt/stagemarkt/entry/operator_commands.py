"""What an operator asks, in an event of Lambda, and the answer: a school's subscriptions, or its trial.

`{"opdracht": "abonneer" | "abonnementen" | "opzeggen", "school": BRIN, "abonnementId"?}` gives
`{"uitkomst": …}` or `{"fout": {"code", "detail"}}`; `{"opdracht": "controleer"}`, of the schedule, warns and
gives what it found. `{"probeer": BRIN}` gives
`{"uitkomst": {"school", "uitkomst", "code", "detail", "signaalcode"}}` or the same `fout`.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from stagemarkt.domain.schools.certificate_trial import TrialOutcome
from stagemarkt.domain.schools.operator_warnings import subscription_warnings
from stagemarkt.domain.schools.subscriptions import Subscriber, SubscriptionFinding
from stagemarkt.model.codes import read_brin
from stagemarkt.model.errors import FacadeError, StorageError
from stagemarkt.observability import logger
from stagemarkt.ports.deadline import Deadline
from stagemarkt.ports.standing import OperatorWarner
from stagemarkt.web.handler import LambdaContext

# For each question to SBB, within what the function may take.
_SUBSCRIPTION_SECONDS: Final = 25.0
_TRIAL_SECONDS: Final = 20.0
# What is left of it for the answer.
_RESERVE: Final = 2.0


class CheckFailed(RuntimeError):
    """A warning could not be sent; the schedule tries again."""


def run_subscription_command(
    event: Mapping[str, Any],
    subscriber: Subscriber,
    warner: OperatorWarner,
    clock: Callable[[], float],
    context: LambdaContext,
) -> dict[str, Any]:
    """Do what the event asks.

    Raises:
        CheckFailed: see there. Everything else is in the answer.
    """

    def deadline() -> Deadline:
        return _deadline(context, _SUBSCRIPTION_SECONDS)

    command, school = str(event.get("opdracht")), read_brin(str(event.get("school", "")))
    if command == "controleer":
        return {"uitkomst": _check(subscriber, warner, deadline)}
    if school is None or command not in {"abonneer", "abonnementen", "opzeggen"}:
        return _error("ongeldige-invoer", "Onbekende opdracht, of geen BRIN.")
    try:
        outcome = _do(command, school, event.get("abonnementId"), subscriber, clock(), deadline())
    except FacadeError as error:
        logger.warning("abonneren", extra={"opdracht": command, "school": school, "code": error.code})
        return _error(error.code, error.detail.nl)
    except StorageError as error:
        logger.error("abonneren", extra={"opdracht": command, "school": school, "intern": str(error)})
        return _error("interne-fout", "De tabel of het geheim is niet te lezen of te schrijven.")
    logger.info("abonneren", extra={"opdracht": command, "school": school})
    return {"uitkomst": outcome}


def _do(
    command: str, school: str, number: object, subscriber: Subscriber, now: float, deadline: Deadline
) -> object:
    if command == "abonneer":
        return {"abonnementId": subscriber.subscribe(school, now, deadline)}
    if command == "abonnementen":
        return {"abonnementen": _as_json(subscriber.examine(school, deadline))}
    return {"beeindigd": list(subscriber.cancel(school, str(number).lower() if number else None, deadline))}


def _check(
    subscriber: Subscriber, warner: OperatorWarner, deadline: Callable[[], Deadline]
) -> dict[str, Any]:
    findings = subscriber.check(deadline)
    gewaarschuwd = subscription_warnings(findings, subscriber.endpoint)
    mislukt = 0
    for warning in gewaarschuwd:
        try:
            warner.warn(warning)
        except StorageError:
            mislukt += 1
    logger.info(
        "abonnementcontrole",
        extra={"abonnementen": len(findings), "gewaarschuwd": len(gewaarschuwd) - mislukt},
    )
    if mislukt:
        raise CheckFailed
    return {"abonnementen": _as_json(findings)}


def _as_json(findings: Sequence[SubscriptionFinding]) -> list[dict[str, str]]:
    return [
        {
            "school": b.school,
            "abonnementId": b.abonnement_id,
            "endpoint": b.endpoint,
            "stand": b.stand,
            **({"ingangsdatum": b.ingangsdatum.isoformat()} if b.ingangsdatum else {}),
        }
        for b in findings
    ]


def run_trial(
    school: object, proef: Callable[[str, Deadline], TrialOutcome], context: LambdaContext
) -> dict[str, Any]:
    """Try this school, and tell what SBB said. Raises nothing: everything is in the answer."""
    brin = read_brin(str(school))
    if brin is None:
        return _error("ongeldige-invoer", "Dit is geen BRIN.")
    try:
        outcome = proef(brin, _deadline(context, _TRIAL_SECONDS))
    except StorageError as error:
        logger.error("schoolproef", extra={"school": brin, "intern": str(error)})
        return _error("interne-fout", "Het geheim van de school is niet te lezen.")
    logger.info("schoolproef", extra={"school": brin, "uitkomst": outcome.uitkomst, "code": outcome.code})
    return {
        "uitkomst": {
            "school": brin,
            "uitkomst": outcome.uitkomst,
            "code": outcome.code,
            "detail": outcome.detail.nl,
            "signaalcode": outcome.signaalcode,
        }
    }


def _deadline(context: LambdaContext, at_most: float) -> Deadline:
    left = context.get_remaining_time_in_millis() / 1000 - _RESERVE
    return Deadline.after(min(at_most, max(0.0, left)))


def _error(code: str, detail: str) -> dict[str, Any]:
    return {"fout": {"code": code, "detail": detail}}
