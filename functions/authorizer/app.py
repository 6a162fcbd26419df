"""The Lambda authorizer: is this key one of ours, and which routes may it call. Touches only the keys."""

import time
from collections.abc import Callable
from typing import Any

from stagemarkt.domein.toegang import is_geldig, lees_sleutel
from stagemarkt.observatie import logger
from stagemarkt.opbouw import Opbouw
from stagemarkt.web.beleid import maak_beleid


class NietGeauthenticeerd(Exception):
    """No key, or not a right one: API Gateway makes 401 of exactly this text."""

    def __init__(self) -> None:
        super().__init__("Unauthorized")


def maak_handler(opbouw: Opbouw) -> Callable[[dict[str, Any], object], dict[str, Any]]:
    """The handler over these ports."""

    def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
        aangeboden = lees_sleutel(event.get("authorizationToken") or "")
        if aangeboden is None:
            logger.info("sleutel", extra={"geldig": False})
            raise NietGeauthenticeerd
        bekend = opbouw.sleutels.zoek(aangeboden.prefix)
        geldig = is_geldig(aangeboden, bekend, opbouw.sleutels.peper(), int(opbouw.klok()))
        logger.info("sleutel", extra={"geldig": geldig, "prefix": aangeboden.prefix if geldig else None})
        if not geldig or bekend is None:
            raise NietGeauthenticeerd
        return maak_beleid(event["methodArn"], bekend.prefix, bekend.afnemer_id, bekend.toegang)

    return handler


handler = maak_handler(Opbouw(time.time))
