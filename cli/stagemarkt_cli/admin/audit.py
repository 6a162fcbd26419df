"""Who was told of people: the table Audit, read. Functions can only add to it; reading is the operator's."""

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from stagemarkt_cli.admin.validation import begin_van, einde_van

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from stagemarkt_cli.aws.stack import Stapel

# Of so many days each is asked for; of more the whole table is read, which is less work by then.
_PER_DAG: Final = timedelta(days=400)


class Verwerking(NamedTuple):
    """One answer that held people; `op` in seconds since 1970, the rest as it stands on record."""

    op: float
    school: str
    afnemer: str
    sleutel: str
    operatie: str
    leerbedrijven: tuple[str, ...]
    velden: tuple[str, ...]
    bron: str
    verzoek_id: str


def zoek(
    stapel: "Stapel", school: str | None, leerbedrijf: str | None, vanaf: date, tot_en_met: date
) -> list[Verwerking]:
    """What is on record of these days here, oldest first; of a school, a leerbedrijf or both."""
    begin, einde = float(begin_van(vanaf)), float(einde_van(tot_en_met))
    tabel, client = stapel.uitvoer("AuditTabel"), stapel.client("dynamodb")
    per_dag = school is not None and tot_en_met - vanaf <= _PER_DAG
    items = (
        _van_school(client, tabel, school, begin, einde) if per_dag else _alle(client, tabel, begin, einde)
    )
    gevonden = [_lees(item) for item in items]
    return sorted(
        een
        for een in gevonden
        if begin <= een.op < einde
        and school in {None, een.school}
        and (leerbedrijf is None or leerbedrijf in een.leerbedrijven)
    )


def _van_school(client: Any, tabel: str, school: str | None, begin: float, einde: float) -> "Iterator[Any]":  # noqa: ANN401 - boto3's
    # Records are kept under their day in UTC, of which a day here touches two.
    dag, laatste = (datetime.fromtimestamp(moment, UTC).date() for moment in (begin, einde))
    while dag <= laatste:
        for bladzij in client.get_paginator("query").paginate(
            TableName=tabel,
            KeyConditionExpression="pk = :pk",
            ExpressionAttributeValues={":pk": {"S": f"{school}#{dag.isoformat()}"}},
        ):
            yield from bladzij["Items"]
        dag += timedelta(days=1)


def _alle(client: Any, tabel: str, begin: float, einde: float) -> "Iterator[Any]":  # noqa: ANN401 - boto3's
    # The whole table: seldom, for somebody who asks who has seen his or her data.
    for bladzij in client.get_paginator("scan").paginate(
        TableName=tabel,
        FilterExpression="#op BETWEEN :begin AND :einde",
        ExpressionAttributeNames={"#op": "op"},
        ExpressionAttributeValues={":begin": {"N": f"{begin:.3f}"}, ":einde": {"N": f"{einde:.3f}"}},
    ):
        yield from bladzij["Items"]


def _lees(item: "Mapping[str, Any]") -> Verwerking:
    def tekst(naam: str) -> str:
        return str(item.get(naam, {}).get("S", ""))

    def teksten(naam: str) -> tuple[str, ...]:
        return tuple(str(deel.get("S", "")) for deel in item.get(naam, {}).get("L", ()))

    return Verwerking(
        float(item.get("op", {}).get("N", "0")),
        tekst("school"),
        tekst("afnemerId"),
        tekst("sleutel"),
        tekst("operatie"),
        teksten("leerbedrijven"),
        teksten("velden"),
        tekst("bron"),
        tekst("verzoekId"),
    )
