"""The functions of a stack, from the tables that they use to those that were restored.

In this order: the workers of the queues are held, numbers that were given out are passed over, the stack is
updated, what came since the moment is added, the workers are let go, what nobody was told of is passed on.
Each step may be done again; where it was broken off, the command goes on.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from botocore.exceptions import BotoCoreError, ClientError

from stagemarkt_cli.admin.access_table import ToegangTable
from stagemarkt_cli.admin.catching_up import CatchingUp, CaughtUp
from stagemarkt_cli.admin.outbox import Outgoing, Restored
from stagemarkt_cli.admin.queue_workers import SETTLED, QueueWorkers
from stagemarkt_cli.admin.restored_tables import MARK, RestoredTables, RestorePlan
from stagemarkt_cli.admin.skipped_numbers import SkippedNumbers
from stagemarkt_cli.messages import Notice

if TYPE_CHECKING:
    from stagemarkt_cli.admin.admin import Admin

# Of these the workers of the queues make one whole: what one has noted the other counts on.
_OF_CHANGES: Final = frozenset({"Mutaties", "Abonnementen", "Uitgaand"})
# A shift in steps would have two versions at work on two tables.
_AT_ONCE: Final = ("Uitrol", "ineens")
_CAPABILITIES: Final = ("CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND")


class Switched(NamedTuple):
    """What was done.

    Attributes:
        caught_up: to each table.
        ended: abonnementen that were ended again.
        passed_on: what each school gets passed on.
        uitrol: how versions came into use before; None where that is as it was.
    """

    caught_up: dict[str, CaughtUp]
    ended: int
    passed_on: dict[str, Restored]
    uitrol: str | None


class TableSwitch:
    """Switches the stack of `admin`.

    Args:
        admin: the stack.
        wait: waits so many seconds.
        report: is told each step.
    """

    def __init__(self, admin: "Admin", wait: Callable[[float], None], report: Callable[[str], None]) -> None:
        self._admin = admin
        self._stack = admin.this_stack
        self._tables = RestoredTables(admin.this_stack, wait)
        self._workers = QueueWorkers(admin.this_stack, wait)
        self._wait = wait
        self._report = report
        self._uitrol: str | None = None

    def run(self, plans: Sequence[RestorePlan], *, catch_up: bool) -> Switched:
        """Switch to the tables of these plans, which are there.

        Raises:
            Notice: one is not there, or was not made of the table in use; or the stack could not be updated.
                What stands then was reported.
        """
        before = {plan.name: self._before(plan) for plan in plans}
        of_changes = bool(_OF_CHANGES & before.keys())
        try:
            return self._run(plans, before, of_changes=of_changes, catch_up=catch_up)
        except BaseException:
            try:
                self._tell_what_stands(plans, of_changes=of_changes)
            except (BotoCoreError, ClientError, Notice):
                self._report(
                    "Wat er nu staat, is niet te zien. Wijzigingen kunnen stilstaan, en wachten dan: "
                    "geef dezelfde opdracht nog eens zodra AWS weer antwoordt."
                )
            raise

    def _run(
        self, plans: Sequence[RestorePlan], before: dict[str, str], *, of_changes: bool, catch_up: bool
    ) -> Switched:
        if of_changes:
            self._report("De verwerking van wijzigingen wordt stilgezet.")
            self._workers.hold()
        to_switch = [plan for plan in plans if not plan.in_use]
        for plan in to_switch:
            if plan.name == "Uitgaand":
                count = self._skipped(plan).skip()
                self._report(f"{count} nummeringen gaan verder voorbij wat al is gegeven.")
        if to_switch:
            self._report("De stapel wordt omgezet.")
            self._update(to_switch)
        # What was under way on the tables of before is done.
        self._wait(SETTLED)
        caught_up = {n: self._catch_up(n, table) for n, table in before.items() if catch_up}
        ended = self._end() if of_changes else 0
        if not of_changes:
            return Switched(caught_up, ended, {}, self._uitrol)
        self._workers.let_go()
        return Switched(caught_up, ended, self._pass_on(), self._uitrol)

    def _tell_what_stands(self, plans: Sequence[RestorePlan], *, of_changes: bool) -> None:
        """Let the workers go where the tables of before are in use for sure; else they would work on two."""
        status = self._status()
        self._stack.refresh()
        in_use = {plan.name: self._tables.in_use(plan.name) for plan in plans}
        held = "de verwerking van wijzigingen staat stil, en wat komt, wacht" if of_changes else ""
        if not status.endswith("_COMPLETE"):
            self._report(
                f"De stapel is halverwege ({status}){held and f': {held}'}. Wacht tot hij klaar is, of "
                f"maak hem af (aws cloudformation continue-update-rollback --stack-name {self._stack.naam}), "
                "en geef dan dezelfde opdracht nog eens."
            )
        elif all(in_use[plan.name] == plan.target for plan in plans):
            self._report(
                "De functies gebruiken de herstelde tabellen al; wat daarna komt, is niet af"
                f"{held and f': {held}'}. Geef dezelfde opdracht nog eens."
            )
        else:
            if of_changes:
                self._workers.let_go()
            running = "; wijzigingen worden weer doorgegeven" if of_changes else ""
            self._report(
                f"Er is niets omgezet: de functies gebruiken de tabellen van voorheen{running}. Wat gemaakt "
                "is, blijft staan: geef dezelfde opdracht nog eens als de oorzaak weg is."
            )

    def _before(self, plan: RestorePlan) -> str:
        origin = self._tables.origin(plan.target) if plan.there else None
        if origin is None:
            raise Notice(
                f"De tabel {plan.target} is er niet, of nog niet ingesteld.",
                "Maak haar eerst, met dezelfde --tabel en hetzelfde --moment: stagemarkt herstel maak",
            )
        if not plan.in_use and origin.table != plan.source:
            raise Notice(f"{plan.target} is gemaakt van {origin.table}, en in gebruik is {plan.source}.")
        return origin.table

    def _skipped(self, plan: RestorePlan) -> SkippedNumbers:
        return SkippedNumbers(self._stack.client("dynamodb"), plan.source, plan.target)

    def _update(self, plans: Sequence[RestorePlan]) -> None:
        cloudformation = self._stack.client("cloudformation")
        (description,) = cloudformation.describe_stacks(StackName=self._stack.naam)["Stacks"]
        now = {one["ParameterKey"]: one["ParameterValue"] for one in description["Parameters"]}
        values = {f"{plan.name}Hersteld": _suffix(plan.target) for plan in plans}
        if missing := sorted(values.keys() - now.keys()):
            raise Notice(f"De stapel kent {', '.join(missing)} niet: rol eerst deze versie uit.")
        setting, at_once = _AT_ONCE
        otherwise = now.get(setting, at_once) != at_once
        if otherwise:
            values[setting] = at_once
        parameters: list[dict[str, Any]] = [
            {"ParameterKey": name, "ParameterValue": values[name]}
            if name in values
            else {"ParameterKey": name, "UsePreviousValue": True}
            for name in now
        ]
        cloudformation.update_stack(
            StackName=self._stack.naam,
            UsePreviousTemplate=True,
            Parameters=parameters,
            Capabilities=_CAPABILITIES,
            Tags=description.get("Tags", []),
        )
        while (status := self._status()).endswith("_IN_PROGRESS"):
            self._wait(5)
        self._stack.refresh()
        if status != "UPDATE_COMPLETE" or any(self._tables.in_use(p.name) != p.target for p in plans):
            raise Notice(
                f"De stapel is niet omgezet: {status}.",
                "Waarom niet, staat bij zijn gebeurtenissen: aws cloudformation describe-stack-events "
                f"--stack-name {self._stack.naam}",
            )
        self._uitrol = now[setting] if otherwise else None

    def _status(self) -> str:
        cloudformation = self._stack.client("cloudformation")
        (description,) = cloudformation.describe_stacks(StackName=self._stack.naam)["Stacks"]
        return str(description["StackStatus"])

    def _catch_up(self, name: str, before: str) -> CaughtUp:
        self._report(f"{name}: wat er sinds het moment bij kwam, wordt overgenomen.")
        client = self._stack.client("dynamodb")
        return CatchingUp(client, name, before, self._tables.in_use(name)).run(self._admin.now)

    def _end(self) -> int:
        """End again what its owner had ended since; how many there were."""
        abonnementen = Outgoing(self._stack).abonnementen
        ended = [
            abonnement
            for school in self._schools()
            for abonnement in abonnementen.of_school(school)
            if abonnementen.is_ended(abonnement.sleutel, abonnement.afnemer_id)
        ]
        return sum(abonnementen.remove(abonnement, self._admin.now) for abonnement in ended)

    def _pass_on(self) -> dict[str, Restored]:
        outgoing, now = Outgoing(self._stack), float(self._admin.now)
        return {school: outgoing.restore(school, 0.0, now) for school in self._schools()}

    def _schools(self) -> list[str]:
        # Read anew: this table may just have been switched.
        toegang = ToegangTable(self._stack.client("dynamodb"), self._stack.output("ToegangTabel"))
        return sorted(school.brin for school in toegang.scholen())


def _suffix(table: str) -> str:
    return f"{MARK}{table.rpartition(MARK)[2]}"
