"""The Lambda authorizer: is this key one of ours, and whose. Touches the keys and their pepper."""

from collections.abc import Callable
from typing import Any

from stagemarkt.composition.authorizer import AuthorizerPorts
from stagemarkt.domain.access import (
    USAGE_PER,
    PresentedKey,
    is_valid,
    must_report_usage,
    read_sleutel,
    valid_toegang,
)
from stagemarkt.entry.last_resort import without_text
from stagemarkt.model.errors import StorageError
from stagemarkt.model.today import today_in_netherlands
from stagemarkt.model.toegang import Rights, SleutelData
from stagemarkt.observability import logger, report_storage_error
from stagemarkt.web.authorizer_policy import make_policy


class Unauthenticated(Exception):
    """No key, or not a right one: API Gateway makes 401 of exactly this text."""

    def __init__(self) -> None:
        super().__init__("Unauthorized")


def make_handler(ports: AuthorizerPorts) -> Callable[[dict[str, Any], object], dict[str, Any]]:
    """The handler over these ports."""

    def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
        header = event.get("authorizationToken")
        offered = read_sleutel(header) if isinstance(header, str) else None
        known = None if offered is None else _recognise(ports, offered)
        rights = None if known is None else ports.sleutels.rights(known.afnemer_id)
        logger.info("sleutel", extra={"geldig": rights is not None, "prefix": known and known.prefix})
        if known is None or rights is None:
            raise Unauthenticated
        policy = _policy(ports, event, known, rights)
        _report_usage(ports, known)
        return policy

    return without_text("sleutel", handler, Unauthenticated)


def _recognise(ports: AuthorizerPorts, offered: PresentedKey) -> SleutelData | None:
    known = ports.sleutels.search(offered.prefix)
    valid = is_valid(offered, known, ports.sleutels.pepper(), int(ports.clock()))
    return known if valid else None


def _policy(
    ports: AuthorizerPorts, event: dict[str, Any], known: SleutelData, rights: Rights
) -> dict[str, Any]:
    toegang = valid_toegang(rights.toegangen, today_in_netherlands(ports.clock()))
    try:
        return make_policy(
            str(event.get("methodArn")),
            known.prefix,
            rights.afnemer,
            toegang,
            shared_gateway_key=ports.shared_gateway_key,
        )
    except ValueError:
        raise Unauthenticated from None


def _report_usage(ports: AuthorizerPorts, known: SleutelData) -> None:
    """Note that the key is in use, now and then; that this fails is nobody's who calls."""
    now = int(ports.clock())
    if not must_report_usage(known, now):
        return
    try:
        ports.sleutels.report_usage(known.prefix, now, USAGE_PER)
    except StorageError as error:
        report_storage_error("gebruik", error)


handler = make_handler(AuthorizerPorts())
