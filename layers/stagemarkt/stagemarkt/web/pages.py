"""What a person reads in a browser: files that `make portal` wrote, with the headers that a browser needs."""

import hashlib
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from stagemarkt.model.errors import Bilingual, NotAcceptable
from stagemarkt.web.negotiation import accepts
from stagemarkt.web.request import Request
from stagemarkt.web.response import Response
from stagemarkt.web.route_hints import unknown_address

HTML: Final = "text/html"
_PACKED: Final = ".gz"
# Everything is text, in UTF-8: for who reads no gzip it is unpacked, and leaves as a string.
MEDIATYPES: Final[Mapping[str, str]] = {
    ".html": HTML,
    ".css": "text/css",
    ".js": "text/javascript",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
}
# What has a digest of itself in its name never changes.
_DIGEST_IN_NAME: Final = re.compile(r"\.[0-9a-f]{10}\.")
# Everything comes from here and goes back here; no script and no style is written in a page itself.
HEADERS: Final[Mapping[str, str]] = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Vary": "Accept, Accept-Encoding",
}


class Pages:
    """The files of one folder, by the name in their address: a page without `.html`, the rest with suffix.

    Args:
        folder: holds `<name><suffix>.gz`; a name that is not in it is never made into a path.
        not_found: the page for who asks for another.
    """

    def __init__(self, folder: Path, not_found: Path) -> None:
        self._folder = folder
        self._not_found = not_found

    def get(self, name: str, request: Request) -> Response:
        """The file by this name, or 404: a page to who reads pages, a problem to anybody else.

        Raises:
            NotAcceptable: the caller does not take what it is.
            UnknownResource: there is none, and the caller did not ask for a page.
        """
        path = _listing(self._folder).get(name)
        if path is not None:
            return read_page(path, request)
        error = unknown_address(request.path)
        if not re.search(rf"\b{HTML}\b", request.koppen.get("accept", "")):
            raise error
        page = read_page(self._not_found, request)
        # Of an address that may be there tomorrow nobody keeps that it was not.
        headers = {name: value for name, value in page.koppen.items() if name != "ETag"}
        return page._replace(status=404, koppen=headers | {"Cache-Control": "no-store"}, fout=error)


def read_page(path: Path, request: Request) -> Response:
    """One file, for who takes what it is.

    Raises:
        NotAcceptable: the caller does not.
    """
    page = _read(path)
    mediatype = page.mediatype.partition(";")[0]
    if not accepts(request.koppen.get("accept"), mediatype):
        raise NotAcceptable(
            Bilingual(f"Hier is alleen {mediatype} te krijgen.", f"Only {mediatype} is available here.")
        )
    return page


@cache
def _listing(folder: Path) -> Mapping[str, Path]:
    """Name in the address -> file."""
    return {
        path.name.removesuffix(_PACKED).removesuffix(".html"): path for path in folder.glob(f"*{_PACKED}")
    }


@cache
def _read(path: Path) -> Response:
    body = path.read_bytes()
    suffix = Path(path.name.removesuffix(_PACKED)).suffix
    kept = "max-age=31536000, immutable" if _DIGEST_IN_NAME.search(path.name) else "max-age=300"
    language = {"Content-Language": "nl"} if suffix == ".html" else {}
    return Response(
        200,
        body,
        compressed=True,
        mediatype=f"{MEDIATYPES[suffix]}; charset=utf-8",
        koppen={
            **HEADERS,
            **language,
            "Cache-Control": f"public, {kept}",
            "ETag": f'W/"{hashlib.sha256(body).hexdigest()[:32]}"',
        },
    )
