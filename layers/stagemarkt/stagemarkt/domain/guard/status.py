"""What is known of SBB, judged; with a look at its door when nobody has seen it lately."""

from collections.abc import Callable, Iterable
from typing import Final, Literal, NamedTuple, assert_never

from stagemarkt.domain.guard.circuit_breaker import Dicht, Door, Proef, beslis
from stagemarkt.model.errors import AFGEWEZEN, BronCertificaat, Bronfout, OpslagFout
from stagemarkt.ports.guard import Zekering
from stagemarkt.ports.records import EndpointChange, EndpointRecord, Peiler, Records, Sightings

# `/status` is open to anyone: whatever it is asked, SBB's door is tried at most once in so many seconds.
TUSSENTIJD: Final = 30
# After this many seconds without a sign of life nobody knows.
GELDIG: Final = 120

Bronstatus = Literal["in-orde", "storing", "onbekend"]
Zekeringstatus = Literal["gesloten", "open", "op-proef"]


class Zekeringoordeel(NamedTuple):
    """A zekering: whether calls go (`op-proef`: the next one tries), since when not, and when one does."""

    status: Zekeringstatus
    sinds: float | None = None
    volgende: float | None = None


class Oordeel(NamedTuple):
    """Who is at fault: the facade, SBB, or nobody.

    Attributes:
        facade, bron: how each does.
        zekering: None when it could not be read.
        code: of the facade's fault, when it is that.
    """

    facade: Literal["in-orde", "storing"]
    bron: Bronstatus
    zekering: Zekeringoordeel | None
    code: str | None = None


def judge_sightings(seen: Sightings, now: int) -> Bronstatus:
    """What the last sightings say of SBB at `now` (seconds since 1970)."""
    success, failure = seen.last_success or 0, seen.last_failure or 0
    if max(success, failure) <= now - GELDIG:
        return "onbekend"
    return "in-orde" if success > failure else "storing"


def all_sightings(records: Iterable[EndpointRecord]) -> Sightings:
    """The last success and the last failure at any of SBB's addresses."""
    seen = [record.seen for record in records]
    failed = max(seen, key=lambda one: one.last_failure or 0, default=Sightings())
    return Sightings(
        max((one.last_success for one in seen if one.last_success is not None), default=None),
        failed.last_failure,
        failed.failure_code,
    )


def beoordeel_zekering(zekering: Zekering, nu: float) -> Zekeringoordeel:
    """How it stands at `nu`."""
    match beslis(zekering, nu):
        case Door():
            return Zekeringoordeel("gesloten")
        case Proef():
            return Zekeringoordeel("op-proef", zekering.open_sinds)
        case Dicht(over):
            return Zekeringoordeel("open", zekering.open_sinds, nu + over)
        case onbekend:
            assert_never(onbekend)


def beoordeel(gezien: Sightings, zekering: Zekering | None, nu: int) -> Oordeel:
    """Who is at fault at `nu`, by what was last seen and the zekering of SBB's endpoint.

    That SBB's certificate is not recognised here is a fault of the facade: its operator has the wrong CA. So
    is a message that SBB does not take: SBB answers, and the operator has the wrong address or names.
    """
    bron = judge_sightings(gezien, nu)
    stand = None if zekering is None else beoordeel_zekering(zekering, nu)
    is_open = stand is not None and stand.status == "open"
    code = zekering.code if zekering is not None and is_open else gezien.failure_code
    if (is_open or bron == "storing") and code == BronCertificaat.code:
        return Oordeel("storing", "onbekend", stand, code)
    if bron == "storing" and not is_open and code == AFGEWEZEN:
        return Oordeel("storing", "in-orde", stand, code)
    return Oordeel("in-orde", "storing" if is_open else bron, stand)


def look_if_silent(
    records: Records,
    peiler: Callable[[], Peiler],
    now: int,
    tell: Callable[[str, OpslagFout], None],
) -> EndpointRecord | None:
    """The record of SBB's endpoint at `now` (seconds since 1970); None when it cannot be read.

    When nobody has seen SBB lately, its door is tried and the outcome told to all; a record that cannot be
    written leaves what is known so far.
    """
    record = None
    try:
        record = records.endpoint()
        # What a real question met, good or bad, says more than a door that opens.
        if judge_sightings(record.seen, now) == "onbekend" and records.claim_peek(now, TUSSENTIJD):
            change = _peek(peiler, now)
            records.write_endpoint(change)
            record = record._replace(seen=_with(record.seen, change, now))
    except OpslagFout as fout:
        tell("waarnemen", fout)
    return record


def _peek(peiler: Callable[[], Peiler], now: int) -> EndpointChange:
    try:
        peiler().peil()
    except Bronfout as fout:
        return EndpointChange(now, fout.kenmerk)
    return EndpointChange(now)


def _with(seen: Sightings, change: EndpointChange, now: int) -> Sightings:
    if change.code is None:
        return seen._replace(last_success=now)
    return Sightings(seen.last_success, now, change.code)
