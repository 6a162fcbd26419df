"""The Lambda authorizer: is this key one of ours, and whose. Touches the keys and their pepper."""

from collections.abc import Callable
from typing import Any

from stagemarkt.composition.authorizer import AuthorizerPorts
from stagemarkt.domain.access import (
    GEBRUIK_PER,
    Aangeboden,
    geldige_toegang,
    is_geldig,
    lees_sleutel,
    moet_gebruik_melden,
)
from stagemarkt.model.errors import OpslagFout
from stagemarkt.model.today import vandaag_in_nederland
from stagemarkt.model.toegang import Rechten, Sleutelgegevens
from stagemarkt.observability import logger, meld_opslagfout
from stagemarkt.web.authorizer_policy import maak_beleid


class NietGeauthenticeerd(Exception):
    """No key, or not a right one: API Gateway makes 401 of exactly this text."""

    def __init__(self) -> None:
        super().__init__("Unauthorized")


def maak_handler(ports: AuthorizerPorts) -> Callable[[dict[str, Any], object], dict[str, Any]]:
    """The handler over these ports."""

    def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
        kop = event.get("authorizationToken")
        aangeboden = lees_sleutel(kop) if isinstance(kop, str) else None
        bekend = None if aangeboden is None else _herken(ports, aangeboden)
        rechten = None if bekend is None else ports.sleutels.rechten(bekend.afnemer_id)
        logger.info("sleutel", extra={"geldig": rechten is not None, "prefix": bekend and bekend.prefix})
        if bekend is None or rechten is None:
            raise NietGeauthenticeerd
        beleid = _beleid(ports, event, bekend, rechten)
        _meld_gebruik(ports, bekend)
        return beleid

    return handler


def _herken(ports: AuthorizerPorts, aangeboden: Aangeboden) -> Sleutelgegevens | None:
    bekend = ports.sleutels.zoek(aangeboden.prefix)
    geldig = is_geldig(aangeboden, bekend, ports.sleutels.peper(), int(ports.klok()))
    return bekend if geldig else None


def _beleid(
    ports: AuthorizerPorts, event: dict[str, Any], bekend: Sleutelgegevens, rechten: Rechten
) -> dict[str, Any]:
    toegang = geldige_toegang(rechten.toegangen, vandaag_in_nederland(ports.klok()))
    try:
        return maak_beleid(
            str(event.get("methodArn")),
            bekend.prefix,
            rechten.afnemer,
            toegang,
            gezamenlijke_poortsleutel=ports.gezamenlijke_poortsleutel,
        )
    except ValueError:
        raise NietGeauthenticeerd from None


def _meld_gebruik(ports: AuthorizerPorts, bekend: Sleutelgegevens) -> None:
    """Note that the key is in use, now and then; that this fails is nobody's who calls."""
    nu = int(ports.klok())
    if not moet_gebruik_melden(bekend, nu):
        return
    try:
        ports.sleutels.meld_gebruik(bekend.prefix, nu, GEBRUIK_PER)
    except OpslagFout as fout:
        meld_opslagfout("gebruik", fout)


handler = maak_handler(AuthorizerPorts())
