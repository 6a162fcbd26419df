"""An answer to somebody else's question is never passed on."""

import pytest
from stagemarkt.model.errors import BronAntwoordOngeldig

from tests.integration.support.contract import is_geldig, keur
from tests.integration.support.envelope import (
    BERICHT_ID,
    IDENTIFICEER,
    LEERBEDRIJF,
    VERIFIEER,
    Inhoud,
    antwoord,
)
from tests.integration.support.exchange import identificeer, verifieer
from tests.integration.support.secret import alles_van

ANDER = "11111111-2222-4333-8444-555555555555"
BEDRIJF: Inhoud = [(n, "GEHEIM" if n == "Naam" else w) for n, w in LEERBEDRIJF]


def _antwoord(in_romp: str | None, verwijst_naar: str | None) -> bytes:
    kop: Inhoud = (
        [("Signaalcode", "0")] if in_romp is None else [("Signaalcode", "0"), ("BerichtID", in_romp)]
    )
    lijst: Inhoud = [("Leerbedrijven", [("Leerbedrijf", BEDRIJF)])]
    return antwoord(IDENTIFICEER, [*kop, *lijst], verwijst_naar=verwijst_naar)


@pytest.mark.parametrize("in_romp", [None, BERICHT_ID, BERICHT_ID.upper()])
@pytest.mark.parametrize(
    "verwijst_naar",
    [
        None,
        "",
        BERICHT_ID,
        f"urn:uuid:{BERICHT_ID}",
        f"\n urn:uuid:{BERICHT_ID.upper()} ",
    ],
)
def test_eigen_bericht_wordt_gelezen(in_romp: str | None, verwijst_naar: str | None) -> None:
    """The ID of our message, in either place or in neither (both are optional), in any case."""
    inhoud = _antwoord(in_romp, verwijst_naar)
    keur(inhoud)
    assert len(identificeer(inhoud)) == 1


def test_met_accolades() -> None:
    """Not valid by the schema: as .NET writes a GUID when it is asked to."""
    assert len(identificeer(_antwoord(f"{{{BERICHT_ID}}}", f"urn:uuid:{{{BERICHT_ID}}}"))) == 1
    with pytest.raises(BronAntwoordOngeldig):
        identificeer(_antwoord(f"{{{ANDER}}}", None))


def test_blanco_bericht_id_is_afwezig() -> None:
    """Not valid by the schema: a blank BerichtID counts as none."""
    inhoud = _antwoord(" ", None)
    assert not is_geldig(inhoud)
    assert len(identificeer(inhoud)) == 1


@pytest.mark.parametrize(
    ("in_romp", "verwijst_naar"),
    [
        (ANDER, None),
        (ANDER, f"urn:uuid:{BERICHT_ID}"),
        (None, f"urn:uuid:{ANDER}"),
        (BERICHT_ID, f"urn:uuid:{ANDER}"),
        (BERICHT_ID, ANDER),
        (ANDER, ANDER),
    ],
)
def test_ander_bericht_wordt_geweigerd(in_romp: str | None, verwijst_naar: str | None) -> None:
    """One reference to another message is enough to refuse, wherever it stands."""
    inhoud = _antwoord(in_romp, verwijst_naar)
    keur(inhoud)
    with pytest.raises(BronAntwoordOngeldig) as gevangen:
        identificeer(inhoud)
    assert gevangen.value.intern == "the answer belongs to another message"
    assert "GEHEIM" not in alles_van(gevangen.value)


@pytest.mark.parametrize("code", ["101", "996", "999", "555"])
def test_ook_een_weigering_hoort_bij_het_bericht(code: str) -> None:
    """A refusal of somebody else's question says nothing about ours."""
    inhoud = antwoord(VERIFIEER, [("Signaalcode", code), ("BerichtID", ANDER)])
    keur(inhoud)
    with pytest.raises(BronAntwoordOngeldig) as gevangen:
        verifieer(inhoud)
    assert gevangen.value.signaal is None
