import pytest

from local.sbb.register import examples
from local.sbb.simulator import Simulator
from tests.integration.sbb.client import Reply, SoapClient
from tests.integration.sbb.controller import control

PEILDATUM = "2026-11-02"


def verify(client: SoapClient, pair: tuple[str, str], peildatum: str = PEILDATUM) -> Reply:
    """Verify one pair of leerbedrijf and code."""
    leerbedrijf, code = pair
    field = ("Keuzedeelcode" if code.startswith("K") else "Crebonummer", code)
    return client.question(
        "VerifieerAccreditatie", ("CodeLeerbedrijf", leerbedrijf), field, ("Peildatum", peildatum)
    )


def short(reply: Reply) -> tuple[int, str | None, str | None, str | None]:
    """Give signaalcode, status and dates."""
    return (
        reply.signaalcode,
        reply.tekst("StatusErkenning"),
        reply.tekst("Startdatum"),
        reply.tekst("Einddatum"),
    )


@pytest.mark.parametrize(
    ("pair", "expected"),
    [
        (examples.ERKEND_CREBO, (0, "Erkend", "2018-08-01", None)),
        (examples.ERKEND_KEUZEDEEL, (0, "Erkend", "2019-08-01", None)),
        (examples.ENDS, (0, "Erkend", "2016-08-01", "2031-07-31")),
        (examples.FUTURE, (103, "NietErkend", "2032-08-01", None)),
        (examples.EXPIRED, (103, "Verlopen", "2016-08-01", "2022-07-31")),
        (examples.WITHDRAWN, (103, "Ingetrokken", "2016-08-01", "2023-03-15")),
        (examples.NEVER_ERKEND, (103, "NietErkend", None, None)),
    ],
)
def test_outcomes(
    client: SoapClient, pair: tuple[str, str], expected: tuple[int, str | None, str | None, str | None]
) -> None:
    """Each kind of erkenning has its signaalcode, status and dates, and the leerbedrijf's ID and name."""
    reply = verify(client, pair)
    assert short(reply) == expected
    assert reply.tekst("CodeLeerbedrijf") == pair[0]
    assert reply.tekst("Naam")


@pytest.mark.parametrize(
    ("pair", "peildatum", "status"),
    [
        (examples.ENDS, "2031-07-31", "Erkend"),
        (examples.ENDS, "2031-08-01", "Verlopen"),
        (examples.FUTURE, "2032-07-31", "NietErkend"),
        (examples.FUTURE, "2032-08-01", "Erkend"),
        (examples.EXPIRED, "2022-07-31", "Erkend"),
        (examples.WITHDRAWN, "2023-03-14", "Erkend"),
        (examples.WITHDRAWN, "2023-03-15", "Ingetrokken"),
        (examples.ERKEND_CREBO, "2018-07-31+02:00", "NietErkend"),
        (examples.ERKEND_CREBO, "2018-08-01Z", "Erkend"),
    ],
)
def test_peildatum(client: SoapClient, pair: tuple[str, str], peildatum: str, status: str) -> None:
    """The day asked about decides, not today; an XML time zone changes nothing."""
    assert verify(client, pair, peildatum).tekst("StatusErkenning") == status


@pytest.mark.parametrize(
    ("pair", "code"),
    [
        ((examples.UNKNOWN_LEERBEDRIJF, "25998"), 101),
        ((examples.SHOWPIECE, examples.UNKNOWN_CREBO), 102),
        ((examples.SHOWPIECE, examples.UNKNOWN_KEUZEDEEL), 102),
    ],
)
def test_unknown(client: SoapClient, pair: tuple[str, str], code: int) -> None:
    """An unknown leerbedrijf is 101, an unknown crebo or keuzedeel 102; neither says more."""
    reply = verify(client, pair)
    assert short(reply) == (code, None, None, None)
    assert reply.tekst("Naam") is None


def test_historisch_is_never_erkend(client: SoapClient, sim: Simulator) -> None:
    """All erkenningen of a historisch leerbedrijf have ended."""
    company = sim.service.register.find(examples.HISTORICAL)
    assert company is not None
    for erkenning in company.erkenningen:
        reply = verify(client, (company.id, erkenning.code))
        assert reply.signaalcode == 103
        assert reply.tekst("Einddatum")


def test_impossible_peildatum(client: SoapClient) -> None:
    """A date that only XML Schema knows is 201."""
    assert verify(client, examples.ERKEND_CREBO, "12026-01-01").signaalcode == 201


def test_revoked_through_the_controls(client: SoapClient, sim: Simulator) -> None:
    """What the control interface withdraws, SBB no longer confirms; what it grants, SBB does."""
    pair = (sim.service.register.leerbedrijven()[20].id, "25998")
    question = {"leerbedrijfId": pair[0], "code": pair[1]}
    control(sim, "POST", "/erkenningen", {**question, "status": "Erkend", "startdatum": "2020-01-01"})
    assert short(verify(client, pair)) == (0, "Erkend", "2020-01-01", None)
    control(sim, "POST", "/erkenningen", {**question, "status": "Ingetrokken"})
    assert short(verify(client, pair)) == (103, "Ingetrokken", "2020-01-01", "2026-11-01")
    control(sim, "POST", "/erkenningen", {**question, "status": "NietErkend"})
    assert short(verify(client, pair))[:2] == (103, "NietErkend")
