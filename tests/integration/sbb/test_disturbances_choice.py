from local.sbb import examples as vb
from local.sbb.disturbances.catalogue import VERTRAGING
from local.sbb.disturbances.distorting import TEKST
from local.sbb.disturbances.kinds import SOORTEN
from local.sbb.disturbances.replacing import VERVANGEND
from local.sbb.disturbances.tree import BOOM
from local.sbb.disturbances.wire import DRAAD
from local.sbb.protocol import TNS
from local.sbb.simulator import Simulator
from tests.integration.sbb.client import Klant
from tests.integration.sbb.controller import bedien, nieuwe_school

VELDEN = ("GeefDetails", ("CodeLeerbedrijf", vb.TOONBEELD))


def test_elke_soort_bestaat() -> None:
    """Each soort that is described does something, and the other way around; none does two things."""
    tabellen = [list(VERVANGEND), list(TEKST), list(BOOM), list(DRAAD), [VERTRAGING]]
    alle = [soort for tabel in tabellen for soort in tabel]
    assert sorted(alle) == sorted(SOORTEN)
    assert len(alle) >= 33


def test_keer_telt_af(sim: Simulator, klant: Klant) -> None:
    """A storing strikes so many requests, and the next is answered."""
    bedien(sim, "POST", "/storingen", {"soort": "http503", "keer": 2})
    assert [klant.vraag(*VELDEN).status for _ in range(3)] == [503, 503, 200]
    assert bedien(sim, "GET", "/storingen") == (200, {"storingen": []})


def test_tot_gewist(sim: Simulator, klant: Klant) -> None:
    """Without a number of times a storing lasts until it is cleared."""
    _, storing = bedien(sim, "POST", "/storingen", {"soort": "http503"})
    assert {klant.vraag(*VELDEN).status for _ in range(4)} == {503}
    assert bedien(sim, "DELETE", f"/storingen/{storing['id']}") == (200, {"gewist": 1})
    assert klant.vraag(*VELDEN).status == 200


def test_alleen_wat_past(sim: Simulator, klant: Klant) -> None:
    """A storing for one operation, school or leerbedrijf leaves the others alone."""
    bedien(sim, "POST", "/storingen", {"soort": "http503", "operatie": "Zoeken"})
    bedien(sim, "POST", "/storingen", {"soort": "http503", "brin": "93AA"})
    bedien(sim, "POST", "/storingen", {"soort": "http503", "leerbedrijfId": vb.WISSELEND})
    assert klant.vraag(*VELDEN).status == 200
    assert klant.vraag("Zoeken").status == 503
    assert klant.vraag("GeefDetails", ("CodeLeerbedrijf", vb.WISSELEND)).status == 503
    with Klant(sim, "93AA", nieuwe_school(sim, "93AA")) as ander:
        assert ander.vraag(*VELDEN).status == 503


def test_verzoek_wordt_niet_uitgevoerd(sim: Simulator) -> None:
    """Where another answer takes the place of the right one, nothing was done."""
    with Klant(sim, "94AA", nieuwe_school(sim, "94AA")) as klant:
        bedien(sim, "POST", "/storingen", {"soort": "http503", "operatie": "AbonneerMutaties"})
        abonnement = ("AbonneerMutaties", ("Brin", "94AA"), ("Endpoint", "https://a.example"))
        assert klant.vraag(*abonnement).status == 503
        assert klant.vraag("GeefAbonnementen", ("Brin", "94AA")).signaalcode == 1


def test_verbinding_blijft_open(sim: Simulator, klant: Klant) -> None:
    """After a storing in the text of an answer the same connection serves on."""
    voor = bedien(sim, "GET", "/tellers")[1]["verbindingen"]
    for soort in ("http500-html", "halve-xml", "leeg", "rommel"):
        bedien(sim, "POST", "/storingen", {"soort": soort, "keer": 1})
        klant.vraag(*VELDEN)
    assert klant.vraag(*VELDEN).signaalcode == 0
    # Five calls of the control interface do not count: it has a counter of its own.
    assert bedien(sim, "GET", "/tellers")[1]["verbindingen"] == voor + 1


def test_een_fout_verzoek_krijgt_ook_storing(sim: Simulator, klant: Klant) -> None:
    """A storing does not look whether the request was right."""
    bedien(sim, "POST", "/storingen", {"soort": "http503", "keer": 1})
    assert klant.post(b"geen xml", SOAPAction=f"{TNS}/Zoeken").status == 503
