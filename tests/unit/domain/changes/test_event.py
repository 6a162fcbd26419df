"""A mutatie as a CloudEvent."""

import json
import re
from datetime import UTC, date, datetime
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stagemarkt.domain.changes.event import (
    HOOGSTE_VOLGNUMMER,
    TYPEN,
    bron_van,
    maak_gebeurtenis,
    maak_testgebeurtenis,
    serialiseer,
)
from stagemarkt.model.mutatie import Mutatie, Mutatiestatus, mutatie_id_van

BRON = bron_van("00000003271247010000")
BERICHT = "6f9619ff-8b86-d011-b42d-00c04fc964ff"
MUTATIE = Mutatie(
    mutatie_id=mutatie_id_van(BERICHT, 1),
    school="99XX",
    bericht_id=BERICHT,
    positie=1,
    abonnement_id="5e0b2c34-9c36-4f66-8a29-3b2f4a8f1c11",
    leerbedrijf_id="900000001",
    naam="Bitwerk Eemland Software",
    code="25998",
    status="ingetrokken",
    startdatum=date(2020, 8, 1),
    einddatum=date(2026, 11, 23),
    mutatietijdstip=datetime(2026, 11, 23, 16, 2, 11, tzinfo=UTC),
    gelogd_op=1_795_478_400.123456,
)


def test_een_hele_gebeurtenis_byte_voor_byte() -> None:
    """These are the bytes of this mutatie, today and in a year."""
    assert serialiseer(maak_gebeurtenis(MUTATIE, 7, gezien=True, bron=BRON)).decode() == (
        '{"specversion":"1.0","id":"d288d401-9f5e-5ba8-bb71-4801207e1e80",'
        '"source":"urn:nld:oin:00000003271247010000:systeem:stagemarkt-facade",'
        '"type":"nl.leerbedrijven.erkenning-ingetrokken","subject":"900000001",'
        '"time":"2026-11-24T00:00:00.123Z","datacontenttype":"application/json","volgnummer":7,'
        '"data":{"leerbedrijfId":"900000001","naam":"Bitwerk Eemland Software","code":"25998",'
        '"codeType":"crebo","status":"ingetrokken","startdatum":"2020-08-01","einddatum":"2026-11-23",'
        '"school":"99XX"}}'
    )


@pytest.mark.parametrize(
    ("status", "gezien", "soort"),
    [
        ("erkend", False, "verleend"),
        ("erkend", True, "gewijzigd"),
        ("nietErkend", False, "ingetrokken"),
        ("nietErkend", True, "ingetrokken"),
        ("ingetrokken", False, "ingetrokken"),
        ("ingetrokken", True, "ingetrokken"),
        ("verlopen", False, "verlopen"),
        ("verlopen", True, "verlopen"),
    ],
)
def test_type(status: Mutatiestatus, gezien: bool, soort: str) -> None:  # noqa: FBT001 - a table
    """The type follows from the status and from whether leerbedrijf and code were seen before."""
    gebeurtenis = maak_gebeurtenis(MUTATIE._replace(status=status), 1, gezien=gezien, bron=BRON)
    assert gebeurtenis["type"] == f"nl.leerbedrijven.erkenning-{soort}"
    assert gebeurtenis["data"]["status"] == status


def test_elke_status_heeft_een_type() -> None:
    """No status of a mutatie is without its types."""
    assert set(TYPEN) == set(get_args(Mutatiestatus))


def test_wat_er_niet_is_blijft_weg() -> None:
    """A blank name and an erkenning without end leave no trace in the data."""
    kaal = MUTATIE._replace(naam="", einddatum=None, code="K0067")
    data = maak_gebeurtenis(kaal, 1, gezien=False, bron=BRON)["data"]
    assert data == {
        "leerbedrijfId": "900000001",
        "code": "K0067",
        "codeType": "keuzedeel",
        "status": "ingetrokken",
        "startdatum": "2020-08-01",
        "school": "99XX",
    }


@pytest.mark.parametrize("volgnummer", [0, -1, HOOGSTE_VOLGNUMMER + 1])
def test_volgnummer_past_in_een_integer_van_cloudevents(volgnummer: int) -> None:
    """A number that CloudEvents cannot carry is refused rather than sent."""
    with pytest.raises(ValueError, match="volgnummer"):
        maak_gebeurtenis(MUTATIE, volgnummer, gezien=False, bron=BRON)


def test_testbericht() -> None:
    """A test message has no volgnummer, is about the abonnement, and carries the token if there is one."""
    met = maak_testgebeurtenis("t1", "a1", 1_795_478_400.0, bron=BRON, token="geheim")  # noqa: S106 - a word
    assert met == {
        "specversion": "1.0",
        "id": "t1",
        "source": BRON,
        "type": "nl.leerbedrijven.testbericht",
        "subject": "a1",
        "time": "2026-11-24T00:00:00.000Z",
        "datacontenttype": "application/json",
        "data": {"abonnementId": "a1", "token": "geheim"},
    }
    zonder = maak_testgebeurtenis("t1", "a1", 1_795_478_400.0, bron=BRON)
    assert zonder["data"] == {"abonnementId": "a1"}


@given(
    naam=st.text(st.characters(exclude_categories=["Cs"]), max_size=80),
    gelogd_op=st.floats(0, 4e9),
    volgnummer=st.integers(1, HOOGSTE_VOLGNUMMER),
    gezien=st.booleans(),
)
def test_altijd_dezelfde_bytes_en_volgens_het_profiel(
    naam: str, gelogd_op: float, volgnummer: int, *, gezien: bool
) -> None:
    """Any mutatie gives the same bytes twice, reads back as what went in, and names attributes as it must."""
    mutatie = MUTATIE._replace(naam=naam, gelogd_op=gelogd_op)
    gebeurtenis = maak_gebeurtenis(mutatie, volgnummer, gezien=gezien, bron=BRON)
    inhoud = serialiseer(gebeurtenis)
    assert inhoud == serialiseer(maak_gebeurtenis(mutatie, volgnummer, gezien=gezien, bron=BRON))
    assert json.loads(inhoud) == gebeurtenis
    assert all(re.fullmatch("[a-z0-9]{1,20}", attribuut) for attribuut in gebeurtenis)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", gebeurtenis["time"])
