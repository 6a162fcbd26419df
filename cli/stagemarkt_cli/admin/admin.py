"""All that an operator's commands work with, of one stack."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from stagemarkt.model.today import today_in_netherlands
from stagemarkt.model.toegang import Rights, School

from stagemarkt_cli.admin.access_table import ToegangTable
from stagemarkt_cli.admin.ending import Ending
from stagemarkt_cli.admin.school_secrets import SchoolSecretStore
from stagemarkt_cli.admin.usage_plans import UsagePlans
from stagemarkt_cli.messages import Notice

if TYPE_CHECKING:
    import datetime as dt

    from stagemarkt_cli.aws.stack import DeployedStack


@dataclass(frozen=True)
class Admin:
    """The table, the secrets and the plans of this stack; each is only spoken to when it is needed."""

    this_stack: "DeployedStack"
    clock: Callable[[], float] = time.time

    @property
    def now(self) -> int:
        """Seconds since 1970."""
        return int(self.clock())

    @property
    def today(self) -> "dt.date":
        """In Europe/Amsterdam."""
        return today_in_netherlands(self.clock())

    @cached_property
    def table(self) -> ToegangTable:
        """Schools, afnemers, toegang and keys."""
        return ToegangTable(self.this_stack.client("dynamodb"), self.this_stack.output("ToegangTabel"))

    @cached_property
    def einde(self) -> Ending:
        """The abonnementen of who was removed."""
        table, outgoing = self.this_stack.output("AbonnementenTabel"), self.this_stack.output("UitgaandTabel")
        return Ending(self.this_stack.client("dynamodb"), table, outgoing)

    @cached_property
    def school_secrets(self) -> SchoolSecretStore:
        """Licences and certificates."""
        return SchoolSecretStore(
            self.this_stack.client("secretsmanager"),
            self.this_stack.output("GeheimenVoorvoegsel"),
            self.this_stack.output("VersleutelingArn"),
        )

    @cached_property
    def usage_plans(self) -> UsagePlans:
        """Limits."""
        return UsagePlans(
            self.this_stack.client("apigateway"), self.this_stack.output("ApiId"), self.this_stack.naam
        )

    @cached_property
    def pepper(self) -> bytes:
        """What the hashes of keys are made with."""
        vault = self.this_stack.client("secretsmanager")
        text: str = vault.get_secret_value(SecretId=self.this_stack.output("PeperGeheim"))["SecretString"]
        return text.encode()

    def require_school(self, brin: str) -> School:
        """The school with this BRIN. Raises Notice when it is not known here."""
        school = self.table.school(brin)
        if school is None:
            raise Notice(
                f"School {brin} is hier niet bekend.",
                f"Voeg haar eerst toe: stagemarkt school toevoegen {brin}",
            )
        return school

    def require_afnemer(self, afnemer_id: str) -> Rights:
        """The afnemer with this id. Raises Notice when it is not known here."""
        rights = self.table.rights(afnemer_id)
        if rights is None:
            raise Notice(
                f"Afnemer {afnemer_id} is hier niet bekend.",
                f"Zie `stagemarkt afnemer lijst`, of: stagemarkt afnemer toevoegen {afnemer_id}",
            )
        return rights
