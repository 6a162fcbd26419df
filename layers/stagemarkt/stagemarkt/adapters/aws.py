"""What the adapters for AWS share: whatever AWS raises, translated in one place."""

from collections.abc import Iterator
from contextlib import contextmanager

from botocore.exceptions import BotoCoreError, ClientError

from stagemarkt.model.errors import OpslagFout


@contextmanager
def als_opslagfout() -> Iterator[None]:
    """Whatever AWS raises becomes an `OpslagFout` that names the kind of error, not what it was about."""
    try:
        yield
    except ClientError as fout:
        raise OpslagFout(fout.response.get("Error", {}).get("Code", "ClientError")) from fout
    except BotoCoreError as fout:
        raise OpslagFout(type(fout).__name__) from fout
