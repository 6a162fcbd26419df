"""The name that a caller probably meant: a word for the same thing, or the nearest in letters."""

import difflib
import re
from collections.abc import Mapping, Sequence
from typing import Final

from stagemarkt.domain.access import SCHOOL_HEADER
from stagemarkt.model.errors import Bilingual

# As unlike as this is no slip of the pen, and no advice is better than wrong advice.
_SIMILAR: Final = 0.75
# Our names (the first that is known here counts) -> what others call it, bare of capitals and hyphens.
_OTHER_NAMES: Final[Mapping[tuple[str, ...], str]] = {
    ("naam",): "name bedrijf bedrijfsnaam naambedrijf leerbedrijfnaam leerbedrijfsnaam company companyname q "
    "query search zoek zoekterm handelsnaam",
    (
        "leerbedrijfId",
        "leerbedrijfIds",
        "leerbedrijf",
    ): "id ids bedrijfid companyid leerbedrijf leerbedrijfid leerbedrijfids leerbedrijven organisatieid",
    ("postcode",): "zip zipcode postalcode pc postcd",
    ("huisnummer",): "huisnr housenumber nummer nr number",
    ("straat",): "street straatnaam adres address",
    ("plaats",): "stad woonplaats plaatsnaam city town gemeente vestigingsplaats place",
    ("afstand",): "radius straal distance km kilometers afstandkm range",
    (
        "crebo",
        "code",
        "codes",
    ): "crebo crebocode crebonummer crebonr crebos opleidingscode opleidingcode keuzedeel "
    "keuzedeelcode kwalificatie code codes",
    ("opleidingsnaam",): "opleiding opleidingnaam education study course",
    ("leerweg",): "leerroute traject pathway",
    ("niveau",): "level mboniveau",
    ("beschikbaar",): "available vrij beschikbaarheid",
    (
        "inclusiefHistorisch",
    ): "historisch historie historic history includehistoric inclhistorisch ookhistorisch",
    (
        "peildatum",
        "vanaf",
    ): "datum date op per begin begindatum start startdatum startdate ingangsdatum vanaf "
    "vanafdatum from since sinds",
    ("totEnMet",): "eind einde eind_datum einddatum end enddate until to tot totdatum totenmetdatum",
    (
        "cursor",
    ): "pagina page pagenr paginanummer pagenumber offset skip next volgende volgendecursor nextcursor "
    "pagetoken nextpagetoken after",
    ("limit",): "aantal perpage pagesize paginagrootte size count max maximum top take limiet",
    ("fields",): "velden field select attributes properties",
    ("abonnementId",): "abonnement subscription subscriptionid",
    ("soort",): "type kind",
    ("url",): "webhook webhookurl endpoint callback callbackurl uri",
    ("queueArn",): "queue queueurl arn wachtrij sqs",
    ("toestand", "statussen"): "status state statuses",
    ("filter",): "filters",
    ("requests",): "verificaties checks",
    ("key",): "sleutel",
}
_SYNONYMS: Final[Mapping[str, tuple[str, ...]]] = {
    word: names for names, words in _OTHER_NAMES.items() for word in words.split()
}
_TOEVOEGING: Final = Bilingual(
    "Onbekend; schrijf de toevoeging achter `huisnummer`, zoals `12 bis`.",
    "Unknown; write the addition behind `huisnummer`, as in `12 bis`.",
)
_SCHOOL: Final = Bilingual(
    f"Onbekend; zeg met de kop `{SCHOOL_HEADER}` voor welke school.",
    f"Unknown; say with the header `{SCHOOL_HEADER}` for which school.",
)
_SLEUTEL: Final = Bilingual(
    "Onbekend; een sleutel gaat mee in de kop `Authorization`, nooit in een adres.",
    "Unknown; a key goes in the header `Authorization`, never in an address.",
)
# What is no field of its own -> the field that must be known here for this to be said, and what to say.
_ELSEWHERE: Final[Mapping[str, tuple[str, Bilingual]]] = {
    **dict.fromkeys(
        ("huisnummertoevoeging", "toevoeging", "huisletter", "huisnummerletter", "addition"),
        ("huisnummer", _TOEVOEGING),
    ),
    **dict.fromkeys(("school", "brin", "namensschool", "schoolbrin"), ("", _SCHOOL)),
    **dict.fromkeys(("apikey", "accesstoken", "xapikey", "authorization", "bearer"), ("", _SLEUTEL)),
}


def did_you_mean(name: str, known: Sequence[str]) -> Bilingual:
    """Say which known name is meant, or which names there are."""
    # A name of kilobytes is no slip of the pen, and comparing it would cost.
    bare = _bare(name[:100])
    if known and bare in _ELSEWHERE and _ELSEWHERE[bare][0] in {"", *known}:
        return _ELSEWHERE[bare][1]
    meant = _meant(bare, known)
    if meant is not None:
        return Bilingual(f"Onbekend; bedoelt u `{meant}`?", f"Unknown; do you mean `{meant}`?")
    if not known:
        return Bilingual("Onbekend; hier hoort niets.", "Unknown; nothing belongs here.")
    listing = ", ".join(f"`{candidate}`" for candidate in known)
    return Bilingual(f"Onbekend; wel bekend: {listing}.", f"Unknown; known are: {listing}.")


def _meant(bare: str, known: Sequence[str]) -> str | None:
    by_bare_name = {_bare(candidate): candidate for candidate in known}
    if bare in by_bare_name:
        return by_bare_name[bare]
    if bare in _SYNONYMS:
        # A word that we know the meaning of means that, or nothing that is asked here.
        return next((name for name in _SYNONYMS[bare] if name in known), None)
    return next(
        (by_bare_name[n] for n in difflib.get_close_matches(bare, by_bare_name, n=1, cutoff=_SIMILAR)), None
    )


def _bare(name: str) -> str:
    return re.sub(r"[-_. \[\]]", "", name.lower())
