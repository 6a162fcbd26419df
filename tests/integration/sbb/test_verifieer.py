import pytest

from local.sbb import examples as vb
from local.sbb.simulator import Simulator
from tests.integration.sbb.client import Klant, Reactie
from tests.integration.sbb.controller import bedien

PEILDATUM = "2026-11-02"


def verifieer(klant: Klant, paar: tuple[str, str], peildatum: str = PEILDATUM) -> Reactie:
    """Verify one pair of leerbedrijf and code."""
    leerbedrijf, code = paar
    veld = ("Keuzedeelcode" if code.startswith("K") else "Crebonummer", code)
    return klant.vraag(
        "VerifieerAccreditatie", ("CodeLeerbedrijf", leerbedrijf), veld, ("Peildatum", peildatum)
    )


def kort(reactie: Reactie) -> tuple[int, str | None, str | None, str | None]:
    """Give signaalcode, status and dates."""
    return (
        reactie.signaalcode,
        reactie.tekst("StatusErkenning"),
        reactie.tekst("Startdatum"),
        reactie.tekst("Einddatum"),
    )


@pytest.mark.parametrize(
    ("paar", "verwacht"),
    [
        (vb.ERKEND_CREBO, (0, "Erkend", "2018-08-01", None)),
        (vb.ERKEND_KEUZEDEEL, (0, "Erkend", "2019-08-01", None)),
        (vb.EINDIGT, (0, "Erkend", "2016-08-01", "2031-07-31")),
        (vb.TOEKOMSTIG, (103, "NietErkend", "2032-08-01", None)),
        (vb.VERLOPEN, (103, "Verlopen", "2016-08-01", "2022-07-31")),
        (vb.INGETROKKEN, (103, "Ingetrokken", "2016-08-01", "2023-03-15")),
        (vb.NOOIT_ERKEND, (103, "NietErkend", None, None)),
    ],
)
def test_uitkomsten(
    klant: Klant, paar: tuple[str, str], verwacht: tuple[int, str | None, str | None, str | None]
) -> None:
    """Each kind of erkenning has its signaalcode, status and dates, and the leerbedrijf's ID and name."""
    reactie = verifieer(klant, paar)
    assert kort(reactie) == verwacht
    assert reactie.tekst("CodeLeerbedrijf") == paar[0]
    assert reactie.tekst("Naam")


@pytest.mark.parametrize(
    ("paar", "peildatum", "status"),
    [
        (vb.EINDIGT, "2031-07-31", "Erkend"),
        (vb.EINDIGT, "2031-08-01", "Verlopen"),
        (vb.TOEKOMSTIG, "2032-07-31", "NietErkend"),
        (vb.TOEKOMSTIG, "2032-08-01", "Erkend"),
        (vb.VERLOPEN, "2022-07-31", "Erkend"),
        (vb.INGETROKKEN, "2023-03-14", "Erkend"),
        (vb.INGETROKKEN, "2023-03-15", "Ingetrokken"),
        (vb.ERKEND_CREBO, "2018-07-31+02:00", "NietErkend"),
        (vb.ERKEND_CREBO, "2018-08-01Z", "Erkend"),
    ],
)
def test_peildatum(klant: Klant, paar: tuple[str, str], peildatum: str, status: str) -> None:
    """The day asked about decides, not today; an XML time zone changes nothing."""
    assert verifieer(klant, paar, peildatum).tekst("StatusErkenning") == status


@pytest.mark.parametrize(
    ("paar", "code"),
    [
        ((vb.ONBEKEND_LEERBEDRIJF, "25998"), 101),
        ((vb.TOONBEELD, vb.ONBEKENDE_CREBO), 102),
        ((vb.TOONBEELD, vb.ONBEKEND_KEUZEDEEL), 102),
    ],
)
def test_onbekend(klant: Klant, paar: tuple[str, str], code: int) -> None:
    """An unknown leerbedrijf is 101, an unknown crebo or keuzedeel 102; neither says more."""
    reactie = verifieer(klant, paar)
    assert kort(reactie) == (code, None, None, None)
    assert reactie.tekst("Naam") is None


def test_historisch_nooit_erkend(klant: Klant, sim: Simulator) -> None:
    """All erkenningen of a historisch leerbedrijf have ended."""
    bedrijf = sim.dienst.register.vind(vb.HISTORISCH)
    assert bedrijf is not None
    for erkenning in bedrijf.erkenningen:
        reactie = verifieer(klant, (bedrijf.id, erkenning.code))
        assert reactie.signaalcode == 103
        assert reactie.tekst("Einddatum")


def test_onmogelijke_peildatum(klant: Klant) -> None:
    """A date that only XML Schema knows is 201."""
    assert verifieer(klant, vb.ERKEND_CREBO, "12026-01-01").signaalcode == 201


def test_ingetrokken_via_bediening(klant: Klant, sim: Simulator) -> None:
    """What the control interface withdraws, SBB no longer confirms; what it grants, SBB does."""
    paar = (sim.dienst.register.leerbedrijven()[20].id, "25998")
    vraag = {"leerbedrijfId": paar[0], "code": paar[1]}
    bedien(sim, "POST", "/erkenningen", {**vraag, "status": "Erkend", "startdatum": "2020-01-01"})
    assert kort(verifieer(klant, paar)) == (0, "Erkend", "2020-01-01", None)
    bedien(sim, "POST", "/erkenningen", {**vraag, "status": "Ingetrokken"})
    assert kort(verifieer(klant, paar)) == (103, "Ingetrokken", "2020-01-01", "2026-11-01")
    bedien(sim, "POST", "/erkenningen", {**vraag, "status": "NietErkend"})
    assert kort(verifieer(klant, paar))[:2] == (103, "NietErkend")
