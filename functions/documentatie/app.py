"""What the API says of itself: its OpenAPI document, and an address's methods. Open, touches nothing."""

from pathlib import Path

from stagemarkt.web.antwoord import Antwoord
from stagemarkt.web.ingang import ingang
from stagemarkt.web.invoer import Invoer
from stagemarkt.web.verzoek import Verzoek

_OPENAPI = Path(__file__).with_name("openapi.json")


def geef_openapi(verzoek: Verzoek) -> Antwoord:
    """The document that `make openapi` wrote; any page may read it."""
    invoer = Invoer()
    invoer.query(verzoek, ())
    invoer.afronden()
    koppen = {"Access-Control-Allow-Origin": "*", "Cache-Control": "public, max-age=300"}
    return Antwoord(200, _OPENAPI.read_bytes(), mediatype="application/json", koppen=koppen)


# A method that an address does not have ends here as well: `ingang` answers 405 from the table of routes.
handler = ingang({"geefOpenapi": geef_openapi})
