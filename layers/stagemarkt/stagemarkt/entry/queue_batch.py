"""The way in of a function behind a queue: what failed comes back, and stops nothing but its own group."""

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from stagemarkt.observability import logger, spoor

T = TypeVar("T")


class Gedaan(NamedTuple):
    """What was done of a group: how many messages, from the first; what to log; what stopped it."""

    berichten: int
    velden: Mapping[str, object]
    fout: Exception | None = None


def per_bericht(
    gebeurtenis: str, doe: Callable[[str, float], Mapping[str, object]]
) -> Callable[[dict[str, Any], Any], dict[str, Any]]:
    """A Lambda handler that does this with the body of each message.

    `doe` gets the body and the seconds that the function may still take, and gives what the log line
    `gebeurtenis` is to say. What it raises is logged by kind and place, and its message comes back later;
    of a FIFO queue the later messages of its group as well, untried: they may not overtake it.
    """

    def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:  # noqa: ANN401 - Lambda's context
        mislukt = []
        groepen: set[str] = set()
        for bericht in event["Records"]:
            groep = bericht.get("attributes", {}).get("MessageGroupId")
            if groep in groepen:
                mislukt.append({"itemIdentifier": bericht["messageId"]})
                continue
            begin = time.perf_counter()
            try:
                velden = doe(bericht["body"], context.get_remaining_time_in_millis() / 1000)
            except Exception as fout:  # noqa: BLE001 - whatever it is, the message must not be lost
                mislukt.append({"itemIdentifier": bericht["messageId"]})
                groepen |= {groep} if groep else set()
                logger.error(gebeurtenis, extra={"berichtId": bericht["messageId"], "spoor": spoor(fout)})
            else:
                duur = round((time.perf_counter() - begin) * 1000, 1)
                logger.info(gebeurtenis, extra={**velden, "duurMs": duur})
        return {"batchItemFailures": mislukt}

    return handler


def per_groep(
    gebeurtenis: str,
    lees: Callable[[str], T],
    doe: Callable[[Sequence[T], float], Gedaan],
    reserve: float,
) -> Callable[[dict[str, Any], Any], dict[str, Any]]:
    """A Lambda handler of a FIFO queue that does the messages of a group together.

    `doe` gets what `lees` makes of their bodies, and the seconds that they may take: of what the function has
    left, but for `reserve`, each group gets its share. What was not done comes back, from the first on; so
    does everything behind a message that cannot be read.
    """

    def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:  # noqa: ANN401 - Lambda's context
        groepen: dict[str, list[dict[str, Any]]] = {}
        for bericht in event["Records"]:
            groep = bericht.get("attributes", {}).get("MessageGroupId", "")
            groepen.setdefault(groep, []).append(bericht)
        terug: list[str] = []
        for nummer, berichten in enumerate(groepen.values()):
            over = max(0.0, context.get_remaining_time_in_millis() / 1000 - reserve)
            seconden = over / (len(groepen) - nummer)
            gelezen, fout = _lees(berichten, lees)
            gedaan = Gedaan(0, {})
            begin = time.perf_counter()
            if gelezen:
                try:
                    gedaan = doe(gelezen, seconden)
                except Exception as dit:  # noqa: BLE001 - whatever it is, the messages must not be lost
                    fout = dit
            fout = gedaan.fout or fout
            rest = [bericht["messageId"] for bericht in berichten[gedaan.berichten :]]
            terug += rest
            if gelezen and (fout is None or gedaan.berichten):
                duur = round((time.perf_counter() - begin) * 1000, 1)
                logger.info(gebeurtenis, extra={**gedaan.velden, "terug": len(rest), "duurMs": duur})
            if fout is not None:
                logger.error(
                    gebeurtenis, extra={"berichtId": rest[0] if rest else None, "spoor": spoor(fout)}
                )
        return {"batchItemFailures": [{"itemIdentifier": bericht_id} for bericht_id in terug]}

    return handler


def _lees(
    berichten: Sequence[Mapping[str, Any]], lees: Callable[[str], T]
) -> tuple[list[T], Exception | None]:
    """What the messages say, up to the first that cannot be read; and why not."""
    gelezen: list[T] = []
    for bericht in berichten:
        try:
            gelezen.append(lees(bericht["body"]))
        except Exception as fout:  # noqa: BLE001 - whatever it is, the message must not be lost
            return gelezen, fout
    return gelezen, None
