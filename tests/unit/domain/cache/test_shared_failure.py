"""A failure told to those who wait for the same answer is the same failure to them."""

import pytest
from stagemarkt.domain.cache.shared_failure import als_fout, als_mislukking
from stagemarkt.domain.guard.outcome import uitkomst_van
from stagemarkt.model import errors
from stagemarkt.model.errors import Fout, Tekst

TEKST = Tekst("Nee.", "No.")
SOORTEN: list[type[Fout]] = [
    errors.BronNietBeschikbaar,
    errors.BronOverbelast,
    errors.BronTimeout,
    errors.BronAntwoordOngeldig,
    errors.BerichtAfgewezen,
    errors.BroncodeOnbekend,
    errors.BronLicentie,
    errors.BronCertificaat,
    errors.TeVeelResultaten,
    errors.InterneFout,
]


@pytest.mark.parametrize("soort", SOORTEN, ids=lambda soort: soort.__name__)
def test_wie_wacht_hoort_hetzelfde(soort: type[Fout]) -> None:
    """Code, words, whether to ask again and who is at fault stay what they were to whom asked."""
    fout = soort(TEKST, opnieuw_na=7)
    nogmaals = als_fout(als_mislukking(fout, "houder"))
    assert type(nogmaals) is soort
    assert (nogmaals.code, nogmaals.detail, nogmaals.opnieuw_na) == (fout.code, TEKST, 7)
    assert nogmaals.herhaalbaar is fout.herhaalbaar
    assert uitkomst_van(nogmaals) == uitkomst_van(fout)
