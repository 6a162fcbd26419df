"""What may be kept under the operator's choice, and for how long."""

import pytest
from stagemarkt.domain.cache.retention import (
    DETAILGEGEVENS,
    IDENTIFICATIE,
    SOORTEN,
    CacheMode,
    Duur,
    Soort,
    mag_bewaren,
    naar_keuze,
)

ONPERSOONLIJK = Soort("aantallen", persoonsgegevens=False, duur=Duur(60, 120), niets=Duur(1, 2))


@pytest.mark.parametrize(
    ("soort", "modus", "mag"),
    [
        (IDENTIFICATIE, CacheMode.VOLLEDIG, True),
        (IDENTIFICATIE, CacheMode.ZONDER_PERSOONSGEGEVENS, False),
        (IDENTIFICATIE, CacheMode.UIT, False),
        (ONPERSOONLIJK, CacheMode.VOLLEDIG, True),
        (ONPERSOONLIJK, CacheMode.ZONDER_PERSOONSGEGEVENS, True),
        (ONPERSOONLIJK, CacheMode.UIT, False),
    ],
)
def test_mag_bewaren(soort: Soort, modus: CacheMode, *, mag: bool) -> None:
    """All, all but what can be about a person, or nothing."""
    assert mag_bewaren(soort, modus) is mag


def test_een_identificatie_is_persoonlijk_en_een_dag_vers() -> None:
    """A one-person business is a person: an identification counts as personal, and is fresh for a day."""
    assert IDENTIFICATIE.persoonsgegevens
    assert IDENTIFICATIE.duur.vers == 86_400


@pytest.mark.parametrize("soort", SOORTEN.values(), ids=SOORTEN)
def test_de_tabel(soort: Soort) -> None:
    """Each kind ends, survives its freshness, and keeps "nothing" for less long than something."""
    assert 0 < soort.duur.vers < soort.duur.verloopt <= 7 * 86_400
    assert 0 < soort.niets.vers < soort.niets.verloopt <= soort.duur.vers


def test_naar_keuze() -> None:
    """The operator chooses per kind, and for "nothing" of all kinds; the rest keeps its default."""
    duren = {"identificatie": Duur(1, 2), "niets": Duur(3, 4)}
    assert naar_keuze(IDENTIFICATIE, duren) == IDENTIFICATIE._replace(duur=Duur(1, 2), niets=Duur(3, 4))
    assert naar_keuze(DETAILGEGEVENS, duren) == DETAILGEGEVENS._replace(niets=Duur(3, 4))
    assert naar_keuze(DETAILGEGEVENS, {}) == DETAILGEGEVENS
