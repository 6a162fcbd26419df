"""What SBB's HTTP status says, with the page that came with it, before anybody looks for SOAP in the body."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from stagemarkt.adapters.error_pages import Pagina, herken
from stagemarkt.adapters.soap.envelope import ONBRUIKBAAR
from stagemarkt.adapters.soap.faultcodes import Schuld, afgewezen
from stagemarkt.adapters.soap.transport import Ruw
from stagemarkt.model.errors import (
    BerichtAfgewezen,
    BronAntwoordOngeldig,
    Bronfout,
    BronNietBeschikbaar,
    BronOverbelast,
    BronTimeout,
    SchoolcertificaatOngeschikt,
    Tekst,
)

# A server that names no type is given the benefit of the doubt: the parser decides.
_XML: Final = frozenset({"text/xml", "application/xml", "application/soap+xml", ""})
# What a status says by itself.
_STATUSSEN: Final[Mapping[int, Pagina]] = {
    # What IIS shows to strangers has no number behind its 403.
    **dict.fromkeys((401, 403), Pagina.CERTIFICAAT),
    # Something else lives at the address, or nothing (any more).
    **dict.fromkeys((300, 301, 302, 303, 305, 307, 308, 404, 405, 407, 410, 421, 426), Pagina.ADRES),
    **dict.fromkeys((408, 504), Pagina.TE_LAAT),
    429: Pagina.DRUKTE,
}
_TOEGANG: Final = Tekst(
    "Wat voor SBB staat, laat deze facade niet door. De beheerder van deze facade vraagt SBB waarom; opnieuw "
    "proberen helpt niet.",
    "What stands before SBB does not let this facade through. The operator of this facade asks SBB why; "
    "trying again does not help.",
)


def controleer_status(ruw: Ruw) -> None:
    """Return when the body is worth reading as SOAP: 200, or 500 or 400 with a fault, of an XML type.

    Raises:
        Bronfout: the status, the page or the media type already says that there is no answer in it.
    """
    is_xml = ruw.mediatype in _XML
    if ruw.status == HTTPStatus.OK and is_xml:
        return
    intern = f"HTTP {ruw.status} {ruw.mediatype}"
    herkend = herken(ruw.status, ruw.inhoud)
    if herkend is not None:
        raise _fout(herkend[0], f"{intern} ({herkend[1]}: {herkend[0].name.lower()})", ruw)
    if is_xml and _heeft_fault(ruw):
        return
    raise _fout(_van_status(ruw.status), intern, ruw)


def _heeft_fault(ruw: Ruw) -> bool:
    """SOAP 1.1 sends a fault with 500; SOAP 1.2 one of the sender with 400, where other XML may stand too."""
    if ruw.status == HTTPStatus.BAD_REQUEST:
        return b"Envelope" in ruw.inhoud
    return ruw.status == HTTPStatus.INTERNAL_SERVER_ERROR and bool(ruw.inhoud)


def _van_status(status: int) -> Pagina | None:
    if status in _STATUSSEN:
        return _STATUSSEN[status]
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return Pagina.STORING
    return Pagina.VORM if status >= HTTPStatus.BAD_REQUEST else None


def _fout(zegt: Pagina | None, intern: str, ruw: Ruw) -> Bronfout:
    match zegt:
        case Pagina.CERTIFICAAT:
            tekst = Tekst(
                "SBB weigert het certificaat van deze school.", "SBB refuses the certificate of this school."
            )
            return SchoolcertificaatOngeschikt(tekst, intern=intern)
        case Pagina.ADRES:
            return afgewezen(Schuld.ADRES, intern)
        case Pagina.VORM:
            return afgewezen(Schuld.VORM, intern)
        case Pagina.TOEGANG:
            return BerichtAfgewezen(_TOEGANG, intern=intern)
        case None:
            return BronAntwoordOngeldig(ONBRUIKBAAR, intern=intern)
        case _:
            return _van_sbb(zegt, intern, ruw)


def _van_sbb(zegt: Pagina, intern: str, ruw: Ruw) -> Bronfout:
    if zegt is Pagina.TE_LAAT:
        tekst = Tekst("SBB antwoordde niet op tijd.", "SBB did not answer in time.")
        return BronTimeout(tekst, intern=intern, opnieuw_na=10)
    opnieuw_na = ruw.opnieuw_na or 30
    if zegt is Pagina.DRUKTE:
        tekst = Tekst("SBB vraagt om minder aanvragen.", "SBB asks for fewer requests.")
        return BronOverbelast(tekst, intern=intern, opnieuw_na=opnieuw_na, rust=ruw.opnieuw_na)
    tekst = Tekst("SBB meldt een storing.", "SBB reports a failure.")
    return BronNietBeschikbaar(tekst, intern=intern, opnieuw_na=opnieuw_na, rust=ruw.opnieuw_na)
