"""A failure told to those who wait for the same answer is the same failure to them."""

import pytest
from stagemarkt.domain.cache.lease import as_facade_error, as_shared_failure
from stagemarkt.domain.guard.outcome import outcome_of
from stagemarkt.model import errors
from stagemarkt.model.errors import Bilingual, FacadeError

TEXT = Bilingual("Nee.", "No.")
KINDS: list[type[FacadeError]] = [
    errors.BronUnavailable,
    errors.BronOverloaded,
    errors.BronTimeout,
    errors.BronAnswerInvalid,
    errors.MessageRejected,
    errors.BronCodeUnknown,
    errors.BronLicentie,
    errors.BronCertificate,
    errors.TooManyResults,
    errors.InternalError,
]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_who_waits_hears_the_same(kind: type[FacadeError]) -> None:
    """Code, words, whether to ask again and who is at fault stay what they were to whom asked."""
    error = kind(TEXT, retry_after=7)
    once_more = as_facade_error(as_shared_failure(error, "houder"))
    assert type(once_more) is kind
    assert (once_more.code, once_more.detail, once_more.retry_after) == (error.code, TEXT, 7)
    assert once_more.herhaalbaar is error.herhaalbaar
    assert outcome_of(once_more) == outcome_of(error)
