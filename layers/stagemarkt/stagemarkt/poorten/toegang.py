"""The port to the keys that callers present."""

from collections.abc import Mapping
from typing import NamedTuple, Protocol


class Sleutelgegevens(NamedTuple):
    """What is known of a key: never the key itself.

    Attributes:
        prefix: the part that may be shown.
        controlegetal: the keyed hash of the whole key, hex.
        afnemer_id: whose it is.
        toegang: BRIN -> the scopes granted for that school.
        verloopt_op: from when on it is dead, seconds since 1970; None for no end.
    """

    prefix: str
    controlegetal: str
    afnemer_id: str
    toegang: Mapping[str, tuple[str, ...]]
    verloopt_op: int | None


class Sleutelregister(Protocol):
    """Knows keys by their prefix, and the secret that their hashes are made with."""

    def zoek(self, prefix: str) -> Sleutelgegevens | None:
        """What is known of the key with this prefix, or None.

        Raises:
            OpslagFout: the register cannot be read.
        """
        ...

    def peper(self) -> bytes:
        """The secret of the keyed hash.

        Raises:
            OpslagFout: it cannot be read.
        """
        ...
