"""What SBB's HTTP status says, with the page that came with it, before anybody looks for SOAP in the body."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from stagemarkt.adapters.error_pages import ErrorPage, recognise
from stagemarkt.adapters.soap.envelope import UNUSABLE
from stagemarkt.adapters.soap.faultcodes import Blame, rejected_message
from stagemarkt.adapters.soap.transport import RawResponse
from stagemarkt.model.errors import (
    Bilingual,
    BronAnswerInvalid,
    BronError,
    BronOverloaded,
    BronTimeout,
    BronUnavailable,
    MessageRejected,
    SchoolCertificateUnsuitable,
)

# A server that names no type is given the benefit of the doubt: the parser decides.
_XML: Final = frozenset({"text/xml", "application/xml", "application/soap+xml", ""})
# What a status says by itself.
_STATUSES: Final[Mapping[int, ErrorPage]] = {
    # What IIS shows to strangers has no number behind its 403.
    **dict.fromkeys((401, 403), ErrorPage.CERTIFICAAT),
    # Something else lives at the address, or nothing (any more).
    **dict.fromkeys((300, 301, 302, 303, 305, 307, 308, 404, 405, 407, 410, 421, 426), ErrorPage.ADRES),
    **dict.fromkeys((408, 504), ErrorPage.TE_LAAT),
    429: ErrorPage.DRUKTE,
}
_TOEGANG: Final = Bilingual(
    "Wat voor SBB staat, laat deze facade niet door. De beheerder van deze facade vraagt SBB waarom; opnieuw "
    "proberen helpt niet.",
    "What stands before SBB does not let this facade through. The operator of this facade asks SBB why; "
    "trying again does not help.",
)


def check_status(raw: RawResponse) -> None:
    """Return when the body is worth reading as SOAP: 200, or 500 or 400 with a fault, of an XML type.

    Raises:
        BronError: the status, the page or the media type already says that there is no answer in it.
    """
    is_xml = raw.mediatype in _XML
    if raw.status == HTTPStatus.OK and is_xml:
        return
    internal = f"HTTP {raw.status} {raw.mediatype}"
    recognised = recognise(raw.status, raw.inhoud)
    if recognised is not None:
        raise _error(recognised[0], f"{internal} ({recognised[1]}: {recognised[0].name.lower()})", raw)
    if is_xml and _has_fault(raw):
        return
    raise _error(_from_status(raw.status), internal, raw)


def _has_fault(raw: RawResponse) -> bool:
    """SOAP 1.1 sends a fault with 500; SOAP 1.2 one of the sender with 400, where other XML may stand too."""
    if raw.status == HTTPStatus.BAD_REQUEST:
        return b"Envelope" in raw.inhoud
    return raw.status == HTTPStatus.INTERNAL_SERVER_ERROR and bool(raw.inhoud)


def _from_status(status: int) -> ErrorPage | None:
    if status in _STATUSES:
        return _STATUSES[status]
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return ErrorPage.STORING
    return ErrorPage.VORM if status >= HTTPStatus.BAD_REQUEST else None


def _error(says: ErrorPage | None, internal: str, raw: RawResponse) -> BronError:
    match says:
        case ErrorPage.CERTIFICAAT:
            text = Bilingual(
                "SBB weigert het certificaat van deze school.", "SBB refuses the certificate of this school."
            )
            return SchoolCertificateUnsuitable(text, internal=internal)
        case ErrorPage.ADRES:
            return rejected_message(Blame.ADRES, internal)
        case ErrorPage.VORM:
            return rejected_message(Blame.VORM, internal)
        case ErrorPage.TOEGANG:
            return MessageRejected(_TOEGANG, internal=internal)
        case None:
            return BronAnswerInvalid(UNUSABLE, internal=internal)
        case _:
            return _from_sbb(says, internal, raw)


def _from_sbb(says: ErrorPage, internal: str, raw: RawResponse) -> BronError:
    if says is ErrorPage.TE_LAAT:
        text = Bilingual("SBB antwoordde niet op tijd.", "SBB did not answer in time.")
        return BronTimeout(text, internal=internal, retry_after=10)
    retry_after = raw.retry_after or 30
    if says is ErrorPage.DRUKTE:
        text = Bilingual("SBB vraagt om minder aanvragen.", "SBB asks for fewer requests.")
        return BronOverloaded(text, internal=internal, retry_after=retry_after, cooldown=raw.retry_after)
    text = Bilingual("SBB meldt een storing.", "SBB reports a failure.")
    return BronUnavailable(text, internal=internal, retry_after=retry_after, cooldown=raw.retry_after)
