"""What the adapters for AWS share: whatever AWS raises, translated in one place."""

from collections.abc import Iterator
from contextlib import contextmanager

from botocore.exceptions import BotoCoreError, ClientError

from stagemarkt.model.errors import StorageError


@contextmanager
def as_storage_error() -> Iterator[None]:
    """Whatever AWS raises becomes an `StorageError` that names the kind of error, not what it was about."""
    try:
        yield
    except ClientError as fout:
        raise StorageError(fout.response.get("Error", {}).get("Code", "ClientError")) from fout
    except BotoCoreError as fout:
        raise StorageError(type(fout).__name__) from fout
