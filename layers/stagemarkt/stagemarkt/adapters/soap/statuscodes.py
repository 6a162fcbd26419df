"""What SBB's HTTP status says, before anybody looks at the body."""

from http import HTTPStatus
from typing import Final

from stagemarkt.adapters.soap.envelop import ONBRUIKBAAR
from stagemarkt.adapters.soap.transport import Ruw
from stagemarkt.model.fouten import (
    BronAntwoordOngeldig,
    BronNietBeschikbaar,
    BronOverbelast,
    BronTimeout,
    SchoolcertificaatOngeschikt,
    Tekst,
)

# A server that names no type is given the benefit of the doubt: the parser decides.
_XML: Final = frozenset({"text/xml", "application/xml", "application/soap+xml", ""})


def controleer_status(ruw: Ruw) -> None:
    """Return when the body is worth reading as SOAP: 200, or 500 with a fault, of an XML type.

    Raises:
        Bronfout: the status or the media type already says that there is no answer in it.
    """
    is_xml = ruw.mediatype in _XML
    intern = f"HTTP {ruw.status} {ruw.mediatype}"
    match ruw.status:
        case 200 if is_xml:
            return
        case 500 if is_xml and ruw.inhoud:
            return
        case 401 | 403:
            # How IIS refuses a client certificate (403.7, 403.13, 403.16, 403.17).
            raise SchoolcertificaatOngeschikt(
                Tekst(
                    "SBB weigert het certificaat van deze school.",
                    "SBB refuses the certificate of this school.",
                ),
                intern=intern,
            )
        case 429:
            raise BronOverbelast(
                Tekst("SBB vraagt om minder aanvragen.", "SBB asks for fewer requests."),
                intern=intern,
                opnieuw_na=ruw.opnieuw_na or 30,
                rust=ruw.opnieuw_na,
            )
        case 408 | 504:
            raise BronTimeout(
                Tekst("SBB antwoordde niet op tijd.", "SBB did not answer in time."),
                intern=intern,
                opnieuw_na=10,
            )
        case status if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise BronNietBeschikbaar(
                Tekst("SBB meldt een storing.", "SBB reports a failure."),
                intern=intern,
                opnieuw_na=ruw.opnieuw_na or 30,
                rust=ruw.opnieuw_na,
            )
        case _:
            raise BronAntwoordOngeldig(ONBRUIKBAAR, intern=intern)
