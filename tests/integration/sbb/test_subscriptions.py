import uuid

from local.sbb.simulator import Simulator
from tests.integration.sbb.client import SoapClient
from tests.integration.sbb.controller import control, new_school


def subscribe(client: SoapClient, brin: str, endpoint: str) -> str | None:
    """Subscribe; gives the AbonnementID."""
    reply = client.question("AbonneerMutaties", ("Brin", brin), ("Endpoint", endpoint))
    assert reply.signaalcode == 0
    assert reply.tekst("Abonnement/Endpoint") == endpoint
    assert reply.tekst("Abonnement/Ingangsdatum") == "2026-11-02"
    return reply.tekst("Abonnement/AbonnementID")


def test_life_cycle(sim: Simulator) -> None:
    """An abonnement can be taken (once), listed and ended; the control interface shows it meanwhile."""
    with SoapClient(sim, "91AA", new_school(sim, "91AA")) as client:
        first = subscribe(client, "91AA", "https://school.example/mutaties")
        assert subscribe(client, "91AA", "https://school.example/mutaties") == first
        other = subscribe(client, "91AA", "https://school.example/anders")
        listing = client.question("GeefAbonnementen", ("Brin", "91AA"))
        assert listing.texts("Abonnementen/Abonnement/AbonnementID") == [first, other]
        shown = control(sim, "GET", "/abonnementen")[1]["abonnementen"]
        assert [a["abonnementId"] for a in shown if a["brin"] == "91AA"] == [first, other]
        weg = ("AbonnementID", first)
        assert client.question("BeeindigAbonnement", weg).signaalcode == 0
        assert client.question("BeeindigAbonnement", weg).signaalcode == 1
        listing = client.question("GeefAbonnementen", ("Brin", "91AA"))
        assert listing.texts("Abonnementen/Abonnement/AbonnementID") == [other]


def test_no_abonnementen(client: SoapClient) -> None:
    """Without abonnementen the list is empty, with signaalcode 1."""
    reply = client.question("GeefAbonnementen", ("Brin", "99XX"))
    assert (reply.signaalcode, len(reply.everything("Abonnementen"))) == (1, 1)


def test_only_for_the_own_school(sim: Simulator, client: SoapClient) -> None:
    """No school takes, lists or ends another's abonnementen."""
    with SoapClient(sim, "92AA", new_school(sim, "92AA")) as other:
        of_other = subscribe(other, "92AA", "https://ander.example/")
        endpoint = ("Endpoint", "https://school.example/")
        assert client.question("AbonneerMutaties", ("Brin", "92AA"), endpoint).signaalcode == 997
        assert client.question("GeefAbonnementen", ("Brin", "92AA")).signaalcode == 997
        assert client.question("BeeindigAbonnement", ("AbonnementID", of_other)).signaalcode == 1
        assert other.question("GeefAbonnementen", ("Brin", "92AA")).signaalcode == 0


def test_endpoint_must_be_https(client: SoapClient) -> None:
    """SBB sends changes over TLS only."""
    endpoint = ("Endpoint", "http://school.example/")
    assert client.question("AbonneerMutaties", ("Brin", "99XX"), endpoint).signaalcode == 201


def test_unknown_abonnement(client: SoapClient) -> None:
    """Ending an abonnement that does not exist is 1."""
    assert client.question("BeeindigAbonnement", ("AbonnementID", str(uuid.UUID(int=1)))).signaalcode == 1
