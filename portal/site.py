"""The whole portal: which pages there are, in which order, and what files they become."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from stagemarkt.version import VERSION
from stagemarkt.web.problems import PROBLEMS

from portal import facts, problem_pages
from portal.files import PROJECT, SiteFile, name_with_digest, packed_file
from portal.markdown import RenderedText, code_html, inline_html, render_markdown

_HERE: Final = Path(__file__).parent
PAGES: Final = _HERE / "pages"
# What is read in the repository too: as it stands, but for its title.
_FROM_DOCS: Final = {"clients": PROJECT / "docs" / "clients.md"}
SAMPLES: Final = _HERE / "samples"
_VENDOR: Final = _HERE / "vendor"
# What pages are shown with, under which name.
_ASSETS: Final = {path.name: path for path in sorted((_HERE / "assets").iterdir())}
_LONGEST_SNIPPET: Final = 300


class PortalPage(NamedTuple):
    """One page: the name in its address, its title, and in a line what is in it."""

    name: str
    title: str
    summary: str


class Chapter(NamedTuple):
    """Pages that belong together."""

    title: str
    pages: Sequence[PortalPage]


CHAPTERS: Final = (
    Chapter(
        "Beginnen",
        (
            PortalPage("snel-starten", "In vijf minuten", "Van sleutel tot eerste antwoord."),
            PortalPage("proberen", "Proberen", "Elke aanroep invullen en versturen, in de browser."),
            PortalPage("toegang", "Sleutels en toegang", "Wie u bent, voor welke school, en waarvoor."),
        ),
    ),
    Chapter(
        "De vijf functies",
        (
            PortalPage("vaststellen", "Vaststellen", "Welk leerbedrijf is dit, en bestaat het nog?"),
            PortalPage("natrekken", "Natrekken", "Is dit leerbedrijf erkend, de hele BPVO lang?"),
            PortalPage("actualiseren", "Actualiseren", "Horen dat een erkenning verandert."),
            PortalPage("detailgegevens", "Detailgegevens", "Met wie kan ik contact opnemen?"),
            PortalPage("zoeken", "Zoeken", "Leerplaatsen en erkende leerbedrijven vinden."),
        ),
    ),
    Chapter(
        "Goed om te weten",
        (
            PortalPage("versheid", "Versheid", "Hoe oud een antwoord mag zijn, en hoe u dat ziet."),
            PortalPage("fouten", "Fouten", "Wat er mis kan gaan, wie aan zet is, en wat u doet."),
            PortalPage("clients", "Een client laten maken", "TypeScript, Python, PHP en Java, uit OpenAPI."),
            PortalPage("webhooks", "Webhooks", "Berichten ontvangen, en hun handtekening controleren."),
            PortalPage("van-soap-naar-rest", "Van SOAP naar REST", "Welk veld van White Label is hier welk?"),
            PortalPage("wijzigingen", "Wijzigingen", "Wat er per versie is bijgekomen en veranderd."),
        ),
    ),
)
START: Final = PortalPage("", "Documentatie", "De API van Stagemarkt Facade, voor wie er software op bouwt.")
TRY: Final = "proberen"


class _Context(NamedTuple):
    """What the layout needs for every page."""

    environment: Environment
    assets: Mapping[str, str]


def build_site() -> Mapping[str, SiteFile]:
    """Path below `/v1` -> file; a page has `.html` behind its name."""
    files: dict[str, SiteFile] = {}
    assets: dict[str, str] = {}
    for name, file in _shared_files():
        assets[name] = name_with_digest(name, file)
        files[f"docs/{assets[name]}"] = file
    texts = {page.name: _read_page(page.name) for chapter in CHAPTERS for page in chapter.pages}
    index = SiteFile(
        json.dumps(list(_search_index(texts)), ensure_ascii=False, separators=(",", ":")).encode()
    )
    assets["zoekindex.json"] = name_with_digest("zoekindex.json", index)
    files[f"docs/{assets['zoekindex.json']}"] = index
    context = _Context(_environment(), assets)
    files["docs.html"] = _page(context, "start.html", START, "docs/", "problemen/")
    for chapter in CHAPTERS:
        for page in chapter.pages:
            layout = "proberen.html" if page.name == TRY else "pagina.html"
            files[f"docs/{page.name}.html"] = _page(context, layout, page, text=texts[page.name])
    for code in PROBLEMS:
        files[f"problemen/{code}.html"] = _problem_page(context, code)
    missing = PortalPage("niet-gevonden", "Deze pagina is er niet", "Op dit adres staat niets.")
    files["niet-gevonden.html"] = _page(context, "niet-gevonden.html", missing)
    return files


def _shared_files() -> Iterator[tuple[str, SiteFile]]:
    arrow = SiteFile(_ASSETS["pijl.svg"].read_bytes())
    for name, path in _ASSETS.items():
        # A style names a picture by the name that it is shipped under.
        text = path.read_text(encoding="utf-8").replace("PIJL", name_with_digest("pijl.svg", arrow))
        yield name, SiteFile(text.encode())
    for path in sorted(_VENDOR.glob("*.gz")):
        yield path.name.removesuffix(".gz"), packed_file(path)


def _environment() -> Environment:
    loader = FileSystemLoader(_HERE / "layout")
    # Everything that goes in is escaped, but what Markdown made.
    return Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )


def page_source(name: str) -> str:
    """The Markdown of a page, with what the code says filled in."""
    # Markdown is what comes out, so nothing is escaped here: the texts are our own.
    environment = Environment(autoescape=False, undefined=StrictUndefined)  # noqa: S701 - no HTML yet
    environment.globals |= _FILLED_IN
    if name in _FROM_DOCS:
        return _FROM_DOCS[name].read_text(encoding="utf-8").partition("\n")[2]
    return environment.from_string((PAGES / f"{name}.md").read_text(encoding="utf-8")).render()


def sample(name: str) -> str:
    """A file of `samples/` as a block of code."""
    language = {".py": "python", ".php": "php", ".java": "java", ".cs": "csharp", ".ts": "typescript"}
    text = (SAMPLES / name).read_text(encoding="utf-8").rstrip("\n")
    return f"```{language[Path(name).suffix]}\n{text}\n```"


_FILLED_IN: Final[Mapping[str, Callable[..., str] | str]] = {
    "sample": sample,
    "problemen": problem_pages.overview,
    "scopes": facts.scopes,
    "redenen": facts.delivery_reasons,
    "gebeurtenissen": facts.event_types,
    "versie": VERSION,
}


def _read_page(name: str) -> RenderedText:
    return render_markdown(page_source(name))


def _page(
    context: _Context,
    layout: str,
    page: PortalPage,
    docs: str = "../docs/",
    problems: str = "../problemen/",
    **rest: Any,  # noqa: ANN401 - what this layout needs besides
) -> SiteFile:
    """A page; `docs` and `problems` lead to the others, for under which address it stands nobody knows."""
    order = [one for chapter in CHAPTERS for one in chapter.pages]
    place = order.index(page) if page in order else None
    html = context.environment.get_template(layout).render(
        page=page,
        chapters=CHAPTERS,
        docs=docs,
        start=docs.removesuffix("/"),
        problems=problems,
        api=docs.removesuffix("docs/") or "./",
        asset=lambda name: docs + context.assets[name],
        version=VERSION,
        previous=order[place - 1] if place else None,
        following=order[place + 1] if place is not None and place + 1 < len(order) else None,
        **rest,
    )
    return SiteFile(html.encode())


def _problem_page(context: _Context, code: str) -> SiteFile:
    problem, text = PROBLEMS[code], problem_pages.problem_texts()[code]
    page = PortalPage(code, problem.titel.nl, f"De foutcode {code}: oorzaak, wie aan zet is en wat u doet.")
    return _page(
        context,
        "probleem.html",
        page,
        code=code,
        problem=problem,
        whose=problem_pages.whose(problem),
        cause=render_markdown(text.oorzaak).html,
        remedy=render_markdown(text.doen).html,
        request=code_html(text.verzoek, "sh") if text.verzoek else "",
        answer=code_html(text.antwoord, "json"),
        inline=partial(inline_html),
    )


def _search_index(texts: Mapping[str, RenderedText]) -> Iterator[Mapping[str, str]]:
    """Per heading: where it is, what it is called, and the first words under it."""
    for chapter in CHAPTERS:
        for page in chapter.pages:
            text = texts[page.name]
            own = f"{page.summary} {text.words['']}"
            yield {"a": f"docs/{page.name}", "p": page.title, "k": "", "t": own[:_LONGEST_SNIPPET]}
            for heading in text.headings:
                words = text.words[heading.id][:_LONGEST_SNIPPET]
                yield {"a": f"docs/{page.name}#{heading.id}", "p": page.title, "k": heading.text, "t": words}
    for code, problem in PROBLEMS.items():
        words = problem_pages.problem_texts()[code].oorzaak[:_LONGEST_SNIPPET]
        title = f"{problem.status} {code}"
        yield {"a": f"problemen/{code}", "p": problem.titel.nl, "k": title, "t": words}
