"""Why a webhook was not delivered: by what was raised on the way, and by the status that came."""

import ssl
from typing import Final

import h11
import httpcore

from stagemarkt.adapters.delivery.network import NietVerbonden
from stagemarkt.adapters.delivery.sender import Antwoord
from stagemarkt.adapters.own_failures import als_tekort, is_eigen, oorzaken
from stagemarkt.domain.changes.retry import lees_opnieuw_na
from stagemarkt.ports.delivery import Uitkomst

# What sending can raise, and `van_fout` has an answer to.
FOUTEN: Final = (
    NietVerbonden,
    TimeoutError,
    httpcore.TimeoutException,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.ConnectionNotAvailable,
    h11.ProtocolError,
    ssl.SSLError,
    OSError,
)

_GOED: Final = range(200, 300)
_ELDERS: Final = range(300, 400)
_WEG: Final = 410
_TE_VEEL: Final = 429


def van_fout(fout: BaseException) -> Uitkomst:
    """The outcome of an attempt that ended in one of `FOUTEN`.

    Raises:
        EigenTekort: it ended for want of something of our own, which is no fault of the receiver.
    """
    if is_eigen(fout):
        raise als_tekort(fout) from fout
    keten = list(oorzaken(fout))
    for schakel in keten:
        if isinstance(schakel, NietVerbonden):
            geweigerd = schakel.reden == "adres-verboden"
            return Uitkomst("geweigerd" if geweigerd else "mislukt", reden=schakel.reden)
        if isinstance(schakel, ssl.SSLCertVerificationError):
            return Uitkomst("mislukt", reden="certificaat-niet-vertrouwd")
    if any(isinstance(schakel, TimeoutError | httpcore.TimeoutException) for schakel in keten):
        return Uitkomst("mislukt", reden="te-laat")
    if any(isinstance(schakel, ssl.SSLError) for schakel in keten):
        return Uitkomst("mislukt", reden="tls-fout")
    if any(_is_afgebroken(schakel) for schakel in keten):
        return Uitkomst("mislukt", reden="geen-verbinding")
    return Uitkomst("mislukt", reden="antwoord-ongeldig")


def van_antwoord(antwoord: Antwoord, nu: float) -> Uitkomst:
    """The outcome of an attempt that was answered at `nu`, seconds since 1970."""
    status = antwoord.status
    if status in _GOED:
        return Uitkomst("geleverd", status)
    if status == _WEG:
        return Uitkomst("afgemeld", status, reden="afgemeld")
    if status in _ELDERS:
        return Uitkomst("mislukt", status, reden="omleiding")
    opnieuw_na = lees_opnieuw_na(antwoord.opnieuw_na, nu)
    return Uitkomst("mislukt", status, opnieuw_na, "overbelast" if status == _TE_VEEL else "http-status")


def _is_afgebroken(fout: BaseException) -> bool:
    # h11 has no kind of its own for a peer that closes without a word.
    return isinstance(fout, httpcore.NetworkError | OSError) or (
        isinstance(fout, httpcore.RemoteProtocolError) and "disconnected" in str(fout)
    )
