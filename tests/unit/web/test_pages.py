"""Pages: what a browser gets, under which headers, and what who is no browser gets instead."""

import base64
import gzip
import re
from typing import Any

import pytest
from stagemarkt.web.pages import MEDIATYPES
from stagemarkt.web.problems import PROBLEMS
from stagemarkt.web.routes import PAGES

from functions.documentatie.app import handler
from tests.unit.fakes.composition import FakeContext
from tests.unit.requests import ROOT, build_event, bytes_of, json_of

FOLDER = ROOT / "functions" / "documentatie" / "portaal"
# As Chromium asks for a page.
BROWSER = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8",
    "Accept-Encoding": "gzip, deflate, br",
}
FILES = sorted(path.name.removesuffix(".gz") for path in (FOLDER / "docs").glob("*.gz"))


def _ask(
    path: str, headers: dict[str, str] | None = None, method: str = "GET", **query: list[str]
) -> dict[str, Any]:
    """One request for `/docs`, `/docs/<pagina>` or `/problemen/<probleem>`."""
    folder, _, name = path.strip("/").partition("/")
    resource = {"docs": "/docs/{pagina}", "problemen": "/problemen/{probleem}"}[folder] if name else path
    fields = {"pagina": name, "probleem": name} if name else None
    event = build_event(method, resource, headers=headers, path_fields=fields, query=query or None)
    return handler({**event, "path": path}, FakeContext())


@pytest.mark.parametrize("code", PROBLEMS)
def test_where_a_problem_leads(code: str) -> None:
    """The `type` of every problem is the address of a page about it."""
    answer = _ask(f"/problemen/{code}", BROWSER)
    assert (answer["statusCode"], answer["headers"]["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert f"<code>{code}</code>".encode() in bytes_of(answer)


@pytest.mark.parametrize("name", FILES)
def test_every_file_is_served(name: str) -> None:
    """Each file as it was packed, and as what it is; unpacked for who reads no gzip."""
    path = f"/docs/{name.removesuffix('.html')}"
    packed = (FOLDER / "docs" / f"{name}.gz").read_bytes()
    answer = _ask(path, {"Accept": "*/*", "Accept-Encoding": "gzip"})
    assert base64.b64decode(answer["body"]) == packed
    suffix = re.findall(r"\.\w+$", name)[0]
    assert answer["headers"]["Content-Type"] == f"{MEDIATYPES[suffix]}; charset=utf-8"
    assert _ask(path)["body"].encode() == gzip.decompress(packed)


@pytest.mark.parametrize("path", ["/docs", "/docs/snel-starten", "/problemen/geen-toegang", "/docs/nergens"])
def test_what_a_browser_is_told(path: str) -> None:
    """Everything from here, nothing written in the page, in no frame: strict, without any `unsafe-`."""
    headers = _ask(path, BROWSER)["headers"]
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert (
        policy["script-src"] == policy["style-src"] == policy["img-src"] == policy["connect-src"] == "'self'"
    )
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["Cross-Origin-Opener-Policy"] == headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert (headers["X-Content-Type-Options"], headers["Referrer-Policy"]) == ("nosniff", "no-referrer")
    assert headers["Content-Language"] == "nl"
    assert headers["Vary"] == "Accept, Accept-Encoding"


def test_how_long_it_may_be_kept() -> None:
    """A page for minutes; what has a digest in its name for ever; what is not there not at all."""
    (style,) = (name for name in FILES if name.startswith("portaal.") and name.endswith(".css"))
    assert _ask("/docs", BROWSER)["headers"]["Cache-Control"] == "public, max-age=300"
    assert _ask(f"/docs/{style}")["headers"]["Cache-Control"] == "public, max-age=31536000, immutable"
    missing = _ask("/docs/nergens", BROWSER)["headers"]
    assert missing["Cache-Control"] == "no-store"
    assert "ETag" not in missing


@pytest.mark.parametrize("path", ["/docs", "/docs/webhooks", "/problemen/bron-licentie"])
def test_who_has_a_page_already(path: str) -> None:
    """304 by its tag; HEAD gives the headers of the GET, with the length of what would come."""
    given = _ask(path, BROWSER)
    known = _ask(path, {**BROWSER, "If-None-Match": given["headers"]["ETag"]})
    assert (known["statusCode"], known["body"]) == (304, "")
    header = _ask(path, BROWSER, "HEAD")
    length = str(len(base64.b64decode(given["body"])))
    assert header["headers"] == {**given["headers"], "Content-Length": length}
    assert header["body"] == ""


@pytest.mark.parametrize("path", ["/docs/nergens", "/problemen/nergens"])
def test_a_page_that_there_is_not(path: str) -> None:
    """A reader gets a page that says so, a program a problem."""
    page = _ask(path, BROWSER)
    assert (page["statusCode"], page["headers"]["Content-Type"]) == (404, "text/html; charset=utf-8")
    assert b"Deze pagina is er niet" in bytes_of(page)
    problem = _ask(path, {"Accept": "*/*"})
    assert (problem["statusCode"], json_of(problem)["code"]) == (404, "resource-onbekend")


@pytest.mark.parametrize(
    "name",
    [
        "..",
        "../docs.html",
        "..%2fopenapi.json",
        "docs.html.gz",
        "/etc/passwd",
        "\x00",
        "é",
        "%00",
        "webhooks.html",
        "",
    ],
)
@pytest.mark.parametrize("resource", ["/docs/{pagina}", "/problemen/{probleem}"])
def test_a_name_is_no_path(name: str, resource: str) -> None:
    """Whatever is asked for is looked up among what there is: nothing else of the machine can be read."""
    event = build_event("GET", resource, path_fields={"pagina": name, "probleem": name})
    answer = handler(event, FakeContext())
    assert (answer["statusCode"], json_of(answer)["code"]) == (404, "resource-onbekend")


@pytest.mark.parametrize("accept", ["application/json", "text/css", "text/html;q=0"])
def test_who_takes_no_page(accept: str) -> None:
    """406 names what there is."""
    answer = _ask("/docs", {"Accept": accept})
    assert (answer["statusCode"], json_of(answer)["code"]) == (406, "niet-acceptabel")
    assert "text/html" in json_of(answer)["detail"]


@pytest.mark.parametrize("route", PAGES, ids=lambda route: route.operatie)
def test_a_page_takes_no_query(route: Any) -> None:
    """Strict here as everywhere; and a wrong method is told which there are."""
    fields = {"pagina": "webhooks", "probleem": "geen-toegang"}
    answer = handler(build_event("GET", route.path, query={"x": ["1"]}, path_fields=fields), FakeContext())
    assert (answer["statusCode"], json_of(answer)["code"]) == (400, "onbekende-parameter")
    answer = handler(build_event("POST", route.path, path_fields=fields), FakeContext())
    assert (answer["statusCode"], answer["headers"]["Allow"]) == (405, "GET, HEAD, OPTIONS")
