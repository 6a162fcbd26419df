"""A failure told to those who wait for the same answer is the same failure to them."""

import pytest
from stagemarkt.domein.mislukken import als_fout, als_mislukking
from stagemarkt.domein.uitkomst import uitkomst_van
from stagemarkt.model import fouten
from stagemarkt.model.fouten import Fout, Tekst

TEKST = Tekst("Nee.", "No.")
SOORTEN: list[type[Fout]] = [
    fouten.BronNietBeschikbaar,
    fouten.BronOverbelast,
    fouten.BronTimeout,
    fouten.BronAntwoordOngeldig,
    fouten.BerichtAfgewezen,
    fouten.BroncodeOnbekend,
    fouten.BronLicentie,
    fouten.BronCertificaat,
    fouten.TeVeelResultaten,
    fouten.InterneFout,
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
