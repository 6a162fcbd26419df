"""The URL of a webhook: read in one way, by which it is judged, kept and connected to alike.

Two programs that read one URL differently are how a check is passed for a place that is not the one sent to.
So only the plainest form is taken: https, a name in DNS, port 443. No IP address in any notation: none of
them ends in a label that begins with a letter.
"""

import re
from collections.abc import Collection
from typing import Final, NamedTuple

from stagemarkt.model.errors import Tekst

LANGSTE_URL: Final = 2000
POORT: Final = 443

_TEKENS: Final = re.compile(r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]*", re.ASCII)
_GEZAG: Final = re.compile(r"(?P<naam>[^:]*)(:(?P<poort>[0-9]{1,5}))?", re.ASCII)
_LABEL: Final = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", re.ASCII)
_LOS_PROCENT: Final = re.compile(r"%(?![0-9A-Fa-f]{2})", re.ASCII)
_LANGSTE_NAAM: Final = 253
# Names that DNS on the internet does not have (RFC 6761, 6762, 7686, 9476 and ICANN's `internal`).
_GEEN_DNS: Final = frozenset(
    {"alt", "arpa", "example", "internal", "invalid", "local", "localhost", "onion", "test"}
)


class Webhookadres(NamedTuple):
    """A URL, read: the host in small letters, the port, and what is asked for there (path and query)."""

    gastheer: str
    poort: int
    doel: str

    @property
    def plaats(self) -> str:
        """`host:port`, as the exceptions are written."""
        return f"{self.gastheer}:{self.poort}"


class Uitzonderingen(NamedTuple):
    """Receivers that may have any name, port and address: for tests, never in production.

    Attributes:
        plaatsen: `host:port`, each exactly as it stands in a URL, in small letters.
        ca: the PEM of the CA that signs them all; no other CA is trusted for them, and it for no other.
    """

    plaatsen: frozenset[str] = frozenset()
    ca: str = ""


GEEN_UITZONDERINGEN: Final = Uitzonderingen()
_PLAATS: Final = re.compile(r"[a-z0-9.-]+:[0-9]{1,5}", re.ASCII)


def lees_uitzonderingen(lijst: str, ca: str, stage: str) -> Uitzonderingen:
    """The exceptions of a deployment.

    Args:
        lijst: `host:port`, with commas between; may be empty.
        ca: the PEM of their CA; empty when there are none.
        stage: of the deployment.

    Raises:
        ValueError: they are not as they must be, or this is production: then nothing is sent at all. The
            template refuses them there as well; what is set by hand it does not see.
    """
    plaatsen = frozenset(filter(None, (plaats.strip() for plaats in lijst.split(","))))
    if not plaatsen and not ca.strip():
        return GEEN_UITZONDERINGEN
    if stage == "productie":
        raise ValueError("exceptions for webhooks are not possible in production")
    if not plaatsen or not ca.strip():
        raise ValueError("exceptions for webhooks need their CA, and the other way round")
    if not all(_PLAATS.fullmatch(plaats) for plaats in plaatsen):
        raise ValueError("exceptions for webhooks are written host:port, in small letters")
    return Uitzonderingen(plaatsen, ca)


class UrlOngeldig(ValueError):
    """The URL cannot be that of a webhook; `fouten` says everything that is wrong with it."""

    def __init__(self, fouten: tuple[Tekst, ...]) -> None:
        super().__init__(f"{len(fouten)} faults")
        self.fouten = fouten


def lees_webhookadres(url: str, uitzonderingen: Collection[str] = ()) -> Webhookadres:
    """Read and judge the URL. Whether its name leads to a public address is judged when it is connected to.

    Args:
        url: as the subscriber gave it.
        uitzonderingen: `host:port` of receivers in a test environment, which may have any name and port.

    Raises:
        UrlOngeldig: with every fault.
    """
    fouten: list[Tekst] = []
    schema, scheiding, rest = url.partition("://")
    gezag, doel = _splits(rest)
    if len(url) > LANGSTE_URL:
        fouten.append(_TE_LANG)
    if not _TEKENS.fullmatch(url) or _LOS_PROCENT.search(url):
        fouten.append(_VERKEERDE_TEKENS)
    if not scheiding or schema.lower() != "https":
        fouten.append(_GEEN_HTTPS)
    if "#" in doel:
        fouten.append(_FRAGMENT)
    _, aanloop, plaats = gezag.rpartition("@")
    if aanloop:
        fouten.append(_GEBRUIKER)
    treffer = _GEZAG.fullmatch(plaats.lower())
    adres = Webhookadres(
        treffer["naam"] if treffer else "",
        int(treffer["poort"] or POORT) if treffer else POORT,
        doel if doel.startswith("/") else f"/{doel}",
    )
    if adres.plaats not in uitzonderingen:
        fouten += _fouten_van_plaats(adres)
    if fouten:
        raise UrlOngeldig(tuple(fouten))
    return adres


def _splits(rest: str) -> tuple[str, str]:
    einde = next((plek for plek, teken in enumerate(rest) if teken in "/?#"), len(rest))
    return rest[:einde], rest[einde:]


def _fouten_van_plaats(adres: Webhookadres) -> list[Tekst]:
    fouten = []
    labels = adres.gastheer.split(".")
    if not all(_LABEL.fullmatch(label) for label in labels) or len(adres.gastheer) > _LANGSTE_NAAM:
        fouten.append(_GEEN_NAAM)
    elif not labels[-1][0].isalpha():
        fouten.append(_IP_ADRES)
    elif len(labels) == 1 or labels[-1] in _GEEN_DNS:
        fouten.append(_NIET_OPENBAAR)
    if adres.poort != POORT:
        fouten.append(_ANDERE_POORT)
    return fouten


_TE_LANG: Final = Tekst(
    f"De URL is langer dan {LANGSTE_URL} tekens.", f"The URL is longer than {LANGSTE_URL} characters."
)
_VERKEERDE_TEKENS: Final = Tekst(
    "De URL bevat tekens die daarin niet mogen. Schrijf een naam met andere letters als `xn--…` en codeer de "
    "rest met procenttekens.",
    "The URL has characters that it may not have. Write a name with other letters as `xn--…` and "
    "percent-encode the rest.",
)
_GEEN_HTTPS: Final = Tekst("De URL moet met `https://` beginnen.", "The URL must begin with `https://`.")
_FRAGMENT: Final = Tekst("Een `#` met wat daarop volgt kan niet.", "A `#` and what follows is not possible.")
_GEBRUIKER: Final = Tekst(
    "Een gebruikersnaam of wachtwoord in de URL kan niet; de handtekening bewijst wie er stuurt.",
    "A user name or password in the URL is not possible; the signature proves who sends.",
)
_GEEN_NAAM: Final = Tekst(
    "Tussen `https://` en het pad moet een naam uit DNS staan.",
    "Between `https://` and the path there must be a name from DNS.",
)
_IP_ADRES: Final = Tekst(
    "Een IP-adres kan niet, in geen enkele schrijfwijze; geef een naam uit DNS.",
    "An IP address is not possible, however it is written; give a name from DNS.",
)
_NIET_OPENBAAR: Final = Tekst(
    "Deze naam bestaat niet in de openbare DNS.", "This name does not exist in public DNS."
)
_ANDERE_POORT: Final = Tekst(
    f"Alleen poort {POORT} kan: laat de poort weg.", f"Only port {POORT} is possible: leave the port out."
)
