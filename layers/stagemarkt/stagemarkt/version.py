"""The version of the API and of the package: one number, sent as `API-Version` on every response."""

from typing import Final

VERSION: Final = "1.0.0"
