"""The regions that AWS has, as the SDK that we ship with knows them.

An ARN can name any region, and to each that is named there belongs a client of its own: so only those that
exist. A region that AWS opens is there with the next version of the SDK.
"""

from functools import cache
from typing import Any, Final

from botocore.loaders import Loader

# No regions, but where the SDK looks for services that have none.
_NO_REGION: Final = "-global"


@cache
def regions_of(partition: str) -> frozenset[str]:
    """The regions of this partition of AWS (`aws`, `aws-cn`); none if there is no such partition."""
    known: list[dict[str, Any]] = Loader().load_data("partitions")["partitions"]
    return frozenset(
        region
        for one in known
        if one["id"] == partition
        for region in one["regions"]
        if not region.endswith(_NO_REGION)
    )
