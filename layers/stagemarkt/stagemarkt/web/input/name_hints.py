"""The name that a caller probably meant: a word for the same thing, or the nearest in letters."""

import difflib
import re
from collections.abc import Mapping, Sequence
from typing import Final

from stagemarkt.domain.access import SCHOOLKOP
from stagemarkt.model.errors import Tekst

# As unlike as this is no slip of the pen, and no advice is better than wrong advice.
_LIJKT: Final = 0.75
# Our names (the first that is known here counts) -> what others call it, bare of capitals and hyphens.
_ANDERS_GENOEMD: Final[Mapping[tuple[str, ...], str]] = {
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
_SYNONIEMEN: Final[Mapping[str, tuple[str, ...]]] = {
    woord: namen for namen, woorden in _ANDERS_GENOEMD.items() for woord in woorden.split()
}
_TOEVOEGING: Final = Tekst(
    "Onbekend; schrijf de toevoeging achter `huisnummer`, zoals `12 bis`.",
    "Unknown; write the addition behind `huisnummer`, as in `12 bis`.",
)
_SCHOOL: Final = Tekst(
    f"Onbekend; zeg met de kop `{SCHOOLKOP}` voor welke school.",
    f"Unknown; say with the header `{SCHOOLKOP}` for which school.",
)
_SLEUTEL: Final = Tekst(
    "Onbekend; een sleutel gaat mee in de kop `Authorization`, nooit in een adres.",
    "Unknown; a key goes in the header `Authorization`, never in an address.",
)
# What is no field of its own -> the field that must be known here for this to be said, and what to say.
_ELDERS: Final[Mapping[str, tuple[str, Tekst]]] = {
    **dict.fromkeys(
        ("huisnummertoevoeging", "toevoeging", "huisletter", "huisnummerletter", "addition"),
        ("huisnummer", _TOEVOEGING),
    ),
    **dict.fromkeys(("school", "brin", "namensschool", "schoolbrin"), ("", _SCHOOL)),
    **dict.fromkeys(("apikey", "accesstoken", "xapikey", "authorization", "bearer"), ("", _SLEUTEL)),
}


def bedoelde_u(naam: str, bekend: Sequence[str]) -> Tekst:
    """Say which known name is meant, or which names there are."""
    # A name of kilobytes is no slip of the pen, and comparing it would cost.
    kaal = _kaal(naam[:100])
    if bekend and kaal in _ELDERS and _ELDERS[kaal][0] in {"", *bekend}:
        return _ELDERS[kaal][1]
    bedoeld = _bedoeld(kaal, bekend)
    if bedoeld is not None:
        return Tekst(f"Onbekend; bedoelt u `{bedoeld}`?", f"Unknown; do you mean `{bedoeld}`?")
    if not bekend:
        return Tekst("Onbekend; hier hoort niets.", "Unknown; nothing belongs here.")
    lijst = ", ".join(f"`{kandidaat}`" for kandidaat in bekend)
    return Tekst(f"Onbekend; wel bekend: {lijst}.", f"Unknown; known are: {lijst}.")


def _bedoeld(kaal: str, bekend: Sequence[str]) -> str | None:
    op_kaal = {_kaal(kandidaat): kandidaat for kandidaat in bekend}
    if kaal in op_kaal:
        return op_kaal[kaal]
    if kaal in _SYNONIEMEN:
        # A word that we know the meaning of means that, or nothing that is asked here.
        return next((naam for naam in _SYNONIEMEN[kaal] if naam in bekend), None)
    return next((op_kaal[n] for n in difflib.get_close_matches(kaal, op_kaal, n=1, cutoff=_LIJKT)), None)


def _kaal(naam: str) -> str:
    return re.sub(r"[-_. \[\]]", "", naam.lower())
