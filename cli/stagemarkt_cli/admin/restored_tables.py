"""Tables brought back to a moment: each made anew beside the one in use, and set as that one is.

"You must manually set up the following on the restored table": auto scaling, IAM policies, CloudWatch alarms,
tags, streams, TTL, deletion protection, point-in-time recovery (DynamoDB API Reference,
RestoreTableToPointInTime). Indexes, billing and encryption come along.

What was done stands in tags of the new table, so a command that was broken off goes on where it was.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from stagemarkt_cli.messages import WRONG_USAGE, Notice

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient

    from stagemarkt_cli.aws.stack import DeployedStack

MARK: Final = "-herstel-"
TTL_ATTRIBUTE: Final = "verlooptOp"
# By logical ID: whether what is in it expires by TTL. The next answers make the others anew.
RESTORABLE: Final[Mapping[str, bool]] = {
    "Toegang": False,
    "Audit": True,
    "Mutaties": True,
    "Abonnementen": False,
    "Uitgaand": True,
}
_FROM: Final = "stagemarkt:hersteldVan"
_MOMENT: Final = "stagemarkt:hersteldTot"
# Seconds between two looks at a table that is being made; tries at a setting that a new one refuses still.
_LOOK: Final = 10.0
_SETTING_TRIES: Final = 30


class RestorePlan(NamedTuple):
    """What would be made of one table.

    Attributes:
        name: its logical ID.
        source: the table in use.
        target: the new one.
        there: whether that is there already.
    """

    name: str
    source: str
    target: str
    there: bool

    @property
    def in_use(self) -> bool:
        """Whether the functions use the new one already."""
        return self.source == self.target


class Origin(NamedTuple):
    """Of which table one was made, and to what moment it was brought back."""

    table: str
    moment: dt.datetime


class TableSettings(NamedTuple):
    """What is set on a table besides its keys and indexes."""

    ttl: bool
    recovery: bool
    protection: bool
    key: str | None
    indexes: frozenset[str]


class RestoredTables:
    """The tables of a deployed stack, and what they are restored to.

    Args:
        this_stack: the stack.
        wait: waits so many seconds.
    """

    def __init__(self, this_stack: "DeployedStack", wait: Callable[[float], None]) -> None:
        self._stack = this_stack
        self._client: DynamoDBClient = this_stack.client("dynamodb")
        self._wait = wait

    def in_use(self, name: str) -> str:
        """The table that the functions use."""
        return self._stack.output(f"{name}Tabel")

    def own(self, name: str) -> str:
        """The stack's own table. It may be a restored one itself, that a new stack has taken over."""
        return self.in_use(name).removesuffix(self._stack.parameter(f"{name}Hersteld"))

    def plan(self, names: Sequence[str], moment: dt.datetime) -> list[RestorePlan]:
        """What is to be made of these tables.

        Raises:
            Notice: one of them cannot be brought back to that moment.
        """
        return [self._plan(name, moment) for name in names]

    def _plan(self, name: str, moment: dt.datetime) -> RestorePlan:
        source = self.in_use(name)
        window = self._window(source)
        earliest = window.get("EarliestRestorableDateTime")
        if window["PointInTimeRecoveryStatus"] != "ENABLED" or earliest is None:
            raise Notice(f"Van de tabel {source} is geen herstel naar een moment mogelijk: het staat uit.")
        target = f"{self.own(name)}{MARK}{moment.astimezone(dt.UTC):%Y%m%dt%H%M%S}"
        if target == source:
            # Switched already, by a command that may have been broken off.
            return RestorePlan(name, source, target, there=True)
        there = self._describe(target) is not None
        if not there and not earliest <= moment <= window["LatestRestorableDateTime"]:
            raise Notice(
                f"De tabel {source} kan worden teruggebracht naar een moment tussen {earliest.isoformat()} "
                f"en {window['LatestRestorableDateTime'].isoformat()}.",
                "Ligt het moment vóór een eerder herstel, zet dan eerst de oude tabel terug: "
                f"rol uit met {name}Hersteld leeg.",
                code=WRONG_USAGE,
            )
        return RestorePlan(name, source, target, there)

    def make(self, plans: Sequence[RestorePlan], moment: dt.datetime, report: Callable[[str], None]) -> None:
        """Make these, all at once, and give each the settings of the table it stands in for.

        Raises:
            Notice: one has not got them all.
        """
        for plan in plans:
            if not plan.there:
                report(f"{plan.name}: {plan.target} wordt gemaakt.")
                self._client.restore_table_to_point_in_time(
                    SourceTableName=plan.source,
                    TargetTableName=plan.target,
                    RestoreDateTime=moment,
                    SSESpecificationOverride={
                        "Enabled": True,
                        "SSEType": "KMS",
                        "KMSMasterKeyId": self._stack.output("VersleutelingArn"),
                    },
                )
        for plan in plans:
            self._wait_until_there(plan.target)
            self._set(plan, moment)
            wanted, has = self.settings(plan.source), self.settings(plan.target)
            if has != wanted._replace(ttl=RESTORABLE[plan.name], recovery=True):
                raise Notice(
                    f"{plan.target} is nog niet ingesteld als {plan.source}: geef de opdracht nog eens."
                )
            report(f"{plan.name}: {plan.target} is er, en ingesteld als {plan.source}.")

    def origin(self, table: str) -> Origin | None:
        """Of what this table was made; None when it was not restored."""
        tags = dict(self._tags(table))
        if _FROM not in tags or _MOMENT not in tags:
            return None
        return Origin(tags[_FROM], dt.datetime.fromisoformat(tags[_MOMENT]))

    def settings(self, table: str) -> TableSettings:
        """What is set on this table. Raises Notice when there is none."""
        description = self._describe(table)
        if description is None:
            raise Notice(f"Er is geen tabel {table}.")
        lifetime = self._client.describe_time_to_live(TableName=table)["TimeToLiveDescription"]
        indexes = description.get("GlobalSecondaryIndexes", []) + description.get("LocalSecondaryIndexes", [])
        return TableSettings(
            ttl=lifetime.get("TimeToLiveStatus") in {"ENABLED", "ENABLING"}
            and lifetime.get("AttributeName") == TTL_ATTRIBUTE,
            recovery=self._window(table)["PointInTimeRecoveryStatus"] == "ENABLED",
            protection=bool(description.get("DeletionProtectionEnabled")),
            key=description.get("SSEDescription", {}).get("KMSMasterKeyArn"),
            indexes=frozenset(index["IndexName"] for index in indexes),
        )

    def _set(self, plan: RestorePlan, moment: dt.datetime) -> None:
        source, now = self.settings(plan.source), self.settings(plan.target)
        if RESTORABLE[plan.name] and not now.ttl:
            self._client.update_time_to_live(
                TableName=plan.target,
                TimeToLiveSpecification={"Enabled": True, "AttributeName": TTL_ATTRIBUTE},
            )
        if not now.recovery:
            self._enable_recovery(plan.target)
        if source.protection != now.protection:
            self._client.update_table(TableName=plan.target, DeletionProtectionEnabled=source.protection)
            self._wait_until_there(plan.target)
        # Those that AWS gives itself cannot be given.
        tags = {k: v for k, v in self._tags(plan.source) if not k.startswith("aws:")}
        tags |= {_FROM: plan.source, _MOMENT: moment.astimezone(dt.UTC).isoformat()}
        self._client.tag_resource(
            ResourceArn=self._arn(plan.target), Tags=[{"Key": k, "Value": v} for k, v in tags.items()]
        )

    def _enable_recovery(self, table: str) -> None:
        for _ in range(_SETTING_TRIES):
            try:
                self._client.update_continuous_backups(
                    TableName=table, PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True}
                )
            except self._client.exceptions.ContinuousBackupsUnavailableException:
                # Of a table that is new; it says so for a few minutes.
                self._wait(_LOOK)
            else:
                return
        raise Notice(f"Van {table} kan nog geen reservekopie worden bijgehouden: geef de opdracht nog eens.")

    def _wait_until_there(self, table: str) -> None:
        while (self._describe(table) or {}).get("TableStatus") != "ACTIVE":
            self._wait(_LOOK)

    def _describe(self, table: str) -> dict[str, Any] | None:
        try:
            description: Any = self._client.describe_table(TableName=table)["Table"]
        except self._client.exceptions.ResourceNotFoundException:
            return None
        found: dict[str, Any] = description
        return found

    def _arn(self, table: str) -> str:
        return str((self._describe(table) or {})["TableArn"])

    def _tags(self, table: str) -> Iterator[tuple[str, str]]:
        sheets = self._client.get_paginator("list_tags_of_resource").paginate(ResourceArn=self._arn(table))
        for sheet in sheets:
            for tag in sheet["Tags"]:
                yield tag["Key"], tag["Value"]

    def _window(self, table: str) -> Any:  # noqa: ANN401 - what boto3 gives
        backups = self._client.describe_continuous_backups(TableName=table)["ContinuousBackupsDescription"]
        return backups.get("PointInTimeRecoveryDescription", {"PointInTimeRecoveryStatus": "DISABLED"})
