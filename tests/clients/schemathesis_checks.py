"""A check of our own for schemathesis: what fits the schema is refused by SBB alone."""

import importlib
from typing import Any, Final

# By the name and not by `import`: it is installed with the clients, not beside the tests.
schemathesis = importlib.import_module("schemathesis")
_OPERATION: Final = "POST /leerbedrijven/_zoek"


def fits_or_refused_by_sbb(_context: object, response: Any, case: Any) -> None:
    """A search that fits the schema is no bad request of ours: `bron` says what SBB has against it."""
    if case.operation.label != _OPERATION or case.meta is None or not case.meta.generation.mode.is_positive:
        return
    if response.status_code == 400:
        assert "bron" in response.json(), response.text


schemathesis.check(fits_or_refused_by_sbb)
