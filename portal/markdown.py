"""From Markdown to HTML: headings to link to, code in colours, tables that scroll by themselves."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Final, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name

_NAMES: Final = {
    "sh": "Opdrachtregel",
    "json": "JSON",
    "http": "HTTP",
    "python": "Python",
    "php": "PHP",
    "java": "Java",
    "csharp": "C#",
    "typescript": "TypeScript",
    "ts": "TypeScript",
    "js": "JavaScript",
    "text": "Tekst",
    "xml": "XML",
}
_FORMATTER: Final = HtmlFormatter[str](nowrap=True)


class Heading(NamedTuple):
    """One heading of a page: its depth (2 or 3), the id by which it is linked to, and its text."""

    depth: int
    id: str
    text: str


class RenderedText(NamedTuple):
    """A text as HTML, with its headings, and per heading the words under it (`""` before the first)."""

    html: str
    headings: Sequence[Heading]
    words: dict[str, str]


class _PortalRenderer(RendererHTML):
    """What this portal shows otherwise than Markdown does by itself."""

    def fence(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """A block of code: named by its language, in colours, and to be scrolled by keyboard."""
        del options, env
        language = tokens[idx].info.split(" ")[0] or "text"
        lexer = get_lexer_by_name("bash" if language == "sh" else language, stripnl=False)
        code = highlight(tokens[idx].content, lexer, _FORMATTER).rstrip("\n")
        name = _NAMES[language]
        return (
            f'<figure class="code"><figcaption>{name}</figcaption>'
            f'<pre tabindex="0" aria-label="Voorbeeld, {name}"><code>{code}</code></pre></figure>\n'
        )

    def table_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """A table in a frame of its own: on a telephone the frame scrolls, and not the page."""
        del tokens, idx, options, env
        return '<div class="tabel" tabindex="0" role="group" aria-label="Tabel"><table>\n'

    def table_close(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """And its end."""
        del tokens, idx, options, env
        return "</table></div>\n"


_MARKDOWN: Final = MarkdownIt("commonmark", {"html": True}, renderer_cls=_PortalRenderer).enable("table")


def render_markdown(text: str) -> RenderedText:
    """The whole text; its own first heading, of depth 1, is left to the layout."""
    tokens = _MARKDOWN.parse(text)
    headings: list[Heading] = []
    words: dict[str, list[str]] = {"": []}
    for place, token in enumerate(tokens):
        if token.type == "heading_open" and token.tag in {"h2", "h3"}:
            title = _plain(tokens[place + 1])
            heading = Heading(int(token.tag[1]), _unique(_slug(title), words), title)
            token.attrSet("id", heading.id)
            headings.append(heading)
            words[heading.id] = []
        elif token.type == "inline" and tokens[place - 1].type != "heading_open":
            list(words.values())[-1].append(_plain(token))
    html = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})
    return RenderedText(html, headings, {name: " ".join(parts) for name, parts in words.items()})


def code_html(code: str, language: str) -> str:
    """A block of code as in a page."""
    return render_markdown(f"```{language}\n{code.strip()}\n```\n").html


def inline_html(text: str) -> str:
    """A line of Markdown, without a paragraph around it."""
    return str(_MARKDOWN.renderInline(text))


def _plain(inline: Token) -> str:
    return "".join(child.content or " " for child in inline.children or ())


def _slug(title: str) -> str:
    letters = unicodedata.normalize("NFKD", title.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")


def _unique(slug: str, taken: dict[str, list[str]]) -> str:
    number = 2
    name = slug
    while name in taken:
        name, number = f"{slug}-{number}", number + 1
    return name
