"""What the control interface can do with mutaties: tell the schools of a change, and see how that went."""

import datetime as dt
from typing import Final, cast, get_args

from local.sbb.control.validation import Fields, InvalidControlRequest
from local.sbb.mutatie_message import SimulatedMutatie, build_message
from local.sbb.register.model import RegisterErkenning, RegisterLeerbedrijf, StatusErkenning
from local.sbb.service import AMSTERDAM, Service
from local.sbb.shipment_disturbances import SHIPMENT_DISTURBANCES
from local.sbb.shipments import Shipment, Shipments
from local.sbb.subscriptions import SimulatedAbonnement

_LONGEST: Final = 60
_DAY: Final = dt.date(2016, 8, 1)


class MutatieControl:
    """The actions. Every running abonnement is told: to the simulator each school has a BPVO everywhere."""

    def __init__(self, service: Service, shipments: Shipments) -> None:
        self._service = service
        self._shipments = shipments

    def report(
        self,
        company: RegisterLeerbedrijf,
        erkenning: RegisterErkenning,
        status: StatusErkenning,
        storing: str | None,
    ) -> list[str]:
        """Tell every school of this change; gives the BerichtIDs."""
        mutatie = SimulatedMutatie(company.id, company.naam, erkenning, status, dt.datetime.now(AMSTERDAM))
        return [z.message.id for z in self._send(self._service.abonnementen.everything(), [mutatie], storing)]

    def send(self, body: object) -> dict[str, object]:
        """Send a message of any number of mutaties, invented ones if need be, to one school or to all."""
        velden = Fields(body)
        brin = velden.brin()
        aantal = velden.whole_number("aantal", 1) or 1
        begin = velden.leerbedrijf_id() or "100000000"
        status = velden.choice("status", get_args(StatusErkenning)) or "Ingetrokken"
        bericht_id = velden.tekst("berichtId")
        storing = velden.choice("storing", SHIPMENT_DISTURBANCES)
        velden.ready()
        abonnementen = [a for a in self._service.abonnementen.everything() if brin in {None, a.brin}]
        if not abonnementen:
            raise InvalidControlRequest(["brin: geen lopend abonnement"])
        now = dt.datetime.now(AMSTERDAM)
        mutaties = [
            SimulatedMutatie(
                f"{int(begin) + plek}" if begin.isdigit() else begin,
                f"Leerbedrijf {plek}",
                RegisterErkenning("25998", "", _DAY),
                cast("StatusErkenning", status),
                now,
            )
            for plek in range(aantal)
        ]
        shipments = self._send(abonnementen, mutaties, storing, bericht_id)
        return {"zendingen": [shipment.as_json() for shipment in shipments]}

    def lose(self, abonnement_id: str) -> dict[str, object]:
        """Lose a running abonnement, whosever it is."""
        lopend = self._service.abonnementen
        lost = [a for a in lopend.everything() if lopend.end(a.brin, a.id if a.id == abonnement_id else "")]
        return {"kwijt": len(lost)}

    def shipments(self, sinds: int, waits: int) -> dict[str, object]:
        """Give the messages after a number, and how they go, once none waits or after so many seconds."""
        return {"zendingen": self._shipments.sinds(sinds, min(waits, _LONGEST))}

    def _send(
        self,
        abonnementen: list[SimulatedAbonnement],
        mutaties: list[SimulatedMutatie],
        storing: str | None,
        bericht_id: str | None = None,
    ) -> list[Shipment]:
        return [
            self._shipments.send(build_message(abonnement, mutaties, bericht_id), storing)
            for abonnement in abonnementen
        ]
