"""Every check of a file asked once, in batches; what failed for a while is asked again, and told."""

from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from stagemarkt.domain.sheets.verdicts import RowVerdict
from stagemarkt.model.questions import Erkenningsvraag

from stagemarkt_cli.api.problems import ApiRefusal, told
from stagemarkt_cli.messages import NOT_REACHABLE, Notice
from stagemarkt_cli.verification.answers import request_of, verdict_of
from stagemarkt_cli.views.values import listing, text, value

if TYPE_CHECKING:
    from stagemarkt.client import Client

PER_BATCH: Final = 100
# Batches in a row that bring nothing, until what is left is left.
TRIES: Final = 6
_FIRST_PAUSE: Final = 2.0
# Seconds: whoever says to come back later than this says to come back another time.
LONGEST_PAUSE: Final = 300.0
_UNKNOWN: Final = {"leerbedrijf-onbekend", "code-onbekend"}
_UNKNOWN_LEERBEDRIJF: Final = RowVerdict("onbekendLeerbedrijf", "kijk het ID na op Stagemarkt")
_UNKNOWN_CODE: Final = RowVerdict("onbekendeCode", "kijk de crebo of het keuzedeel na")
_WHICH: Final = "SBB kent dit leerbedrijf of deze code niet; welke van de twee, was nu niet na te gaan"


