"""What the API says of itself: OpenAPI, AsyncAPI, methods, the address meant. Open, touches nothing."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Final

from stagemarkt.web.handler import entry
from stagemarkt.web.input.validation import Input
from stagemarkt.web.request import Request
from stagemarkt.web.response import Response

_OPENAPI: Final = Path(__file__).with_name("openapi.json.gz")
_ASYNCAPI: Final = Path(__file__).with_name("asyncapi.json.gz")


def get_openapi(request: Request) -> Response:
    """What is asked of us."""
    return _get(_OPENAPI, request)


def get_asyncapi(request: Request) -> Response:
    """What we send."""
    return _get(_ASYNCAPI, request)


def _get(document: Path, request: Request) -> Response:
    inputs = Input()
    inputs.query(request, ())
    inputs.finish()
    return _read(document)


@cache
def _read(document: Path) -> Response:
    """A document that `make openapi` wrote and compressed; any page may read it."""
    body = document.read_bytes()
    # The same for everybody, so that a cache before us may share it.
    headers = {
        "Access-Control-Allow-Origin": "*",
        "Cache-Control": "public, max-age=300",
        "ETag": f'W/"{hashlib.sha256(body).hexdigest()[:32]}"',
        "Vary": "Accept, Accept-Encoding",
    }
    return Response(200, body, compressed=True, koppen=headers)


# A method that an address does not have ends here as well, and an address that there is not: `entry` answers
# OPTIONS, 405 and 404 from the table of routes.
handler = entry({"geefOpenapi": get_openapi, "geefAsyncapi": get_asyncapi})
