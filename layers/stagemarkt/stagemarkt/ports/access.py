"""The port to the keys that callers present, and to what their afnemers may do."""

from typing import Protocol

from stagemarkt.model.toegang import Rechten, Sleutelgegevens


class Sleutelregister(Protocol):
    """Knows keys by their prefix, the secret that their hashes are made with, and the rights of afnemers."""

    def zoek(self, prefix: str) -> Sleutelgegevens | None:
        """What is known of the key with this prefix, or None. Never from a cache: it may just be withdrawn.

        Raises:
            OpslagFout: the register cannot be read.
        """
        ...

    def rechten(self, afnemer_id: str) -> Rechten | None:
        """The afnemer and all its toegang, or None when there is no such afnemer. Never from a cache.

        Raises:
            OpslagFout: the register cannot be read.
        """
        ...

    def meld_gebruik(self, prefix: str, nu: int, tussentijd: int) -> None:
        """Note that the key was used at `nu`, at most once per `tussentijd` seconds.

        Raises:
            OpslagFout: it could not be noted.
        """
        ...

    def peper(self) -> bytes:
        """The secret of the keyed hash.

        Raises:
            OpslagFout: it cannot be read.
        """
        ...
