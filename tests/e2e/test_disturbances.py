"""Each fault of the simulator and what the API makes of it: `VERWACHT` is the whole list."""

from typing import Any

import pytest

from local.sbb import examples as vb
from tests.e2e.client import Facade

GOED = (200, None)
VERWACHT: dict[str, tuple[int, str | None]] = {
    "vertraging": GOED,
    "soapfault": (503, "bron-niet-beschikbaar"),
    "soapfault-client": (502, "bron-antwoord-ongeldig"),
    "soapfault-actie": (502, "bron-antwoord-ongeldig"),
    "soapfault-adres": (502, "bron-antwoord-ongeldig"),
    "soapfault-klok": (502, "bron-antwoord-ongeldig"),
    "soapfault-toegang": (502, "bron-certificaat"),
    "soapfault-intern": (503, "bron-niet-beschikbaar"),
    "soapfault-onbekend": (502, "bron-antwoord-ongeldig"),
    "soapfault-12": (502, "bron-antwoord-ongeldig"),
    "http400-certificaat": (502, "bron-certificaat"),
    "http400-html": (502, "bron-antwoord-ongeldig"),
    "http403-ip": (502, "bron-antwoord-ongeldig"),
    "certificaat-achteraf": GOED,
    "http500-html": (503, "bron-niet-beschikbaar"),
    "http503": (503, "bron-niet-beschikbaar"),
    "http403-html": (502, "bron-certificaat"),
    "http404-html": (502, "bron-antwoord-ongeldig"),
    "html200": (502, "bron-antwoord-ongeldig"),
    "leeg": (502, "bron-antwoord-ongeldig"),
    "reset": (503, "bron-niet-beschikbaar"),
    "verbreek": (503, "bron-niet-beschikbaar"),
    "afgebroken": (502, "bron-antwoord-ongeldig"),
    "halve-xml": (502, "bron-antwoord-ongeldig"),
    "rommel": (502, "bron-antwoord-ongeldig"),
    "rommel-http": (502, "bron-antwoord-ongeldig"),
    "verkeerd-type": (502, "bron-antwoord-ongeldig"),
    "druppel": (504, "bron-timeout"),
    "druppel-koppen": (504, "bron-timeout"),
    "vloed": (502, "bron-antwoord-ongeldig"),
    "vloed-gzip": (502, "bron-antwoord-ongeldig"),
    "entiteiten": (502, "bron-antwoord-ongeldig"),
    "xxe": (502, "bron-antwoord-ongeldig"),
    "dtd": (502, "bron-antwoord-ongeldig"),
    "signaalcode": (503, "bron-niet-beschikbaar"),
    "ander-berichtid": (502, "bron-antwoord-ongeldig"),
    "ander-leerbedrijf": (502, "bron-antwoord-ongeldig"),
    "utf16": GOED,
    "latin1": (502, "bron-antwoord-ongeldig"),
    "andere-prefixen": GOED,
    "onbekende-elementen": GOED,
    "tijdzone-datums": GOED,
    "net-datums": GOED,
    "nederlandse-getallen": GOED,
    "vreemde-velden": GOED,
    "rij-zonder-id": GOED,
    # A status that nobody knows: absent, and in an erkenning not erkend.
    "ongeldige-waarde": GOED,
    "andere-namespace": (502, "bron-antwoord-ongeldig"),
}
# These take the whole deadline of the call: one of the two questions is enough.
TRAAG = {"druppel", "druppel-koppen"}
SIGNAALCODES: dict[int, tuple[int, str | None]] = {
    0: GOED,
    1: (404, "resource-onbekend"),
    101: (404, "leerbedrijf-onbekend"),
    102: (404, "code-onbekend"),
    103: GOED,
    201: (400, "ongeldige-invoer"),
    202: (400, "te-veel-resultaten"),
    555: (502, "bron-antwoord-ongeldig"),
    995: (503, "bron-overbelast"),
    996: (502, "bron-licentie"),
    997: (502, "bron-certificaat"),
    999: (503, "bron-niet-beschikbaar"),
}


def _controleer(antwoord: Any, status: int, code: str | None) -> None:
    # An erkenning has a `code` as well: that of the opleiding.
    probleem = antwoord.json() if antwoord.is_error else {}
    assert (antwoord.status_code, probleem.get("code")) == (status, code), antwoord.text
    # Nothing of SOAP, HTML or a stack trace comes through, whatever SBB sent.
    assert not any(teken in antwoord.text for teken in ("<", "Envelope", "Traceback", "root:"))
    if status == 503:
        assert int(antwoord.headers["Retry-After"]) > 0


def test_de_tabel_is_volledig(facade: Facade) -> None:
    """A fault that the simulator learns must get its line here."""
    assert facade.sbb.get("/storingen/soorten").json().keys() == VERWACHT.keys()


