"""What the control interface can do with mutaties: tell the schools of a change, and see how that went."""

import datetime as dt
from typing import Final, cast, get_args

from local.sbb.control.validation import OngeldigeBediening, Velden
from local.sbb.mutatie_message import Mutatie, maak_bericht
from local.sbb.register.model import Erkenning, Leerbedrijf, StatusErkenning
from local.sbb.service import AMSTERDAM, Dienst
from local.sbb.shipment_disturbances import ZENDSTORINGEN
from local.sbb.shipments import Zending, Zendingen
from local.sbb.subscriptions import Abonnement

_LANGST: Final = 60
_DAG: Final = dt.date(2016, 8, 1)


class Mutatiebediening:
    """The actions. Every running abonnement is told: to the simulator each school has a BPVO everywhere."""

    def __init__(self, dienst: Dienst, zendingen: Zendingen) -> None:
        self._dienst = dienst
        self._zendingen = zendingen

    def meld(
        self, bedrijf: Leerbedrijf, erkenning: Erkenning, status: StatusErkenning, storing: str | None
    ) -> list[str]:
        """Tell every school of this change; gives the BerichtIDs."""
        mutatie = Mutatie(bedrijf.id, bedrijf.naam, erkenning, status, dt.datetime.now(AMSTERDAM))
        return [z.bericht.id for z in self._verstuur(self._dienst.abonnementen.alle(), [mutatie], storing)]

    def stuur(self, body: object) -> dict[str, object]:
        """Send a message of any number of mutaties, invented ones if need be, to one school or to all."""
        velden = Velden(body)
        brin = velden.brin()
        aantal = velden.geheel("aantal", 1) or 1
        begin = velden.leerbedrijf_id() or "100000000"
        status = velden.keuze("status", get_args(StatusErkenning)) or "Ingetrokken"
        bericht_id = velden.tekst("berichtId")
        storing = velden.keuze("storing", ZENDSTORINGEN)
        velden.klaar()
        abonnementen = [a for a in self._dienst.abonnementen.alle() if brin in {None, a.brin}]
        if not abonnementen:
            raise OngeldigeBediening(["brin: geen lopend abonnement"])
        nu = dt.datetime.now(AMSTERDAM)
        mutaties = [
            Mutatie(
                f"{int(begin) + plek}" if begin.isdigit() else begin,
                f"Leerbedrijf {plek}",
                Erkenning("25998", "", _DAG),
                cast("StatusErkenning", status),
                nu,
            )
            for plek in range(aantal)
        ]
        zendingen = self._verstuur(abonnementen, mutaties, storing, bericht_id)
        return {"zendingen": [zending.als_json() for zending in zendingen]}

    def verlies(self, abonnement_id: str) -> dict[str, object]:
        """Lose a running abonnement, whosever it is."""
        lopend = self._dienst.abonnementen
        kwijt = [a for a in lopend.alle() if lopend.beeindig(a.brin, a.id if a.id == abonnement_id else "")]
        return {"kwijt": len(kwijt)}

    def zendingen(self, sinds: int, wachten: int) -> dict[str, object]:
        """Give the messages after a number, and how they go, once none waits or after so many seconds."""
        return {"zendingen": self._zendingen.sinds(sinds, min(wachten, _LANGST))}

    def _verstuur(
        self,
        abonnementen: list[Abonnement],
        mutaties: list[Mutatie],
        storing: str | None,
        bericht_id: str | None = None,
    ) -> list[Zending]:
        return [
            self._zendingen.verstuur(maak_bericht(abonnement, mutaties, bericht_id), storing)
            for abonnement in abonnementen
        ]
