"""What SBB tells reaches whoever wants to know, by all three ways out of the deployed stack."""

import pytest

from local.receiver.behaviour import BEHAVIOURS
from local.stack.local_stack import LocalStack
from tests.e2e.client import FacadeClient
from tests.e2e.followers import Sweeper, Webhook, end, message_queue, read_feed
from tests.e2e.simulator import SimulatorControl


@pytest.fixture
def sweeper(this_stack: LocalStack) -> Sweeper:
    """The sweep, without waiting for its minute."""
    aws, deployed = this_stack.deployed()
    return Sweeper(aws, deployed.stack)


def test_a_change_comes_by_all_three_ways(facade: FacadeClient, sbb: SimulatorControl) -> None:
    """Webhook, queue of another account and feed tell the same events, each with its own numbers."""
    _, cursor = read_feed(facade, None)
    with Webhook(facade) as webhook, message_queue(facade, "alle-wegen.fifo") as row:
        new = facade.question("/abonnementen", method="POST", json={"soort": "sqs", "queueArn": row.arn})
        path = f"/abonnementen/{new.json()['abonnementId']}"
        row.admit(new.json()["queueBeleid"])
        assert facade.question(f"{path}/testberichten", method="POST").json()["uitkomst"] == "geleverd"
        [test] = row.take(1)
        confirmed = facade.question(
            path, method="PATCH", json={"token": test["data"]["token"]}, headers={"If-Match": '"1"'}
        )
        assert confirmed.json()["toestand"] == "actief"
        sbb.report(30)
        from_webhook = webhook.wait_until(lambda g: len(g) == 30)
        from_queue = row.take(30)
        from_feed, _ = read_feed(facade, cursor)
        own, _ = read_feed(facade, None, abonnementId=webhook.abonnement["abonnementId"])
        end(facade, path)
    assert [g["volgnummer"] for g in from_webhook] == list(range(1, 31))
    assert from_queue == from_webhook == own
    assert [{**g, "volgnummer": n} for n, g in enumerate(from_feed, 1)] == from_webhook
    one = facade.question(f"/mutaties/{from_feed[0]['id']}")
    assert one.json() == from_feed[0]


def test_a_receiver_that_is_briefly_unavailable(
    facade: FacadeClient, sbb: SimulatorControl, sweeper: Sweeper
) -> None:
    """What fails is in the log with its reason, and comes later by itself; then once more on request."""
    with Webhook(facade, filter={"codes": ["25998"]}) as webhook:
        webhook.receiver.behaviour = BEHAVIOURS["fout"]
        sbb.report(1)
        webhook.wait_until(lambda g: len(g) == 1)
        webhook.receiver.behaviour = BEHAVIOURS["goed"]
        events = webhook.wait_until(lambda g: len(g) >= 2, meanwhile=sweeper.sweep)
        assert events[0] == events[1]
        [one] = webhook.deliveries(lambda log: log[0]["stand"] == "afgeleverd")
        assert (one["volgnummer"], one["pogingen"], one["laatstePoging"]["httpStatus"]) == (1, 2, 204)
        again = facade.question(
            f"{webhook.path}/herafleveringen", method="POST", json={"vanaf": "2026-01-01T00:00:00Z"}
        )
        assert again.json() == {"aantal": 1, "eersteVolgnummer": 1, "laatsteVolgnummer": 1}
        assert webhook.wait_until(lambda g: len(g) >= 3)[2] == events[0]


def test_410_switches_it_off(facade: FacadeClient, sbb: SimulatorControl) -> None:
    """A receiver that says 410 is left alone, and its owner sees it; put on again, it gets what waited."""
    with Webhook(facade) as webhook:
        webhook.receiver.behaviour = BEHAVIOURS["weg"]
        sbb.report(3)
        webhook.wait_until(lambda g: len(g) == 1)
        condition = webhook.toestand(lambda t: t != "actief")
        webhook.receiver.behaviour = BEHAVIOURS["goed"]
        switched_on = facade.question(
            webhook.path, method="PATCH", json={"toestand": "actief"}, headers={"If-Match": "*"}
        )
        events = webhook.wait_until(lambda g: len(g) == 4)
    assert (condition, switched_on.json()["toestand"]) == ("afgemeld", "actief")
    assert [g["volgnummer"] for g in events] == [1, 1, 2, 3]


def test_two_signatures_during_the_switch(facade: FacadeClient, sbb: SimulatorControl) -> None:
    """After a rotation who knows the old key alone verifies, and so does who knows the new one alone."""
    with Webhook(facade) as webhook:
        new = facade.question(f"{webhook.path}/sleutelrotaties", method="POST").json()
        assert new["geheim"] != webhook.abonnement["geheim"]
        assert "oudeSleutelTot" in new
        sbb.report(1)
        webhook.wait_until(lambda g: len(g) == 1)
        webhook.receiver.sleutels[:] = [new["geheim"]]
        sbb.report(1)
        webhook.wait_until(lambda g: len(g) == 2)
