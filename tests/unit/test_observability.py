"""The log, and where an error came from."""

from datetime import datetime
from typing import NoReturn

import pytest
from stagemarkt.model.errors import OpslagFout
from stagemarkt.observability import logger, meld_opslagfout, spoor

from tests.unit.conftest import Logboek


def _breek() -> NoReturn:
    raise KeyError("kanarie")


def _keten() -> None:
    try:
        _breek()
    except KeyError as oorzaak:
        raise ValueError("kanarie") from oorzaak


def test_spoor_zonder_tekst() -> None:
    """Kinds of error and places, the outermost first; never what an error says."""
    with pytest.raises(ValueError, match="kanarie") as gevangen:
        _keten()
    stappen = [stap.rpartition(":")[0] or stap for stap in spoor(gevangen.value)]
    plek = "test_observability.py"
    assert stappen == [
        "ValueError",
        f"{plek}:test_spoor_zonder_tekst",
        f"{plek}:_keten",
        "KeyError",
        f"{plek}:_keten",
        f"{plek}:_breek",
    ]


def test_spoor_van_wat_niet_geraised_is() -> None:
    """An error that was never raised has a kind and no place."""
    assert spoor(ValueError("kanarie")) == ["ValueError"]


def test_een_opslag_die_faalt_wordt_gemeld(logboek: Logboek) -> None:
    """A storage that fails where the answer goes on without it is a warning, with what it was doing."""
    meld_opslagfout("lezen", OpslagFout("ThrottlingException"))
    (regel,) = logboek.regels
    assert (regel["level"], regel["message"]) == ("WARNING", "opslag")
    assert (regel["bewerking"], regel["fout"]) == ("lezen", "ThrottlingException")


def test_een_regel_is_json_met_de_tijd(logboek: Logboek) -> None:
    """A line is JSON, with its moment as RFC 3339 and the name of the service."""
    logger.info("proef")
    (regel,) = logboek.regels
    assert regel["service"] == "stagemarkt"
    assert datetime.fromisoformat(regel["timestamp"]).tzinfo is not None
    assert regel["timestamp"][10] == "T"
