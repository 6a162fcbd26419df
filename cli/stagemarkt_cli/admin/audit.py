"""Who was told of people: the table Audit, read. Functions can only add to it; reading is the operator's."""

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from stagemarkt_cli.admin.validation import begin_of, end_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from stagemarkt_cli.aws.stack import DeployedStack

# Of so many days each is asked for; of more the whole table is read, which is less work by then.
_PER_DAY: Final = timedelta(days=400)


class AuditRow(NamedTuple):
    """One answer that held people; `op` in seconds since 1970, the rest as it stands on record."""

    at: float
    school: str
    afnemer: str
    sleutel: str
    operatie: str
    leerbedrijven: tuple[str, ...]
    velden: tuple[str, ...]
    bron: str
    request_id: str


def search(
    this_stack: "DeployedStack", school: str | None, leerbedrijf: str | None, vanaf: date, tot_en_met: date
) -> list[AuditRow]:
    """What is on record of these days here, oldest first; of a school, a leerbedrijf or both."""
    begin, end = float(begin_of(vanaf)), float(end_of(tot_en_met))
    table, client = this_stack.output("AuditTabel"), this_stack.client("dynamodb")
    per_day = school is not None and tot_en_met - vanaf <= _PER_DAY
    items = _of_school(client, table, school, begin, end) if per_day else _all(client, table, begin, end)
    found = [_read(item) for item in items]
    return sorted(
        one
        for one in found
        if begin <= one.at < end
        and school in {None, one.school}
        and (leerbedrijf is None or leerbedrijf in one.leerbedrijven)
    )


def _of_school(client: Any, table: str, school: str | None, begin: float, end: float) -> "Iterator[Any]":  # noqa: ANN401 - boto3's
    # Records are kept under their day in UTC, of which a day here touches two.
    day, laatste = (datetime.fromtimestamp(moment, UTC).date() for moment in (begin, end))
    while day <= laatste:
        for page in client.get_paginator("query").paginate(
            TableName=table,
            KeyConditionExpression="pk = :pk",
            ExpressionAttributeValues={":pk": {"S": f"{school}#{day.isoformat()}"}},
        ):
            yield from page["Items"]
        day += timedelta(days=1)


def _all(client: Any, table: str, begin: float, end: float) -> "Iterator[Any]":  # noqa: ANN401 - boto3's
    # The whole table: seldom, for somebody who asks who has seen his or her data.
    for page in client.get_paginator("scan").paginate(
        TableName=table,
        FilterExpression="#op BETWEEN :begin AND :einde",
        ExpressionAttributeNames={"#op": "op"},
        ExpressionAttributeValues={":begin": {"N": f"{begin:.3f}"}, ":einde": {"N": f"{end:.3f}"}},
    ):
        yield from page["Items"]


def _read(item: "Mapping[str, Any]") -> AuditRow:
    def text(name: str) -> str:
        return str(item.get(name, {}).get("S", ""))

    def texts(name: str) -> tuple[str, ...]:
        return tuple(str(part.get("S", "")) for part in item.get(name, {}).get("L", ()))

    return AuditRow(
        float(item.get("op", {}).get("N", "0")),
        text("school"),
        text("afnemerId"),
        text("sleutel"),
        text("operatie"),
        texts("leerbedrijven"),
        texts("velden"),
        text("bron"),
        text("verzoekId"),
    )
