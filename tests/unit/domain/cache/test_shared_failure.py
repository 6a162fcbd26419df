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


@pytest.mark.parametrize("soort", KINDS, ids=lambda soort: soort.__name__)
def test_who_waits_hears_the_same(soort: type[FacadeError]) -> None:
    """Code, words, whether to ask again and who is at fault stay what they were to whom asked."""
    fout = soort(TEXT, retry_after=7)
    once_more = as_facade_error(as_shared_failure(fout, "houder"))
    assert type(once_more) is soort
    assert (once_more.code, once_more.detail, once_more.retry_after) == (fout.code, TEXT, 7)
    assert once_more.herhaalbaar is fout.herhaalbaar
    assert outcome_of(once_more) == outcome_of(fout)
