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
from stagemarkt.model.errors import Tekst

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
_WCF_GEEN_WSA: Final = "http://schemas.microsoft.com/ws/2005/05/addressing/none"
_WCF_BEVEILIGING: Final = "http://schemas.microsoft.com/ws/2006/05/security"
# Axis puts codes of SOAP, with a word of its own behind a dot, in its own namespace.
_AXIS: Final = "http://xml.apache.org/axis/"


class Schuld(Enum):
    """Whose fault it is, and of what: the first four are ours, and the operator of this facade acts."""

    ACTIE = auto()
    ADRES = auto()
    VORM = auto()
    KLOK = auto()
    SCHOOL = auto()
    SBB = auto()
    ONBEKEND = auto()


_SOAP: Final = {
    "Client": Schuld.VORM,
    "Sender": Schuld.VORM,
    "VersionMismatch": Schuld.VORM,
    "MustUnderstand": Schuld.VORM,
    "DataEncodingUnknown": Schuld.VORM,
    "Server": Schuld.SBB,
    "Receiver": Schuld.SBB,
}
# What may stand behind the dot of `Client.`, as SOAP 1.1 allows: who sent it is not let in.
_NIET_TOEGELATEN: Final = re.compile(
    r"authen|author|access|denied|forbidden|certific|licen|credential", re.IGNORECASE
)
_ADRESSERING: Final = {
    "ActionNotSupported": Schuld.ACTIE,
    "ActionMismatch": Schuld.ACTIE,
    "DestinationUnreachable": Schuld.ADRES,
    "InvalidAddress": Schuld.ADRES,
    "EndpointUnavailable": Schuld.SBB,
    # With InvalidCardinality, InvalidEPR, DuplicateMessageID and the like: all of it is our message.
    "InvalidAddressingHeader": Schuld.VORM,
    "InvalidMessageInformationHeader": Schuld.VORM,
    "MessageAddressingHeaderRequired": Schuld.VORM,
    "MessageInformationHeaderRequired": Schuld.VORM,
}
# The school is known by her certificate and licence alone: no message of ours is signed.
_BEVEILIGING: Final = {
    "FailedAuthentication": Schuld.SCHOOL,
    "InvalidSecurityToken": Schuld.SCHOOL,
    "MessageExpired": Schuld.KLOK,
    "InvalidSecurity": Schuld.VORM,
    "FailedCheck": Schuld.VORM,
    "SecurityTokenUnavailable": Schuld.VORM,
    "UnsupportedSecurityToken": Schuld.VORM,
    "UnsupportedAlgorithm": Schuld.VORM,
}
_DOTNET: Final = {
    "InternalServiceFault": Schuld.SBB,
    "SessionTerminated": Schuld.SBB,
    "TransactionAborted": Schuld.SBB,
    "ServerTooBusy": Schuld.SBB,
    "DeserializationFailed": Schuld.VORM,
}


class _Lijst(NamedTuple):
    """The codes of one specification, and what another name in its namespace is."""

    codes: Mapping[str, Schuld]
    anders: Schuld


_LIJSTEN: Final[Mapping[str, _Lijst]] = {
    **dict.fromkeys((SOAP11, SOAP12, _AXIS), _Lijst(_SOAP, Schuld.SBB)),
    **dict.fromkeys((_WSA, _WSA_2004, _WCF_GEEN_WSA), _Lijst(_ADRESSERING, Schuld.VORM)),
    **dict.fromkeys((_WSSE, _WSSE11, _WSU, _WSSE_2003, _WSSE_2002, *_WST), _Lijst(_BEVEILIGING, Schuld.VORM)),
    **dict.fromkeys((_WCF, _WCF_BEVEILIGING), _Lijst(_DOTNET, Schuld.SBB)),
}
# For a code without a namespace, which SOAP forbids and servers send.
_ALLE: Final = {**_SOAP, **_ADRESSERING, **_BEVEILIGING, **_DOTNET}
_NAAM: Final = re.compile(r"[^\s:]+")
BEHEERDER: Final = Tekst(
    "Dit is een zaak van de beheerder van deze facade; opnieuw proberen helpt niet.",
    "This is for the operator of this facade to solve; trying again does not help.",
)
_WAT: Final[Mapping[Schuld, Tekst]] = {
    Schuld.ACTIE: Tekst(
        "SBB kent de gevraagde operatie niet onder de naam (SOAPAction) die deze facade gebruikt.",
        "SBB does not know the operation by the name (SOAPAction) that this facade uses.",
    ),
    Schuld.ADRES: Tekst(
        "SBB is niet te vinden op het adres dat deze facade gebruikt.",
        "SBB is not to be found at the address that this facade uses.",
    ),
    Schuld.VORM: Tekst(
        "SBB wijst het bericht van deze facade af.", "SBB rejects the message of this facade."
    ),
    Schuld.KLOK: Tekst(
        "SBB vindt het bericht van deze facade te oud of te nieuw: de klokken lopen uiteen.",
        "SBB finds the message of this facade too old or too new: the clocks differ.",
    ),
}


