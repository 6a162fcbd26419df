"""Each fault of the simulator and what the API makes of it: `EXPECTED` is the whole list."""

from typing import Any

import pytest

from local.sbb.register import examples
from tests.e2e.client import FacadeClient

GOOD = (200, None)
EXPECTED: dict[str, tuple[int, str | None]] = {
    "vertraging": GOOD,
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
    "certificaat-achteraf": GOOD,
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
    "utf16": GOOD,
    "latin1": (502, "bron-antwoord-ongeldig"),
    "andere-prefixen": GOOD,
    "onbekende-elementen": GOOD,
    "tijdzone-datums": GOOD,
    "net-datums": GOOD,
    "nederlandse-getallen": GOOD,
    "vreemde-velden": GOOD,
    "rij-zonder-id": GOOD,
    # A status that nobody knows: absent, and in an erkenning not erkend.
    "ongeldige-waarde": GOOD,
    "andere-namespace": (502, "bron-antwoord-ongeldig"),
}
# These take the whole deadline of the call: one of the two questions is enough.
SLOW = {"druppel", "druppel-koppen"}
SIGNAALCODES: dict[int, tuple[int, str | None]] = {
    0: GOOD,
    1: (404, "resource-onbekend"),
    101: (404, "leerbedrijf-onbekend"),
    102: (404, "code-onbekend"),
    103: GOOD,
    201: (400, "ongeldige-invoer"),
    202: (400, "te-veel-resultaten"),
    555: (502, "bron-antwoord-ongeldig"),
    995: (503, "bron-overbelast"),
    996: (502, "bron-licentie"),
    997: (502, "bron-certificaat"),
    999: (503, "bron-niet-beschikbaar"),
}


def _check(answer: Any, status: int, code: str | None) -> None:
    # An erkenning has a `code` as well: that of the opleiding.
    problem = answer.json() if answer.is_error else {}
    assert (answer.status_code, problem.get("code")) == (status, code), answer.text
    # Nothing of SOAP, HTML or a stack trace comes through, whatever SBB sent.
    assert not any(sign in answer.text for sign in ("<", "Envelope", "Traceback", "root:"))
    if status == 503:
        assert int(answer.headers["Retry-After"]) > 0


def test_the_table_is_complete(facade: FacadeClient) -> None:
    """A fault that the simulator learns must get its line here."""
    assert facade.sbb.get("/storingen/soorten").json().keys() == EXPECTED.keys()


@pytest.mark.parametrize("kind", sorted(EXPECTED))
def test_verifying_during_a_disturbance(facade: FacadeClient, kind: str) -> None:
    """A verification meets the fault and answers as the table says; when it is over all is well."""
    facade.storing(kind)
    _check(facade.erkenning(*examples.ERKEND_CREBO), *EXPECTED[kind])
    facade.restore_sbb()
    assert facade.erkenning(*examples.ERKEND_CREBO).status_code == 200


def test_an_unknown_status_is_never_erkend(facade: FacadeClient) -> None:
    """A word for the status that is not in the contract is an answer: not erkend, `onbekend`."""
    facade.storing("ongeldige-waarde")
    answer = facade.erkenning(*examples.ERKEND_CREBO)
    assert answer.status_code == 200
    assert (answer.json()["erkend"], answer.json()["status"]) == (False, "onbekend")


@pytest.mark.usefixtures("empty_cache")
@pytest.mark.parametrize("kind", sorted(EXPECTED.keys() - SLOW))
def test_identifying_during_a_disturbance(facade: FacadeClient, kind: str) -> None:
    """An identification that is not kept yet meets the fault; a failure is not kept either."""
    facade.storing(kind)
    _check(facade.question(f"/leerbedrijven/{examples.ABROAD}"), *EXPECTED[kind])
    facade.restore_sbb()
    assert facade.question(f"/leerbedrijven/{examples.ABROAD}").status_code == 200


@pytest.mark.parametrize("signaalcode", sorted(SIGNAALCODES))
def test_signaalcodes(facade: FacadeClient, signaalcode: int) -> None:
    """Each signaalcode of the contract, and one that nobody knows; its melding goes along with a refusal."""
    facade.storing("signaalcode", signaalcode=signaalcode, melding="Kanarie van SBB")
    answer = facade.erkenning(*examples.ERKEND_CREBO)
    status, code = SIGNAALCODES[signaalcode]
    _check(answer, status, code)
    if code is not None:
        bron = answer.json()["bron"]
        assert (bron["signaalcode"], bron["melding"]) == (signaalcode, "Kanarie van SBB")


@pytest.mark.parametrize("kind", ["soapfault-actie", "soapfault-12", "http400-html", "http403-ip"])
def test_what_is_ours_stops_nobody(facade: FacadeClient, kind: str) -> None:
    """What SBB rejects of ours is not repeatable and says who acts, as `/status` does; SBB is asked on."""
    facade.storing(kind, keer=8)
    for _ in range(8):
        problem = facade.erkenning(*examples.ERKEND_CREBO).json()
        assert (problem["status"], problem["herhaalbaar"]) == (502, False)
        assert "beheerder van deze facade" in problem["detail"]
    for path in ("/status", "/status/school"):
        state = facade.question(path).json()
        assert (state["facade"]["status"], state["sbb"]["status"]) == ("storing", "in-orde")
        assert state["sbb"]["laatsteFout"]["code"] == "bron-antwoord-ongeldig"
    assert facade.erkenning(*examples.ERKEND_CREBO).status_code == 200


@pytest.mark.parametrize("kind", ["http400-certificaat", "soapfault-toegang"])
def test_what_is_the_schools_is_told_by_its_state(facade: FacadeClient, kind: str) -> None:
    """What refuses the school's certificate, in whatever form, is what `/status/school` tells her."""
    assert facade.erkenning(*examples.ERKEND_CREBO).status_code == 200
    facade.storing(kind, keer=1)
    problem = facade.erkenning(*examples.ERKEND_CREBO).json()
    assert (problem["code"], problem["herhaalbaar"]) == ("bron-certificaat", False)
    assert facade.question("/status/school").json()["certificaat"]["status"] == "geweigerd"
    assert facade.question("/status").json()["facade"]["status"] == "in-orde"


def test_one_reset_is_noticed_by_nobody(facade: FacadeClient) -> None:
    """A connection that breaks once is tried once more, and the caller gets its answer."""
    facade.storing("reset", keer=1)
    assert facade.erkenning(*examples.ERKEND_CREBO).status_code == 200
    asked = [request["operatie"] for request in facade.requests()]
    assert asked.count("VerifieerAccreditatie") == 2


def test_a_broken_source_does_not_affect_the_cache(facade: FacadeClient) -> None:
    """What is kept is served while SBB is away."""
    facade.question(f"/leerbedrijven/{examples.SHOWPIECE}")
    facade.storing("reset")
    answer = facade.question(f"/leerbedrijven/{examples.SHOWPIECE}")
    assert answer.status_code == 200
    assert "; hit;" in answer.headers["Cache-Status"]


def test_a_slow_source_within_the_deadline(facade: FacadeClient) -> None:
    """A source that takes longer than the deadline is 504 before API Gateway gives up itself."""
    facade.storing("vertraging", seconden=60)
    answer = facade.erkenning(*examples.ERKEND_CREBO)
    _check(answer, 504, "bron-timeout")
    assert answer.elapsed.total_seconds() < 29
