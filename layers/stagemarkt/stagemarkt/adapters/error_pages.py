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


class ErrorPage(Enum):
    """What a page says: of the school's certificate, of us (three), or of SBB (three)."""

    CERTIFICAAT = auto()
    ADRES = auto()
    VORM = auto()
    TOEGANG = auto()
    DRUKTE = auto()
    TE_LAAT = auto()
    STORING = auto()


class Mark(NamedTuple):
    """By what a page is known: whose it is, with which statuses, and what its text has, in small letters."""

    who: str
    statussen: frozenset[int]
    pattern: re.Pattern[str]
    says: ErrorPage


_READING: Final = 64 * 1024
_REFUSED: Final = frozenset({400, 401, 403})
# nginx's own, for its configuration; some let them out.
_NUMBERS: Final[Mapping[int, ErrorPage]] = {
    494: ErrorPage.VORM,
    495: ErrorPage.CERTIFICAAT,
    496: ErrorPage.CERTIFICAAT,
    497: ErrorPage.ADRES,
}


def _mark(who: str, statussen: set[int] | frozenset[int], pattern: str, says: ErrorPage) -> Mark:
    return Mark(who, frozenset(statussen), re.compile(pattern), says)


# The first that fits counts: what says most precisely what it is about comes first.
MARKS: Final = (
    _mark("nginx", {400}, r"plain http request was sent to https port", ErrorPage.ADRES),
    _mark("Go", {400}, r"client sent an http request to an https server", ErrorPage.ADRES),
    _mark("nginx", {400}, r"request header or cookie too large", ErrorPage.VORM),
    _mark("http.sys", {400}, r"invalid hostname", ErrorPage.ADRES),
    # A client that does not offer to show its certificate after the handshake: ours, if it were so.
    _mark("Apache", {403}, r"cannot perform post-handshake authentication", ErrorPage.VORM),
    _mark("IIS", {403}, r"\b403\.(?:7|12|13|16|17)\b", ErrorPage.CERTIFICAAT),
    _mark("IIS", {403}, r"\b403\.(?:6|8)\b", ErrorPage.TOEGANG),
    _mark("IIS", {403}, r"\b403\.(?:9|15|501|502|503)\b", ErrorPage.DRUKTE),
    _mark("IIS", {403}, r"\b403\.(?:1|2|3|4|5|10|14|18|19|21)\b", ErrorPage.ADRES),
    _mark(
        "nginx, Application Gateway",
        {400},
        r"the ssl certificate error|no required ssl certificate",
        ErrorPage.CERTIFICAAT,
    ),
    # Kong, Tomcat, API Management, and whoever says it in so many words, in English or Dutch.
    _mark(
        "a proxy",
        _REFUSED,
        r"client[ -]?(?:(?:ssl|tls|x\.?509)[ -])?certifica"
        r"|(?:ssl|tls|transport) certificate (?:error|failed|required|not found|was not)"
        r"|(?:ssl|tls|transport) certificate is (?:required|not|missing|invalid|expired)"
        r"|no (?:required )?(?:ssl|tls|mtls) certificate"
        r"|(?:invalid|expired|revoked) (?:ssl|tls|x\.?509) certificate"
        r"|certificate verif(?:y|ication) (?:failed|error)|(?:ssl|tls) certificate verif"
        r"|certificate (?:\w+ ){0,4}(?:has|is) (?:been )?(?:expired|revoked|not yet valid)"
        r"|self[ -]signed certificate|issuer certificate"
        r"|mutual (?:tls|ssl|authentication) (?:is )?(?:required|failed)",
        ErrorPage.CERTIFICAAT,
    ),
    _mark("API Management", {401, 403}, r"subscription key", ErrorPage.TOEGANG),
    _mark("App Service", {403}, r"has blocked your access", ErrorPage.TOEGANG),
    _mark("App Service", {403}, r"web app is stopped|site (?:is )?disabled", ErrorPage.STORING),
    # All that Application Gateway has against a certificate is 400: its 403 is that of its firewall.
    _mark("Application Gateway", {403}, r"microsoft-azure-application-gateway", ErrorPage.TOEGANG),
    _mark("Front Door", {403}, r"the request is blocked", ErrorPage.TOEGANG),
    _mark("F5", {200, 403}, r"the requested url was rejected", ErrorPage.TOEGANG),
    _mark(
        "a firewall",
        {401, 403},
        r"\bip[ -]?(?:v[46] )?addres.{0,80}?"
        r"(?:reject|block|denied|not allowed|not permitted|forbidden|geweigerd)",
        ErrorPage.TOEGANG,
    ),
)


def recognise(status: int, content: bytes) -> tuple[ErrorPage, str] | None:
    """What this page says and whose it is; None when nothing in it is known."""
    if status in _NUMBERS:
        return _NUMBERS[status], "nginx"
    text = _text(content)
    for mark in MARKS:
        if status in mark.statussen and mark.pattern.search(text):
            return mark.says, mark.who
    return None


def _text(content: bytes) -> str:
    """The start of a body as text in small letters, without markup, every gap one space."""
    begin = content[:_READING]
    encoding = "utf-16" if begin[:2] in {b"\xff\xfe", b"\xfe\xff"} else "latin-1"
    without = re.sub(r"<[^<>]{0,2000}>", " ", begin.decode(encoding, "replace"))
    return " ".join(html.unescape(without).lower().split())
