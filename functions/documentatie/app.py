"""What the API says of itself: OpenAPI, AsyncAPI, methods, the address meant. Open, touches nothing."""

from pathlib import Path

from stagemarkt.web.handler import entry
from stagemarkt.web.input.validation import Input
from stagemarkt.web.request import Request
from stagemarkt.web.response import Response

_OPENAPI = Path(__file__).with_name("openapi.json")
_ASYNCAPI = Path(__file__).with_name("asyncapi.json")


def get_openapi(verzoek: Request) -> Response:
    """What is asked of us."""
    return _get(_OPENAPI, verzoek)


def get_asyncapi(verzoek: Request) -> Response:
    """What we send."""
    return _get(_ASYNCAPI, verzoek)


def _get(document: Path, verzoek: Request) -> Response:
    """A document that `make openapi` wrote; any page may read it."""
    inputs = Input()
    inputs.query(verzoek, ())
    inputs.finish()
    # The same for everybody, so that a cache before us may share it.
    koppen = {
        "Access-Control-Allow-Origin": "*",
        "Cache-Control": "public, max-age=300",
        "Vary": "Accept, Accept-Encoding",
    }
    return Response(200, document.read_bytes(), mediatype="application/json", koppen=koppen)


# A method that an address does not have ends here as well, and an address that there is not: `entry` answers
# OPTIONS, 405 and 404 from the table of routes.
handler = entry({"geefOpenapi": get_openapi, "geefAsyncapi": get_asyncapi})
