"""What SBB tells reaches whoever wants to know, by all three ways out of the deployed stack."""

import pytest

from local.receiver.behaviour import GEDRAGINGEN
from local.stack import Stapel
from tests.e2e.client import Facade
from tests.e2e.followers import Veger, Webhook, beeindig, lees_feed, wachtrij
from tests.e2e.simulator import Sbb


@pytest.fixture
def veger(stapel: Stapel) -> Veger:
    """The sweep, without waiting for its minute."""
    aws, uitgerold = stapel.uitgerold()
    return Veger(aws, uitgerold.stack)


def test_een_wijziging_komt_langs_alle_drie_de_wegen(facade: Facade, sbb: Sbb) -> None:
    """Webhook, queue of another account and feed tell the same events, each with its own numbers."""
    _, cursor = lees_feed(facade, None)
    with Webhook(facade) as webhook, wachtrij(facade, "alle-wegen.fifo") as rij:
        nieuw = facade.vraag("/abonnementen", methode="POST", json={"soort": "sqs", "queueArn": rij.arn})
        pad = f"/abonnementen/{nieuw.json()['abonnementId']}"
        rij.laat_toe(nieuw.json()["queueBeleid"])
        assert facade.vraag(f"{pad}/testberichten", methode="POST").json()["uitkomst"] == "geleverd"
        [test] = rij.neem(1)
        bevestigd = facade.vraag(
            pad, methode="PATCH", json={"token": test["data"]["token"]}, headers={"If-Match": '"1"'}
        )
        assert bevestigd.json()["toestand"] == "actief"
        sbb.meld(30)
        uit_webhook = webhook.wacht_op(lambda g: len(g) == 30)
        uit_rij = rij.neem(30)
        uit_feed, _ = lees_feed(facade, cursor)
        eigen, _ = lees_feed(facade, None, abonnementId=webhook.abonnement["abonnementId"])
        beeindig(facade, pad)
    assert [g["volgnummer"] for g in uit_webhook] == list(range(1, 31))
    assert uit_rij == uit_webhook == eigen
    assert [{**g, "volgnummer": n} for n, g in enumerate(uit_feed, 1)] == uit_webhook
    een = facade.vraag(f"/mutaties/{uit_feed[0]['id']}")
    assert een.json() == uit_feed[0]


def test_een_ontvanger_die_even_niet_kan(facade: Facade, sbb: Sbb, veger: Veger) -> None:
    """What fails is in the log with its reason, and comes later by itself; then once more on request."""
    with Webhook(facade, filter={"codes": ["25998"]}) as webhook:
        webhook.ontvanger.gedrag = GEDRAGINGEN["fout"]
        sbb.meld(1)
        webhook.wacht_op(lambda g: len(g) == 1)
        webhook.ontvanger.gedrag = GEDRAGINGEN["goed"]
        gebeurtenissen = webhook.wacht_op(lambda g: len(g) >= 2, intussen=veger.veeg)
        assert gebeurtenissen[0] == gebeurtenissen[1]
        [een] = webhook.afleveringen(lambda log: log[0]["stand"] == "afgeleverd")
        assert (een["volgnummer"], een["pogingen"], een["laatstePoging"]["httpStatus"]) == (1, 2, 204)
        opnieuw = facade.vraag(
            f"{webhook.pad}/herafleveringen", methode="POST", json={"vanaf": "2026-01-01T00:00:00Z"}
        )
        assert opnieuw.json() == {"aantal": 1, "eersteVolgnummer": 1, "laatsteVolgnummer": 1}
        assert webhook.wacht_op(lambda g: len(g) >= 3)[2] == gebeurtenissen[0]


def test_410_zet_uit(facade: Facade, sbb: Sbb) -> None:
    """A receiver that says 410 is left alone, and its owner sees it; put on again, it gets what waited."""
    with Webhook(facade) as webhook:
        webhook.ontvanger.gedrag = GEDRAGINGEN["weg"]
        sbb.meld(3)
        webhook.wacht_op(lambda g: len(g) == 1)
        toestand = webhook.toestand(lambda t: t != "actief")
        webhook.ontvanger.gedrag = GEDRAGINGEN["goed"]
        aan = facade.vraag(
            webhook.pad, methode="PATCH", json={"toestand": "actief"}, headers={"If-Match": "*"}
        )
        gebeurtenissen = webhook.wacht_op(lambda g: len(g) == 4)
    assert (toestand, aan.json()["toestand"]) == ("afgemeld", "actief")
    assert [g["volgnummer"] for g in gebeurtenissen] == [1, 1, 2, 3]


def test_twee_handtekeningen_tijdens_het_wisselen(facade: Facade, sbb: Sbb) -> None:
    """After a rotation who knows the old key alone verifies, and so does who knows the new one alone."""
    with Webhook(facade) as webhook:
        nieuw = facade.vraag(f"{webhook.pad}/sleutelrotaties", methode="POST").json()
        assert nieuw["geheim"] != webhook.abonnement["geheim"]
        assert "oudeSleutelTot" in nieuw
        sbb.meld(1)
        webhook.wacht_op(lambda g: len(g) == 1)
        webhook.ontvanger.sleutels[:] = [nieuw["geheim"]]
        sbb.meld(1)
        webhook.wacht_op(lambda g: len(g) == 2)