class Code(NamedTuple):
    """A fault's code: the namespace that its prefix stands for (None for none), and the text behind that."""

    namespace: str | None
    naam: str


def schuld_van(codes: Sequence[Code]) -> Schuld:
    """Whose fault it is, by a fault's codes from the outer one to the innermost, which says most."""
    for code in reversed(codes):
        schuld = _van_code(code)
        if schuld is not None:
            return schuld
    is_leesbaar = bool(codes) and all(_NAAM.fullmatch(code.naam) for code in codes)
    # A server that cannot even name what went wrong is one that fails.
    return Schuld.ONBEKEND if is_leesbaar else Schuld.SBB


def _van_code(code: Code) -> Schuld | None:
    if code.namespace is None:
        klasse, _, rest = code.naam.partition(".")
        return _van_klasse(klasse, rest) if klasse in _SOAP else _ALLE.get(code.naam)
    lijst = _LIJSTEN.get(code.namespace)
    if lijst is None:
        return None
    klasse, _, rest = code.naam.partition(".")
    if lijst.codes is _SOAP and klasse in _SOAP:
        return _van_klasse(klasse, rest)
    return lijst.codes.get(code.naam, lijst.anders)


def _van_klasse(klasse: str, rest: str) -> Schuld:
    schuld = _SOAP[klasse]
    return Schuld.SCHOOL if schuld is Schuld.VORM and _NIET_TOEGELATEN.search(rest) else schuld


def weiger(schuld: Schuld) -> NoReturn:
    """Raise what a caller hears of it."""
    intern = f"SOAP fault: {schuld.name}"
    match schuld:
        case Schuld.ACTIE | Schuld.ADRES | Schuld.VORM | Schuld.KLOK:
            raise afgewezen(schuld, intern)
        case Schuld.SCHOOL:
            raise errors.SchoolcertificaatOngeschikt(
                Tekst(
                    "SBB laat deze school niet toe. De school vraagt SBB of haar certificaat en licentie bij "
                    "elkaar horen en nog gelden; opnieuw proberen helpt niet.",
                    "SBB does not let this school in. The school asks SBB whether her certificate and "
                    "licence go together and still hold; trying again does not help.",
                ),
                intern=intern,
            )
        case Schuld.ONBEKEND:
            raise errors.BroncodeOnbekend(
                Tekst(
                    "SBB antwoordt met een foutcode die hier niet bekend is. De beheerder van deze facade "
                    "vraagt SBB wat hij betekent; opnieuw proberen helpt niet.",
                    "SBB answers with a fault code that is not known here. The operator of this facade asks "
                    "SBB what it means; trying again does not help.",
                ),
                intern=intern,
            )
        case Schuld.SBB:
            raise errors.BronNietBeschikbaar(
                Tekst("SBB meldt een storing.", "SBB reports a failure."), intern=intern, opnieuw_na=30
            )


def afgewezen(schuld: Schuld, intern: str) -> errors.BerichtAfgewezen:
    """What is ours, with who acts."""
    wat = _WAT[schuld]
    return errors.BerichtAfgewezen(
        Tekst(f"{wat.nl} {BEHEERDER.nl}", f"{wat.en} {BEHEERDER.en}"), intern=intern
    )
