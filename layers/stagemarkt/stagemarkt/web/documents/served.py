"""The address in the OpenAPI document: where it was asked, so that what is generated from it calls that.

The document is filled in as text, without being read: reading the whole of it takes longer than sending it.
"""

import json
from typing import Final

from stagemarkt.web.request import Request

# As it stands in the file that is written: the operator's domain is known only where it is asked.
DOMAIN: Final = "stagemarkt-facade.example"
SERVER: Final = "https://{domein}/v1"
_BEFORE: Final = b'"servers": '
# What comes after it in the document, as `openapi` writes it.
_AFTER: Final = b'"tags": '


def base_url(request: Request) -> str | None:
    """The address of the API by the request for one of its documents; None where API Gateway does not tell.

    It says by which domain and path the request came, those of a custom domain included; what the caller sent
    (`Host`, `X-Forwarded-Host`) is not asked.
    """
    if not request.domain or not request.whole_path.endswith(request.resource):
        return None
    # At home it has a port; API Gateway's own have none, and speak https alone.
    scheme = "http" if ":" in request.domain else "https"
    return f"{scheme}://{request.domain}{request.whole_path.removesuffix(request.resource)}"


def with_server(document: bytes, url: str) -> bytes:
    """The document that `make openapi` wrote, with this address in the place of the one to fill in."""
    before, servers, rest = document.partition(_BEFORE)
    _, after, end = rest.partition(_AFTER)
    if not after:
        raise ValueError("the document has its servers elsewhere than it is written")
    own = json.dumps([{"url": url, "description": "Deze facade"}], ensure_ascii=False)
    return b"".join((before, servers, own.encode(), b",\n ", after, end))
