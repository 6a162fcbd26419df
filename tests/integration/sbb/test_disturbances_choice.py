from local.sbb.disturbances.catalogue import DELAY, KINDS
from local.sbb.disturbances.distorting import TEXT, TREE
from local.sbb.disturbances.replacing import REPLACING
from local.sbb.disturbances.wire import WIRE
from local.sbb.protocol import TNS
from local.sbb.register import examples
from local.sbb.simulator import Simulator
from tests.integration.sbb.client import SoapClient
from tests.integration.sbb.controller import control, new_school

FIELDS = ("GeefDetails", ("CodeLeerbedrijf", examples.SHOWPIECE))


def test_every_kind_exists() -> None:
    """Each soort that is described does something, and the other way around; none does two things."""
    tables = [list(REPLACING), list(TEXT), list(TREE), list(WIRE), [DELAY]]
    everything = [kind for table in tables for kind in table]
    assert sorted(everything) == sorted(KINDS)
    assert len(everything) >= 33


def test_times_counts_down(sim: Simulator, client: SoapClient) -> None:
    """A disturbance strikes so many requests, and the next is answered."""
    control(sim, "POST", "/storingen", {"soort": "http503", "keer": 2})
    assert [client.question(*FIELDS).status for _ in range(3)] == [503, 503, 200]
    assert control(sim, "GET", "/storingen") == (200, {"storingen": []})


def test_until_erased(sim: Simulator, client: SoapClient) -> None:
    """Without a number of times a disturbance lasts until it is cleared."""
    _, disturbance = control(sim, "POST", "/storingen", {"soort": "http503"})
    assert {client.question(*FIELDS).status for _ in range(4)} == {503}
    assert control(sim, "DELETE", f"/storingen/{disturbance['id']}") == (200, {"gewist": 1})
    assert client.question(*FIELDS).status == 200


def test_only_what_matches(sim: Simulator, client: SoapClient) -> None:
    """A disturbance for one operation, school or leerbedrijf leaves the others alone."""
    control(sim, "POST", "/storingen", {"soort": "http503", "operatie": "Zoeken"})
    control(sim, "POST", "/storingen", {"soort": "http503", "brin": "93AA"})
    control(sim, "POST", "/storingen", {"soort": "http503", "leerbedrijfId": examples.ALTERNATING})
    assert client.question(*FIELDS).status == 200
    assert client.question("Zoeken").status == 503
    assert client.question("GeefDetails", ("CodeLeerbedrijf", examples.ALTERNATING)).status == 503
    with SoapClient(sim, "93AA", new_school(sim, "93AA")) as other:
        assert other.question(*FIELDS).status == 503


def test_the_request_is_not_carried_out(sim: Simulator) -> None:
    """Where another answer takes the place of the right one, nothing was done."""
    with SoapClient(sim, "94AA", new_school(sim, "94AA")) as client:
        control(sim, "POST", "/storingen", {"soort": "http503", "operatie": "AbonneerMutaties"})
        abonnement = ("AbonneerMutaties", ("Brin", "94AA"), ("Endpoint", "https://a.example"))
        assert client.question(*abonnement).status == 503
        assert client.question("GeefAbonnementen", ("Brin", "94AA")).signaalcode == 1


def test_the_connection_stays_open(sim: Simulator, client: SoapClient) -> None:
    """After a disturbance in the text of an answer the same connection serves on."""
    before = control(sim, "GET", "/tellers")[1]["verbindingen"]
    for kind in ("http500-html", "halve-xml", "leeg", "rommel"):
        control(sim, "POST", "/storingen", {"soort": kind, "keer": 1})
        client.question(*FIELDS)
    assert client.question(*FIELDS).signaalcode == 0
    # Five calls of the control interface do not count: it has a counter of its own.
    assert control(sim, "GET", "/tellers")[1]["verbindingen"] == before + 1


def test_a_wrong_request_is_disturbed_too(sim: Simulator, client: SoapClient) -> None:
    """A disturbance does not look whether the request was right."""
    control(sim, "POST", "/storingen", {"soort": "http503", "keer": 1})
    assert client.post(b"geen xml", SOAPAction=f"{TNS}/Zoeken").status == 503
