"""A failure told by the one that met it to those that wait for the same answer, and made a failure again."""

from collections.abc import Callable, Mapping
from typing import Final

from stagemarkt.model.errors import (
    REJECTED,
    UNKNOWN_CODE,
    Bilingual,
    BronAnswerInvalid,
    BronCertificate,
    BronCodeUnknown,
    BronError,
    BronLicentie,
    BronOverloaded,
    BronTimeout,
    BronUnavailable,
    FacadeError,
    InternalError,
    InvalidInput,
    MessageRejected,
    Signaal,
    TooManyResults,
)
from stagemarkt.ports.cache import SharedFailure

_KINDS: Final[Mapping[str, Callable[..., FacadeError]]] = {
    REJECTED: MessageRejected,
    UNKNOWN_CODE: BronCodeUnknown,
} | {
    soort.code: soort
    for soort in (
        BronUnavailable,
        BronOverloaded,
        BronTimeout,
        BronAnswerInvalid,
        BronLicentie,
        BronCertificate,
        TooManyResults,
        InternalError,
    )
}
_UNKNOWN: Final = BronUnavailable


def as_failure(fout: FacadeError, holder: str) -> SharedFailure:
    """What those who wait may know of it: no more than the caller itself is told."""
    return SharedFailure(
        holder=holder,
        code=fout.tag,
        nl=fout.detail.nl,
        en=fout.detail.en,
        retry_after=fout.retry_after,
        signaalcode=None if fout.sbb_signal is None else fout.sbb_signal.signaalcode,
    )


def as_error(failure: SharedFailure) -> FacadeError:
    """The failure that it tells of. SBB's melding and message belong to who asked, and stay there."""
    code = failure.signaalcode
    sbb_signal = None if code is None else Signaal(code, None, None)
    if failure.code == InvalidInput.code:
        return InvalidInput((), sbb_signal=sbb_signal)
    return _KINDS.get(failure.code, _UNKNOWN)(
        Bilingual(failure.nl, failure.en),
        internal="met by another request",
        sbb_signal=sbb_signal,
        retry_after=failure.retry_after,
    )


def is_from_bron(fout: BaseException) -> bool:
    """Whether SBB, or the way to it, is out of order: not that it refuses this school."""
    return isinstance(fout, BronError) and not isinstance(fout, BronLicentie | BronCertificate)
