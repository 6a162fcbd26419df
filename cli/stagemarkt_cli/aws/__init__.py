"""AWS, or the emulated one of `make up`: finding a deployed stack and speaking to its services."""

from typing import Final

# The name that `make up` gives, and that docs/deploying.md deploys under.
DEFAULT: Final = "stagemarkt"
