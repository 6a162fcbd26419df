"""The functions behind the queues and the schedule of the way out: what they do, hand back and log."""

import json
from collections.abc import Sequence
from typing import Any

from stagemarkt.domain.changes.fanout import Verdeeld

from functions.aflevering import app as aflevering
from functions.veger import app as veger
from functions.verdeling import app as verdeling
from tests.unit.conftest import Logboek
from tests.unit.fakes import ANDERE_SCHOOL, SCHOOL, NepContext
from tests.unit.fakes_outbox import Rampen, mutatie
from tests.unit.outbox_setup import ABONNEMENT_ID, uitgaand_opbouw


def rij(*berichten: tuple[str, object]) -> dict[str, Any]:
    """An event of a FIFO queue: each message with its group."""
    return {
        "Records": [
            {
                "messageId": f"m{n}",
                "body": inhoud if isinstance(inhoud, str) else json.dumps(inhoud),
                "attributes": {"MessageGroupId": groep},
            }
            for n, (groep, inhoud) in enumerate(berichten)
        ]
    }


def terug(antwoord: dict[str, Any]) -> list[str]:
    """The messages that were handed back."""
    return [een["itemIdentifier"] for een in antwoord["batchItemFailures"]]


def _stuk(school: str, posities: Sequence[int]) -> dict[str, Any]:
    return {"school": school, "mutatieIds": [mutatie(n).mutatie_id for n in posities]}


def test_wat_mislukt_wordt_niet_ingehaald(logboek: Logboek) -> None:
    """After a message that fails the later ones of its school come back untried; another school goes on."""
    opbouw = uitgaand_opbouw()
    opbouw.uitgang.mutaties.inhoud |= {m.mutatie_id: m for m in (mutatie(n) for n in range(2, 9))}
    handler = verdeling.maak_handler(opbouw)
    event = rij(
        (SCHOOL, _stuk(SCHOOL, [2])),
        (SCHOOL, "geen JSON"),
        (SCHOOL, _stuk(SCHOOL, [3])),
        (ANDERE_SCHOOL, _stuk(ANDERE_SCHOOL, [4])),
    )
    assert terug(handler(event, NepContext())) == ["m1", "m2"]
    assert opbouw.feed.stand(SCHOOL) == 2
    assert opbouw.feed.stand(ANDERE_SCHOOL) == 1
    assert [regel["level"] for regel in logboek.regels] == ["INFO", "ERROR", "INFO"]
    assert logboek.regels[0]["genummerd"] == 1
    assert "Korst" not in logboek.tekst


def test_de_afleveraar_werkt_aan_een_abonnement(logboek: Logboek) -> None:
    """A nudge delivers what is due, and the log says how much, never to where."""
    opbouw = uitgaand_opbouw()
    handler = aflevering.maak_handler(opbouw)
    por = {"school": SCHOOL, "abonnementId": ABONNEMENT_ID}
    assert terug(handler(rij((ABONNEMENT_ID, por)), NepContext())) == []
    [regel] = logboek.regels
    assert (regel["message"], regel["einde"], regel["afgeleverd"], regel["opzij"]) == (
        "aflevering",
        "klaar",
        1,
        0,
    )
    assert ".example" not in logboek.tekst


def test_zonder_tijd_wordt_niets_begonnen() -> None:
    """A function that is nearly over leaves the work to the next, and nudges it."""
    opbouw = uitgaand_opbouw()
    por = {"school": SCHOOL, "abonnementId": ABONNEMENT_ID}
    aflevering.maak_handler(opbouw)(rij((ABONNEMENT_ID, por)), NepContext(12_000))
    assert opbouw.uitgang.bezorger.pogingen == []
    assert opbouw.uitgang.wekker.gewekt[-1].abonnement_id == ABONNEMENT_ID


def test_een_storing_komt_terug() -> None:
    """When the tables fail the nudge comes back."""
    opbouw = uitgaand_opbouw()
    opbouw.uitgang.uitbak.rampen = Rampen(kans=2.0)
    por = {"school": SCHOOL, "abonnementId": ABONNEMENT_ID}
    assert terug(aflevering.maak_handler(opbouw)(rij((ABONNEMENT_ID, por)), NepContext())) == ["m0"]


def test_de_veger_wekt_wat_aan_de_beurt_is() -> None:
    """Each minute what is due is nudged, under a name for that minute; what is not due is left alone."""
    opbouw = uitgaand_opbouw()
    opbouw.uitgang.wekker.gewekt.clear()
    handler = veger.maak_handler(opbouw)
    assert handler({}, NepContext()) == {"gewekt": 1, "opTijd": True}
    assert [een.abonnement_id for een in opbouw.uitgang.wekker.gewekt] == [ABONNEMENT_ID]
    eerste = opbouw.uitgang.wekker.kenmerken[-1]
    handler({}, NepContext())
    assert opbouw.uitgang.wekker.kenmerken[-1] == eerste
    opbouw.uitgang.nu += 60
    handler({}, NepContext())
    assert opbouw.uitgang.wekker.kenmerken[-1] != eerste
    opbouw.uitgang.werk_af()
    assert handler({}, NepContext()) == {"gewekt": 0, "opTijd": True}


def test_de_veger_houdt_op_tijd_op() -> None:
    """A sweep that is nearly over nudges no more, and says so; the next one does."""
    opbouw = uitgaand_opbouw()
    assert veger.maak_handler(opbouw)({}, NepContext(8_000)) == {"gewekt": 0, "opTijd": False}


def test_de_verdeling_houdt_op_tijd_op(logboek: Logboek) -> None:
    """A fan-out that is nearly over hands back what it did not begin, and that is no error."""
    opbouw = uitgaand_opbouw()
    opbouw.uitgang.mutaties.inhoud |= {m.mutatie_id: m for m in (mutatie(n) for n in range(2, 9))}
    handler = verdeling.maak_handler(opbouw)
    event = rij(*((SCHOOL, _stuk(SCHOOL, [n])) for n in (2, 3)), (ANDERE_SCHOOL, _stuk(SCHOOL, [4])))
    assert terug(handler(event, NepContext(7_900))) == ["m0", "m1", "m2"]
    assert opbouw.feed.stand(SCHOOL) == 1
    assert {regel["level"] for regel in logboek.regels} == {"INFO"}
    assert terug(handler(event, NepContext())) == []
    assert opbouw.feed.stand(SCHOOL) == 4


def test_elke_school_haar_deel_van_de_tijd() -> None:
    """Of the time that there is each school gets its share, so that none waits for another's abonnementen."""
    opbouw, gekregen = uitgaand_opbouw(), list[float]()
    verdeel = opbouw.verdeler.verdeel_stukken

    class Verdeler:
        """Notes how much time each gets."""

        def verdeel_stukken(self, *vraag: Any) -> Verdeeld:
            gekregen.append(round(vraag[-1].over))
            return verdeel(*vraag)

    opbouw.verdeler = Verdeler()  # type: ignore[assignment]
    event = rij(*((school, _stuk(school, [2])) for school in (SCHOOL, ANDERE_SCHOOL, "25LX", "27ZZ")))
    assert terug(verdeling.maak_handler(opbouw)(event, NepContext(28_000))) == []
    assert gekregen == [5, 7, 10, 20]