@pytest.mark.parametrize("soort", sorted(VERWACHT))
def test_natrekken_bij_een_storing(facade: Facade, soort: str) -> None:
    """A verification meets the fault and answers as the table says; when it is over all is well."""
    facade.storing(soort)
    _controleer(facade.erkenning(*vb.ERKEND_CREBO), *VERWACHT[soort])
    facade.sbb_in_orde()
    assert facade.erkenning(*vb.ERKEND_CREBO).status_code == 200


def test_een_onbekende_status_is_nooit_erkend(facade: Facade) -> None:
    """A word for the status that is not in the contract is an answer: not erkend, `onbekend`."""
    facade.storing("ongeldige-waarde")
    antwoord = facade.erkenning(*vb.ERKEND_CREBO)
    assert antwoord.status_code == 200
    assert (antwoord.json()["erkend"], antwoord.json()["status"]) == (False, "onbekend")


@pytest.mark.usefixtures("lege_cache")
@pytest.mark.parametrize("soort", sorted(VERWACHT.keys() - TRAAG))
def test_vaststellen_bij_een_storing(facade: Facade, soort: str) -> None:
    """An identification that is not kept yet meets the fault; a failure is not kept either."""
    facade.storing(soort)
    _controleer(facade.vraag(f"/leerbedrijven/{vb.BUITENLAND}"), *VERWACHT[soort])
    facade.sbb_in_orde()
    assert facade.vraag(f"/leerbedrijven/{vb.BUITENLAND}").status_code == 200


@pytest.mark.parametrize("signaalcode", sorted(SIGNAALCODES))
def test_signaalcodes(facade: Facade, signaalcode: int) -> None:
    """Each signaalcode of the contract, and one that nobody knows; its melding goes along with a refusal."""
    facade.storing("signaalcode", signaalcode=signaalcode, melding="Kanarie van SBB")
    antwoord = facade.erkenning(*vb.ERKEND_CREBO)
    status, code = SIGNAALCODES[signaalcode]
    _controleer(antwoord, status, code)
    if code is not None:
        bron = antwoord.json()["bron"]
        assert (bron["signaalcode"], bron["melding"]) == (signaalcode, "Kanarie van SBB")


@pytest.mark.parametrize("soort", ["soapfault-actie", "soapfault-12", "http400-html", "http403-ip"])
def test_wat_van_ons_is_houdt_niemand_tegen(facade: Facade, soort: str) -> None:
    """What SBB rejects of ours is not repeatable and says who acts, as `/status` does; SBB is asked on."""
    facade.storing(soort, keer=8)
    for _ in range(8):
        probleem = facade.erkenning(*vb.ERKEND_CREBO).json()
        assert (probleem["status"], probleem["herhaalbaar"]) == (502, False)
        assert "beheerder van deze facade" in probleem["detail"]
    for pad in ("/status", "/status/school"):
        stand = facade.vraag(pad).json()
        assert (stand["facade"]["status"], stand["sbb"]["status"]) == ("storing", "in-orde")
        assert stand["sbb"]["laatsteFout"]["code"] == "bron-antwoord-ongeldig"
    assert facade.erkenning(*vb.ERKEND_CREBO).status_code == 200


@pytest.mark.parametrize("soort", ["http400-certificaat", "soapfault-toegang"])
def test_wat_van_de_school_is_zegt_haar_stand(facade: Facade, soort: str) -> None:
    """What refuses the school's certificate, in whatever form, is what `/status/school` tells her."""
    assert facade.erkenning(*vb.ERKEND_CREBO).status_code == 200
    facade.storing(soort, keer=1)
    probleem = facade.erkenning(*vb.ERKEND_CREBO).json()
    assert (probleem["code"], probleem["herhaalbaar"]) == ("bron-certificaat", False)
    assert facade.vraag("/status/school").json()["certificaat"]["status"] == "geweigerd"
    assert facade.vraag("/status").json()["facade"]["status"] == "in-orde"


def test_een_keer_reset_merkt_niemand(facade: Facade) -> None:
    """A connection that breaks once is tried once more, and the caller gets its answer."""
    facade.storing("reset", keer=1)
    assert facade.erkenning(*vb.ERKEND_CREBO).status_code == 200
    gevraagd = [verzoek["operatie"] for verzoek in facade.verzoeken()]
    assert gevraagd.count("VerifieerAccreditatie") == 2


def test_een_kapotte_bron_raakt_de_cache_niet(facade: Facade) -> None:
    """What is kept is served while SBB is away."""
    facade.vraag(f"/leerbedrijven/{vb.TOONBEELD}")
    facade.storing("reset")
    antwoord = facade.vraag(f"/leerbedrijven/{vb.TOONBEELD}")
    assert antwoord.status_code == 200
    assert "; hit;" in antwoord.headers["Cache-Status"]


def test_een_trage_bron_binnen_de_termijn(facade: Facade) -> None:
    """A source that takes longer than the deadline is 504 before API Gateway gives up itself."""
    facade.storing("vertraging", seconden=60)
    antwoord = facade.erkenning(*vb.ERKEND_CREBO)
    _controleer(antwoord, 504, "bron-timeout")
    assert antwoord.elapsed.total_seconds() < 29
