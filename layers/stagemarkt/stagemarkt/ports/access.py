"""The port to the keys that callers present, and to what their afnemers may do."""

from typing import Protocol

from stagemarkt.model.toegang import Rights, SleutelData


class SleutelRegistry(Protocol):
    """Knows keys by their prefix, the secret that their hashes are made with, and the rights of afnemers."""

    def search(self, prefix: str) -> SleutelData | None:
        """What is known of the key with this prefix, or None. Never from a cache: it may just be withdrawn.

        Raises:
            StorageError: the register cannot be read.
        """
        ...

    def rights(self, afnemer_id: str) -> Rights | None:
        """The afnemer and all its toegang, or None when there is no such afnemer. Never from a cache.

        Raises:
            StorageError: the register cannot be read.
        """
        ...

    def report_usage(self, prefix: str, now: int, interval: int) -> None:
        """Note that the key was used at `now`, at most once per `interval` seconds.

        Raises:
            StorageError: it could not be noted.
        """
        ...

    def pepper(self) -> bytes:
        """The secret of the keyed hash.

        Raises:
            StorageError: it cannot be read.
        """
        ...
