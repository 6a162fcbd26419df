"""The way in of a function behind a queue: what failed comes back, and stops nothing but its own group."""

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from stagemarkt.observability import describe, logger

T = TypeVar("T")


class BatchOutcome(NamedTuple):
    """What was done of a group: how many messages, from the first; what to log; what stopped it."""

    messages: int
    velden: Mapping[str, object]
    fout: Exception | None = None


def per_message(
    log_event: str, run: Callable[[str, float], Mapping[str, object]]
) -> Callable[[dict[str, Any], Any], dict[str, Any]]:
    """A Lambda handler that does this with the body of each message.

    `run` gets the body and the seconds that the function may still take, and gives what the log line
    `log_event` is to say. What it raises is logged by kind and place, and its message comes back later;
    of a FIFO queue the later messages of its group as well, untried: they may not overtake it.
    """

    def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:  # noqa: ANN401 - Lambda's context
        mislukt = []
        groups: set[str] = set()
        for message in event["Records"]:
            group = message.get("attributes", {}).get("MessageGroupId")
            if group in groups:
                mislukt.append({"itemIdentifier": message["messageId"]})
                continue
            begin = time.perf_counter()
            try:
                fields = run(message["body"], context.get_remaining_time_in_millis() / 1000)
            except Exception as error:  # noqa: BLE001 - whatever it is, the message must not be lost
                mislukt.append({"itemIdentifier": message["messageId"]})
                groups |= {group} if group else set()
                logger.error(log_event, extra={"berichtId": message["messageId"], **describe(error)})
            else:
                duration = round((time.perf_counter() - begin) * 1000, 1)
                logger.info(log_event, extra={**fields, "duurMs": duration})
        return {"batchItemFailures": mislukt}

    return handler


def per_group(
    log_event: str,
    read: Callable[[str], T],
    run: Callable[[Sequence[T], float], BatchOutcome],
    reserve: float,
) -> Callable[[dict[str, Any], Any], dict[str, Any]]:
    """A Lambda handler of a FIFO queue that does the messages of a group together.

    `run` gets what `read` makes of their bodies, and the seconds that they may take: of what the function has
    left, but for `reserve`, each group gets its share. What was not done comes back, from the first on; so
    does everything behind a message that cannot be read.
    """

    def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:  # noqa: ANN401 - Lambda's context
        groups: dict[str, list[dict[str, Any]]] = {}
        for message in event["Records"]:
            group = message.get("attributes", {}).get("MessageGroupId", "")
            groups.setdefault(group, []).append(message)
        back: list[str] = []
        for number, messages in enumerate(groups.values()):
            over = max(0.0, context.get_remaining_time_in_millis() / 1000 - reserve)
            seconds = over / (len(groups) - number)
            parsed, error = _read(messages, read)
            done = BatchOutcome(0, {})
            begin = time.perf_counter()
            if parsed:
                try:
                    done = run(parsed, seconds)
                except Exception as dit:  # noqa: BLE001 - whatever it is, the messages must not be lost
                    error = dit
            error = done.fout or error
            rest = [message["messageId"] for message in messages[done.messages :]]
            back += rest
            if parsed and (error is None or done.messages):
                duration = round((time.perf_counter() - begin) * 1000, 1)
                logger.info(log_event, extra={**done.velden, "terug": len(rest), "duurMs": duration})
            if error is not None:
                logger.error(log_event, extra={"berichtId": rest[0] if rest else None, **describe(error)})
        return {"batchItemFailures": [{"itemIdentifier": bericht_id} for bericht_id in back]}

    return handler


def _read(
    messages: Sequence[Mapping[str, Any]], read: Callable[[str], T]
) -> tuple[list[T], Exception | None]:
    """What the messages say, up to the first that cannot be read; and why not."""
    parsed: list[T] = []
    for message in messages:
        try:
            parsed.append(read(message["body"]))
        except Exception as error:  # noqa: BLE001 - whatever it is, the message must not be lost
            return parsed, error
    return parsed, None
