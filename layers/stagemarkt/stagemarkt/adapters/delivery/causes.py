"""Why a webhook was not delivered: by what was raised on the way, and by the status that came."""

import ssl
from typing import Final

import h11
import httpcore

from stagemarkt.adapters.delivery.network import NotConnected
from stagemarkt.adapters.delivery.sender import ReceiverResponse
from stagemarkt.adapters.own_failures import as_shortage, causes, is_own
from stagemarkt.domain.changes.retry import read_retry_after
from stagemarkt.ports.delivery import DeliveryOutcome

# What sending can raise, and `from_error` has an answer to.
ERRORS: Final = (
    NotConnected,
    TimeoutError,
    httpcore.TimeoutException,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.ConnectionNotAvailable,
    h11.ProtocolError,
    ssl.SSLError,
    OSError,
)

_GOOD: Final = range(200, 300)
_ELSEWHERE: Final = range(300, 400)
_GONE: Final = 410
_TOO_MANY: Final = 429


def from_error(error: BaseException) -> DeliveryOutcome:
    """The outcome of an attempt that ended in one of `ERRORS`.

    Raises:
        OwnShortage: it ended for want of something of our own, which is no fault of the receiver.
    """
    if is_own(error):
        raise as_shortage(error) from error
    keten = list(causes(error))
    for link in keten:
        if isinstance(link, NotConnected):
            refused = link.reden == "adres-verboden"
            return DeliveryOutcome("geweigerd" if refused else "mislukt", reden=link.reden)
        if isinstance(link, ssl.SSLCertVerificationError):
            return DeliveryOutcome("mislukt", reden="certificaat-niet-vertrouwd")
    if any(isinstance(link, TimeoutError | httpcore.TimeoutException) for link in keten):
        return DeliveryOutcome("mislukt", reden="te-laat")
    if any(isinstance(link, ssl.SSLError) for link in keten):
        return DeliveryOutcome("mislukt", reden="tls-fout")
    if any(_is_aborted(link) for link in keten):
        return DeliveryOutcome("mislukt", reden="geen-verbinding")
    return DeliveryOutcome("mislukt", reden="antwoord-ongeldig")


def from_answer(answer: ReceiverResponse, now: float) -> DeliveryOutcome:
    """The outcome of an attempt that was answered at `now`, seconds since 1970."""
    status = answer.status
    if status in _GOOD:
        return DeliveryOutcome("geleverd", status)
    if status == _GONE:
        return DeliveryOutcome("afgemeld", status, reden="afgemeld")
    if status in _ELSEWHERE:
        return DeliveryOutcome("mislukt", status, reden="omleiding")
    retry_after = read_retry_after(answer.retry_after, now)
    return DeliveryOutcome(
        "mislukt", status, retry_after, "overbelast" if status == _TOO_MANY else "http-status"
    )


def _is_aborted(error: BaseException) -> bool:
    # h11 has no kind of its own for a peer that closes without a word.
    return isinstance(error, httpcore.NetworkError | OSError) or (
        isinstance(error, httpcore.RemoteProtocolError) and "disconnected" in str(error)
    )
