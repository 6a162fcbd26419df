"""AWS, or the emulated one of `make up`: finding a deployed stack and speaking to its services."""

from typing import Final

# The name that `make up` gives, and that the README deploys under.
DEFAULT: Final = "stagemarkt"
