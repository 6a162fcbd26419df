"""What pages tell of the code, from the code: scopes, types of events, reasons. All in Markdown."""

from collections.abc import Iterable

from stagemarkt.domain.changes.event import CHANGED, EVENT_TYPES, EXPIRED, GRANTED, TEST_MESSAGE, WITHDRAWN
from stagemarkt.model.delivery_reasons import REASONS
from stagemarkt.web.routes import ANY_SCOPE, ROUTES, SCOPES


def _table(head: str, rows: Iterable[str]) -> str:
    lines = [f"| {head} |", "|" + "---|" * (head.count("|") + 1)]
    return "\n".join([*lines, *(f"| {row} |" for row in rows)])


def scopes() -> str:
    """Which calls each scope allows."""
    names = {scope: f"`{scope}`" for scope in SCOPES} | {ANY_SCOPE: "elke", None: "geen sleutel nodig"}
    rows = []
    for scope, name in names.items():
        calls = [f"`{route.method} /v1{route.path}`" for route in ROUTES if route.scope == scope]
        rows.append(f"{name} | {'<br>'.join(calls)}")
    return _table("scope | aanroepen", rows)


def delivery_reasons() -> str:
    """Why something did not arrive."""
    return _table("reden | betekenis", (f"`{reason}` | {text.nl}" for reason, text in REASONS.items()))


def event_types() -> str:
    """Of which types events are, and when each comes."""
    when = {
        GRANTED: "Een leerbedrijf is erkend voor een code die voor deze school nog niet voorkwam.",
        CHANGED: "Een erkenning die al voorkwam, geldt (weer), misschien met andere data.",
        WITHDRAWN: "SBB heeft de erkenning ingetrokken, of het leerbedrijf is niet erkend.",
        EXPIRED: "De erkenning is verlopen.",
        TEST_MESSAGE: "U hebt om een testbericht gevraagd; het heeft geen `volgnummer`.",
    }
    statuses: dict[str, list[str]] = {name: [] for name in when}
    for status, types in EVENT_TYPES.items():
        for name in dict.fromkeys(types):
            statuses[name].append(f"`{status}`")
    rows = (f"`{name}` | {', '.join(statuses[name]) or 'geen'} | {text}" for name, text in when.items())
    return _table("`type` | `data.status` | wanneer", rows)
