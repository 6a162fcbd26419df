import uuid

from local.sbb.simulator import Simulator
from tests.integration.sbb.client import Klant
from tests.integration.sbb.controller import bedien, nieuwe_school


def abonneer(klant: Klant, brin: str, endpoint: str) -> str | None:
    """Subscribe; gives the AbonnementID."""
    reactie = klant.vraag("AbonneerMutaties", ("Brin", brin), ("Endpoint", endpoint))
    assert reactie.signaalcode == 0
    assert reactie.tekst("Abonnement/Endpoint") == endpoint
    assert reactie.tekst("Abonnement/Ingangsdatum") == "2026-11-02"
    return reactie.tekst("Abonnement/AbonnementID")


def test_levensloop(sim: Simulator) -> None:
    """An abonnement can be taken (once), listed and ended; the control interface shows it meanwhile."""
    with Klant(sim, "91AA", nieuwe_school(sim, "91AA")) as klant:
        eerste = abonneer(klant, "91AA", "https://school.example/mutaties")
        assert abonneer(klant, "91AA", "https://school.example/mutaties") == eerste
        ander = abonneer(klant, "91AA", "https://school.example/anders")
        lijst = klant.vraag("GeefAbonnementen", ("Brin", "91AA"))
        assert lijst.teksten("Abonnementen/Abonnement/AbonnementID") == [eerste, ander]
        getoond = bedien(sim, "GET", "/abonnementen")[1]["abonnementen"]
        assert [a["abonnementId"] for a in getoond if a["brin"] == "91AA"] == [eerste, ander]
        weg = ("AbonnementID", eerste)
        assert klant.vraag("BeeindigAbonnement", weg).signaalcode == 0
        assert klant.vraag("BeeindigAbonnement", weg).signaalcode == 1
        lijst = klant.vraag("GeefAbonnementen", ("Brin", "91AA"))
        assert lijst.teksten("Abonnementen/Abonnement/AbonnementID") == [ander]


def test_geen_abonnementen(klant: Klant) -> None:
    """Without abonnementen the list is empty, with signaalcode 1."""
    reactie = klant.vraag("GeefAbonnementen", ("Brin", "99XX"))
    assert (reactie.signaalcode, len(reactie.alle("Abonnementen"))) == (1, 1)


def test_alleen_voor_de_eigen_school(sim: Simulator, klant: Klant) -> None:
    """No school takes, lists or ends another's abonnementen."""
    with Klant(sim, "92AA", nieuwe_school(sim, "92AA")) as ander:
        van_ander = abonneer(ander, "92AA", "https://ander.example/")
        endpoint = ("Endpoint", "https://school.example/")
        assert klant.vraag("AbonneerMutaties", ("Brin", "92AA"), endpoint).signaalcode == 997
        assert klant.vraag("GeefAbonnementen", ("Brin", "92AA")).signaalcode == 997
        assert klant.vraag("BeeindigAbonnement", ("AbonnementID", van_ander)).signaalcode == 1
        assert ander.vraag("GeefAbonnementen", ("Brin", "92AA")).signaalcode == 0


def test_endpoint_moet_https_zijn(klant: Klant) -> None:
    """SBB sends changes over TLS only."""
    endpoint = ("Endpoint", "http://school.example/")
    assert klant.vraag("AbonneerMutaties", ("Brin", "99XX"), endpoint).signaalcode == 201


def test_onbekend_abonnement(klant: Klant) -> None:
    """Ending an abonnement that does not exist is 1."""
    assert klant.vraag("BeeindigAbonnement", ("AbonnementID", str(uuid.UUID(int=1)))).signaalcode == 1
