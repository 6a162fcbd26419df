"""Delivers: the one function that sends anything to others, and so the one role that may.

Behind the queue Aflevering it works on one abonnement at a time; behind the API it sends a test message.
Touches the abonnementen with their secrets, the outbox, and receivers.
"""

import json
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from stagemarkt.composition.aflevering import AfleveringPorts
from stagemarkt.entry.queue_batch import per_bericht
from stagemarkt.model.abonnement import Abonnementsleutel
from stagemarkt.ports.deadline import Termijn
from stagemarkt.web.handler import LambdaContext, ingang
from stagemarkt.web.input import abonnementen as vragen
from stagemarkt.web.output import abonnementen as weergave
from stagemarkt.web.request import Verzoek
from stagemarkt.web.response import Antwoord

# What is left of a function's time for noting how the last attempt ended.
_RESERVE = 5.0


def maak_handler(ports: AfleveringPorts) -> Callable[[dict[str, Any], LambdaContext], dict[str, Any]]:
    """The handler over these ports."""

    def stuur_testbericht(verzoek: Verzoek) -> Antwoord:
        bericht_id = str(uuid.uuid4())
        uitkomst = ports.trial.send(
            bericht_id, vragen.houder(verzoek), vragen.sleutel(verzoek), verzoek.termijn
        )
        return weergave.van_testbericht(bericht_id, uitkomst, verzoek.taal)

    def lever_af(lichaam: str, seconden: float) -> Mapping[str, object]:
        inhoud = json.loads(lichaam)
        sleutel = Abonnementsleutel(str(inhoud["school"]), str(inhoud["abonnementId"]))
        gedaan = ports.afleveraar.lever_af(sleutel, Termijn.van(max(0.0, seconden - _RESERVE)))
        return {"school": sleutel.school, "abonnementId": sleutel.abonnement_id, **gedaan._asdict()}

    api = ingang({"stuurTestbericht": stuur_testbericht})
    rij = per_bericht("aflevering", lever_af)
    return lambda event, context: (rij if "Records" in event else api)(event, context)


handler = maak_handler(AfleveringPorts())
