"""Where an API was called, as API Gateway tells it to a function: its domain, and the path from there.

MiniStack names no domain, and a path that begins at the stage: no address can be made of that.
"""

from types import ModuleType
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

# (api, stage, …, path, method, headers, …) to a function's event; by its name, for it is MiniStack's own.
_BUILDER: Final = "_build_lambda_event_v1"
_PREFIX: Final = "/_aws/execute-api"


def tell_where_it_was_called(gateway: ModuleType) -> None:
    """Have MiniStack's events say so: the host that the caller named, and the whole path."""
    original: Callable[..., dict[str, Any]] = getattr(gateway, _BUILDER)

    def build(api_id: str, stage_name: str, *rest: object, **further: object) -> dict[str, Any]:
        event = original(api_id, stage_name, *rest, **further)
        headers: Mapping[str, str] = event["headers"]
        host = next((value for name, value in headers.items() if name.lower() == "host"), None)
        if host is not None:
            # With its port, which a domain on AWS has not.
            event["requestContext"] |= {
                "domainName": host,
                "path": f"{_PREFIX}/{api_id}/{stage_name}{event['path']}",
            }
        return event

    setattr(gateway, _BUILDER, build)
