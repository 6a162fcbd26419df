"""What can go wrong, in one family.

    StagemarktError
    ├── ProblemError              the facade refused or failed, and says why (RFC 9457)
    │   └── FeedCursorExpired     the place in the feed of mutaties is older than what is kept
    ├── NoAnswer                  nothing came back
    │   └── AnswerTooLate         not in time
    ├── UnexpectedAnswer          something came back that this API does not say
    ├── NotModified               who had it already asks what it holds
    └── WrongSettings             address, key or argument cannot be right; also a ValueError

No text or attribute has the key, the address that was asked or what was sent.
"""

from collections.abc import Mapping
from typing import Any, Final

_EXPIRED: Final = "cursor-verlopen"


class StagemarktError(Exception):
    """Any of this client's errors.

    Attributes:
        herhaalbaar: whether asking again may help.
        retry_after: seconds that the facade asks to wait; None when it does not say.
    """

    herhaalbaar: bool = False
    retry_after: float | None = None

    def __reduce__(self) -> tuple[object, ...]:
        """Between processes it stays what it is: what is told is made once, of more than is told."""
        return _again, (type(self), self.args, vars(self))


class ProblemError(StagemarktError):
    """The facade refused or failed, and says why. A program decides by `code`; more codes may come.

    Attributes:
        status: of HTTP.
        code: as `leerbedrijf-onbekend`; "" when there is none.
        probleem: the whole of it, as it came.
        retry_after: as every error's.
    """

    def __init__(self, status: int, probleem: Mapping[str, Any], retry_after: float | None = None) -> None:
        self.status = status
        self.probleem = probleem
        self.code = self._text("code")
        self.herhaalbaar = probleem.get("herhaalbaar") is True
        self.retry_after = retry_after
        super().__init__(self._told())

    @property
    def title(self) -> str:
        """What kind of problem it is, in a few words."""
        return self._text("title")

    @property
    def detail(self) -> str:
        """What is wrong and what can be done about it, for people."""
        return self._text("detail")

    @property
    def fouten(self) -> list[Mapping[str, Any]]:
        """Each point of the input that is not right: `in`, `naam` or `pointer`, `code`, `detail`."""
        found = self.probleem.get("fouten")
        return [point for point in found if isinstance(point, dict)] if isinstance(found, list) else []

    @property
    def aanvraag(self) -> str:
        """The number to mention: it stands in the facade's log as well."""
        return self._text("instance").removeprefix("urn:uuid:")

    def _text(self, field: str) -> str:
        value = self.probleem.get(field)
        return value if isinstance(value, str) else ""

    def _told(self) -> str:
        points = (
            f"{point.get('naam') or point.get('pointer') or point.get('in')}: {point.get('detail')}"
            for point in self.fouten
        )
        told = f"{self.title or 'Probleem'} ({self.status}, {self.code or 'zonder code'})"
        why = "; ".join(points) or self.detail
        number = f" [aanvraag {self.aanvraag}]" if self.aanvraag else ""
        return f"{told}: {why}{number}" if why else f"{told}{number}"


class FeedCursorExpired(ProblemError):
    """The cursor is older than the feed goes back (90 days), so changes may have been missed.

    Begin anew without a cursor, and check what you watch with `verifieer_reeks`.
    """


class NoAnswer(StagemarktError):
    """Nothing came back: no connection, or it broke off.

    Attributes:
        kind: what went wrong, as `ConnectError`.
        sent: whether the facade may have had the request.
    """

    herhaalbaar = True

    def __init__(self, kind: str, *, sent: bool) -> None:
        super().__init__(f"Geen antwoord van de facade ({kind}).")
        self.kind = kind
        self.sent = sent


class AnswerTooLate(NoAnswer):
    """No answer within the client's timeout."""


class UnexpectedAnswer(StagemarktError):
    """What answered is not this API: no JSON object, a redirect, pages that go round.

    Attributes:
        status: of HTTP; 0 when the answer itself was as it should be.
    """

    def __init__(self, what: str, status: int = 0, retry_after: float | None = None) -> None:
        super().__init__(f"{what} Klopt het adres? Het eindigt op /v1.")
        self.status = status
        # Of a proxy or a gateway in between, which knows no problems.
        self.herhaalbaar = status in {429, 502, 503, 504}
        self.retry_after = retry_after


class NotModified(StagemarktError):
    """Nothing came along, for you have it already: see `Answer.not_modified`."""


class WrongSettings(StagemarktError, ValueError):
    """An address, a key or an argument that cannot be right; nothing was sent."""


def _again(
    kind: type[StagemarktError], args: tuple[object, ...], state: dict[str, object]
) -> StagemarktError:
    error = kind.__new__(kind, *args)
    vars(error).update(state)
    return error


def as_error(status: int, content: object, retry_after: float | None) -> StagemarktError:
    """The error that an answer without success is."""
    if not isinstance(content, dict) or not isinstance(content.get("code"), str):
        return UnexpectedAnswer(f"De facade antwoordt met HTTP {status}, zonder uitleg.", status, retry_after)
    kind = FeedCursorExpired if content["code"] == _EXPIRED else ProblemError
    return kind(status, content, retry_after)
