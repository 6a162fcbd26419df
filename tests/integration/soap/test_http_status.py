"""HTTP statuses and media types: what is read as SOAP, and what each other one means."""

from typing import Final

import pytest
from stagemarkt.adapters.soap.http_status import controleer_status
from stagemarkt.adapters.soap.transport import Ruw
from stagemarkt.model.errors import (
    BerichtAfgewezen,
    BronAntwoordOngeldig,
    Bronfout,
    BronNietBeschikbaar,
    BronOverbelast,
    BronTimeout,
    SchoolcertificaatOngeschikt,
)

from tests.integration.support.secret import alles_van

XML: Final = ("text/xml", "application/xml", "application/soap+xml", "")
ANDERS: Final = ("text/html", "application/json", "multipart/related", "text/plain", "gecomprimeerd", "xml")
# Status -> the error, whatever the media type, and after how many seconds to try again.
TABEL: Final[dict[int, tuple[type[Bronfout], int | None]]] = {
    201: (BronAntwoordOngeldig, None),
    202: (BronAntwoordOngeldig, None),
    204: (BronAntwoordOngeldig, None),
    206: (BronAntwoordOngeldig, None),
    301: (BerichtAfgewezen, None),
    302: (BerichtAfgewezen, None),
    304: (BronAntwoordOngeldig, None),
    307: (BerichtAfgewezen, None),
    400: (BerichtAfgewezen, None),
    401: (SchoolcertificaatOngeschikt, None),
    403: (SchoolcertificaatOngeschikt, None),
    404: (BerichtAfgewezen, None),
    405: (BerichtAfgewezen, None),
    408: (BronTimeout, 10),
    413: (BerichtAfgewezen, None),
    415: (BerichtAfgewezen, None),
    429: (BronOverbelast, 30),
    501: (BronNietBeschikbaar, 30),
    502: (BronNietBeschikbaar, 30),
    503: (BronNietBeschikbaar, 30),
    504: (BronTimeout, 10),
    505: (BronNietBeschikbaar, 30),
    599: (BronNietBeschikbaar, 30),
}


def _fout(ruw: Ruw) -> Bronfout:
    with pytest.raises(Bronfout) as gevangen:
        controleer_status(ruw)
    assert "GEHEIM" not in alles_van(gevangen.value)
    assert gevangen.value.intern == f"HTTP {ruw.status} {ruw.mediatype}"
    return gevangen.value


@pytest.mark.parametrize("mediatype", XML)
@pytest.mark.parametrize("status", [200, 500])
def test_wat_als_soap_gelezen_wordt(status: int, mediatype: str) -> None:
    """200, and 500 with a body (a fault), when it can be XML."""
    controleer_status(Ruw(status, mediatype, b"<x/>", None))


@pytest.mark.parametrize("mediatype", ["text/xml", "text/html"])
@pytest.mark.parametrize(("status", "verwacht"), TABEL.items())
def test_elke_andere_status(status: int, verwacht: tuple[type[Bronfout], int | None], mediatype: str) -> None:
    """The error of the table, with nothing of the body in it."""
    fout = _fout(Ruw(status, mediatype, b"GEHEIM", None))
    assert (type(fout), fout.opnieuw_na) == verwacht


@pytest.mark.parametrize("mediatype", ANDERS)
def test_200_zonder_xml(mediatype: str) -> None:
    """A page of some proxy is no answer, whatever its status says."""
    assert type(_fout(Ruw(200, mediatype, b"GEHEIM", None))) is BronAntwoordOngeldig


@pytest.mark.parametrize(
    ("mediatype", "inhoud"), [("text/html", b"GEHEIM"), ("application/json", b"{}"), ("text/xml", b"")]
)
def test_500_zonder_fault(mediatype: str, inhoud: bytes) -> None:
    """500 without a fault is a failure of SBB."""
    assert type(_fout(Ruw(500, mediatype, inhoud, None))) is BronNietBeschikbaar


@pytest.mark.parametrize(("opnieuw_na", "verwacht"), [(None, 30), (0, 30), (1, 1), (3600, 3600)])
@pytest.mark.parametrize("status", [429, 500, 503])
def test_retry_after_van_sbb(status: int, opnieuw_na: int | None, verwacht: int) -> None:
    """What SBB says of trying again is passed on; zero would be asking for trouble."""
    assert _fout(Ruw(status, "text/html", b"", opnieuw_na)).opnieuw_na == verwacht
