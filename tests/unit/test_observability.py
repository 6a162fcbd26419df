"""The log, and where an error came from."""

from datetime import datetime
from typing import NoReturn

import pytest
from stagemarkt.model.errors import StorageError
from stagemarkt.observability import logger, report_storage_error, trail

from tests.unit.conftest import LogCapture


def _mark_broken() -> NoReturn:
    raise KeyError("kanarie")


def _keten() -> None:
    try:
        _mark_broken()
    except KeyError as cause:
        raise ValueError("kanarie") from cause


def test_trace_without_text() -> None:
    """Kinds of error and places, the outermost first; never what an error says."""
    with pytest.raises(ValueError, match="kanarie") as caught:
        _keten()
    steps = [step.rpartition(":")[0] or step for step in trail(caught.value)]
    spot = "test_observability.py"
    assert steps == [
        "ValueError",
        f"{spot}:test_trace_without_text",
        f"{spot}:_keten",
        "KeyError",
        f"{spot}:_keten",
        f"{spot}:_mark_broken",
    ]


def test_trace_of_what_was_never_raised() -> None:
    """An error that was never raised has a kind and no place."""
    assert trail(ValueError("kanarie")) == ["ValueError"]


def test_a_failing_storage_is_reported(logbook: LogCapture) -> None:
    """A storage that fails where the answer goes on without it is a warning, with what it was doing."""
    report_storage_error("lezen", StorageError("ThrottlingException"))
    (line,) = logbook.lines
    assert (line["level"], line["message"]) == ("WARNING", "opslag")
    assert (line["bewerking"], line["fout"]) == ("lezen", "ThrottlingException")


def test_a_line_is_json_with_the_time(logbook: LogCapture) -> None:
    """A line is JSON, with its moment as RFC 3339 and the name of the service."""
    logger.info("proef")
    (line,) = logbook.lines
    assert line["service"] == "stagemarkt"
    assert datetime.fromisoformat(line["timestamp"]).tzinfo is not None
    assert line["timestamp"][10] == "T"
