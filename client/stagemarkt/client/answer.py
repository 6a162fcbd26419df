"""An answer: what it holds, and the headers that matter."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Generic, TypeVar

from stagemarkt.client.errors import NotModified

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Answer(Generic[T]):
    """An answer of the facade. It may be about people: what it holds is not in its `repr`.

    Attributes:
        status: of HTTP.
        headers: as they came; names in any case.
        raw: the body, as it came.
    """

    status: int
    headers: Mapping[str, str] = field(repr=False)
    raw: bytes = field(repr=False)
    _inhoud: T = field(repr=False)

    @property
    def inhoud(self) -> T:
        """What it holds, with the fields of the OpenAPI document and perhaps more.

        Raises:
            NotModified: nothing came along, for `if_none_match` was given and fits.
        """
        if self.not_modified:
            raise NotModified("Er is niets gewijzigd, dus er kwam niets mee.")
        return self._inhoud

    @property
    def not_modified(self) -> bool:
        """Whether what you have, by its `etag`, is still right."""
        return self.status == HTTPStatus.NOT_MODIFIED

    @property
    def etag(self) -> str | None:
        """What `if_none_match` and `if_match` take."""
        return self.headers.get("ETag")

    @property
    def aanvraag(self) -> str:
        """The number to mention: it stands in the facade's log as well."""
        return self.headers.get("X-Request-Id", "")
