"""What the end of a call says of SBB and of the school: the whole table."""

import pytest
from stagemarkt.domein.uitkomst import GOED, Uitkomst, uitkomst_van
from stagemarkt.model import fouten
from stagemarkt.model.fouten import Fout, OngeldigeInvoer, OpslagFout, Signaal, Tekst

TEKST = Tekst("Nee.", "No.")
SIGNAAL = Signaal(996, None, "x")
NIETS = Uitkomst("niets", "niets")
TABEL: list[tuple[BaseException, Uitkomst]] = [
    (fouten.LeerbedrijfOnbekend(TEKST), GOED),
    (fouten.CodeOnbekend(TEKST), GOED),
    (fouten.ResourceOnbekend(TEKST), GOED),
    (fouten.TeVeelResultaten(TEKST), GOED),
    (OngeldigeInvoer((), signaal=SIGNAAL), GOED),
    (fouten.BronNietBeschikbaar(TEKST, opnieuw_na=30), Uitkomst("mis", "niets", "bron-niet-beschikbaar")),
    (fouten.BronOverbelast(TEKST, rust=20), Uitkomst("mis", "niets", "bron-overbelast", 20)),
    (fouten.BronTimeout(TEKST), Uitkomst("mis", "niets", "bron-timeout")),
    (fouten.BronAntwoordOngeldig(TEKST), Uitkomst("mis", "niets", "bron-antwoord-ongeldig")),
    (fouten.BerichtAfgewezen(TEKST), Uitkomst("afgewezen", "niets", "bericht-afgewezen")),
    (fouten.BroncodeOnbekend(TEKST, signaal=SIGNAAL), NIETS),
    (fouten.BronLicentie(TEKST, signaal=SIGNAAL), Uitkomst("goed", "mis", "bron-licentie")),
    (
        fouten.SchoolcertificaatOngeschikt(TEKST, signaal=SIGNAAL),
        Uitkomst("goed", "mis", "bron-certificaat"),
    ),
    (fouten.SchoolcertificaatOngeschikt(TEKST), Uitkomst("niets", "mis", "bron-certificaat")),
    (fouten.BronCertificaat(TEKST), Uitkomst("mis", "niets", "bron-certificaat")),
    (OpslagFout("AccessDenied"), NIETS),
    (fouten.EigenTekort("EMFILE"), NIETS),
    (fouten.InterneFout(TEKST), NIETS),
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
    te_gaan: list[type[Fout]] = [fouten.Bronfout]
    while te_gaan:
        onder = te_gaan.pop().__subclasses__()
        soorten.update(onder)
        te_gaan += onder
    assert soorten <= {type(fout) for fout, _ in TABEL}


def test_wie_geen_tijd_kreeg_is_niet_traag() -> None:
    """A call that had next to no time says nothing of SBB when the time is up; any other failure does."""
    assert uitkomst_van(fouten.BronTimeout(TEKST), eerlijk=False) == NIETS
    assert uitkomst_van(fouten.BronNietBeschikbaar(TEKST), eerlijk=False).bron == "mis"
