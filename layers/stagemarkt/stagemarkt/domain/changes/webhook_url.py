"""The URL of a webhook: read in one way, by which it is judged, kept and connected to alike.

Two programs that read one URL differently are how a check is passed for a place that is not the one sent to.
So only the plainest form is taken: https, a name in DNS, port 443. No IP address in any notation: none of
them ends in a label that begins with a letter.
"""

import re
from collections.abc import Collection
from typing import Final, NamedTuple

from stagemarkt.model.errors import Bilingual

LONGEST_URL: Final = 2000
PORT: Final = 443

_CHARACTERS: Final = re.compile(r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]*", re.ASCII)
_AUTHORITY: Final = re.compile(r"(?P<naam>[^:]*)(:(?P<poort>[0-9]{1,5}))?", re.ASCII)
_LABEL: Final = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", re.ASCII)
_BARE_PERCENT: Final = re.compile(r"%(?![0-9A-Fa-f]{2})", re.ASCII)
_LONGEST_NAME: Final = 253
# Names that DNS on the internet does not have (RFC 6761, 6762, 7686, 9476 and ICANN's `internal`).
_NO_DNS: Final = frozenset(
    {"alt", "arpa", "example", "internal", "invalid", "local", "localhost", "onion", "test"}
)


class WebhookUrl(NamedTuple):
    """A URL, read: the host in small letters, the port, and what is asked for there (path and query)."""

    host: str
    port: int
    target: str

    @property
    def plaats(self) -> str:
        """`host:port`, as the exceptions are written."""
        return f"{self.host}:{self.port}"


class Exceptions(NamedTuple):
    """Receivers that may have any name, port and address: for tests, never in production.

    Attributes:
        places: `host:port`, each exactly as it stands in a URL, in small letters.
        ca: the PEM of the CA that signs them all; no other CA is trusted for them, and it for no other.
    """

    places: frozenset[str] = frozenset()
    ca: str = ""


NO_EXCEPTIONS: Final = Exceptions()
_PLAATS: Final = re.compile(r"[a-z0-9.-]+:[0-9]{1,5}", re.ASCII)


def read_exceptions(listing: str, ca: str, stage: str) -> Exceptions:
    """The exceptions of a deployment.

    Args:
        listing: `host:port`, with commas between; may be empty.
        ca: the PEM of their CA; empty when there are none.
        stage: of the deployment.

    Raises:
        ValueError: they are not as they must be, or this is production: then nothing is sent at all. The
            template refuses them there as well; what is set by hand it does not see.
    """
    places = frozenset(filter(None, (plaats.strip() for plaats in listing.split(","))))
    if not places and not ca.strip():
        return NO_EXCEPTIONS
    if stage == "productie":
        raise ValueError("exceptions for webhooks are not possible in production")
    if not places or not ca.strip():
        raise ValueError("exceptions for webhooks need their CA, and the other way round")
    if not all(_PLAATS.fullmatch(plaats) for plaats in places):
        raise ValueError("exceptions for webhooks are written host:port, in small letters")
    return Exceptions(places, ca)


class InvalidUrl(ValueError):
    """The URL cannot be that of a webhook; `fouten` says everything that is wrong with it."""

    def __init__(self, fouten: tuple[Bilingual, ...]) -> None:
        super().__init__(f"{len(fouten)} faults")
        self.fouten = fouten


def read_webhook_url(url: str, exceptions: Collection[str] = ()) -> WebhookUrl:
    """Read and judge the URL. Whether its name leads to a public address is judged when it is connected to.

    Args:
        url: as the subscriber gave it.
        exceptions: `host:port` of receivers in a test environment, which may have any name and port.

    Raises:
        InvalidUrl: with every fault.
    """
    errors: list[Bilingual] = []
    schema, separator, rest = url.partition("://")
    authority, target = _split(rest)
    if len(url) > LONGEST_URL:
        errors.append(_TOO_LONG)
    if not _CHARACTERS.fullmatch(url) or _BARE_PERCENT.search(url):
        errors.append(_WRONG_CHARACTERS)
    if not separator or schema.lower() != "https":
        errors.append(_NO_HTTPS)
    if "#" in target:
        errors.append(_FRAGMENT)
    _, at_sign, plaats = authority.rpartition("@")
    if at_sign:
        errors.append(_USER)
    hit = _AUTHORITY.fullmatch(plaats.lower())
    adres = WebhookUrl(
        hit["naam"] if hit else "",
        int(hit["poort"] or PORT) if hit else PORT,
        target if target.startswith("/") else f"/{target}",
    )
    if adres.plaats not in exceptions:
        errors += _host_errors(adres)
    if errors:
        raise InvalidUrl(tuple(errors))
    return adres


def _split(rest: str) -> tuple[str, str]:
    end = next((spot for spot, sign in enumerate(rest) if sign in "/?#"), len(rest))
    return rest[:end], rest[end:]


def _host_errors(adres: WebhookUrl) -> list[Bilingual]:
    errors = []
    labels = adres.host.split(".")
    if not all(_LABEL.fullmatch(label) for label in labels) or len(adres.host) > _LONGEST_NAME:
        errors.append(_NO_NAME)
    elif not labels[-1][0].isalpha():
        errors.append(_IP_ADRES)
    elif len(labels) == 1 or labels[-1] in _NO_DNS:
        errors.append(_NOT_PUBLIC)
    if adres.port != PORT:
        errors.append(_OTHER_PORT)
    return errors


_TOO_LONG: Final = Bilingual(
    f"De URL is langer dan {LONGEST_URL} tekens.", f"The URL is longer than {LONGEST_URL} characters."
)
_WRONG_CHARACTERS: Final = Bilingual(
    "De URL bevat tekens die daarin niet mogen. Schrijf een naam met andere letters als `xn--…` en codeer de "
    "rest met procenttekens.",
    "The URL has characters that it may not have. Write a name with other letters as `xn--…` and "
    "percent-encode the rest.",
)
_NO_HTTPS: Final = Bilingual("De URL moet met `https://` beginnen.", "The URL must begin with `https://`.")
_FRAGMENT: Final = Bilingual(
    "Een `#` met wat daarop volgt kan niet.", "A `#` and what follows is not possible."
)
_USER: Final = Bilingual(
    "Een gebruikersnaam of wachtwoord in de URL kan niet; de handtekening bewijst wie er stuurt.",
    "A user name or password in the URL is not possible; the signature proves who sends.",
)
_NO_NAME: Final = Bilingual(
    "Tussen `https://` en het pad moet een naam uit DNS staan.",
    "Between `https://` and the path there must be a name from DNS.",
)
_IP_ADRES: Final = Bilingual(
    "Een IP-adres kan niet, in geen enkele schrijfwijze; geef een naam uit DNS.",
    "An IP address is not possible, however it is written; give a name from DNS.",
)
_NOT_PUBLIC: Final = Bilingual(
    "Deze naam bestaat niet in de openbare DNS.", "This name does not exist in public DNS."
)
_OTHER_PORT: Final = Bilingual(
    f"Alleen poort {PORT} kan: laat de poort weg.", f"Only port {PORT} is possible: leave the port out."
)
