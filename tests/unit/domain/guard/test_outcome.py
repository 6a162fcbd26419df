"""What the end of a call says of SBB and of the school: the whole table."""

import pytest
from stagemarkt.domain.guard.outcome import GOED, Uitkomst, uitkomst_van
from stagemarkt.model import errors
from stagemarkt.model.errors import Fout, OngeldigeInvoer, OpslagFout, Signaal, Tekst

TEKST = Tekst("Nee.", "No.")
SIGNAAL = Signaal(996, None, "x")
NIETS = Uitkomst("niets", "niets")
TABEL: list[tuple[BaseException, Uitkomst]] = [
    (errors.LeerbedrijfOnbekend(TEKST), GOED),
    (errors.CodeOnbekend(TEKST), GOED),
    (errors.ResourceOnbekend(TEKST), GOED),
    (errors.TeVeelResultaten(TEKST), GOED),
    (OngeldigeInvoer((), signaal=SIGNAAL), GOED),
    (errors.BronNietBeschikbaar(TEKST, opnieuw_na=30), Uitkomst("mis", "niets", "bron-niet-beschikbaar")),
    (errors.BronOverbelast(TEKST, rust=20), Uitkomst("mis", "niets", "bron-overbelast", 20)),
    (errors.BronTimeout(TEKST), Uitkomst("mis", "niets", "bron-timeout")),
    (errors.BronAntwoordOngeldig(TEKST), Uitkomst("mis", "niets", "bron-antwoord-ongeldig")),
    (errors.BerichtAfgewezen(TEKST), Uitkomst("afgewezen", "niets", "bericht-afgewezen")),
    (errors.BroncodeOnbekend(TEKST, signaal=SIGNAAL), NIETS),
    (errors.BronLicentie(TEKST, signaal=SIGNAAL), Uitkomst("goed", "mis", "bron-licentie")),
    (
        errors.SchoolcertificaatOngeschikt(TEKST, signaal=SIGNAAL),
        Uitkomst("goed", "mis", "bron-certificaat"),
    ),
    (errors.SchoolcertificaatOngeschikt(TEKST), Uitkomst("niets", "mis", "bron-certificaat")),
    (errors.BronCertificaat(TEKST), Uitkomst("mis", "niets", "bron-certificaat")),
    (OpslagFout("AccessDenied"), NIETS),
    (errors.EigenTekort("EMFILE"), NIETS),
    (errors.InterneFout(TEKST), NIETS),
    (RuntimeError(), NIETS),
    (KeyboardInterrupt(), NIETS),
]


@pytest.mark.parametrize(("fout", "uitkomst"), TABEL, ids=lambda waarde: type(waarde).__name__)
def test_wat_een_fout_zegt(fout: BaseException, uitkomst: Uitkomst) -> None:
    """Each failure counts for SBB, for the school, for both or for neither."""
    assert uitkomst_van(fout) == uitkomst


def test_geen_fout_van_de_bron_is_vergeten() -> None:
    """A failure of the source that is made later must get its line above."""
    soorten: set[type[Fout]] = set()
    te_gaan: list[type[Fout]] = [errors.Bronfout]
    while te_gaan:
        onder = te_gaan.pop().__subclasses__()
        soorten.update(onder)
        te_gaan += onder
    assert soorten <= {type(fout) for fout, _ in TABEL}


def test_wie_geen_tijd_kreeg_is_niet_traag() -> None:
    """A call that had next to no time says nothing of SBB when the time is up; any other failure does."""
    assert uitkomst_van(errors.BronTimeout(TEKST), eerlijk=False) == NIETS
    assert uitkomst_van(errors.BronNietBeschikbaar(TEKST), eerlijk=False).bron == "mis"
