"""Whose fault a SOAP fault is: the one table, by the code's namespace and name, and what a caller hears.

A code that is not in the table goes by the class of SOAP that it stands under; one of somebody else's
namespace without a class is unknown. The text of a fault is never passed on nor logged: it may quote the
request.
"""

import re
from collections.abc import Mapping, Sequence
from enum import Enum, auto
from typing import Final, NamedTuple, NoReturn

from stagemarkt.model import errors
from stagemarkt.model.errors import Bilingual

SOAP11: Final = "http://schemas.xmlsoap.org/soap/envelope/"
SOAP12: Final = "http://www.w3.org/2003/05/soap-envelope"
_WSA: Final = "http://www.w3.org/2005/08/addressing"
_WSA_2004: Final = "http://schemas.xmlsoap.org/ws/2004/08/addressing"
_OASIS: Final = "http://docs.oasis-open.org/wss"
_WSSE: Final = f"{_OASIS}/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"
_WSSE11: Final = f"{_OASIS}/oasis-wss-wssecurity-secext-1.1.xsd"
_WSU: Final = f"{_OASIS}/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd"
_WSSE_2003: Final = "http://schemas.xmlsoap.org/ws/2003/06/secext"
_WSSE_2002: Final = "http://schemas.xmlsoap.org/ws/2002/04/secext"
_WST: Final = (
    "http://schemas.xmlsoap.org/ws/2005/02/trust",
    "http://docs.oasis-open.org/ws-sx/ws-trust/200512",
)
# What .NET's own services say of themselves, WCF and the older ASP.NET.
_WCF: Final = "http://schemas.microsoft.com/net/2005/12/windowscommunicationfoundation/dispatcher"
_WCF_NO_WSA: Final = "http://schemas.microsoft.com/ws/2005/05/addressing/none"
_WCF_SECURITY: Final = "http://schemas.microsoft.com/ws/2006/05/security"
# Axis puts codes of SOAP, with a word of its own behind a dot, in its own namespace.
_AXIS: Final = "http://xml.apache.org/axis/"


class Blame(Enum):
    """Whose fault it is, and of what: the first four are ours, and the operator of this facade acts."""

    ACTIE = auto()
    ADRES = auto()
    VORM = auto()
    KLOK = auto()
    SCHOOL = auto()
    SBB = auto()
    ONBEKEND = auto()


_SOAP: Final = {
    "Client": Blame.VORM,
    "Sender": Blame.VORM,
    "VersionMismatch": Blame.VORM,
    "MustUnderstand": Blame.VORM,
    "DataEncodingUnknown": Blame.VORM,
    "Server": Blame.SBB,
    "Receiver": Blame.SBB,
}
# What may stand behind the dot of `Client.`, as SOAP 1.1 allows: who sent it is not let in.
_NOT_ADMITTED: Final = re.compile(
    r"authen|author|access|denied|forbidden|certific|licen|credential", re.IGNORECASE
)
_ADRESSERING: Final = {
    "ActionNotSupported": Blame.ACTIE,
    "ActionMismatch": Blame.ACTIE,
    "DestinationUnreachable": Blame.ADRES,
    "InvalidAddress": Blame.ADRES,
    "EndpointUnavailable": Blame.SBB,
    # With InvalidCardinality, InvalidEPR, DuplicateMessageID and the like: all of it is our message.
    "InvalidAddressingHeader": Blame.VORM,
    "InvalidMessageInformationHeader": Blame.VORM,
    "MessageAddressingHeaderRequired": Blame.VORM,
    "MessageInformationHeaderRequired": Blame.VORM,
}
# The school is known by her certificate and licence alone: no message of ours is signed.
_SECURITY: Final = {
    "FailedAuthentication": Blame.SCHOOL,
    "InvalidSecurityToken": Blame.SCHOOL,
    "MessageExpired": Blame.KLOK,
    "InvalidSecurity": Blame.VORM,
    "FailedCheck": Blame.VORM,
    "SecurityTokenUnavailable": Blame.VORM,
    "UnsupportedSecurityToken": Blame.VORM,
    "UnsupportedAlgorithm": Blame.VORM,
}
_DOTNET: Final = {
    "InternalServiceFault": Blame.SBB,
    "SessionTerminated": Blame.SBB,
    "TransactionAborted": Blame.SBB,
    "ServerTooBusy": Blame.SBB,
    "DeserializationFailed": Blame.VORM,
}


class _CodeList(NamedTuple):
    """The codes of one specification, and what another name in its namespace is."""

    codes: Mapping[str, Blame]
    otherwise: Blame


