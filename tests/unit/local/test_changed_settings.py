"""What is said before a stack is started anew: what is otherwise, by its variables, and no secret."""

from pathlib import Path

import pytest

from local.changed_settings import anders, beschrijf
from local.settings import AndereSbb, Instellingen, lees


@pytest.fixture
def andere_sbb(tmp_path: Path) -> AndereSbb:
    """Another endpoint."""
    bestanden = [tmp_path / naam for naam in ("ca.pem", "school.pem", "school.key")]
    for bestand in bestanden:
        bestand.write_text("-----BEGIN GEHEIM")
    ca, cert, key = bestanden
    return AndereSbb("https://sbb.example/", ca, cert, key, "LIC-GEHEIM", "0" * 20, "99XX", None, None)


def test_niets_anders(tmp_path: Path) -> None:
    """The same settings are no difference."""
    assert anders(beschrijf(Instellingen(tmp_path)), beschrijf(Instellingen(tmp_path))) == []


def test_andere_instellingen() -> None:
    """What was set, what is set, and what is set no more, each on a line of its own."""
    toen = beschrijf(lees({"CACHE_MODE": "uit", "SBB_TERMIJN": "4"}))
    nu = beschrijf(lees({"CACHE_MODE": "volledig", "SBB_TEGELIJK": "3"}))
    assert anders(toen, nu) == [
        "CACHE_MODE was uit, and is volledig",
        "SBB_TERMIJN was 4, and is not set",
        "SBB_TEGELIJK was not set, and is 3",
    ]


def test_een_ander_eindpunt(tmp_path: Path, andere_sbb: AndereSbb) -> None:
    """Another SBB is told by its variables; of licence, certificate and key nothing is."""
    toen, nu = beschrijf(Instellingen(tmp_path)), beschrijf(Instellingen(tmp_path, sbb=andere_sbb))
    regels = anders(toen, nu)
    assert "SBB_URL was not set, and is https://sbb.example/" in regels
    assert "GEHEIM" not in repr((regels, nu))


def test_een_bestand_met_een_andere_inhoud(tmp_path: Path, andere_sbb: AndereSbb) -> None:
    """A certificate that was renewed in place makes another stack."""
    toen = beschrijf(Instellingen(tmp_path, sbb=andere_sbb))
    andere_sbb.certificaat.write_text("-----BEGIN NIEUW")
    assert anders(toen, beschrijf(Instellingen(tmp_path, sbb=andere_sbb))) == [
        "what is in the certificates or the licence of SBB_URL has changed"
    ]


def test_andere_code(tmp_path: Path) -> None:
    """Other code is told without its fingerprint; so is what an older version did not say."""
    nu = beschrijf(Instellingen(tmp_path))
    assert anders({**nu, "the code": "0"}, nu) == ["the code has changed"]
    assert "the code has changed" in anders({}, nu)
