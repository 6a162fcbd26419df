"""From a request about abonnementen to what the caller wants, or to every fault that the request has."""

from collections.abc import Callable
from typing import Any, Final, NamedTuple

from stagemarkt.domain.changes.abonnementen import MEANWHILE, AbonnementHolder, AbonnementWish
from stagemarkt.domain.changes.queue_arn import Home, InvalidArn, read_queue_arn
from stagemarkt.model.abonnement import STATUSES, Abonnement, AbonnementKey, DestinationKind, Filter
from stagemarkt.model.errors import NESTED, Bilingual, IfMatchRequired, VersionChanged
from stagemarkt.ports.delivery import WebhookVetter
from stagemarkt.web.input import fields, readers
from stagemarkt.web.input.cursor import from_cursor
from stagemarkt.web.input.name_hints import did_you_mean
from stagemarkt.web.input.readers import UnreadableValue
from stagemarkt.web.input.validation import ONBEKEND, Input
from stagemarkt.web.request import Request

_MISSING: Final = "ontbrekende-combinatie"
_ADRES_FIELD: Final[dict[DestinationKind, str]] = {"webhook": "url", "sqs": "queueArn"}
_FILTER_READERS: Final[dict[str, tuple[str, Callable[[str], str]]]] = {
    "leerbedrijfIds": ("leerbedrijf_ids", readers.read_leerbedrijf_id),
    "codes": ("codes", readers.read_code),
    "statussen": ("statussen", readers.read_choice(*STATUSES)),
}


class Vetters(NamedTuple):
    """What judges a destination: the name in a URL, and where we run."""

    webhook: WebhookVetter
    home: Home


class AbonnementRequest(NamedTuple):
    """A new abonnement, as it is asked for."""

    soort: DestinationKind
    adres: str
    filter: Filter


def holder(request: Request) -> AbonnementHolder:
    """For whom is asked."""
    return AbonnementHolder(request.afnemer_id, request.school)


def sleutel(request: Request) -> AbonnementKey:
    """The abonnement in the path of a request that has no query. Raises InvalidInput."""
    inputs = Input()
    inputs.path(request)
    inputs.query(request, ())
    inputs.finish()
    return AbonnementKey(request.school, inputs.values["abonnementId"])


def without_query(request: Request) -> None:
    """For a request that takes none. Raises InvalidInput."""
    inputs = Input()
    inputs.query(request, ())
    inputs.finish()


def requested(request: Request, vetters: Callable[[], Vetters]) -> AbonnementRequest:
    """`POST /abonnementen`. Raises InvalidInput with every fault."""
    inputs = Input()
    inputs.query(request, ())
    given = inputs.body(request, fields.FIELDS_OF["maakAbonnement"])
    if "soort" not in given:
        inputs.fout(
            "body", "soort", Bilingual("Geef `webhook` of `sqs`.", "Give `webhook` or `sqs`."), _MISSING
        )
    kind: DestinationKind | None = inputs.values.get("soort")
    filter_ = _filter(inputs)
    if kind is not None:
        _check_adres_field(inputs, kind, given)
        if _ADRES_FIELD[kind] not in given:
            detail = Bilingual(f"Nodig bij `{kind}`.", f"Needed with `{kind}`.")
            inputs.fout("body", _ADRES_FIELD[kind], detail, _MISSING)
        _vet(inputs, vetters)
    inputs.finish()
    assert kind is not None  # noqa: S101 - without it there was a fault
    return AbonnementRequest(kind, inputs.values[_ADRES_FIELD[kind]], filter_ or Filter())


def wish(request: Request, abonnement: Abonnement, vetters: Callable[[], Vetters]) -> AbonnementWish:
    """The body of `PATCH /abonnementen/{abonnementId}`. Raises InvalidInput with every fault."""
    inputs = Input()
    given = inputs.body(request, fields.FIELDS_OF["wijzigAbonnement"])
    _check_adres_field(inputs, abonnement.soort, given)
    filter_ = _filter(inputs)
    _vet(inputs, vetters)
    inputs.finish()
    values = inputs.values
    return AbonnementWish(
        values.get(_ADRES_FIELD[abonnement.soort]), filter_, values.get("toestand"), values.get("token")
    )


