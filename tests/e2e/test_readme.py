"""The README's "Try it", pasted as a newcomer does."""

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from local.sbb import examples as vb
from tests.e2e.client import Facade
from tests.e2e.readme import PROJECT, afwijkend, voorbeelden, zonder_moment

# What is fresh enough goes on where that ends, in the same shell.
VOORBEELDEN = [*voorbeelden("Try it"), *voorbeelden("Caching and SBB's terms")]
_STREEP = "=== hier begint het volgende ==="


@pytest.fixture(scope="module")
def uitkomsten(
    facade_van_allen: Facade, leeg_cache: Callable[[], None], tmp_path_factory: pytest.TempPathFactory
) -> list[str]:
    """What each block printed: all pasted in one shell, in a folder as the project is after `make up`."""
    facade = facade_van_allen
    leeg_cache()
    # A client for here alone: its connection ends with it.
    with Facade(facade.werkmap) as eigen:
        eigen.sbb_in_orde()
    map_ = tmp_path_factory.mktemp("nieuwkomer")
    (map_ / ".local").symlink_to(facade.werkmap)
    for naam in (".venv", "contract"):
        (map_ / naam).symlink_to(PROJECT / naam)
    script = f"\necho '{_STREEP}'\n".join(voorbeeld.opdracht for voorbeeld in VOORBEELDEN)
    try:
        klaar = subprocess.run(
            ["/bin/sh", "-eu", "-c", script],
            cwd=map_,
            env={"PATH": os.environ["PATH"], "HOME": str(map_)},  # noqa: TID251 - a shell needs a PATH
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
    finally:
        code = {"leerbedrijfId": vb.ERKEND_CREBO[0], "code": vb.ERKEND_CREBO[1], "status": "Erkend"}
        with Facade(facade.werkmap) as eigen:
            eigen.sbb.post("/erkenningen", json=code).raise_for_status()
            storingen = eigen.sbb.get("/storingen").json()["storingen"]
            eigen.sbb_in_orde()
    assert storingen == [], "who pastes all of it must be left with a simulated SBB that works"
    assert (klaar.returncode, klaar.stderr) == (0, ""), klaar.stderr
    return klaar.stdout.split(f"{_STREEP}\n")


def test_er_is_iets_te_plakken(uitkomsten: list[str]) -> None:
    """Each block ran; each JSON example is JSON."""
    assert len(VOORBEELDEN) == len(uitkomsten) > 10
    assert all(json.loads(v.gedrukt) for v in VOORBEELDEN if v.soort == "json")


@pytest.mark.parametrize("nummer", range(len(VOORBEELDEN)))
def test_wat_er_staat_is_wat_er_komt(uitkomsten: list[str], nummer: int) -> None:
    """The answer has what is printed under the example: no field more or less where nothing is left out."""
    voorbeeld, echt = VOORBEELDEN[nummer], uitkomsten[nummer]
    if voorbeeld.soort == "json":
        assert list(afwijkend(json.loads(voorbeeld.gedrukt), json.loads(echt))) == []
    elif voorbeeld.soort == "text":
        assert zonder_moment(echt) == zonder_moment(voorbeeld.gedrukt)


def test_het_voorbeeld_van_de_simulator(uitkomsten: list[str]) -> None:
    """What the control interface is asked to change, it says it has changed."""
    uitkomst = uitkomsten[len(voorbeelden("Try it")) - 1]
    assert "Ingetrokken" in uitkomst
    assert "http500-html" in uitkomst
    assert uitkomst.index('"code":"bron-niet-beschikbaar"') < uitkomst.index('"erkend":false')


def test_de_map_is_die_van_het_project() -> None:
    """The paths that the examples name are there after `make up`."""
    assert (PROJECT / ".venv" / "bin" / "stagemarkt").exists()
    assert Path(PROJECT, "contract", "whitelabel.wsdl").is_file()
