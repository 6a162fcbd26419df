"""The way in of a function behind a queue: each message apart, a failed one comes back, one line for each."""

import time
from collections.abc import Callable, Mapping
from typing import Any

from stagemarkt.observatie import logger, spoor


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