def check_version(request: Request, abonnement: Abonnement) -> None:
    """`If-Match` by strong comparison (RFC 9110, 13.1.1). Raises IfMatchRequired or VersionChanged."""
    header = request.koppen.get("if-match")
    if header is None:
        raise IfMatchRequired(
            Bilingual(
                "Stuur met If-Match de ETag mee van het abonnement zoals u het kent.",
                "Send with If-Match the ETag of the abonnement as you know it.",
            )
        )
    # Alone only: in a list `*` is no tag.
    if header.strip() != "*" and etag(abonnement) not in {part.strip() for part in header.split(",")}:
        raise VersionChanged(MEANWHILE)


def etag(abonnement: Abonnement) -> str:
    """The entity tag of this version."""
    return f'"{abonnement.versie}"'


def vanaf(request: Request) -> float:
    """The body of `POST …/herafleveringen`: a moment, seconds since 1970. Raises InvalidInput."""
    inputs = Input()
    if "vanaf" not in inputs.body(request, fields.FIELDS_OF["leverOpnieuw"]):
        inputs.fout("body", "vanaf", Bilingual("Geef een moment.", "Give a moment."), _MISSING)
    inputs.finish()
    moment: float = inputs.values["vanaf"]
    return moment


class LogQuery(NamedTuple):
    """A stretch of the log: of which, below which volgnummer (None for the end), how many, and its mark."""

    sleutel: AbonnementKey
    before: int | None
    aantal: int
    tag: dict[str, Any]


def deliveries(request: Request) -> LogQuery:
    """`GET …/afleveringen`. Raises InvalidInput with every fault."""
    inputs = Input()
    inputs.path(request)
    inputs.query(request, fields.FIELDS_OF["geefAfleveringen"])
    abonnement_id = inputs.values.get("abonnementId", "")
    tag = {"operatie": request.resource, "school": request.school, "abonnementId": abonnement_id}
    # Below the first there is nothing: no stretch ever begins there.
    before = from_cursor(inputs, tag, least=2)
    inputs.finish()
    count = inputs.values.get("limit", fields.DEFAULT_LIMIT)
    return LogQuery(AbonnementKey(request.school, abonnement_id), before, count, tag)


def _check_adres_field(inputs: Input, kind: DestinationKind, given: frozenset[str]) -> None:
    for other, field in _ADRES_FIELD.items():
        if other != kind and field in given:
            detail = Bilingual(f"Hoort niet bij `{kind}`.", f"Does not belong to `{kind}`.")
            inputs.fout("body", field, detail)
            # One fault is enough for what should not be there.
            inputs.values.pop(field, None)


def _vet(inputs: Input, vetters: Callable[[], Vetters]) -> None:
    """Judge the destination; the name of a URL is looked up only when nothing else is wrong."""
    arn, url = inputs.values.get("queueArn"), inputs.values.get("url")
    if arn is not None:
        try:
            read_queue_arn(arn, vetters().home)
        except InvalidArn as error:
            for text in error.fouten:
                inputs.fout("body", "queueArn", text)
    if url is not None and not inputs.fouten:
        for text in vetters().webhook.vet(url):
            inputs.fout("body", "url", text)


def _filter(inputs: Input) -> Filter | None:
    given = inputs.values.get("filter")
    if not isinstance(given, dict):
        return None
    parts: dict[str, tuple[str, ...]] = {}
    for name, values in given.items():
        if name not in _FILTER_READERS:
            spot = f"filter{NESTED}{name[:100]}"
            inputs.fout("body", spot, did_you_mean(name, list(_FILTER_READERS)), ONBEKEND)
            continue
        field, read = _FILTER_READERS[name]
        parts[field] = _list(inputs, f"filter{NESTED}{name}", values, read)
    # Sorted and without doubles: what means the same is the same.
    return Filter(**parts)  # type: ignore[arg-type] # the readers give what each part takes


def _list(inputs: Input, spot: str, values: object, read: Callable[[str], str]) -> tuple[str, ...]:
    if not isinstance(values, list) or len(values) > fields.MAX_FILTER:
        at_most = fields.MAX_FILTER
        detail = Bilingual(
            f"Een lijst van hooguit {at_most} teksten.", f"A list of at most {at_most} strings."
        )
        inputs.fout("body", spot, detail)
        return ()
    parsed: set[str] = set()
    for number, value in enumerate(values):
        try:
            parsed.add(read(value if isinstance(value, str) else ""))
        except UnreadableValue as error:
            inputs.fout("body", f"{spot}{NESTED}{number}", error.detail)
    return tuple(sorted(parsed))
