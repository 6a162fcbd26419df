"""What the API says of itself: OpenAPI, AsyncAPI, methods, the address meant. Open, touches nothing."""

from pathlib import Path

from stagemarkt.web.handler import ingang
from stagemarkt.web.input.validation import Invoer
from stagemarkt.web.request import Verzoek
from stagemarkt.web.response import Antwoord

_OPENAPI = Path(__file__).with_name("openapi.json")
_ASYNCAPI = Path(__file__).with_name("asyncapi.json")


def geef_openapi(verzoek: Verzoek) -> Antwoord:
    """What is asked of us."""
    return _geef(_OPENAPI, verzoek)


def geef_asyncapi(verzoek: Verzoek) -> Antwoord:
    """What we send."""
    return _geef(_ASYNCAPI, verzoek)


def _geef(document: Path, verzoek: Verzoek) -> Antwoord:
    """A document that `make openapi` wrote; any page may read it."""
    invoer = Invoer()
    invoer.query(verzoek, ())
    invoer.afronden()
    # The same for everybody, so that a cache before us may share it.
    koppen = {
        "Access-Control-Allow-Origin": "*",
        "Cache-Control": "public, max-age=300",
        "Vary": "Accept, Accept-Encoding",
    }
    return Antwoord(200, document.read_bytes(), mediatype="application/json", koppen=koppen)


# A method that an address does not have ends here as well, and an address that there is not: `ingang` answers
# OPTIONS, 405 and 404 from the table of routes.
handler = ingang({"geefOpenapi": geef_openapi, "geefAsyncapi": geef_asyncapi})
