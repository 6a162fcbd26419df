"""What an answer says of its freshness: RFC 9111 and RFC 9211."""

import gzip
import json
from typing import Final

from stagemarkt.domein.raadplegen import Geraadpleegd, Vers
from stagemarkt.web.antwoord import Antwoord
from stagemarkt.web.fields import Vorm, knip

_CACHE: Final = "stagemarkt"


def als_antwoord(geraadpleegd: Geraadpleegd, houdbaar: int, nu: int) -> Antwoord:
    """The answer, kept or fresh; `houdbaar` is how many seconds this kind stays fresh."""
    bewaard, vers = geraadpleegd.bewaard, geraadpleegd.vers
    if bewaard is not None:
        koppen = {
            "Cache-Control": f"private, max-age={bewaard.vers_tot - bewaard.opgehaald_op}",
            "Age": str(max(0, nu - bewaard.opgehaald_op)),
            "ETag": bewaard.etag,
            "Cache-Status": f"{_CACHE}; hit; ttl={bewaard.vers_tot - nu}",
        }
        return Antwoord(200, bewaard.lichaam, gecomprimeerd=True, koppen=koppen)
    if vers is None:
        raise AssertionError("an answer is kept or fresh")
    if not geraadpleegd.bewaarbaar:
        # What the operator may not keep, a caller's cache should not keep for them.
        return _vers(vers, "private, no-store", f"{_CACHE}; fwd=bypass")
    status = f"{_CACHE}; fwd=miss; stored" if geraadpleegd.opgeslagen else f"{_CACHE}; fwd=miss"
    antwoord = _vers(vers, f"private, max-age={houdbaar}", status)
    return antwoord._replace(koppen={**antwoord.koppen, "Age": "0"})


def persoonlijk(geraadpleegd: Geraadpleegd, velden: Vorm | None, nu: int) -> Antwoord:
    """An answer with personal data: cut to the fields that were asked for, and kept by nobody else.

    `velden` is None for the whole answer.
    """
    antwoord = als_antwoord(geraadpleegd, 0, nu)
    koppen = {naam: waarde for naam, waarde in antwoord.koppen.items() if naam != "ETag"}
    antwoord = antwoord._replace(koppen={**koppen, "Cache-Control": "no-store"})
    if velden is None:
        return antwoord
    tekst = gzip.decompress(antwoord.lichaam) if antwoord.gecomprimeerd else antwoord.lichaam
    return antwoord._replace(
        lichaam=json.dumps(knip(json.loads(tekst), velden), ensure_ascii=False).encode(), gecomprimeerd=False
    )


def nooit_bewaren(vers: Vers) -> Antwoord:
    """An answer with personal data, asked of SBB each time."""
    koppen = {"Cache-Control": "no-store", "Cache-Status": f"{_CACHE}; fwd=bypass"}
    return Antwoord(200, vers.lichaam, koppen=koppen)


def altijd_vers(vers: Vers) -> Antwoord:
    """An answer that is asked of SBB each time: a caller may keep it, but must ask before using it again."""
    return _vers(vers, "private, no-cache", f"{_CACHE}; fwd=bypass")


def _vers(vers: Vers, cache_control: str, cache_status: str) -> Antwoord:
    koppen = {"Cache-Control": cache_control, "ETag": vers.etag, "Cache-Status": cache_status}
    return Antwoord(200, vers.lichaam, koppen=koppen)
