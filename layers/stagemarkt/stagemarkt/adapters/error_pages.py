"""What the pages of servers and proxies say that refuse a request before SBB's service sees it: one table.

A refused or missing client certificate has many faces: IIS says 403 with a number behind it, nginx (and with
it Azure's Application Gateway) 400 with a sentence, others 401 or a number of their own. Beside them stand
the pages that look alike and are about something else. Only the start of a body is looked at, and nothing of
it goes further.
"""

import html
import re
from collections.abc import Mapping
from enum import Enum, auto
from typing import Final, NamedTuple


class Pagina(Enum):
    """What a page says: of the school's certificate, of us (three), or of SBB (three)."""

    CERTIFICAAT = auto()
    ADRES = auto()
    VORM = auto()
    TOEGANG = auto()
    DRUKTE = auto()
    TE_LAAT = auto()
    STORING = auto()


class Merk(NamedTuple):
    """By what a page is known: whose it is, with which statuses, and what its text has, in small letters."""

    wie: str
    statussen: frozenset[int]
    patroon: re.Pattern[str]
    zegt: Pagina


_LEZEN: Final = 64 * 1024
_GEWEIGERD: Final = frozenset({400, 401, 403})
# nginx's own, for its configuration; some let them out.
_NUMMERS: Final[Mapping[int, Pagina]] = {
    494: Pagina.VORM,
    495: Pagina.CERTIFICAAT,
    496: Pagina.CERTIFICAAT,
    497: Pagina.ADRES,
}


def _merk(wie: str, statussen: set[int] | frozenset[int], patroon: str, zegt: Pagina) -> Merk:
    return Merk(wie, frozenset(statussen), re.compile(patroon), zegt)


# The first that fits counts: what says most precisely what it is about comes first.
MERKEN: Final = (
    _merk("nginx", {400}, r"plain http request was sent to https port", Pagina.ADRES),
    _merk("Go", {400}, r"client sent an http request to an https server", Pagina.ADRES),
    _merk("nginx", {400}, r"request header or cookie too large", Pagina.VORM),
    _merk("http.sys", {400}, r"invalid hostname", Pagina.ADRES),
    # A client that does not offer to show its certificate after the handshake: ours, if it were so.
    _merk("Apache", {403}, r"cannot perform post-handshake authentication", Pagina.VORM),
    _merk("IIS", {403}, r"\b403\.(?:7|12|13|16|17)\b", Pagina.CERTIFICAAT),
    _merk("IIS", {403}, r"\b403\.(?:6|8)\b", Pagina.TOEGANG),
    _merk("IIS", {403}, r"\b403\.(?:9|15|501|502|503)\b", Pagina.DRUKTE),
    _merk("IIS", {403}, r"\b403\.(?:1|2|3|4|5|10|14|18|19|21)\b", Pagina.ADRES),
    _merk(
        "nginx, Application Gateway",
        {400},
        r"the ssl certificate error|no required ssl certificate",
        Pagina.CERTIFICAAT,
    ),
    # Kong, Tomcat, API Management, and whoever says it in so many words, in English or Dutch.
    _merk(
        "a proxy",
        _GEWEIGERD,
        r"client[ -]?(?:(?:ssl|tls|x\.?509)[ -])?certifica"
        r"|(?:ssl|tls|transport) certificate (?:error|failed|required|not found|was not)"
        r"|(?:ssl|tls|transport) certificate is (?:required|not|missing|invalid|expired)"
        r"|no (?:required )?(?:ssl|tls|mtls) certificate"
        r"|(?:invalid|expired|revoked) (?:ssl|tls|x\.?509) certificate"
        r"|certificate verif(?:y|ication) (?:failed|error)|(?:ssl|tls) certificate verif"
        r"|certificate (?:\w+ ){0,4}(?:has|is) (?:been )?(?:expired|revoked|not yet valid)"
        r"|self[ -]signed certificate|issuer certificate"
        r"|mutual (?:tls|ssl|authentication) (?:is )?(?:required|failed)",
        Pagina.CERTIFICAAT,
    ),
    _merk("API Management", {401, 403}, r"subscription key", Pagina.TOEGANG),
    _merk("App Service", {403}, r"has blocked your access", Pagina.TOEGANG),
    _merk("App Service", {403}, r"web app is stopped|site (?:is )?disabled", Pagina.STORING),
    # All that Application Gateway has against a certificate is 400: its 403 is that of its firewall.
    _merk("Application Gateway", {403}, r"microsoft-azure-application-gateway", Pagina.TOEGANG),
    _merk("Front Door", {403}, r"the request is blocked", Pagina.TOEGANG),
    _merk("F5", {200, 403}, r"the requested url was rejected", Pagina.TOEGANG),
    _merk(
        "a firewall",
        {401, 403},
        r"\bip[ -]?(?:v[46] )?addres.{0,80}?"
        r"(?:reject|block|denied|not allowed|not permitted|forbidden|geweigerd)",
        Pagina.TOEGANG,
    ),
)


def herken(status: int, inhoud: bytes) -> tuple[Pagina, str] | None:
    """What this page says and whose it is; None when nothing in it is known."""
    if status in _NUMMERS:
        return _NUMMERS[status], "nginx"
    tekst = _tekst(inhoud)
    for merk in MERKEN:
        if status in merk.statussen and merk.patroon.search(tekst):
            return merk.zegt, merk.wie
    return None


def _tekst(inhoud: bytes) -> str:
    """The start of a body as text in small letters, without markup, every gap one space."""
    begin = inhoud[:_LEZEN]
    codering = "utf-16" if begin[:2] in {b"\xff\xfe", b"\xfe\xff"} else "latin-1"
    zonder = re.sub(r"<[^<>]{0,2000}>", " ", begin.decode(codering, "replace"))
    return " ".join(html.unescape(zonder).lower().split())