_LISTS: Final[Mapping[str, _CodeList]] = {
    **dict.fromkeys((SOAP11, SOAP12, _AXIS), _CodeList(_SOAP, Blame.SBB)),
    **dict.fromkeys((_WSA, _WSA_2004, _WCF_NO_WSA), _CodeList(_ADRESSERING, Blame.VORM)),
    **dict.fromkeys((_WSSE, _WSSE11, _WSU, _WSSE_2003, _WSSE_2002, *_WST), _CodeList(_SECURITY, Blame.VORM)),
    **dict.fromkeys((_WCF, _WCF_SECURITY), _CodeList(_DOTNET, Blame.SBB)),
}
# For a code without a namespace, which SOAP forbids and servers send.
_ALL: Final = {**_SOAP, **_ADRESSERING, **_SECURITY, **_DOTNET}
_NAME: Final = re.compile(r"[^\s:]+")
BEHEERDER: Final = Bilingual(
    "Dit is een zaak van de beheerder van deze facade; opnieuw proberen helpt niet.",
    "This is for the operator of this facade to solve; trying again does not help.",
)
_WHAT: Final[Mapping[Blame, Bilingual]] = {
    Blame.ACTIE: Bilingual(
        "SBB kent de gevraagde operatie niet onder de naam (SOAPAction) die deze facade gebruikt.",
        "SBB does not know the operation by the name (SOAPAction) that this facade uses.",
    ),
    Blame.ADRES: Bilingual(
        "SBB is niet te vinden op het adres dat deze facade gebruikt.",
        "SBB is not to be found at the address that this facade uses.",
    ),
    Blame.VORM: Bilingual(
        "SBB wijst het bericht van deze facade af.", "SBB rejects the message of this facade."
    ),
    Blame.KLOK: Bilingual(
        "SBB vindt het bericht van deze facade te oud of te nieuw: de klokken lopen uiteen.",
        "SBB finds the message of this facade too old or too new: the clocks differ.",
    ),
}


class Code(NamedTuple):
    """A fault's code: the namespace that its prefix stands for (None for none), and the text behind that."""

    namespace: str | None
    naam: str


def blame_for(codes: Sequence[Code]) -> Blame:
    """Whose fault it is, by a fault's codes from the outer one to the innermost, which says most."""
    for code in reversed(codes):
        blame = _blame_of_code(code)
        if blame is not None:
            return blame
    is_readable = bool(codes) and all(_NAME.fullmatch(code.naam) for code in codes)
    # A server that cannot even name what went wrong is one that fails.
    return Blame.ONBEKEND if is_readable else Blame.SBB


def _blame_of_code(code: Code) -> Blame | None:
    if code.namespace is None:
        class_, _, rest = code.naam.partition(".")
        return _blame_of_class(class_, rest) if class_ in _SOAP else _ALL.get(code.naam)
    listing = _LISTS.get(code.namespace)
    if listing is None:
        return None
    class_, _, rest = code.naam.partition(".")
    if listing.codes is _SOAP and class_ in _SOAP:
        return _blame_of_class(class_, rest)
    return listing.codes.get(code.naam, listing.otherwise)


def _blame_of_class(class_: str, rest: str) -> Blame:
    blame = _SOAP[class_]
    return Blame.SCHOOL if blame is Blame.VORM and _NOT_ADMITTED.search(rest) else blame


def refuse_by_fault(blame: Blame) -> NoReturn:
    """Raise what a caller hears of it."""
    internal = f"SOAP fault: {blame.name}"
    match blame:
        case Blame.ACTIE | Blame.ADRES | Blame.VORM | Blame.KLOK:
            raise rejected_message(blame, internal)
        case Blame.SCHOOL:
            raise errors.SchoolCertificateUnsuitable(
                Bilingual(
                    "SBB laat deze school niet toe. De school vraagt SBB of haar certificaat en licentie bij "
                    "elkaar horen en nog gelden; opnieuw proberen helpt niet.",
                    "SBB does not let this school in. The school asks SBB whether her certificate and "
                    "licence go together and still hold; trying again does not help.",
                ),
                internal=internal,
            )
        case Blame.ONBEKEND:
            raise errors.BronCodeUnknown(
                Bilingual(
                    "SBB antwoordt met een foutcode die hier niet bekend is. De beheerder van deze facade "
                    "vraagt SBB wat hij betekent; opnieuw proberen helpt niet.",
                    "SBB answers with a fault code that is not known here. The operator of this facade asks "
                    "SBB what it means; trying again does not help.",
                ),
                internal=internal,
            )
        case Blame.SBB:
            raise errors.BronUnavailable(
                Bilingual("SBB meldt een storing.", "SBB reports a failure."),
                internal=internal,
                retry_after=30,
            )


def rejected_message(blame: Blame, internal: str) -> errors.MessageRejected:
    """What is ours, with who acts."""
    wat = _WHAT[blame]
    return errors.MessageRejected(
        Bilingual(f"{wat.nl} {BEHEERDER.nl}", f"{wat.en} {BEHEERDER.en}"), internal=internal
    )
