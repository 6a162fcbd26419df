"""What an answer says of its freshness: RFC 9111 and RFC 9211."""

import gzip
import json
from collections.abc import Mapping
from typing import Any, Final

from stagemarkt.domain.cache.lookup_outcome import Geraadpleegd, Vers
from stagemarkt.web import problems
from stagemarkt.web.output.field_selection import Vorm, knip
from stagemarkt.web.request import Verzoek
from stagemarkt.web.response import Antwoord, json_document

_CACHE: Final = "stagemarkt"


def als_antwoord(geraadpleegd: Geraadpleegd, verzoek: Verzoek) -> Antwoord:
    """The answer or the problem, kept or fresh, with what there is to say of its freshness.

    `max-age` is how long such an answer is fresh in all; less `Age`, it is how long this one still is.
    """
    koppen = {"Cache-Status": _cache_status(geraadpleegd)}
    # What nobody keeps here has no age.
    if geraadpleegd.reden != "bypass":
        koppen["Age"] = str(geraadpleegd.oud)
    if geraadpleegd.fout is not None:
        return _probleem(geraadpleegd, verzoek, koppen)
    bewaard, vers = geraadpleegd.bewaard, geraadpleegd.vers
    gegeven = vers or bewaard
    if gegeven is None:
        raise AssertionError("an answer is kept or fresh")
    if _mag_niet(geraadpleegd):
        # Whoever keeps nothing has nothing to compare a tag with.
        koppen["Cache-Control"] = "private, no-store"
    else:
        koppen |= {"Cache-Control": f"private, max-age={geraadpleegd.duur.vers}", "ETag": gegeven.etag}
    if vers is not None:
        return Antwoord(200, vers.lichaam, koppen=koppen)
    if bewaard is None:
        raise AssertionError("what is given and not fresh is kept")
    if geraadpleegd.verouderd:
        return Antwoord(200, _als_verouderd(bewaard.lichaam), koppen=koppen)
    return Antwoord(200, bewaard.lichaam, gecomprimeerd=True, koppen=koppen)


def persoonlijk(geraadpleegd: Geraadpleegd, velden: Vorm | None, verzoek: Verzoek) -> Antwoord:
    """An answer with personal data: cut to the fields that were asked for, and kept by nobody else.

    `velden` is None for the whole answer.
    """
    antwoord = als_antwoord(geraadpleegd, verzoek)
    koppen = {naam: waarde for naam, waarde in antwoord.koppen.items() if naam != "ETag"}
    antwoord = antwoord._replace(koppen={**koppen, "Cache-Control": "no-store"})
    if velden is None or antwoord.fout is not None:
        return antwoord
    tekst = gzip.decompress(antwoord.lichaam) if antwoord.gecomprimeerd else antwoord.lichaam
    return antwoord._replace(lichaam=json_document(knip(json.loads(tekst), velden)), gecomprimeerd=False)


def nooit_bewaren(vers: Vers) -> Antwoord:
    """An answer that is asked of SBB each time, and that nobody keeps: there is nothing to tag."""
    koppen = {"Cache-Control": "no-store", "Cache-Status": f"{_CACHE}; fwd=bypass"}
    return Antwoord(200, vers.lichaam, koppen=koppen)


def _probleem(geraadpleegd: Geraadpleegd, verzoek: Verzoek, koppen: Mapping[str, str]) -> Antwoord:
    if geraadpleegd.fout is None:
        raise AssertionError("a problem tells of something")
    antwoord = problems.als_antwoord(geraadpleegd.fout, verzoek.id, verzoek.taal)
    # A failure that nobody kept has no age.
    los = koppen if geraadpleegd.bewaard is not None else {"Cache-Status": koppen["Cache-Status"]}
    return antwoord._replace(koppen={**antwoord.koppen, **los}, fout=geraadpleegd.fout)


def _mag_niet(geraadpleegd: Geraadpleegd) -> bool:
    """What the operator may not keep, a caller's cache should not keep for them; nor who asked not to."""
    return geraadpleegd.reden == "bypass" or geraadpleegd.niet_bewaren


def _cache_status(geraadpleegd: Geraadpleegd) -> str:
    """RFC 9211: served from the cache, or SBB was asked and why; never both."""
    delen = [_CACHE]
    if geraadpleegd.reden is not None:
        delen.append(f"fwd={geraadpleegd.reden}")
        fout = geraadpleegd.oorzaak or (geraadpleegd.fout if geraadpleegd.bewaard is None else None)
        if fout is not None:
            delen.append(f"fwd-status={problems.PROBLEMEN[problems.code_van(fout)].status}")
        if geraadpleegd.opgeslagen:
            delen.append("stored")
        if geraadpleegd.samen:
            delen.append("collapsed")
    elif geraadpleegd.bewaard is not None:
        delen += ["hit", f"ttl={geraadpleegd.duur.vers - geraadpleegd.oud}"]
    else:
        delen.append("detail=only-if-cached")
    return "; ".join(delen)


def _als_verouderd(lichaam: bytes) -> bytes:
    """The kept answer, which says of itself that it is past its freshness."""
    inhoud: dict[str, Any] = json.loads(gzip.decompress(lichaam))
    for deel in inhoud.get("resultaten", [inhoud]):
        deel["actualiteit"]["verouderd"] = True
    return json_document(inhoud)
