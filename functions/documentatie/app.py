"""What the API says of itself: pages, OpenAPI, AsyncAPI, methods, the address meant. Touches nothing."""

import gzip
import hashlib
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from stagemarkt.web.documents.served import base_url, with_server
from stagemarkt.web.handler import entry
from stagemarkt.web.input.validation import Input
from stagemarkt.web.pages import Pages, read_page
from stagemarkt.web.request import Request
from stagemarkt.web.response import Response

_OPENAPI: Final = Path(__file__).with_name("openapi.json.gz")
_ASYNCAPI: Final = Path(__file__).with_name("asyncapi.json.gz")
# What `make portal` wrote.
_PORTAL: Final = Path(__file__).with_name("portaal")
_NOT_FOUND: Final = _PORTAL / "niet-gevonden.html.gz"
_PAGES: Final = Pages(_PORTAL / "docs", _NOT_FOUND)
_PROBLEM_PAGES: Final = Pages(_PORTAL / "problemen", _NOT_FOUND)


def get_openapi(request: Request) -> Response:
    """What is asked of us, with the address that it was asked at: what is generated from it calls that."""
    _without_query(request)
    return _openapi(base_url(request))


def get_asyncapi(request: Request) -> Response:
    """What we send."""
    _without_query(request)
    return _asyncapi()


def get_start_page(request: Request) -> Response:
    """Where a vendor begins."""
    _without_query(request)
    return read_page(_PORTAL / "docs.html.gz", request)


def get_page(request: Request) -> Response:
    """A page, or what pages are shown with."""
    _without_query(request)
    return _PAGES.get(request.path_fields["pagina"], request)


def get_problem_page(request: Request) -> Response:
    """What a code of problems means, and what to do: where the `type` of a problem leads."""
    _without_query(request)
    return _PROBLEM_PAGES.get(request.path_fields["probleem"], request)


def _without_query(request: Request) -> None:
    inputs = Input()
    inputs.query(request, ())
    inputs.finish()


# One for each of the addresses that a deployment has: API Gateway's own, and a domain of the operator.
@lru_cache(maxsize=8)
def _openapi(url: str | None) -> Response:
    body = _OPENAPI.read_bytes()
    if url is not None:
        body = gzip.compress(with_server(gzip.decompress(body), url), compresslevel=9, mtime=0)
    return _document(body)


@cache
def _asyncapi() -> Response:
    return _document(_ASYNCAPI.read_bytes())


def _document(body: bytes) -> Response:
    """A document that `make openapi` wrote and compressed; any page may read it."""
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
handler = entry(
    {
        "geefOpenapi": get_openapi,
        "geefAsyncapi": get_asyncapi,
        "geefDocumentatie": get_start_page,
        "geefPagina": get_page,
        "geefProbleempagina": get_problem_page,
    }
)
