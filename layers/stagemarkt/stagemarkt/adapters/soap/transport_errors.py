"""What goes wrong on the wire, translated to the errors of the API in one place."""

import re
import ssl
from typing import Final

import h11
import httpx

from stagemarkt.adapters.own_failures import as_shortage, causes, is_own
from stagemarkt.adapters.soap.envelope import UNUSABLE
from stagemarkt.model.errors import (
    Bilingual,
    BronAnswerInvalid,
    BronCertificate,
    BronError,
    BronTimeout,
    BronUnavailable,
    OwnShortage,
    SchoolCertificateUnsuitable,
)

# TLS alerts by which a server says that it does not want our certificate, as RFC 8446 calls them.
_REFUSALS: Final = frozenset(
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
_AMBIGUOUS: Final = "HANDSHAKE_FAILURE"
# OpenSSL's name for an alert that came from the other side: the version that brought it, and its own.
_ALERT: Final = re.compile(r"(?:SSLV3|TLSV1|TLSV13)_ALERT_([A-Z0-9_]+)")


class ResponseTooLarge(Exception):
    """The answer is larger than we read."""


class ResponseCutOff(Exception):
    """The answer began, and the connection broke before its end."""


def may_retry(error: BaseException) -> bool:
    """Whether asking again is safe and of use: a connection broke, rather than a refusal or a bad answer."""
    # An answer that began may have cost SBB a search: it is not asked for again.
    if _certificate_error(error) is not None or isinstance(error, ResponseCutOff) or _is_not_http(error):
        return False
    if is_own(error):
        return False
    return isinstance(
        error, httpx.ConnectError | httpx.ReadError | httpx.WriteError | httpx.RemoteProtocolError
    )


def translate(error: BaseException) -> BronError | OwnShortage:
    """The API's error for this one; most specific first. What we ran out of ourselves says nothing of SBB."""
    if is_own(error):
        return as_shortage(error)
    certificate = _certificate_error(error)
    if certificate is not None:
        return certificate
    if isinstance(error, ResponseTooLarge):
        return BronAnswerInvalid(UNUSABLE, internal="larger than the limit")
    if isinstance(error, ResponseCutOff) or _is_not_http(error):
        return BronAnswerInvalid(UNUSABLE, internal=_names(error))
    if isinstance(error, httpx.TimeoutException):
        text = Bilingual("SBB was niet op tijd te bereiken.", "SBB could not be reached in time.")
        return BronTimeout(text, internal=_names(error), retry_after=10)
    return unreachable(error)


def unreachable(error: BaseException) -> BronUnavailable:
    """SBB cannot be reached, because of this."""
    text = Bilingual("SBB is niet te bereiken.", "SBB cannot be reached.")
    return BronUnavailable(text, internal=_names(error), retry_after=30)


def _certificate_error(error: BaseException) -> BronCertificate | None:
    for cause in causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            text = Bilingual(
                "Het certificaat van SBB zelf wordt hier niet vertrouwd; dit is een zaak van de beheerder.",
                "SBB's own certificate is not trusted here; this is for the operator to solve.",
            )
            return BronCertificate(text, internal=_names(error))
        if isinstance(cause, ssl.SSLError) and is_refusal(cause):
            text = Bilingual(
                "SBB weigert het certificaat van deze school.", "SBB refuses the certificate of this school."
            )
            return SchoolCertificateUnsuitable(text, internal=_names(error))
    return None


def is_refusal(error: ssl.SSLError) -> bool:
    """Whether a server says by this that it does not want our certificate, or may mean that."""
    return _alert(error) in _REFUSALS | {_AMBIGUOUS}


def is_ambiguous(error: BaseException) -> bool:
    """Whether what a server says may be about our certificate, or about something else."""
    return any(isinstance(o, ssl.SSLError) and _alert(o) == _AMBIGUOUS for o in causes(error))


def _alert(error: ssl.SSLError) -> str | None:
    found = _ALERT.fullmatch(getattr(error, "reason", None) or "")
    return found[1] if found else None


def _is_not_http(error: BaseException) -> bool:
    """SBB sent bytes that are no HTTP. A mere hang-up is not that."""
    return any(isinstance(cause, h11.RemoteProtocolError) for cause in causes(error))


def _names(error: BaseException) -> str:
    """What happened, for the log: names of errors and the TLS reason, no content."""
    return " < ".join(
        f"{type(o).__name__}({getattr(o, 'reason', None)})"
        if isinstance(o, ssl.SSLError)
        else type(o).__name__
        for o in causes(error)
    )
