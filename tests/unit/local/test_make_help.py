"""`make help`: every variable that `make up` reads, and no other, with the default that it has."""

import re
from collections.abc import Iterator, Mapping

import pytest

from local.deployment import lees_sjabloon
from local.settings import PROJECT, FouteInstelling, Instellingen, lees, lees_werkmap

# Read by make itself, or by pytest.
ELDERS = {"PYTHON": "python3", "ARGS": "none"}
PARAMETERS = {
    "SBB_TERMIJN": "SbbTermijn",
    "SBB_PER_SECONDE": "SbbPerSeconde",
    "SBB_TEGELIJK": "SbbTegelijk",
    "SBB_PROEF_NA": "SbbProefNa",
}


class Gevraagd(Mapping[str, str]):
    """An environment that remembers what it was asked for."""

    def __init__(self, **inhoud: str) -> None:
        self._inhoud = inhoud
        self.namen: set[str] = set()

    def __getitem__(self, naam: str) -> str:
        self.namen.add(naam)
        return self._inhoud[naam]

    def __iter__(self) -> Iterator[str]:
        return iter(self._inhoud)

    def __len__(self) -> int:
        return len(self._inhoud)


@pytest.fixture(scope="module")
def uitleg() -> dict[str, tuple[str, str]]:
    """The default and the text of each variable that the Makefile tells of."""
    regels = re.findall(r"^#:   (\S+) +(\S+) +(.+)$", (PROJECT / "Makefile").read_text(), re.MULTILINE)
    # One default has a space in it.
    return {naam: (standaard, tekst) for naam, standaard, tekst in regels}


def test_elke_variabele(uitleg: dict[str, tuple[str, str]]) -> None:
    """What `make up` reads is told, in both of its ways, and nothing else is."""
    gevraagd = Gevraagd()
    lees(gevraagd)
    anders = Gevraagd(SBB_URL="https://sbb.example/")
    with pytest.raises(FouteInstelling):
        lees(anders)
    assert set(uitleg) == gevraagd.namen | anders.namen | set(ELDERS)


def test_de_standaard_die_er_staat(uitleg: dict[str, tuple[str, str]]) -> None:
    """The defaults are those of the settings."""
    standaard = Instellingen(lees_werkmap({}))
    verwacht = ELDERS | {
        "STACK_MAP": str(standaard.werkmap.relative_to(PROJECT)),
        "CACHE_MODE": standaard.cache_mode,
        "API_TEGELIJK": str(standaard.api_tegelijk),
    }
    assert {naam: uitleg[naam][0] for naam in verwacht} == verwacht
    for naam, waarde in {"AWS_PORT": standaard.aws_poort, "SBB_PORT": standaard.sbb_poort}.items():
        assert (waarde, uitleg[naam][0]) == (None, "free")


def test_de_grenzen_die_er_staan(uitleg: dict[str, tuple[str, str]]) -> None:
    """What may be said is what the template takes, and what the settings refuse above it."""
    parameters = lees_sjabloon()["Parameters"]
    for naam, parameter in PARAMETERS.items():
        laagste, hoogste = re.findall(r"([0-9]+) to ([0-9]+)", uitleg[naam][1])[0]
        lees({naam: laagste})
        lees({naam: hoogste})
        assert int(hoogste) <= parameters[parameter]["MaxValue"]
        for fout in (int(laagste) - 1, int(hoogste) + 1):
            with pytest.raises(FouteInstelling):
                lees({naam: str(fout)})
    assert all(keuze in uitleg["CACHE_MODE"][1] for keuze in parameters["CacheMode"]["AllowedValues"])
