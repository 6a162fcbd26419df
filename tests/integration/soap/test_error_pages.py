"""Pages by which servers and proxies refuse a certificate, and those that only look like it."""

from typing import Final

import pytest
from stagemarkt.adapters.soap.http_status import check_status
from stagemarkt.adapters.soap.transport import RawResponse
from stagemarkt.domain.guard.outcome import outcome_of
from stagemarkt.model.errors import (
    BronError,
    BronOverloaded,
    BronUnavailable,
    MessageRejected,
    SchoolCertificateUnsuitable,
)

from tests.integration.support.secret import everything_of

NGINX: Final = (
    "<html>\r\n<head><title>400 {0}</title></head>\r\n<body>\r\n<center><h1>400 Bad Request</h1></center>\r\n"
    "<center>{0}</center>\r\n<hr><center>nginx/1.24.0</center>\r\n</body>\r\n</html>\r\n"
)
GATEWAY: Final = NGINX.replace("nginx/1.24.0", "Microsoft-Azure-Application-Gateway/v2")
# As IIS shows it on the machine itself, or where somebody had it show all; strangers get no number.
IIS: Final = (
    "<!DOCTYPE html><html><head><title>IIS 10.0 Detailed Error - 403.{0} - Forbidden</title></head><body>"
    "<h3>HTTP Error 403.{0} - Forbidden</h3><h4>{1}</h4></body></html>"
)
IIS_SHORT: Final = (
    '<div id="header"><h1>Server Error</h1></div><h2>403 - Forbidden: Access is denied.</h2><h3>You do not '
    "have permission to view this directory or page using the credentials that you supplied.</h3>"
)
APACHE: Final = (
    '<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN"><html><head><title>403 Forbidden</title></head><body>'
    "<h1>Forbidden</h1><p>You don't have permission to access this resource.{0}</p></body></html>"
)
REFUSED: Final = {
    "nginx, refused": (400, NGINX.format("The SSL certificate error")),
    "nginx, none": (400, NGINX.format("No required SSL certificate was sent")),
    "nginx 495": (495, ""),
    "nginx 496": (496, "<html></html>"),
    "Application Gateway": (400, GATEWAY.format("The SSL certificate error")),
    "Application Gateway, none": (400, GATEWAY.format("No required SSL certificate was sent")),
    **{
        f"IIS 403.{number}": (
            403,
            IIS.format(number, "The page requires your browser to have a certificate."),
        )
        for number in (7, 12, 13, 16, 17)
    },
    "IIS, in short": (403, IIS_SHORT),
    "IIS, as Azure has it": (403, "The page you requested needs a Client Certificate."),
    "Apache": (403, APACHE.format("")),
    "HAProxy": (
        403,
        "<html><body><h1>403 Forbidden</h1>\nRequest forbidden by administrative rules.\n</body></html>",
    ),
    "Envoy": (403, "RBAC: access denied"),
    "Cloudflare": (403, "error code: 1020"),
    "API Management": (403, '{"statusCode": 403, "message": "Invalid client certificate"}'),
    "API Management, 401": (401, '{"statusCode": 401, "message": "Client certificate is missing"}'),
    "API Gateway": (403, '{"message":"Forbidden"}'),
    "Kong": (401, '{"message":"TLS certificate failed verification"}'),
    "Kong, none": (401, '{"message":"No required TLS certificate was sent"}'),
    "Tomcat": (400, "HTTP Status 400 - No client certificate chain in this request"),
    "in Dutch": (400, "<p>Het clientcertificaat is niet geldig.</p>"),
    "OpenSSL's own words": (400, "SSL certificate verification failed: self-signed certificate"),
    "OpenSSL's own words, in short": (400, "<p>Certificate verify failed</p>"),
    "a proxy, invalid": (400, "Invalid SSL certificate"),
    "a proxy, revoked": (400, "The certificate that was presented has been revoked."),
    "a proxy, expired": (400, "TLS: certificate has expired"),
    "a proxy, issuer": (400, "unable to get local issuer certificate"),
    "with markup in it": (400, "<b>The&nbsp;SSL</b>\n  <i>certificate</i> error"),
    "a long page": (400, f"{'<!-- -->' * 2000}The SSL certificate error"),
}
# What is ours: another address, another form, or who stands before SBB.
OURS: Final = {
    "nginx, plain": (400, NGINX.format("The plain HTTP request was sent to HTTPS port")),
    "nginx, 497": (497, ""),
    "Go, plain": (400, "Client sent an HTTP request to an HTTPS server."),
    "nginx, headers": (400, NGINX.format("Request Header Or Cookie Too Large")),
    "nginx, bad request": (400, "<html><head><title>400 Bad Request</title></head></html>"),
    "http.sys": (
        400,
        "<h2>Bad Request - Invalid Hostname</h2><p>HTTP Error 400. The request hostname is invalid.</p>",
    ),
    "http.sys, verb": (400, "<h2>Bad Request - Invalid Verb</h2>"),
    "a diploma": (400, "<p>Het certificaat van de opleiding is onbekend.</p>"),
    "SSL, no certificate": (400, "<p>SSL is required.</p>"),
    "IIS 403.4": (403, IIS.format(4, "The page you are trying to access is secured with SSL.")),
    "IIS 403.6": (403, IIS.format(6, "The IP address from which you are browsing is not permitted.")),
    "IIS 403.14": (403, IIS.format(14, "The Web server does not list the contents of this directory.")),
    "Apache, nothing offered": (
        403,
        APACHE.format("<br />\nReason: Cannot perform Post-Handshake Authentication.<br />"),
    ),
    "API Management, key": (
        401,
        '{ "statusCode": 401, "message": "Access denied due to missing subscription key." }',
    ),
    "Application Gateway, firewall": (403, GATEWAY.replace("400", "403").format("Forbidden")),
    "Front Door": (403, "<h2>Our services aren't available right now</h2><p>The request is blocked.</p>"),
    "App Service": (
        403,
        "<h1>Error 403</h1><p>The web app you have attempted to reach has blocked your access.</p>",
    ),
    "F5": (403, "The requested URL was rejected. Please consult with your administrator."),
    "a firewall": (403, "Your IP address 192.0.2.1 is blocked."),
    "not found": (404, IIS_SHORT.replace("403", "404")),
    "IIS, body too large": (413, "The page was not displayed because the request entity is too large."),
    "another type": (415, ""),
}
BUSY: Final = {
    "IIS 403.9": (403, IIS.format(9, "Too many clients are trying to connect to the Web server.")),
    "IIS 403.502": (403, IIS.format(502, "Too many requests from the same client IP.")),
}
STORING: Final = {
    "App Service, stopped": (403, "<h1>Error 403 - This web app is stopped.</h1>"),
    "no gateway": (502, "<h1>502 Bad Gateway</h1> client certificate"),
    "Cloudflare 526": (526, "Invalid SSL certificate"),
}


