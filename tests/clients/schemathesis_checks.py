"""A check of our own for schemathesis: what fits the schema is refused for what SBB alone knows."""

import importlib
from typing import Any, Final

# By the name and not by `import`: it is installed with the clients, not beside the tests.
schemathesis = importlib.import_module("schemathesis")
# What was asked well, and SBB finds too much of.
_OF_SBB: Final = "te-veel-resultaten"
_OPERATION: Final = "POST /leerbedrijven/_zoek"


def fits_or_too_many(_context: object, response: Any, case: Any) -> None:
    """A search that fits the schema is no bad request, however few letters of a name it has."""
    if case.operation.label != _OPERATION or case.meta is None or not case.meta.generation.mode.is_positive:
        return
    if response.status_code == 400:
        assert response.json()["code"] == _OF_SBB, response.text


schemathesis.check(fits_or_too_many)
