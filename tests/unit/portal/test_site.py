"""The portal: what is committed is what its sources give, and what it says of the code is so."""

import json
import re
from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath

import pytest
from stagemarkt.adapters.soap.signaalcodes import SIGNAALCODES
from stagemarkt.model.delivery_reasons import REASONS
from stagemarkt.version import VERSION
from stagemarkt.web.documents.shapes import Probleem
from stagemarkt.web.problems import PROBLEMS
from stagemarkt.web.routes import ROUTES

from portal.files import OUTPUT, SiteFile, name_with_digest, stale, write
from portal.problem_pages import problem_texts, whose
from portal.site import CHAPTERS, build_site, page_source
from tests.unit.requests import ROOT

SITE = build_site()
HTML = {name: file.content.decode() for name, file in SITE.items() if name.endswith(".html")}


class _Links(HTMLParser):
    """What a page links to, loads, and can be linked to by."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.targets: list[str] = []
        self.ids: list[str] = []
        self.written: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """One element."""
        values = dict(attrs)
        self.targets += [value for name in ("href", "src") if (value := values.get(name))]
        self.ids += [value for name, value in attrs if name == "id" and value]
        self.written += [name for name in values if name == "style" or name.startswith("on")]
        if tag == "style" or (tag == "script" and "src" not in values):
            self.written.append(tag)


LINKS = {name: _Links(html) for name, html in HTML.items()}


def _addresses() -> Mapping[str, str]:
    """Path below `/v1` as it is asked for -> file."""
    return {name.removesuffix(".html"): name for name in SITE if name != "niet-gevonden.html"}


def _resolved(page: str, target: str) -> str:
    """A relative address, from where the page stands: below `/v1`, whatever stands before that."""
    # What is shown for an address that there is not, stands as deep as those that there are.
    base = PurePosixPath("/v1") / page.replace("niet-gevonden", "docs/x").removesuffix(".html")
    parts = [*base.parent.parts]
    for step in PurePosixPath(target.partition("#")[0]).parts:
        parts = parts[:-1] if step == ".." else [*parts, step]
    return "/".join(parts[1:])


def test_what_is_committed_is_what_the_sources_give() -> None:
    """`make portal` has been run: no file is missing, other, or too many."""
    assert stale(SITE, OUTPUT) == []


def test_the_same_again() -> None:
    """Made twice it is the same, byte for byte."""
    assert build_site() == SITE


def test_what_is_written_is_what_was_made(tmp_path: Path) -> None:
    """What changed is written, what is gone is removed, and what is the same is left as it was."""
    first = {"a.html": SiteFile(b"a"), "docs/b.css": SiteFile(b"b")}
    write(first, tmp_path)
    untouched = (tmp_path / "docs/b.css.gz").stat().st_mtime_ns
    second = {"c.html": SiteFile(b"c"), "docs/b.css": SiteFile(b"b")}
    assert stale(second, tmp_path) == ["a.html", "c.html"]
    write(second, tmp_path)
    assert stale(second, tmp_path) == []
    assert (tmp_path / "docs/b.css.gz").stat().st_mtime_ns == untouched


def test_a_name_tells_of_the_content() -> None:
    """What may be kept for ever has another name when it is another."""
    names = {name_with_digest("a.css", SiteFile(content)) for content in (b"a", b"b")}
    assert len(names) == 2
    assert all(re.fullmatch(r"a\.[0-9a-f]{10}\.css", name) for name in names)


@pytest.mark.parametrize("page", HTML)
def test_every_link_leads_somewhere(page: str) -> None:
    """Each link within the portal leads to a page that is there, and to a heading that it has."""
    known = _addresses()
    elsewhere = {"v1/openapi.json", "v1/asyncapi", "v1/status", "v1/docs"}
    for target in LINKS[page].targets:
        if target.startswith("#"):
            assert target[1:] in LINKS[page].ids
            continue
        if target.startswith("https://"):
            continue
        path = _resolved(page, target)
        assert path in elsewhere | {f"v1/{name}" for name in known}, (page, target)
        fragment = target.partition("#")[2]
        if fragment:
            assert fragment in LINKS[known[path.removeprefix("v1/")]].ids, (page, target)


@pytest.mark.parametrize("page", HTML)
def test_nothing_comes_from_elsewhere(page: str) -> None:
    """A page loads nothing of another host, and has no script, style or handler written in it."""
    assert LINKS[page].written == []
    loaded = re.findall(r"<(?:script|link|img|iframe|source)\b[^>]*\b(?:src|href)=\"([^\"]*)\"", HTML[page])
    assert loaded
    assert [address for address in loaded if "//" in address] == []
    assert len(LINKS[page].ids) == len(set(LINKS[page].ids))


def test_every_problem_has_a_page_and_every_page_a_problem() -> None:
    """No code without a page, no page without a code, in the one order."""
    pages = {name.removeprefix("problemen/").removesuffix(".html") for name in SITE if "problemen/" in name}
    assert pages == PROBLEMS.keys() == problem_texts().keys()
    assert list(problem_texts()) == list(PROBLEMS)


@pytest.mark.parametrize("code", PROBLEMS)
def test_a_problem_page_says_what_the_code_does(code: str) -> None:
    """Title, status, whose and whether to try again are those of the table; so is its example."""
    problem, text, html = PROBLEMS[code], problem_texts()[code], HTML[f"problemen/{code}.html"]
    assert f"<h1>{problem.titel.nl}</h1>" in html
    assert f"<dd>{problem.status}</dd>" in html
    assert f"<dd>{whose(problem)}</dd>" in html
    again = {True: "kan helpen", False: "helpt niet, zolang er niets verandert"}
    assert f"<dd>{again[problem.herhaalbaar]}</dd>" in html
    example = text.problem
    assert Probleem.model_validate(example).code == code
    assert (example["type"], example["status"]) == (f"/v1/problemen/{code}", problem.status)
    assert example["title"] in {problem.titel.nl, f"{problem.titel.nl} / {problem.titel.en}"}
    assert example["herhaalbaar"] is problem.herhaalbaar


@pytest.mark.parametrize("code", [code for code, text in problem_texts().items() if not text.verzoek])
def test_what_cannot_be_asked_for_is_in_the_code(code: str) -> None:
    """An example that no request gives to everybody begins as the code, or the template, says it."""
    folders = (ROOT / "layers/stagemarkt/stagemarkt", ROOT / "functions")
    sources = [path for folder in folders for path in folder.rglob("*.py")] + [ROOT / "template.yaml"]
    beginning = re.split(r"Namens|school|:", problem_texts()[code].problem["detail"])[0][:30].rstrip()
    assert len(beginning) > 10
    assert any(beginning in path.read_text(encoding="utf-8") for path in sources)


def test_every_page_is_reached() -> None:
    """The start page and the tree lead to every page."""
    names = {f"docs/{page.name}.html" for chapter in CHAPTERS for page in chapter.pages}
    assert names == {name for name in HTML if name.startswith("docs/")}
    for page in names:
        assert f'href="{page.removesuffix(".html")}"' in HTML["docs.html"]


def test_the_index_knows_every_page() -> None:
    """What can be searched leads to pages that are there."""
    (name,) = (name for name in SITE if name.startswith("docs/zoekindex."))
    entries = json.loads(SITE[name].content)
    addresses = {entry["a"].partition("#")[0] for entry in entries}
    assert addresses == {name.removesuffix(".html") for name in HTML if "/" in name}
    assert all(entry["p"] and entry["t"] for entry in entries if not entry["k"])


def test_what_pages_tell_of_the_code() -> None:
    """Each route, reason, signaalcode and the version stand where a reader looks for them."""
    toegang, webhooks = page_source("toegang"), page_source("webhooks")
    assert [route for route in ROUTES if f"`{route.method} /v1{route.path}`" not in toegang] == []
    assert [reason for reason, text in REASONS.items() if f"| `{reason}` | {text.nl} |" not in webhooks] == []
    soap = page_source("van-soap-naar-rest").partition("## Signaalcodes")[2]
    assert {int(code) for code in re.findall(r"^\| (\d+) \|", soap, re.MULTILINE)} == SIGNAALCODES.keys()
    assert f"## Versie {VERSION}\n" in page_source("wijzigingen")


def test_the_changes_are_those_of_the_changelog() -> None:
    """Every version of CHANGELOG.md has its chapter for vendors; what is not released is that to come."""
    versions = re.findall(r"^## \[([^\]]+)\]", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    versions = list(dict.fromkeys(version.replace("Unreleased", VERSION) for version in versions))
    assert re.findall(r"^## Versie (\S+)", page_source("wijzigingen"), re.MULTILINE) == versions
