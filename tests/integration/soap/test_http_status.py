"""HTTP statuses and media types: what is read as SOAP, and what each other one means."""

from typing import Final

import pytest
from stagemarkt.adapters.soap.http_status import check_status
from stagemarkt.adapters.soap.transport import RawResponse
from stagemarkt.model.errors import (
    BronAnswerInvalid,
    BronError,
    BronOverloaded,
    BronTimeout,
    BronUnavailable,
    MessageRejected,
    SchoolCertificateUnsuitable,
)

from tests.integration.support.secret import everything_of

XML: Final = ("text/xml", "application/xml", "application/soap+xml", "")
OTHER_TYPES: Final = (
    "text/html",
    "application/json",
    "multipart/related",
    "text/plain",
    "gecomprimeerd",
    "xml",
)
# Status -> the error, whatever the media type, and after how many seconds to try again.
TABLE: Final[dict[int, tuple[type[BronError], int | None]]] = {
    201: (BronAnswerInvalid, None),
    202: (BronAnswerInvalid, None),
    204: (BronAnswerInvalid, None),
    206: (BronAnswerInvalid, None),
    301: (MessageRejected, None),
    302: (MessageRejected, None),
    304: (BronAnswerInvalid, None),
    307: (MessageRejected, None),
    400: (MessageRejected, None),
    401: (SchoolCertificateUnsuitable, None),
    403: (SchoolCertificateUnsuitable, None),
    404: (MessageRejected, None),
    405: (MessageRejected, None),
    408: (BronTimeout, 10),
    413: (MessageRejected, None),
    415: (MessageRejected, None),
    429: (BronOverloaded, 30),
    501: (BronUnavailable, 30),
    502: (BronUnavailable, 30),
    503: (BronUnavailable, 30),
    504: (BronTimeout, 10),
    505: (BronUnavailable, 30),
    599: (BronUnavailable, 30),
}


def _error(raw: RawResponse) -> BronError:
    with pytest.raises(BronError) as caught:
        check_status(raw)
    assert "GEHEIM" not in everything_of(caught.value)
    assert caught.value.internal == f"HTTP {raw.status} {raw.mediatype}"
    return caught.value


@pytest.mark.parametrize("mediatype", XML)
@pytest.mark.parametrize("status", [200, 500])
def test_what_is_read_as_soap(status: int, mediatype: str) -> None:
    """200, and 500 with a body (a fault), when it can be XML."""
    check_status(RawResponse(status, mediatype, b"<x/>", None))


@pytest.mark.parametrize("mediatype", ["text/xml", "text/html"])
@pytest.mark.parametrize(("status", "expected"), TABLE.items())
def test_every_other_status(
    status: int, expected: tuple[type[BronError], int | None], mediatype: str
) -> None:
    """The error of the table, with nothing of the body in it."""
    error = _error(RawResponse(status, mediatype, b"GEHEIM", None))
    assert (type(error), error.retry_after) == expected


@pytest.mark.parametrize("mediatype", OTHER_TYPES)
def test_200_without_xml(mediatype: str) -> None:
    """A page of some proxy is no answer, whatever its status says."""
    assert type(_error(RawResponse(200, mediatype, b"GEHEIM", None))) is BronAnswerInvalid


@pytest.mark.parametrize(
    ("mediatype", "content"), [("text/html", b"GEHEIM"), ("application/json", b"{}"), ("text/xml", b"")]
)
def test_500_without_a_fault(mediatype: str, content: bytes) -> None:
    """500 without a fault is a failure of SBB."""
    assert type(_error(RawResponse(500, mediatype, content, None))) is BronUnavailable


@pytest.mark.parametrize(("retry_after", "expected"), [(None, 30), (0, 30), (1, 1), (3600, 3600)])
@pytest.mark.parametrize("status", [429, 500, 503])
def test_retry_after_of_sbb(status: int, retry_after: int | None, expected: int) -> None:
    """What SBB says of trying again is passed on; zero would be asking for trouble."""
    assert _error(RawResponse(status, "text/html", b"", retry_after)).retry_after == expected