class BatchVerifier:
    """Asks the facade.

    Args:
        client: the facade, which asks once.
        sleep: waits so many seconds.
        keep: told of each verdict that stands, as soon as it does.
        report: told, once each time, that it waits, and why.
    """

    def __init__(
        self,
        client: "Client",
        sleep: Callable[[float], None],
        keep: Callable[[Erkenningsvraag, RowVerdict], None],
        report: Callable[[str], None],
    ) -> None:
        self._client, self._sleep, self._keep, self._report = client, sleep, keep, report
        self._idle = 0
        # In how many seconds the facade said to come back.
        self._told: float | None = None
        # Why what is not settled is not.
        self._reasons: dict[Erkenningsvraag, str] = {}
        self._leerbedrijven: dict[str, bool] = {}
        self._codes: dict[str, bool] = {}

    def ask(
        self, questions: Iterable[Erkenningsvraag], known: Mapping[Erkenningsvraag, RowVerdict]
    ) -> dict[Erkenningsvraag, RowVerdict]:
        """What became of each distinct question; `known` are those that need not be asked.

        Raises:
            Notice: the facade refuses all of it, or answered nothing at all.
        """
        found = dict(known)
        for question, verdict in known.items():
            self._learn(question, verdict)
        todo = deque(question for question in dict.fromkeys(questions) if question not in found)
        unknown = list[Erkenningsvraag]()
        while todo and self._idle < TRIES:
            batch = [todo.popleft() for _ in range(min(PER_BATCH, len(todo)))]
            again = self._batch(batch, found, unknown)
            todo += again
            self._idle = self._idle + 1 if len(again) == len(batch) else 0
            if self._idle and todo:
                self._wait(batch)
        self._resolve(unknown, found)
        for question in [*todo, *(one for one in unknown if one not in found)]:
            found[question] = RowVerdict("nietGecontroleerd", self._reasons.get(question, _WHICH))
        return found

    def _batch(
        self,
        batch: Sequence[Erkenningsvraag],
        found: dict[Erkenningsvraag, RowVerdict],
        unknown: list[Erkenningsvraag],
    ) -> list[Erkenningsvraag]:
        """Ask these; those that are to be asked again. Raises Notice."""
        slots = self._slots(batch)
        again = list[Erkenningsvraag]()
        for question, slot in zip(batch, slots, strict=True):
            if slot is None:
                unknown.append(question)
                self._reasons.pop(question, None)
            elif (problem := value(slot, "probleem")) is None:
                self._settle(question, verdict_of(question, slot), found)
            else:
                self._reasons[question] = _reason(problem)
                if text(problem, "herhaalbaar") == "true":
                    again.append(question)
                else:
                    # Not kept: somebody may set it right, and ask again.
                    found[question] = RowVerdict("nietGecontroleerd", _reason(problem))
        return again

    def _slots(self, batch: Sequence[Erkenningsvraag]) -> list[Any]:
        """What the facade answers of each; a problem for each where it did not, and may later."""
        try:
            with told(self._client.api_url):
                answer = self._client.verifieer_reeks([request_of(question) for question in batch])
            slots = listing(answer.inhoud, "results")
        except ApiRefusal as refusal:
            if not refusal.repeatable or (refusal.retry_after or 0) > LONGEST_PAUSE:
                raise
            self._told = refusal.retry_after
            return [{"probleem": {"title": refusal.lines[0], "herhaalbaar": True}}] * len(batch)
        if len(slots) != len(batch):
            raise Notice("De facade gaf niet op elke vraag een antwoord: het is een andere versie.")
        return slots

    def _wait(self, batch: Sequence[Erkenningsvraag]) -> None:
        """Before the next: as long as was said, else longer each time."""
        pause = _FIRST_PAUSE * 2 ** (self._idle - 1) if self._told is None else self._told
        self._told = None
        if self._idle < TRIES:
            self._report(f"{self._reasons[batch[0]]}. Over {pause:.0f} s opnieuw.")
            self._sleep(pause)

    def _settle(
        self, question: Erkenningsvraag, verdict: RowVerdict, found: dict[Erkenningsvraag, RowVerdict]
    ) -> None:
        found[question] = verdict
        self._reasons.pop(question, None)
        self._learn(question, verdict)
        self._keep(question, verdict)

    def _learn(self, question: Erkenningsvraag, verdict: RowVerdict) -> None:
        """Of a verdict SBB knows both; of what it does not know, one."""
        if verdict.uitkomst == "onbekendLeerbedrijf":
            self._leerbedrijven[question.leerbedrijf_id] = False
        elif verdict.uitkomst == "onbekendeCode":
            self._codes[question.code] = False
        else:
            self._leerbedrijven[question.leerbedrijf_id] = self._codes[question.code] = True

    def _resolve(self, unknown: Sequence[Erkenningsvraag], found: dict[Erkenningsvraag, RowVerdict]) -> None:
        """Which of the two SBB does not know: from what else it answered, and only else by asking."""
        asked = 0
        for question in unknown:
            verdict = self._deduced(question)
            if verdict is None and asked < TRIES:
                verdict = self._asked(question)
                asked = 0 if verdict else asked + 1
            if verdict is not None:
                self._settle(question, verdict, found)

    def _deduced(self, question: Erkenningsvraag) -> RowVerdict | None:
        leerbedrijf = self._leerbedrijven.get(question.leerbedrijf_id)
        code = self._codes.get(question.code)
        if leerbedrijf is False or (leerbedrijf is None and code):
            return _UNKNOWN_LEERBEDRIJF
        return _UNKNOWN_CODE if leerbedrijf or code is False else None

    def _asked(self, question: Erkenningsvraag) -> RowVerdict | None:
        """By asking for it alone; None when that failed. Raises Notice."""
        try:
            with told(self._client.api_url):
                answer = self._client.geef_erkenning(
                    question.leerbedrijf_id,
                    question.code,
                    peildatum=question.peildatum,
                    tot_en_met=question.tot_en_met,
                    leerweg=question.leerweg,
                )
            return verdict_of(question, answer.inhoud)
        except ApiRefusal as refusal:
            if refusal.problem in _UNKNOWN:
                return _UNKNOWN_LEERBEDRIJF if refusal.problem == "leerbedrijf-onbekend" else _UNKNOWN_CODE
            if refusal.code != NOT_REACHABLE and not refusal.repeatable:
                raise
            return None


def _reason(problem: Any) -> str:  # noqa: ANN401 - JSON is anything
    """In a line: what happened, which is not about the leerbedrijf."""
    return text(problem, "title").strip().rstrip(".") or text(problem, "code") or "onbekende storing"
