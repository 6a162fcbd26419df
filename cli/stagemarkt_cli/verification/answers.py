"""From a slot of the API's batch to what became of a row. Yes is said only when nothing speaks against it."""

from collections.abc import Mapping
from typing import Any, Final

from stagemarkt.client.shapes import Controlevraag
from stagemarkt.domain.sheets.verdicts import RowOutcome, RowVerdict
from stagemarkt.model.questions import Erkenningsvraag

from stagemarkt_cli.views.values import text
from stagemarkt_cli.views.verdict import VerdictWord, judgement

_OUTCOMES: Final[Mapping[VerdictWord, RowOutcome]] = {
    VerdictWord.JA: "erkend",
    VerdictWord.NEE: "nietErkend",
    VerdictWord.ENDS_EARLIER: "eindigtTijdensPeriode",
    # Neither yes nor no: somebody has to look, and must not read a no.
    VerdictWord.CHECK: "nietGecontroleerd",
}
_WITHOUT_REASON: Final = (", erkend, de hele periode", ", erkend", ", niet erkend")
_SAID: Final = {"true": True, "false": False}


def request_of(question: Erkenningsvraag) -> Controlevraag:
    """One check of a batch. What the caller calls it stays at home."""
    request: Controlevraag = {
        "key": [question.leerbedrijf_id, question.code],
        "peildatum": question.peildatum.isoformat(),
    }
    if question.tot_en_met:
        request["totEnMet"] = question.tot_en_met.isoformat()
    if question.leerweg:
        request["leerweg"] = question.leerweg
    return request


def parameters_of(question: Erkenningsvraag) -> dict[str, str]:
    """What is asked besides leerbedrijf and code, as the API calls it."""
    given = {
        "peildatum": question.peildatum.isoformat(),
        "totEnMet": question.tot_en_met.isoformat() if question.tot_en_met else None,
        "leerweg": question.leerweg,
    }
    return {name: value for name, value in given.items() if value is not None}


def verdict_of(question: Erkenningsvraag, slot: Mapping[str, Any]) -> RowVerdict:
    """What an answer that is an erkenning says of the period and the leerweg that were asked."""
    verdict = judgement(slot, parameters_of(question))
    reason = verdict.uitleg
    for known in _WITHOUT_REASON:
        reason = reason.removeprefix(known)
    return RowVerdict(
        _OUTCOMES[verdict.uitkomst],
        reason.removeprefix(": ").replace("geef --leerweg", "zet de leerweg in een kolom"),
        # Where nobody may read a yes in one column, none stands in the next.
        None if verdict.uitkomst is VerdictWord.CHECK else _SAID.get(text(slot, "erkend")),
        text(slot, "startdatum"),
        text(slot, "einddatum"),
        text(slot, "actualiteit", "opgehaaldOp"),
    )
