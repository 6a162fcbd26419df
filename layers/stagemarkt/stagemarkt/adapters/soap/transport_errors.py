"""What goes wrong on the wire, translated to the errors of the API in one place."""

import re
import ssl
from typing import Final

import h11
import httpx

from stagemarkt.adapters.own_failures import als_tekort, is_eigen, oorzaken
from stagemarkt.adapters.soap.envelope import ONBRUIKBAAR
from stagemarkt.model.errors import (
    BronAntwoordOngeldig,
    BronCertificaat,
    Bronfout,
    BronNietBeschikbaar,
    BronTimeout,
    EigenTekort,
    SchoolcertificaatOngeschikt,
    Tekst,
)

# TLS alerts by which a server says that it does not want our certificate, as RFC 8446 calls them.
_WEIGERINGEN: Final = frozenset(
    {
        "CERTIFICATE_REQUIRED",
        "NO_CERTIFICATE",
        "BAD_CERTIFICATE",
        "UNSUPPORTED_CERTIFICATE",
        "CERTIFICATE_REVOKED",
        "CERTIFICATE_EXPIRED",
        "CERTIFICATE_UNKNOWN",
        "UNKNOWN_CA",
        "ACCESS_DENIED",
    }
)
# This one is said of a certificate, or of the lack of one, and of all else that two sides do not agree on.
_DUBBELZINNIG: Final = "HANDSHAKE_FAILURE"
# OpenSSL's name for an alert that came from the other side: the version that brought it, and its own.
_ALERT: Final = re.compile(r"(?:SSLV3|TLSV1|TLSV13)_ALERT_([A-Z0-9_]+)")


class IsGroter(Exception):
    """The answer is larger than we read."""


class IsAfgebroken(Exception):
    """The answer began, and the connection broke before its end."""


def mag_opnieuw(fout: BaseException) -> bool:
    """Whether asking again is safe and of use: a connection broke, rather than a refusal or a bad answer."""
    # An answer that began may have cost SBB a search: it is not asked for again.
    if _certificaatfout(fout) is not None or isinstance(fout, IsAfgebroken) or _is_geen_http(fout):
        return False
    if is_eigen(fout):
        return False
    return isinstance(
        fout, httpx.ConnectError | httpx.ReadError | httpx.WriteError | httpx.RemoteProtocolError
    )


def vertaal(fout: BaseException) -> Bronfout | EigenTekort:
    """The API's error for this one; most specific first. What we ran out of ourselves says nothing of SBB."""
    if is_eigen(fout):
        return als_tekort(fout)
    certificaat = _certificaatfout(fout)
    if certificaat is not None:
        return certificaat
    if isinstance(fout, IsGroter):
        return BronAntwoordOngeldig(ONBRUIKBAAR, intern="larger than the limit")
    if isinstance(fout, IsAfgebroken) or _is_geen_http(fout):
        return BronAntwoordOngeldig(ONBRUIKBAAR, intern=_namen(fout))
    if isinstance(fout, httpx.TimeoutException):
        tekst = Tekst("SBB was niet op tijd te bereiken.", "SBB could not be reached in time.")
        return BronTimeout(tekst, intern=_namen(fout), opnieuw_na=10)
    return onbereikbaar(fout)


def onbereikbaar(fout: BaseException) -> BronNietBeschikbaar:
    """SBB cannot be reached, because of this."""
    tekst = Tekst("SBB is niet te bereiken.", "SBB cannot be reached.")
    return BronNietBeschikbaar(tekst, intern=_namen(fout), opnieuw_na=30)


def _certificaatfout(fout: BaseException) -> BronCertificaat | None:
    for oorzaak in oorzaken(fout):
        if isinstance(oorzaak, ssl.SSLCertVerificationError):
            tekst = Tekst(
                "Het certificaat van SBB zelf wordt hier niet vertrouwd; dit is een zaak van de beheerder.",
                "SBB's own certificate is not trusted here; this is for the operator to solve.",
            )
            return BronCertificaat(tekst, intern=_namen(fout))
        if isinstance(oorzaak, ssl.SSLError) and is_weigering(oorzaak):
            tekst = Tekst(
                "SBB weigert het certificaat van deze school.", "SBB refuses the certificate of this school."
            )
            return SchoolcertificaatOngeschikt(tekst, intern=_namen(fout))
    return None


def is_weigering(fout: ssl.SSLError) -> bool:
    """Whether a server says by this that it does not want our certificate, or may mean that."""
    return _alert(fout) in _WEIGERINGEN | {_DUBBELZINNIG}


def is_dubbelzinnig(fout: BaseException) -> bool:
    """Whether what a server says may be about our certificate, or about something else."""
    return any(isinstance(o, ssl.SSLError) and _alert(o) == _DUBBELZINNIG for o in oorzaken(fout))


def _alert(fout: ssl.SSLError) -> str | None:
    gevonden = _ALERT.fullmatch(getattr(fout, "reason", None) or "")
    return gevonden[1] if gevonden else None


def _is_geen_http(fout: BaseException) -> bool:
    """SBB sent bytes that are no HTTP. A mere hang-up is not that."""
    return any(isinstance(oorzaak, h11.RemoteProtocolError) for oorzaak in oorzaken(fout))


def _namen(fout: BaseException) -> str:
    """What happened, for the log: names of errors and the TLS reason, no content."""
    return " < ".join(
        f"{type(o).__name__}({getattr(o, 'reason', None)})"
        if isinstance(o, ssl.SSLError)
        else type(o).__name__
        for o in oorzaken(fout)
    )
