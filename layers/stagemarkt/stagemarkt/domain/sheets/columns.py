"""Which column of a sheet is which field: told, known by its usual name, or guessed and to be asked about."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Final, Literal, NamedTuple

from stagemarkt.domain.sheets.faults import letters, of_the_whole

SheetField = Literal["leerbedrijfId", "code", "peildatum", "totEnMet", "leerweg", "referentie"]
FIELDS: Final[tuple[SheetField, ...]] = (
    "leerbedrijfId",
    "code",
    "peildatum",
    "totEnMet",
    "leerweg",
    "referentie",
)
NEEDED: Final[tuple[SheetField, ...]] = ("leerbedrijfId", "code")
# What headers are usually called, likeliest first, without spaces, capitals and signs.
_KNOWN: Final[Mapping[SheetField, str]] = {
    "leerbedrijfId": "leerbedrijfid idleerbedrijf leerbedrijfnummer leerbedrijfnr nummerleerbedrijf sbbid "
    "leerbedrijfsid leerbedrijfsnummer leerbedrijfcode bedrijfidsbb sbbleerbedrijfid stagemarktid",
    "code": "code crebo crebocode crebonummer crebonr opleidingscode opleidingcode codeopleiding keuzedeel "
    "keuzedeelcode codekeuzedeel kwalificatiecode creboofkeuzedeel crebokeuzedeel",
    "peildatum": "peildatum startdatum begindatum ingangsdatum datumingang datumbegin datumstart startbpv "
    "beginbpv startdatumbpv begindatumbpv startdatumbpvo begindatumbpvo bpvstart bpvstartdatum "
    "bpvbegindatum startdatumstage begindatumstage datumvan vanaf",
    "totEnMet": "totenmet totenmetdatum tm einddatum datumeinde eindebpv eindbpv einddatumbpv "
    "einddatumbpvo bpveinde bpveinddatum einddatumstage geplandeeinddatum verwachteeinddatum "
    "datumtot datumtotenmet",
    "leerweg": "leerweg bolbbl leerwegbolbbl",
    "referentie": "referentie kenmerk bpvonummer bpvonr bpvoid nummerbpvo bpvo overeenkomstnummer "
    "praktijkovereenkomst referentienummer volgnummer",
}
# What may mean it, and may mean something else: these are asked about.
_PERHAPS: Final[Mapping[SheetField, str]] = {
    "leerbedrijfId": "leerbedrijf bedrijfid bedrijfsid bedrijfnummer bedrijfsnummer bedrijfnr organisatieid "
    "stagebedrijf bpvbedrijf bedrijf relatienummer sbb",
    "code": "opleiding kwalificatie opl studie creboid",
    "peildatum": "start begin van ingang datum datumbpv",
    "totEnMet": "eind einde tot tm eindigt afloop",
    "leerweg": "weg bolofbbl",
    "referentie": "",
}
# And what a header may have in it.
_WITHIN: Final[Mapping[SheetField, re.Pattern[str]]] = {
    "leerbedrijfId": re.compile(r"leerbedrijf.*(id|nr|nummer|code)|(id|nr|nummer|code).*leerbedrijf"),
    "code": re.compile(r"crebo|keuzedeel|opleidingscode"),
    "peildatum": re.compile(r"start|begin|ingang|peildatum"),
    "totEnMet": re.compile(r"eind|totenmet|tmdatum"),
    "leerweg": re.compile(r"leerweg"),
}


class ChosenColumn(NamedTuple):
    """A column that is a field of ours.

    Attributes:
        position: from 0.
        header: as it stands there.
        guessed: whether it must be asked about.
        instead: the other columns that it could have been.
    """

    position: int
    header: str
    guessed: bool = False
    instead: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """For people: `C (Crebo)`."""
        bare = " ".join(self.header.split())
        return f"{letters(self.position)} ({bare})" if bare else letters(self.position)


Columns = Mapping[SheetField, ChosenColumn]


def read_mapping(text: str) -> dict[SheetField, str]:
    """`leerbedrijfId:Leerbedrijf,code:"Crebo, of deel"` as fields and headers. Raises UnreadableSheet."""
    told: dict[SheetField, str] = {}
    for part in re.findall(r'(?:[^,"]|"[^"]*")+', text):
        name, colon, header = part.partition(":")
        field = next((field for field in FIELDS if field.lower() == name.strip().lower()), None)
        if field is None or not colon or not header.strip() or field in told:
            fields = ", ".join(FIELDS)
            raise of_the_whole(
                f"De kolommen zijn niet te lezen bij '{part.strip()[:60]}'. Schrijf veld:Kop, met komma's "
                f"ertussen en elk veld één keer: {fields}. Een kop met een komma staat tussen "
                "aanhalingstekens.",
                f"The columns cannot be read at '{part.strip()[:60]}'. Write field:Header, with commas "
                f"between, each field once: {fields}. A header with a comma stands between quotes.",
            )
        told[field] = header.strip().strip('"').strip()
    return told


def recognised(cells: Sequence[str]) -> int:
    """How many of these are usual headers."""
    keys = {_key(cell) for cell in cells} - {""}
    return sum(1 for field in FIELDS if keys & set(_KNOWN[field].split()))


def find_header(rows: Sequence[Sequence[str]], told: Mapping[SheetField, str], within: int = 10) -> int:
    """The position of the row with the headers: the first of a few that has most of them, else the first.

    Raises UnreadableSheet when there is no row.
    """
    filled = [number for number, row in enumerate(rows) if any(cell.strip() for cell in row)][:within]
    if not filled:
        raise of_the_whole("Er staat niets in.", "There is nothing in it.")
    scored = [(len(_usual(rows[number], told)), number) for number in filled]
    best = max(score for score, _ in scored)
    return next(number for score, number in scored if score == best)


def _usual(cells: Sequence[str], told: Mapping[SheetField, str]) -> set[SheetField]:
    keys = {_key(cell) for cell in cells} - {""}
    return {
        field
        for field in FIELDS
        if (_key(told[field]) in keys if field in told else keys & set(_KNOWN[field].split()))
    }


def choose(headers: Sequence[str], told: Mapping[SheetField, str]) -> dict[SheetField, ChosenColumn]:
    """The column of each field that there is one for. Raises UnreadableSheet without one that is needed."""
    chosen: dict[SheetField, ChosenColumn] = {field: _told(headers, header) for field, header in told.items()}
    for find, guessed in ((_usually, False), (_perhaps, True), (_partly, True)):
        for field in FIELDS:
            taken = {column.position for column in chosen.values()}
            found = [] if field in chosen else [one for one in find(headers, field) if one not in taken]
            if found:
                # What it is called is the caller's own business, and decides nothing.
                doubtful = guessed or (len(found) > 1 and field != "referentie")
                chosen[field] = _first_of(found, headers, guessed=doubtful)
    missing = [field for field in NEEDED if field not in chosen]
    if missing:
        there = ", ".join(header.strip() for header in headers if header.strip())[:300]
        if len(headers) == 1:
            raise of_the_whole(
                f"Er is maar één kolom: {there}. Staat iets anders tussen de cellen dan ; , of een tab, "
                "zet dan op de regel erboven sep= met dat teken.",
                f"There is one column only: {there}. If something else than a semicolon, tab or comma is "
                "between cells, put sep= and that sign on a line above.",
            )
        raise of_the_whole(
            f"Niet gevonden: de kolom met {' en die met '.join(missing)}. Er staat: {there}. Zeg welke "
            "het is, zoals leerbedrijfId:Leerbedrijf,code:Crebo, of met de letter van de kolom: code:#C.",
            f"Not found: the column of {' and that of '.join(missing)}. There are: {there}. Say which "
            "it is, as in leerbedrijfId:Leerbedrijf,code:Crebo, or by the letter of the column: code:#C.",
        )
    return chosen


def _told(headers: Sequence[str], header: str) -> ChosenColumn:
    if re.fullmatch(r"#[A-Za-z]{1,3}", header):
        for position, there in enumerate(headers):
            if letters(position) == header[1:].upper():
                return ChosenColumn(position, there)
    found = [position for position, there in enumerate(headers) if there.strip() == header] or [
        position for position, there in enumerate(headers) if _key(there) == _key(header) != ""
    ]
    if not found:
        there = ", ".join(name.strip() for name in headers if name.strip())[:300]
        raise of_the_whole(
            f"Er is geen kolom '{header[:60]}'. Er staat: {there}.",
            f"There is no column '{header[:60]}'. There are: {there}.",
        )
    if len(found) > 1:
        names = " en ".join(f"#{letters(position)}" for position in found)
        raise of_the_whole(
            f"Meer kolommen heten '{header[:60]}': zeg met de letter welke het is ({names}).",
            f"More columns are called '{header[:60]}': say which by its letter ({names}).",
        )
    return ChosenColumn(found[0], headers[found[0]])


def _first_of(found: Sequence[int], headers: Sequence[str], *, guessed: bool) -> ChosenColumn:
    first, *others = found
    instead = tuple(ChosenColumn(other, headers[other]).name for other in others) if guessed else ()
    return ChosenColumn(first, headers[first], guessed, instead)


def _usually(headers: Sequence[str], field: SheetField) -> list[int]:
    return _named(headers, _KNOWN[field].split())


def _perhaps(headers: Sequence[str], field: SheetField) -> list[int]:
    return _named(headers, _PERHAPS[field].split())


def _partly(headers: Sequence[str], field: SheetField) -> list[int]:
    within = _WITHIN.get(field)
    return [n for n, header in enumerate(headers) if within is not None and within.search(_key(header))]


def _named(headers: Sequence[str], names: Sequence[str]) -> list[int]:
    """The columns with one of these names, in the order of the names."""
    keys = [_key(header) for header in headers]
    return [position for name in names for position, key in enumerate(keys) if key == name]


def _key(header: str) -> str:
    """A header without what differs between those who type it."""
    plain = unicodedata.normalize("NFKD", header.replace("/", " "))
    return re.sub(r"[^a-z0-9]", "", plain.lower())