def _error(status: int, content: bytes) -> BronError:
    with pytest.raises(BronError) as caught:
        check_status(RawResponse(status, "text/html", content, None))
    return caught.value


def _table(kind: type[BronError], sheets: dict[str, tuple[int, str]]) -> list[object]:
    return [pytest.param(kind, *sheet, id=who) for who, sheet in sheets.items()]


@pytest.mark.parametrize(
    ("kind", "status", "sheet"),
    [
        *_table(SchoolCertificateUnsuitable, REFUSED),
        *_table(MessageRejected, OURS),
        *_table(BronOverloaded, BUSY),
        *_table(BronUnavailable, STORING),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_what_a_page_says(kind: type[BronError], status: int, sheet: str, encoding: str) -> None:
    """Each page is known for what it is about, and nothing of it is passed on."""
    error = _error(status, f"{sheet} GEHEIM".encode(encoding))
    assert type(error) is kind
    assert "GEHEIM" not in everything_of(error)


def test_what_is_not_the_schools_does_not_mark_it() -> None:
    """A page about anything but the certificate says nothing of the school, and opens no breaker of SBB."""
    for status, sheet in OURS.values():
        assert outcome_of(_error(status, sheet.encode()))[:2] == ("afgewezen", "niets")
    for status, sheet in REFUSED.values():
        assert outcome_of(_error(status, sheet.encode()))[:2] == ("niets", "mis")


def test_a_large_page_does_not_cost_much() -> None:
    """Of a page no more than the start is looked at, and nothing in it makes looking slow."""
    for filler in (b"<", b"< ", b"ip address ", b"client-", b"&lt;"):
        error = _error(403, filler * (5 * 2**20 // len(filler)) + b"403.4")
        assert type(error) is SchoolCertificateUnsuitable
