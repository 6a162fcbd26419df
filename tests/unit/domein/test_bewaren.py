"""What may be kept under the operator's choice."""

import pytest
from stagemarkt.domein.bewaren import IDENTIFICATIE, CacheMode, Soort, mag_bewaren

ONPERSOONLIJK = Soort("aantallen", persoonsgegevens=False, vers=60)


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


def test_een_identificatie_is_persoonlijk_en_een_dag_houdbaar() -> None:
    """A one-person business is a person: an identification counts as personal, and is kept a day at most."""
    assert IDENTIFICATIE.persoonsgegevens
    assert IDENTIFICATIE.vers == 86_400
